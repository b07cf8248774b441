# One image for web, worker, beat and migrations; built from the lock files, run without root.
FROM python:3.13-slim AS build
WORKDIR /srv/sopan
COPY requirements-run.lock requirements-node.lock package.json package-lock.json .npmrc ./
RUN python -m venv /opt/sopan \
    && /opt/sopan/bin/pip install --no-cache-dir --require-hashes --requirement requirements-run.lock
RUN python -m venv /opt/node \
    && /opt/node/bin/pip install --no-cache-dir --require-hashes --requirement requirements-node.lock \
    && PATH=/opt/node/bin:$PATH npm ci
COPY . .
RUN mkdir -p web/static/vendor \
    && cp node_modules/htmx.org/dist/htmx.min.js web/static/vendor/ \
    && rm -rf node_modules \
    && /opt/sopan/bin/pip install --no-cache-dir --no-deps --no-build-isolation --editable .

FROM python:3.13-slim
RUN useradd --system --create-home --home-dir /var/lib/sopan sopan
COPY --from=build /opt/sopan /opt/sopan
COPY --from=build /srv/sopan /srv/sopan
ENV PATH=/opt/sopan/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    SOPAN_DATA_DIR=/var/lib/sopan \
    SOPAN_LISTEN=0.0.0.0:8000 \
    SOPAN_LOG_FORMAT=json
WORKDIR /srv/sopan
USER sopan
EXPOSE 8000
ENTRYPOINT ["sopan"]
CMD ["run", "web"]

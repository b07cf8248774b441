"""Assets: sheets, scripts and icons, held in memory with the digest of their content.

They are few and small, so each process reads and compresses them once; a browser keeps one for a
year, because its address changes with its content. Nothing of a request's work is done for them.
"""

import gzip
import mimetypes
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from flask import Flask

FOLDER = Path(__file__).parent / "static"
PREFIX = "/static/"


@dataclass(frozen=True, kw_only=True, slots=True)
class Asset:
    """One file: its bytes plain and compressed."""

    body: bytes
    packed: bytes
    digest: str
    media_type: str


def install(app: Flask) -> None:
    """Serves the folder and gives templates `asset(name)` and `build`."""
    known = read(FOLDER)
    build = sha256("".join(asset.digest for asset in known.values()).encode()).hexdigest()[:12]

    def address(name: str) -> str:
        """The address of an asset; a name that does not exist is a fault of the template."""
        return f"{PREFIX}{name}?v={known[name].digest}"

    app.extensions["build"] = build
    app.jinja_env.globals.update(asset=address, build=build)
    app.wsgi_app = _Served(app.wsgi_app, known)  # type: ignore[method-assign]


def read(folder: Path) -> dict[str, Asset]:
    """All files below the folder by their path, in one order everywhere."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and path.name[0] != ".")
    return {path.relative_to(folder).as_posix(): _asset(path) for path in paths}


def _asset(path: Path) -> Asset:
    body = path.read_bytes()
    return Asset(
        body=body,
        packed=gzip.compress(body, 9, mtime=0),
        digest=sha256(body).hexdigest()[:16],
        media_type=mimetypes.guess_type(path.name)[0] or "application/octet-stream",
    )


class _Served:
    """Answers requests for assets before Flask sees them."""

    def __init__(self, inner: Callable[..., Iterable[bytes]], known: Mapping[str, Asset]) -> None:
        self.inner, self.known = inner, known

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        asset = self.known.get(path.removeprefix(PREFIX)) if path.startswith(PREFIX) else None
        if asset is None or environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return self.inner(environ, start)
        packed = "gzip" in environ.get("HTTP_ACCEPT_ENCODING", "")
        body = asset.packed if packed else asset.body
        fields = _fields(asset, environ, packed)
        if asset.digest in environ.get("HTTP_IF_NONE_MATCH", ""):
            start("304 Not Modified", fields)
            return []
        start("200 OK", [*fields, ("Content-Length", str(len(body)))])
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def _fields(asset: Asset, environ: Mapping[str, Any], packed: bool) -> list[tuple[str, str]]:
    exact = asset.digest in environ.get("QUERY_STRING", "")
    keep = "public, max-age=31536000, immutable" if exact else "no-cache"
    text = asset.media_type.startswith("text/") or "javascript" in asset.media_type
    fields = [
        ("Content-Type", asset.media_type + ("; charset=utf-8" if text else "")),
        ("Cache-Control", keep),
        ("ETag", f'"{asset.digest}"'),
        ("Vary", "Accept-Encoding"),
        ("X-Content-Type-Options", "nosniff"),
    ]
    return [*fields, ("Content-Encoding", "gzip")] if packed else fields

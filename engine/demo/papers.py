"""The papers of the story: small files made here, so that nobody's document is needed."""

import struct
import zlib
from functools import cache
from random import Random


def paper(title: str, service: str, chance: Random) -> tuple[str, str, bytes]:
    """A file's name, media type and bytes: a one-page PDF, or the picture of a stamped sheet."""
    name = title.lower().replace(" ", "-")
    if chance.random() < 0.3:
        return f"{name}.png", "image/png", picture(chance.randint(0, 2))
    return f"{name}.pdf", "application/pdf", page(title, service)


def page(title: str, service: str) -> bytes:
    """A PDF of one A4 page with a title and the name of a service."""
    drawn = (
        f"BT /F1 20 Tf 72 760 Td ({_plain(title)}) Tj 0 -30 Td /F1 12 Tf "
        f"({_plain(service)}) Tj 0 -20 Td (Dokumen contoh, tanpa kekuatan hukum.) Tj ET"
    )
    paper = "/MediaBox [0 0 595 842] /Resources << /Font << /F1 5 0 R >> >>"
    return _bound(
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /Contents 4 0 R {paper} >>",
        f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )


def _bound(*objects: str) -> bytes:
    """A PDF of these objects, with the table of their places at the end."""
    body, places = "%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(f"{len(body):010d} 00000 n ")
        body += f"{number} 0 obj\n{content}\nendobj\n"
    table = "\n".join((f"xref\n0 {len(places) + 1}", "0000000000 65535 f ", *places))
    trailer = f"<< /Size {len(places) + 1} /Root 1 0 R >>"
    return f"{body}{table}\ntrailer\n{trailer}\nstartxref\n{len(body)}\n%%EOF\n".encode("ascii")


def _plain(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


@cache
def picture(variant: int) -> bytes:
    """A PNG of a sheet with lines of writing and a round stamp somewhere below them."""
    width, height, middle = 120, 160, (60 + 12 * variant, 128 - 6 * variant)
    rows = bytearray()
    for y in range(height):
        rows.append(0)
        rows += bytes(_shade(x, y, middle) for x in range(width))
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(bytes(rows), 9)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in parts)


def _shade(x: int, y: int, stamp: tuple[int, int]) -> int:
    if 14**2 < (x - stamp[0]) ** 2 + (y - stamp[1]) ** 2 < 17**2:
        return 90
    writing = 12 < x < 108 and 15 < y < 100 and y % 8 < 2 and (x * 7 + y * 13) % 31 > 4
    return 70 if writing else 245


def _chunk(kind: bytes, data: bytes) -> bytes:
    checked = zlib.crc32(kind + data)
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", checked)

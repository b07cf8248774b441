"""Memeriksa berkas perkara Sopan tanpa Sopan. Checks a case file of Sopan without Sopan.

    python3 verify.py berkas.json [--key KUNCI]

Needs nothing but Python 3.8. Ends with 0 when everything fits, with 1 when something does not (it
says which fact), with 2 when the file cannot be read. The key is printed on the witness sheet of
every seal; without it only the file itself says whose signature it bears.
"""

import base64
import hashlib
import json
import sys
from typing import Any, Dict, Iterator, List, Optional, Tuple  # noqa: UP035 (old Pythons)

FORMAT = "sopan-case-file/1"
Sentence = Tuple[str, str]  # noqa: UP006
Point = Tuple[int, int, int, int]  # noqa: UP006
Raw = Dict[str, Any]  # noqa: UP006

# Ed25519 (RFC 8032, section 5.1), points in extended coordinates.
P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
NEUTRAL: Point = (0, 1, 1, 0)


def add(a: Point, b: Point) -> Point:
    """The sum of two points (section 5.1.4)."""
    e = (a[1] - a[0]) * (b[1] - b[0]) % P
    f = (a[1] + a[0]) * (b[1] + b[0]) % P
    g = 2 * a[3] * b[3] * D % P
    h = 2 * a[2] * b[2] % P
    return (
        (f - e) * (h - g) % P,
        (h + g) * (f + e) % P,
        (h - g) * (h + g) % P,
        (f - e) * (f + e) % P,
    )


def times(n: int, a: Point) -> Point:
    """A point added to itself n times."""
    total = NEUTRAL
    while n:
        if n & 1:
            total = add(total, a)
        a, n = add(a, a), n >> 1
    return total


def point(raw: bytes) -> Optional[Point]:  # noqa: UP045
    """The point in 32 bytes, or None (section 5.1.3)."""
    number = int.from_bytes(raw, "little")
    sign, y = number >> 255, number & (2**255 - 1)
    if len(raw) != 32 or y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return (x, y, 1, x * y % P)


BASE = point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def is_signed(body: bytes, signature: bytes, key: bytes) -> bool:
    """Whether the holder of the key has signed these bytes (section 5.1.7)."""
    a, r, s = point(key), point(signature[:32]), int.from_bytes(signature[32:], "little")
    if a is None or r is None or BASE is None or len(signature) != 64 or s >= L:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + key + body).digest(), "little") % L
    left, right = times(s, BASE), add(r, times(k, a))
    return (
        (left[0] * right[2] - right[0] * left[2]) % P
        == 0
        == (left[1] * right[2] - right[1] * left[2]) % P
    )


def sha256(content: bytes) -> str:
    """SHA-256, hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def root_from(leaf: bytes, place: int, count: int, proof: List[bytes]) -> bytes:  # noqa: UP006
    """The root to which a Merkle proof leads (RFC 6962); nothing when it cannot be one."""
    found, left = hashlib.sha256(b"\0" + leaf).digest(), list(proof)
    while count > 1:
        if place ^ 1 < count:
            if not left:
                return b""
            pair = (left.pop(0), found) if place % 2 else (found, left.pop(0))
            found = hashlib.sha256(b"\1" + pair[0] + pair[1]).digest()
        place, count = place // 2, (count + 1) // 2
    return b"" if left else found


def chain_faults(file: Raw) -> Iterator[Sentence]:
    """Facts that are not the ones that were chained."""
    before = ""
    for place, fact in enumerate(file["facts"], 1):
        body = fact["body"].encode()
        try:
            said = json.loads(body)
            number, named = said["version"], said["before"]
        except (KeyError, TypeError, ValueError):
            number, named = None, None
        if sha256(body) != fact["digest"]:
            yield (f"Fakta {place}: isinya tidak cocok dengan sidiknya.",
                   f"Fact {place}: its content does not fit its digest.")  # fmt: skip
        if number != place:
            yield (f"Fakta {place}: nomor urut di dalamnya {number}.",
                   f"Fact {place}: the number inside it is {number}.")  # fmt: skip
        if named != before:
            yield (f"Fakta {place}: tidak menyambung pada fakta sebelumnya.",
                   f"Fact {place}: it does not follow the fact before it.")  # fmt: skip
        before = fact["digest"]


def beside_faults(file: Raw) -> Iterator[Sentence]:
    """Words, SOP and calendars that are not the ones the facts speak of."""
    facts = [json.loads(fact["body"]) for fact in file["facts"]]
    for word in file["words"]:
        version, field = word["version"], word["field"]
        inside = facts[version - 1]["words"] if 1 <= version <= len(facts) else {}
        if sha256(bytes.fromhex(word["salt"]) + word["text"].encode()) != inside.get(field):
            yield (f"Fakta {version}: isian {field} bukan yang dahulu dicatat.",
                   f"Fact {version}: the words of {field} are not those recorded.")  # fmt: skip
    first = facts[0]["says"]
    if first["number"] != file["case"]["number"]:
        yield (f"Fakta 1 menyebut nomor {first['number']}, bukan nomor berkas ini.",
               f"Fact 1 names the number {first['number']}, not that of this file.")  # fmt: skip
    if sha256(base64.b64decode(file["sop"])) != first["sop"]:
        yield ("Fakta 1: naskah SOP di berkas ini bukan yang dipakai permohonan.",
               "Fact 1: the SOP in this file is not the one the case was bound to.")  # fmt: skip
    for calendar in file["calendars"]:
        if sha256(calendar["text"].encode())[:12] != calendar["version"]:
            name = f"{calendar['code']} {calendar['version']}"
            yield (f"Naskah kalender {name} bukan versi itu.",
                   f"The text of calendar {name} is not that version.")  # fmt: skip


def seal_faults(file: Raw, proof: Raw, key: str) -> Iterator[Sentence]:
    """What is wrong with one seal."""
    body, version = proof["statement"].encode(), proof["version"]
    said = json.loads(body)
    name, number = said["number"], file["case"]["number"]
    if not is_signed(body, bytes.fromhex(proof["signature"]), bytes.fromhex(said["key"])):
        yield (f"Segel {name}: tanda tangannya tidak cocok dengan isinya.",
               f"Seal {name}: its signature does not fit its content.")  # fmt: skip
    if key and said["key"] != key:
        yield (f"Segel {name} ditandatangani dengan kunci lain: {said['key']}.",
               f"Seal {name} was signed with another key: {said['key']}.")  # fmt: skip
    leaf = f"{file['case']['id']} {version} {proof['head']} {number}".encode()
    hashes = [bytes.fromhex(one) for one in proof["proof"]]
    if root_from(leaf, proof["place"], said["cases"], hashes).hex() != said["root"]:
        yield (f"Segel {name}: buktinya tidak menuju akar yang ditandatangani.",
               f"Seal {name}: its proof does not lead to the signed root.")  # fmt: skip
    if (
        not 1 <= version <= len(file["facts"])
        or file["facts"][version - 1]["digest"] != proof["head"]
    ):
        yield (f"Fakta {version} bukan lagi yang diikat segel {name}.",
               f"Fact {version} is no longer the one that seal {name} binds.")  # fmt: skip


def faults_of(file: Raw, key: str = "") -> List[Sentence]:  # noqa: UP006
    """Everything that does not fit; empty when all does. Raises KeyError, TypeError, ValueError."""
    if file["format"] != FORMAT or not file["facts"]:
        raise ValueError(file["format"])
    found = list(chain_faults(file))
    if not found:
        found += beside_faults(file)
    for proof in file["seals"]:
        found += seal_faults(file, proof, key)
    return found


def verdict(file: Raw) -> Iterator[Sentence]:
    """What a file in which everything fits proves, and what it leaves open."""
    count, total, seals = len(file["facts"]), file["case"]["facts"], file["seals"]
    committed = sum(len(json.loads(fact["body"])["words"]) for fact in file["facts"])
    closed, sealed = committed - len(file["words"]), max([s["version"] for s in seals], default=0)
    yield (f"UTUH. {count} fakta menyambung dan cocok dengan sidiknya.",
           f"WHOLE. {count} facts follow one another and fit their digests.")  # fmt: skip
    if count < total:
        yield (f"Ini penggalan: permohonan itu mempunyai {total} fakta.",
               f"This is a slice: the case has {total} facts.")  # fmt: skip
    yield (f"{len(file['words'])} isian cocok; {closed} tidak disertakan atau sudah dihapus.",
           f"{len(file['words'])} words fit; {closed} are left out or erased.")  # fmt: skip
    for proof in seals:
        said = json.loads(proof["statement"])
        name, last = f"{said['number']}, {said['at']}", proof["version"]
        yield (f"Segel {name}, mengikat fakta 1 sampai {last}.",
               f"Seal {name}, binds facts 1 to {last}.")  # fmt: skip
    if sealed < count:
        yield (f"Fakta {sealed + 1} sampai {count} belum tersegel di berkas ini.",
               f"Facts {sealed + 1} to {count} are not yet sealed in this file.")  # fmt: skip
    for key in sorted({json.loads(proof["statement"])["key"] for proof in seals}):
        yield (f"Kunci penyegel {key}: cocokkan dengan lembar saksi.",
               f"Sealing key {key}: compare it with the witness sheet.")  # fmt: skip


def main(words: List[str]) -> int:  # noqa: UP006
    """Checks the file named first and says what it found."""
    key = words[words.index("--key") + 1].lower() if "--key" in words[1:-1] else ""
    if not words or words[0].startswith("-"):
        print(__doc__)
        return 2
    try:
        with open(words[0], encoding="utf-8") as opened:
            file = json.load(opened)
        faults = faults_of(file, key)
        told = faults or list(verdict(file))
    except (AttributeError, IndexError, KeyError, OSError, TypeError, ValueError) as unread:
        print(f"Berkas ini tidak dapat dibaca sebagai berkas perkara: {unread!r}")
        print(f"This file cannot be read as a case file: {unread!r}")
        return 2
    number = file["case"]["number"]
    print(f"{number}: TIDAK UTUH / NOT WHOLE" if faults else number)
    for indonesian, english in told:
        print(f"- {indonesian}\n  {english}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Damages files as discs, mail programs and enemies do: bits flip, parts go, come twice, or come from elsewhere."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from random import Random

_NASTY = (
    b"\x00" * 64,
    b"\xff" * 64,
    b"../../etc/passwd",
    b"<" * 200,
    b"(" * 200,
    b"99999999999",
    b"-1",
    b"obj\n<< /Kids [1 0 R] >>",
    b"&a;&a;&a;",
    b"PK\x03\x04",
    b"%PDF-1.7",
)


def mutated(data: bytes, others: Sequence[bytes], draw: Random) -> bytes:
    """Damage a file in one to six places; `others` are files to take foreign parts from.

    Of a package (Word, zip) it is mostly one part that is damaged, and packed again: else its checksum says it all.
    """
    if data.startswith(b"PK") and draw.random() < 0.8:
        return _repacked(data, others, draw)
    for _ in range(draw.randint(1, 6)):
        data = draw.choice((_flipped, _cut, _without, _doubled, _spiked, _mixed))(data, others, draw)
    return data


def _repacked(data: bytes, others: Sequence[bytes], draw: Random) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as after:
        names = before.namelist()
        hurt = draw.choice([name for name in names if name.endswith((".xml", ".rels"))] or names)
        for name in names:
            part = before.read(name)
            after.writestr(name, _edited(part, draw) if name == hurt else part)
    return packed.getvalue()


def _edited(part: bytes, draw: Random) -> bytes:
    """Move, double and rename elements, so that the part stays well-formed more often than not."""
    pieces = part.split(b"<")
    for _ in range(draw.randint(1, 8)):
        at, other = draw.randrange(len(pieces)), draw.randrange(len(pieces))
        act = draw.randrange(4)
        if act == 0:
            pieces[at] = pieces[other]
        elif act == 1:
            pieces[at:at] = pieces[at : at + draw.randint(1, 50)]
        elif act == 2:
            pieces[at] = pieces[at].replace(b'"1"', b'"-999999999"').replace(b'"0"', b'"99999999999999999999"')
        else:
            pieces[at] = pieces[at] + draw.choice(_NASTY).replace(b"<", b"&lt;")
    return b"<".join(pieces)


def _stretch(data: bytes, draw: Random) -> tuple[int, int]:
    start = draw.randrange(len(data) + 1)
    return start, min(len(data), start + int(2 ** draw.uniform(0, 14)))


def _flipped(data: bytes, others: Sequence[bytes], draw: Random) -> bytes:
    changed = bytearray(data)
    for _ in range(draw.randint(1, 40) if data else 0):
        changed[draw.randrange(len(changed))] = draw.randrange(256)
    return bytes(changed)


def _cut(data: bytes, others: Sequence[bytes], draw: Random) -> bytes:
    return data[: draw.randrange(len(data) + 1)]


def _without(data: bytes, others: Sequence[bytes], draw: Random) -> bytes:
    start, stop = _stretch(data, draw)
    return data[:start] + data[stop:]


def _doubled(data: bytes, others: Sequence[bytes], draw: Random) -> bytes:
    start, stop = _stretch(data, draw)
    return data[:stop] + data[start:stop] * draw.randint(1, 3) + data[stop:]


def _spiked(data: bytes, others: Sequence[bytes], draw: Random) -> bytes:
    at = draw.randrange(len(data) + 1)
    return data[:at] + draw.choice(_NASTY) + data[at:]


def _mixed(data: bytes, others: Sequence[bytes], draw: Random) -> bytes:
    other = draw.choice(others)
    start, stop = _stretch(other, draw)
    at = draw.randrange(len(data) + 1)
    return data[:at] + other[start:stop] + data[at:]

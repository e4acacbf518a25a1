"""The streams of a PDF: one that unpacks to far too much is found before a library gives it all the memory it asks."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator

MOST = 300_000_000
"""Bytes that what is drawn on a page may unpack to: a large map takes some 50 million, and PDFium the double of it."""
_STREAM = re.compile(rb"stream\r?\n")
_RATIO = 1_032
"""Deflate makes no more bytes of one."""
_LONGEST_HEAD = 2_000
"""Bytes before a stream among which it is described."""
_MOST_TIMES = 3
"""How often a stream is taken to be packed at most."""
_SLICE = 1 << 16
_UNPACKED_SLICE = 1 << 20


def is_overlong(data: bytes) -> bool:
    """Whether a stream of a PDF, pictures aside, unpacks to more than `MOST`, whatever the file says of itself."""
    return any(_is_bomb(data, found) for found in _STREAM.finditer(data))


def _is_bomb(data: bytes, found: re.Match[bytes]) -> bool:
    before = data[max(0, found.start() - _LONGEST_HEAD) : found.start()]
    head = before[before.rfind(b"obj") + 1 :]
    times, start = head.count(b"/Fl"), found.end()
    if not times or b"/Image" in head or head.endswith(b"end"):
        return False
    if times == 1 and data.find(b"endstream", start, start + MOST // _RATIO) != -1:
        return False
    slices: Iterator[bytes] = (data[at : at + _SLICE] for at in range(start, len(data), _SLICE))
    for _ in range(min(times, _MOST_TIMES)):
        slices = _unpacked(slices)
    length = 0
    for some in slices:
        length += len(some)
        if length > MOST:
            return True
    return False


def _unpacked(slices: Iterable[bytes]) -> Iterator[bytes]:
    """Yield what packed slices hold, as far as they are sound."""
    unpacking = zlib.decompressobj()
    for packed in slices:
        left = packed
        while left:
            try:
                yield unpacking.decompress(left, _UNPACKED_SLICE)
            except zlib.error:
                return
            left = unpacking.unconsumed_tail
        if unpacking.eof:
            return

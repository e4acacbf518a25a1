"""Bytes of a text or web page to characters."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from ingest.errors import ReadError

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_META = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]{3,30})""", re.IGNORECASE)
_LATIN = {"iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii"}
_MOST_LINES = 1_000_000
"""Lines of one text: ten thousand pages have half of it, and each takes some 30 µs to read."""
_PLAIN_CONTROLS = frozenset("\t\n\v\f\r\x1a\x1b")


def decode(data: bytes, *, html: bool = False) -> str:
    """Return the characters of `data`: by its byte order mark, its <meta charset> (html), else UTF-8, UTF-16, cp1252.

    Raises ReadError where no encoding gives text, or text of more than a million lines.
    """
    text = _decoded(data, html=html)
    if not html and text.count("\n") > _MOST_LINES:
        raise ReadError(f"it has more than {_MOST_LINES:,} lines, which no real text has: if it is one, split it")
    return text


def _decoded(data: bytes, *, html: bool) -> str:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    if data.count(0) > max(2, 0.01 * len(data)):
        return _decode_wide(data)
    data = data.replace(b"\x00", b"")
    declared = _declared(data) if html else None
    for candidate in ("utf-8", declared):
        try:
            if candidate:
                return _written(data.decode(candidate))
        except (UnicodeDecodeError, LookupError):
            continue  # A page may declare anything, even a codec that makes no text ("hex").
    return _written(data.decode("cp1252", errors="replace"))


def _declared(data: bytes) -> str | None:
    """Return the encoding that a page's <meta> names, cp1252 for Latin-1 as browsers do; None where there is none."""
    found = _META.search(data[:8000])
    if not found:
        return None
    name = found.group(1).decode("ascii").lower()
    if name.startswith("utf-16"):
        return None  # Then the <meta> could not have been read as ASCII.
    return "cp1252" if name in _LATIN else name


def _decode_wide(data: bytes) -> str:
    """Return UTF-16 without a byte order mark as text; many zero bytes in anything else mean that it is no text."""
    encoding = _by_zeros(data)
    if encoding is None:
        best = from_bytes(data, cp_isolation=["utf_16_le", "utf_16_be"]).best()
        encoding = best.encoding if best else None
    if encoding is None:
        raise ReadError("the file holds zero bytes: it is not text; save it again as UTF-8 text")
    return _written(data.decode(encoding, errors="replace"))


def _by_zeros(data: bytes) -> str | None:
    """Return the order of UTF-16 in which nearly every other byte is zero, as in English; None where neither is."""
    head = data[:4000]
    half = max(len(head) // 2, 1)
    if head[1::2].count(0) > 0.7 * half and head[0::2].count(0) < 0.1 * half:
        return "utf_16_le"
    if head[0::2].count(0) > 0.7 * half and head[1::2].count(0) < 0.1 * half:
        return "utf_16_be"
    return None


def _written(text: str) -> str:
    """Return `text`; raise ReadError where so many control characters stand that it cannot be writing."""
    head = text[:20_000]
    controls = sum(character < " " and character not in _PLAIN_CONTROLS for character in head)
    controls += head.count("\ufffd")
    if controls > 0.02 * len(head) + 2:
        raise ReadError("the file is not text in UTF-8, UTF-16 or Windows-1252; save it again as UTF-8 text")
    return text

"""The parts of a Word document that hold text, unpacked with a limit: a small file may be made to fill the memory."""

from __future__ import annotations

import io
import zipfile

from ingest.errors import ReadError

MOST_TEXT = 64 << 20
"""Bytes of XML in one document, all parts together: the longest real ones have a tenth of it, a zip bomb has more."""

_TEXT = (".xml", ".rels")
_PLAIN = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
"""What the format allows; the other ways to pack cannot be unpacked a little at a time."""


def text_only(data: bytes) -> bytes:
    """Return the package again, its parts with text unpacked and all others (pictures, fonts) empty.

    Counted is what comes out, not what the package says of itself, so that whoever opens the result needs no more
    memory than that.

    Raises:
        ReadError: its text unpacks to more than `MOST_TEXT`.
        zipfile.BadZipFile: the package is damaged.
    """
    unpacked = io.BytesIO()
    left = MOST_TEXT
    with zipfile.ZipFile(io.BytesIO(data)) as packed, zipfile.ZipFile(unpacked, "w") as copy:
        for name in dict.fromkeys(packed.namelist()):
            part = _part(packed, name, left) if name.lower().endswith(_TEXT) else b""
            left -= len(part)
            copy.writestr(name, part)
    return unpacked.getvalue()


def _part(packed: zipfile.ZipFile, name: str, left: int) -> bytes:
    """Return one part of at most `left` bytes."""
    if packed.getinfo(name).compress_type not in _PLAIN:
        raise zipfile.BadZipFile(f"{name} is packed in a way that Word does not use")
    with packed.open(name) as file:
        part = file.read(left + 1)
    if len(part) > left:
        raise ReadError(
            f"its text unpacks to more than {MOST_TEXT >> 20} MB, which no real document does: if it is one, split it"
        )
    return part

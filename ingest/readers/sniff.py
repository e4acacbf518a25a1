"""Files that are not what their name says."""

from __future__ import annotations

import re

from ingest.errors import ReadError

_PAGE = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
_SIGNS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a zip archive or an office document (docx, xlsx, odt)"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Word file (.doc) or an encrypted one"),
    (b"{\\rtf", "a Rich Text file (.rtf)"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"II*\x00", "an image"),
    (b"MM\x00*", "an image"),
    (b"\x1f\x8b", "a compressed file (gzip)"),
)
_EXPECTED = {
    "application/pdf": "a PDF",
    "text/html": "a web page",
    "text/plain": "plain text",
    "text/markdown": "Markdown",
}
_DOCX = "a Word document (.docx)"


def refuse_disguised(data: bytes, media_type: str) -> None:
    """Raise ReadError where the bytes are plainly of another format than `media_type` says."""
    expected = _EXPECTED.get(media_type, _DOCX)
    found = _format(data)
    if expected == _DOCX and found.startswith("a zip"):
        return
    # A web page saved with the suffix .txt shows its markup: only for HTML is it what it says.
    if found in {expected, ""} and not (expected in {"a PDF", _DOCX} and not found):
        return
    if not found:
        found = "something else"
    raise ReadError(f"the file is not {expected}, it is {found}: give it its right suffix or save it as {expected}")


def _format(data: bytes) -> str:
    """Return the format that the first bytes show, in words; "" where they show none."""
    head = data[:1024]
    # Readers of PDF accept up to 1,024 bytes of rubbish before the header.
    if b"%PDF-" in head and not _PAGE.match(head):
        return "a PDF"
    for sign, name in _SIGNS:
        if head.startswith(sign):
            return name
    return "a web page" if _PAGE.match(head.removeprefix(b"\xef\xbb\xbf")) else ""

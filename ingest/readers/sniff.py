"""Files that are not what their name says: read as what they are where it is a near miss, else refused."""

from __future__ import annotations

import re

from ingest.errors import ReadError
from ingest.readers.media import DOC, DOCX, HTML, MARKDOWN, MHTML, ODT, PDF, RTF, TEXT, WORD

_PAGE = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
_MAIL = re.compile(rb"\s*(?:[\w-]+:[^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*)*?MIME-Version:", re.IGNORECASE)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_SIGNS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a zip archive or an office document (docx, xlsx, odt)"),
    (_OLE, "an old Word file (.doc) or an encrypted one"),
    (b"{\\rtf", "a Rich Text file (.rtf)"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"II*\x00", "an image"),
    (b"MM\x00*", "an image"),
    (b"\x1f\x8b", "a compressed file (gzip)"),
)
NAMES = {
    PDF: "a PDF",
    HTML: "a web page",
    TEXT: "plain text",
    MARKDOWN: "Markdown",
    DOCX: "a Word document (.docx)",
    DOC: "an old Word file (.doc)",
    RTF: "a Rich Text file (.rtf)",
    ODT: "an OpenDocument text (.odt)",
    MHTML: "a saved web page (.mht)",
}
"""What a type is called in a sentence."""


def true_type(data: bytes, media_type: str) -> str:
    """Return the media type by which a document is to be read: its own, or that of what its bytes plainly are.

    Programs save web pages, Rich Text and Word files under each other's suffixes (`WORD`); there the bytes decide.

    Raises ReadError where the bytes are plainly of another format than `media_type` says, or are locked.
    """
    if media_type not in NAMES:
        return media_type
    found = _word_type(data) if media_type in WORD else None
    if found is None:
        _refuse_disguised(data, media_type)
    return found or media_type


def _word_type(data: bytes) -> str | None:
    """Return which of the formats of word processors the bytes are, None where they are none."""
    if data.startswith(_OLE):
        if _LOCKED in data[:65_536] or _LOCKED in data[-65_536:]:
            raise ReadError("the file is encrypted and needs a password: save a copy without one")
        return DOC
    if data.lstrip()[:5] == b"{\\rtf":
        return RTF
    if data.startswith(b"PK\x03\x04"):
        return ODT if b"application/vnd.oasis.opendocument.text" in data[:200] else DOCX
    if _PAGE.match(data[:4096].removeprefix(b"\xef\xbb\xbf")):
        return HTML
    return MHTML if _MAIL.match(data[:4096]) else None


def _refuse_disguised(data: bytes, media_type: str) -> None:
    found, expected = _format(data), NAMES[media_type]
    # A web page saved with the suffix .txt shows its markup: only for HTML is it what it says.
    if found in {expected, ""} and not (media_type in {PDF, DOCX, DOC, RTF, ODT, MHTML} and not found):
        return
    found = found or "something else"
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

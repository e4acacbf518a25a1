"""The types of document that can be read, and what files of them are called."""

from __future__ import annotations

TEXT = "text/plain"
MARKDOWN = "text/markdown"
HTML = "text/html"
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
DOC = "application/msword"
RTF = "application/rtf"
ODT = "application/vnd.oasis.opendocument.text"
EML = "message/rfc822"
MHTML = "multipart/related"
ZIP = "application/zip"

MEDIA_TYPES: dict[str, str] = {
    ".txt": TEXT,
    ".md": MARKDOWN,
    ".markdown": MARKDOWN,
    ".html": HTML,
    ".htm": HTML,
    ".pdf": PDF,
    ".docx": DOCX,
    ".doc": DOC,
    ".rtf": RTF,
    ".odt": ODT,
    ".eml": EML,
    ".mht": MHTML,
    ".mhtml": MHTML,
    ".zip": ZIP,
}
"""The media type of each file suffix (lower case, with its dot) that can be read."""

CONVERTED = (DOC, RTF, ODT)
"""What a converter makes into a Word document (.docx) first."""

WORD = frozenset({DOCX, DOC, RTF, ODT, HTML, MHTML})
"""What programs save under each other's suffixes: which of these a file is, its content decides."""

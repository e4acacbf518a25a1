"""Readers: the bytes of one format become blocks in reading order."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from types import MappingProxyType

from ingest.errors import IngestError, NoTextError, ReadError
from ingest.minutes import Raw
from ingest.readers.media import CONVERTED, DOC, DOCX, EML, HTML, MARKDOWN, MEDIA_TYPES, MHTML, ODT, PDF, RTF, TEXT
from ingest.readers.reading import Reading, Scanned
from ingest.readers.sniff import NAMES, true_type

_READERS = {TEXT: "text", MARKDOWN: "markdown", HTML: "html", DOCX: "docx", EML: "mail", MHTML: "mail"}
"""The module that reads each media type, loaded at its first document: a search can do without six libraries."""

_HOW = {
    TEXT: "plain text",
    MARKDOWN: "Markdown",
    HTML: "web page",
    DOCX: "Word",
    DOC: "old Word by LibreOffice",
    RTF: "Rich Text by LibreOffice",
    ODT: "OpenDocument by LibreOffice",
    EML: "e-mail",
    MHTML: "saved web page",
}

_LONGEST = 25_000_000
"""Bytes of a file of text, and characters of what is read from any file.

It is the text of some ten thousand pages. The memory and time that one document takes grow with its text: at this
length it already needs about 1.5 GB and an hour, while a PDF or Word file may be large for its pictures alone.
"""


def read(raw: Raw, scanned: Scanned = MappingProxyType({})) -> Reading:
    """Return what is read in `raw`: at least one block, or pages that OCR can read.

    Args:
        raw: the document.
        scanned: what OCR found on its pages.

    Raises ReadError where the media type is unknown, the bytes are not what it says or the text is too long,
    NoTextError where the document holds no text.
    """
    if raw.media_type not in _HOW and raw.media_type != PDF:
        known = ", ".join(sorted(MEDIA_TYPES))
        raise ReadError(f"no reader for {raw.media_type!r}: convert the file to one of {known}")
    if not raw.data:
        raise NoTextError("the file is empty")
    media_type = true_type(raw.data, raw.media_type)
    if media_type in {TEXT, MARKDOWN, HTML}:
        _refuse_overlong(len(raw.data), "MB")
    found = _read(replace(raw, media_type=media_type), scanned)
    if media_type != raw.media_type:
        misnamed = f"By its name the file is {NAMES[raw.media_type]}; it is {NAMES[media_type]} and was read as that."
        found = replace(found, remarks=(*found.remarks, misnamed))
    if not found.blocks and not found.unread:
        raise NoTextError("the file holds no text")
    _refuse_overlong(sum(len(block.text) for block in found.blocks), "million characters")
    return found


def _read(raw: Raw, scanned: Scanned) -> Reading:
    """Return what the reader of this media type reads, whatever it raises as an IngestError."""
    try:
        if raw.media_type == PDF:
            from ingest.readers import pdf

            return pdf.read(raw, scanned)
        how = _HOW[raw.media_type]
        if raw.media_type in CONVERTED:
            from ingest.readers.convert import as_docx

            raw = as_docx(raw)
        return Reading(tuple(import_module(f"ingest.readers.{_READERS[raw.media_type]}").read(raw)), how)
    except (IngestError, MemoryError):
        raise
    except RecursionError as error:
        raise ReadError("the file is damaged: its parts are nested too deep; open it and save it again") from error
    except Exception as error:
        # The parsers are not ours: damaged bytes make them raise whatever they stumbled on.
        raise ReadError(f"the file is damaged and cannot be read ({type(error).__name__}: {error})") from error


def _refuse_overlong(length: int, unit: str) -> None:
    """Raise ReadError where a text is longer than `_LONGEST`."""
    if length > _LONGEST:
        # Rounded up, so that it never reads as the limit itself.
        shown = -(-length // 100_000) / 10
        raise ReadError(
            f"its text of {shown:,.1f} {unit} is over the limit of {_LONGEST // 1_000_000} {unit} for one document: "
            "split it into its meetings or parts"
        )

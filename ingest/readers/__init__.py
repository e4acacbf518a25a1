"""Readers: the bytes of one format become blocks in reading order."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from ingest.errors import IngestError, NoTextError, ReadError
from ingest.minutes import Block, Raw
from ingest.readers.sniff import refuse_disguised

TEXT = "text/plain"
MARKDOWN = "text/markdown"
HTML = "text/html"
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

MEDIA_TYPES: dict[str, str] = {
    ".txt": TEXT,
    ".md": MARKDOWN,
    ".markdown": MARKDOWN,
    ".html": HTML,
    ".htm": HTML,
    ".pdf": PDF,
    ".docx": DOCX,
}
"""The media type of each file suffix (lower case, with its dot) that can be read."""

_READERS = {TEXT: "text", MARKDOWN: "markdown", HTML: "html", PDF: "pdf", DOCX: "docx"}
"""The module that reads each media type, loaded at its first document: a search can do without six libraries."""

_LONGEST = 25_000_000
"""Bytes of a file of text, and characters of what is read from any file.

It is the text of some ten thousand pages. The memory and time that one document takes grow with its text: at this
length it already needs about 1.5 GB and an hour, while a PDF or Word file may be large for its pictures alone.
"""


def read(raw: Raw) -> list[Block]:
    """Return the blocks of `raw` in reading order, never an empty list.

    Raises ReadError where the media type is unknown, the bytes are not what it says or the text is too long,
    NoTextError where the document holds no text; for no bytes anything else.
    """
    reader = _READERS.get(raw.media_type)
    if reader is None:
        known = ", ".join(sorted(MEDIA_TYPES))
        raise ReadError(f"no reader for {raw.media_type!r}: convert the file to one of {known}")
    if not raw.data:
        raise NoTextError("the file is empty")
    refuse_disguised(raw.data, raw.media_type)
    if raw.media_type in {TEXT, MARKDOWN, HTML}:
        _refuse_overlong(len(raw.data), "MB")
    found = _read(import_module(f"ingest.readers.{reader}").read, raw)
    if not found:
        raise NoTextError("the file holds no text")
    _refuse_overlong(sum(len(block.text) for block in found), "million characters")
    return found


def remarks(raw: Raw) -> tuple[str, ...]:
    """Return what a person should know about how much of `raw` could be read; nothing is the rule."""
    if raw.media_type != PDF:
        return ()
    from ingest.readers.pdf import remarks as remarks_on_pdf

    return remarks_on_pdf(raw)


def _read(reader: Callable[[Raw], list[Block]], raw: Raw) -> list[Block]:
    """Return what `reader` reads, whatever it raises as an IngestError."""
    try:
        return reader(raw)
    except IngestError:
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

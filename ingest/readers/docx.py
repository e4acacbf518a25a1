"""Word documents (.docx)."""

from __future__ import annotations

import io
import zipfile

import docx as python_docx
from docx.opc.exceptions import PackageNotFoundError

from ingest.errors import NoTextError, ReadError
from ingest.minutes import Block, Raw
from ingest.readers.docx_numbering import Numbering
from ingest.readers.docx_package import text_only
from ingest.readers.docx_walk import Walker


def read(raw: Raw) -> list[Block]:
    """Return the blocks of a Word document in reading order, without page headers, footers and tracked deletions.

    Raises ReadError where the bytes are no Word document or unpack to far too much, NoTextError where it holds no text.
    """
    try:
        document = python_docx.Document(io.BytesIO(text_only(raw.data)))
    except (zipfile.BadZipFile, PackageNotFoundError, KeyError, ValueError, SyntaxError) as error:
        reason = str(error).strip("'\"") or type(error).__name__
        raise ReadError(f"not a whole Word document (.docx): {reason}; open it and save it again") from error
    found = Walker(Numbering(document)).walk(document.element.body)
    if not found:
        raise NoTextError("no text in the Word document: if it holds pictures of pages, they need OCR")
    return found

"""Word documents (.docx)."""

from __future__ import annotations

import io
import zipfile

import docx as python_docx
from docx.opc.exceptions import PackageNotFoundError

from ingest.errors import NoTextError, ReadError
from ingest.minutes import Block, Raw
from ingest.readers.docx_numbering import Numbering
from ingest.readers.docx_walk import Walker

_LARGEST = 1 << 30
"""No council's document unpacks to a gibibyte; a zip bomb does."""


def read(raw: Raw) -> list[Block]:
    """Return the blocks of a Word document in reading order, without page headers, footers and tracked deletions.

    Raises ReadError where the bytes are no Word document, NoTextError where it holds no text.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(raw.data)) as packed:
            if sum(part.file_size for part in packed.infolist()) > _LARGEST:
                raise ReadError("the Word document unpacks to more than 1 GiB: it is damaged or made to do harm")
        document = python_docx.Document(io.BytesIO(raw.data))
    except (zipfile.BadZipFile, PackageNotFoundError, KeyError, ValueError, SyntaxError) as error:
        reason = str(error).strip("'\"") or type(error).__name__
        raise ReadError(f"not a whole Word document (.docx): {reason}; open it and save it again") from error
    found = Walker(Numbering(document)).walk(document.element.body)
    if not found:
        raise NoTextError("no text in the Word document: if it holds pictures of pages, they need OCR")
    return found

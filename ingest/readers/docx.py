"""Word documents (.docx, and .docm and .dotx, which are the same with macros or for use as a pattern)."""

from __future__ import annotations

import re
import zipfile
import zlib
from typing import Any

from ingest.errors import NoTextError, ReadError
from ingest.minutes import Block, Raw
from ingest.readers.docx_numbering import Numbering
from ingest.readers.docx_package import Package, R, W
from ingest.readers.docx_styles import Styles
from ingest.readers.docx_walk import Walker

_OPENING = 12
"""So many blocks are where a record says whose it is."""
_NAMES_BODY = re.compile(
    r"\b(?:council|committee|board|cabinet|panel|forum|trust|authority|parish|group|partnership|cyngor|pwyllgor)\b",
    re.IGNORECASE,
)


def read(raw: Raw) -> list[Block]:
    """Return the blocks of a Word document in reading order, as printed once all tracked changes are accepted.

    Footnotes and endnotes stand behind the paragraph that refers to them; comments, the table of contents, page headers
    and footers are left out. Only where the first lines name no body, those of a page header that do come first: it is
    the letterhead. (Headers are often left from an older document: of five real ones three named another meeting.)

    Raises ReadError where the bytes are no Word document, are locked or unpack to far too much, NoTextError where it
    holds no text.
    """
    try:
        package = Package(raw.data)
        styles = Styles(package.related("styles"))
        walker = Walker(styles, Numbering(package.related("numbering")), _Notes(package).take)
        body = package.document.find(f"{W}body")
        found = [] if body is None else walker.walk(body)
        if found and not any(_NAMES_BODY.search(block.text) for block in found[:_OPENING]):
            found = _letterhead(package, walker) + found
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        reason = str(error).strip("'\"") or type(error).__name__
        raise ReadError(f"not a whole Word document (.docx): {reason}; open it and save it again") from error
    if not found:
        raise NoTextError("no text in the Word document: if it holds pictures of pages, they need OCR")
    return found


class _Notes:
    """The notes of a document, each handed out once: a note may refer to itself."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._left: dict[str, dict[str, Any]] = {}

    def take(self, kind: str, identity: str) -> Any | None:
        """Return the note of `kind` ("footnotes", "endnotes"), None where there is none or it was taken before."""
        if kind not in self._left:
            part = self._package.related(kind)
            self._left[kind] = {} if part is None else {note.get(f"{W}id"): note for note in part}
        return self._left[kind].pop(identity, None)


def _letterhead(package: Package, walker: Walker) -> list[Block]:
    """Return the blocks of the header of the first page that name a body."""
    headers = {one.get(f"{W}type"): one.get(f"{R}id") for one in package.document.iter(f"{W}headerReference")}
    for kind in ("first", "default"):
        part = package.part(headers[kind]) if kind in headers else None
        found = [] if part is None else walker.walk(part)
        if named := [block for block in found if _NAMES_BODY.search(block.text)]:
            return named
    return []

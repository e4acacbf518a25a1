"""The plain markup of `corpus/plain/`, which `corpus/README.md` describes, read into lines with a shape."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

NOTICE = "This is a sample document: Harrowmere District Council does not exist."
"""The last paragraph of every document."""

MERGED = "<"
"""A table cell that is one with the cell to its left."""

PAGE_BREAK = "==="


class Shape(StrEnum):
    """What a line is in the layout of its document; the value is the mark that it begins with."""

    HEADING = "# "
    ITEM = "## "
    SUBHEADING = "### "
    BULLET = "- "
    LABELLED = "+ "
    AGENDA = "> "
    ROW = "| "
    PAGE_BREAK = PAGE_BREAK
    PARAGRAPH = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One heading, paragraph, list item or table row. An item has a `number`, as printed; a row has `cells`."""

    shape: Shape
    text: str
    number: str = ""
    cells: tuple[str, ...] = ()

    @property
    def printed(self) -> str:
        """The line as a reader sees it: number and text, or the cells that are not merged away."""
        if self.shape is Shape.ROW:
            return " | ".join(cell for cell in self.cells if cell != MERGED)
        return f"{self.number} {self.text}".strip()


@dataclass(frozen=True, slots=True)
class Source:
    """A document of the archive: what its header says, and its lines without the notice at its end.

    `file` is its path in `corpus/documents/`. `facts` says where council, committee and date are stated beside the
    text: "text" (nowhere else), "archive" (archive.csv), "sidecar" (x.pdf.json) or "none" (nowhere at all).
    """

    file: str
    council: str
    title: str
    kind: str
    status: str
    committee: str = ""
    date: str = ""
    style: str = ""
    running: str = ""
    facts: str = "text"
    body: str = ""
    lines: tuple[Line, ...] = ()

    @property
    def text(self) -> str:
        """All that the document says, one line of the record to a line of text, the notice last."""
        printed = [line.printed for line in self.lines if line.shape is not Shape.PAGE_BREAK]
        return "\n".join([*printed, NOTICE])


def read_sources(folder: Path) -> list[Source]:
    """Every source of a folder, in the order of its names. Raises ValueError, naming the source, if one is wrong."""
    return [read_source(path) for path in sorted(folder.glob("*.txt"))]


def read_source(path: Path) -> Source:
    """One source; the body of a copy is taken from the source that it names."""
    header, _, body = path.read_text(encoding="utf-8").partition("\n\n")
    fields = dict(row.split(": ", 1) for row in header.splitlines())
    if "body" in fields:
        body = path.with_name(fields["body"] + ".txt").read_text(encoding="utf-8").partition("\n\n")[2]
    lines = tuple(_lines(body))
    if not lines or lines[-1].text != NOTICE:
        raise ValueError(f"{path.name} does not end with the notice: {NOTICE}")
    try:
        return Source(**fields, lines=lines[:-1])
    except TypeError as error:
        raise ValueError(f"{path.name} has an unknown or missing key in its header: {error}") from error


def _lines(body: str) -> Iterator[Line]:
    shape, words = Shape.PARAGRAPH, ""
    for row in [*body.splitlines(), ""]:
        marked = _shape(row)
        goes_on = marked is Shape.PARAGRAPH or (marked is Shape.AGENDA and shape is Shape.AGENDA)
        if words and not (row.strip() and goes_on):
            yield _line(shape, words)
            words = ""
        if row.strip():
            shape = shape if words else marked
            words = f"{words} {row.removeprefix(marked.value).strip()}".strip() or PAGE_BREAK


def _shape(row: str) -> Shape:
    return next(shape for shape in Shape if row.startswith(shape.value))


def _line(shape: Shape, words: str) -> Line:
    if shape is Shape.ROW:
        return Line(shape, words, cells=tuple(cell.strip() for cell in words.removesuffix("|").split("|")))
    number, _, title = words.rpartition(" :: ")
    return Line(shape, title, number=number)

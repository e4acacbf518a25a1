"""The body of a Word document becomes blocks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import filterfalse
from typing import Any

from ingest.minutes import Block, BlockKind
from ingest.readers import markers, pieces
from ingest.readers.docx_numbering import Marker, Numbering
from ingest.readers.docx_package import W
from ingest.readers.docx_styles import Style, Styles, child, value
from ingest.readers.docx_text import Text, is_gone, is_hidden, transparent
from ingest.readers.normalise import clean

_LONGEST_TITLE = 200
"""A longer paragraph in the style of a title is a numbered paragraph of a report."""
_LEVELS = frozenset("012345678")

TakeNote = Callable[[str, str], Any | None]
"""The note of a kind ("footnotes") with a w:id, once: None the second time."""


@dataclass(frozen=True, slots=True)
class Walker:
    """Walks what stands in a document, in reading order.

    What is counted along the way is shared by all: the lists by `numbering`, the notes that are read by `take_note`.
    """

    styles: Styles
    numbering: Numbering
    take_note: TakeNote

    def walk(self, container: Any) -> list[Block]:
        """Return the blocks of `container`: the body, a note or a text box; notes behind what refers to them."""
        story = _Story(self)
        story.read(container)
        return story.blocks + story.notes


@dataclass(slots=True)
class _Story:
    """What is read in one body, cell, note or text box. `number` is one without text, such as a cell's."""

    walker: Walker
    blocks: list[Block] = field(default_factory=list)
    notes: list[Block] = field(default_factory=list)
    number: str = ""
    nested: bool = False
    continued: bool = False
    _held: Text | None = None
    """The text of paragraphs whose mark is deleted: it belongs to the next one."""

    def read(self, container: Any, *, cell: bool = False) -> None:
        """Add the blocks of `container`; those of notes only outside of a cell."""
        last = None
        for element in transparent(container):
            if element.tag == f"{W}p":
                last = element
                self._paragraph(element)
            elif element.tag == f"{W}tbl":
                self._release(last)
                self.nested = True
                self._table(element)
            if not cell:
                self.blocks += self.notes
                self.notes = []
        self._release(last)

    @property
    def line(self) -> str:
        """The text on one line; an automatic number where there is no more."""
        return clean(" ".join(block.text for block in self.blocks)) or self.number

    def _paragraph(self, element: Any) -> None:
        style = self.walker.styles.of(element)
        if style.contents:
            return  # It repeats the titles, with numbers of pages that are not these.
        mark = child(element, "pPr/rPr")
        text, self._held = self._held or Text(self.walker.styles), None
        text.add(element, style)
        if is_gone(mark):
            self._held = text
            return
        hidden = is_hidden(mark) and not text.text.strip()
        self._put(text, element, style, Marker() if hidden else self.walker.numbering.marker(element, style))

    def _release(self, last: Any | None) -> None:
        """Add the text held back, where no paragraph followed that it could belong to."""
        if self._held is not None and last is not None:
            text, self._held = self._held, None
            self._put(text, last, self.walker.styles.of(last), Marker())

    def _put(self, text: Text, element: Any, style: Style, marker: Marker) -> None:
        """Add the blocks of a paragraph, then those of the text boxes that are anchored in it."""
        titled = style.heading or value(element, "pPr/outlineLvl") in _LEVELS
        printed = marker.text
        for part in filterfalse(pieces.is_page_number, pieces.paragraphs(text.text)):
            whole = f"{printed}{'' if marker.tight else ' '}{part}" if printed else part
            kind = pieces.kind_of(whole, bold=text.bold)
            if titled and len(whole) <= _LONGEST_TITLE:
                kind = BlockKind.HEADING
            elif kind is BlockKind.PARAGRAPH and printed:
                kind = BlockKind.LIST_ITEM
            self.blocks.append(Block(whole, kind, None, printed or markers.label(whole)))
            printed = ""
        self.number = " ".join(filter(None, (self.number, printed)))
        for box in text.boxes:
            self.blocks += self.walker.walk(box)
        for kind_of_note, identity in text.notes:
            note = self.walker.take_note(kind_of_note, identity)
            if note is not None:
                self.notes += self.walker.walk(note)

    def _table(self, element: Any) -> None:
        """Add a table: a row a block, or, where its cells hold running text, their blocks one after the other."""
        first = True
        for row in transparent(element):
            properties = child(row, "trPr")
            if row.tag != f"{W}tr" or is_gone(properties) or is_hidden(properties):
                continue
            cells = [self._cell(cell, first=first) for cell in transparent(row) if _is_shown(cell)]
            first = False
            if _is_layout(cells):
                self._arranged(cells)
            else:
                found = pieces.row([cell.line for cell in cells])
                self.blocks += [found] if found else []
                self.notes += [note for cell in cells for note in cell.notes]

    def _cell(self, cell: Any, *, first: bool) -> _Story:
        """Return what stands in a cell; nothing where it is merged into the one above, in all but the `first` row."""
        story = _Story(self.walker)
        merged = child(cell, "tcPr/vMerge")
        story.continued = merged is not None and merged.get(f"{W}val", "continue") == "continue" and not first
        if not story.continued:
            story.read(cell, cell=True)
        return story

    def _arranged(self, cells: list[_Story]) -> None:
        """Add the blocks of cells; one with nothing but a number belongs to the first block of the next."""
        number = ""
        for cell in cells:
            if not cell.continued and pieces.is_number_cell(cell.line) and not cell.nested:
                self.blocks += _alone(number)
                number = cell.line
            elif cell.blocks:
                self.blocks += [_numbered(cell.blocks[0], number), *cell.blocks[1:]]
                number = ""
            self.blocks += cell.notes
        self.blocks += _alone(number)


def _is_shown(cell: Any) -> bool:
    """Whether an element is a cell, and neither deleted nor merged into the one before it."""
    if cell.tag != f"{W}tc" or is_gone(child(cell, "tcPr")):
        return False
    merged = child(cell, "tcPr/hMerge")
    return merged is None or merged.get(f"{W}val", "continue") != "continue"


def _is_layout(cells: list[_Story]) -> bool:
    """Whether the cells of a row hold running text rather than data."""
    if sum(bool(cell.blocks) for cell in cells) < 2:
        return True
    return any(
        cell.nested or len(cell.blocks) > 3 or sum(len(block.text) for block in cell.blocks) > pieces.LONG_CELL
        for cell in cells
    )


def _numbered(block: Block, number: str) -> Block:
    """Return `block` with a number before it that stands in a cell of its own."""
    if not number:
        return block
    kind = BlockKind.LIST_ITEM if block.kind is BlockKind.PARAGRAPH else block.kind
    return replace(block, text=f"{number} {block.text}", kind=kind, label=number)


def _alone(number: str) -> Iterator[Block]:
    """Yield the number of a cell that none follows as a block of its own."""
    if number:
        yield Block(number, BlockKind.TABLE_ROW, None, markers.label(number))

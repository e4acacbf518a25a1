"""The body of a Word document becomes blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import filterfalse
from typing import Any

from ingest.minutes import Block, BlockKind
from ingest.readers import markers, pieces
from ingest.readers.docx_numbering import Numbering, W
from ingest.readers.normalise import clean

_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SKIPPED = frozenset({f"{W}del", f"{W}moveFrom", f"{W}pPr", f"{W}rPr", f"{W}instrText", _FALLBACK})
"""Tracked deletions, properties, field codes, and the copy of a text box for old programs."""
_BOX = f"{W}txbxContent"
_HEADING = re.compile(r"(?:heading|title|subtitle)\b", re.IGNORECASE)


class Walker:
    """Walks the body of a document in reading order and collects its blocks."""

    def __init__(self, numbering: Numbering) -> None:
        self._numbering = numbering
        self._blocks: list[Block] = []
        self._prefix = ""
        """A number that stands in a cell of its own, for the next block."""

    def walk(self, container: Any) -> list[Block]:
        """Return the blocks of `container`: the body, a cell or a text box."""
        for element in _content(container):
            if element.tag == f"{W}p":
                self._paragraph(element)
            else:
                self._table(element)
        return self._blocks

    def _paragraph(self, element: Any) -> None:
        """Add the blocks of a paragraph, then those of the text boxes that are anchored in it."""
        marker = self._numbering.marker(element)
        heading = self._is_heading(element)
        bold = _is_bold(element)
        for part in filterfalse(pieces.is_page_number, pieces.paragraphs("".join(_text(element)))):
            text = " ".join(filter(None, (self._prefix, marker, part)))
            label = marker or markers.label(text)
            kind = pieces.kind_of(text, bold=bold)
            if kind is BlockKind.PARAGRAPH and marker:
                kind = BlockKind.LIST_ITEM
            label = self._prefix or label
            self._blocks.append(Block(text, BlockKind.HEADING if heading else kind, None, label or None))
            self._prefix = marker = ""
        for box in _boxes(element):
            self.walk(box)

    def _is_heading(self, element: Any) -> bool:
        """Whether the style of a paragraph, or one that it is based on, is a title's."""
        for style in self._numbering.style(element):
            name = style.find(f"{W}name")
            level = style.find(f"{W}pPr/{W}outlineLvl")
            if name is not None and _HEADING.match(name.get(f"{W}val", "")):
                return True
            if level is not None and level.get(f"{W}val") in set("012345678"):
                return True
        return False

    def _table(self, element: Any) -> None:
        """Add a table: a row a block, or, where its cells hold running text, their blocks one after the other."""
        for row in _children(element, f"{W}tr"):
            if row.find(f"{W}trPr/{W}del") is not None:
                continue
            cells = list(_children(row, f"{W}tc"))
            if _is_layout(cells):
                self._arranged(cells)
                continue
            found = pieces.row([self._cell(cell) for cell in cells])
            if found:
                self._blocks.append(found)

    def _arranged(self, cells: list[Any]) -> None:
        """Walk the cells of a row; one with nothing but a number belongs to the first block of the next."""
        for cell in cells:
            if _is_continued(cell):
                continue
            text = clean("".join(_all_text(cell))) or self._markers(cell)
            if pieces.is_number_cell(text):
                self._prefix = text
            else:
                self.walk(cell)
        self._prefix = ""

    def _cell(self, cell: Any) -> str:
        """Return the text of a cell of data on one line; "" for one merged into the cell above."""
        if _is_continued(cell):
            return ""
        if not _has_any(cell):
            return self._markers(cell)
        return clean(" ".join(block.text for block in Walker(self._numbering).walk(cell)))

    def _markers(self, cell: Any) -> str:
        """Return the automatic number that stands alone in a cell without text."""
        return clean(" ".join(self._numbering.marker(paragraph) for paragraph in cell.iter(f"{W}p")))


def _content(container: Any) -> Iterator[Any]:
    """Yield the paragraphs and tables of `container`, through content controls and tracked insertions."""
    for child in container:
        if child.tag in {f"{W}p", f"{W}tbl"}:
            yield child
        elif child.tag in {f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}moveTo", f"{W}customXml", f"{W}smartTag"}:
            yield from _content(child)


def _children(element: Any, tag: str) -> Iterator[Any]:
    """Yield the children of `element` with `tag`, through content controls."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in {f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml"}:
            yield from _children(child, tag)


def _text(element: Any) -> Iterator[str]:
    """Yield the text of a paragraph as printed, a line break as LF, without its text boxes."""
    for child in element:
        if child.tag in _SKIPPED or child.tag == _BOX or _is_hidden(child):
            continue
        if child.tag == f"{W}t":
            yield child.text or ""
        elif child.tag in {f"{W}tab", f"{W}ptab"}:
            yield "\t"
        elif child.tag in {f"{W}br", f"{W}cr"}:
            yield "\n"
        elif child.tag == f"{W}noBreakHyphen":
            yield "-"
        elif child.tag == f"{W}sym":
            code = child.get(f"{W}char", "")
            yield chr(int(code, 16)) if re.fullmatch("[0-9A-Fa-f]{1,4}", code) else ""
        else:
            yield from _text(child)


def _all_text(cell: Any) -> Iterator[str]:
    """Yield the text of all paragraphs of a cell."""
    for paragraph in cell.iter(f"{W}p"):
        yield from _text(paragraph)
        yield "\n"


def _boxes(element: Any) -> Iterator[Any]:
    """Yield the text boxes of a paragraph, each once."""
    for child in element:
        if child.tag == _BOX:
            yield child
        elif child.tag not in _SKIPPED:
            yield from _boxes(child)


def _has_text(element: Any) -> bool:
    return bool(clean("".join(_text(element))))


def _is_hidden(run: Any) -> bool:
    return run.tag == f"{W}r" and _is_on(run.find(f"{W}rPr/{W}vanish"))


def _is_on(switch: Any) -> bool:
    """Whether a switch of Word's is there and not turned off."""
    return switch is not None and switch.get(f"{W}val", "1") not in {"0", "false", "off", "none"}


def _is_bold(element: Any) -> bool:
    """Whether every run of a paragraph that has text is in bold type of its own."""
    runs = [run for run in element.iter(f"{W}r") if any(text.text for text in run.findall(f"{W}t"))]
    written = [run for run in runs if "".join(text.text or "" for text in run.findall(f"{W}t")).strip()]
    return bool(written) and all(_is_on(run.find(f"{W}rPr/{W}b")) for run in written)


def _is_layout(cells: list[Any]) -> bool:
    """Whether the cells of a row hold running text rather than data."""
    if len([cell for cell in cells if _has_any(cell)]) < 2:
        return True
    for cell in cells:
        paragraphs = [one for one in cell.findall(f"{W}p") if _has_text(one)]
        if cell.find(f"{W}tbl") is not None or len(paragraphs) > 3 or sum(map(len, _all_text(cell))) > pieces.LONG_CELL:
            return True
    return False


def _has_any(cell: Any) -> bool:
    return bool(clean("".join(_all_text(cell))))


def _is_continued(cell: Any) -> bool:
    """Whether a cell is merged into the one above it."""
    merged = cell.find(f"{W}tcPr/{W}vMerge")
    return merged is not None and merged.get(f"{W}val", "continue") == "continue"

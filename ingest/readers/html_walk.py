"""An element of a web page becomes blocks."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any

from ingest.minutes import Block, BlockKind
from ingest.readers import markers, pieces
from ingest.readers.html_table import Row, brief, is_layout, rows_of
from ingest.readers.normalise import clean
from ingest.readers.numerals import letters, roman

_BLOCK = frozenset(
    "address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure footer form "
    "h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol p pre section summary table tbody td tfoot th thead "
    "tr ul".split()
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_TITLE_CLASS = re.compile(r"\bmg(?:Ai|SubItem|PlanItem|Section)Title(?:Txt)?\b")
_BREAK = "\n"
_TWICE = re.compile(
    r"&(?:nbsp|amp|quot|apos|lt|gt|pound|euro|copy|deg|[nm]dash|[lr][sd]quo|hellip|bull|middot|shy|[aeiouwy](?:acute|circ|"
    r"grave|uml)|#\d{2,6}|#x[0-9a-f]{2,5});",
    re.IGNORECASE,
)
"""Entities that are left after the page was read were encoded twice, as ModernGov does."""


class Walker:
    """Walks an element in document order and collects its blocks."""

    def __init__(self) -> None:
        self._blocks: list[Block] = []
        self._parts: list[str] = []
        self._typed = False
        """Whether line breaks of the source are the typist's (<pre>)."""
        self._prefix = ""
        """A number that stands in a cell or list of its own, for the next block."""

    def walk(self, root: Any) -> list[Block]:
        """Return the blocks of `root`."""
        self._inside(root)
        self._flush()
        return self._blocks

    def _inside(self, element: Any) -> None:
        """Walk the text and the children of `element`."""
        self._add(element.text)
        for child in element:
            if isinstance(child.tag, str):
                self._element(child)
            self._add(child.tail)

    def _add(self, text: str | None) -> None:
        """Add running text, in which the line breaks of the source mean nothing."""
        if text:
            if "&" in text:
                text = _TWICE.sub(lambda found: unescape(found.group()), text)
            self._parts.append(text if self._typed else text.replace("\n", " ").replace("\r", " "))

    def _element(self, element: Any) -> None:
        tag = element.tag
        if tag == "br":
            self._parts.append(_BREAK)
        elif tag in {"ol", "ul", "menu"}:
            self._list(element)
        elif tag == "table":
            self._table(element)
        elif tag == "dl":
            self._definitions(element)
        elif tag == "pre":
            self._typed_block(element)
        elif tag in _HEADINGS or _TITLE_CLASS.search(element.get("class") or ""):
            self._block_of(element, BlockKind.HEADING)
        elif tag in _BLOCK:
            self._block_of(element)
        else:
            self._inside(element)

    def _block_of(self, element: Any, kind: BlockKind | None = None) -> None:
        """Walk `element` as blocks of its own."""
        self._flush()
        self._inside(element)
        self._flush(kind, bold=bool(self._parts) and element.tag in {"p", "div"} and _is_bold(element))

    def _typed_block(self, element: Any) -> None:
        """Walk a <pre>, whose lines are as in plain text."""
        self._flush()
        self._typed = True
        self._inside(element)
        self._flush()
        self._typed = False

    def _list(self, element: Any) -> None:
        """Walk a list; the items of an ordered one begin with the number that a browser prints."""
        self._flush()
        self._add(element.text)
        items = [child for child in element if child.tag == "li"]
        down = element.get("reversed") is not None
        number = _integer(element.get("start"), len(items) if down else 1)
        for child in element:
            if child.tag == "li":
                number = _integer(child.get("value"), number)
                self._item(child, _marker(element, number) if element.tag == "ol" else "")
                number += -1 if down else 1
            elif isinstance(child.tag, str):
                self._element(child)
            self._add(child.tail)
        self._flush()

    def _item(self, element: Any, marker: str) -> None:
        self._flush()
        self._prefix = f"{self._prefix} {marker}".strip()
        before = len(self._blocks)
        self._inside(element)
        self._flush(BlockKind.LIST_ITEM)
        for at in range(before, min(before + 1, len(self._blocks))):
            block = self._blocks[at]
            if block.kind is BlockKind.PARAGRAPH:
                self._blocks[at] = Block(block.text, BlockKind.LIST_ITEM, None, block.label)
        self._prefix = ""

    def _table(self, element: Any) -> None:
        """Walk a table: a row a block, or, where it only arranges the page, the cells one after the other."""
        self._flush()
        for row in rows_of(element):
            if is_layout(row):
                self._arranged(row)
            else:
                self._row([self._cell(cell) for cell in row.cells])

    def _arranged(self, row: Row) -> None:
        """Walk the cells of a row; one with nothing but a number belongs to the first block of the next."""
        for cell in row.cells:
            text = brief(cell)
            if pieces.is_number_cell(text) or (row.numbered and cell is row.cells[0] and 0 < len(text) <= 12):
                self._flush()
                self._prefix = text
            else:
                self._block_of(cell)
        self._prefix = ""

    def _cell(self, cell: Any) -> str:
        """Return the text of a cell of data on one line."""
        return clean(" ".join(block.text for block in Walker().walk(cell)))

    def _row(self, cells: list[str]) -> None:
        found = pieces.row(cells)
        if found:
            self._blocks.append(found)

    def _definitions(self, element: Any) -> None:
        """Walk a definition list: each term and what is said of it as a row."""
        if any(child.tag not in {"dt", "dd", "div"} for child in element):
            self._block_of(element)
            return
        self._flush()
        cells: list[str] = []
        for child in element.xpath("./dt|./dd|./div/dt|./div/dd"):
            if child.tag == "dt":
                self._row(cells)
                cells = []
            cells.append(self._cell(child))
        self._row(cells)

    def _flush(self, kind: BlockKind | None = None, *, bold: bool = False) -> None:
        """Turn the text collected so far into blocks of `kind`, or of the kind that they look."""
        text, self._parts = "".join(self._parts), []
        for part in pieces.paragraphs(text):
            whole = f"{self._prefix} {part}".strip()
            self._prefix = ""
            own = kind or pieces.kind_of(whole, bold=bold)
            self._blocks.append(Block(whole, own, None, markers.label(whole)))


def _is_bold(element: Any) -> bool:
    """Whether no text below `element` is in other than bold type."""
    if element.tag in {"b", "strong"}:
        return True
    return not (element.text or "").strip() and all(
        _is_bold(child) and not (child.tail or "").strip() for child in element
    )


def _integer(text: str | None, otherwise: int) -> int:
    """Return an attribute as an integer of at most nine digits, `otherwise` where it is none."""
    return int(text) if text and re.fullmatch(r"-?[0-9]{1,9}", text) else otherwise


def _marker(element: Any, number: int) -> str:
    """Return the marker that a browser prints before item `number` of the ordered list `element`."""
    style = element.get("type") or ""
    css = re.search(
        r"list-style(?:-type)?\s*:[^;]*?(none|(?:lower|upper)-(?:alpha|latin|roman))", element.get("style") or ""
    )
    named = {
        "lower-alpha": "a",
        "lower-latin": "a",
        "upper-alpha": "A",
        "upper-latin": "A",
        "lower-roman": "i",
        "upper-roman": "I",
    }
    style = named.get(css.group(1), "none") if css else style
    shown: dict[str, Callable[[int], str]] = {
        "a": letters,
        "A": lambda n: letters(n).upper(),
        "i": roman,
        "I": lambda n: roman(n).upper(),
    }
    return "" if style == "none" else f"{shown.get(style, str)(number)}."

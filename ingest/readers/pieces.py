"""What web pages and Word documents share: line breaks inside a paragraph, and rows of cells."""

from __future__ import annotations

import re

from ingest.minutes import Block, BlockKind
from ingest.readers import markers
from ingest.readers.normalise import clean

_SENTENCE_END = re.compile(r"[.:;!?][\"'”’)\]]*$")
_PAGE_NUMBER = re.compile(r"page \d{1,4}(?: ?(?:of|/) ?\d{1,4})?", re.IGNORECASE)
LONG_CELL = 400
"""A cell with more characters is a text with a table around it."""


def paragraphs(text: str) -> list[str]:
    """Return the blocks of a text with line breaks, each `clean`.

    A break inside a sentence is a space; a blank line, the end of a sentence, a title or a marker parts two blocks.
    """
    groups: list[list[str]] = []
    gap = True
    for line in text.split("\n"):
        part = clean(line)
        if part and groups and not gap and not _parted(groups[-1], part):
            groups[-1].append(part)
        elif part:
            groups.append([part])
        gap = not part
    return [" ".join(group) for group in groups]


def _parted(group: list[str], other: str) -> bool:
    """Whether a line break between the lines of `group` and `other` ends a block."""
    one = group[-1]
    if len(group) == 1 and markers.label(one) == one:
        return False
    if _SENTENCE_END.search(one) or markers.label(other):
        return True
    return not other[0].islower() and not one.rsplit(maxsplit=1)[-1].islower() and one[-1] not in ",-–"


def row(cells: list[str]) -> Block | None:
    """Return a table row as a block: its cells joined by " | ", a number in a cell of its own by a space.

    Empty cells at its ends go, those between stay, so that the columns can be told. None for a row without text.
    """
    first = next((at for at, cell in enumerate(cells) if cell), None)
    if first is None:
        return None
    last = max(at for at, cell in enumerate(cells) if cell)
    shown = cells[first : last + 1]
    if len(shown) > 1 and markers.label(shown[0]) == shown[0]:
        shown[:2] = [f"{shown[0]} {shown[1]}".strip()]
    text = clean(" | ".join(shown))
    return Block(text, BlockKind.TABLE_ROW, None, markers.label(text))


def is_number_cell(text: str) -> bool:
    """Whether a cell holds nothing but a number or bullet, which belongs to the text in the next cell."""
    return bool(text) and markers.label(text) == text


def is_page_number(text: str) -> bool:
    """Whether a paragraph is a page number that its typist put into the text."""
    return bool(_PAGE_NUMBER.fullmatch(text))


def kind_of(text: str, *, bold: bool) -> BlockKind:
    """Return the kind of a paragraph without markup of its own: a title by its type or capitals, an item, a text."""
    marker = markers.label(text)
    title = markers.is_capitals(text) or (bold and markers.looks_like_title(text, bold=True))
    if title and not markers.is_decision(text) and not (marker and markers.is_bullet(marker)):
        return BlockKind.HEADING
    return BlockKind.LIST_ITEM if marker else BlockKind.PARAGRAPH

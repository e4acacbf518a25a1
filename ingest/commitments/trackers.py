"""Tables of actions: which of their columns names the owner, and which the day by which an action is due."""

from __future__ import annotations

import re
from dataclasses import dataclass

_CELLS = " | "
_OWNER = re.compile(r"\b(?:owner|lead|responsib\w{1,6}|by whom|who|officer|assigned|action by)\b", re.I)
_DUE = re.compile(r"\b(?:due|deadline|by when|when|target|timescale|completion|date)\b", re.I)
_OF_ACTIONS = re.compile(r"\b(?:actions?|tasks?|agreed|matters?|items?|recommendations?|requests?)\b", re.I)
_HEADING_WORDS = 4
_NOTHING = frozenset({"", "-", "–", "n/a", "tbc", "none"})


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table of actions: how many, and which of them say who and by when, from 0."""

    count: int
    owner: int | None
    due: int | None

    def owner_of(self, row: str) -> str | None:
        """Whom a row names as the owner of its action."""
        return self._cell(row, self.owner)

    def due_of(self, row: str) -> str | None:
        """By when a row says that its action is due."""
        return self._cell(row, self.due)

    def _cell(self, row: str, column: int | None) -> str | None:
        cells = row.split(_CELLS)
        if column is None or len(cells) != self.count or cells[column].strip().lower() in _NOTHING:
            return None
        return cells[column].strip()


def columns(row: str) -> Columns | None:
    """The columns that a row heads, where it is the heading of a table of actions."""
    cells = row.split(_CELLS)
    if len(cells) < 2 or any(len(cell.split()) > _HEADING_WORDS for cell in cells):
        return None
    owner = next((i for i, cell in enumerate(cells) if _OWNER.search(cell)), None)
    due = next((i for i, cell in enumerate(cells) if _DUE.search(cell) and i != owner), None)
    if owner is None or not any(_OF_ACTIONS.search(cell) for i, cell in enumerate(cells) if i != owner):
        return None
    return Columns(len(cells), owner, due)

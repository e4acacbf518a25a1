"""Plain text."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ingest.minutes import Block, Raw
from ingest.readers import lines
from ingest.readers.decode import decode

_LONGEST_WRAPPED = 120
"""No typist's margin lies beyond this many characters: a longer line is a whole paragraph."""


def read(raw: Raw) -> list[Block]:
    """Return the paragraphs of plain text: parted by blank lines, or one a line where the lines are not wrapped.

    Raises ReadError where the bytes are no text.
    """
    text = decode(raw.data)
    if "\f" in text:
        text = text.replace("\f", "\n\n")
    rows = text.splitlines()
    found = lines.from_text(rows)
    return lines.blocks(found if _is_wrapped(found) else [_alone(line) for line in found])


def _alone(line: lines.Line) -> lines.Line:
    return lines.Line(line.text, line.page, gap=True)


def _is_wrapped(found: Sequence[lines.Line]) -> bool:
    """Whether the lines were broken at a margin: none is long, and most end where the next word had no room."""
    width = max((len(line.text) for line in found), default=0)
    if width > _LONGEST_WRAPPED:
        return False
    pairs = [(one, other) for one, other in pairwise(found) if not other.gap]
    full = sum(len(one.text) + len(other.text.split(maxsplit=1)[0]) >= width - 1 for one, other in pairs)
    return bool(pairs) and full >= 0.4 * len(pairs)

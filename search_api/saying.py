"""Whether a sentence of a record says something: what only names, proposes or lists is no statement."""

from __future__ import annotations

import re

from ingest.kinds import is_agenda
from ingest.minutes import Kind

SAYS_NOTHING = frozenset({Kind.HEADER, Kind.AGENDA})
"""Kinds of passage that name or propose, and record nothing that was said or done."""
_MIN_WORDS = 5
_MAX_NUMBER = 24
"""Characters that the numbers around an item's title may have: "42/23 … (Item 5)"."""
_MIN_TELLING = 2
_LONG = 3
"""Words of more letters have a capital in a heading."""

_LOWER = re.compile(r"\b[a-z]{3,}\b")
_SMALL_WORDS = frozenset(
    "the and for with from that this into over under upon than then are was were has have had been".split()
)
_OPENING = re.compile(
    r"\bheld (?:its|their|an?|the) .{0,40}meeting\b|\bmeeting (?:was )?held (?:in|at|on)\b|\bnext meeting\b"
    r"|\bmeeting (?:closed|ended|commenced|opened)\b",
    re.I,
)


def says_something(text: str, title: str | None) -> bool:
    """Whether a sentence under an item of this title says something, and is no agenda, scrap or the title again."""
    if sum(any(map(str.isalpha, word)) for word in text.split()) < _MIN_WORDS or is_agenda(text):
        return False
    return not (title and title in text and len(text) - len(title) <= _MAX_NUMBER)


def is_heading(text: str) -> bool:
    """Whether a sentence ends without a stop and has the capitals of a heading, and names no sum."""
    capitals = all(word[0].isupper() for word in text.split() if len(word) > _LONG and word[0].isalpha())
    return capitals and text[-1].isalnum() and "£" not in text


def is_formal(text: str) -> bool:
    """Whether a sentence only lists names and sums, or says when the meeting was or will be.

    Neither answers a question. On a topic it may be all that there is: a payment, or what is due by the next meeting.
    """
    telling = sum(word not in _SMALL_WORDS for word in _LOWER.findall(text))
    return telling < _MIN_TELLING or bool(_OPENING.search(text))

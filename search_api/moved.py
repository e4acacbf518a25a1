"""What moved: a figure, a span of time or a date that a later sentence on the same matter gives otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from search_api.answer import Citation
from search_api.quantities import Measure, Quantity, quantities
from search_api.said import Said

SAME_MATTER = 0.55
"""The least cosine of two sentences of one matter."""

_CUE_REACH = 90
"""Characters before a quantity in which a word may stand that says it is the older one."""
_OLDER = re.compile(
    r"\b(?:previous(?:ly)?|earlier|original(?:ly)?|initial(?:ly)?|former(?:ly)?|hitherto|had been (?:promised|assured))\b",
    re.I,
)
_NOW = re.compile(r"\b(?:now|would|will|instead|revised|longer|whereas|but|however|actually)\b", re.I)
_INTO = re.compile(
    r"\b(?:reduced|cut|increased|raised|revised|extended|changed|risen|rose|fallen|fell|lowered|amended|moved|put back"
    r"|brought forward|deferred|postponed|delayed|slipped)\s+(?:back\s+|forward\s+)?(?:to|until)\s+$",
    re.I,
)
"""Between an old quantity and a new one."""
_BETWEEN_REACH = 60
_FROM = re.compile(r"\bfrom\s+(?:the\s+)?$", re.I)
_TO = re.compile(r"^\s+to\s+$", re.I)
_GREW = re.compile(
    r"\b(?:ris\w+|rose|increas\w+|gr[eo]w\w*|fall\w*|fell|reduc\w+|cut|drop\w*|decreas\w+|down|up|extend\w*|revis\w+"
    r"|chang\w+|went|gone|improv\w+|declin\w+|lower\w*|rais\w+)\b",
    re.I,
)
_SLIPPED = re.compile(
    r"\b(?:mov\w+|deferr\w+|postpon\w+|put back|slip\w*|delay\w*|extend\w*|brought forward|revis\w+|chang\w+)\b", re.I
)
_RATHER = re.compile(r"\b(?:rather than|instead of|up from|down from)\s+(?:the\s+)?(?:\w+\s+)?$", re.I)
"""Between a new quantity and an old one."""
_YEARS = re.compile(r"\b(?:19|20)\d\d(?:\s?[-/–]\s?(?:(?:19|20)\d\d|\d\d))?\b")
_IDENTIFIERS = re.compile(r"\b(?=[A-Z/.-]*\d)[A-Z]{0,4}/?\d+(?:/[\w/]+)+\b|\b[ABM]\d{1,4}\b")
_NAMES = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{2,}")
_NO_NAMES = frozenset(
    "Council Councillor Councillors Cllr Board Committee Cabinet Clerk Chair Chairman Chairperson Members Member Officer "
    "Officers Director Leader Executive County Parish Town Community City Borough District January February March April "
    "May June July August September October November December Oct Nov Dec Jan Feb Sept Monday Tuesday Wednesday Thursday "
    "Friday Saturday Sunday".split()
)


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a change: the words that moved, and the sentence in which they stand."""

    text: str
    citation: Citation


@dataclass(frozen=True, slots=True)
class Change:
    """What was said earlier and what later on the same matter, side by side."""

    measure: Measure
    before: Side
    after: Side


def within(said: Said) -> Change | None:
    """The change that a sentence itself reports: "assurances of six months … would take at least two years"."""
    text, found = said.text, _quantities(said.text)
    for first, second in (two for kind in Measure for two in pairwise(one for one in found if one.measure is kind)):
        if first.differs_from(second):
            if _forward(text, first, second):
                return Change(first.measure, _side(said, first), _side(said, second))
            if _RATHER.search(text[first.end : second.start]):
                return Change(first.measure, _side(said, second), _side(said, first))
    return None


def _forward(text: str, old: Quantity, new: Quantity) -> bool:
    """Whether a sentence says that the quantity `old` became `new`, which stands behind it."""
    between, before = text[old.end : new.start], text[max(0, old.start - _CUE_REACH) : old.start]
    if _TO.match(between) and _FROM.search(before):
        return bool((_SLIPPED if old.measure is Measure.DATE else _GREW).search(before))
    if len(between) <= _BETWEEN_REACH and _INTO.search(between):
        return True
    return bool(_OLDER.search(before) and _NOW.search(between) and old.about & new.about)


def since(earlier: Iterable[Said], later: Said) -> Change | None:
    """What moved since the first of these sentences, the newest first, that says the same thing; None if none does.

    A sentence says the same thing if it is of the same body, near in meaning and names no different things, and if one
    pair of quantities of a kind shares the words beside it more than any other pair does. A figure that is repeated
    has not moved, nor one that a meeting between the two knew already.
    """
    known: set[tuple[float, ...]] = set()
    for one in earlier:
        pair = _pair(one, later) if _same_matter(one, later) else None
        if pair:
            old, new = pair
            moved = old.differs_from(new) and new.value not in known
            return Change(old.measure, _side(one, old), _side(later, new)) if moved else None
        known |= {quantity.value for quantity in _quantities(one.text) if _same_body(one, later)}
    return None


def _pair(earlier: Said, later: Said) -> tuple[Quantity, Quantity] | None:
    """The quantities that are plainly of the same thing."""
    pairs = list(_pairs(_quantities(earlier.text), _quantities(later.text)))
    best = max((shared for shared, _, _ in pairs), default=0)
    clearest = [(old, new) for shared, old, new in pairs if shared == best]
    return clearest[0] if len(clearest) == 1 else None


def _pairs(olds: Sequence[Quantity], news: Sequence[Quantity]) -> Iterator[tuple[int, Quantity, Quantity]]:
    for old in olds:
        for new in news:
            shared = len(old.about & new.about)
            if old.measure is Measure.NUMBER and shared < min(len(old.about), len(new.about)):
                continue
            if old.measure is new.measure and shared:
                yield shared, old, new


def _same_body(one: Said, other: Said) -> bool:
    here, there = one.place.meeting, other.place.meeting
    return here.council is not None and (here.council, here.committee) == (there.council, there.committee)


def _same_matter(earlier: Said, later: Said) -> bool:
    if not _same_body(earlier, later):
        return False
    if float(earlier.vector @ later.vector) < SAME_MATTER:
        return False
    return not any(
        one and other and one.isdisjoint(other)
        for one, other in zip(_named(earlier.text), _named(later.text), strict=True)
    )


def _named(text: str) -> tuple[frozenset[str], ...]:
    """The years, the references and the names in a sentence: where two sentences name different ones, they part."""
    return (
        frozenset(_YEARS.findall(text)),
        frozenset(_IDENTIFIERS.findall(text)),
        frozenset(_NAMES.findall(text)) - _NO_NAMES,
    )


def _side(said: Said, quantity: Quantity) -> Side:
    return Side(said.text[quantity.start : quantity.end], said.citation)


@lru_cache(maxsize=1000)
def _quantities(text: str) -> tuple[Quantity, ...]:
    return tuple(quantities(text))

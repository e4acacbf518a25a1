"""What moved: a figure, a span of time or a date that a later sentence on the same matter gives otherwise."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from index.time_words import MONTHS, SHORT_MONTHS, WEEKDAYS
from search_api.answer import Citation
from search_api.clauses import clause
from search_api.hit_terms import terms_of
from search_api.quantities import Measure, Quantity, quantities
from search_api.said import Said

SAME_MATTER = 0.55
"""The least cosine of two sentences of one matter."""
FARTHER = 0.7
"""The same of two committees, or where one stands under an item on the topic, and the other under another."""
SHARED = 0.66
"""The least share of the words beside one quantity that stand beside another of the same thing."""

SEASON = 2
_CUE_REACH = 90
"""Characters before a quantity in which a word may stand that says it is the older one."""
_OLDER = re.compile(
    r"\b(?:previous(?:ly)?|earlier|original(?:ly)?|initial(?:ly)?|former(?:ly)?|had been (?:promised|assured))\b", re.I
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
_YEARS = re.compile(r"\b((?:19|20)\d\d)\s?[-/–]\s?(?:(?:19|20)\d\d|\d\d)\b")
"""A year of accounts or of office, by the year in which it begins."""
_MONTHS = re.compile(rf"\b(?:{'|'.join(map(str.title, MONTHS))}|(?:19|20)\d\d)\b")
_AIMED = re.compile(
    r"\b(?:would|will|shall|should|target\w*|aim\w*|undert\w+|intend\w*|to be|expect\w*|forecast)\b", re.I
)
"""In a clause on what is to be, and not on what is."""
_IDENTIFIERS = re.compile(r"\b(?!(?:19|20)\d\d/)(?=[A-Z/.-]*\d)[A-Z]{0,4}/?\d+(?:/[\w/]+)+\b|\b[ABM]\d{1,4}\b")
_ORDINALS = re.compile(
    r"\b(?:first|second|third|fourth|fifth|final|\d+(?:st|nd|rd|th))\b(?! (?:quarter|half|(?-i:[A-Z])))", re.I
)
_NAMES = re.compile(r"(?<=[a-z,)] )[A-Z][A-Za-z]{2,}")
_NO_NAMES = frozenset(
    """
    council councillor councillors cllr board committee cabinet clerk chair chairman chairperson members member officer
    officers director leader executive county parish town community city borough district spring summer autumn winter
    """.split()
).union(MONTHS, SHORT_MONTHS, WEEKDAYS)


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a change: the words that moved, and the sentence in which they stand, from its `at`th character."""

    text: str
    at: int
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

    A sentence says the same thing if it is of the same council, names no different things, and if one pair of
    quantities of a kind shares the words beside it more than any other pair does. That has moved if the sentences are
    near in meaning too, and the value is neither the same nor known to a meeting between the two, nor of another year.
    """
    known: set[tuple[float, ...]] = set()
    for one in earlier if _promised(later) else ():
        pair = _pair(one, later) if _promised(one) and _may_be_compared(one, later) else None
        if pair:
            old, new = pair
            near = float(one.vector @ later.vector) >= _least(one, later) and _same_times(one, later, pair)
            moved = near and old.differs_from(new) and new.value not in known
            return Change(old.measure, _side(one, old), _side(later, new)) if moved else None
        known |= {quantity.value for quantity in _quantities(one.text) if _same_council(one, later)}
    return None


def _pair(earlier: Said, later: Said) -> tuple[Quantity, Quantity] | None:
    """The quantities that are plainly of the same thing, alike or not."""
    pairs = list(_pairs(_promised(earlier), _promised(later)))
    repeated = [(old, new) for _, old, new in pairs if not old.differs_from(new)]
    stayed = {old.measure for old, _ in repeated}
    moved = [(shared, old, new) for shared, old, new in pairs if old.measure not in stayed]
    best = max((shared for shared, _, _ in moved), default=0.0)
    clearest = [(old, new) for shared, old, new in moved if shared == best]
    return clearest[0] if len(clearest) == 1 else next(iter(repeated), None)


def _pairs(olds: Sequence[Quantity], news: Sequence[Quantity]) -> Iterator[tuple[float, Quantity, Quantity]]:
    """Quantities of a kind that share most of the words beside them, and how many they share."""
    for old in olds:
        for new in news:
            shared = len(old.about & new.about)
            least = SHARED * min(len(old.about), len(new.about))
            if old.measure is new.measure and shared and shared >= least and _same_count(old, new):
                yield shared, old, new


def _same_count(old: Quantity, new: Quantity) -> bool:
    """Whether numbers of things may be of the same: "four lamps delivered" and "three lamps installed" are not."""
    if not (old.counts or new.counts):
        return True
    smaller = min(old.about, new.about, key=len)
    return smaller <= old.about & new.about and bool(old.clause & new.clause - old.about - new.about)


def _promised(said: Said) -> list[Quantity]:
    """The quantities on the topic, without dates that were past at their own meeting: those say when something was."""
    held_on = said.place.meeting.held_on
    now = 12 * held_on.year + held_on.month if held_on else 0
    return [one for one in _on_topic(said) if one.measure is not Measure.DATE or _last_month(one) >= now]


def _last_month(one: Quantity) -> float:
    """The last month of a date, from year 0, or far off where no year is written; a quarter or a season has three."""
    year, month, day = one.value
    return 12 * year + (month or 12) + (0 if day else SEASON) if year else math.inf


def _on_topic(said: Said) -> list[Quantity]:
    return [one for one in _quantities(said.text) if one.clause & said.words]


def _same_council(one: Said, other: Said) -> bool:
    council = one.place.meeting.council
    return council is not None and council == other.place.meeting.council


def _may_be_compared(earlier: Said, later: Said) -> bool:
    """Whether they are of one council and name no different things."""
    parted = any(_part(pattern, earlier, later) for pattern in (_IDENTIFIERS, _ORDINALS))
    return _same_council(earlier, later) and not parted and not _part(_NAMES, earlier, later, _NO_NAMES)


def _least(earlier: Said, later: Said) -> float:
    """How near two sentences must be: nearer in two committees, or under two items of which one is on the topic."""
    if earlier.place.meeting.committee != later.place.meeting.committee:
        return FARTHER
    titles = [terms_of(said.place.passage.item or "") for said in (earlier, later)]
    topic = earlier.words | later.words
    apart = all(titles) and titles[0].isdisjoint(titles[1]) and any(title & topic for title in titles)
    return FARTHER if apart else SAME_MATTER


def _same_times(earlier: Said, later: Said, pair: tuple[Quantity, Quantity]) -> bool:
    """Whether no figures of two years of accounts are compared, no counts of two months, and no aim with what is.

    Of a date or a span the time is itself what moves.
    """
    old, new = pair
    if old.measure in (Measure.DATE, Measure.DURATION):
        return True
    if old.measure is not Measure.MONEY and _is_aim(earlier, old) != _is_aim(later, new):
        return False
    return not (_part(_YEARS, earlier, later) or (old.counts and _part(_MONTHS, earlier, later)))


def _is_aim(said: Said, one: Quantity) -> bool:
    return bool(_AIMED.search(said.text, *clause(said.text, one.start, one.end)))


def _part(named: re.Pattern[str], one: Said, other: Said, but: frozenset[str] = frozenset()) -> bool:
    """Whether two sentences name different ones of what a pattern finds: references, ordinal numbers, names, years."""
    here, there = (_found(named, said.text) - but for said in (one, other))
    return bool(here and there and here.isdisjoint(there))


@lru_cache(maxsize=4000)
def _found(named: re.Pattern[str], text: str) -> frozenset[str]:
    return frozenset(map(str.lower, named.findall(text)))


def _side(said: Said, quantity: Quantity) -> Side:
    return Side(said.text[quantity.start : quantity.end], quantity.start, said.citation)


@lru_cache(maxsize=1000)
def _quantities(text: str) -> tuple[Quantity, ...]:
    return tuple(quantities(text))

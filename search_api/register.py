"""The register of commitments: what is asked of it, and what it answers."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from index.analysis import content_terms, fold, only_stop_words, terms
from index.backend import UNFILTERED, Filters
from index.keys import meets
from index.ledger import Ledger
from index.reading import unknown
from ingest.errors import QueryError
from ingest.minutes import CommitmentType
from search_api.becoming import Registered, State, registered

MOST = 500
"""Commitments in one answer at most."""


class Order(StrEnum):
    """In which order commitments come."""

    NEWEST = "newest"
    OLDEST = "oldest"
    DUE = "due"


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked of the register; everything that is not None must hold.

    `text` are words, all of which stand in a commitment, its item's title or who made it. `who` and `item` are parts of
    what is printed, without regard to case. `filters` are council, committee and days of meetings (their kind apart).

    Raises:
        QueryError: limit or offset are out of range, or the text holds no word or number.
    """

    text: str | None = None
    type: CommitmentType | None = None
    who: str | None = None
    item: str | None = None
    state: State | None = None
    filters: Filters = UNFILTERED
    order: Order = Order.NEWEST
    limit: int = 20
    offset: int = 0

    def __post_init__(self) -> None:
        if not 1 <= self.limit <= MOST:
            raise QueryError(f"limit {self.limit}: ask for a number from 1 to {MOST}")
        if self.offset < 0:
            raise QueryError(f"offset {self.offset}: ask for 0 or more")
        if self.text is not None and not terms(self.text):
            raise QueryError("no word or number to look for: name what the commitment is about")


@dataclass(frozen=True, slots=True)
class Shown:
    """The commitments asked for, the true total of them, and how many of that total are in each state and type."""

    total: int
    commitments: tuple[Registered, ...]
    states: Mapping[State, int]
    types: Mapping[CommitmentType, int]


class Register:
    """The commitments of an archive in one of its states."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        every = registered(ledger)
        # What only speaks of a commitment stands in that one's history, and is none itself.
        self.commitments: Sequence[Registered] = [one for one in every if not one.entry.commitment.passing]
        self._by_id = {one.entry.commitment.id: one for one in every}
        self._by_id |= {other.id: one for one in every for other, _ in one.entry.also_at}

    def is_of(self, ledger: Ledger) -> bool:
        """Whether it was made of this ledger."""
        return self._ledger is ledger

    def find(self, wish: Wish) -> Shown:
        """The commitments that are asked for."""
        every = self.every(wish)
        states = Counter(one.state for one in every if one.state is not None)
        types = Counter(one.entry.commitment.types[0] for one in every)
        return Shown(len(every), tuple(every[wish.offset : wish.offset + wish.limit]), states, types)

    def every(self, wish: Wish) -> list[Registered]:
        """All commitments that are asked for, whatever the limit and the offset."""
        return sorted((one for one in self.commitments if self._passes(one, wish)), key=_ORDERS[wish.order])

    def get(self, commitment_id: str) -> Registered:
        """One commitment, by its id or by that of the same words in another record of its meeting.

        Raises:
            UnknownDocumentError: there is none.
        """
        try:
            return self._by_id[commitment_id]
        except KeyError:
            raise unknown("commitment", commitment_id) from None

    def of_passage(self, passage_id: str) -> Sequence[Registered]:
        """The commitments that a passage holds, in the order of its text."""
        return self._by_passage.get(passage_id, ())

    @cached_property
    def _by_passage(self) -> Mapping[str, Sequence[Registered]]:
        found = defaultdict[str, list[Registered]](list)
        for one in self.commitments:
            also_in = (other.passage for other, _ in one.entry.also_at)
            for passage in dict.fromkeys((one.entry.commitment.passage, *also_in)):
                found[passage].append(one)
        return found

    @cached_property
    def _terms(self) -> Mapping[str, frozenset[str]]:
        return {one.entry.commitment.id: _terms_of(one) for one in self.commitments}

    def _passes(self, one: Registered, wish: Wish) -> bool:
        commitment, place = one.entry.commitment, one.entry.place
        return (
            (wish.type is None or wish.type in commitment.types)
            and (wish.state is None or wish.state is one.state)
            and meets(place.meeting, wish.filters)
            and _holds(commitment.who, wish.who)
            and _holds(place.passage.item, wish.item)
            and (wish.text is None or _asked(wish.text) <= self._terms[commitment.id])
        )


def _asked(text: str) -> frozenset[str]:
    return frozenset(term.term for term in terms(text)) if only_stop_words(text) else frozenset(content_terms(text))


def _terms_of(one: Registered) -> frozenset[str]:
    commitment, item = one.entry.commitment, one.entry.place.passage.item
    text = "\n".join(part for part in (commitment.text, item, commitment.who) if part)
    return frozenset(term.term for term in terms(text))


def _holds(printed: str | None, part: str | None) -> bool:
    return part is None or (printed is not None and fold(part) in fold(printed))


def _newest(one: Registered) -> tuple[int, str, int]:
    day = one.entry.held_on
    return -day.toordinal() if day else 0, one.entry.place.record.source, one.entry.commitment.start


def _oldest(one: Registered) -> tuple[int, str, int]:
    day = one.entry.held_on or date.max
    return day.toordinal(), one.entry.place.record.source, one.entry.commitment.start


def _due(one: Registered) -> tuple[int, str, int]:
    """Those with a last day first, the earliest of these first."""
    by_when = one.entry.commitment.by_when
    day = (by_when.latest or by_when.earliest if by_when else None) or date.max
    return day.toordinal(), one.entry.place.record.source, one.entry.commitment.start


_ORDERS = {Order.NEWEST: _newest, Order.OLDEST: _oldest, Order.DUE: _due}

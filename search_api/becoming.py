"""What became of a commitment, as later records of its body say it, and from nothing else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from index.ledger import Ledger, LedgerEntry
from index.linking import awaits
from ingest.minutes import Deadline, Outcome


class State(StrEnum):
    """What the held records say became of a commitment."""

    OPEN = "open"
    DONE = "done"
    LATE = "late"
    REFUSED = "refused"
    SUPERSEDED = "superseded"
    REPEATED = "repeated"
    NOT_MENTIONED = "not_mentioned"


SAID: Mapping[Outcome, State] = {
    Outcome.DONE: State.DONE,
    Outcome.LATE: State.LATE,
    Outcome.REFUSED: State.REFUSED,
    Outcome.SUPERSEDED: State.SUPERSEDED,
}
"""The outcomes that settle a state; reported progress leaves it open."""
FIRM = 2.0
"""A link that weighs by so much more than it must is on the very same thing."""


@dataclass(frozen=True, slots=True)
class Moved:
    """A date that was put elsewhere: by when it was promised, and by when in the later statement `by`."""

    before: Deadline
    after: Deadline
    by: LedgerEntry


@dataclass(frozen=True, slots=True)
class Registered:
    """A commitment with what became of it.

    `state` is None where nothing can become of it: it reports on an earlier one, or its meeting settled it. `rests_on`
    is the statement that gives the state. `later` are those that speak of it, the oldest first, `earlier` the
    commitments that it speaks of. `meetings_since` counts the later meetings of its body of which minutes are held;
    None where its own meeting has no date.
    """

    entry: LedgerEntry
    state: State | None
    rests_on: LedgerEntry | None
    later: tuple[LedgerEntry, ...]
    earlier: tuple[LedgerEntry, ...]
    meetings_since: int | None
    moved: Moved | None


def registered(ledger: Ledger) -> tuple[Registered, ...]:
    """The commitments of a ledger with what became of each, in its order."""
    by_id = {entry.commitment.id: entry for entry in ledger.entries}
    later, earlier = defaultdict[str, list[_Speaking]](list), defaultdict[str, list[LedgerEntry]](list)
    for link in ledger.links:
        later[link.earlier].append(_Speaking(by_id[link.later], link.weight))
        earlier[link.later].append(by_id[link.earlier])
    return tuple(
        _registered(
            entry,
            sorted(later[entry.commitment.id], key=lambda one: one.entry.in_time),
            tuple(sorted(earlier[entry.commitment.id], key=lambda one: one.in_time)),
            ledger.bodies.later(entry.place),
        )
        for entry in ledger.entries
    )


@dataclass(frozen=True, slots=True)
class _Speaking:
    """A later statement, and how firmly it is linked."""

    entry: LedgerEntry
    weight: float

    @property
    def firmly(self) -> bool:
        """Whether it is sure enough to be on the very same thing to be the same promise again, or a new date for it."""
        return self.weight >= FIRM


def _registered(
    entry: LedgerEntry, speaking: Sequence[_Speaking], earlier: tuple[LedgerEntry, ...], since: int | None
) -> Registered:
    later, moved = tuple(one.entry for one in speaking), _moved(entry, speaking)
    if not awaits(entry.commitment):
        return Registered(entry, None, None, later, earlier, since, moved)
    state, rests_on = _state(entry, speaking, since, moved)
    return Registered(entry, state, rests_on, later, earlier, since, moved)


def _state(
    entry: LedgerEntry, speaking: Sequence[_Speaking], since: int | None, moved: Moved | None
) -> tuple[State, LedgerEntry | None]:
    """The state that the last meeting to say one gives, and the statement of it that is linked most firmly."""
    latest_first = sorted(speaking, key=lambda one: (one.entry.held_on or date.max, one.weight), reverse=True)
    for one in latest_first:
        if state := _says(entry, one, moved):
            return state, one.entry
    if speaking or not since:
        return State.OPEN, latest_first[0].entry if speaking else None
    return State.NOT_MENTIONED, None


def _says(entry: LedgerEntry, one: _Speaking, moved: Moved | None) -> State | None:
    """The state that a later statement gives a commitment; None where it gives none."""
    later = one.entry.commitment
    if said := SAID.get(later.outcome or Outcome.PROGRESS):
        return said
    if moved and moved.by is one.entry:
        return State.LATE
    again = later.outcome is None and later.types[0] is entry.commitment.types[0] and one.firmly
    return State.REPEATED if again else None


def _moved(entry: LedgerEntry, speaking: Sequence[_Speaking]) -> Moved | None:
    """The last later statement that gives the promise a later date."""
    before = entry.commitment.by_when
    for one in reversed(speaking if before and before.latest else ()):
        after, done = one.entry.commitment.by_when, one.entry.commitment.outcome is Outcome.DONE
        is_later = before and before.latest and after and after.latest and after.latest > before.latest
        if before and after and is_later and one.firmly and not done:
            return Moved(before, after, one.entry)
    return None

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
    later, earlier = defaultdict[str, list[LedgerEntry]](list), defaultdict[str, list[LedgerEntry]](list)
    for link in ledger.links:
        later[link.earlier].append(by_id[link.later])
        earlier[link.later].append(by_id[link.earlier])
    return tuple(
        _registered(
            entry,
            _in_time(later[entry.commitment.id]),
            _in_time(earlier[entry.commitment.id]),
            ledger.bodies.later(entry.place),
        )
        for entry in ledger.entries
    )


def _registered(
    entry: LedgerEntry,
    later: tuple[LedgerEntry, ...],
    earlier: tuple[LedgerEntry, ...],
    since: int | None,
) -> Registered:
    moved = _moved(entry, later)
    if not awaits(entry.commitment):
        return Registered(entry, None, None, later, earlier, since, moved)
    state, rests_on = _state(entry, later, since, moved)
    return Registered(entry, state, rests_on, later, earlier, since, moved)


def _state(
    entry: LedgerEntry, later: Sequence[LedgerEntry], since: int | None, moved: Moved | None
) -> tuple[State, LedgerEntry | None]:
    """The state that the last statement to say one gives, and that statement."""
    for one in reversed(later):
        said = SAID.get(one.commitment.outcome) if one.commitment.outcome else None
        if said:
            return said, one
        if moved and moved.by is one:
            return State.LATE, one
        if one.commitment.outcome is None and one.commitment.types[0] is entry.commitment.types[0]:
            return State.REPEATED, one
    if later or not since:
        return State.OPEN, later[-1] if later else None
    return State.NOT_MENTIONED, None


def _moved(entry: LedgerEntry, later: Sequence[LedgerEntry]) -> Moved | None:
    """The last later statement that gives the promise a later date."""
    before = entry.commitment.by_when
    for one in reversed(later if before and before.latest else ()):
        after = one.commitment.by_when
        if before and before.latest and after and after.latest and after.latest > before.latest:
            return Moved(before, after, one) if one.commitment.outcome is not Outcome.DONE else None
    return None


def _in_time(entries: Sequence[LedgerEntry]) -> tuple[LedgerEntry, ...]:
    return tuple(sorted(entries, key=lambda entry: (entry.held_on or date.max, entry.commitment.start)))

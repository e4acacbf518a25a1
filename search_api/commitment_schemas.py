"""The public JSON of the register of commitments."""

from __future__ import annotations

from datetime import date
from typing import Self

from ingest.minutes import CommitmentType, Deadline
from search_api.answer import cite
from search_api.becoming import Moved, Registered, State
from search_api.becoming_words import cited, told
from search_api.citing import CitationOut, Public
from search_api.register import Shown


class DeadlineOut(Public):
    """By when, in the record's words, and the first and last day that these give; null where they give none."""

    text: str
    earliest: date | None
    latest: date | None

    @classmethod
    def of(cls, deadline: Deadline) -> Self:
        """Publish a deadline."""
        return cls(text=deadline.text, earliest=deadline.earliest, latest=deadline.latest)


class MovedOut(Public):
    """A date that was put elsewhere: by when it was promised, and by when in the later statement that is cited."""

    before: DeadlineOut
    after: DeadlineOut
    citation: CitationOut

    @classmethod
    def of(cls, moved: Moved) -> Self:
        """Publish a date that moved."""
        return cls(
            before=DeadlineOut.of(moved.before),
            after=DeadlineOut.of(moved.after),
            citation=CitationOut.of(cited(moved.by)),
        )


class HeldOut(Public):
    """A commitment that a passage holds, in short."""

    id: str
    type: CommitmentType
    who: str | None
    state: State | None
    link: str

    @classmethod
    def of(cls, one: Registered) -> Self:
        """Publish a commitment in short."""
        commitment = one.entry.commitment
        return cls(
            id=commitment.id,
            type=commitment.types[0],
            who=commitment.who,
            state=one.state,
            link=link_of(commitment.id),
        )


class CommitmentOut(Public):
    """A commitment and what became of it; the quote of `citation` is the whole statement.

    `type` is the likeliest of its `types`. `who` and `to` are as printed, null where that is not stated; `what` is the
    part of the statement that says what is committed to, `about` the title of its item. `state` is null where nothing
    can become of it; `state_text` says it in words, and `rests_on` cites the statement that gives it. `later` cites
    those that speak of it, `earlier` those that it speaks of. `meetings_since` counts the later meetings of its body
    of which minutes are held, null where its own has no date.
    """

    id: str
    type: CommitmentType
    types: list[CommitmentType]
    who: str | None
    to: str | None
    what: str
    about: str | None
    by_when: DeadlineOut | None
    polarity: str
    modality: str
    condition: str | None
    quoted_earlier: bool
    state: State | None
    state_text: str
    meetings_since: int | None
    rests_on: CitationOut | None
    moved: MovedOut | None
    later: list[CitationOut]
    earlier: list[CitationOut]
    also_at: list[CitationOut]
    citation: CitationOut
    link: str

    @classmethod
    def of(cls, one: Registered) -> Self:
        """Publish a commitment."""
        entry, commitment = one.entry, one.entry.commitment
        start, end = commitment.what
        return cls(
            id=commitment.id,
            type=commitment.types[0],
            types=list(commitment.types),
            who=commitment.who,
            to=commitment.to,
            what=commitment.text[start:end] or commitment.text,
            about=entry.place.passage.item,
            by_when=DeadlineOut.of(commitment.by_when) if commitment.by_when else None,
            polarity=commitment.polarity,
            modality=commitment.modality,
            condition=commitment.condition,
            quoted_earlier=commitment.quoted_earlier,
            state=one.state,
            state_text=told(one),
            meetings_since=one.meetings_since,
            rests_on=CitationOut.of(cited(one.rests_on)) if one.rests_on else None,
            moved=MovedOut.of(one.moved) if one.moved else None,
            later=[CitationOut.of(cited(other)) for other in one.later],
            earlier=[CitationOut.of(cited(other)) for other in one.earlier],
            also_at=[CitationOut.of(cite(place, c.start, c.end)) for c, place in entry.also_at],
            citation=CitationOut.of(cited(entry)),
            link=link_of(commitment.id),
        )


class CommitmentsOut(Public):
    """The commitments asked for; `total` is how many there are in all, `states` and `types` count these."""

    total: int
    commitments: list[CommitmentOut]
    states: dict[State, int]
    types: dict[CommitmentType, int]

    @classmethod
    def of(cls, shown: Shown) -> Self:
        """Publish what the register answers."""
        return cls(
            total=shown.total,
            commitments=[CommitmentOut.of(one) for one in shown.commitments],
            states={state: shown.states.get(state, 0) for state in State},
            types={type_: shown.types.get(type_, 0) for type_ in CommitmentType},
        )


def link_of(commitment_id: str) -> str:
    """The address of a commitment's page."""
    return f"/commitments/{commitment_id}"

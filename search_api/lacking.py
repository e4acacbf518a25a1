"""The public JSON of what is not held: meetings that sources list, files that could not be read, what is withheld."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Sequence
from typing import Self

from index.backend import Gap, Index
from ingest.minutes import Failure, Withheld
from search_api.citing import Public
from search_api.parameters import DocumentsAsked


class GapOut(Public):
    """A meeting that its source lists and of which no record is held, and why not."""

    council: str | None
    committee: str | None
    date: datetime.date
    reason: str
    source: str

    @classmethod
    def of(cls, gap: Gap) -> Self:
        """Publish a gap."""
        listed = gap.listed
        return cls(
            council=listed.council,
            committee=listed.committee,
            date=listed.held_on,
            reason=gap.reason,
            source=listed.source,
        )


class UnreadOut(Public):
    """A file or address that could not be read, and why."""

    source: str
    reason: str

    @classmethod
    def of(cls, failure: Failure) -> Self:
        """Publish a failure."""
        return cls(source=failure.source, reason=failure.reason)


class GapsOut(Public):
    """What is not held. `withheld` counts by reason what sources keep back."""

    total: int
    gaps: list[GapOut]
    unread: list[UnreadOut]
    withheld: dict[str, int]

    @classmethod
    def of(cls, total: int, gaps: Sequence[Gap], failures: Sequence[Failure], withheld: Sequence[Withheld]) -> Self:
        """Publish some of `total` gaps, and what else is not held."""
        return cls(
            total=total,
            gaps=[GapOut.of(gap) for gap in gaps],
            unread=[UnreadOut.of(failure) for failure in failures],
            withheld=dict(sorted(Counter(one.reason for one in withheld).items())),
        )


def lacking_of(index: Index, asked: DocumentsAsked) -> GapsOut:
    """What an index lacks: the gaps asked for, and everything unread and withheld."""
    gaps = index.gaps(asked.filters(), datetime.date.today())
    some = gaps[asked.offset : asked.offset + asked.limit]
    return GapsOut.of(len(gaps), some, index.failures(), index.withheld())

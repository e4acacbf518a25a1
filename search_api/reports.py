"""The public JSON of the two commands that report on an archive: `status` and `ingest`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Self

from pydantic import ConfigDict, Field

from index.backend import Stats
from ingest.minutes import Failure
from search_api.schemas import Public
from search_api.service import Outcome, State


class FailureOut(Public):
    """A source that could not be ingested, and why."""

    source: str
    reason: str

    @classmethod
    def of(cls, failure: Failure) -> Self:
        """Publish a failure."""
        return cls(source=failure.source, reason=failure.reason)


class StatusOut(Public):
    """What an archive holds."""

    model_config = ConfigDict(frozen=True, serialize_by_alias=True)

    documents: int
    passages: int
    undated: int
    earliest: date | None = Field(serialization_alias="from")
    latest: date | None = Field(serialization_alias="to")
    model: str | None
    councils: dict[str, int]
    committees: dict[str, int]
    failures: list[FailureOut]
    bytes_on_disk: int

    @classmethod
    def of(cls, stats: Stats, failures: Sequence[Failure]) -> Self:
        """Publish the state of an archive."""
        return cls(
            documents=stats.documents,
            passages=stats.passages,
            undated=stats.undated,
            earliest=stats.earliest,
            latest=stats.latest,
            model=stats.encoder,
            councils=dict(stats.councils),
            committees=dict(stats.committees),
            failures=[FailureOut.of(failure) for failure in failures],
            bytes_on_disk=stats.bytes_on_disk,
        )


class IngestOut(Public):
    """What an ingest did."""

    added: int
    unchanged: int
    replaced: int
    removed: int
    failed: int
    passages: int
    seconds: float
    failures: list[FailureOut]

    @classmethod
    def of(cls, outcomes: Sequence[Outcome], seconds: float) -> Self:
        """Count the outcomes; `passages` are those written."""
        count = {state: sum(o.state is state for o in outcomes) for state in State}
        return cls(
            **{state.value: count[state] for state in State},
            passages=sum(o.passages for o in outcomes),
            seconds=round(seconds, 2),
            failures=[FailureOut(source=o.source, reason=o.reason or "") for o in outcomes if o.state is State.FAILED],
        )

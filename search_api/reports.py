"""The public JSON of the two commands that report on an archive: `status` and `ingest`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Self

from pydantic import ConfigDict, Field

from index.backend import Stats
from ingest.minutes import Failure
from search_api.adding import Outcome, State
from search_api.lacking import UnreadOut
from search_api.schemas import Public


class StatusOut(Public):
    """What an archive holds."""

    model_config = ConfigDict(frozen=True, serialize_by_alias=True)

    documents: int
    passages: int
    commitments: int
    undated: int
    earliest: date | None = Field(serialization_alias="from")
    latest: date | None = Field(serialization_alias="to")
    model: str | None
    councils: dict[str, int]
    committees: dict[str, int]
    how: dict[str, int]
    ocr_pages: int
    superseded: int
    translations: int
    gaps: int
    withheld: int
    failures: list[UnreadOut]
    bytes_on_disk: int

    @classmethod
    def of(cls, stats: Stats, failures: Sequence[Failure], gaps: int, withheld: int, commitments: int) -> Self:
        """Publish the state of an archive; `gaps` meetings are listed and not held, so many documents `withheld`."""
        return cls(
            documents=stats.documents,
            passages=stats.passages,
            commitments=commitments,
            undated=stats.undated,
            earliest=stats.earliest,
            latest=stats.latest,
            model=stats.encoder,
            councils=dict(stats.councils),
            committees=dict(stats.committees),
            how=dict(stats.how),
            ocr_pages=stats.ocr_pages,
            superseded=stats.superseded,
            translations=stats.translations,
            gaps=gaps,
            withheld=withheld,
            failures=[UnreadOut.of(failure) for failure in failures],
            bytes_on_disk=stats.bytes_on_disk,
        )


class IngestOut(Public):
    """What an ingest did."""

    added: int
    unchanged: int
    replaced: int
    removed: int
    failed: int
    withheld: int
    passages: int
    seconds: float
    how: dict[str, int]
    failures: list[UnreadOut]

    @classmethod
    def of(cls, outcomes: Sequence[Outcome], seconds: float) -> Self:
        """Count the outcomes; `passages` are those written, `how` the ways in which documents were read."""
        count = {state: sum(o.state is state for o in outcomes) for state in State}
        return cls(
            **{state.value: count[state] for state in State},
            passages=sum(o.passages for o in outcomes),
            seconds=round(seconds, 2),
            how=dict(sorted(Counter(way(o.how) for o in outcomes if o.how).items())),
            failures=[UnreadOut(source=o.source, reason=o.reason or "") for o in outcomes if o.state is State.FAILED],
        )

    def lines(self) -> Iterator[str]:
        """The report in words."""
        withheld = f", withheld as restricted {self.withheld}" if self.withheld else ""
        yield (
            f"added {self.added}, unchanged {self.unchanged}, replaced {self.replaced}, removed {self.removed}, "
            f"failed {self.failed}{withheld}; {self.passages:,} passages in {self.seconds:.1f} s"
        )
        for how, count in self.how.items():
            yield f"  read as {how}: {count:,}"


def way(how: str) -> str:
    """The way a document was read, without how many of its pages: "PDF with OCR" for "PDF, 3 of 9 pages by OCR"."""
    kind, _, more = how.partition(",")
    return f"{kind} with OCR" if "OCR" in more else kind

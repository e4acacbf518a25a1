"""What documents come to: counts, dates and names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from index.backend import Record, Stats


def summary(documents: Sequence[Record]) -> Stats:
    """What these documents come to; the encoder and the size on disk are left to say."""
    dates = [record.meeting.held_on for record in documents if record.meeting.held_on]
    return Stats(
        documents=len(documents),
        passages=sum(record.passages for record in documents),
        earliest=min(dates, default=None),
        latest=max(dates, default=None),
        encoder=None,
        undated=len(documents) - len(dates),
        councils=_tally(record.meeting.council for record in documents),
        committees=_tally(record.meeting.committee for record in documents),
        how=_tally(record.how.partition(",")[0] or None for record in documents),
        ocr_pages=sum(len(record.ocr_pages) for record in documents),
        superseded=sum(record.superseded_by is not None for record in documents),
        translations=sum(record.translation_of is not None for record in documents),
    )


def _tally(names: Iterable[str | None]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for name in names:
        if name is not None:
            counts[name] = counts.get(name, 0) + 1
    return dict(sorted(counts.items()))

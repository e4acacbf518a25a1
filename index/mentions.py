"""Every passage that mentions something: found by its own words, never by nearness, in an order that no score decides.

A passage mentions what is asked when its own text holds each content word of it, in any form (`index.analysis`), and
each phrase in quotation marks word for word. Its item's title, its meeting and its speakers do not count, as they do in
a search: who counts mentions must find the words in each quote, and a title is printed in a passage of its own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from index.analysis import terms
from index.asking import asked, holds_phrase
from index.backend import UNFILTERED, Filters, Mentions, Place, Query
from index.keys import meets, name_key, text_key, text_number
from index.relations import placed, related
from ingest.minutes import Passage

if TYPE_CHECKING:
    from index.backend import Record
    from index.reading import Reader
    from index.snapshot import Snapshot
    from index.version import Header

BATCH = 500
"""Passages that are in memory at a time."""

Key = tuple[bool, date, bool, str, bool, str, str, int]


@dataclass(frozen=True, slots=True)
class Mentioned:
    """What a passage must hold: every one of `words`, which are terms, and of `phrases`, as `index.asking` gives them.

    Raises:
        QueryError: the text is nothing that can be asked.
    """

    words: tuple[str, ...]
    phrases: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> Mentioned:
        """Understand what is asked."""
        understood = asked(Query(text).text)
        return cls(understood.words, understood.phrases)

    def stands_in(self, text: str) -> bool:
        """Whether a passage's text holds all of it."""
        return self.phrases_stand_in(text) and set(self.words) <= {term.term for term in terms(text)}

    def phrases_stand_in(self, text: str) -> bool:
        """Whether a passage's text holds the phrases."""
        return all(holds_phrase(text, phrase) for phrase in self.phrases)


def counted(text: str) -> tuple[str, ...]:
    """The words that count of what is asked, as they are written there, in order: small words do not."""
    mentioned = Mentioned.of(text)
    return tuple(dict.fromkeys(text[one.start : one.end] for one in terms(text) if one.term in mentioned.words))


def order(place: Place) -> Key:
    """What mentions are sorted by: day, council, committee, source, position; what is not stated comes last."""
    meeting = place.meeting
    return (
        meeting.held_on is None,
        meeting.held_on or date.min,
        meeting.council is None,
        name_key(meeting.council) or "",
        meeting.committee is None,
        name_key(meeting.committee) or "",
        place.record.source,
        place.passage.position,
    )


def text_of(place: Place) -> str:
    """The key that a place shares with others of the same text (`index.keys.text_key`)."""
    return text_key(place.passage, place.meeting)


def stored_mentions(
    snapshot: Snapshot,
    reader: Reader,
    header: Header,
    mentioned: Mentioned,
    filters: Filters,
    only: Collection[str] | None,
) -> Mentions:
    """The mentions in what `reader` sees; `snapshot` may be behind it, and what came since is read through."""
    among = reader if only is None else reader.among(frozenset(only))
    rows = _worded(snapshot, mentioned, filters) | _since(reader, _last(snapshot), mentioned, filters)
    if mentioned.phrases or only is not None:
        rows = {
            row: rows[row]
            for row, place in _read(reader, list(rows))
            if (only is None or place.record.id in only) and mentioned.phrases_stand_in(place.passage.text)
        }
    return Mentions(
        passages=len(rows),
        texts=len(set(rows.values())),
        places=_in_order(among, list(rows)),
        searched={record.id: record for record in among.documents(UNFILTERED)},
        archive=header.id,
        generation=reader.version().generation,
        encoder=header.encoder,
    )


def published_mentions(snapshot: Snapshot, reader: Reader, mentioned: Mentioned, filters: Filters) -> int | None:
    """How many mentions there are; None where `snapshot` lacks passages that `reader` sees."""
    if reader.extent(_last(snapshot)).passages:
        return None
    rows = list(_worded(snapshot, mentioned, filters))
    if not mentioned.phrases:
        return len(rows)
    return sum(mentioned.phrases_stand_in(place.passage.text) for _, place in _read(reader, rows))


def _worded(snapshot: Snapshot, mentioned: Mentioned, filters: Filters) -> dict[int, int]:
    """The rows that hold the words, with the numbers of their texts."""
    places = np.flatnonzero(snapshot.passing(filters) & snapshot.holding(mentioned.words))
    rows, texts = snapshot.catalogue.rows[places], snapshot.catalogue.texts[places]
    return dict(zip(rows.tolist(), texts.tolist(), strict=True))


def _last(snapshot: Snapshot) -> int:
    """The largest number of a document in a snapshot; one of a larger number came since."""
    return int(snapshot.catalogue.documents.max(initial=0))


def _since(reader: Reader, last: int, mentioned: Mentioned, filters: Filters) -> dict[int, int]:
    """The rows, with the numbers of their texts, that mention it in documents of numbers over `last`."""
    return {
        row: text_number(key)
        for entry in reader.entries(last)
        for row, key, passage in zip(entry.rows, entry.keys, entry.passages, strict=True)
        if _passes(Place(passage, entry.record), filters) and mentioned.stands_in(passage.text)
    }


def _in_order(reader: Reader, rows: Sequence[int]) -> Iterator[Place]:
    """These passages in order, read twice so that only what they are sorted by is in memory at once."""
    keys = {row: order(place) for row, place in _read(reader, rows)}
    yield from (place for _, place in _read(reader, sorted(keys, key=keys.__getitem__)))


def _read(reader: Reader, rows: Sequence[int]) -> Iterator[tuple[int, Place]]:
    for at in range(0, len(rows), BATCH):
        batch = rows[at : at + BATCH]
        held = reader.places(batch)
        yield from ((row, held[row]) for row in batch)


def plain_mentions(
    documents: Iterable[tuple[Record, Sequence[Passage]]],
    mentioned: Mentioned,
    filters: Filters,
    only: Collection[str] | None,
) -> list[Place]:
    """The mentions in these documents, whose relations are not yet said, looked at one after the other."""
    held = [(record, passages) for record, passages in documents if only is None or record.id in only]

    def same_day(day: date) -> list[Record]:
        return [record for record, _ in held if record.meeting.held_on == day]

    found = [
        place
        for record, passages in held
        for passage in passages
        if mentioned.stands_in(passage.text)
        if _passes(place := placed(passage, related(record, same_day), same_day), filters)
    ]
    return sorted(found, key=order)


def _passes(place: Place, filters: Filters) -> bool:
    return meets(place.meeting, filters) and filters.kind in {None, place.passage.kind}

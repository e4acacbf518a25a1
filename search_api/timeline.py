"""What was said on a topic meeting by meeting, what moved, and the latest position."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from index.analysis import terms
from index.backend import Hit, Stats
from ingest.minutes import Kind, Vectors
from search_api.answer import Citation, cite
from search_api.frequency import Frequency
from search_api.moved import Change, since, within
from search_api.said import Said, Topic

DEPTH = 100
"""So many passages are looked at, the best for the topic first."""
ONE_MATTER = 0.6
"""The least cosine of two sentences of one meeting that are one matter, though under different items."""
COPIED = 8
"""Sentences of fewer words are no copies of each other in records of which one has no date."""
TOGETHER = 60
"""A sentence is shown with the next one, where that speaks of the topic too and both have so many words at most."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What one meeting said on one matter, and what had moved since an earlier entry, or in the telling.

    `also_at` are other places of the same passage. `held_on` is the day of its own meeting.
    """

    citation: Citation
    also_at: tuple[Citation, ...] = ()
    change: Change | None = None

    @property
    def text(self) -> str:
        """Its words."""
        return self.citation.quote

    @property
    def held_on(self) -> date | None:
        """The day of its meeting."""
        return self.citation.meeting.held_on


@dataclass(frozen=True, slots=True)
class Timeline:
    """The entries on a topic, the oldest meeting first, those of no stated date last.

    `mentions` count the passages that speak of the topic by time, and `searched` says what was looked through.
    """

    topic: str
    entries: tuple[Entry, ...]
    mentions: Frequency
    searched: Stats

    @property
    def latest(self) -> Entry | None:
        """The newest position: of a dated meeting, and of no draft that its minutes took the place of."""
        standing = [entry for entry in self.entries if entry.held_on and not entry.citation.place.superseded_by]
        # Of one day the entry that says most comes first.
        return max(standing, key=lambda entry: entry.held_on or date.min, default=None)


def timeline(
    topic: str, vector: Vectors, hits: Sequence[Hit], sentences: Sequence[Vectors], searched: Stats
) -> Timeline:
    """Make the timeline of a topic of the passages found for it.

    Args:
        topic: as asked.
        vector: the topic encoded, float32 (d,).
        hits: the passages found, the best first.
        sentences: the vectors of the sentences of each, float32 (n, d), as `Index.sentences` gives them.
        searched: what was looked through.
    """
    said = _standing(Topic(topic, vector, hits).said(hits, sentences))
    matters = sorted(_matters(said), key=lambda matter: _day(matter) or date.max)
    entries = tuple(_entry(matter, _before(matters, _day(matter))) for matter in matters)
    return Timeline(topic, entries, Frequency.of(said), searched)


def _standing(said: Sequence[Said]) -> list[Said]:
    """What stands: of a superseded draft only what its minutes were not found to say."""
    found = {one.place.record.id for one in said if not one.place.superseded_by}
    return [one for one in said if one.place.superseded_by not in found]


def _matters(said: Sequence[Said]) -> list[list[Said]]:
    """The sentences by meeting and matter, in each the one that says most first; a copy of known date before others."""
    matters: list[list[Said]] = []
    for one in sorted(said, key=lambda one: -one.weight):
        home = next((matter for matter in matters if any(_same_matter(other, one) for other in matter)), None)
        if home is None:
            matters.append([one])
        else:
            home.append(one)
    return [sorted(matter, key=lambda one: _rank(matter[0], one)) for matter in matters]


def _rank(lead: Said, one: Said) -> tuple[bool, ...]:
    """Of the copies of a sentence the one to cite comes first: it stands, in minutes, and of a stated council."""
    meeting, passage = one.place.meeting, one.place.passage
    return (not _copies(lead, one), not _stands(one), passage.kind is Kind.REPORT, meeting.council is None)


def _same_matter(lead: Said, other: Said) -> bool:
    if not _same_meeting(lead, other):
        return not (_stands(lead) and _stands(other)) and _copies(lead, other)
    return lead.place.passage.item == other.place.passage.item or float(lead.vector @ other.vector) >= ONE_MATTER


def _stands(said: Said) -> bool:
    """Whether it has a date and is of no superseded draft."""
    return said.place.meeting.held_on is not None and not said.place.superseded_by


def _copies(one: Said, other: Said) -> bool:
    words = _words(one.text)
    return one is other or (words == _words(other.text) and len(words) >= COPIED)


def _same_meeting(one: Said, other: Said) -> bool:
    """Whether it is the same body's on the same day; where no date is stated, the same document."""
    here, there = one.place.meeting, other.place.meeting
    if here.held_on is None or there.held_on is None:
        return one.place.record.id == other.place.record.id
    same_council = here.council == there.council or None in (here.council, there.council)
    return (here.held_on, here.committee) == (there.held_on, there.committee) and same_council


@lru_cache(maxsize=1000)
def _words(text: str) -> tuple[str, ...]:
    return tuple(term.term for term in terms(text))


def _day(matter: Sequence[Said]) -> date | None:
    return matter[0].place.meeting.held_on


def _before(matters: Sequence[Sequence[Said]], day: date | None) -> list[Said]:
    """What earlier meetings said, the newest first."""
    earlier = [matter for matter in matters if day and (held_on := _day(matter)) and held_on < day]
    return [one for matter in reversed(earlier) for one in matter]


def _entry(matter: Sequence[Said], earlier: Sequence[Said]) -> Entry:
    lead = matter[0]
    others = [one.place for one in matter[1:] if one.place.record.id != lead.place.record.id and _copies(lead, one)]
    copies = {place.passage.id: cite(place) for place in (*others, *lead.also_at)}
    moved = (change for one in matter for change in (since(earlier, one), within(one)) if change)
    return Entry(_together(lead, matter), tuple(copies.values()), next(moved, None))


def _together(lead: Said, matter: Sequence[Said]) -> Citation:
    """The sentence that says most, with the one behind it where that speaks of the topic too."""
    passage = lead.place.passage
    for one in matter:
        apart = passage.text[lead.end - passage.start : one.start - passage.start] if one.start >= lead.end else "-"
        near = one.place.passage.id == passage.id and not apart.strip()
        if near and len(lead.text.split()) + len(one.text.split()) <= TOGETHER:
            return cite(lead.place, lead.start, one.end)
    return lead.citation

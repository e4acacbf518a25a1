"""Which sentences of what was found speak of a topic: measured against the best of them, never against a fixed floor."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.analysis import content_terms, terms
from index.backend import Hit, Place
from ingest.kinds import is_agenda
from ingest.minutes import Kind, Vectors
from ingest.pipeline import SENTENCE_WORDS
from ingest.sentences import sentences
from search_api.answer import Citation, cite

NO_STATEMENTS = frozenset({Kind.HEADER, Kind.AGENDA, Kind.ATTENDANCE, Kind.INTEREST})
"""Kinds of passage that name, propose or list, and say nothing on a topic."""
MIN_WORDS = 5
MAX_HEADING = 24
"""Characters that the numbers around an item's title may have: "42/23 … (Item 5)"."""

WORDS = 0.6
"""What all words of the topic in a sentence weigh beside its cosine."""
BESIDE = 0.5
"""What a word counts that stands beside the sentence: in its passage or the title of its item."""
AROUND = 0.25
"""What a word counts that only the names of the council and the committee hold."""
SHARE = 0.6
"""A sentence speaks of the topic if it weighs at least this share of the best."""
HELD = 0.34
"""The share of the topic's words, by weight, that a sentence and what stands around it must hold."""


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence that speaks of the topic.

    `start` and `end` are its characters in the document, `vector` its vector, float32 (d,), `weight` how much it says
    of the topic. `also_at` are the other places of its passage.
    """

    place: Place
    start: int
    end: int
    vector: Vectors
    weight: float
    also_at: tuple[Place, ...] = ()

    @property
    def text(self) -> str:
        """Its words."""
        passage = self.place.passage
        return passage.text[self.start - passage.start : self.end - passage.start]

    @property
    def citation(self) -> Citation:
        """Where it stands."""
        return cite(self.place, self.start, self.end)


class Topic:
    """A topic, and what each of its words weighs among the passages found for it: the rarer the more."""

    def __init__(self, text: str, vector: Vectors, hits: Sequence[Hit]) -> None:
        self.words = frozenset(content_terms(text))
        self._vector = vector
        held = Counter(word for hit in hits for word in self.words & _terms(_about(hit.place)))
        rarity = {word: math.log(1 + len(hits) / held[word]) if held[word] else 0.0 for word in self.words}
        total = sum(rarity.values()) or 1.0
        self._weights = {word: weight / total for word, weight in rarity.items()}

    def said(self, hits: Sequence[Hit], vectors: Sequence[Vectors]) -> list[Said]:
        """The sentences that speak of the topic, in the order of the hits; `vectors` are those of their sentences."""
        candidates = [one for hit, rows in zip(hits, vectors, strict=True) for one in self._weighed(hit, rows)]
        least = SHARE * max((one.weight for one in candidates), default=0.0)
        return [one for one in candidates if one.weight >= least]

    def _weighed(self, hit: Hit, rows: Vectors) -> Iterator[Said]:
        place, passage = hit.place, hit.place.passage
        ranges = [(a, b) for a, b in sentences(passage.text) if len(passage.text[a:b].split()) >= SENTENCE_WORDS]
        if passage.kind in NO_STATEMENTS or len(ranges) != len(rows):
            return
        near = _terms(f"{passage.item or ''} {passage.text}")
        around = _terms(_about(place))
        for (start, end), row in zip(ranges, rows, strict=True):
            text = passage.text[start:end]
            if not says_something(text, passage.item):
                continue
            within = _terms(text)
            share = sum(
                weight * (1.0 if word in within else BESIDE if word in near else AROUND if word in around else 0.0)
                for word, weight in self._weights.items()
            )
            if share >= HELD:
                weight = float(row @ self._vector) + WORDS * share
                yield Said(place, passage.start + start, passage.start + end, row, weight, hit.also_at)


def says_something(text: str, title: str | None) -> bool:
    """Whether a sentence says something, and is no agenda, heading or scrap."""
    if len(text.split()) < MIN_WORDS or is_agenda(text):
        return False
    if title and title in text and len(text) - len(title) <= MAX_HEADING:
        return False
    return not (text[-1].isalnum() and all(word[0].isupper() for word in text.split() if len(word) > 3 and word[0].isalpha())
                and "£" not in text)


def _about(place: Place) -> str:
    """What stands in and around a passage: its text, item, council and committee."""
    meeting, passage = place.meeting, place.passage
    return " ".join(filter(None, (passage.text, passage.item, meeting.council, meeting.committee)))


def _terms(text: str) -> frozenset[str]:
    return frozenset(term.term for term in terms(text))

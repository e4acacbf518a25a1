"""Which sentences of what was found speak of a topic: measured against the best of them, not against a fixed floor."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.analysis import content_terms, terms, whole_terms
from index.backend import Hit, Place
from ingest.minutes import Kind, Vectors
from ingest.sentences import is_encoded, sentences
from search_api.answer import Citation, cite
from search_api.hit_terms import about, of_unstated_councils, terms_of
from search_api.quantities import quantities
from search_api.question import telling
from search_api.saying import SAYS_NOTHING, is_heading, says_something

NO_STATEMENTS = SAYS_NOTHING | {Kind.ATTENDANCE, Kind.INTEREST}
"""Kinds of passage that say nothing on a topic; who was present, or has an interest, may be asked for all the same."""

WORDS = 0.6
"""What all words of the topic in a sentence weigh beside its cosine."""
TITLE = 0.8
"""What a word counts that only the title of its item holds."""
BESIDE = 0.5
"""What a word counts that only its passage holds beside it."""
AROUND = 0.25
"""What a word counts that only the name of the committee holds."""
FULL = 12
SHORT = 0.25
"""What a sentence loses that has next to no words, up to those of a full one: the shorter, the nearer to its subject
in meaning, and the less it says of it ("Insurance advisory notes.")."""
TELLS = 0.1
"""What a sentence gains that holds a figure, a span of time or a deadline: positions are told in them."""
SHARE = 0.6
"""A sentence speaks of the topic if it weighs at least this share of the best."""
OF_ANY_PLACE = frozenset(content_terms("metropolitan royal"))
"""Words of councils' names that name no place, and that a topic may hold: "the royal visit"."""
MISSING = 0.5
"""Where this share of the topic's words stands in no passage found, none is on it: "the vote on giraffes"."""
WITHIN = 0.25
"""A sentence must itself hold this share of the topic's words, by weight…"""
CLOSE = 0.62
"""…and, unless it holds them all, have this share of the best cosine: few words and little likeness are a chance."""
TINY = 1e-9
NAME = 0.9
"""A word that is printed with a capital letter in this share of its places is a name."""


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence that speaks of the topic.

    `start` and `end` are its characters in the document, `vector` its vector, float32 (d,), `cosine` that to the topic,
    `weight` how much it says of it, `words` those of the topic that it holds. `also_at` are the other places of its
    passage.
    """

    place: Place
    start: int
    end: int
    vector: Vectors
    cosine: float
    weight: float
    words: frozenset[str]
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


OF_TIME = frozenset(content_terms("timescale timetable timeframe timeline deadline position latest history progress"))
"""What every timeline is of."""


class Topic:
    """A topic, and what each of its words weighs among the passages found for it: the rarer the more.

    A word that names one of their councils weighs nothing: it says whose passages are meant. Where no passage holds a
    name or a reference of the topic, or half of its words, none is on it.
    """

    def __init__(self, text: str, vector: Vectors, hits: Sequence[Hit]) -> None:
        words = _asked(text)
        councils = {word for hit in hits for word in telling(hit.place.meeting.council or "") - OF_ANY_PLACE}
        self._councils = words & councils if words - councils else frozenset()
        self._names = _names(words, hits)
        self._vector = vector
        self._unstated = of_unstated_councils(hits)
        held = Counter(word for hit in hits for word in words & terms_of(about(hit.place)))
        missing, own = words - held.keys() - councils, words - self._councils
        if any(_is_named(text, word) for word in missing) or len(missing) >= MISSING * len(own):
            held.clear()
        rarity = {word: math.log(1 + len(hits) / held[word]) for word in words - self._councils if held[word]}
        total = sum(rarity.values())
        self._weights = {word: weight / total for word, weight in rarity.items()}

    def said(self, hits: Sequence[Hit], vectors: Sequence[Vectors]) -> list[Said]:
        """The sentences that speak of the topic, in the order of the hits; `vectors` are those of their sentences."""
        candidates = [one for hit, rows in zip(hits, vectors, strict=True) for one in self._weighed(hit, rows)]
        most = max((one.weight for one in candidates), default=0.0)
        near = max((one.cosine for one in candidates), default=0.0)
        return [
            one
            for one in candidates
            if one.weight >= SHARE * most and (one.cosine >= CLOSE * near or self._share(one.text) >= 1 - TINY)
        ]

    def _weighed(self, hit: Hit, rows: Vectors) -> Iterator[Said]:
        place, passage = hit.place, hit.place.passage
        ranges = [(a, b) for a, b in sentences(passage.text) if is_encoded(passage.text[a:b])]
        if passage.kind in NO_STATEMENTS or len(ranges) != len(rows) or not self._concerns(place):
            return
        for (start, end), row in zip(ranges, rows, strict=True):
            text = passage.text[start:end]
            says = says_something(text, passage.item) and not is_heading(text)
            if says and self._share(text) >= WITHIN:
                cosine = float(row @ self._vector)
                brevity = max(0.0, 1 - len(text.split()) / FULL)
                weight = cosine + WORDS * self._around(place, text) - SHORT * brevity + TELLS * bool(quantities(text))
                first, last, words = passage.start + start, passage.start + end, terms_of(text) & self._weights.keys()
                yield Said(place, first, last, row, cosine, weight, words, hit.also_at)

    def _around(self, place: Place, text: str) -> float:
        """The share of the topic's words in a sentence and around it, what stands farther off counting less."""
        meeting, passage = place.meeting, place.passage
        around = f"{meeting.council or ''} {meeting.committee or ''}"
        share, held = 0.0, frozenset[str]()
        for counts, part in ((1.0, text), (TITLE, passage.item or ""), (BESIDE, passage.text), (AROUND, around)):
            share += counts * sum(self._weights.get(word, 0.0) for word in terms_of(part) - held)
            held |= terms_of(part)
        return share

    def _share(self, text: str) -> float:
        """The share of the topic's words, by weight, in a text."""
        return sum(self._weights.get(word, 0.0) for word in terms_of(text))

    def _concerns(self, place: Place) -> bool:
        """Whether a passage and what it is of hold the names of the topic.

        What states no council may be of any; the names then may stand in other passages of the document.
        """
        council = place.meeting.council
        if council is None:
            return self._names - self._councils <= self._unstated[place.record.id]
        return self._names | self._councils <= terms_of(f"{council} {about(place)}")


def _asked(topic: str) -> frozenset[str]:
    """The content words of a topic, references as a whole: 2025-26, and not its parts.

    Words that ask how a matter moved ("timescale") are left out, if others are left.
    """
    parts = set(terms(topic)) - set(whole_terms(topic))
    every = frozenset(content_terms(topic)) - {part.term for part in parts}
    return every - OF_TIME or every


def _is_named(topic: str, word: str) -> bool:
    """Whether a topic prints a word as a name, with a capital letter behind words in small ones, or with a figure."""
    found = next(term for term in terms(topic) if term.term == word)
    before, printed = topic[: found.start], topic[found.start : found.end]
    return any(map(str.isdigit, printed)) or (printed[0].isupper() and any(map(str.islower, before[:1])))


def _names(words: frozenset[str], hits: Sequence[Hit]) -> frozenset[str]:
    """Those of the words that the passages found print as names: with a capital letter nearly always."""
    printed, capital = Counter[str](), Counter[str]()
    for hit in hits:
        text = hit.place.passage.text
        for term in terms(text) if words & terms_of(text) else ():
            if term.term in words:
                printed[term.term] += 1
                capital[term.term] += text[term.start].isupper()
    return frozenset(word for word in words if printed[word] and capital[word] >= NAME * printed[word])

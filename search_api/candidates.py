"""The sentences that may answer a question, each with what shows how well it does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from index.asking import plain as plain_words
from index.backend import Hit
from ingest.minutes import Vectors
from ingest.sentences import is_encoded, sentences
from search_api.answer import long_date
from search_api.answering import Material
from search_api.hit_terms import of_unstated_councils, terms_of
from search_api.question import Question, without_figures
from search_api.saying import SAYS_NOTHING, is_formal, says_something
from search_api.wanted import FIGURES, QUANTITIES, Wanted, tells
from search_api.years import is_within, quarters, years

Ranges = Sequence[tuple[int, int]]
"""Sentences of a passage, each by its first character and the one behind its last."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of a passage that was found: characters `start` to `end` of its document.

    `rank` is that of its passage, from 0, and `place` its own among the sentences of the passage, `ranges`. `near` is
    its cosine to the matter of the question and `asked` that to the whole of it. `held`, `around` and `about` are the
    shares of the question's words, by rarity, in the sentence, in it and its neighbours, and in the passage with its
    item, meeting and date.
    `names` is the share of the question's names that stand around it or in the title, or anywhere in a document that
    does not state its council; `dated`: it is of the years and quarters asked for; `own`: of the council asked for.
    `told` is which wanted quantities it tells, `told_around` which its neighbours tell as well.
    """

    hit: Hit
    rank: int
    place: int
    ranges: Ranges
    start: int
    end: int
    text: str
    words: int
    vector: Vectors
    near: float
    asked: float
    held: float
    around: float
    about: float
    names: float
    dated: bool
    own: bool
    told: frozenset[Wanted]
    told_around: frozenset[Wanted]

    @property
    def plain(self) -> str:
        """Its words, as copies compare."""
        return plain_words(self.text)


def candidates(question: Question, matter: Vectors, material: Material) -> list[Candidate]:
    """Every sentence of the passages found that says something, in the order of the passages."""
    weights = _rarity(question, material)
    unstated = of_unstated_councils(material.hits) if question.names else {}
    found: list[Candidate] = []
    for rank, (hit, vectors) in enumerate(zip(material.hits, material.sentences, strict=True)):
        if hit.place.passage.kind not in SAYS_NOTHING and not hit.place.superseded_by:
            found += _Passage(question, weights, hit, rank, unstated).candidates(vectors, matter, material.vector)
    return found


def _rarity(question: Question, material: Material) -> dict[str, float]:
    """What share of the question each of its words is, by rarity."""
    rarity = [max(material.found.rarity.get(word, 0.0), 0.0) for word in question.words]
    total = sum(rarity) or 1.0
    return {word: value / total for word, value in zip(question.words, rarity, strict=True)}


class _Passage:
    """One passage taken apart."""

    def __init__(
        self, question: Question, weights: dict[str, float], hit: Hit, rank: int, unstated: Mapping[str, frozenset[str]]
    ) -> None:
        self._question = question
        self._weights = weights
        self._hit = hit
        self._rank = rank
        self._text = hit.place.passage.text
        self._ranges = sentences(self._text)
        self._said = [terms_of(self._text[start:end]) for start, end in self._ranges]
        self._title = _title_terms(hit)
        self._about = frozenset().union(self._title, *self._said)
        self._nameable = self._title | unstated.get(hit.place.record.id, frozenset())
        self._quarters = quarters(self._text) if question.quarters else frozenset()

    def candidates(self, vectors: Vectors, matter: Vectors, asked: Vectors) -> Iterator[Candidate]:
        """The sentences that say something; row i of `vectors` is of the i-th that has a vector."""
        rows = iter(range(len(vectors)))
        near = vectors @ matter
        whole = near if matter is asked else vectors @ asked
        for at, (start, end) in enumerate(self._ranges):
            text = self._text[start:end]
            if not is_encoded(text):
                continue
            row = next(rows, None)
            if row is None:  # the document was replaced meanwhile
                return
            if says_something(text, self._hit.place.passage.item) and not is_formal(text):
                yield self._candidate(at, vectors[row], float(near[row]), float(whole[row]))

    def _candidate(self, at: int, vector: Vectors, near: float, asked: float) -> Candidate:
        start, end = self._ranges[at]
        text, question = self._text[start:end], self._question
        first, last = max(at - 1, 0), min(at + 1, len(self._ranges) - 1)
        window = self._text[self._ranges[first][0] : self._ranges[last][1]]
        around = frozenset().union(*self._said[first : last + 1])
        wanted = question.wanted & QUANTITIES
        fresh = without_figures(text, question.figures)
        told = frozenset(kind for kind in wanted if tells(fresh if kind in FIGURES else text, kind))
        return Candidate(
            hit=self._hit,
            rank=self._rank,
            place=at,
            ranges=self._ranges,
            start=self._hit.place.passage.start + start,
            end=self._hit.place.passage.start + end,
            text=text,
            words=len(text.split()),
            vector=vector,
            near=near,
            asked=asked,
            held=self._share(self._said[at]),
            around=self._share(around),
            about=self._share(self._about),
            names=_share_of(question.names, (self._said[at] if wanted & FIGURES else around) | self._nameable),
            dated=self._is_dated(text, window),
            own=self._is_own(),
            told=told,
            told_around=told | {kind for kind in wanted - told if tells(window, kind)},
        )

    def _share(self, said: frozenset[str]) -> float:
        return sum(weight for word, weight in self._weights.items() if word in said)

    def _is_dated(self, text: str, window: str) -> bool:
        """Whether a sentence is of a year and a quarter asked for, if any are.

        It names the year, or no other and stands beside it or in a record of that year; the quarter its passage names.
        """
        quarters, asked = self._question.quarters, self._question.years
        if quarters and not quarters & self._quarters:
            return False
        if not asked:
            return True
        own = years(text)
        if own:
            return any(_agrees(year, own) for year in asked)
        near, held_on = years(window) | years(self._hit.place.passage.item or ""), self._hit.place.meeting.held_on
        return any(_agrees(year, near) or (held_on and is_within(held_on, year)) for year in asked)

    def _is_own(self) -> bool:
        """Whether it is a record of a council asked for, or may be."""
        named, council = self._question.councils, self._hit.place.meeting.council
        return not named or council is None or council in named


def _agrees(year: str, said: frozenset[str]) -> bool:
    """Whether a year is among others; a single year is within a financial one, and not the other way round."""
    return year in said or (len(year) == 4 and any(other.startswith(year) for other in said))


def _share_of(wanted: Sequence[str], said: frozenset[str]) -> float:
    return sum(word in said for word in wanted) / len(wanted) if wanted else 1.0


def _title_terms(hit: Hit) -> frozenset[str]:
    """The terms of a passage's item and minute number, its council and committee, and the date of its meeting."""
    meeting, passage = hit.place.meeting, hit.place.passage
    day = long_date(meeting.held_on) if meeting.held_on else None
    said = filter(None, (passage.item, passage.minute_number, meeting.council, meeting.committee, day))
    return terms_of(" ".join(said))

"""From weighed sentences to an answer that reads well: copies merged, context taken in, put in order, kept short."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from index.asking import plain
from index.backend import Hit, Place
from index.time_words import MONTHS, WEEKDAYS
from search_api.answer import Citation, Statement, cite
from search_api.candidates import Candidate, Ranges
from search_api.number_words import NUMBER_WORDS
from search_api.question import Form, Question
from search_api.wanted import QUANTITIES, Wanted
from search_api.weighing import agrees

WORDS = 91
LIST_WORDS = 180
"""Words of an answer, and of one to a question that asks for a list or a story."""
MOST = 9
"""Statements at most."""
BEHIND = 2.0
"""What weighs so much less than the best sentence has nothing to add…"""
DECISIONS_BEHIND = 4.0
"""…if it is no decision: "RESOLVED that collections begin in April" has its matter in the title alone…"""
SAME_MATTER = 0.6
NEAR = 0.25
"""…unless it is on the same matter: with such cosines to the best sentence and to the question."""
OF_IT = 0.5
"""What share of the best passage's share of the question's words a passage of another document must hold."""
ALIKE = 0.9
"""Sentences with such a cosine, and the same numbers, dates, negations and decisions, say the same."""
CONTEXT_WORDS = 45
"""A neighbour of more words is not taken in."""

_DIFFERENCES = re.compile(
    rf"\d[\d,.]*|\b(?:{'|'.join((*NUMBER_WORDS, *MONTHS, *WEEKDAYS))}|not|no|never|none|without"
    r"|agree[sd]?|resolved?|refuse[sd]?|approve[sd]?|reject(?:s|ed)?)\b",
    re.I,
)
"""Words that make another statement of one that is otherwise alike."""
_LEANS = re.compile(
    r"^\W*(?:he|she|they|it|this|these|those|that|such|however|therefore|instead|in (?:reply|response)(?=,)"
    r"|the (?:latter|former)|(?:his|her|their|its) \w+)\b",
    re.I,
)
"""Beginnings that lean on the sentence before."""
_ASKED = re.compile(r"\b(?:asked|questioned|queried|enquired|inquired|requested)\b", re.I)
_REPLIES = re.compile(
    r"^\W*(?:in (?:reply|response)"
    r"|(?:members?|the (?:board|committee|panel|council|cabinet)) (?:was|were) (?:advised|informed|told|assured))\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Span:
    """Sentences `first` to `last` of all `ranges` of a passage, and the best of their weights.

    `copies` say the same elsewhere; of those with the very same words the places are told.
    """

    hit: Hit
    ranges: Ranges
    first: int
    last: int
    weight: float
    copies: tuple[Candidate, ...] = ()

    @property
    def start(self) -> int:
        """The first character, in the passage."""
        return self.ranges[self.first][0]

    @property
    def end(self) -> int:
        """Behind the last character, in the passage."""
        return self.ranges[self.last][1]

    @property
    def words(self) -> int:
        """How many words it has."""
        return len(self.hit.place.passage.text[self.start : self.end].split())


def compose(question: Question, ranked: Sequence[Candidate], weights: Sequence[float]) -> tuple[Statement, ...]:
    """Choose among sentences, the best first, that weigh so much, and put them in the order in which they are read."""
    most = LIST_WORDS if question.several or question.form is Form.KEYWORDS else WORDS
    behind = DECISIONS_BEHIND if Wanted.DECISION in question.wanted else BEHIND
    chosen = _chosen(ranked, weights, most, behind)
    ordered = _ordered(question, _joined(chosen))
    lead = _lead(question, ranked, chosen)
    if lead is not None:
        at = next(i for i, span in enumerate(ordered) if span.hit is lead.hit and span.first <= lead.place <= span.last)
        ordered.insert(0, ordered.pop(at))
    return tuple(_statement(span) for span in ordered)


def _chosen(ranked: Sequence[Candidate], weights: Sequence[float], most: int, behind: float) -> list[Span]:
    kept: list[Candidate] = []
    spans: list[Span] = []
    words = 0
    for candidate, weight in zip(ranked, weights, strict=True):
        twin = next((at for at, other in enumerate(kept) if _alike(candidate, other)), None)
        if twin is not None:
            spans[twin] = replace(spans[twin], copies=(*spans[twin].copies, candidate))
        elif len(kept) < MOST and _adds(candidate, ranked[0], weights[0] - weight <= behind):
            span = _in_context(Span(candidate.hit, candidate.ranges, candidate.place, candidate.place, weight))
            if not kept or words + span.words <= most:
                kept.append(candidate)
                spans.append(span)
                words += span.words
    return spans


def _adds(candidate: Candidate, best: Candidate, weighs: bool) -> bool:
    """Whether a sentence, which may weigh enough beside the best one, has something to add to it."""
    elsewhere = candidate.hit.place.record.id != best.hit.place.record.id
    if elsewhere and candidate.about < OF_IT * best.about:
        return False
    likeness = float(candidate.vector @ best.vector)
    return weighs or (likeness >= SAME_MATTER and candidate.near >= NEAR)


def _alike(one: Candidate, other: Candidate) -> bool:
    if float(one.vector @ other.vector) >= ALIKE and _told(one.text) == _told(other.text):
        return True
    return one.words == other.words and one.plain == other.plain


def _told(text: str) -> list[str]:
    return [found.casefold() for found in _DIFFERENCES.findall(text)]


def _in_context(span: Span) -> Span:
    """The span with the sentence before that it leans on, or the reply to the question that it is."""
    text, ranges = span.hit.place.passage.text, span.ranges
    own = text[slice(*ranges[span.first])]
    if span.first and _LEANS.match(own) and _beside(text, ranges[span.first - 1], ranges[span.first]):
        span = replace(span, first=span.first - 1)
    elif span.last + 1 < len(ranges) and _ASKED.search(own) and not _REPLIES.match(own):
        following = ranges[span.last + 1]
        if _REPLIES.match(text[slice(*following)]) and _beside(text, following, ranges[span.last]):
            span = replace(span, last=span.last + 1)
    return span


def _beside(text: str, other: tuple[int, int], own: tuple[int, int]) -> bool:
    """Whether a neighbour stands in the same paragraph and is short enough to be taken in."""
    between = text[min(other[1], own[1]) : max(other[0], own[0])]
    return "\n" not in between and len(text[slice(*other)].split()) <= CONTEXT_WORDS


def _joined(spans: Iterable[Span]) -> list[Span]:
    """Spans of one passage that meet or overlap as one, as long as no line ends between them."""
    joined: list[Span] = []
    for span in sorted(spans, key=lambda one: (one.hit.place.passage.id, one.first)):
        before = joined[-1] if joined else None
        if before is not None and before.hit is span.hit and _meet(before, span):
            joined[-1] = replace(
                before,
                last=max(before.last, span.last),
                weight=max(before.weight, span.weight),
                copies=before.copies + span.copies,
            )
        else:
            joined.append(span)
    return joined


def _meet(before: Span, span: Span) -> bool:
    text = before.hit.place.passage.text
    return span.first <= before.last or (span.first == before.last + 1 and "\n" not in text[before.end : span.start])


def _ordered(question: Question, spans: Sequence[Span]) -> list[Span]:
    """Passage by passage: the newest meeting first for the latest, a story as it went, else the best first."""
    passages = [list(group) for _, group in groupby(spans, key=lambda span: span.hit.place.passage.id)]
    if question.latest or question.several or question.form is Form.KEYWORDS:
        passages.sort(key=lambda group: (group[0].hit.place.record.id, group[0].hit.place.passage.start))
        passages.sort(key=lambda group: _day(group[0].hit, question.latest))
    else:
        passages.sort(key=lambda group: -max(span.weight for span in group))
    return [span for group in passages for span in group]


def _day(hit: Hit, newest_first: bool) -> int:
    """By which passages are put in the order of their meetings; what is undated comes last."""
    held_on = hit.place.meeting.held_on
    if held_on is None:
        return date.max.toordinal()
    return -held_on.toordinal() if newest_first else held_on.toordinal()


def _lead(question: Question, ranked: Sequence[Candidate], chosen: Sequence[Span]) -> Candidate | None:
    """The best of the chosen sentences that tells the figure or date asked for, or the newest for the latest."""
    if question.several or not question.wanted & QUANTITIES:
        return None
    places = {(id(span.hit), place) for span in chosen for place in range(span.first, span.last + 1)}
    told = [one for one in ranked if (id(one.hit), one.place) in places and agrees(question, one)]
    if question.latest:
        told.sort(key=lambda one: _day(one.hit, newest_first=True))
    return told[0] if told else None


def _statement(span: Span) -> Statement:
    place = span.hit.place
    quote = cite(place, place.passage.start + span.start, place.passage.start + span.end)
    found = {(quote.record.id, quote.start): quote}
    same = plain(quote.quote)
    copies = (cite(one.hit.place, one.start, one.end) for one in span.copies if one.plain == same)
    for other in (*_elsewhere(quote, span.hit.also_at), *copies):
        found.setdefault((other.record.id, other.start), other)
    return Statement(quote.quote, quote, tuple(found.values())[1:])


def _elsewhere(quote: Citation, places: Iterable[Place]) -> Iterable[Citation]:
    """The same words in other places of the passage."""
    for place in places:
        at = place.passage.text.find(quote.quote)
        if at >= 0:
            yield cite(place, place.passage.start + at, place.passage.start + at + len(quote.quote))

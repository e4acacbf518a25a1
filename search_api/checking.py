"""The checks on a sentence that a language model gives back: it may join and shorten the record, and no more.

What holds is made of whole statements of one meeting, in their order, each with all its sentences; every word stands in
the quotes, as printed and in its order. So no number, date, name, negation or condition can be added, changed, moved to
another subject or (`search_api.shortening`) lost, and no reply can be put to another question. Sentences are joined by
their full stops, or by a semicolon where nobody is said to have said the first: "… said that A; B" would give B to
whoever said A. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from search_api.answer import Citation
from search_api.quoting import Clean, Passage, Sentence, Word, tail, words
from search_api.shortening import REFERRING, may_be_followed, may_begin, may_end, may_skip

MAX_WORDS = 80
"""A longer sentence is refused: the record's own is then as good."""
MAX_CHARACTERS = 2_000
MAX_RECORD = 200
"""Words of the record that one sentence may be held to: the time taken grows with their square."""
MAX_QUOTES = 6
MIN_QUOTE_WORDS = 3
MIN_WORDS = 3
_PLAIN = frozenset({"that", "the", "a", "an", "and"})
"""Words whose capital means nothing."""
_MENDED = frozenset({"", ",", ";"})
"""Marks that may stand where a clause was left out."""


_ENDS = frozenset({"", ".", ";"})
"""Marks at the end of a sentence that may stand for each other; any other stays."""


@dataclass(frozen=True, slots=True)
class Quote:
    """What a model says it quotes: words of the passage of that number, from 1."""

    passage: int
    text: str


@dataclass(frozen=True, slots=True)
class Proposed:
    """A sentence that a model gives back, not yet checked."""

    text: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """What holds; its citations in the order of its quotes, and which passages it says, from 0."""

    text: str
    citations: tuple[Citation, ...]
    passages: tuple[int, ...]


class _Found(NamedTuple):
    passage: int
    start: int
    end: int


class _At(NamedTuple):
    """The place of a word: the `word`th of the `sentence`th of those to be said."""

    sentence: int
    word: int


Path = tuple[_At, ...]


def check(proposed: Proposed, passages: Sequence[Passage]) -> Checked | None:
    """Hold a sentence to the record; None where it does not hold."""
    if max((len(proposed.text), *(len(quote.text) for quote in proposed.quotes))) > MAX_CHARACTERS:
        return None
    text = Clean.of(proposed.text).text
    said = words(text)
    if "\n" in text or not MIN_WORDS <= len(said) <= MAX_WORDS or not 1 <= len(proposed.quotes) <= MAX_QUOTES:
        return None
    found = [_find(quote, passages) for quote in proposed.quotes]
    quotes = list(dict.fromkeys(quote for quote in found if quote))
    used = sorted({quote.passage for quote in quotes})
    if None in found or len({passages[number].meeting for number in used}) > 1:
        return None
    record = [one for number in used for one in _to_say(number, quotes, passages)]
    if sum(len(one.sentence.words) for one in record) > MAX_RECORD:
        return None
    path = _Tracing(said, tail(text), record).path()
    if path is None or not all(_rests_on(quote, path, record) for quote in quotes):
        return None
    citations = [passages[quote.passage].cite(quote.start, quote.end) for quote in quotes]
    known = tuple(citation for citation in citations if citation)
    return Checked(text, known, tuple(used)) if len(known) == len(citations) else None


def _find(quote: Quote, passages: Sequence[Passage]) -> _Found | None:
    if not 1 <= quote.passage <= len(passages) or len(words(quote.text)) < MIN_QUOTE_WORDS:
        return None
    span = passages[quote.passage - 1].find(quote.text)
    return _Found(quote.passage - 1, *span) if span else None


@dataclass(frozen=True, slots=True)
class _ToSay:
    """A sentence of the record that is to be said; `held` are those of its words that quotes hold.

    `apart`: it begins a passage, so that what it refers to does not stand before it.
    """

    passage: int
    sentence: Sentence
    held: frozenset[int]
    apart: bool


def _to_say(number: int, quotes: Sequence[_Found], passages: Sequence[Passage]) -> Iterator[_ToSay]:
    for n, sentence in enumerate(passages[number].sentences):
        held = (at for at, word in enumerate(sentence.words) if any(_holds(quote, number, word) for quote in quotes))
        yield _ToSay(number, sentence, frozenset(held), n == 0)


def _holds(quote: _Found, passage: int, word: Word) -> bool:
    return quote.passage == passage and quote.start <= word.start and word.end <= quote.end


def _rests_on(quote: _Found, path: Path, record: Sequence[_ToSay]) -> bool:
    """Whether a word is taken from this quote."""
    places = ((record[at.sentence], at.word) for at in path)
    return any(_holds(quote, one.passage, one.sentence.words[word]) for one, word in places)


class _Tracing:
    """Looks for the way in which words run through sentences of the record: through all of them, forwards."""

    def __init__(self, said: Sequence[Word], end: str, record: Sequence[_ToSay]) -> None:
        self._said = said
        self._end = end
        self._record = record
        self._known: dict[tuple[int, _At], Path | None] = {}

    def path(self) -> Path | None:
        """The place of each word; None where there is no way. Of several the first that is found counts."""
        before = self._said[0].before
        openings = (at for at in self._openings(0, 0) if before in {"", self._word(at).before})
        return next((way for at in openings if (way := self._onwards(0, at))), None)

    def _onwards(self, said: int, at: _At) -> Path | None:
        """The way from the `said`th word on, which stands at `at`."""
        if (said, at) not in self._known:
            self._known[said, at] = self._sought(said, at)
        return self._known[said, at]

    def _sought(self, said: int, at: _At) -> Path | None:
        last = at.sentence + 1 == len(self._record)
        if said + 1 == len(self._said):
            return (at,) if last and self._may_end(at, self._end) else None
        further = list(self._further(said + 1, at))
        if not last:
            further += [one for one in self._openings(said + 1, at.sentence + 1) if self._may_join(said + 1, at, one)]
        ways = (self._onwards(said + 1, one) for one in further)
        return next(((at, *way) for way in ways if way), None)

    def _further(self, said: int, at: _At) -> Iterator[_At]:
        """Where the `said`th word may stand in the same sentence of the record."""
        sentence, before = self._record[at.sentence].sentence, self._said[said].before
        for n in range(at.word + 1, len(sentence.words)):
            one = at._replace(word=n)
            if not self._same(said, one):
                continue
            next_word = n == at.word + 1 and before == sentence.words[n].before
            if next_word or (before in _MENDED and n > at.word + 1 and may_skip(sentence, at.word + 1, n)):
                yield one

    def _openings(self, said: int, number: int) -> Iterator[_At]:
        """Where the `said`th word may begin a sentence of the record; one that refers back cannot be joined on."""
        one = self._record[number]
        if said and one.apart and one.sentence.words[0].text.lower() in REFERRING:
            return
        for n in range(len(one.sentence.words)):
            at = _At(number, n)
            if self._same(said, at) and may_begin(one.sentence, n):
                yield at

    def _may_join(self, said: int, last: _At, opening: _At) -> bool:
        """Whether the `said`th word, which begins a sentence, may follow the last one as it does."""
        mark = self._said[said].before.removesuffix(self._word(opening).before)
        semicolon = mark == ";" and may_be_followed(self._record[last.sentence].sentence)
        return (mark not in {"", ";"} or semicolon) and self._may_end(last, mark)

    def _may_end(self, at: _At, mark: str) -> bool:
        """Whether a sentence may end behind this word with these marks: a question stays one, nothing becomes one."""
        sentence = self._record[at.sentence].sentence
        if at.word + 1 == len(sentence.words):
            return mark == sentence.tail or {mark, sentence.tail} <= _ENDS
        return mark in _ENDS and "?" not in sentence.tail and may_end(sentence, at.word + 1)

    def _same(self, said: int, at: _At) -> bool:
        """Whether it is the same word; its case counts, save where a sentence begins."""
        mine, theirs = self._said[said].text, self._word(at).text
        if at.word not in self._record[at.sentence].held or mine.lower() != theirs.lower():
            return False
        return mine == theirs or said == 0 or at.word == 0 or mine.lower() in _PLAIN

    def _word(self, at: _At) -> Word:
        return self._record[at.sentence].sentence.words[at.word]

"""The checks on a sentence that a language model gives back: it may join and shorten the record, and no more.

Every word of it stands in its quotes, as printed and in their order: so no number, date, name, negation or condition
can be added, changed, moved to another subject or (`search_api.shortening`) lost. Of its own it may put nothing but a
semicolon between two sentences of one meeting: "… said that A, and B" would give B to whoever said A, and "the Board"
of another meeting is another Board. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from search_api.answer import Citation
from search_api.quoting import Clean, Passage, Sentence, Word, tail, words
from search_api.shortening import REFERRING, may_begin, may_end, may_skip

MAX_WORDS = 80
"""A longer sentence is refused: the record's own is then as good."""
MAX_QUOTES = 6
MIN_QUOTE_WORDS = 3
MIN_WORDS = 3
_PLAIN = frozenset({"that", "the", "a", "an", "and"})
"""Words whose capital means nothing."""
_MENDED = frozenset({"", ",", ";"})
"""Marks that may stand where a clause was left out."""


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


class Used(NamedTuple):
    """A sentence of the record: the `sentence`th of the `passage`th passage, both from 0."""

    passage: int
    sentence: int


@dataclass(frozen=True, slots=True)
class Checked:
    """A sentence that holds; its citations in the order of its quotes, and which sentences of the record it says."""

    text: str
    citations: tuple[Citation, ...]
    used: tuple[Used, ...]


class _Found(NamedTuple):
    passage: int
    start: int
    end: int


class _At(NamedTuple):
    """The place of a word: the `word`th of the `sentence`th of those quoted."""

    sentence: int
    word: int


def check(proposed: Proposed, passages: Sequence[Passage]) -> Checked | None:
    """Hold a sentence to the record; None where it does not hold."""
    text = Clean.of(proposed.text).text
    said = words(text)
    if "\n" in text or not MIN_WORDS <= len(said) <= MAX_WORDS or not 1 <= len(proposed.quotes) <= MAX_QUOTES:
        return None
    found = [_find(quote, passages) for quote in proposed.quotes]
    quotes = list(dict.fromkeys(quote for quote in found if quote))
    if None in found:
        return None
    quoted = _quoted(quotes, passages)
    if len({passages[quote.passage].meeting for quote in quotes}) > 1:
        return None
    path = _Tracing(said, tail(text), quoted).path()
    if path is None or not all(_rests_on(quote, path, quoted) for quote in quotes):
        return None
    citations = [passages[quote.passage].cite(quote.start, quote.end) for quote in quotes]
    known = tuple(citation for citation in citations if citation)
    used = tuple(dict.fromkeys(quoted[at.sentence].used for at in path))
    return Checked(text, known, used) if len(known) == len(citations) else None


def _find(quote: Quote, passages: Sequence[Passage]) -> _Found | None:
    if not 1 <= quote.passage <= len(passages) or len(words(quote.text)) < MIN_QUOTE_WORDS:
        return None
    span = passages[quote.passage - 1].find(quote.text)
    return _Found(quote.passage - 1, *span) if span else None


@dataclass(frozen=True, slots=True)
class _Quoted:
    """A sentence of the record that quotes touch, and which of its words they hold."""

    used: Used
    sentence: Sentence
    held: frozenset[int]


def _quoted(quotes: Sequence[_Found], passages: Sequence[Passage]) -> tuple[_Quoted, ...]:
    held: dict[Used, set[int]] = {}
    for quote in quotes:
        for number, sentence in enumerate(passages[quote.passage].sentences):
            inside = {n for n, word in enumerate(sentence.words) if _holds(quote, word)}
            if inside:
                held.setdefault(Used(quote.passage, number), set()).update(inside)
    return tuple(
        _Quoted(used, passages[used.passage].sentences[used.sentence], frozenset(inside))
        for used, inside in held.items()
    )


def _holds(quote: _Found, word: Word) -> bool:
    return quote.start <= word.start and word.end <= quote.end


def _rests_on(quote: _Found, path: Sequence[_At], quoted: Sequence[_Quoted]) -> bool:
    """Whether a word of the sentence is taken from this quote."""
    return any(
        quoted[at.sentence].used.passage == quote.passage and _holds(quote, quoted[at.sentence].sentence.words[at.word])
        for at in path
    )


Path = tuple[_At, ...]


class _Tracing:
    """Looks for the way in which the words of a sentence run through sentences of the record.

    Each sentence of the record is gone through once, forwards. Of several ways the first that is found counts.
    """

    def __init__(self, said: Sequence[Word], end: str, quoted: Sequence[_Quoted]) -> None:
        self._said = said
        self._end = end
        self._quoted = quoted
        self._known: dict[tuple[int, _At, frozenset[int]], Path | None] = {}

    def path(self) -> Path | None:
        """The place of each word; None where there is no way."""
        for at in self._openings(0, frozenset()):
            first = self._quoted[at.sentence].sentence
            way = self._onwards(0, at, frozenset({at.sentence}))
            if way and self._said[0].before in {"", first.words[at.word].before}:
                return way
        return None

    def _onwards(self, said: int, at: _At, gone: frozenset[int]) -> Path | None:
        """The way from the `said`th word on, which stands at `at`."""
        key = said, at, gone
        if key not in self._known:
            self._known[key] = self._sought(said, at, gone)
        return self._known[key]

    def _sought(self, said: int, at: _At, gone: frozenset[int]) -> Path | None:
        sentence = self._quoted[at.sentence].sentence
        if said + 1 == len(self._said):
            return (at,) if may_end(sentence, at.word + 1) and self._ends_well(at, gone) else None
        steps = [(said + 1, further, gone) for further in self._further(said + 1, at)]
        if self._said[said + 1].before == ";" and may_end(sentence, at.word + 1):
            steps += [(said + 1, opening, gone | {opening.sentence}) for opening in self._openings(said + 1, gone)]
        ways = (self._onwards(*step) for step in steps)
        return next(((at, *way) for way in ways if way), None)

    def _further(self, said: int, at: _At) -> Iterator[_At]:
        """Where the `said`th word may stand in the same sentence of the record."""
        sentence, word = self._quoted[at.sentence].sentence, self._said[said]
        for n in range(at.word + 1, len(sentence.words)):
            further = at._replace(word=n)
            if not self._same(said, further):
                continue
            if n == at.word + 1:
                if word.before == sentence.words[n].before:
                    yield further
            elif word.before in _MENDED and may_skip(sentence, at.word + 1, n):
                yield further

    def _openings(self, said: int, gone: frozenset[int]) -> Iterator[_At]:
        """Where the `said`th word may begin another sentence of the record; what refers back cannot be joined on."""
        for number, quoted in enumerate(self._quoted):
            for n in range(len(quoted.sentence.words) if number not in gone else 0):
                at = _At(number, n)
                refers = n == 0 and quoted.sentence.words[n].text.lower() in REFERRING
                alone = not refers or (said == 0 and quoted.sentence.first)
                if self._same(said, at) and alone and may_begin(quoted.sentence, n):
                    yield at

    def _same(self, said: int, at: _At) -> bool:
        """Whether it is the same word; its case counts, save where a sentence begins."""
        quoted, word = self._quoted[at.sentence], self._said[said].text
        theirs = quoted.sentence.words[at.word].text
        if at.word not in quoted.held or word.lower() != theirs.lower():
            return False
        return word == theirs or said == 0 or at.word == 0 or word.lower() in _PLAIN

    def _ends_well(self, at: _At, gone: frozenset[int]) -> bool:
        """Whether a question stays one, alone, and nothing else becomes one."""
        asks = any(self._quoted[number].sentence.asks for number in gone)
        own = self._quoted[at.sentence].sentence.tail
        if asks:
            return len(gone) == 1 and self._end == own
        return self._end in {"", ".", own} and "?" not in self._end

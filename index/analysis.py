"""One analysis of text for everything lexical: the words that are indexed, asked for and marked on the page."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

ANALYSIS_VERSION = 1
"""Goes up with every change to what `terms` returns: caches built with another version are rebuilt."""

LONGEST_TERM = 80
"""Characters kept of one term; what runs on longer is no word (a line of dots, an encoded attachment)."""

_LETTER = r"(?:[^\W_]|[\u0300-\u036f])"
_WORD = rf"{_LETTER}+(?:['\u2019]{_LETTER}+)*"
_PART = rf"(?:(?<!\d)\d{{1,3}}(?:,\d{{3}})+(?!\d)|{_WORD})"
_DASHES = "\\-\u2010\u2011\u2012\u2013"

_PARTS = re.compile(_PART)
_CHUNKS = re.compile(rf"{_LETTER}+(?:[,./'\u2019{_DASHES}]{_LETTER}+)*")
_IDENTIFIERS = re.compile(rf"{_PART}(?:(?:[./]|(?<=\d)[{_DASHES}](?=\d)){_PART})+")
_JOINS = re.compile(rf"[{_DASHES}]")
_POSSESSIVE = re.compile(r"['\u2019]s$")
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)$")

_STOP_WORDS = """
a about above after again against all also am an and any anything are as at be because been before being between both
but by can could did do does doing done during each either ever for from further get give given had happen happened
happening has have having he her here hers him his how i if in into is it its itself just know let like list many me
mention mentioned more most much my no nor not of off on once one only or other our out over own please said same say
saying says she should show so some something such tell than that the their them then there these they thing things
this those through to told too under until up upon us very was we were what whatever when where whether which while who
whom whose why with would yet you your
"""

_ASKING_WORDS = """
answer ask attitude conversation debate describe description discuss discussion explain explanation opinion outline
question regarding summarise summarize summary talk think thought view
"""
"""What a question says of itself ("summarise the discussion about…"); as a keyword each is as good as any other."""


class Term(NamedTuple):
    """A term and where its word stands: `text[start:end]`, in characters."""

    term: str
    start: int
    end: int


def fold(text: str) -> str:
    """`text` in lower case and without accents: "Café" is "cafe"."""
    plain = unicodedata.normalize("NFKD", text)
    return "".join(character for character in plain if not unicodedata.combining(character)).lower()


def terms(text: str) -> list[Term]:
    """The terms of `text` in reading order, stop words included.

    Words are folded and stemmed (Snowball English); a possessive 's, the commas in 500,000 and the "th" in 5th are
    dropped; the parts of a hyphenated word are terms of their own. An identifier ("24/00109", "R/54/149A/LB", "13.1")
    is one term as a whole, followed by its parts; between digits a dash counts as a slash, so that 2023-24 and
    2023/24 are the same.
    """
    found: list[Term] = []
    for chunk in _CHUNKS.finditer(text):
        at = chunk.start()
        found.extend(Term(term, at + start, at + end) for term, start, end in _chunk_terms(chunk[0]))
    return found


def whole_terms(text: str) -> list[Term]:
    """The terms of `text` in reading order, an identifier as a whole and without its parts."""
    found: list[Term] = []
    for term in terms(text):
        if not found or term.start >= found[-1].end:
            found.append(term)
    return found


def indexed(text: str) -> str:
    """The terms of `text` in reading order, a space between them: what an index of words is given."""
    return " ".join(map(_chunk_words, _CHUNKS.findall(text)))


@lru_cache(maxsize=1000)
def content_terms(query: str) -> tuple[str, ...]:
    """The distinct terms of `query` in order, without stop words unless nothing else is left.

    In a sentence, which some stop word shows it to be, the words by which a question asks are left out too.
    """
    every = tuple(dict.fromkeys(term for term, _, _ in terms(query)))
    said = tuple(term for term in every if term not in _stop_terms(_STOP_WORDS))
    if len(said) < len(every):
        said = tuple(term for term in said if term not in _stop_terms(_ASKING_WORDS)) or said
    return said or every


def only_stop_words(text: str) -> bool:
    """Whether a text holds no content word: "what is it", or nothing."""
    return all(term.term in _stop_terms(_STOP_WORDS) for term in terms(text))


@lru_cache(maxsize=100_000)
def _chunk_words(chunk: str) -> str:
    return " ".join(term for term, _, _ in _chunk_terms(chunk))


@lru_cache(maxsize=100_000)
def _chunk_terms(chunk: str) -> tuple[Term, ...]:
    return tuple(sorted(_chunk_parts(chunk), key=lambda term: (term.start, -term.end)))


def _chunk_parts(chunk: str) -> Iterator[Term]:
    for whole in _IDENTIFIERS.finditer(chunk):
        if any(character.isdigit() for character in whole[0]):
            parts = _PARTS.sub(lambda part: _plain(part[0]), whole[0])
            yield Term(_JOINS.sub("/", parts)[:LONGEST_TERM], *whole.span())
    for part in _PARTS.finditer(chunk):
        if plain := _plain(part[0]):
            yield Term(_stem(plain)[:LONGEST_TERM], *part.span())


def _plain(part: str) -> str:
    folded = _POSSESSIVE.sub("", fold(part))
    joined = folded.replace("'", "").replace("\u2019", "").replace(",", "")
    return _ORDINAL.sub(r"\1", "".join(joined.split()))


def _stem(word: str) -> str:
    if not word.isalpha():
        return word
    import snowballstemmer  # what only describes or reads an archive does without it

    # A stemmer keeps the word it works on, so each call has its own: several threads may be here.
    return str(snowballstemmer.stemmer("english").stemWord(word))


@lru_cache(maxsize=2)
def _stop_terms(words: str) -> frozenset[str]:
    return frozenset(term for term, _, _ in terms(words))

"""The words of the record as a language model is shown them, and where each stands in what is cited. Pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import groupby

from index.analysis import content_terms, terms
from ingest.minutes import Meeting
from ingest.sentences import sentences
from search_api.answer import Citation, Statement

_ALIKE = str.maketrans("\u2018\u2019\u201c\u201d\u2010\u2011\u2012\u2013\u2014\u2212\n", "''\"\"------ ")
"""Marks that a model is not relied on to copy as printed: curly quotes, long dashes, the end of a line."""
_WORD = re.compile(r"(?:[£$€¥#]|[-+±~<>≤≥](?=[£$€¥]?\d)){0,3}\w+(?:[-.,/:'&@](?=\w)\w+)*%?")
_IDLE = re.compile(r"[\s•·▪●]+")
_STOPS = (".", "?", "!", '."', '?"', ".)")


@dataclass(frozen=True, slots=True)
class Clean:
    """A text without what cannot be seen, its white space as one space or line break; `at`: where each character stood.

    Control characters, zero-width ones and marks of direction are left out.
    """

    text: str
    at: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> Clean:
        """Clean a text."""
        seen = [(at, one) for at, one in enumerate(text) if one.isspace() or unicodedata.category(one)[0] != "C"]
        kept: list[tuple[int, str]] = []
        for is_space, run in groupby(seen, key=lambda pair: pair[1].isspace()):
            pairs = list(run)
            if is_space:
                breaks = len(("".join(one for _, one in pairs) + ".").splitlines()) > 1
                pairs = [(pairs[0][0], "\n" if breaks else " ")]
            kept += pairs
        while kept and kept[-1][1].isspace():
            kept.pop()
        while kept and kept[0][1].isspace():
            kept.pop(0)
        return cls("".join(one for _, one in kept), tuple(at for at, _ in kept))


def alike(text: str) -> str:
    """`text` with plain quotes and dashes, as long as before: the form in which words are compared."""
    return text.translate(_ALIKE)


@dataclass(frozen=True, slots=True)
class Word:
    """A word, a figure with its currency or percent sign, or a reference; `before`: the marks between it and the last.

    `breaks`: a line begins with it.
    """

    text: str
    start: int
    end: int
    before: str
    breaks: bool = False


def words(text: str) -> tuple[Word, ...]:
    """The words of a clean text, in the form in which they are compared."""
    plain, found, last = alike(text), [], 0
    for match in _WORD.finditer(plain):
        before = text[last : match.start()]
        found.append(Word(match[0], *match.span(), _IDLE.sub("", alike(before)), "\n" in before))
        last = match.end()
    return tuple(found)


def tail(text: str) -> str:
    """The marks after a text's last word."""
    found = words(text)
    return _IDLE.sub("", alike(text[found[-1].end :])) if found else ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the record, with the list below it if it has one.

    `tail` are the marks at its end; `asked` says which of its words the question asks for.
    """

    words: tuple[Word, ...]
    tail: str
    asked: frozenset[int]


@dataclass(frozen=True, slots=True)
class Passage:
    """What a model is shown of one statement: the words that are cited. Offsets of its sentences are into `clean`."""

    citation: Citation
    clean: Clean
    sentences: tuple[Sentence, ...]

    @classmethod
    def of(cls, statement: Statement, question: str) -> Passage:
        """The words that a statement cites in answer to a question."""
        clean = Clean.of(statement.citation.quote)
        return cls(statement.citation, clean, _sentences(clean.text, frozenset(content_terms(question))))

    @property
    def meeting(self) -> tuple[str, Meeting]:
        """The document and the meeting that it is of."""
        return self.citation.record.id, self.citation.meeting

    def find(self, quote: str) -> tuple[int, int] | None:
        """Where these very words stand in the clean text, up to white space and the shape of quotes and dashes."""
        wanted, text = alike(Clean.of(quote).text), alike(self.clean.text)
        at = text.find(wanted) if wanted else -1
        while at >= 0:
            end = at + len(wanted)
            if _whole(text, at) and _whole(text, end):
                return at, end
            at = text.find(wanted, at + 1)
        return None

    def cite(self, start: int, end: int) -> Citation | None:
        """Cite characters of the clean text by those of the document; None where another passage has begun."""
        origin, place = self.citation.start, self.citation.place
        first, last = self.clean.at[start], self.clean.at[end - 1] + 1
        if origin + first >= place.passage.end:
            return None
        return Citation(place, origin + first, origin + last, self.citation.quote[first:last])


def _whole(text: str, at: int) -> bool:
    """Whether no word is cut at `at`."""
    return not 0 < at < len(text) or not (text[at - 1].isalnum() and text[at].isalnum())


def _sentences(text: str, asked: frozenset[str]) -> tuple[Sentence, ...]:
    """The sentences of a clean text; a line that does not end one, such as the head of a list, takes in the next."""
    joined: list[tuple[int, int]] = []
    for start, end in sentences(text):
        if joined and not text[slice(*joined[-1])].endswith(_STOPS):
            joined[-1] = joined[-1][0], end
        else:
            joined.append((start, end))
    return tuple(_sentence(text, start, end, asked) for start, end in joined if words(text[start:end]))


def _sentence(text: str, start: int, end: int, asked: frozenset[str]) -> Sentence:
    found = tuple(
        Word(word.text, word.start + start, word.end + start, word.before, word.breaks)
        for word in words(text[start:end])
    )
    wanted = (n for n, word in enumerate(found) if not asked.isdisjoint(term.term for term in terms(word.text)))
    return Sentence(found, tail(text[start:end]), frozenset(wanted))

"""Whether what was found is what was to be found: one question at a time, as pure functions.

A text bears on a piece of evidence when it shares a run of eight words with its quote (all of a shorter quote) and
stands in the document that the evidence names, or in a copy of it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import unquote

from index.metrics import precision, reciprocal_rank, success
from search_api.questions import Evidence, Question

RUN = 8
DEPTH = 10
READ = 2000
"""Characters of a hit that count: a whole document returned as one hit must not win."""

SEARCH_MEASURES = ("success@1", "success@5", "mrr@10", "evidence@10", "precision@5")

_DROPPED = re.compile("[’'\u00ad\ufffe\ufffd]")
_WORD = re.compile(r"[a-z0-9£%]+")


@dataclass(frozen=True, slots=True)
class Found:
    """A text that a system returned, and the sources of all documents in which it stands."""

    text: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """The words of a piece of evidence, and the runs of them by which it is recognised."""

    doc: str
    words: tuple[str, ...]
    runs: frozenset[tuple[str, ...]]

    @classmethod
    def of(cls, evidence: Evidence) -> Quote:
        """Make a piece of evidence comparable."""
        said = words(evidence.quote)
        size = min(RUN, len(said))
        return cls(evidence.doc, said, frozenset(_runs(said, size)) if size else frozenset())

    def is_shared_by(self, text: Sequence[str]) -> bool:
        """Whether the words of a text hold one of the runs."""
        size = min(RUN, len(self.words))
        return bool(self.runs) and any(run in self.runs for run in _runs(text, size))


Gold = tuple[tuple[Quote, ...], ...]
"""The distinct passages that answer a question, each with its quote in every place where it is filed."""


def gold(question: Question) -> Gold:
    """The evidence of a question, with copies and translations folded into the passage that they repeat.

    A copy is one that shares a run with a passage, or else, where it is marked as one, of the first passage.
    """
    passages: list[list[Quote]] = []
    for evidence in question.evidence:
        quote = Quote.of(evidence)
        home = next((p for p in passages if p[0].is_shared_by(quote.words) or quote.is_shared_by(p[0].words)), None)
        if home is None and passages and (evidence.copy_of_first or evidence.translation):
            home = passages[0]
        if home is None:
            passages.append([quote])
        else:
            home.append(quote)
    return tuple(tuple(passage) for passage in passages)


def borne_on(found: Found, passages: Gold) -> frozenset[int]:
    """The numbers of the gold passages, from 0, that a text bears on."""
    said = words(found.text)
    return frozenset(
        number
        for number, passage in enumerate(passages)
        if any(
            quote.is_shared_by(said) and any(is_document(source, quote.doc) for source in found.sources)
            for quote in passage
        )
    )


def score_ranking(found: Sequence[Found], passages: Gold) -> Mapping[str, float]:
    """Each of `SEARCH_MEASURES` for one question, of what a system returned, best first.

    success@k: whether one of the first k bears on a gold passage; mrr@10: 1 / rank of the first that does;
    evidence@10: the share of the gold passages that the first ten bear on; precision@5: the share of five that do.
    """
    matched = [borne_on(Found(hit.text[:READ], hit.sources), passages) for hit in found[:DEPTH]]
    ranks = range(len(matched))
    relevant = [rank for rank in ranks if matched[rank]]
    return {
        "success@1": success(ranks, relevant, 1),
        "success@5": success(ranks, relevant, 5),
        "mrr@10": reciprocal_rank(ranks, relevant),
        "evidence@10": len(frozenset().union(*matched)) / len(passages),
        "precision@5": precision(ranks, relevant, 5),
    }


def is_document(source: str, doc: str) -> bool:
    """Whether a path or address is that of a gold document: by the last two parts, or one where either has no more."""
    given = PurePosixPath(unquote(source).replace("\\", "/")).parts[-2:]
    wanted = PurePosixPath(doc).parts[-2:]
    shared = min(len(given), len(wanted))
    return shared > 0 and given[-shared:] == wanted[-shared:]


def words(text: str) -> tuple[str, ...]:
    """The words of a text in lower case, without what its printing put into them: apostrophes, hyphens at line ends."""
    return tuple(_WORD.findall(_DROPPED.sub("", text.lower())))


def _runs(text: Sequence[str], size: int) -> list[tuple[str, ...]]:
    return [tuple(text[i : i + size]) for i in range(len(text) - size + 1)]

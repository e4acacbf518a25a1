"""The words that say what a figure is of: those beside it in its clause."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import lru_cache

from index.analysis import content_terms, terms

_CLAUSE = re.compile(r"[;:()•]|,\s|\.\s|\b(?:and|but|while|whilst|whereas|which|although)\b")
_ANY_WORD = "lamp"
_FIGURES = re.compile(r"£?\d[\d,.]*\w*")
_NEAR = 3
"""So many content words before a quantity, and as many behind it, say what it is of."""

COMMON = frozenset(
    content_terms(
        """
        council councillor board committee cabinet member meeting clerk report agreed proposed seconded received
        approved noted resolved advised informed indicated year month week day date total additional sum amount paid
        payment pay invoice cheque chq next last new first given made including include set reduce increase raise rise
        fall fell cut lower apply discuss now currently due expect delay postpone complete around take
        continue propose remain
        """
    )
)
"""Words that stand beside quantities of every kind: sharing them shows nothing."""


def near(text: str, start: int, end: int) -> frozenset[str]:
    """The terms of up to three content words before and behind a stretch, within its clause and up to other figures.

    Words between two figures of a clause are taken to lead to the second: "a value of £5 with a balance of £9".
    """
    first, last = clause(text, start, end)
    leading = (content_words(part) for part in reversed(_FIGURES.split(text[first:start])))
    before = next((words for words in leading if words), ())[-_NEAR:]
    behind = () if _FIGURES.search(text, end, last) else content_words(text[end:last])[:_NEAR]
    return frozenset((*before, *behind)) - COMMON


def clause_terms(text: str, start: int, end: int) -> frozenset[str]:
    """The terms of the clause in which a stretch stands, without it."""
    first, last = clause(text, start, end)
    return frozenset(content_words(f"{text[first:start]} {text[end:last]}")) - COMMON


def content_words(text: str) -> tuple[str, ...]:
    """The distinct terms of a text in order, without stop words and without numbers."""
    # Where nothing but stop words is left, `content_terms` gives those: one word more, and something is left.
    words = content_terms(f"{text} {_ANY_WORD}")
    written = {term.term for term in terms(text)}
    return tuple(word for word in words if word in written and not any(map(str.isdigit, word)))


def clause(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the clause in which a stretch stands begins and ends."""
    begins, ends = _bounds(text)
    first, last = bisect_right(begins, start), bisect_left(ends, end)
    return begins[first - 1] if first else 0, ends[last] if last < len(ends) else len(text)


@lru_cache(maxsize=100)
def _bounds(text: str) -> tuple[Sequence[int], Sequence[int]]:
    """Behind what parts clauses, and before it, each in order."""
    spans = [match.span() for match in _CLAUSE.finditer(text)]
    return [end for _, end in spans], [start for start, _ in spans]

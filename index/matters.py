"""Statements as they are compared: what they are on, and what speaks for one's being on another. Pure."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from index.analysis import content_terms
from index.keys import name_key
from index.ledger import LedgerEntry
from ingest.minutes import Vectors

_COMMON = """
council councillor cllr board committee cabinet member meeting clerk chair chairman report agreed agree resolved resolve
proposed seconded received receive noted note approved approve advised informed indicated reported confirmed asked
request requested recommend recommended action minute minutes item matter update further following regarding mr mrs ms
dr year month week day date next last new would will should could been now also
"""
"""Words that stand in statements of every matter: sharing them shows nothing."""
_GENERAL = frozenset(
    """
    matter matters arising correspondence other business aob aocb any finance updates update reports report minutes
    action actions tracker outstanding progress councillor councillors clerk and the of from previous meeting meetings
    """.split()
)
"""Words of the titles of items under which every matter stands."""
_AROUND = 2
"""Statements before and behind one that are of its matter."""
_RAREST = 2
_MOST_FIGURES = 2


@dataclass(frozen=True, slots=True)
class Matter:
    """A statement and what it is on, as terms and vectors.

    `terms` are its own, `title` those of its item's title, `near` those of it and the statement before it, `around`
    those of the statements around it. `vector` is its own, `wider` that of it and the one before it, each of length 1,
    None where it has none. `lone`: each point of its item is on another matter, so that nothing around it counts.
    """

    entry: LedgerEntry
    terms: frozenset[str]
    title: frozenset[str]
    near: frozenset[str]
    around: frozenset[str]
    titled: frozenset[str]
    vector: Vectors | None
    wider: Vectors | None
    lone: bool


def matters(entries: Sequence[LedgerEntry], vectors: Sequence[Vectors | None]) -> list[Matter]:
    """Statements, in the order of their records, as they are compared; `vectors` is the vector of each."""
    own = [_terms(entry.commitment.text) for entry in entries]
    found = []
    for i, entry in enumerate(entries):
        lone = is_general(entry.place.passage.item) or _is_row(entry)
        reach = [j for j in range(max(0, i - _AROUND), min(len(entries), i + _AROUND + 1)) if _is_beside(entries, i, j)]
        reach = [j for j in reach if not lone or (abs(i - j) <= 1 and not _is_row(entry) and not _is_row(entries[j]))]
        before = [j for j in (i - 1, i) if j == i or (j in reach and not lone)]
        title = frozenset[str]() if lone else _terms(entry.place.passage.item or "")
        found.append(
            Matter(
                entry,
                own[i],
                title,
                frozenset().union(*(own[j] for j in before)) | title,
                frozenset().union(*(own[j] for j in (*reach, i))) | title,
                own[i] | title,
                vectors[i],
                _mean([vectors[j] for j in before]),
                lone,
            )
        )
    return found


class Rarity:
    """What each term of some statements weighs: the fewer of them hold it, the more."""

    def __init__(self, compared: Sequence[Matter]) -> None:
        held = Counter(term for matter in compared for term in matter.titled)
        self.of = {term: math.log(1 + len(compared) / count) for term, count in held.items()}
        self._lengths: dict[frozenset[str], float] = {}

    def cosine(self, one: frozenset[str], other: frozenset[str]) -> float:
        """The share of their rarity that two sets of terms have in common."""
        both = sum([self.of[term] ** 2 for term in one & other])
        return both / (self._length(one) * self._length(other)) if both else 0.0

    def share(self, of: frozenset[str], within: frozenset[str]) -> float:
        """The share of the rarity of some terms that others hold."""
        whole = sum([self.of[term] for term in of])
        return sum([self.of[term] for term in of & within]) / whole if whole else 0.0

    def _length(self, terms: frozenset[str]) -> float:
        if terms not in self._lengths:
            self._lengths[terms] = math.sqrt(sum(self.of[term] ** 2 for term in terms))
        return self._lengths[terms]


def link_signs(earlier: Matter, later: Matter, rarity: Rarity) -> dict[str, float]:
    """What speaks for a statement's being on an earlier commitment; each from 0 to 1, but for `rare` and `figures`.

    `rare` is the rarity of the two rarest terms that both hold, `figures` how many figures, two at most.
    """
    shared = earlier.terms & later.terms
    figures = sum([any(map(str.isdigit, term)) for term in shared])
    return {
        "words": rarity.cosine(earlier.terms, later.terms),
        "rare": sum(sorted([rarity.of[term] for term in shared], reverse=True)[:_RAREST]),
        "near": _product(earlier.vector, later.vector),
        "wider": _product(earlier.wider, later.wider),
        "around": rarity.share(earlier.terms, later.around),
        "with title": rarity.cosine(earlier.titled, later.titled),
        "with before": rarity.cosine(earlier.near, later.near),
        "title": rarity.cosine(earlier.title, later.title),
        "looks back": float(later.entry.commitment.looks_back),
        "lone": float(later.lone),
        "figures": float(min(_MOST_FIGURES, figures)),
    }


def is_general(title: str | None) -> bool:
    """Whether a title says no matter: "Matters arising", "Clerk's report"."""
    words = "".join(c if c.isalpha() else " " for c in name_key(title) or "").split()
    return bool(words) and all(word in _GENERAL or len(word) == 1 for word in words)


def _is_row(entry: LedgerEntry) -> bool:
    return " | " in entry.commitment.text


def _is_beside(entries: Sequence[LedgerEntry], i: int, j: int) -> bool:
    one, other = entries[i].place, entries[j].place
    return one.record.id == other.record.id and one.passage.item == other.passage.item


def _product(one: Vectors | None, other: Vectors | None) -> float:
    return max(0.0, float(one @ other)) if one is not None and other is not None else 0.0


def _mean(vectors: Sequence[Vectors | None]) -> Vectors | None:
    held = [vector for vector in vectors if vector is not None]
    if not held:
        return None
    mean: Vectors = np.mean(held, axis=0)
    length = float(np.linalg.norm(mean))
    return mean / np.float32(length) if length else None


def _terms(text: str) -> frozenset[str]:
    return frozenset(content_terms(text)) - _common()


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    return frozenset(content_terms(_COMMON))

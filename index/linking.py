"""Which statements of a body speak of an earlier commitment: by its minute number, its meeting, or its matter. Pure."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.analysis import content_terms
from index.keys import name_key
from index.ledger import LedgerEntry, Link, Why
from ingest.minutes import Commitment, CommitmentType, Vectors

_COMMON = """
council councillor cllr board committee cabinet member meeting clerk chair chairman report agreed agree resolved
resolve proposed seconded received receive noted note approved approve advised informed indicated reported
confirmed asked request requested recommend recommended action minute minutes item matter update further
following regarding mr mrs ms dr year month week day date next last new would will should could been now also
"""
"""Words that stand in statements of every matter: sharing them shows nothing."""
GENERAL_TITLES = frozenset(
    map(
        name_key,
        (
            "matters arising",
            "correspondence",
            "any other business",
            "aob",
            "aocb",
            "finance",
            "updates",
            "reports",
            "minutes",
            "minutes of previous meetings",
            "clerk's report",
            "action tracker",
            "actions",
        ),
    )
)
"""Titles of items under which every matter stands."""

WEIGHTS: Mapping[str, float] = {
    "words": 6.0,
    "rare": 0.5,
    "near": 4.0,
    "title": 1.5,
    "number": 3.0,
    "meeting": 1.5,
    "who": 0.5,
    "tells": 1.0,
}
LEAST = 5.0
"""A statement speaks of an earlier one if its signs weigh this much."""
OF_BEST = 0.75
"""…and at least this share of what the best earlier one weighs."""
CANDIDATES = 40
"""So many earlier statements that share the rarest words are weighed."""


@dataclass(frozen=True, slots=True)
class _Matter:
    """An entry as it is compared: its terms, those of its item's title, and its vector."""

    entry: LedgerEntry
    terms: frozenset[str]
    title: frozenset[str]
    vector: Vectors | None


def links(entries: Sequence[LedgerEntry], vectors: Sequence[Vectors | None]) -> list[Link]:
    """Draw the links of one body.

    Args:
        entries: its commitments, the oldest meeting first; those without a date are linked to nothing.
        vectors: the vector of each, float32 (d,), of length 1; None where it has none.

    Returns:
        For each statement the earlier commitments that it speaks of, in the order of the entries.
    """
    matters = [_matter(entry, vector) for entry, vector in zip(entries, vectors, strict=True) if entry.held_on]
    rarity = _rarity(matters)
    before: list[_Matter] = []
    postings: dict[str, list[int]] = defaultdict(list)
    found: list[Link] = []
    for matter in matters:
        found += _links_of(matter, before, postings, rarity)
        for term in matter.terms | matter.title:
            postings[term].append(len(before))
        before.append(matter)
    return found


def _matter(entry: LedgerEntry, vector: Vectors | None) -> _Matter:
    title = entry.place.passage.item or ""
    told = frozenset() if name_key(title) in GENERAL_TITLES else _terms(title)
    return _Matter(entry, _terms(entry.commitment.text), told, vector)


def _terms(text: str) -> frozenset[str]:
    return frozenset(content_terms(text)) - _common()


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    return frozenset(content_terms(_COMMON))


def _rarity(matters: Sequence[_Matter]) -> Mapping[str, float]:
    """What each term weighs: the fewer statements hold it, the more."""
    held = Counter(term for matter in matters for term in matter.terms | matter.title)
    return {term: math.log(1 + len(matters) / count) for term, count in held.items()}


def _links_of(
    matter: _Matter, before: Sequence[_Matter], postings: Mapping[str, Sequence[int]], rarity: Mapping[str, float]
) -> Iterator[Link]:
    day = matter.entry.held_on
    weighed = []
    for at in _candidates(matter, before, postings, rarity):
        earlier = before[at]
        if earlier.entry.held_on == day or not _awaits(earlier.entry.commitment):
            continue
        signs = link_signs(earlier, matter, rarity)
        weight = sum(WEIGHTS[name] * value for name, value in signs.items())
        if weight >= LEAST:
            weighed.append((weight, at, signs))
    most = max((weight for weight, _, _ in weighed), default=0.0)
    for weight, at, signs in sorted(weighed, key=lambda one: one[1]):
        if weight >= OF_BEST * most:
            why = Why.MINUTE_NUMBER if signs["number"] else Why.MEETING if signs["meeting"] else Why.CONTENT
            yield Link(before[at].entry.commitment.id, matter.entry.commitment.id, why)


def _candidates(
    matter: _Matter, before: Sequence[_Matter], postings: Mapping[str, Sequence[int]], rarity: Mapping[str, float]
) -> Sequence[int]:
    """The earlier statements that share the most, by rarity, and those of the minute or meeting that is named."""
    shared: Counter[int] = Counter()
    for term in matter.terms | matter.title:
        for at in postings.get(term, ()):
            shared[at] += rarity[term]  # type: ignore[assignment]
    named = [
        at for at, earlier in enumerate(before) if matter.entry.commitment.references and _is_named(earlier, matter)
    ]
    return list(dict.fromkeys([*named, *(at for at, _ in shared.most_common(CANDIDATES))]))


def _is_named(earlier: _Matter, later: _Matter) -> bool:
    number, held_on = earlier.entry.place.passage.minute_number, earlier.entry.held_on
    return any(
        (reference.minute_number is not None and name_key(reference.minute_number) == name_key(number))
        or (reference.held_on is not None and reference.held_on == held_on)
        for reference in later.entry.commitment.references
    )


def link_signs(earlier: _Matter, later: _Matter, rarity: Mapping[str, float]) -> Mapping[str, float]:
    """What speaks for a statement's being on an earlier commitment; each from 0 to 1, `rare` in units of rarity."""
    first, second = earlier.entry.commitment, later.entry.commitment
    shared = earlier.terms & later.terms
    references = second.references
    number = name_key(earlier.entry.place.passage.minute_number)
    near = float(earlier.vector @ later.vector) if earlier.vector is not None and later.vector is not None else 0.0
    return {
        "words": _cosine(earlier.terms, later.terms, rarity),
        "rare": max((rarity[term] for term in shared), default=0.0),
        "near": max(0.0, near),
        "title": _cosine(earlier.title | earlier.terms, later.title | later.terms, rarity)
        if earlier.title and later.title
        else 0.0,
        "number": float(number is not None and any(name_key(r.minute_number) == number for r in references)),
        "meeting": float(any(r.held_on is not None and r.held_on == earlier.entry.held_on for r in references)),
        "who": float(first.who is not None and name_key(first.who) == name_key(second.who)),
        "tells": float(second.outcome is not None or CommitmentType.FOLLOWUP in second.types),
    }


def _awaits(commitment: Commitment) -> bool:
    """Whether something may become of a commitment: nothing does of a report, or of what its meeting settled."""
    return not commitment.settled and commitment.types[0] is not CommitmentType.FOLLOWUP


def _cosine(one: frozenset[str], other: frozenset[str], rarity: Mapping[str, float]) -> float:
    """The share of their rarity that two sets of terms have in common."""
    both = sum(rarity[term] ** 2 for term in one & other)
    if not both:
        return 0.0
    lengths = (sum(rarity[term] ** 2 for term in terms) for terms in (one, other))
    return both / math.sqrt(math.prod(lengths))

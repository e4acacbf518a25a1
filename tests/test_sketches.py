from __future__ import annotations

from hashlib import blake2b

import numpy as np

from index.sketches import LEAST, RUN, SAMPLE, distinct, sketch, sketches, term_hash

WORDS = [f"word{number}" for number in range(400)]
MOST = 1 << 64


def run_hash(*terms: str) -> int:
    """The hash of a run: a polynomial of its terms' hashes, mixed as SplitMix64 mixes, the upper half of it."""
    value = 0
    for term in terms:
        value = (
            value * 0x9E3779B97F4A7C15 + int.from_bytes(blake2b(term.encode(), digest_size=8).digest(), "little")
        ) % MOST
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        value = (value ^ value >> shift) * factor % MOST
    return (value ^ value >> 31) >> 32


def expected(terms: list[str]) -> list[int]:
    runs = sorted({run_hash(*terms[at : at + RUN]) for at in range(len(terms) - RUN + 1)})
    kept = [value for value in runs if value < (1 << 32) // SAMPLE]
    return kept if len(kept) >= LEAST else runs[:LEAST]


def test_a_quarter_of_the_runs_is_kept() -> None:
    found = sketch(WORDS).tolist()
    assert found == expected(WORDS)
    assert len(found) == 113


def test_of_a_short_passage_the_smallest_are_kept() -> None:
    for length in (4, 5, 8):
        assert sketch(WORDS[:length]).tolist() == expected(WORDS[:length])
        assert len(sketch(WORDS[:length])) == min(length - RUN + 1, LEAST)


def test_a_passage_shorter_than_a_run_is_one() -> None:
    (one,), (two,) = sketch(["a", "b"]).tolist(), sketch(["b", "a"]).tolist()
    assert one != two
    assert sketch([]).tolist() == []


def test_what_is_repeated_is_kept_once() -> None:
    assert sketch(["so"] * 50).tolist() == [run_hash("so", "so", "so", "so")]


def test_passages_together_are_as_each_alone() -> None:
    passages = [WORDS[:300], [], WORDS[5:7], WORDS[100:111], ["so"] * 9, WORDS[50:]]
    hashes = np.array([term_hash(term) for passage in passages for term in passage], dtype=np.uint64)
    values, sizes = sketches(hashes, np.array([len(passage) for passage in passages]))
    alone = [sketch(passage).tolist() for passage in passages]
    assert sizes.tolist() == [len(own) for own in alone]
    assert values.tolist() == [value for own in alone for value in own]


def test_a_copy_with_an_insertion_shares_nearly_all() -> None:
    copy = [*WORDS[:200], "inserted", *WORDS[200:]]
    shared = set(sketch(WORDS).tolist()) & set(sketch(copy).tolist())
    assert len(sketch(WORDS)) - len(shared) <= RUN - 1


def test_distinct() -> None:
    values = np.array([5, 0, 5, MOST - 1, 0], dtype=np.uint64)
    assert distinct(values).tolist() == [0, 5, MOST - 1]
    assert distinct(values[:0]).tolist() == []

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import log
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index import inverting, postings
from index.arrays import Arrays, ArrayWriter
from index.corpus import Lexical
from index.inverting import Inverter
from index.lexical import Part, lexical, parts
from index.postings import Postings
from index.ranking import CONTEXT, K1, NEIGHBOUR, B
from index.sketches import sketch

Passages = Sequence[tuple[str, str]]
"""Terms of the body and of the context of each passage of a document."""


def inverted(folder: Path, *documents: Passages) -> Postings:
    folder.mkdir(exist_ok=True)
    with ArrayWriter(folder) as writer:
        inverter = Inverter(writer)
        for body, context in (passage for document in documents for passage in document):
            inverter.add(body.split(), frozenset(context.split()))
        inverter.finish()
        writer.append("sizes", np.array([len(document) for document in documents], dtype=np.int32))
        writer.finish({})
    return Postings(Arrays(folder))


def near(*values: float) -> Any:
    return [pytest.approx(value, abs=1e-6) for value in values]


def shown(found: Lexical) -> tuple[list[float], list[int]]:
    return found.scores.tolist(), found.held.tolist()


ROADS = [("road and road", "cabinet budget"), ("budget", "cabinet")]
LIBRARY = [("library fee for all", "cabinet")]


@pytest.fixture
def segment(tmp_path: Path) -> tuple[Part, ...]:
    return parts([inverted(tmp_path / "s", ROADS, LIBRARY)], [None])


def worth(often: int, length: int, average: float) -> float:
    return often * (K1 + 1) / (often + K1 * (1 - B + B * length / average))


def test_the_score_is_the_share_of_the_words_that_a_passage_holds(segment: tuple[Part, ...]) -> None:
    # Lengths 3, 1, 4, average 8/3; each word stands in one body of three.
    rare = log(1 + (3 - 1 + 0.5) / (1 + 0.5))
    found = lexical(segment, ["road", "budget"])
    assert found.idf.tolist() == near(rare, rare)
    assert shown(found) == (
        near((worth(2, 3, 8 / 3) + CONTEXT) / 2, (NEIGHBOUR + worth(1, 1, 8 / 3)) / 2, 0.0),
        [2, 1, 0],
    )


def test_words_weigh_by_rarity_and_by_what_they_are_given(segment: tuple[Part, ...]) -> None:
    rare, unheard = log(1 + 2.5 / 1.5), log(1 + 3.5 / 0.5)
    found = lexical(segment, ["library", "cabinet"], [3.0, 1.0])
    assert found.idf.tolist() == near(rare, unheard)
    share = 3 * rare / (3 * rare + unheard)
    assert shown(found) == (
        near((1 - share) * CONTEXT, (1 - share) * CONTEXT, share * worth(1, 4, 8 / 3) + (1 - share) * CONTEXT),
        [1, 1, 2],
    )


def test_a_passage_beside_lends_a_little_within_its_document(segment: tuple[Part, ...]) -> None:
    # "fee" stands after the last passage of another document; "road" before the second of its own.
    assert shown(lexical(segment, ["fee"])) == (near(0, 0, worth(1, 4, 8 / 3)), [0, 0, 1])
    assert shown(lexical(segment, ["road"])) == (near(worth(2, 3, 8 / 3), NEIGHBOUR, 0), [1, 0, 0])


def test_of_all_that_a_word_is_worth_the_most_counts(tmp_path: Path) -> None:
    long = "word " + "so " * 400
    segment = parts([inverted(tmp_path / "s", [(long, "word"), (long, ""), ("short", "word"), ("so", "")])], [None])
    average = (401 + 401 + 1 + 1) / 4
    inside = worth(1, 401, average)
    assert shown(lexical(segment, ["word"])) == (
        near(max(inside, CONTEXT, NEIGHBOUR), max(inside, NEIGHBOUR), max(CONTEXT, NEIGHBOUR), 0.0),
        [1, 1, 1, 0],
    )


def test_words_that_no_passage_holds_and_no_words(segment: tuple[Part, ...]) -> None:
    assert shown(lexical(segment, ["zebra"])) == ([0.0] * 3, [0] * 3)
    nothing = lexical(segment, [])
    assert (shown(nothing), nothing.idf.tolist()) == (([0.0] * 3, [0] * 3), [])


def test_no_segments() -> None:
    found = lexical(parts([], []), ["road"])
    assert (shown(found), found.idf.tolist()) == (([], []), near(log(1 + 0.5 / 0.5)))


def test_the_same_bits_in_however_many_segments(tmp_path: Path) -> None:
    random = np.random.default_rng(5)
    documents = [
        [(" ".join(random.choice(list("abcdefgh"), size=random.integers(1, 30))), "x" if n % 3 else "y a")] * 2
        for n in range(40)
    ]
    words = ["a", "x", "d", "y", "h"]
    whole = lexical(parts([inverted(tmp_path / "whole", *documents)], [None]), words)
    cuts = [0, 1, 17, 18, 40]
    split = [inverted(tmp_path / str(cut), *documents[cut:end]) for cut, end in pairwise(cuts)]
    assert shown(lexical(parts(split, [None] * 4), words)) == shown(whole)


def test_rare_words_are_added_place_by_place_to_the_same_bits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(6)
    documents = [
        [(" ".join(f"w{n}" for n in random.geometric(0.2, size=9)), f"w{random.integers(1, 9)}") for _ in range(size)]
        for size in random.integers(1, 9, size=60)
    ]
    words = [f"w{number}" for number in range(1, 12)]
    monkeypatch.setattr(postings, "BLOCK", 20)
    segment = parts([inverted(tmp_path / "s", *documents)], [None])
    assert len(segment[0].postings.bounds) > 5
    found = []
    for rare in (0, 4, 1_000_000):
        monkeypatch.setattr("index.lexical.RARE", rare)
        found.append(shown(lexical(segment, words)))
    assert found[0] == found[1] == found[2]


def test_what_departed_leaves_no_trace_in_the_scores_of_the_others(tmp_path: Path) -> None:
    gone = [("road budget library", "cabinet"), ("road road road road", "")]
    with_it = [inverted(tmp_path / "a", ROADS, gone), inverted(tmp_path / "b", LIBRARY)]
    standing = [np.array([True, True, False, False]), None]
    words = ["road", "budget", "library", "fee"]
    alone = lexical(parts([inverted(tmp_path / "c", ROADS, LIBRARY)], [None]), words)
    found = lexical(parts(with_it, standing), words)
    assert found.idf.tolist() == alone.idf.tolist()
    assert found.scores[[0, 1, 4]].tolist() == alone.scores.tolist()
    assert found.held[[0, 1, 4]].tolist() == alone.held.tolist()


# Postings


def test_postings_of_each_term(tmp_path: Path) -> None:
    held = inverted(tmp_path / "s", [("b a b", "x y"), ("", "x"), ("a", "")], [("b", "x")])
    slots = dict(zip("abxyz", held.slots("abxyz"), strict=True))
    assert slots["z"] is None

    terms = {word: held.term(slot) for word, slot in slots.items() if slot is not None}
    body = {word: list(zip(term.places.tolist(), term.often.tolist(), strict=True)) for word, term in terms.items()}
    assert body == {"a": [(0, 1), (2, 1)], "b": [(0, 2), (3, 1)], "x": [], "y": []}
    assert {word: term.around().tolist() for word, term in terms.items()} == {
        "a": [],
        "b": [],
        "x": [0, 1, 3],
        "y": [0],
    }
    assert terms["x"].is_around(4).tolist() == [True, True, False, True]
    assert terms["a"].is_around(4).tolist() == [False] * 4
    assert {word: term.total for word, term in terms.items()} == {"a": 2, "b": 2, "x": 3, "y": 1}
    assert (held.lengths.tolist(), held.inner.tolist()) == ([3, 0, 1, 1], [False, True, True, False])


def test_a_term_counts_at_most_255_times(tmp_path: Path) -> None:
    held = inverted(tmp_path / "s", [("so " * 300, "")])
    (slot,) = held.slots(["so"])
    assert slot is not None
    assert (held.term(slot).often.tolist(), held.lengths.tolist()) == ([255], [300])


def test_postings_are_the_same_however_small_the_blocks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(8)
    texts = [" ".join(f"w{n}" for n in random.geometric(0.1, size=random.integers(0, 25))) for _ in range(60)]
    documents = [[(text, f"w{number % 4} c") for text in texts[number : number + 5]] for number in range(0, 60, 5)]
    whole = inverted(tmp_path / "whole", *documents)
    monkeypatch.setattr(inverting, "BLOCK_TERMS", 40)
    monkeypatch.setattr(inverting, "MERGED", 7)
    inverted(tmp_path / "parts", *documents)
    names = ["terms", "body_ends", "places", "counts", "context_ends", "starts", "stops", "lengths"]
    one, other = Arrays(tmp_path / "whole"), Arrays(tmp_path / "parts")
    for name in [*names, "sketch", "sketch_ends"]:
        assert one[name].dtype == other[name].dtype
        assert one[name].tolist() == other[name].tolist(), name
    assert one["sketch"][: one["sketch_ends"][0]].tolist() == sketch(texts[0].split()).tolist()
    assert whole.lengths.tolist() == [len(text.split()) for text in texts]

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from random import Random

import numpy as np
import pytest

from index.analysis import terms
from index.backend import UNFILTERED, Filters, Query
from index.catalogue import UNDATED
from index.embedded import EmbeddedIndex
from index.sketches import sketch
from index.snapshot import Snapshot
from ingest.minutes import Kind, Prepared, Sentences
from tests.index_fixtures import DIMENSION, ENCODER, prepared, unit

NORTH = unit(1, 0, 0, 0)

LATER = prepared(
    "b.txt",
    ("The budget for roads and bridges was cut.", (1, 0, 0, 0)),
    ("Noted.", (3, 4, 0, 0)),
    held_on=date(2024, 1, 2),
    kind=Kind.REPORT,
)
SOONER = prepared("a.txt", ("Roads were mended.", (0, 1, 0, 0)), council=None, committee="Board")
TWIN = prepared("c.txt", ("Noted.", (4, 3, 0, 0)), council="kent", held_on=date(2023, 1, 1))


def writer(folder: Path) -> EmbeddedIndex:
    return EmbeddedIndex.open(folder, encoder=ENCODER, dimension=DIMENSION, writable=True)


def current(index: EmbeddedIndex) -> Snapshot:
    with index._store.reading() as reader:
        return index._current(reader)


@pytest.fixture
def index(tmp_path: Path) -> Iterator[EmbeddedIndex]:
    """Three documents, the first two in one segment, the third in another."""
    with writer(tmp_path) as made:
        made.put(spoken(with_sentences(LATER)))
        made.put(SOONER)
        made.flush()
        made.put(TWIN)
        made.flush()
        yield made


def spoken(held: Prepared) -> Prepared:
    first, *others = held.passages
    return replace(held, passages=(replace(first, speakers=("Cllr Ash", "Ms Birch")), *others))


def with_sentences(held: Prepared) -> Prepared:
    vectors = np.stack([unit(0, 1, 0, 0), unit(1, 1, 0, 0), unit(-1, 0, 0, 0)])
    return replace(held, sentences=Sentences((2, 1), vectors))


def places(*numbers: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.array(numbers, dtype=np.int64)


def test_the_columns_of_segments_one_after_the_other(index: EmbeddedIndex) -> None:
    snapshot = current(index)
    held = snapshot.catalogue
    assert [segment.size for segment in snapshot.segments] == [3, 1]
    assert snapshot.size == 4
    assert held.rows.tolist() == [1, 2, 3, 4]
    assert held.documents.tolist() == [1, 1, 2, 3]
    assert held.positions.tolist() == [0, 1, 0, 0]
    assert held.order.tolist() == [1, 2, 0, 3]  # id-a.txt, id-b.txt twice, id-c.txt
    assert held.days.tolist() == [date(2024, 1, 2).toordinal()] * 2 + [UNDATED, date(2023, 1, 1).toordinal()]
    assert [list(Kind)[kind] for kind in held.kinds] == [Kind.REPORT, Kind.REPORT, Kind.MINUTES, Kind.MINUTES]
    assert (held.council_names, held.councils.tolist()) == (("torbay council", "kent"), [0, 0, -1, 1])
    assert (held.committee_names, held.committees.tolist()) == (("cabinet", "board"), [0, 0, 1, 0])
    assert held.spoken.tolist() == [True, False, False, False]
    assert len(set(held.texts.tolist())) == 4


def test_equal_texts_have_equal_keys(tmp_path: Path) -> None:
    long = "Road works were carried out in every ward of the district " * 5
    with writer(tmp_path) as index:
        for source in ("a.txt", "b.txt"):
            index.put(prepared(source, (long, (1, 0, 0, 0)), (f"{source} noted.", (1, 0, 0, 0))))
            index.flush()
        texts = current(index).catalogue.texts.tolist()
    assert (texts[0] == texts[2], len(set(texts))) == (True, 3)


def test_who_speaks_is_found_around_a_passage(index: EmbeddedIndex) -> None:
    assert current(index).lexical(["birch"]).held.tolist() == [1, 0, 0, 0]


def test_what_passes_a_filter(index: EmbeddedIndex) -> None:
    snapshot = current(index)
    for filters, expected in [
        (UNFILTERED, [1, 1, 1, 1]),
        (Filters(council="KENT"), [0, 0, 0, 1]),
        (Filters(council="Leeds"), [0, 0, 0, 0]),
        (Filters(committee="cabinet", kind=Kind.MINUTES), [0, 0, 0, 1]),
        (Filters(since=date(2023, 1, 2)), [1, 1, 0, 0]),
        (Filters(until=date(2023, 1, 1)), [0, 0, 0, 1]),
    ]:
        assert snapshot.passing(filters).tolist() == expected


def test_cosines_in_the_order_asked_for(index: EmbeddedIndex) -> None:
    found = current(index).cosines(NORTH, places(3, 1, 0, 2, 3))
    assert found.tolist() == [pytest.approx(cosine, abs=1e-5) for cosine in (0.8, 0.6, 1.0, 0.0, 0.8)]
    assert current(index).cosines(NORTH, places()).tolist() == []


def test_the_best_sentence_of_a_passage(index: EmbeddedIndex) -> None:
    found = current(index).sentence_maxima(NORTH, places(3, 0, 1, 2))
    assert found.tolist() == [0.0, pytest.approx(0.5**0.5, abs=1e-4), -1.0, 0.0]


def test_sketches_in_the_order_asked_for(index: EmbeddedIndex) -> None:
    texts = ["Noted.", "The budget for roads and bridges was cut.", "Roads were mended."]
    flat, offsets = current(index).sketch(places(3, 0, 2))
    expected = [sketch([term.term for term in terms(text)]).tolist() for text in texts]
    assert [flat[start:end].tolist() for start, end in pairwise(offsets)] == expected
    assert len(expected[1]) > 1
    nothing, offsets = current(index).sketch(places())
    assert (nothing.tolist(), offsets.tolist()) == ([], [0])


def test_the_nearest_of_all_segments(index: EmbeddedIndex) -> None:
    snapshot = current(index)
    assert snapshot.nearest(NORTH, 3).places.tolist() == [0, 3, 1]
    assert snapshot.nearest(NORTH, 3, np.array([False, True, True, True])).places.tolist() == [3, 1, 2]
    index.remove(["id-b.txt"])
    assert current(index).nearest(NORTH, 3).places.tolist() == [1, 0]


def test_ties_over_segments_are_all_given(tmp_path: Path) -> None:
    with writer(tmp_path) as index:
        index.put(prepared("a.txt", *((f"Road {n}.", (1, 1, 0, 0)) for n in range(4))))
        index.flush()
        index.put(prepared("b.txt", ("Near.", (1, 0, 0, 0)), ("Road 9.", (1, 1, 0, 0))))
        index.flush()
        found = current(index).nearest(NORTH, 2)
    assert (found.places.tolist(), len(set(found.cosines[1:].tolist()))) == ([4, 0, 1, 2, 3, 5], 1)


def test_what_departed_is_masked_until_it_is_built_anew(index: EmbeddedIndex) -> None:
    before = current(index)
    index.remove(["id-a.txt"])
    with index._store.reading() as reader:
        masked = before.without(reader.departed(before.version.generation), 1)
    assert masked.alive.tolist() == [True, True, False, True]
    assert masked.passing(Filters(until=date(2024, 1, 2))).tolist() == [True, True, False, True]
    assert before.alive.tolist() == [True] * 4
    # A third of the first segment: it is built anew, and takes its own range again.
    now = current(index)
    assert (now.alive.tolist(), [segment.size for segment in now.segments]) == ([True] * 3, [2, 1])


def test_an_empty_archive(tmp_path: Path) -> None:
    with writer(tmp_path) as index:
        snapshot = current(index)
    assert (snapshot.size, snapshot.segments, snapshot.passing(UNFILTERED).tolist()) == (0, (), [])
    assert snapshot.nearest(NORTH, 5).places.tolist() == snapshot.lexical(["road"]).scores.tolist() == []


WORDS = "road budget library fee caseload bridge bin grit school park harbour tax".split()


def document(random: Random, source: str) -> Prepared:
    passages = (
        (
            " ".join(random.choices(WORDS, k=random.randint(1, 40))),
            random.choice([(1, 0, 0, 0), (3, 4, 0, 0), (4, 0, 3, 0)]),
        )
        for _ in range(random.randint(1, 6))
    )
    return prepared(source, *passages, committee=random.choice(["Cabinet", "Board", None]))


def test_an_archive_with_a_past_answers_as_one_without(tmp_path: Path) -> None:
    random = Random(11)
    held: dict[str, Prepared] = {}
    most = 0
    with writer(tmp_path / "past") as past:
        for turn in range(120):
            source = f"{random.randint(0, 25)}.txt"
            if source in held and random.random() < 0.4:
                past.remove([f"id-{source}"])
                del held[source]
            else:
                held[source] = document(random, source)
                past.put(held[source])
            if random.random() < 0.5:
                past.flush()
            if turn % 20 == 19:
                with writer(tmp_path / f"new-{turn}") as new:
                    for one in sorted(held, reverse=True):
                        new.put(held[one])
                    for _ in range(8):
                        query = Query(" ".join(random.choices(WORDS, k=3)), limit=30)
                        vector = unit(random.random(), random.random(), random.random(), 0)
                        assert past.search(query, vector) == new.search(query, vector)
                most = max(most, len(current(past).segments))
    assert most > 2

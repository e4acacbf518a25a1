from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from ingest.minutes import Block, Item, Kind, Meeting, Minutes, Passage, Prepared, Sentences, page_at
from tests.passages import document, document_of

TWO = document("Lamps were out.", "They were mended.")


def test_the_text_of_a_document_is_its_blocks_joined() -> None:
    assert TWO.text == "Lamps were out.\nThey were mended."
    assert TWO.spans == ((0, 15), (16, 33))


def test_pages_follow_the_blocks_and_their_turns() -> None:
    made = document_of(
        (
            Block("Title", page=2),
            Block("abcdefghij", page=2, turns=(4, 8)),  # 6 to 16: page 3 from 10, page 4 from 14
            Block("still four", page=4),
            Block("six", page=6),  # 28
        )
    )
    assert made.pages == ((0, 2), (10, 3), (14, 4), (28, 6))
    assert [page_at(made.pages, at) for at in (0, 9, 10, 13, 14, 27, 28, 30)] == [2, 2, 3, 3, 4, 4, 6, 6]


def test_a_page_without_text_between_two_lines_is_passed_over() -> None:
    made = document_of((Block("abcdefghij", page=1, turns=(5, 5)),))
    assert made.pages == ((0, 1), (5, 2), (5, 3))
    assert [page_at(made.pages, at) for at in (4, 5)] == [1, 3]


def test_a_format_without_pages_has_none() -> None:
    assert TWO.pages == ()
    assert page_at(TWO.pages, 3) is None


def test_text_before_the_first_page_has_none() -> None:
    made = document_of((Block("before"), Block("after", page=1)))
    assert [page_at(made.pages, at) for at in (0, 7)] == [None, 1]


@pytest.mark.parametrize("text", ["", "  ", "\u00a0"])
def test_a_block_has_text(text: str) -> None:
    with pytest.raises(ValueError, match="without text"):
        Block(text)


def test_a_block_has_no_line_break() -> None:
    with pytest.raises(ValueError, match="line break: 'one\\\\ntwo'"):
        Block("one\ntwo")


def minutes(*items: Item, kinds: int = 2) -> Minutes:
    return Minutes(TWO, Meeting(), items, (Kind.MINUTES,) * kinds)


def test_items_cover_every_block_once() -> None:
    one, two = Item("1", "A", Kind.MINUTES, 0, 1), Item("2", "B", Kind.MINUTES, 1, 2)
    assert minutes(one, two).items == (one, two)
    with pytest.raises(ValueError, match="overlap at block 0"):
        minutes(two)
    with pytest.raises(ValueError, match="end at block 1 of 2"):
        minutes(one)
    with pytest.raises(ValueError, match="overlap at block 1"):
        minutes(one, replace(two, start=0))
    with pytest.raises(ValueError, match="overlap at block 1"):
        minutes(one, replace(two, stop=1))
    with pytest.raises(ValueError, match="1 kinds for 2 blocks"):
        minutes(one, two, kinds=1)


def passage(start: int, end: int, text: str | None = None) -> Passage:
    return Passage(
        f"p{start}",
        TWO.id,
        0,
        start,
        end,
        TWO.text[start:end] if text is None else text,
        None,
        None,
        Kind.MINUTES,
        None,
    )


def test_a_passage_is_as_long_as_its_range() -> None:
    with pytest.raises(ValueError, match="passage p0: 3 characters for the range 0-5"):
        passage(0, 5, "abc")


ITEM = Item(None, None, Kind.MINUTES, 0, 2)
E1, E2 = [1.0, 0.0], [0.6, 0.8]


def prepared(passages: tuple[Passage, ...], rows: list[list[float]], dtype: str = "float32") -> Prepared:
    return Prepared(minutes(ITEM), passages, np.array(rows, dtype=dtype), b"")


def test_a_prepared_document_has_a_vector_for_each_passage() -> None:
    both = (passage(0, 15), passage(16, 33))
    assert prepared(both, [E1, E2]).passages == both
    with pytest.raises(ValueError, match=r"float32 vectors \(1, 2\) for 2 passages"):
        prepared(both, [E1])
    with pytest.raises(ValueError, match=r"float64 vectors \(2, 2\)"):
        prepared(both, [E1, E2], "float64")
    with pytest.raises(ValueError, match="does not have length 1"):
        prepared(both, [E1, [0.6, 0.7]])
    with pytest.raises(ValueError, match="does not have length 1"):
        prepared(both, [E1, [float("nan"), 0.0]])


def test_without_sentences_each_passage_has_none() -> None:
    held = prepared((passage(0, 15), passage(16, 33)), [E1, E2]).sentences
    assert (held.counts, held.vectors.shape) == ((0, 0), (0, 2))


def test_sentences_stand_beside_the_passages() -> None:
    both = prepared((passage(0, 15), passage(16, 33)), [E1, E2])
    three = np.array([E1, E2, E1], dtype=np.float32)
    assert replace(both, sentences=Sentences((1, 2), three)).sentences.counts == (1, 2)
    with pytest.raises(ValueError, match="sentences of 1 passages in 2 dimensions for 2 passages in 2"):
        replace(both, sentences=Sentences((3,), three))
    with pytest.raises(ValueError, match="sentences of 2 passages in 3 dimensions for 2 passages in 2"):
        replace(both, sentences=Sentences((0, 0), np.empty((0, 3), dtype=np.float32)))
    with pytest.raises(ValueError, match=r"float32 vectors \(3, 2\) for 2 sentences"):
        Sentences((1, 1), three)
    with pytest.raises(ValueError, match="does not have length 1"):
        Sentences((3,), three * 2)
    with pytest.raises(ValueError, match="fewer than no sentences"):
        Sentences((4, -1), three)


def test_a_prepared_document_is_verbatim_and_whole() -> None:
    with pytest.raises(ValueError, match="p16 is not verbatim"):
        prepared((passage(0, 15), passage(16, 33, "They were MENDED.")), [E1, E2])
    with pytest.raises(ValueError, match="text before it is lost"):
        prepared((passage(16, 33),), [E1])
    with pytest.raises(ValueError, match="after the last passage is lost"):
        prepared((passage(0, 15),), [E1])


def test_a_prepared_document_does_not_say_anything_twice() -> None:
    with pytest.raises(ValueError, match="overlaps"):
        prepared((passage(0, 33), passage(16, 33)), [E1, E2])

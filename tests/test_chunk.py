from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.chunk import MAX_WORDS, chunk
from ingest.minutes import Block, BlockKind, Item, Kind, Meeting, Minutes
from tests.passages import document, document_of, segmented


def said(count: int, word: str = "word") -> str:
    """One sentence of so many words."""
    return " ".join([word.capitalize(), *[word] * (count - 1)]) + "."


def texts(minutes: Minutes) -> list[str]:
    return [passage.text for passage in chunk(minutes)]


def one_item(*lines: str, kind: Kind = Kind.MINUTES, kinds: tuple[Kind, ...] = ()) -> Minutes:
    """One item that holds these lines, all of one kind unless each has its own."""
    made = document(*lines)
    count = len(lines)
    return Minutes(made, Meeting(), (Item("7", "Lamps", kind, 0, count),), kinds or (kind,) * count)


def test_the_passages_of_a_small_document() -> None:
    minutes = segmented(
        "Harbour Board",
        "Minutes of the meeting held on Tuesday 4 March 2025",
        "Present: Councillors Penrose and Trewin",
        "# 346. Lamps",
        "The Harbour Master said that four lamps were out.",
        "RESOLVED: that",
        "- (a) they be mended;",
        "- (b) a spare be bought.",
        "# 347. Boats",
        "There were none.",
    )
    text = minutes.document.text
    passages = chunk(minutes)
    # The head: 2 + 9 words of header, 5 of attendance; the two items follow, each from its title to its end.
    assert [(p.position, p.start, p.end, p.item, p.minute_number, p.kind.value, p.page) for p in passages] == [
        (0, 0, 105, None, None, "attendance", None),
        (1, 106, 224, "Lamps", "346", "resolution", None),
        (2, 225, 252, "Boats", "347", "minutes", None),
    ]
    assert [p.text for p in passages] == [
        "Harbour Board\nMinutes of the meeting held on Tuesday 4 March 2025\nPresent: Councillors Penrose and Trewin",
        "346. Lamps\nThe Harbour Master said that four lamps were out.\nRESOLVED: that\n(a) they be mended;\n"
        "(b) a spare be bought.",
        "347. Boats\nThere were none.",
    ]
    assert [text[p.start : p.end] for p in passages] == [p.text for p in passages]
    assert {p.document_id for p in passages} == {minutes.document.id}


def test_a_report_has_no_minute_numbers() -> None:
    minutes = segmented("# 1. Introduction", said(50), "# 2. Costs", said(50))
    assert [(p.item, p.minute_number, p.kind) for p in chunk(minutes)] == [
        ("Introduction", None, Kind.REPORT),
        ("Costs", None, Kind.REPORT),
    ]


def test_blocks_are_taken_together_until_a_passage_is_full() -> None:
    # 50 + 50 = 100 < 120, so the third joins: 150; then the fourth begins anew, and the fifth joins it.
    a, b, c, d, e = (said(50, word) for word in "abcde")
    assert texts(one_item(a, b, c, d, e)) == [f"{a}\n{b}\n{c}", f"{d}\n{e}"]


def test_no_passage_goes_over_200_words() -> None:
    # 110 + 100 = 210 is too many, though 110 < 120.
    assert texts(one_item(said(110, "a"), said(100, "b"))) == [said(110, "a"), said(100, "b")]
    assert texts(one_item(said(110, "a"), said(90, "b"))) == [f"{said(110, 'a')}\n{said(90, 'b')}"]


def test_a_scrap_at_the_end_is_taken_in() -> None:
    assert texts(one_item(said(150, "a"), said(39, "b"))) == [f"{said(150, 'a')}\n{said(39, 'b')}"]
    assert texts(one_item(said(150, "a"), said(40, "b"))) == [said(150, "a"), said(40, "b")]
    assert texts(one_item(said(170, "a"), said(31, "b"))) == [said(170, "a"), said(31, "b")]


def test_passages_never_reach_over_items() -> None:
    minutes = segmented("# 1. Lamps", "Out.", "# 2. Boats", "In.", "# 3. Close", "At noon.")
    assert texts(minutes) == ["1. Lamps\nOut.", "2. Boats\nIn.", "3. Close\nAt noon."]


@pytest.mark.parametrize(
    ("question", "reply"),
    [
        ("Members asked when the lamps would be mended", "In reply, the Harbour Master said by June"),
        ("Councillor Penrose questioned the cost", "The Harbour Master replied that it was small"),
        ("Cllr. J. Trewin enquired about the wall", "In response it was said to be safe"),
        ("Will the lamps be mended?", "Answer: they will"),
        ("Q1. On the lamps", "A1. They will be mended"),
        ("Question from Mr Pugh on the lamps", "Response: they will be mended"),
        ("a. Members sought to know the cost", "b. In answer they were told that it was small"),
    ],
)
def test_a_question_is_kept_with_its_reply(question: str, reply: str) -> None:
    question, reply = f"{question} {said(60, 'q')[:-1]}", f"{reply} {said(60, 'r')}"
    question = question + "?" if "Will" in question else question
    # 100 + over 60 + over 60 words: the question leaves the full passage to stand with its reply.
    assert texts(one_item(said(100, "a"), question, reply)) == [said(100, "a"), f"{question}\n{reply}"]


def test_a_statement_is_not_kept_with_what_follows() -> None:
    statement, other = f"The lamps were mended {said(60, 'q')}", f"In reply to a letter {said(60, 'r')}"
    assert texts(one_item(said(70, "a"), statement, other)) == [f"{said(70, 'a')}\n{statement}", other]


def test_a_question_and_reply_too_long_for_one_passage_are_two() -> None:
    question, reply = f"Members asked about it {said(120, 'q')}", f"In reply {said(120, 'r')}"
    assert texts(one_item(question, reply)) == [question, reply]


def test_a_resolution_is_kept_with_its_list() -> None:
    points = [f"({letter}) {said(30, letter)}" for letter in "abc"]
    kinds = (Kind.MINUTES, *[Kind.RESOLUTION] * 4)
    minutes = one_item(said(110), "RESOLVED – That", *(f"- {point}" for point in points), kinds=kinds)
    assert [(p.text, p.kind) for p in chunk(minutes)] == [
        (said(110), Kind.MINUTES),
        ("\n".join(["RESOLVED – That", *points]), Kind.RESOLUTION),
    ]


def test_a_resolution_is_kept_with_that_on_the_next_line() -> None:
    that = f"That the {said(80, 'lamps')}"
    kinds = (Kind.MINUTES, Kind.RESOLUTION, Kind.RESOLUTION)
    assert texts(one_item(said(118), "RESOLVED", that, kinds=kinds)) == [said(118), f"RESOLVED\n{that}"]


def test_a_resolution_with_a_list_too_long_for_one_passage_is_cut_between_its_points() -> None:
    points = [f"({letter}) {said(60, letter)}" for letter in "abcd"]
    minutes = one_item("RESOLVED – That", *(f"- {point}" for point in points), kind=Kind.RESOLUTION)
    assert texts(minutes) == ["\n".join(["RESOLVED – That", *points[:3]]), points[3]]


def test_a_list_is_kept_with_the_line_that_leads_into_it() -> None:
    lead, point = "Members made this point:", f"(a) {said(90, 'a')}"
    assert texts(one_item(said(110), lead, f"- {point}")) == [said(110), f"{lead}\n{point}"]


def test_a_heading_is_kept_with_what_follows() -> None:
    assert texts(one_item(said(110), "# Costs", said(100))) == [said(110), f"Costs\n{said(100)}"]
    # A paragraph of 198 words and a heading of three are more than 200: the paragraph is cut, the heading kept.
    first, second = said(99, "a"), said(99, "b")
    assert texts(one_item("# The costs again", f"{first} {second}")) == [f"The costs again\n{first}", second]


def test_interests_agenda_text_and_attendance_stand_apart_from_the_substance() -> None:
    minutes = one_item(said(40, "a"), said(40, "b"), said(40, "c"), kinds=(Kind.MINUTES, Kind.INTEREST, Kind.MINUTES))
    assert [(p.text, p.kind) for p in chunk(minutes)] == [
        (said(40, "a"), Kind.MINUTES),
        (said(40, "b"), Kind.INTEREST),
        (said(40, "c"), Kind.MINUTES),
    ]


def test_a_long_paragraph_is_cut_between_sentences() -> None:
    # 3 × 70 = 210 words: a passage holds two sentences; the space between them is kept as it is.
    a, b, c = said(70, "a"), said(70, "b"), said(70, "c")
    assert texts(one_item(f"{a}  {b} {c}")) == [f"{a}  {b}", c]
    # 6 × 40 = 240 words: three sentences make 120.
    six = [said(40, word) for word in ("one", "two", "three", "four", "five", "six")]
    assert texts(one_item(" ".join(six))) == [" ".join(six[:3]), " ".join(six[3:])]


def test_an_endless_sentence_is_cut_between_words() -> None:
    # 500 words in 3 parts of at most 200: 167 + 167 + 166.
    words = [f"w{n}" for n in range(500)]
    assert texts(one_item(" ".join(words))) == [
        " ".join(words[:167]),
        " ".join(words[167:334]),
        " ".join(words[334:]),
    ]


def test_a_page_is_that_of_the_first_character() -> None:
    blocks = (
        Block(said(100, "a"), page=1),
        Block(said(100, "b") + " " + said(110, "c"), page=1, turns=(201,)),
        Block(said(100, "d"), page=4),
    )
    made = document_of(blocks)
    minutes = Minutes(made, Meeting(), (Item(None, None, Kind.MINUTES, 0, 3),), (Kind.MINUTES,) * 3)
    assert [(p.text[0], p.page) for p in chunk(minutes)] == [("A", 1), ("C", 2), ("D", 4)]


SMALL = ("# 1. Lamps", said(50, "a"), "# 2. Boats", said(50, "b"), "# 3. Close", "At noon.")


def ids(minutes: Minutes) -> list[str]:
    return [passage.id for passage in chunk(minutes)]


def test_ids_survive_a_reingest_and_a_change_elsewhere() -> None:
    before = ids(segmented(*SMALL))
    assert ids(segmented(*SMALL)) == before
    changed = list(SMALL)
    changed[1] = said(60, "z")
    after = ids(segmented(*changed))
    assert after[1:] == before[1:]
    assert after[0] != before[0]


def test_equal_texts_have_different_ids() -> None:
    found = chunk(segmented("# Ness", "# Lamps", "Noted.", "# Lamps", "Noted.", "# Boats", said(40)))
    assert [p.text for p in found] == ["Ness", "Lamps\nNoted.", "Lamps\nNoted.", f"Boats\n{said(40)}"]
    assert len({p.id for p in found}) == 4


def test_the_same_text_in_another_document_has_another_id() -> None:
    one = one_item(said(40))
    other = replace(one, document=document(said(40), source="/minutes/other.txt"))
    assert set(ids(one)).isdisjoint(ids(other))


WORDS = st.sampled_from(
    ["lamp", "Lamp.", "RESOLVED:", "that", "Why?", "In reply,", "(a)", "p.m.", "No. 5", "–", "\u00a0", "end."]
)
TEXTS = st.one_of(
    st.lists(WORDS, min_size=1, max_size=12).map(" ".join),
    st.tuples(st.integers(1, 520), WORDS).map(lambda pair: " ".join([pair[1]] * pair[0])),
).filter(lambda text: bool(text.strip()))
BLOCKS = st.lists(
    st.tuples(TEXTS, st.sampled_from(BlockKind), st.sampled_from(Kind), st.booleans()), min_size=1, max_size=12
)


@given(BLOCKS)
def test_nothing_is_lost_nothing_twice_and_nothing_too_long(
    drawn: list[tuple[str, BlockKind, Kind, bool]],
) -> None:
    made = document_of(tuple(Block(text, kind) for text, kind, _, _ in drawn))
    begins = [i for i, (_, _, _, starts) in enumerate(drawn) if starts or i == 0] + [len(drawn)]
    items = tuple(Item(None, None, Kind.MINUTES, a, b) for a, b in pairwise(begins))
    passages = chunk(Minutes(made, Meeting(), items, tuple(kind for _, _, kind, _ in drawn)))
    assert "".join("".join(p.text.split()) for p in passages) == "".join(made.text.split())
    assert all(p.text == made.text[p.start : p.end] for p in passages)
    assert all(one.end <= other.start for one, other in pairwise(passages))
    assert [p.position for p in passages] == list(range(len(passages)))
    assert len({p.id for p in passages}) == len(passages)
    assert all(len(p.text.split()) <= MAX_WORDS for p in passages)
    starts = {made.spans[item.start][0] for item in items}
    assert starts <= {p.start for p in passages}

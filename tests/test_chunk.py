from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.chunk import WRITTEN, chunk
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
    # 3 · 60 = 180 < 200, so the fourth joins: 240; then the fifth begins anew, and the sixth joins it.
    a, b, c, d, e, f = (said(60, word) for word in "abcdef")
    assert texts(one_item(a, b, c, d, e, f)) == [f"{a}\n{b}\n{c}\n{d}", f"{e}\n{f}"]


def test_no_passage_goes_over_260_words() -> None:
    # 190 + 71 = 261 is too many, though 190 < 200.
    assert texts(one_item(said(190, "a"), said(71, "b"))) == [said(190, "a"), said(71, "b")]
    assert texts(one_item(said(190, "a"), said(70, "b"))) == [f"{said(190, 'a')}\n{said(70, 'b')}"]


def test_a_scrap_at_the_end_is_taken_in() -> None:
    assert texts(one_item(said(210, "a"), said(39, "b"))) == [f"{said(210, 'a')}\n{said(39, 'b')}"]
    assert texts(one_item(said(210, "a"), said(40, "b"))) == [said(210, "a"), said(40, "b")]
    assert texts(one_item(said(230, "a"), said(31, "b"))) == [said(230, "a"), said(31, "b")]


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
    # 190 + over 60 + over 60 words: the question leaves the full passage to stand with its reply.
    assert texts(one_item(said(190, "a"), question, reply)) == [said(190, "a"), f"{question}\n{reply}"]


def test_a_statement_is_not_kept_with_what_follows() -> None:
    statement, other = f"The lamps were mended {said(60, 'q')}", f"In reply to a letter {said(60, 'r')}"
    assert texts(one_item(said(140, "a"), statement, other)) == [f"{said(140, 'a')}\n{statement}", other]


def test_a_question_and_reply_too_long_for_one_passage_are_two() -> None:
    question, reply = f"Members asked about it {said(160, 'q')}", f"In reply {said(160, 'r')}"
    assert texts(one_item(question, reply)) == [question, reply]


def test_a_resolution_is_kept_with_its_list() -> None:
    points = [f"({letter}) {said(30, letter)}" for letter in "abc"]
    kinds = (Kind.MINUTES, *[Kind.RESOLUTION] * 4)
    minutes = one_item(said(190), "RESOLVED – That", *(f"- {point}" for point in points), kinds=kinds)
    assert [(p.text, p.kind) for p in chunk(minutes)] == [
        (said(190), Kind.MINUTES),
        ("\n".join(["RESOLVED – That", *points]), Kind.RESOLUTION),
    ]


def test_a_resolution_is_kept_with_that_on_the_next_line() -> None:
    that = f"That the {said(80, 'lamps')}"
    kinds = (Kind.MINUTES, Kind.RESOLUTION, Kind.RESOLUTION)
    assert texts(one_item(said(198), "RESOLVED", that, kinds=kinds)) == [said(198), f"RESOLVED\n{that}"]


def test_a_resolution_with_a_list_too_long_for_one_passage_is_cut_between_its_points() -> None:
    points = [f"({letter}) {said(80, letter)}" for letter in "abcd"]
    minutes = one_item("RESOLVED – That", *(f"- {point}" for point in points), kind=Kind.RESOLUTION)
    assert texts(minutes) == ["\n".join(["RESOLVED – That", *points[:3]]), points[3]]


def test_a_list_is_kept_with_the_line_that_leads_into_it() -> None:
    lead, point = "Members made this point:", f"(a) {said(90, 'a')}"
    assert texts(one_item(said(190), lead, f"- {point}")) == [said(190), f"{lead}\n{point}"]


def test_a_heading_is_kept_with_what_follows() -> None:
    assert texts(one_item(said(190), "# Costs", said(100))) == [said(190), f"Costs\n{said(100)}"]
    # A paragraph of 258 words and a heading of three are more than 260: the paragraph is cut, the heading kept.
    first, second = said(129, "a"), said(129, "b")
    assert texts(one_item("# The costs again", f"{first} {second}")) == [f"The costs again\n{first}", second]


def test_interests_agenda_text_and_attendance_stand_apart_from_the_substance() -> None:
    minutes = one_item(said(40, "a"), said(40, "b"), said(40, "c"), kinds=(Kind.MINUTES, Kind.INTEREST, Kind.MINUTES))
    assert [(p.text, p.kind) for p in chunk(minutes)] == [
        (said(40, "a"), Kind.MINUTES),
        (said(40, "b"), Kind.INTEREST),
        (said(40, "c"), Kind.MINUTES),
    ]


def test_a_long_paragraph_is_cut_between_sentences() -> None:
    # 3 × 90 = 270 words: a passage holds two sentences; the space between them is kept as it is.
    a, b, c = said(90, "a"), said(90, "b"), said(90, "c")
    assert texts(one_item(f"{a}  {b} {c}")) == [f"{a}  {b}", c]
    # 6 × 50 = 300 words: four sentences make 200.
    six = [said(50, word) for word in ("one", "two", "three", "four", "five", "six")]
    assert texts(one_item(" ".join(six))) == [" ".join(six[:4]), " ".join(six[4:])]


def test_an_endless_sentence_is_cut_between_words() -> None:
    # 500 words in 2 parts of at most 260.
    words = [f"w{n}" for n in range(500)]
    assert texts(one_item(" ".join(words))) == [" ".join(words[:250]), " ".join(words[250:])]


def test_a_page_is_that_of_the_first_character() -> None:
    blocks = (
        Block(said(200, "a"), page=1),
        Block(said(150, "b") + " " + said(120, "c"), page=1, turns=(301,)),
        Block(said(150, "d"), page=4),
    )
    made = document_of(blocks)
    minutes = Minutes(made, Meeting(), (Item(None, None, Kind.MINUTES, 0, 3),), (Kind.MINUTES,) * 3)
    assert [(p.text[0], p.page) for p in chunk(minutes)] == [("A", 1), ("B", 1), ("C", 2), ("D", 4)]


def test_who_speaks_in_a_passage_of_a_transcript() -> None:
    # The second passage begins in the middle of what Mr Dace says, which is too long for one passage.
    minutes = segmented(f"Ms Orrell: {said(60)}", f"Mr Dace: {said(150)} {said(180, 'more')}", "Ms Orrell: Thank you.")
    assert [(p.speakers, len(p.text.split())) for p in chunk(minutes)] == [
        (("Ms Orrell", "Mr Dace"), 214),
        (("Mr Dace", "Ms Orrell"), 184),
    ]
    assert [p.speakers for p in chunk(segmented("# 1. Lamps", "Mr Dace said that they were out."))] == [()]


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
    assert all(len(p.text.split()) <= WRITTEN.most for p in passages)
    starts = {made.spans[item.start][0] for item in items}
    assert starts <= {p.start for p in passages}

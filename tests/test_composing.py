"""From sentences and their weights to statements: what is chosen, merged, taken in, and in which order it is read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import pytest

from index.backend import Hit
from ingest.minutes import Meeting
from search_api.answer import Statement
from search_api.candidates import Candidate
from search_api.composing import ALIKE, BEHIND, CONTEXT_WORDS, LIST_WORDS, MOST, SAME_MATTER, WORDS, compose
from search_api.question import read
from tests.answering_fixtures import NORTH, SOUTH, candidates_of, hit, material, place, texts

QUESTION = "Who mended the lamps?"
OPEN, STORY, LATEST = "Why were the lamps mended?", "How have the lamps changed?", "What is the latest on lamps?"
LAMPS = "Seven lamps had been mended along the quay."
LIKE = "Along the quay, lamps to the number of seven were mended."
HEDGE = "The hedge by the school was cut back again."
BIN = "A second bin was wanted near the playing field."
FORD = "Gravel had been laid in the ford below the mill."


def turned(cosine: float) -> tuple[float, float]:
    """What has such a cosine to north."""
    return cosine, (1 - cosine**2) ** 0.5


def found(
    hits: Sequence[Hit], plot: Mapping[str, Sequence[float]] | None = None, text: str = QUESTION
) -> list[Candidate]:
    """Every candidate of the hits, in their order; each points somewhere else unless the test plots it."""
    given = candidates_of(material(text, hits, plot or {}))
    return given if plot is not None else [replace(one, vector=one.vector * 0) for one in given]


def composed(
    hits: Sequence[Hit],
    weights: Mapping[str, float] | None = None,
    question: str = QUESTION,
    plot: Mapping[str, Sequence[float]] | None = None,
) -> tuple[Statement, ...]:
    """The answer where each sentence weighs what the test says, else 5; one that weighs nothing is no candidate."""
    given = [(one, (weights or {}).get(one.text, 5.0)) for one in found(hits, plot, question)]
    kept = sorted((pair for pair in given if pair[1]), key=lambda pair: -pair[1])
    said = compose(read(question, ()), [one for one, _ in kept], [weight for _, weight in kept])
    assert all(statement.text == statement.citation.quote for statement in said)
    return said


def on(year: int, month: int = 1, council: str = "Ashby Parish Council") -> Meeting:
    return Meeting(council, "Works Committee", date(year, month, 5))


def test_a_statement_is_a_sentence_with_its_place() -> None:
    (statement,) = composed([hit(f"{HEDGE} {LAMPS}", at=100)], {HEDGE: 0})

    start = 100 + len(HEDGE) + 1
    assert statement.text == LAMPS
    assert (statement.citation.start, statement.citation.end) == (start, start + len(LAMPS))
    assert statement.citation.reference == "Ashby Parish Council, Works Committee, 5 November 2024, Minute 347"
    assert statement.also_at == ()


def filled(count: int, words: int, first: str = "lamp") -> list[str]:
    """Sentences of so many words."""
    return [
        f"The {first} {chr(97 + at)}{' was mended' * ((words - 3) // 2)}{' so' * ((words - 3) % 2)}."
        for at in range(count)
    ]


@pytest.mark.parametrize(
    ("question", "most"), [(QUESTION, WORDS), (OPEN, WORDS), (STORY, LIST_WORDS), ("lamps quay", LIST_WORDS)]
)
def test_an_answer_has_no_more_words_than_it_may(question: str, most: int) -> None:
    size = most // 3  # three fit, whatever the budget is, and a fourth does not unless it is that short
    long, short = filled(4, size), "One lamp was left broken."
    hits = [hit(text, document=f"d{at}") for at, text in enumerate([*long, short])]
    weights = {text: 9.0 - at / 10 for at, text in enumerate([*long, short])}
    fits = most - 3 * size >= len(short.split())

    said = texts(composed(hits, weights, question))

    assert sorted(said) == sorted([*long[:3], *([short] if fits else [])])
    assert sum(len(text.split()) for text in said) <= most


def test_a_shorter_sentence_behind_one_that_is_too_long_is_taken() -> None:
    long = filled(2, WORDS - 10)
    weights = {long[0]: 6.0, long[1]: 5.5, LAMPS: 5.0}

    said = composed([hit(text, document=f"d{at}") for at, text in enumerate([*long, LAMPS])], weights)

    assert texts(said) == [long[0], LAMPS]


def test_the_best_sentence_is_quoted_however_long_it_is() -> None:
    (long,) = filled(1, LIST_WORDS + 20)

    assert texts(composed([hit(long), hit(LAMPS, document="d2")], {long: 6.0})) == [long]


def test_no_more_statements_than_may_be() -> None:
    many = filled(MOST + 2, 6)

    said = composed([hit(text, document=f"d{at}") for at, text in enumerate(many)], question=STORY)

    assert texts(said) == many[:MOST]


def test_what_weighs_much_less_than_the_best_is_left_out() -> None:
    hits = [hit(LAMPS), hit(HEDGE, document="d2"), hit(BIN, document="d3")]

    said = composed(hits, {LAMPS: 9.0, HEDGE: 9.0 - BEHIND, BIN: 9.0 - BEHIND - 0.01})

    assert texts(said) == [LAMPS, HEDGE]


def test_what_is_on_the_same_matter_is_not_left_out() -> None:
    """HEDGE is near enough to the best sentence, and BIN is not; neither is where the question points elsewhere."""
    hits = [hit(LAMPS), hit(HEDGE, document="d2"), hit(BIN, document="d3")]
    weights = {LAMPS: 9.0, HEDGE: 9.0 - BEHIND - 1, BIN: 9.0 - BEHIND - 1}
    plot = {LAMPS: NORTH, HEDGE: turned(SAME_MATTER + 0.01), BIN: turned(SAME_MATTER - 0.01)}

    assert texts(composed(hits, weights, plot={**plot, QUESTION: NORTH})) == [LAMPS, HEDGE]
    assert texts(composed(hits, weights, plot={**plot, QUESTION: SOUTH})) == [LAMPS]


def test_copies_are_quoted_once_with_every_place() -> None:
    hits = [hit(f"{HEDGE} {LAMPS}", at=40), hit("Seven lamps had been mended, along the Quay", document="d2", at=7)]

    (statement,) = composed(hits, {HEDGE: 0})

    first = 40 + len(HEDGE) + 1
    assert (statement.citation.record.id, statement.citation.start) == ("d1", first)
    assert [(other.record.id, other.start, other.quote) for other in statement.also_at] == [
        ("d2", 7, "Seven lamps had been mended, along the Quay")
    ]


def test_what_says_the_same_in_other_words_is_left_out_and_not_cited_for_these() -> None:
    hits = [hit(LAMPS), hit(LIKE, on(2023), document="d2")]

    (statement,) = composed(hits, plot={LAMPS: NORTH, LIKE: turned(ALIKE + 0.01)})
    assert (statement.text, [other.quote for other in statement.also_at]) == (LAMPS, [])

    assert texts(composed(hits, plot={LAMPS: NORTH, LIKE: turned(ALIKE - 0.01)})) == [LAMPS, LIKE]


@pytest.mark.parametrize(
    ("one", "other", "merged"),
    [
        ("In all 12 lamps had been mended along the quay.", "Now 12 lamps have been mended along the quay.", True),
        ("In all 12 lamps had been mended along the quay.", "Now 13 lamps have been mended along the quay.", False),
        ("In all 1,200 lamps had been mended on the quay.", "Now 1.2 lamps have been mended along the quay.", False),
        ("In all 12 of 14 lamps had been mended there.", "Now 14 of 12 lamps have been mended there.", False),
    ],
)
def test_other_numbers_are_another_statement(one: str, other: str, merged: bool) -> None:
    said = composed([hit(one), hit(other, document="d2")], plot={one: NORTH, other: NORTH})

    assert texts(said) == ([one] if merged else [one, other])


def test_the_other_places_of_a_passage_are_cited_as_well() -> None:
    elsewhere = place(f"{LAMPS} {HEDGE}", on(2023), at=300, document="pack")
    without = place(HEDGE, on(2022), document="other")

    (statement,) = composed([hit(f"{HEDGE} {LAMPS}", also_at=(elsewhere, without))], {HEDGE: 0})

    assert [(other.record.id, other.start, other.quote) for other in statement.also_at] == [("pack", 300, LAMPS)]
    assert statement.also_at[0].reference == "Ashby Parish Council, Works Committee, 5 January 2023, Minute 347"


def test_a_place_is_cited_once() -> None:
    """The place of a passage that is found by itself too."""
    elsewhere = place(LAMPS, document="pack", at=300)

    (statement,) = composed([hit(LAMPS, also_at=(elsewhere,)), hit(LAMPS, document="pack", at=300)])

    assert [(other.record.id, other.start) for other in statement.also_at] == [("pack", 300)]


@pytest.mark.parametrize(
    "leaning",
    [
        "He would have the work done before the winter.",
        "This was put off until the lamps had come.",
        "However, the ladders had yet to be bought.",
        "In reply, members were told that it would not.",
        "Their cost was met out of the reserves.",
        "The latter would be left for another year.",
    ],
)
def test_the_sentence_that_another_leans_on_is_taken_in(leaning: str) -> None:
    (statement,) = composed([hit(f"{BIN} {LAMPS} {leaning} {HEDGE}", at=20)], {BIN: 0, LAMPS: 0, HEDGE: 0})

    assert statement.text == f"{LAMPS} {leaning}"
    assert statement.citation.start == 20 + len(BIN) + 1


@pytest.mark.parametrize(
    "standing",
    [HEDGE, "Thistles had been pulled up beside the lane.", "In response to Cllr Dunn, the engineer blamed old fuses."],
)
def test_a_sentence_that_stands_by_itself_is_quoted_alone(standing: str) -> None:
    assert texts(composed([hit(f"{LAMPS} {standing}")], {LAMPS: 0})) == [standing]


def test_nothing_is_taken_in_across_a_line_break() -> None:
    leaning, asked, reply = (
        "He would see to it himself.",
        "Members asked why it was dark.",
        "In reply, fuses were blamed.",
    )

    assert texts(composed([hit(f"{LAMPS}\n{leaning}")], {LAMPS: 0})) == [leaning]
    assert texts(composed([hit(f"{asked}\n{reply}")], {reply: 0})) == [asked]


def test_a_long_neighbour_is_not_taken_in() -> None:
    (fits,), (long,) = filled(1, CONTEXT_WORDS), filled(1, CONTEXT_WORDS + 1)
    leaning = "He would see to it himself."

    assert texts(composed([hit(f"{fits} {leaning}")], {fits: 0})) == [f"{fits} {leaning}"]
    assert texts(composed([hit(f"{long} {leaning}")], {long: 0})) == [leaning]


def test_the_first_sentence_of_a_passage_leans_on_nothing() -> None:
    leaning = "He would see to it himself."

    assert texts(composed([hit(f"{leaning} {HEDGE}")], {HEDGE: 0})) == [leaning]


@pytest.mark.parametrize(
    "reply",
    [
        "In reply, the engineer blamed the old fuses.",
        "In response, the engineer blamed the old fuses.",
        "Members were advised that the fuses were old.",
        "The Board was assured that new fuses would come.",
    ],
)
def test_the_reply_to_a_question_is_taken_in(reply: str) -> None:
    asked = "Members asked why the quay was dark."

    (statement,) = composed([hit(f"{HEDGE} {asked} {reply} {BIN}")], {HEDGE: 0, reply: 0, BIN: 0})

    assert statement.text == f"{asked} {reply}"


def test_a_reply_that_asks_something_itself_takes_in_no_other_reply() -> None:
    reply, other = "In reply, the clerk asked for more time.", "Members were advised that the fuses were old."

    assert texts(composed([hit(f"{reply} {other}")], {other: 0})) == [reply]


def test_what_follows_a_question_is_taken_in_as_a_reply_alone() -> None:
    asked = "Members asked why the quay was dark."

    assert texts(composed([hit(f"{asked} {HEDGE}")], {HEDGE: 0})) == [asked]
    assert texts(composed([hit(f"{HEDGE} In reply, fuses were blamed.")], {"In reply, fuses were blamed.": 0})) == [
        HEDGE
    ]


def test_chosen_neighbours_are_one_statement_word_for_word() -> None:
    text = f"{FORD} {LAMPS}  {HEDGE} {BIN}"

    assert texts(composed([hit(text)], {FORD: 0, LAMPS: 3.0, HEDGE: 5.0, BIN: 0})) == [f"{LAMPS}  {HEDGE}"]
    assert texts(composed([hit(text)], {FORD: 5.0, LAMPS: 0, HEDGE: 4.0, BIN: 0})) == [FORD, HEDGE]
    assert texts(composed([hit(f"{LAMPS}\n{HEDGE}")])) == [LAMPS, HEDGE]


def test_a_chosen_sentence_that_another_takes_in_is_not_said_twice() -> None:
    leaning = "He would have the work done before the winter."

    assert texts(composed([hit(f"{LAMPS} {leaning}")], {LAMPS: 4.0, leaning: 5.0})) == [f"{LAMPS} {leaning}"]


def test_joined_statements_weigh_what_the_best_of_them_does() -> None:
    hits = [hit(f"{LAMPS} {HEDGE}"), hit(BIN, document="d2")]

    assert texts(composed(hits, {LAMPS: 4.0, HEDGE: 6.0, BIN: 5.0})) == [f"{LAMPS} {HEDGE}", BIN]


def test_joined_statements_are_cited_where_all_of_their_words_stand() -> None:
    hits = [hit(f"{LAMPS} {HEDGE}"), hit(HEDGE, document="d2"), hit(LAMPS, document="d3")]
    pack = place(f"{LAMPS} {HEDGE}", document="pack")

    (statement,) = composed(hits)
    (filed_twice,) = composed([replace(hits[0], also_at=(pack,)), *hits[1:]])

    assert (statement.text, statement.also_at) == (f"{LAMPS} {HEDGE}", ())
    assert [(other.record.id, other.quote) for other in filed_twice.also_at] == [("pack", f"{LAMPS} {HEDGE}")]


def test_the_best_passage_first_and_each_in_its_own_order() -> None:
    hits = [hit(f"{BIN}\n{HEDGE}"), hit(f"{LAMPS}\n{FORD}", document="d2")]

    said = composed(hits, {BIN: 4.5, HEDGE: 5.0, LAMPS: 4.0, FORD: 6.0})

    assert texts(said) == [LAMPS, FORD, BIN, HEDGE]


OLD, NEW, UNDATED = on(2021), on(2024), Meeting("Ashby Parish Council")


@pytest.mark.parametrize(
    ("question", "order"),
    [
        (QUESTION, [HEDGE, LAMPS, BIN]),
        ("Were the lamps mended?", [HEDGE, LAMPS, BIN]),
        (OPEN, [HEDGE, LAMPS, BIN]),
        (STORY, [BIN, LAMPS, HEDGE]),
        ("lamps quay", [BIN, LAMPS, HEDGE]),
        (LATEST, [LAMPS, BIN, HEDGE]),
    ],
    ids=["detail: best first", "yes or no", "open", "story: oldest first, undated last", "keywords", "newest first"],
)
def test_order(question: str, order: list[str]) -> None:
    hits = [hit(LAMPS, NEW), hit(HEDGE, UNDATED, document="d2"), hit(BIN, OLD, document="d3")]

    assert texts(composed(hits, {HEDGE: 6.0, LAMPS: 5.0, BIN: 4.0}, question)) == order


def test_passages_of_one_meeting_are_read_as_they_stand() -> None:
    hits = [hit(BIN, at=1000), hit(LAMPS, at=90), hit(HEDGE, at=500)]

    assert texts(composed(hits, {BIN: 6.0}, STORY)) == [LAMPS, HEDGE, BIN]


COST = "The lamps had cost £400 in all."


def test_the_figure_that_is_asked_for_leads() -> None:
    hits = [hit(f"{LAMPS}\n{HEDGE}"), hit(f"{BIN}\n{COST}", document="d2")]
    weights = {LAMPS: 6.0, HEDGE: 5.5, BIN: 5.0, COST: 4.5}

    assert texts(composed(hits, weights, "How much did the lamps cost?")) == [COST, LAMPS, HEDGE, BIN]
    assert texts(composed(hits, weights, QUESTION)) == [LAMPS, HEDGE, BIN, COST]


def test_a_figure_leads_with_the_sentence_that_it_leans_on() -> None:
    leaning = "They had cost £400 in all."

    said = composed(
        [hit(HEDGE), hit(f"{LAMPS} {leaning}", document="d2")], {HEDGE: 6.0, LAMPS: 0}, "What did the lamps cost?"
    )

    assert texts(said) == [f"{LAMPS} {leaning}", HEDGE]


def test_a_figure_of_another_year_does_not_lead() -> None:
    asked, old = "How much did the lamps cost in 2024?", "In 2019 the lamps had cost £300."
    hits = [hit(HEDGE), hit(old, document="d2"), hit(COST, document="d3")]

    assert texts(composed(hits, {HEDGE: 6.0, old: 5.0, COST: 4.0}, asked)) == [COST, HEDGE, old]


def test_a_story_is_told_in_its_order_whatever_figures_it_has() -> None:
    hits = [hit(HEDGE, OLD), hit(COST, NEW, document="d2")]

    assert texts(composed(hits, {COST: 6.0}, "How much is spent on lamps each year?")) == [HEDGE, COST]


def test_the_newest_figure_leads_where_the_latest_is_asked_for() -> None:
    old, new = "The lamps had cost £300 in all.", "The lamps had cost £500 in all."
    hits = [hit(old, OLD), hit(new, on(2023), document="d2"), hit(HEDGE, NEW, document="d3")]

    said = composed(hits, {old: 6.0, new: 5.0}, "How much have the lamps cost so far?")

    assert texts(said) == [new, HEDGE, old]


def test_a_copy_in_a_newer_record_does_not_lead() -> None:
    """What is merged is not chosen, so that it cannot lead; the sentence that it was merged with can."""
    hits = [hit(HEDGE), hit(COST, document="d2"), hit(COST, on(2025), document="d3")]

    first, second = composed(hits, {HEDGE: 6.0}, "How much did the lamps cost?")

    assert (first.text, [other.record.id for other in first.also_at], second.text) == (COST, ["d3"], HEDGE)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("It would take about six months in all.", "It would take about two years in all."),
        ("The work would be done by March next.", "The work would be done by July next."),
        ("The Board agreed that the hall be kept.", "The Board debated that the hall be kept."),
        ("The hall would be kept by the Board.", "The hall would not be kept by the Board."),
    ],
)
def test_words_that_make_another_statement_keep_both(one: str, other: str) -> None:
    assert texts(composed([hit(one), hit(other, document="d2")], plot={one: NORTH, other: NORTH})) == [one, other]

"""The sentences that may answer a question, and what shows how well each does."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from ingest.minutes import Kind, Meeting
from search_api.candidates import Candidate, candidates
from search_api.question import read
from search_api.wanted import Wanted
from tests.answering_fixtures import BETWEEN, EAST, NORTH, candidates_of, hit, material, texts

QUESTION = "Which lamps were mended?"
LAMPS = "Seven lamps had been mended along the quay."
HEDGE = "The hedge by the school was cut back again."
BIN = "A second bin was wanted near the playing field."
ASHBY = Meeting("Ashby Parish Council", "Works Committee", date(2024, 11, 5))
BIRCH = Meeting("Birch Town Council", "Works Committee", date(2024, 11, 5))
NOWHERE = Meeting(None, None, date(2024, 11, 5))


def only(
    text: str, question: str = QUESTION, meeting: Meeting = ASHBY, item: str = "Works", councils: Collection[str] = ()
) -> Candidate:
    """The one candidate of a passage of one sentence that says anything."""
    (found,) = candidates_of(material(question, [hit(text, meeting, item=item)], {}, councils=councils))
    return found


def test_a_candidate_stands_where_its_sentence_stands() -> None:
    found = candidates_of(material(QUESTION, [hit(f"{HEDGE} {LAMPS}", at=100), hit(BIN, document="d2")], {}))

    first = 100 + len(HEDGE) + 1
    assert texts(found) == [HEDGE, LAMPS, BIN]
    assert [(one.rank, one.place, one.start, one.end) for one in found] == [
        (0, 0, 100, 100 + len(HEDGE)),
        (0, 1, first, first + len(LAMPS)),
        (1, 0, 0, len(BIN)),
    ]
    assert [one.words for one in found] == [9, 8, 9]


@pytest.mark.parametrize(
    "text",
    [
        "347. Lamps along the quay (Item 5)",
        "Lamps along the quay",
        "To consider which lamps should be mended first.",
        "The committee held its annual meeting in the hall.",
        "The meeting was held at the village hall in Mill Lane.",
        "The next meeting would be on a Tuesday as usual.",
        "The meeting closed with thanks to all the volunteers.",
        "Cllr Dunn, Cllr Moss, Cllr Pike and Mrs Vane.",
        "Four lamps were mended.",  # says little
    ],
)
def test_what_says_nothing_is_no_candidate(text: str) -> None:
    given = material(QUESTION, [hit(f"{text}\n{LAMPS}", item="Lamps along the quay")], {})

    assert texts(candidates_of(given)) == [LAMPS]


@pytest.mark.parametrize("kind", [Kind.HEADER, Kind.AGENDA])
def test_headers_and_agendas_say_nothing(kind: Kind) -> None:
    assert candidates_of(material(QUESTION, [hit(LAMPS, kind=kind)], {})) == []
    assert texts(candidates_of(material(QUESTION, [hit(LAMPS, kind=Kind.RESOLUTION)], {}))) == [LAMPS]


def test_a_superseded_draft_says_nothing() -> None:
    draft, minutes = hit(LAMPS, superseded_by="d2"), hit(LAMPS, document="d2")

    (found,) = candidates_of(material(QUESTION, [draft, minutes], {}))

    assert (found.hit, found.rank) == (minutes, 1)


def test_a_sentence_that_holds_its_title_says_something_all_the_same() -> None:
    assert only("The works were put off until the ford had dried.", item="works").words == 10


def test_the_cosines_to_the_matter_and_to_the_whole_question() -> None:
    given = material(QUESTION, [hit(f"{HEDGE} {LAMPS}")], {QUESTION: NORTH, LAMPS: BETWEEN, HEDGE: EAST})
    matter = np.array(EAST, dtype=np.float32)

    hedge, lamps = candidates(read(QUESTION, ()), matter, given)

    # (0.8, 0.6) · (0, 1) = 0.6 and (0.8, 0.6) · (1, 0) = 0.8; (0, 1) · (0, 1) = 1 and (0, 1) · (1, 0) = 0
    assert (lamps.near, lamps.asked) == pytest.approx((0.6, 0.8))
    assert (hedge.near, hedge.asked) == pytest.approx((1.0, 0.0))


def test_a_sentence_keeps_its_own_vector_beside_sentences_without_one() -> None:
    # "Noted." has one word and no vector; "It was so agreed." has four, and one, though it is no candidate.
    given = material(
        QUESTION,
        [hit(f"Noted. {HEDGE} It was so agreed. Quite so. {LAMPS}")],
        {QUESTION: NORTH, HEDGE: EAST, LAMPS: BETWEEN},
    )

    hedge, lamps = candidates_of(given)

    assert (hedge.text, hedge.place, lamps.text, lamps.place) == (HEDGE, 1, LAMPS, 4)
    assert hedge.vector.tolist() == pytest.approx(EAST)
    assert lamps.vector.tolist() == pytest.approx(BETWEEN)


def test_a_passage_without_vectors_has_no_candidates() -> None:
    given = material(QUESTION, [hit(f"{HEDGE} {LAMPS}"), hit(BIN, document="d2")], {})
    withdrawn = replace(given, sentences=(given.sentences[0][:0], given.sentences[1]))

    assert texts(candidates_of(withdrawn)) == [BIN]


def test_shares_of_the_words_by_rarity() -> None:
    question = "Which lamps on the quay were mended by volunteers?"
    text = f"{HEDGE} Seven lamps had been mended since then. The quay had been swept as well. {BIN}"
    rarity = {"lamp": 1.0, "quay": 2.0, "mend": 3.0, "volunt": 2.0}
    assert read(question, ()).words == ("lamp", "quay", "mend", "volunt")

    found = candidates_of(material(question, [hit(text, item="Volunteers")], {}, rarity=rarity))

    # Of 1 + 2 + 3 + 2 = 8: lamp and mend 4/8, quay 2/8; the title holds volunteers, 2/8.
    assert [one.held for one in found] == pytest.approx([0, 4 / 8, 2 / 8, 0])
    assert [one.around for one in found] == pytest.approx([4 / 8, 6 / 8, 6 / 8, 2 / 8])
    assert [one.about for one in found] == pytest.approx([1, 1, 1, 1])


@pytest.mark.parametrize("rarity", [{}, {"lamp": -0.5, "mend": 0.0}])
def test_words_that_are_not_rare_share_nothing(rarity: Mapping[str, float]) -> None:
    (found,) = candidates_of(material(QUESTION, [hit(LAMPS)], {}, rarity=rarity))

    assert (found.held, found.around, found.about) == (0, 0, 0)


@pytest.mark.parametrize("word", ["lamps", "347", "Ashby", "Works", "November"])
def test_a_passage_is_about_its_item_minute_council_committee_and_day(word: str) -> None:
    (found,) = candidates_of(material(f"the {word}", [hit(HEDGE)], {}))

    assert (found.held, found.about) == (0, 1)


@pytest.mark.parametrize(
    ("text", "dated"),
    [
        ("Seven lamps were mended in 2023 along the quay.", True),
        ("Seven lamps were mended in 2023-24 along the quay.", True),  # begins in 2023
        ("Seven lamps were mended in 2022-23 along the quay.", False),
        ("Seven lamps were mended in 2024 along the quay.", False),
        (LAMPS, False),  # the meeting was in 2024
        (f"This was in 2023 as planned. {LAMPS}", True),
        ("This was in 2023 as planned. Seven lamps were mended in 2022 on the quay.", False),
    ],
)
def test_dated_by_the_years_in_it_and_beside_it(text: str, dated: bool) -> None:
    found = candidates_of(material("Which lamps were mended in 2023?", [hit(text)], {}))

    assert found[-1].dated is dated


@pytest.mark.parametrize(
    ("asked", "dated"), [("2024", True), ("2024-25", True), ("2024/25", True), ("2023-24", False), ("2025", False)]
)
def test_dated_by_the_meeting_where_no_year_is_named(asked: str, dated: bool) -> None:
    question = f"Which lamps were mended in {asked}?"

    assert only(LAMPS, question).dated is dated
    assert not only(LAMPS, question, Meeting("Ashby Parish Council")).dated
    assert only("Lamps were mended along the quay in 1999.", question).dated is False


def test_dated_by_the_item() -> None:
    assert only(LAMPS, "Which lamps were mended in 2019?", item="Works in 2019").dated
    assert not only(LAMPS, "Which lamps were mended in 2019?", item="Works in 2018").dated


def test_of_two_years_asked_for_one_will_do() -> None:
    assert only("Lamps were mended along the quay in 1999.", "Were lamps mended in 1999 or in 2003?").dated
    assert not only("Lamps were mended along the quay in 2001.", "Were lamps mended in 1999 or in 2003?").dated


def test_a_financial_year_is_no_single_year() -> None:
    assert not only("Lamps were mended along the quay in 2023.", "Which lamps were mended in 2023-24?").dated


def test_a_quarter_must_stand_in_the_passage() -> None:
    third = f"These are the figures for Q3. {HEDGE} {BIN} {LAMPS}"
    question = "Which lamps were mended in the third quarter?"

    assert [one.dated for one in candidates_of(material(question, [hit(third)], {}))] == [True] * 3
    assert not only(LAMPS, question).dated
    assert not only("Seven lamps were mended in quarter 2 of 2024.", question).dated
    assert not only("Seven lamps were mended in quarter 3 of 2023.", "What was mended in Q3 of 2024?").dated


def test_without_a_year_or_quarter_every_sentence_is_dated() -> None:
    assert only("Lamps were mended along the quay in 1999.").dated


@pytest.mark.parametrize(
    ("meeting", "own"), [(ASHBY, True), (BIRCH, False), (NOWHERE, True)], ids=["asked for", "another", "not stated"]
)
def test_own_records_are_those_of_the_council_asked_for(meeting: Meeting, own: bool) -> None:
    councils = ("Ashby Parish Council", "Birch Town Council")

    assert only(LAMPS, "Which lamps were mended in Ashby?", meeting, councils=councils).own is own
    assert only(LAMPS, "Which lamps were mended?", meeting, councils=councils).own


def test_names_stand_around_a_sentence_or_in_its_title() -> None:
    question = "What did Mrs Dunn say of lamps in Mill Lane?"  # Mrs, Dunn, Mill, Lane

    assert only(LAMPS, question).names == 0
    assert only("Mrs Dunn wanted a lamp outside the chapel.", question).names == 2 / 4
    assert only("Mrs Dunn wanted a lamp outside the chapel.", question, item="Mill Lane").names == 1
    assert only(LAMPS).names == 1  # none is asked for

    far = f"Mrs Dunn spoke first of Mill Lane. {HEDGE} {BIN}"
    assert [one.names for one in candidates_of(material(question, [hit(far)], {}))] == [1, 1, 0]


def test_the_names_of_a_figure_stand_in_its_own_sentence() -> None:
    """The sum in the next sentence may be that of another thing."""
    text = f"Mill Lane was dark, and so was the quay. {LAMPS}"

    assert [one.names for one in candidates_of(material("Who mended Mill Lane?", [hit(text)], {}))] == [1, 1]
    assert [one.names for one in candidates_of(material("What did Mill Lane cost?", [hit(text)], {}))] == [1, 0]
    titled = [hit(text, item="Mill Lane")]
    assert [one.names for one in candidates_of(material("What did Mill Lane cost?", titled, {}))] == [1, 1]


@pytest.mark.parametrize(("meeting", "names"), [(NOWHERE, 1), (BIRCH, 0)])
def test_names_may_stand_anywhere_in_a_document_without_a_stated_council(meeting: Meeting, names: float) -> None:
    named = hit("The clerk welcomed residents of Corley to it.", meeting, at=500)

    found = candidates_of(material("Which lamps were mended in Corley?", [named, hit(LAMPS, meeting)], {}))

    assert [one.names for one in found] == [1, names]


def test_the_names_in_another_document_are_no_names_of_this_one() -> None:
    hits = [hit(LAMPS, NOWHERE), hit("The clerk welcomed residents of Corley to it.", NOWHERE, document="d2")]

    assert [one.names for one in candidates_of(material("Which lamps were mended in Corley?", hits, {}))] == [0, 1]


def test_what_is_told_by_a_sentence_and_around_it() -> None:
    question = "How much did the lamps cost and when were they mended?"
    text = f"The lamps had cost £40 in all. They were mended in the spring, as agreed. {HEDGE} {BIN}"

    lamps, mended, hedge, other = candidates_of(material(question, [hit(text)], {}))

    assert [one.told for one in (lamps, mended, hedge, other)] == [{Wanted.MONEY}, {Wanted.DATE}, set(), set()]
    assert lamps.told_around == mended.told_around == {Wanted.MONEY, Wanted.DATE}
    assert hedge.told_around == {Wanted.DATE}
    assert other.told_around == frozenset()


def test_only_what_is_wanted_is_told() -> None:
    assert only("The lamps had cost £40 in all, in 2024.").told_around == frozenset()


def test_copies_compare_by_their_words() -> None:
    assert only("Seven LAMPS — had been mended, along the quay").plain == only(LAMPS).plain


def test_a_figure_of_the_question_answers_nothing() -> None:
    asked = "How many of the 18-25 service moved?"
    (repeating,) = candidates_of(material(asked, [hit("The 18-25 service moved to adult care.")], {}))
    (telling,) = candidates_of(material(asked, [hit("The 18-25 service moved with 894 young adults.")], {}))

    assert not repeating.told
    assert telling.told == {Wanted.COUNT}

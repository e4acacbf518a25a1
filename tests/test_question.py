"""A question understood: its matter and form, and the councils, names, years and quarters that it names."""

from __future__ import annotations

from datetime import date

import pytest

from index.query import MAX_QUERY_CHARACTERS
from search_api.question import Form, read, sought
from search_api.wanted import Wanted
from search_api.years import is_within, quarters, years

KENT, SALEM = "Kent County Council", "Manordeilo and Salem Community Council"
BURTON, NEWBIGGIN = "Burton Town Council", "Newbiggin Parish Council"
WOLD, ASHBY, IVES = "Stow-on-the-Wold Town Council", "North Ashby Parish Council", "St Ives Town Council"
COUNCILS = (KENT, SALEM, BURTON, NEWBIGGIN, WOLD, ASHBY, IVES)


@pytest.mark.parametrize(
    ("question", "council", "matter"),
    [
        ("What did Kent's cabinet say about buses?", KENT, "What did say about buses?"),
        ("What did Kent’s Growth Board say of buses?", KENT, "What did Growth Board say of buses?"),
        ("What did Kent County Council say about buses?", KENT, "What did say about buses?"),
        ("What is Manordeilo and Salem council's precept?", SALEM, "What is precept?"),
        ("What was said about lamps in Salem?", SALEM, "What was said about lamps ?"),
        ("What did Burton Town Council say about West Street?", BURTON, "What did say about West Street?"),
        ("Speed limits in Burton", BURTON, "Speed limits"),
        ("What did Stow-on-the-Wold charge for parking?", WOLD, "What did charge for parking?"),
        ("What did Stow on the Wold charge for parking?", WOLD, "What did charge for parking?"),
        ("What did North Ashby do about the ford?", ASHBY, "What did do about the ford?"),
        ("What is St Ives' precept?", IVES, "What is precept?"),
        ("What did St Ives’ Harbour Committee decide?", IVES, "What did Harbour Committee decide?"),
        ("Did Burton and the school agree on lamps?", BURTON, "Did and the school agree on lamps?"),
        ("potholes kent", KENT, "potholes"),
        ("lamps in north ashby", ASHBY, "lamps"),
    ],
)
def test_a_council_is_taken_out_of_the_matter(question: str, council: str, matter: str) -> None:
    found = read(question, COUNCILS)

    assert found.councils == {council}
    assert found.matter == matter
    assert found.text == question


@pytest.mark.parametrize(
    "question",
    [
        "What was said in West Burton about buses?",
        "What did Newbiggin Mill cost?",
        "What did Burton-in-Lonsdale charge for parking?",
        "What is planned at Low Newbiggin?",
        "Why did Councillor Kent resign?",
        "What did Mr Kent say about buses?",
        "Which path lies north of the bridge?",
        "path north of the bridge",
        "What is the Kentish Road scheme?",
        "What did the council say about buses?",
    ],
)
def test_a_telling_word_in_another_name_or_in_small_letters_names_no_council(question: str) -> None:
    found = read(question, COUNCILS)

    assert found.councils == frozenset()
    assert found.matter == question


def test_several_councils_may_be_named() -> None:
    found = read("What did Kent and Burton say about buses?", COUNCILS)

    assert found.councils == {KENT, BURTON}
    assert found.words == ("buse",)  # as the index stems "buses"


def test_only_councils_of_the_archive_are_known() -> None:
    found = read("What did Kent say about buses?", [BURTON])

    assert found.councils == frozenset()
    assert (found.words, found.names) == (("kent", "buse"), ("kent",))


@pytest.mark.parametrize("question", ["Kent", "Kent County Council", "What did Kent say?"])
def test_a_question_about_a_council_alone_keeps_its_name(question: str) -> None:
    found = read(question, COUNCILS)

    assert found.councils == {KENT}
    assert found.matter == question
    assert found.words == ("kent",)


def test_words_that_every_record_holds_are_no_words_of_a_question() -> None:
    assert read("Which lamps did the parish council mend?", ()).words == ("lamp", "mend")
    assert read("council minutes", ()).words == ("council", "minut")  # nothing else is left


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("What did Mrs Dunn say about Mill Lane?", ("mrs", "dunn", "mill", "lane")),
        ("Where is the NHS clinic?", ("nhs",)),
        ("PCC grants", ("pcc",)),
        ("Lamps in Mill Lane. Were they mended?", ("mill", "lane")),
        ("What was done in May about the Harvest Fair?", ("harvest", "fair")),
        ("What did Kent say about Mill Lane?", ("mill", "lane")),
        ("What did the Finance Committee say?", ("financ",)),
        ("What was said about lamps?", ()),
    ],
)
def test_names_are_capitals_that_begin_no_sentence(question: str, names: tuple[str, ...]) -> None:
    assert read(question, COUNCILS).names == names


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("the budget of 2024", {"2024"}),
        ("the budget for 2024-25", {"2024-25"}),
        ("the budget for 2024/25", {"2024-25"}),
        ("the budget for 2024–25", {"2024-25"}),
        ("the budget for 2024/2025", {"2024-25"}),
        ("between 1998 and 2003.", {"1998", "2003"}),
        ("1,250 letters and 2500 leaflets, minute 12024", set()),
    ],
)
def test_years(text: str, named: set[str]) -> None:
    assert years(text) == named


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("in Q1", {"1"}),
        ("in quarter 2", {"2"}),
        ("in the third quarter", {"3"}),
        ("from the First Quarter to q4", {"1", "4"}),
        ("a quarter of the 4 lamps, and Q5", set()),
    ],
)
def test_quarters(text: str, named: set[str]) -> None:
    assert quarters(text) == named


def test_years_and_quarters_of_a_question() -> None:
    found = read("How many fires were there in Q3 of 2023/24?", ())

    assert found.years == {"2023-24"}
    assert found.quarters == {"3"}


@pytest.mark.parametrize(
    ("day", "year", "within"),
    [
        (date(2024, 1, 1), "2024", True),
        (date(2024, 12, 31), "2024", True),
        (date(2025, 1, 1), "2024", False),
        (date(2024, 3, 31), "2024-25", False),
        (date(2024, 4, 1), "2024-25", True),
        (date(2025, 3, 31), "2024-25", True),
        (date(2025, 4, 1), "2024-25", False),
        (date(2000, 1, 31), "1999-00", True),
    ],
)
def test_a_financial_year_runs_from_april_to_march(day: date, year: str, within: bool) -> None:
    assert is_within(day, year) is within


@pytest.mark.parametrize(
    ("question", "form"),
    [
        ("bus shelter", Form.KEYWORDS),
        ("bus shelter repairs Mill Lane 2024", Form.KEYWORDS),  # six words
        ("bus shelter repairs Mill Lane since 2024", Form.OPEN),  # seven
        ("bus shelter?", Form.OPEN),
        ("What was said about the bus shelter?", Form.OPEN),
        ("Tell me about the bus shelter", Form.OPEN),
        ("Did the council mend the bus shelter?", Form.YES_NO),
        ("Is the shelter mended", Form.YES_NO),
        ("Can dogs be walked there?", Form.YES_NO),
        ("How many bus shelters are there?", Form.DETAIL),
        ("Who mends the bus shelter?", Form.DETAIL),
        ("when will the bridge reopen", Form.DETAIL),
        ("Was the shelter mended and how much did it cost?", Form.DETAIL),
        ("What did the Board resolve?", Form.OPEN),
    ],
)
def test_form(question: str, form: Form) -> None:
    assert read(question, ()).form is form


def test_what_is_wanted_is_read_from_the_whole_question() -> None:
    assert read("How much is Burton's precept?", COUNCILS).wanted == {Wanted.MONEY}


@pytest.mark.parametrize(
    "question",
    [
        "Which villages asked for a bus shelter?",
        "What street lamps were mended?",
        "What people were asked?",
        "List the bus shelters",
        "Trace the bridge works",
        "How has the timetable changed?",
        "How did the tender end?",
        "What has been done about potholes?",
        "What became of the shelter?",
        "What did the hall earn over the years?",
        "How much is spent each year?",
        "What was said about the bus shelter?",
    ],
)
def test_several_where_a_list_or_a_story_is_asked_for(question: str) -> None:
    assert read(question, ()).several


@pytest.mark.parametrize(
    "question",
    [
        "What is the cost of the shelters?",
        "What was the reply about buses?",
        "What does the lease say?",
        "What reasons were given?",
        "What address was given?",
        "Which lane was closed?",
        "Did the council mend the shelters?",
        "bus shelters",
    ],
)
def test_one_thing_is_asked_for(question: str) -> None:
    assert not read(question, ()).several


def test_latest() -> None:
    assert read("What is the latest on the bridge?", ()).latest
    assert read("What was the most recent figure?", ()).latest
    assert not read("What is late on the bridge?", ()).latest


@pytest.mark.parametrize(
    ("question", "whatever"),
    [
        ("Have we been promised a quick turnaround before?", True),
        ("How has the promised timescale moved?", True),
        ("Which improvements did the committee earlier assure?", False),  # "assure" asks for no promise made
        ("Have we been promised new lamps before?", False),
        ("How quickly did it move?", False),
    ],
)
def test_promises_may_be_asked_for_whatever_they_are_about(question: str, whatever: bool) -> None:
    assert read(question, ()).of_promises is whatever


def test_promises_are_sought_by_the_words_of_the_records() -> None:
    asked, long = "Have we been promised new lamps?", "promised lamps " * (MAX_QUERY_CHARACTERS // 15)

    assert sought(asked).startswith(f"{asked} assurances ")
    assert sought("What was said about lamps?") == "What was said about lamps?"
    assert len(long) <= MAX_QUERY_CHARACTERS
    assert sought(long) == long


def test_words_that_only_say_what_is_wanted_are_spent() -> None:
    assert read("What did the Cabinet decide about lamps?", ()).words == ("lamp",)
    assert read("What is the latest position on lamps?", ()).words == ("lamp",)
    assert read("What is the position of the lamp?", ()).words == ("posit", "lamp")


def test_decisions_are_sought_in_the_words_of_the_record() -> None:
    assert sought("What did the Board decide?") == "What did the Board decide? resolved agreed that"
    assert sought("Were lamps mended?") == "Were lamps mended?"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("in 2024-25", {"2024-25"}),
        ("in 2019-2024", {"2019", "2024"}),
        ("on 2024-03-05", set()),
        ("in 2024/2025 and 2023", {"2024-25", "2023"}),
    ],
)
def test_years_of_a_range_and_of_a_date(text: str, named: set[str]) -> None:
    assert years(text) == named


def test_small_words_and_capitals_throughout_are_no_names() -> None:
    assert read("Where can I park?", ()).names == ()
    assert read("WHO MENDED THE LAMPS IN BIRCH?", ()).names == ()

"""Questions about promises, answered from the register."""

from __future__ import annotations

import pytest

from index.backend import UNFILTERED, Filters, Stats
from ingest.commitment import CommitmentType as T
from ingest.minutes import Kind
from search_api.becoming import State
from search_api.promises import PROMISING, asked_of_register, told
from search_api.service import Service
from tests.commitment_fixtures import DONE, FIGURES, LATER, MARCH, register_service

HELD = Stats(9, 90, None, None, None, councils={"Torbay Council": 9}, committees={"Cabinet": 5, "Audit Committee": 4})
UNSETTLED = frozenset({State.OPEN, State.LATE, State.REPEATED, State.NOT_MENTIONED})


@pytest.fixture(scope="module")
def service() -> Service:
    return register_service()


@pytest.mark.parametrize(
    ("question", "types", "states", "committee", "words"),
    [
        ("Which promises to the Audit Committee are still open?", PROMISING, UNSETTLED, "Audit Committee", None),
        ("which actions have not been done", {T.ACTION}, UNSETTLED, None, None),
        ("What assurances about caseloads were broken?", {T.ASSURANCE}, {State.LATE}, None, "caseloads"),
        ("List the recommendations that were refused", {T.RECOMMENDATION}, {State.REFUSED}, None, None),
        ("which targets of the Cabinet were met", {T.TARGET}, {State.DONE}, "Cabinet", None),
        ("Which commitments were forgotten?", PROMISING, {State.NOT_MENTIONED}, None, None),
        ("Have we been promised caseload figures?", PROMISING, frozenset(), None, "caseload figures"),
    ],
)
def test_what_a_question_asks(
    question: str, types: frozenset[T], states: frozenset[State], committee: str, words: str
) -> None:
    asked = asked_of_register(question, UNFILTERED, HELD)
    assert asked is not None
    assert (set(asked.types), set(asked.states)) == (set(types), set(states))
    assert (asked.wish.filters.committee, asked.wish.text) == (committee, words)


@pytest.mark.parametrize(
    "question",
    [
        "what was said about caseloads",
        "have we been promised a quick turnaround before",
        "When will the target be met?",
        "Which actions did the Board take on flooding?",
        "who promised it",
    ],
)
def test_what_is_no_question_for_the_register(question: str) -> None:
    assert asked_of_register(question, UNFILTERED, HELD) is None


def test_an_answer_quotes_promises_in_time_and_what_became_of_them(service: Service) -> None:
    answer = service.ask("Have we been promised the caseload figures of each officer?")
    assert [statement.text for statement in answer.statements] == [FIGURES, DONE, LATER]
    assert answer.listed == "/commitments?q=caseload+figures+officer"
    assert all(statement.text == statement.citation.quote for statement in answer.statements)


def test_only_those_of_the_state_asked_for(service: Service) -> None:
    answer = service.ask("Which undertakings to the Cabinet were kept?")
    assert answer.found
    assert answer.listed == "/commitments?committee=Cabinet&type=undertaking&state=done"
    assert {statement.text for statement in answer.statements} <= {FIGURES, LATER, DONE}


def test_filters_hold(service: Service) -> None:
    asked = "Have we been promised the caseload figures of each officer?"
    assert service.ask(asked, Filters(committee="Board")).listed is None


def test_what_the_register_does_not_hold_is_left_to_the_record(service: Service) -> None:
    assert service.ask("Have we been promised a zoo?").listed is None


def test_a_council_that_is_named_is_the_one_asked() -> None:
    asked = asked_of_register("Which promises of Torbay Council are still open?", UNFILTERED, HELD)
    assert asked is not None
    assert asked.wish.filters.council == "Torbay Council"
    other = Filters(council="Kent County Council")
    assert asked_of_register("Which promises of Torbay Council are still open?", other, HELD) is None


def test_a_kind_of_passage_is_none_of_the_register_s_filters() -> None:
    assert asked_of_register("Which promises are still open?", Filters(kind=Kind.ATTENDANCE), HELD) is None


def test_what_is_withdrawn_is_not_quoted() -> None:
    service = register_service()
    question = "Have we been promised the caseload figures of each officer?"
    assert service.ask(question).listed is not None
    service.index.remove([record.id for record in service.index.documents()])
    assert service.ask(question).listed is None


def test_promises_without_a_date_come_last_and_any_number_of_them() -> None:
    leaf = [one for one in register_service().register().commitments if "Leaf Lane" in one.entry.commitment.text]
    undated = next(one for one in leaf if one.entry.held_on is None)
    dated = next(one for one in leaf if one.entry.held_on)
    assert [statement.citation.meeting.held_on for statement in told([undated, undated, dated])] == [MARCH, None]

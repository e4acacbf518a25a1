"""The extractive answerer over hits whose vectors are written out by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from index.backend import Hit, Place, Record, Stats
from ingest.minutes import Kind, Meeting, Passage, Vectors
from search_api.answer import Statement
from search_api.answering import Material
from search_api.extractive import ExtractiveAnswerer

NORTH, EAST, BETWEEN = (1.0, 0.0), (0.0, 1.0), (0.8, 0.6)


class Plotted:
    """Encodes each text as the vector that the test plots for it; any other points south."""

    name = "plotted"
    dimension = 2

    def __init__(self, plot: Mapping[str, Sequence[float]]) -> None:
        self._plot = plot

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        return np.array([self._plot.get(text, (-1.0, 0.0)) for text in texts], dtype=np.float32)

    def encode_query(self, text: str) -> Vectors:
        row: Vectors = self.encode_passages([text])[0]
        return row


def hit(text: str, similarity: float = 0.5, kind: Kind = Kind.MINUTES, item: str = "Caseloads", at: int = 0) -> Hit:
    passage = Passage(f"p{at}", "d1", 0, at, at + len(text), text, item, "347", kind, None)
    meeting = Meeting("Ashby Parish Council", "Cabinet", date(2024, 11, 5))
    record = Record("d1", "/a/x.txt", "x", "text/plain", "00ff", meeting, 1, 10_000)
    return Hit(Place(passage, record), 0.9, similarity)


def ask(answerer: ExtractiveAnswerer, question: str, hits: Sequence[Hit]) -> tuple[Statement, ...]:
    vector = np.array([1.0, 0.0], dtype=np.float32)
    none = tuple(np.empty((0, 2), dtype=np.float32) for _ in hits)
    return answerer.answer(Material(question, vector, tuple(hits), none, Stats(1, 1, None, None, None))).statements


def texts(statements: Sequence[Statement]) -> list[str]:
    return [statement.text for statement in statements]


QUESTION = "What was said about caseloads of officers?"
GOOD = "Caseloads of officers had fallen to twenty."
LIKE = "Guidance set the number of cases at fifteen."
PLACES = ("Ashby", "Birch", "Corley", "Dace", "Elmham", "Fenby", "Garth")
OTHER = "The bandstand in the park was painted."


def test_the_weight_is_the_sum_that_is_documented() -> None:
    answerer = ExtractiveAnswerer(Plotted({QUESTION: NORTH, GOOD: BETWEEN}))

    (weighed,) = answerer.weigh(QUESTION, [hit(GOOD)])

    # Both content words, caseload and officer, stand in the sentence and so in the passage.
    assert weighed.cosine == pytest.approx(0.8)
    assert weighed.weight == pytest.approx(0.8 + 0.1 * 2 / 2 + 0.4 * 2 / 2 + 0.6 * 0.5 + 0.2 * 0.9)


def test_statements_are_quoted_with_their_place() -> None:
    answerer = ExtractiveAnswerer(Plotted({QUESTION: NORTH, GOOD: NORTH, OTHER: EAST}))

    (statement,) = ask(answerer, QUESTION, [hit(f"{OTHER} {GOOD}", at=100)])

    assert statement.text == GOOD
    assert (statement.citation.start, statement.citation.end) == (
        100 + len(OTHER) + 1,
        100 + len(OTHER) + 1 + len(GOOD),
    )
    assert statement.citation.reference == "Ashby Parish Council, Cabinet, 5 November 2024, Minute 347"


def test_a_statement_on_the_same_matter_joins_the_best_though_it_shares_no_word() -> None:
    plot = {QUESTION: NORTH, GOOD: NORTH, LIKE: (0.6, 0.8), OTHER: (0.2, 0.98)}
    answerer = ExtractiveAnswerer(Plotted(plot))

    # 0.6 + 0.6 · 0.1 + … is far below three quarters of the best; its cosine to the best is 0.6, to the question 0.6.
    assert texts(ask(answerer, QUESTION, [hit(GOOD, 0.9), hit(f"{LIKE} {OTHER}", 0.1, item="x")])) == [GOOD, LIKE]


def test_nothing_is_answered_below_the_threshold() -> None:
    answerer = ExtractiveAnswerer(Plotted({QUESTION: NORTH, OTHER: (0.3, 0.95)}))

    # 0.3 + 0.6 · 0.5 + 0.2 · 0.9 = 0.78
    assert ask(answerer, QUESTION, [hit(OTHER, item="Parks")]) == ()
    assert ask(answerer, QUESTION, []) == ()


@pytest.mark.parametrize("kind", [Kind.HEADER, Kind.AGENDA])
def test_what_is_no_record_of_the_meeting_answers_nothing(kind: Kind) -> None:
    answerer = ExtractiveAnswerer(Plotted({QUESTION: NORTH, GOOD: NORTH}))

    assert ask(answerer, QUESTION, [hit(GOOD, kind=kind)]) == ()


def test_agenda_text_within_minutes_answers_nothing() -> None:
    agenda = "To consider the caseloads of officers."
    answerer = ExtractiveAnswerer(Plotted({QUESTION: NORTH, agenda: NORTH}))

    assert ask(answerer, QUESTION, [hit(agenda)]) == ()


def test_a_heading_answers_nothing() -> None:
    heading = "347. Caseloads of Housing Officers (Item 5)"
    answerer = ExtractiveAnswerer(Plotted({QUESTION: NORTH, heading: NORTH}))

    assert ask(answerer, QUESTION, [hit(heading, item="Caseloads of Housing Officers")]) == ()


def test_the_same_words_are_quoted_once() -> None:
    answerer = ExtractiveAnswerer(Plotted({QUESTION: NORTH, GOOD: NORTH}))

    assert texts(ask(answerer, QUESTION, [hit(GOOD), hit(GOOD, at=500)])) == [GOOD]


def test_no_more_than_five_statements() -> None:
    many = [f"Caseloads of officers had fallen to twenty in {place}." for place in PLACES]
    answerer = ExtractiveAnswerer(Plotted({QUESTION: NORTH, **dict.fromkeys(many, NORTH)}))

    assert texts(ask(answerer, QUESTION, [hit(" ".join(many))])) == many[:5]


def test_a_year_that_is_asked_for_must_be_there() -> None:
    asked = "What were the caseloads of officers in 2020-21?"
    dated = "Caseloads of officers were thirty in 2020/21."
    answerer = ExtractiveAnswerer(Plotted({asked: NORTH, GOOD: NORTH, dated: BETWEEN}))

    assert texts(ask(answerer, asked, [hit(GOOD), hit(dated, at=500)])) == [dated]
    assert ask(answerer, asked, [hit(GOOD)]) == ()


def test_the_minute_number_and_the_year_of_the_meeting_count_as_there() -> None:
    by_year, by_minute = "What were the caseloads of officers in 2024?", "Minute 347"
    answerer = ExtractiveAnswerer(Plotted({by_year: NORTH, by_minute: NORTH, GOOD: NORTH}))

    assert texts(ask(answerer, by_year, [hit(GOOD)])) == [GOOD]
    assert texts(ask(answerer, by_minute, [hit(GOOD)])) == [GOOD]


def test_words_that_every_record_holds_show_nothing() -> None:
    asked = "Will the council build a crematorium?"
    answerer = ExtractiveAnswerer(Plotted({asked: NORTH, "The council met in the hall.": NORTH}))

    (weighed,) = answerer.weigh(asked, [hit("The council met in the hall.")])

    assert weighed.weight == pytest.approx(1.0 + 0.6 * 0.5 + 0.2 * 0.9)


def test_a_superseded_draft_answers_nothing() -> None:
    found = hit(GOOD)
    draft = replace(found, place=replace(found.place, superseded_by="d2"))
    answerer = ExtractiveAnswerer(Plotted({QUESTION: NORTH, GOOD: NORTH}))
    assert texts(ask(answerer, QUESTION, [found])) == [GOOD]
    assert ask(answerer, QUESTION, [draft]) == ()

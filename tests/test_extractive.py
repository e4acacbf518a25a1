"""The extractive answerer: what it answers with, and what it does not answer."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from index.backend import Hit
from index.memory import MemoryIndex
from ingest.minutes import Facts, Kind, Meeting, Status
from ingest.workers import InProcess
from search_api.answering import Reply
from search_api.candidates import candidates
from search_api.extractive import NO_DECISION, ExtractiveAnswerer
from search_api.question import read
from search_api.service import Service
from search_api.weighing import ANSWER, LEAST, SENTENCE, answer_signs, sentence_signs, weighed
from tests.answering_fixtures import BETWEEN, EAST, NORTH, Plotted, hit, material, texts
from tests.fakes import HashingEncoder, ingest

QUESTION = "What was said about the lamps on the quay?"
LAMPS = "Seven lamps had been mended along the quay."
HEDGE = "The hedge by the school was cut back again."
ASHBY, BIRCH = "Ashby Parish Council", "Birch Town Council"
IN_BIRCH = Meeting(BIRCH, "Works Committee", date(2024, 11, 5))


def ask(
    question: str,
    hits: Sequence[Hit],
    plot: Mapping[str, Sequence[float]],
    councils: Collection[str] = (ASHBY, BIRCH),
) -> Reply:
    given = material(question, hits, plot, councils=councils)
    return ExtractiveAnswerer(Plotted(plot)).answer(given)


def sure(text: str, question: str = QUESTION) -> dict[str, Sequence[float]]:
    """As near as can be."""
    return {question: NORTH, text: NORTH}


def test_a_question_is_answered_with_the_sentence_that_answers_it() -> None:
    reply = ask(QUESTION, [hit(LAMPS, at=50, similarity=0.9)], sure(LAMPS))

    assert texts(reply.statements) == [LAMPS]
    assert (reply.statements[0].citation.start, reply.statements[0].citation.quote) == (50, LAMPS)
    assert reply.lacking is None


def test_nothing_found_is_nothing_answered() -> None:
    assert ask(QUESTION, [], {}) == Reply()


@pytest.mark.parametrize("answered", [True, False])
def test_nothing_is_answered_below_the_least_sum(answered: bool) -> None:
    """Whatever the weights are: of all cosines those are answered with which the signs of an answer reach the sum.

    The sentence shares no word with the question, which would be answer enough (`whole`).
    """
    seen = []
    for degrees in range(0, 181, 5):
        cosine, sine = float(np.cos(np.radians(degrees))), float(np.sin(np.radians(degrees)))
        plot = {QUESTION: NORTH, HEDGE: (cosine, sine)}
        hits = [hit(HEDGE, similarity=cosine)]
        given = material(QUESTION, hits, plot)
        found = candidates(read(QUESTION, ()), given.vector, given)
        weights = [weighed(sentence_signs(read(QUESTION, ()), one), SENTENCE) for one in found]
        enough = weighed(answer_signs(read(QUESTION, ()), found, weights), ANSWER) >= LEAST
        assert bool(ask(QUESTION, hits, plot).statements) is enough
        seen.append(enough)

    assert answered in seen
    assert seen == sorted(seen, reverse=True)  # the nearer, the sooner


def test_all_words_around_a_sentence_that_agrees_are_answer_enough() -> None:
    south = {QUESTION: NORTH, LAMPS: (-1.0, 0.0)}

    assert texts(ask(QUESTION, [hit(LAMPS, similarity=0.0)], south).statements) == [LAMPS]

    dated = f"{QUESTION[:-1]} in 2019?"
    assert ask(dated, [hit(LAMPS, similarity=0.0)], {dated: NORTH, LAMPS: (-1.0, 0.0)}) == Reply()


def test_sentences_are_weighed_by_their_signs_the_best_first() -> None:
    far = "Seven lamps along the quay were noticed."
    asked = "Who mended the lamps on the quay?"
    plot = {asked: NORTH, LAMPS: NORTH, far: BETWEEN}

    reply = ask(asked, [hit(far, similarity=0.9), hit(LAMPS, document="d2", similarity=0.9)], plot)

    assert texts(reply.statements)[0] == LAMPS


@pytest.mark.parametrize(
    "found",
    [
        hit(LAMPS, similarity=1.0, kind=Kind.AGENDA),
        hit(LAMPS, similarity=1.0, kind=Kind.HEADER),
        hit(LAMPS, similarity=1.0, superseded_by="d2"),
        hit("Lamps on the quay", similarity=1.0, item="Lamps on the quay"),
    ],
    ids=["agenda", "header", "superseded draft", "heading"],
)
def test_what_is_no_record_of_what_was_said_answers_nothing(found: Hit) -> None:
    assert ask(QUESTION, [found], sure(found.place.passage.text)) == Reply()


def test_records_of_another_council_answer_nothing() -> None:
    asked, matter = "What was said about lamps in Ashby?", "What was said about lamps ?"
    plot = {asked: NORTH, matter: NORTH, LAMPS: NORTH}

    assert ask(asked, [hit(LAMPS, IN_BIRCH, similarity=1.0)], plot) == Reply()
    assert texts(ask(asked, [hit(LAMPS, similarity=1.0)], plot).statements) == [LAMPS]
    both = [hit(LAMPS, IN_BIRCH, similarity=1.0), hit(LAMPS, document="d2", similarity=1.0)]
    (statement,) = ask(asked, both, plot).statements
    assert (statement.citation.record.id, statement.also_at) == ("d2", ())


def test_nearness_is_measured_from_the_question_without_the_council() -> None:
    """The whole question points at the hedge, its matter at the lamps."""
    asked, matter = "What was said about Ashby's quay?", "What was said about quay?"
    lamps, hedge = "Seven had been mended along the wall.", HEDGE
    plot = {asked: EAST, matter: NORTH, lamps: NORTH, hedge: EAST}

    reply = ask(asked, [hit(f"{hedge}\n{lamps}", similarity=1.0)], plot)
    other = ask(asked, [hit(f"{hedge}\n{lamps}", similarity=1.0)], {**plot, matter: EAST})

    assert lamps in texts(reply.statements)
    assert (hedge in texts(other.statements), lamps in texts(other.statements)) == (True, False)


DECIDED = "It was agreed that the lamps be mended before winter."
BOARD = "What did the Board decide about the lamps on the quay?"


def test_no_decision_is_said_to_be_recorded_where_what_is_found_tells_none() -> None:
    assert ask(BOARD, [hit(LAMPS, similarity=1.0)], sure(LAMPS, BOARD)) == Reply(lacking="No decision is recorded.")
    assert NO_DECISION == "No decision is recorded."


@pytest.mark.parametrize(
    "hits", [[], [hit(DECIDED, IN_BIRCH, superseded_by="d2")], [hit("It was agreed that the hedge be cut back soon.")]]
)
def test_that_none_is_recorded_is_not_claimed_where_nothing_or_another_is_found(hits: list[Hit]) -> None:
    assert ask(BOARD, hits, {BOARD: NORTH}) == Reply()


def test_what_was_decided_is_told_by_decisions_alone() -> None:
    plot = {BOARD: NORTH, LAMPS: NORTH, DECIDED: NORTH}

    reply = ask(BOARD, [hit(f"{LAMPS}\n{DECIDED}", similarity=1.0)], plot)

    assert (texts(reply.statements), reply.lacking) == ([DECIDED], None)


def test_what_was_resolved_is_asked_of_the_council_that_is_named() -> None:
    asked = "What did Ashby decide about the lamps on the quay?"
    plot = {asked: NORTH, "What did decide about the lamps on the quay?": NORTH, DECIDED: NORTH}

    assert ask(asked, [hit(DECIDED, IN_BIRCH, similarity=1.0)], plot) == Reply()
    assert texts(ask(asked, [hit(DECIDED, similarity=1.0)], plot).statements) == [DECIDED]


def test_promises_are_told_whatever_they_are_about() -> None:
    asked = "Have we been promised a quick turnaround before?"
    assured = "Members were assured that the ford would be open in six months."

    reply = ask(asked, [hit(f"{LAMPS}\n{assured}", similarity=0.1)], {asked: NORTH, LAMPS: NORTH, assured: EAST})

    assert texts(reply.statements) == [assured]
    assert ask(asked, [hit(LAMPS, similarity=1.0)], sure(LAMPS, asked)) == Reply()


def test_a_yes_or_no_question_is_answered_by_a_quote() -> None:
    asked = "Were the lamps on the quay mended?"

    assert texts(ask(asked, [hit(LAMPS, similarity=1.0)], sure(LAMPS, asked)).statements) == [LAMPS]


def test_a_replaced_document_answers_nothing() -> None:
    """Its sentences have no vectors any more."""
    given = material(QUESTION, [hit(LAMPS, similarity=1.0)], sure(LAMPS))
    gone = replace(given, sentences=(np.empty((0, 2), dtype=np.float32),))

    assert ExtractiveAnswerer(Plotted({})).answer(gone) == Reply()


MINUTES = """Minutes of the meeting of the Works Committee of Ashby Parish Council held on 5 March 2024

Present: Cllr Dunn (chair), Cllr Moss

12. Lamps on the quay

Members asked why the lamps on the quay were dark. In reply, the clerk said that {number} lamps on it had old fuses.

13. Allotments

The hedge beside the allotments had been cut back by the volunteers.
"""


def service() -> Service:
    encoder = HashingEncoder()
    index = MemoryIndex(encoder=encoder.name, dimension=encoder.dimension)
    return Service(index, encoder, ExtractiveAnswerer(encoder), InProcess())


def test_an_answer_stands_in_the_document_word_for_word_and_the_draft_is_silent(tmp_path: Path) -> None:
    asked = service()
    draft = Facts(ASHBY, "Works Committee", date(2024, 3, 5), Status.DRAFT)
    ingest(asked, tmp_path / "draft", {"draft.txt": MINUTES.format(number="four")}, draft)
    ingest(
        asked,
        tmp_path / "minutes",
        {"minutes.txt": MINUTES.format(number="seven")},
        replace(draft, status=Status.CONFIRMED),
    )

    answer = asked.ask("Why were the lamps on the quay dark?")

    assert "seven lamps on it had old fuses" in answer.text
    assert "four" not in answer.text
    for statement in answer.statements:
        held = asked.index.text(statement.citation.record.id)
        assert held[statement.citation.start : statement.citation.end] == statement.text
        assert Path(statement.citation.record.source).name == "minutes.txt"


def test_nothing_is_answered_to_what_no_document_mentions(tmp_path: Path) -> None:
    asked = service()
    ingest(asked, tmp_path, {"minutes.txt": MINUTES.format(number="seven")})

    answer = asked.ask("How much was paid to the harbour master's widow?")

    assert (answer.found, answer.lacking) == (False, None)
    assert answer.nearest


def test_the_councils_of_the_archive_are_those_that_a_question_may_name(tmp_path: Path) -> None:
    asked = service()
    ingest(asked, tmp_path / "a", {"a.txt": MINUTES.format(number="seven")}, Facts(ASHBY))
    ingest(asked, tmp_path / "b", {"b.txt": MINUTES.format(number="nine").replace("Ashby", "Birch")}, Facts(BIRCH))

    answer = asked.ask("Why were the lamps on the quay in Birch dark?")

    assert answer.found
    assert {statement.citation.meeting.council for statement in answer.statements} == {BIRCH}


def test_a_point_of_a_resolution_is_a_decision_without_a_verb() -> None:
    point, story = "(a) the lamps along the quay be kept;", "Members had long wished for lamps along the quay."
    plot = {BOARD: NORTH, point: NORTH, story: NORTH}

    reply = ask(BOARD, [hit(f"{story}\n{point}", kind=Kind.RESOLUTION, similarity=1.0)], plot)

    assert texts(reply.statements) == [point]


def test_a_question_of_small_words_alone_asks_nothing() -> None:
    assert ask("what is it", [hit(LAMPS, similarity=1.0)], {"what is it": NORTH, LAMPS: NORTH}) == Reply()


def test_a_question_in_the_words_of_the_record_is_answered_though_it_is_no_nearer_than_its_words_bring() -> None:
    asked = "Were the old lamps along the quay mended by the harbour master?"
    plot = {asked: NORTH, LAMPS: (0.61, float(np.sqrt(1 - 0.61**2)))}

    near = ask(asked, [hit(f"{LAMPS} The old harbour was quiet.", similarity=0.0)], plot)
    far = ask(asked, [hit(f"{LAMPS} The old harbour was quiet.", similarity=0.0)], {**plot, LAMPS: EAST})

    assert texts(near.statements) == [LAMPS]
    assert far == Reply()


def test_who_is_asked_with_a_single_word_is_not_answered_by_that_word() -> None:
    asked, closed = "Who is the chairman?", "The chairman brought the meeting to its end."

    assert ask(asked, [hit(closed, similarity=0.0)], {asked: NORTH, closed: EAST}) == Reply()

"""The sample archive with the real model: what the product finds and answers there.

The floors lie a little under what was measured, so that a change which costs quality fails here.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.backend import Query
from ingest.minutes import Facts
from ingest.scanned import quietly
from ingest.sources.folder import Folder
from search_api.adding import State
from search_api.demo import QUESTIONS, demonstrate
from search_api.evaluate import BY_MEANING, BY_WORDS, TOGETHER, Report, evaluate
from search_api.questions import read_questions
from search_api.service import Service
from search_api.settings import Settings
from search_api.wiring import open_for_ingest

CORPUS = Path(__file__).parent.parent / "corpus"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    environ = {**os.environ, "MINUTEBOOK_ARCHIVE": str(tmp_path_factory.mktemp("archive"))}
    with open_for_ingest(Settings.from_env(environ), 2, quietly) as made:
        outcomes = list(made.add(Folder(CORPUS / "documents", Facts(), 10_000_000)))
        assert {outcome.state for outcome in outcomes} == {State.ADDED}
        yield made


@pytest.fixture(scope="module")
def report(service: Service) -> Report:
    return evaluate(service, read_questions(CORPUS / "questions.jsonl"))


def test_search_finds_what_bears_on_the_questions(report: Report) -> None:
    both, meaning, words = (report.search[name].overall.figures for name in (TOGETHER, BY_MEANING, BY_WORDS))

    assert both["success@5"].value >= 0.77
    assert both["mrr@10"].value >= 0.67
    assert both["mrr@10"].value > max(meaning["mrr@10"].value, words["mrr@10"].value)


def test_answers_quote_word_for_word_and_some_questions_are_refused(report: Report) -> None:
    figures = report.answers.overall.figures

    assert figures["verbatim"].value == 1.0
    assert figures["supported"].value >= 0.6
    assert figures["refused"].value >= 0.3


def test_the_passages_of_every_document_are_verbatim_and_lose_nothing(service: Service) -> None:
    for record in service.index.documents():
        text, at = service.index.text(record.id), 0
        for passage in service.index.passages(record.id):
            assert text[passage.start : passage.end] == passage.text
            assert text[at : passage.start].strip() == ""
            at = passage.end
        assert text[at:].strip() == ""


def test_the_minutes_that_are_filed_twice_are_found_once(service: Service) -> None:
    answer = service.ask("What was the total cost of the leisure centre roof in July 2023?")
    hits = service.search(Query("Brackwith Leisure Centre roof July 2023", limit=30)).hits
    copies = [hit for hit in hits if hit.also_at]

    assert answer.found
    assert copies
    for hit in copies:
        sources = {Path(place.record.source).name for place in (hit.place, *hit.also_at)}
        assert sources == {"2023-07-11-minutes.pdf", "2023-11-14-item-3-minutes-of-previous-meeting.pdf"}


def test_the_demo_answers_two_questions_and_refuses_the_third(tmp_path: Path) -> None:
    shown = "\n".join(demonstrate(Settings.from_env(os.environ)))

    assert "38 documents" in shown
    caseloads, food_waste, crematorium = (shown.split(f"> {question}\n")[1].split("\n> ")[0] for question in QUESTIONS)
    assert "average caseload had fallen to 31 in May 2023" in caseloads.replace("\n", " ")
    assert "Minute 344, page 1" in caseloads
    assert "weekly collections of food waste would begin on 15 April 2024" in food_waste.replace("\n", " ")
    assert "The archive does not say." in crematorium
    assert "Nearest, though no answer:" in crematorium

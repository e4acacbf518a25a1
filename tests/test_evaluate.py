from pathlib import Path

from index.metrics import Estimate
from search_api.evaluate import BY_MEANING, BY_WORDS, TOGETHER, Miss, Scores, evaluate, scorecard
from search_api.questions import Evidence, Question
from tests.fakes import ingest, memory_service

MINUTES = """Minutes of the meeting held on 5 March 2024

1. Caseloads

The Board was told that caseloads had fallen from more than thirty to about twenty.

2. Potholes

Forty potholes in Mill Lane were still open and had been open since the autumn of last year.
"""
FALLEN = Evidence(doc="a.txt", quote="caseloads had fallen from more than thirty to about twenty")
OPEN = "Forty potholes in Mill Lane were still open and had been open since"

FOUND = Question(id="q1", kind="list", question="caseloads thirty twenty", answerable=True, evidence=(FALLEN,))
ELSEWHERE = Question(
    id="q2", kind="who", question="potholes open", answerable=True, evidence=(Evidence(doc="b.txt", quote=OPEN),)
)
ABSENT = Question(id="q3", kind="no-answer", question="giraffe", answerable=False)
UNLABELLED = Question(id="q4", question="caseloads", answerable=True)

SURE = Estimate(1.0, 1.0, 1.0)
NEVER = Estimate(0.0, 0.0, 0.0)
HALF = Estimate(0.5, 0.0, 1.0)


def test_the_figures_are_those_worked_out_by_hand(tmp_path: Path) -> None:
    service = memory_service()
    ingest(service, tmp_path / "in", {"a.txt": MINUTES})

    report = evaluate(service, [FOUND, ELSEWHERE, ABSENT, UNLABELLED])

    # q1 is the first hit; the words of q2 are found, but in a.txt, and so do not count; q4 has nothing to be scored by.
    fifth = Estimate(0.1, 0.0, 0.2)
    figures = {"success@1": HALF, "success@5": HALF, "mrr@10": HALF, "evidence@10": HALF, "precision@5": fifth}
    assert report.questions == 4
    assert list(report.search) == [TOGETHER, BY_WORDS, BY_MEANING]
    assert [card.overall for card in report.search.values()] == [Scores(2, figures)] * 3
    assert {kind: scores.figures["mrr@10"] for kind, scores in report.search[TOGETHER].by_kind.items()} == {
        "list": SURE,
        "who": NEVER,
    }
    assert report.misses == (Miss("q2", "potholes open", "b.txt", OPEN),)


def test_the_figures_of_answers_are_those_worked_out_by_hand(tmp_path: Path) -> None:
    service = memory_service()
    ingest(service, tmp_path / "in", {"a.txt": MINUTES})

    answers = evaluate(service, [FOUND, ELSEWHERE, ABSENT, UNLABELLED]).answers

    # The sentence that answers q1 has 15 words, the one for q2 18; q2 is of another document.
    assert answers.overall.questions == 3
    assert answers.overall.figures == {
        "verbatim": SURE,
        "answered": SURE,
        "supported": HALF,
        "first supported": HALF,
        "evidence": HALF,
        "refused": SURE,
        "balanced": Estimate(0.75, 0.5, 1.0),
        "words": Estimate(16.5, 15.0, 18.0),
    }
    assert answers.by_kind["no-answer"] == Scores(1, {"refused": SURE})
    assert answers.by_kind["who"].figures["supported"] == NEVER


def test_a_scorecard_has_the_kinds_in_alphabetical_order() -> None:
    card = scorecard(["b", "a", "b"], [1.0, 0.0, 3.0], lambda rows: {"sum": Estimate(sum(rows), 0.0, 0.0)})

    assert card.overall == Scores(3, {"sum": Estimate(4.0, 0.0, 0.0)})
    assert list(card.by_kind.items()) == [
        ("a", Scores(1, {"sum": Estimate(0.0, 0.0, 0.0)})),
        ("b", Scores(2, {"sum": Estimate(4.0, 0.0, 0.0)})),
    ]

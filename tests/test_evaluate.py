import json
from pathlib import Path

import pytest

from ingest.errors import SourceError
from search_api.evaluate import evaluate, read_questions
from tests.fakes import ingest, memory_service

MINUTES = """Minutes of the meeting held on 5 March 2024

1. Caseloads

The Board was told that caseloads had fallen from more than thirty to about twenty.

2. Potholes

Forty potholes in Mill Lane were still open and had been open since the autumn of last year.
"""


def questions(path: Path, *rows: dict[str, object]) -> Path:
    path.write_text("\n".join(json.dumps(row) for row in rows) + "\n\n", encoding="utf-8")
    return path


FOUND: dict[str, object] = {
    "id": "q1",
    "question": "caseloads thirty twenty",
    "answerable": True,
    "evidence": [{"doc": "a.txt", "page": None, "quote": "caseloads had fallen from more than thirty to about twenty"}],
}
ELSEWHERE: dict[str, object] = {
    "id": "q2",
    "question": "potholes open",
    "answerable": True,
    "evidence": [{"doc": "b.txt", "quote": "Forty potholes in Mill Lane were still open and had been open since"}],
}
ABSENT: dict[str, object] = {"id": "q3", "question": "giraffe", "answerable": False, "evidence": []}


def test_the_figures_are_those_worked_out_by_hand(tmp_path: Path) -> None:
    service = memory_service()
    ingest(service, tmp_path / "in", {"a.txt": MINUTES})

    report = evaluate(service, read_questions(questions(tmp_path / "q.jsonl", FOUND, ELSEWHERE, ABSENT)))

    # q1 is the first hit; the words of q2 are found, but in a.txt, and so do not count.
    assert report.questions == 3
    assert [(r.name, r.success_at_1, r.success_at_5, r.mrr_at_10) for r in report.rankings] == [
        ("both", 0.5, 0.5, 0.5),
        ("by meaning alone", 0.5, 0.5, 0.5),
        ("by words alone", 0.5, 0.5, 0.5),
    ]
    assert (report.answers.verbatim, report.answers.answered) == (1.0, 1.0)
    assert (report.answers.supported, report.answers.refused) == (0.5, 1.0)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "line 1 is no question"),
        ('{"id": "q"}', "line 1 is no question: question: Field required"),
        ("", "holds no question with evidence"),
        (json.dumps(ABSENT), "holds no question with evidence"),
    ],
)
def test_bad_questions_are_named(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "q.jsonl").write_text(text, encoding="utf-8")

    with pytest.raises(SourceError, match=says):
        read_questions(tmp_path / "q.jsonl")

import json
from pathlib import Path

import pytest

from ingest.errors import SourceError
from search_api.questions import Evidence, Question, read_questions

FULL = {
    "id": "q1",
    "user": "officer",
    "kind": "number",
    "question": "How many?",
    "answerable": True,
    "evidence": [
        {"doc": "a/b.pdf", "page": 2, "quote": "forty\u2028potholes"},
        {"doc": "a/c.pdf", "page": 3, "quote": "forty potholes", "copy_of_first": True},
        {"doc": "a/b_cy.pdf", "page": None, "quote": "deugain", "translation": True},
    ],
}
ABSENT = {"id": "q3", "question": "giraffe", "answerable": False, "evidence": []}


def test_questions_are_read_with_their_evidence(tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text(json.dumps(FULL, ensure_ascii=False) + "\n\n" + json.dumps(ABSENT) + "\n", encoding="utf-8")

    assert read_questions(path) == [
        Question(
            id="q1",
            question="How many?",
            answerable=True,
            kind="number",
            evidence=(
                Evidence(doc="a/b.pdf", quote="forty\u2028potholes"),
                Evidence(doc="a/c.pdf", quote="forty potholes", copy_of_first=True),
                Evidence(doc="a/b_cy.pdf", quote="deugain", translation=True),
            ),
        ),
        Question(id="q3", question="giraffe", answerable=False),
    ]


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

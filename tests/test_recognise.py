"""Which statements commit, and to what."""

from __future__ import annotations

import json

import numpy as np
import pytest

from ingest.chunk import chunk
from ingest.commitment import CommitmentType as T
from ingest.commitments.outright import outright
from ingest.commitments.recognise import COMMITS, SECOND, WEIGHTS, is_default, judged, matrix, recognised, types_of
from ingest.commitments.signs import NAMES, signs
from ingest.commitments.statements import Statement, statements
from ingest.encode import SentenceEncoder
from tests.passages import segmented

HEAD = (
    "Minutes of the Meeting of the Parks Committee held on 4 June 2024",
    "Present: Councillors Ash and Elm.",
    "# 12. Gates",
)
KINDS = list(T)


def said(*lines: str) -> list[Statement]:
    minutes = segmented(*HEAD, *lines)
    return statements(minutes, chunk(minutes))


def chances(commits: float, **types: float) -> np.ndarray:
    return np.array([commits, *(types.get(kind.value, 0.0) for kind in KINDS)], dtype=np.float32)


def test_the_types_of_a_row_of_chances() -> None:
    assert types_of(chances(COMMITS - 0.01, action=0.9)) == ()
    assert types_of(chances(COMMITS, action=0.9)) == (T.ACTION,)
    assert types_of(chances(0.9, action=0.5, target=0.6)) == (T.TARGET, T.ACTION)
    assert types_of(chances(0.9, action=SECOND - 0.01, target=0.6)) == (T.TARGET,)


def test_what_is_said_outright_goes_before_the_chances() -> None:
    (statement,) = said("The Clerk undertook to have the gate mended.")
    assert judged(statement, chances(0.1)) == (T.UNDERTAKING,)
    assert judged(statement, chances(0.9, action=0.9, target=0.8)) == (T.UNDERTAKING, T.ACTION)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("ACTION: Clerk to write.", T.ACTION),
        ("Action – Clerk to write.", T.ACTION),
        ("RECOMMENDED: that the gate be mended.", T.RECOMMENDATION),
        ("The Clerk undertook to write.", T.UNDERTAKING),
        ("Mr Quill agreed to write.", T.UNDERTAKING),
        ("The Chair kindly offered to write.", T.UNDERTAKING),
        ("The Director gave an assurance that it was safe.", T.ASSURANCE),
        ("The Director assured the Committee that it was safe.", T.ASSURANCE),
        ("Members asked that it be mended.", T.REQUEST),
        ("That the matter be deferred.", T.REFERRAL),
        ("Work was undertaken by Oak Ltd.", None),
        ("A report on quality assurance was noted.", None),
        ("The Committee agreed to write.", None),
        ("Members asked whether it was safe.", None),
    ],
)
def test_what_a_statement_calls_itself(text: str, kind: T | None) -> None:
    assert outright(text) is kind


def test_the_weights_are_of_these_signs() -> None:
    kept = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    assert set(kept) == {"signs alone", "with vectors"}
    for weights in kept.values():
        assert list(weights["signs"]) == list(NAMES)
    assert (len(kept["signs alone"]["vector"]), len(kept["with vectors"]["vector"])) == (0, 384)


def test_signs_as_numbers() -> None:
    row = matrix([frozenset({NAMES[0], NAMES[2]})])
    assert row.shape == (1, len(NAMES))
    assert row[0, :4].tolist() == [1, 0, 1, 0]


def test_where_a_statement_stands_is_a_sign() -> None:
    asked, replied = said("Members asked whether the gate was safe. In reply, it was said that it would be mended.")
    assert {"asks a question"} <= signs(asked)
    assert {"in reply", "would", "after: asks a question"} <= signs(replied)


SAMPLE = (
    ("RESOLVED: That the gate be mended by 31 July 2024.", T.RESOLUTION),
    ("The Clerk to write to the county council about the verge.", T.ACTION),
    ("The Parks Manager said that he would circulate the costs to members before the next meeting.", T.UNDERTAKING),
    ("The Committee was assured that the bridge was inspected every month.", T.ASSURANCE),
    ("Councillor Ash requested that the seats be painted.", T.REQUEST),
    ("The Clerk had written to the county council about the verge.", T.FOLLOWUP),
)


def test_plain_statements_are_recognised_with_the_default_model(encoder: SentenceEncoder) -> None:
    found = said(*(text for text, _ in SAMPLE))
    types = recognised(found, encoder.encode_passages([one.text for one in found]), encoder.name)
    assert [own[0] for own in types] == [kind for _, kind in SAMPLE]


def test_with_another_model_the_signs_alone_decide() -> None:
    found = said(*(text for text, _ in SAMPLE))
    nothing = np.zeros((len(found), 8), dtype=np.float32)
    types = recognised(found, nothing, "another@0123")
    assert [own[0] for own in types] == [kind for _, kind in SAMPLE]


def test_what_commits_to_nothing(encoder: SentenceEncoder) -> None:
    found = said(
        "Members questioned what the gate had cost.",
        "The Chair thanked everyone for attending the meeting.",
        "The purpose of the paper was to describe the history of the park.",
        "Which of the gates was the oldest in the county?",
        "Members asked whether the gate would be mended by the summer.",
        "The next meeting would be held on Wednesday 3 July 2024.",
    )
    assert recognised(found, encoder.encode_passages([one.text for one in found]), encoder.name) == [()] * len(found)


def test_whose_vectors_count(encoder: SentenceEncoder) -> None:
    assert is_default(encoder.name)
    assert not is_default("all-MiniLM-L6-v2@000000000000")
    assert recognised([], np.zeros((0, 8), dtype=np.float32), "any") == []

"""A record's commitments, drawn from it as a whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from ingest.chunk import chunk
from ingest.commitment import Commitment, Deadline, Modality, Outcome, Polarity, Reference
from ingest.commitment import CommitmentType as T
from ingest.commitments.drawing import commitments
from ingest.minutes import Sentences
from ingest.pipeline import encoded_sentences
from tests.passages import segmented

LINES = (
    "Harrowmere District Council",
    "Minutes of the Meeting of the Parks Committee held on 4 June 2024",
    "Present: Councillors Ash and Elm.",
    "# 12. Minutes",
    "RESOLVED: That the minutes of the meeting held on 5 March 2024 be approved as a correct record.",
    "# 13. Gates",
    "Members asked what the gates had cost.",
    "The Parks Manager undertook to have a new gate in place by the end of July 2024, subject to funds.",
    "Further to Minute 4, the swings had now been hung again.",
    "He assured the Committee that the play area would not be closed.",
)


def drawn(*lines: str) -> tuple[Commitment, ...]:
    minutes = segmented(*lines)
    passages = chunk(minutes)
    counts = tuple(len(encoded_sentences(passage)) for passage in passages)
    vectors = np.tile(np.array([[1, 0]], dtype=np.float32), (sum(counts), 1))
    return commitments(minutes, passages, Sentences(counts, vectors), "another model")


@pytest.fixture(scope="module")
def found() -> dict[str, Commitment]:
    return {one.text.split()[0]: one for one in drawn(*LINES)}


def test_an_undertaking(found: dict[str, Commitment]) -> None:
    one = found["The"]
    assert (one.types[0], one.who, one.passing, one.settled) == (T.UNDERTAKING, "The Parks Manager", False, False)
    assert one.by_when == Deadline("by the end of July 2024", None, date(2024, 7, 31)) or (
        one.by_when is not None and one.by_when.latest == date(2024, 7, 31)
    )
    assert one.condition == "subject to funds"
    assert (one.polarity, one.modality) == (Polarity.POSITIVE, Modality.WILL)


def test_an_assurance_that_something_will_not_be(found: dict[str, Commitment]) -> None:
    one = found["He"]
    assert (one.types[0], one.who, one.to, one.polarity) == (
        T.ASSURANCE,
        "The Parks Manager",
        "the Committee",
        Polarity.NEGATIVE,
    )
    assert one.text[slice(*one.what)] == "the play area would not be closed."


def test_a_report_on_an_earlier_one(found: dict[str, Commitment]) -> None:
    one = found["Further"]
    assert (one.outcome, one.references, one.looks_back) == (Outcome.DONE, (Reference(minute_number="4"),), True)


def test_what_a_meeting_settles(found: dict[str, Commitment]) -> None:
    one = found["RESOLVED:"]
    assert (one.types[0], one.who, one.settled) == (T.RESOLUTION, "Parks Committee", True)


def test_a_question_is_no_commitment_and_kept_only_in_passing(found: dict[str, Commitment]) -> None:
    assert found["Members"].passing


def test_every_statement_is_word_for_word_where_it_says(found: dict[str, Commitment]) -> None:
    text = segmented(*LINES).document.text
    assert all(text[one.start : one.end] == one.text for one in found.values())


def test_ids_stay_while_the_words_do_and_no_two_are_the_same() -> None:
    before = {one.text: one.id for one in drawn(*LINES)}
    after = {
        one.text: one.id
        for one in drawn(*LINES[:5], "# 12A. Seats", "The seats were painted by a volunteer.", *LINES[5:])
    }
    assert len(set(before.values())) == len(before)
    assert {text: after[text] for text in before} == before


def test_the_same_words_twice_are_two() -> None:
    twice = drawn(
        *LINES[:3],
        "# 4. Gates",
        "The Clerk undertook to write to them.",
        "# 5. Seats",
        "The Clerk undertook to write to them.",
    )
    assert len({one.id for one in twice}) == 2


def test_welsh_records_have_none() -> None:
    minutes = replace(segmented(*LINES), language="cy")
    assert commitments(minutes, chunk(minutes), Sentences((), np.empty((0, 2), dtype=np.float32)), "m") == ()


def test_a_question_says_nothing_of_what_became_of_it() -> None:
    (asked,) = drawn(*LINES[:3], "# 13. Gates", "Members asked whether the new gate had been mended.")
    assert (asked.passing, asked.outcome) == (True, None)


@pytest.mark.parametrize("filling", ["·", " .", "They", "'", "?", "a, ", "RESOLVED "])
def test_what_is_no_sentence_is_taken_as_it_stands(filling: str) -> None:
    text = f"The Clerk undertook to write. It was agreed that {filling * 60_000} be noted."
    found = drawn(*LINES[:3], "# 13. Gates", text)
    assert found[0].text == "The Clerk undertook to write."

"""What a statement says of how something earlier went."""

from __future__ import annotations

import pytest

from ingest.commitment import Outcome
from ingest.commitments.outcomes import outcome


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("The notes had now been circulated.", Outcome.DONE),
        ("The lamps had been installed.", Outcome.DONE),
        ("The new site was now live.", Outcome.DONE),
        ("The survey has been completed.", Outcome.DONE),
        ("The Clerk had written to the bank.", Outcome.DONE),
        ("A reply had been received.", Outcome.DONE),
        ("The reply had not yet been received.", Outcome.LATE),
        ("The works remained outstanding.", Outcome.LATE),
        ("Opening had slipped to June.", Outcome.LATE),
        ("The works have been rescheduled for June.", Outcome.LATE),
        ("A reply was still awaited.", Outcome.LATE),
        ("The works had been delayed.", Outcome.LATE),
        ("Nothing had been done about the lamps.", Outcome.LATE),
        ("No work had been carried out.", Outcome.LATE),
        ("The target was missed.", Outcome.LATE),
        ("The path had not been cleared.", Outcome.LATE),
        ("Word from the mill is yet to come.", Outcome.LATE),
        ("There was no further news.", Outcome.LATE),
        ("A second crossing was ruled out.", Outcome.REFUSED),
        ("The county had declined to pay.", Outcome.REFUSED),
        ("The plan was not supported.", Outcome.REFUSED),
        ("The plan was replaced by another.", Outcome.SUPERSEDED),
        ("The kiosk was no longer to be let.", Outcome.SUPERSEDED),
        ("The plan had been overtaken by the new Act.", Outcome.SUPERSEDED),
        ("The bid was withdrawn.", Outcome.SUPERSEDED),
        ("The survey was in hand.", Outcome.PROGRESS),
        ("Talks were ongoing.", Outcome.PROGRESS),
        ("Works were under way.", Outcome.PROGRESS),
        ("The bid was being progressed.", Outcome.PROGRESS),
    ],
)
def test_how_something_earlier_went(statement: str, expected: Outcome) -> None:
    assert outcome(statement) is expected


@pytest.mark.parametrize(
    "statement",
    [
        "The lamps would be installed.",
        "The hall would open once the works had been completed.",
        "If refused, the bid would be made again.",
        "The minutes of the last meeting had been circulated.",
        "The ongoing costs were noted.",
        "The Clerk to send the notes.",
        "Complaints had been received.",
        "Neither gate had been mended.",
        "Little had been done.",
        "The gate was far from finished.",
        "The Clerk completed no form, and none of the lamps was installed.",
        "The fair was not cancelled.",
        "The late Miss Fenn was remembered.",
        "She had missed the ferry, late in the evening.",
        "The Chair thanked the Clerk.",
    ],
)
def test_what_tells_of_no_outcome(statement: str) -> None:
    assert outcome(statement) is None

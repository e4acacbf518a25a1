from __future__ import annotations

import pytest

from ingest.commitment import Modality, Polarity
from ingest.commitments.manner import condition, modality, polarity, quoted_earlier


@pytest.mark.parametrize(
    "statement",
    [
        "The Harbour Master said that there would not be a toll on the bridge.",
        "The Clerk had written to the bank but had not yet heard.",
        "A second crossing was ruled out.",
        "The repair of the slipway remains outstanding.",
        "No further update was given.",
        "The county had refused to pay for the lamps.",
        "She wouldn’t be able to open the hall.",
        "The Board cannot lend the boat.",
        "The kiosk would no longer be let.",
        "There was no statutory need of a licence.",
        "There were no plans to move the gate.",
        "RESOLVED that no further action be taken.",
        "The bus firm was unlikely to come.",
        "A reply was awaited.",
        "The pier was deemed unsuitable.",
        "As yet the tenants had not been asked.",
        "The mayor said that it should not be sold.",
    ],
)
def test_what_is_not_to_be_or_was_not_done_is_negative(statement: str) -> None:
    assert polarity(statement) is Polarity.NEGATIVE


@pytest.mark.parametrize(
    "statement",
    [
        "The slipway would be mended.",
        "The fair would be not only longer but cheaper.",
        "The gate would not just be mended but painted.",
        "While the fair was not yet open, stalls were being built.",
        "The fair was not yet open, and stalls were being built.",
        "Although no plans had come, the Clerk would reply.",
        "If the county does not pay, the Board will.",
        "Every boat that did not pass would be seen again.",
        "RESOLVED that the Board has no objection to the shed; there were no objections.",
        "There were no great concerns, and the work would go on.",
    ],
)
def test_not_every_not_is_negative(statement: str) -> None:
    assert polarity(statement) is Polarity.POSITIVE


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("The lamps would be mended.", Modality.WILL),
        ("We’ll mend the lamps.", Modality.WILL),
        ("The Clerk agreed to write.", Modality.WILL),
        ("RESOLVED: that the lamps be mended.", Modality.WILL),
        ("Clerk to write to the bank.", Modality.WILL),
        ("The Clerk should consider whether a lamp might be moved.", Modality.WILL),
        ("The Board intended to move the lamps.", Modality.INTEND),
        ("The strategy was expected in June.", Modality.INTEND),
        ("The survey is due in June.", Modality.INTEND),
        ("The scheme was due to start.", Modality.INTEND),
        ("The visit was scheduled for June.", Modality.INTEND),
        ("It was planned that a lamp would be moved.", Modality.INTEND),
        ("It was hoped that the lamps would be mended.", Modality.AIM),
        ("The Board aimed for ten boats.", Modality.AIM),
        ("The Board may move the lamps.", Modality.MAY),
        ("A lamp could be moved.", Modality.MAY),
        ("The lamps had been mended.", Modality.DONE),
        ("The lamps were mended in May.", Modality.DONE),
        ("The hall was shut due to the storm.", Modality.DONE),
        ("The fair was better than expected.", Modality.DONE),
    ],
)
def test_how_firmly_it_is_said(statement: str, expected: Modality) -> None:
    assert modality(statement) is expected


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("The lamps will be moved, subject to the consent of the county.", "subject to the consent of the county"),
        ("Should the bid be deemed sound, the Board would start.", "Should the bid be deemed sound"),
        ("The Clerk would come if possible.", "if possible"),
        (
            "The Board would pay provided that the county paid half, and not before.",
            "provided that the county paid half",
        ),
        ("The fair would be held, depending on the tide.", "depending on the tide"),
        ("Once the works had been completed the hall would open.", "Once the works had been completed"),
        ("The hall would open once works are complete, in May.", "once works are complete"),
        ("The gate would stay shut unless the county objected.", "unless the county objected"),
        ("The grant was held pending the outcome of the survey.", "pending the outcome of the survey"),
        ("It would cost more if the rate rose by 1.5 points but no sooner.", "if the rate rose by 1.5 points"),
        ("If it rains then the fair would move.", "If it rains"),
    ],
)
def test_the_condition_ends_with_its_clause(statement: str, expected: str) -> None:
    assert condition(statement) == expected


@pytest.mark.parametrize(
    "statement",
    [
        "The Clerk would ask if the hall was free.",
        "The Clerk would ask the owner of the inn if he would lend a tent.",
        "She will enquire if this is so.",
        "That was the subject to be discussed.",
        "The subject to which he came was lamps.",
        "Assurance was provided that the lamps were safe.",
        "The county provided an update.",
        "The Board should mend the lamps.",
        "The Clerk would mend the lamps.",
    ],
)
def test_what_asks_or_tells_sets_no_condition(statement: str) -> None:
    assert condition(statement) is None


@pytest.mark.parametrize(
    "statement",
    [
        "Members recalled previous assurances given of new boats.",
        "As previously agreed, the Clerk would write.",
        "The lamps had been promised for June.",
        "At that meeting Members agreed to sell the boat.",
        "Following a request from the tenants, a lamp was moved.",
        "This followed a request from the tenants.",
        "The fence was put up as agreed at the May meeting.",
        "There is a formal agreement that the quay be shared.",
        "The Clerk had been asked to write.",
    ],
)
def test_a_report_of_an_older_promise_or_request(statement: str) -> None:
    assert quoted_earlier(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "The Clerk agreed to write.",
        "Members asked that a lamp be moved.",
        "A survey has been requested.",
        "The Board resolved to sell the boat.",
        "The Chair thanked him for the work he had undertaken.",
        "RESOLVED: that the offer of a boat be accepted.",
    ],
)
def test_a_promise_of_today_is_no_older_one(statement: str) -> None:
    assert not quoted_earlier(statement)

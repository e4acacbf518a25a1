"""What a question wants to know, and whether a sentence can tell it."""

from __future__ import annotations

import pytest

from search_api.wanted import FIGURES, QUANTITIES, Wanted, tells, wanted

ASKED = {
    Wanted.MONEY: (
        "How much did the footbridge cost?",
        "What was the precept for 2024-25?",
        "What rent does the bowls club pay?",
        "What is the price of an allotment?",
        "What did the council charge for burial plots?",
        "How big was the grant to the band?",
        "What was the overspend on adult care?",
        "How much will the project manager be paid?",
    ),
    Wanted.SHARE: (
        "What percentage of bins were missed?",
        "What proportion of residents replied?",
        "How large a share of the bill did the county meet?",
    ),
    Wanted.SPEED: (
        "What speed was recorded on Mill Lane?",
        "What speed limit did members want?",
        "How fast were cars driven past the school?",
    ),
    Wanted.DURATION: ("How long will the works take?", "How long had the lane been closed?"),
    Wanted.COUNT: (
        "How many residents replied?",
        "What number of trees was planted?",
        "What is the number of allotments?",
    ),
    Wanted.DATE: (
        "When will the bridge reopen?",
        "By when will the report be ready?",
        "Since when has the hall been let?",
        "On what date does the lease end?",
        "In which year was the well dug?",
        "How soon will the bins be emptied?",
    ),
    Wanted.VOTE: ("How did members vote on the motion?", "What was the vote?"),
    Wanted.DECISION: (
        "What did the Board resolve?",
        "What has the Cabinet agreed about libraries?",
        "What decision was taken on the sale?",
    ),
    Wanted.PROMISE: (
        "Has a new lamp been promised?",
        "What assurances were given about the ford?",
        "What commitment was made to the bowls club?",
        "Did the clerk undertake anything, or give an undertaking?",
        "How has the timescale moved?",
        "Was a deadline set?",
    ),
    Wanted.PERSON: (
        "Who proposed the motion?",
        "Whose tree fell?",
        "Which councillor resigned?",
        "What is the name of the new clerk?",
    ),
}
TOLD = {
    Wanted.MONEY: (
        "The fence cost £1,250.",
        "The fence cost £ 40.",
        "Each plot is let at 75p a year.",
        "A fee of 20 pence was set.",
        "A grant of 1,250,000 pounds was made.",
        "Skips would be free to residents.",
        "The hall was lent at no cost.",
    ),
    Wanted.SHARE: (
        "12% of the bins were missed.",
        "Twelve per cent of the bins were missed.",
        "Nearly half of the replies were in favour.",
        "Two thirds of the hedge had died.",
        "9 out of 12 lamps were lit.",
        "9 of the 12 lamps were lit.",
        "One in five bins was missed.",
    ),
    Wanted.SPEED: ("Most cars passed at 38 mph.", "A 20mph limit was asked for.", "It was 30 miles per hour."),
    Wanted.DURATION: (
        "The works would take six months.",
        "The works took a year.",
        "A reply comes in three working days.",
        "It would be at least two years.",
        "The lane had been closed since March.",
        "The hall was let from 2019.",
    ),
    Wanted.COUNT: (
        "Forty letters came.",
        "40 letters came.",
        "The clerk had 1,250 letters.",
        "None of the residents replied.",
        "No letters came.",
        "Both bridges were shut on 12 May.",
        "In 2024-25 there were 31 fires.",
    ),
    Wanted.DATE: (
        "The bridge reopens on 4 May.",
        "The bridge reopens in the spring.",
        "The bridge reopens in 2025.",
        "A report comes to the next meeting.",
        "A report comes by the end of the year.",
        "A report comes in six weeks.",
        "The lease ends on 12/03/2026.",
        "The lease ends in Q3.",
        "The skip comes on a Tuesday.",
        "The hall is inspected annually.",
    ),
    Wanted.VOTE: (
        "It was approved by 24 votes to 10.",
        "(For 5, Against 0)",
        "For: 7",
        "Members were unanimous.",
        "It was unanimously approved.",
        "The motion was carried.",
        "The amendment was lost.",
        "It was approved nem. con.",
    ),
    Wanted.DECISION: (
        "RESOLVED: That the fence be mended.",
        "Members agreed the sale.",
        "The tender was declined.",
        "The amendment was carried.",
    ),
    Wanted.PROMISE: (
        "Members were assured that the ford would be open.",
        "The clerk gave an assurance on the ford.",
        "A new lamp had been promised.",
        "The clerk undertook to write to the mill.",
        "The county was committed to the bus.",
    ),
}
DECOYS = {
    Wanted.MONEY: ("The path was freed of ice.", "There were 40 letters.", "The budget was discussed at length."),
    Wanted.SHARE: ("Twelve bins were missed.", "On 9 March the 12 lamps were lit."),
    Wanted.SPEED: ("He had driven 38 miles.", "A lower speed was asked for."),
    Wanted.DURATION: ("Minute 12 was read out.", "The week had been busy.", "The bridge was shut in May."),
    Wanted.COUNT: (
        "The meeting was on 12 May 2024.",
        "The meeting was on May 12th.",
        "The meeting was on the 3rd of June.",
        "The lease ends on 12/03/2026.",
        "The grant was spent in 2024.",
        "The grant was spent in 2024-25.",
        "The grant was spent in 2024/25.",
        "The grant was spent in 2024–25.",
        "Members met at 7.30 in the hall.",
        "Members met at 7 pm in the hall.",
        "Members met at 7:30 in the hall.",
        "Members turned to item 5 next.",
        "Minute 347 was read out.",
        "The plan is on page 7.",
        "Members preferred option 3 to the rest.",
        "A minute's silence was held.",
        "12. Parking was raised.",
        "12 Parking was raised.",
        "(3) parking was raised.",
        "3.2 Parking was raised.",
        "The B4032 was closed.",
        "Application 24/00109 was refused.",
        "The fence was £40 a yard.",
        "Members heard that 12% replied.",
        "Members were unanimous.",
    ),
    Wanted.DATE: (
        "The bridge will reopen.",
        "Members may ask for it to be reopened.",
        "The band led the march.",
        "Item 12 was taken.",
        "This was the last item.",
    ),
    Wanted.VOTE: ("Several members spoke for the motion.", "Members turned to item 5."),
    Wanted.DECISION: ("Members discussed the fence.", "The fence had been mended.", "Two members disagreed."),
    Wanted.PROMISE: (
        "A quality assurance report was heard.",
        "The work was undertaken by volunteers.",
        "Members sought reassurance on the ford.",
        "The clerk sits on the committee.",
        "It was a promising start.",
    ),
}


def each(cases: dict[Wanted, tuple[str, ...]]) -> list[tuple[Wanted, str]]:
    return [(kind, text) for kind, texts in cases.items() for text in texts]


@pytest.mark.parametrize(("kind", "question"), each(ASKED))
def test_what_is_wanted_is_recognised(kind: Wanted, question: str) -> None:
    assert wanted(question) == {kind}


@pytest.mark.parametrize(
    ("question", "kinds"),
    [
        ("How many councillors voted against the motion?", {Wanted.VOTE, Wanted.COUNT}),
        ("Who voted for the amendment?", {Wanted.VOTE, Wanted.PERSON}),
        ("Who proposed the motion, and when?", {Wanted.PERSON, Wanted.DATE}),
        ("How many lamps were mended and what did they cost?", {Wanted.COUNT, Wanted.MONEY}),
    ],
)
def test_a_question_may_want_two_things(question: str, kinds: set[Wanted]) -> None:
    assert wanted(question) == kinds


@pytest.mark.parametrize(
    "question",
    [
        "What was said about parking?",
        "How much support was there for the scheme?",
        "How much of a delay was there?",
        "How long ago was the hall built?",
        "What happens when the lane floods?",
        "Did the council agree to the sale?",
        "Has the lease been signed by somebody who may sign it?",
        "bus shelter",
    ],
)
def test_other_questions_want_nothing_that_could_be_seen(question: str) -> None:
    assert wanted(question) == frozenset()


@pytest.mark.parametrize(("kind", "text"), each(TOLD))
def test_a_sentence_that_tells_what_is_wanted(kind: Wanted, text: str) -> None:
    assert tells(text, kind)


@pytest.mark.parametrize(("kind", "text"), each(DECOYS))
def test_a_sentence_that_only_seems_to(kind: Wanted, text: str) -> None:
    assert not tells(text, kind)


def test_what_is_wanted_in_figures_is_wanted_as_a_quantity() -> None:
    assert FIGURES < QUANTITIES
    assert not QUANTITIES & {Wanted.DECISION, Wanted.PERSON}

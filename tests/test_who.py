from __future__ import annotations

import pytest

from ingest.commitment import CommitmentType as T
from ingest.commitments.names import beginning, ending, is_party
from ingest.commitments.statements import Statement
from ingest.commitments.who import Parties, parties
from ingest.minutes import Item, Kind, Meeting

ITEM = Item("4", "Lamps", Kind.MINUTES, 0, 9)
OTHER = Item("5", "Boats", Kind.MINUTES, 9, 12)
MEETING = Meeting("Saltcoombe Parish Council", "Harbour Lighting Committee")
NOBODY = Meeting()


def said(text: str, *, item: Item = ITEM, lead: str = "", owner: str | None = None) -> Statement:
    return Statement(0, None, 0, len(text), text, Kind.MINUTES, bool(lead), item, lead, "", owner)


def found(kind: T, text: str, *before: str, lead: str = "", owner: str | None = None) -> Parties:
    return parties(said(text, lead=lead, owner=owner), [said(one) for one in before], MEETING, [kind])


def who(kind: T, text: str, *before: str, lead: str = "", owner: str | None = None) -> str | None:
    return found(kind, text, *before, lead=lead, owner=owner).who


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Clerk to write to the ferry company.", "Clerk"),
        ("It was agreed that Cllr. B. Quill would contact the lamp maker.", "Cllr. B. Quill"),
        ("ACTION: Cllr Quill to price new lamps.", "Cllr Quill"),
        ("Action: FoSH to plan the lantern walk.", "FoSH"),
        ("BMcQ was asked to invite the harbour master.", "BMcQ"),
        ("The Clerk was asked to notify the owner.", "The Clerk"),
        ("RESOLVED: That the Clerk should obtain two quotes.", "the Clerk"),
        ("The lamps were dim and it was for the Clerk to report this.", "the Clerk"),
        ("Action: Volunteers to be recruited for the lantern walk.", None),
        ("A party of walkers hoped to have a good evening.", None),
    ],
)
def test_an_action_is_whose_it_is_to_do(text: str, expected: str | None) -> None:
    assert who(T.ACTION, text) == expected


def test_the_margin_says_whose_an_action_is() -> None:
    assert who(T.ACTION, "The lamps would be mended.", owner="Cllr B. Quill") == "Cllr B. Quill"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Panel heard it said that the Council would hope to share its lamps.", "the Council"),
        ("The Director of Harbours indicated that Lighting Services would be adopting a rota.", "Lighting Services"),
        ("Tobias Fenn agreed to be the keeper of the keys.", "Tobias Fenn"),
        ("Ms Fenn (Head of Lamps) would send the plan.", "Ms Fenn (Head of Lamps)"),
        ("Mrs Fenn, who keeps the keys, will open the store.", "Mrs Fenn"),
        (
            "The Director of Harbours said that the rota needed work and he would return to it.",
            "The Director of Harbours",
        ),
        ("TQ said that talks had been held with LMQ who would draw up a plan.", "LMQ"),
        ("The Panel was told that a rota would see every lamp mended.", None),
        ("The lamps would be mended in due course.", None),
        ("The quay will get new lamps funded by Fenn Lighting Ltd.", "Fenn Lighting Ltd"),
        ("Members will receive a letter about the lamps.", None),
    ],
)
def test_an_undertaking_is_whose_service_it_is_else_whose_word(text: str, expected: str | None) -> None:
    assert who(T.UNDERTAKING, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Director of Harbours indicated that the lamps were safe.", "The Director of Harbours"),
        ("In reply, the Director of Harbours advised that no lamp would go.", "the Director of Harbours"),
        ("The Panel was told by a representative of the sellers that oil paid.", "a representative of the sellers"),
        ("The Board was advised that the lamps were safe.", None),
        ("The Board members were advised that the lamps were safe.", None),
        ("Harbour staff can also light the lamps by hand.", "Harbour staff"),
        ("She had spoken with Mrs Ada Fenn who had confirmed that the lamps were safe.", "Mrs Ada Fenn"),
        ("Harbour Lane was now safe at night.", None),
    ],
)  # fmt: skip
def test_an_assurance_is_who_says_so(text: str, expected: str | None) -> None:
    assert who(T.ASSURANCE, text) == expected


def test_a_pronoun_is_the_last_speaker_of_its_item() -> None:
    before = ("Mr Fenn reported on the lamps.", "The Clerk reported that oil was dear.")
    assert who(T.ASSURANCE, "She also confirmed that none was owed.", *before) == "The Clerk"
    assert who(T.UNDERTAKING, "He would look into it.", *before[:1]) == "Mr Fenn"
    assert who(T.UNDERTAKING, "He would look into it.") is None


def test_no_name_comes_from_another_item() -> None:
    before = [said("Mr Fenn reported on the boats.", item=OTHER)]
    assert parties(said("He would look into it."), before, MEETING, [T.UNDERTAKING]).who is None


def test_who_has_the_floor_undertakes_where_no_other_is_named() -> None:
    lead = "1. Mr A Fenn, Cabinet Member for Harbours, provided an update on the following:"
    assert who(T.UNDERTAKING, "(b) A full plan would be brought back in due course.", lead=lead) == "Mr A Fenn"
    assert who(T.ASSURANCE, "The lamps were sound.", lead=lead) == "Mr A Fenn"


def test_a_numbered_point_that_begins_with_a_person_takes_the_floor() -> None:
    before = ("1. Mrs Fenn introduced the report on lamps.", "2. Mr Quill (Head of Lamps) spoke of the costs.")
    assert who(T.ASSURANCE, "The lamps were sound.", *before) == "Mr Quill (Head of Lamps)"


def test_in_what_was_noted_of_questions_nobody_has_the_floor() -> None:
    before = ("1. Mrs Fenn introduced the report on lamps.",)
    lead = "2. Further to comments from Members it was noted:"
    assert who(T.ASSURANCE, "The lamps were sound.", *before, lead=lead) is None


@pytest.mark.parametrize(
    ("text", "lead", "expected"),
    [
        ("RESOLVED that Cabinet agree the lamp plan.", "", "Cabinet"),
        ("a) Note the cost of oil.", "RESOLVED that Cabinet agree to:", "Cabinet"),
        ("RESOLVED that the Committee note the lamp plan.", "", "Harbour Lighting Committee"),
        ("RESOLVED: That the Council should buy nine lamps.", "", "the Council"),
        ("RESOLVED: That the rates are approved.", "", "Harbour Lighting Committee"),
        ("RESOLVED that authority be delegated to the Director of Harbours.", "", "the Director of Harbours"),
        ("Councillors agreed to pay the bill for oil.", "", "Councillors"),
    ],
)
def test_a_resolution_is_the_body_s_or_of_the_one_delegated_to(text: str, lead: str, expected: str) -> None:
    assert who(T.RESOLUTION, text, lead=lead) == expected


def test_no_body_is_supplied_where_the_record_names_none() -> None:
    assert parties(said("The rates were approved."), [], NOBODY, [T.RESOLUTION]) == Parties(None, None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("DQ asked that members reply to letters.", Parties("DQ", None)),
        ("Members requested a further paper on oil.", Parties("Members", None)),
        ("Councillors discussed oil and asked Mr Fenn to price it.", Parties("Councillors", "Mr Fenn")),
        ("A request from the Harbour Society was read.", Parties("the Harbour Society", None)),
        ("Residents should report broken lamps.", Parties("Residents", None)),
    ],
)
def test_a_request_is_who_asks(text: str, expected: Parties) -> None:
    assert found(T.REQUEST, text) == expected


def test_points_raised_in_discussion_are_the_members() -> None:
    lead = "A number of points were raised, including:"
    assert (
        who(T.REQUEST, "the value of brighter lamps;", "Board members questioned the cost.", lead=lead)
        == "Board members"
    )


def test_a_recommendation_is_the_body_s_that_makes_it() -> None:
    assert who(T.RECOMMENDATION, "the Council suggested that a lamp be kept.") == "the Council"
    lead = "The Council had made several recommendations, as follows:"
    assert who(T.RECOMMENDATION, "- A study of the cost of oil.", lead=lead) == "The Council"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Clerk reported that she had sent the letter.", "The Clerk"),
        ("Highways had not replied.", "Highways"),
        ("Mr Fenn, on behalf of Saltcoombe Council has been in touch with the makers.", "Mr Fenn"),
        ("A letter had been sent to the makers.", None),
        ("The accounts had been approved by the Auditors.", "the Auditors"),
        ("It was proposed by Cllr Quill, and the Clerk had paid it.", "the Clerk"),
    ],
)
def test_a_follow_up_is_who_did_it_or_did_not(text: str, expected: str | None) -> None:
    assert who(T.FOLLOWUP, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Board was advised that the lamps were safe.", "The Board"),
        ("The Clerk should bring word back to the Council by Easter.", "the Council"),
        ("The paper would be referred to Scrutiny Committee.", "Scrutiny Committee"),
        ("Mr Fenn informed Members that oil was dear.", "Members"),
        ("The lamps would be mended.", None),
    ],
)
def test_to_whom(text: str, expected: str | None) -> None:
    assert found(T.ASSURANCE, text).to == expected


def test_without_a_type_it_is_read_as_a_promise() -> None:
    assert parties(said("The Council would buy oil."), [], MEETING, []).who == "The Council"


def test_a_target_is_whose_it_is() -> None:
    assert who(T.TARGET, "Despite this, the council faced a need to save £900.") == "the council"


def test_a_referral_is_of_who_moves_it_on() -> None:
    assert who(T.REFERRAL, "At that meeting, Members agreed to refer the plan to full Council.") == "Members"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("the Clerk", True),
        ("Mrs Fenn", True),
        ("Tobias Fenn", True),
        ("BMcQ", True),
        ("C.C.C.", True),
        ("Saltcoombe Parks", True),
        ("Harbour Lane", False),
        ("The Lighting Plan", False),
        ("Work", False),
        ("the Council’s", False),
        ("the", False),
        ("", False),
    ],
)
def test_what_names_somebody(name: str, expected: bool) -> None:
    assert is_party(name) is expected


def test_a_name_ends_before_a_verb_and_does_not_depend_on_another_word() -> None:
    text = "The cost of the Council would rise"
    assert ending(text, text.index(" would")) is None
    text = "In reply, Cllr. B. Quill would"
    assert ending(text, text.index(" would")) == "Cllr. B. Quill"
    assert ending("", 0) is None


def test_a_name_begins_after_a_cue() -> None:
    assert beginning("to the Clerk to the Harbour Board, Ada", 3) == "the Clerk to the Harbour Board"
    assert beginning("to whom it may concern", 3) is None
    assert beginning("to ", 3) is None


@pytest.mark.parametrize(
    "text", ["The Council " * 9000, "a, " * 30000, " and agreed" * 9000, "(" * 90000, "C." * 40000, "would " * 20000]
)
@pytest.mark.parametrize("kind", list(T))
def test_hostile_text_takes_no_long_time(kind: T, text: str) -> None:
    whose = who(kind, text, *[text[:2000] + str(i) for i in range(50)])
    assert whose is None or whose in text or whose == MEETING.committee

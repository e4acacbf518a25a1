"""The checks on what a language model gives back, sentence by sentence, against a record written out here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from search_api.answer import Statement
from search_api.checking import MAX_WORDS, Checked, Proposed, Quote, check
from search_api.quoting import Passage
from tests.quoted import BOARD, statement


def checked(
    text: str, *quotes: str | tuple[int, str], record: Sequence[str | Statement], question: str = ""
) -> Checked | None:
    """A sentence held to a record; a quote is of the first passage unless its passage is given, and all by default."""
    stated = [statement(one) if isinstance(one, str) else one for one in record]
    given = quotes or tuple((n, one.text) for n, one in enumerate(stated, start=1))
    numbered = (Quote(1, quote) if isinstance(quote, str) else Quote(*quote) for quote in given)
    return check(Proposed(text, tuple(numbered)), [Passage.of(one, question) for one in stated])


def holds(
    text: str, *quotes: str | tuple[int, str], record: Sequence[str | Statement] | str, question: str = ""
) -> bool:
    return checked(text, *quotes, record=[record] if isinstance(record, str) else record, question=question) is not None


TOLD = "He told the Board that the average caseload had fallen to 31 in May 2023 and that all of the posts were filled."
NO_OFFLOAD = "There would not be an offload of work to the voluntary sector."


@pytest.mark.parametrize(
    ("text", "record"),
    [
        (TOLD, TOLD),
        (TOLD.removesuffix("."), TOLD),
        ("He told the Board that the average caseload had fallen to 31 in May 2023.", TOLD),
        (NO_OFFLOAD, NO_OFFLOAD),
        ("The Plan would take at least two years.", "However, the Plan would take at least two years."),
        ("The Plan would take at least two years.", "(b) the Plan would take at least two years."),
        ("The Plan would take two years.", "2. The Plan would take two years."),
        ("The Plan was noted.", "The Plan was noted, and the Mayor was thanked for it."),
        ("The Plan was noted.", "The Plan was noted; the Mayor was thanked for it."),
        ("The hall was let to the club.", "The hall (of brick) was let to the club (its members)."),
        ("The hall was let to the club (24 members).", "The hall (of brick) was let to the club (24 members)."),
        ("The Board heard that the hall was let.", "The Board heard that\n(a) the hall was let; and\n(b) it was sold."),
        ("The Board heard that the hall was let.", "The Board heard that\n1) the hall was let; and\n2) it was sold."),
        (
            "RESOLVED: That the hall be let; and the park be kept.",
            "RESOLVED: That\n(a) the hall be let; and\n(b) the park be kept.",
        ),
        (
            "He said that A was let and that C was shut.",
            "He said that A was let and that B was sold and that C was shut.",
        ),
        ("Torbay's grant was £1,250.50, or 12.5%.", "Torbay’s grant was £1,250.50, or 12.5%."),
        ("Mr J. P. O'Neill-Smith spoke at 9.30 a.m.", "Mr J. P. O’Neill-Smith spoke at 9.30\u00a0a.m."),
        ("Application 24/00109 - the bandstand - was heard.", "Application 24/00109 – the bandstand – was heard."),
        ("Was the hall let?", "Was the hall let?"),
        ("Caseloads had fallen.", "However, caseloads had fallen."),
        ("RESOLVED: that the hall be let.", "RESOLVED: That the hall be let."),
    ],
)
def test_what_only_shortens_holds(text: str, record: str) -> None:
    assert holds(text, record=record)


LET, KEPT = "The hall was let to the club.", "The park was kept."


def test_statements_of_one_meeting_may_be_joined_in_their_order() -> None:
    found = checked("The hall was let to the club; the park was kept.", record=[LET, KEPT])
    assert found is not None
    assert [citation.quote for citation in found.citations] == [LET, KEPT]
    assert found.passages == (0, 1)
    assert holds("The hall was let to the club. The park was kept.", record=[LET, KEPT])
    assert holds(f"{TOLD} {NO_OFFLOAD}", record=[TOLD, NO_OFFLOAD])
    assert holds(f"{LET} {NO_OFFLOAD}", (1, LET), (3, NO_OFFLOAD), record=[LET, KEPT, NO_OFFLOAD])
    assert holds("The hall was let to the club; park keepers met.", record=[LET, "Park keepers met."])
    assert not holds("The hall was let to the club The park was kept.", record=[LET, KEPT])
    assert not holds("The park was kept; the hall was let to the club.", record=[LET, KEPT])


@pytest.mark.parametrize(
    "joint", ["; there", ", and there", " and there", ", there", " but there", ": there", " – there"]
)
def test_a_joint_that_would_carry_who_said_it_over_is_refused(joint: str) -> None:
    assert not holds(
        f"{TOLD[:-1]}{joint} would not be an offload of work to the voluntary sector.", record=[TOLD, NO_OFFLOAD]
    )


@pytest.mark.parametrize(
    "first",
    [
        "The Mayor said the hall was let.",
        "The Director indicated a lease was near.",
        "The Board asked whether the hall was let.",
        "Residents: the hall was damp.",
        "The hall, it was felt, was damp.",
    ],
)
def test_after_reported_speech_only_a_full_stop_joins(first: str) -> None:
    assert holds(f"{first} {KEPT}", record=[first, KEPT])
    assert not holds(f"{first[:-1]}; the park was kept.", record=[first, KEPT])


def test_a_statement_is_said_with_all_its_sentences_in_their_order() -> None:
    """Else a reply could be put to another question."""
    record = (
        "Members asked whether the hall would be let. The answer was yes. "
        "Members asked whether the park would be sold. The answer was no."
    )
    let, yes, sold, no = (f"{one}." for one in record.rstrip(".").split(". "))
    assert holds(record, record=record)
    for wrong in (f"{sold} {yes}", f"{let} {no}", f"{sold} {no} {let} {yes}", sold, yes, f"{let} {yes} {sold}"):
        assert not holds(wrong, record=record)


@pytest.mark.parametrize(
    "other",
    [
        statement(NO_OFFLOAD, document="d2"),
        statement(NO_OFFLOAD, meeting=replace(BOARD, held_on=date(2024, 4, 2))),
        statement(NO_OFFLOAD, meeting=replace(BOARD, council="Birch Borough Council")),
    ],
)
def test_sentences_of_two_meetings_are_not_joined(other: Statement) -> None:
    assert not holds(f"{LET} {NO_OFFLOAD}", record=[LET, other])


def test_what_refers_back_is_not_joined_to_something_else() -> None:
    sold = "It would be sold."
    assert holds(sold, record=sold)
    assert holds(f"{KEPT} {sold}", record=f"{KEPT} {sold}")
    assert not holds(f"{KEPT} {sold}", record=[KEPT, sold])
    assert not holds(
        "He said that it would be sold.", record="He said that the hall was let and that it would be sold."
    )


@pytest.mark.parametrize(
    "text",
    [
        "He told the Board that the average caseload had fallen to 13 in May 2023.",
        "He told the Board that the average caseload had fallen to 31 in May 2024.",
        "He told the Board that the average caseload had fallen to 31 in June 2023.",
        "He told the Board that the average caseload had fallen to thirty-one in May 2023.",
        "He told the Board that the average caseload had fallen to 31% in May 2023.",
        "He told the Board that the average caseload had fallen to £31 in May 2023.",
        "He told the Board that the average caseload had fallen to 31 in may 2023.",
        "He told the Board that the average caseload had fallen in May 2023 to 31.",
        "He told the Board that the average caseload had fallen to 31.",
        "He told the Board that the average caseload had fallen to 2023.",
        "He told the Board that the average caseload had risen to 31 in May 2023.",
        "He told the Board that the average caseload had not fallen to 31 in May 2023.",
        "He told the Cabinet that the average caseload had fallen to 31 in May 2023.",
        "Councillor Smith told the Board that the average caseload had fallen to 31 in May 2023.",
        "He told the Board that all of the 31 posts were filled.",
        "He told the Board that all of the posts were filled.",
        "He told the Board that all of the posts were filled in May 2023.",
        "He told the Board that the posts were filled.",
        "The average caseload had fallen to 31 in May 2023.",
        "All of the posts were filled.",
        "He told the Board that the average caseload, had fallen to 31 in May 2023.",
        "He told the Board that the average caseload had fallen to 31 in May 2023?",
        "He told the Board that the average caseload had fallen to 31 in May 2023!",
        "“He told the Board that the average caseload had fallen to 31 in May 2023.”",
        "He told the Board that the average caseload had fallen to 31 in May 2023 [1].",
        "He told the Board that the average caseload had fallen to 31 in May 2023 and that the Board resolved to sell.",
        "He told the Board that the average caseload had fallen\nto 31 in May 2023.",
        "He told the Board",
        "31",
        "",
    ],
)
def test_what_says_something_else_does_not_hold(text: str) -> None:
    assert not holds(text, record=TOLD)


@pytest.mark.parametrize(
    ("text", "record"),
    [
        ("There would be an offload of work to the voluntary sector.", NO_OFFLOAD),
        ("Work would take 6 months.", "Work would take six months."),
        ("Work would take six months.", "Work would take 6 months."),
        ("It met on 5 November 2024.", "It met on 5th November 2024."),
        ("It met on 5 November 2024.", "It met on 5 November 2023."),
        ("It met on 5 November.", "It met on 5 November 2024."),
        ("The first stage was done.", "The 1st stage was done."),
        ("The second stage was done.", "The first stage was done."),
        ("It cost £2 million in all.", "It cost £2.2 million in all."),
        ("It cost £2m in all.", "It cost £2 million in all."),
        ("It cost €2 in all.", "It cost £2 in all."),
        ("It cost 2 in all.", "It cost £2 in all."),
        ("It fell by 3% overall.", "It fell by -3% overall."),
        ("It fell by over 3 overall.", "It fell by >3 overall."),
        ("The Plan would take two years.", "The Plan would take at least two years."),
        ("The Plan will take two years.", "The Plan would take two years."),
        ("The Plan takes two years.", "The Plan may take two years."),
        ("Funding was approved.", "Funding was approved in principle."),
        ("The park was sound.", "The Mayor said the hall was damp; the park was sound."),
        ("The hall would be let.", "The hall would be let, subject to consent."),
        ("The hall would be let.", "The hall would be let (subject to consent)."),
        ("The hall would be let.", "The hall would be let (draft)."),
        ("The hall would be let.", "If consent were given, the hall would be let."),
        ("The hall would be let.", "Were consent given, the hall would be let."),
        ("The hall would be let.", "Members asked whether the hall would be let."),
        ("The hall would be let.", "It was untrue that the hall would be let."),
        ("The hall would be let.", "The union claimed the hall would be let."),
        ("The hall would be let.", "The hall would be let, the union claimed."),
        ("The hall would be let.", "In the union’s view, the hall would be let."),
        ("The hall would be let.", "Would the hall be let?"),
        ("The hall would be let?", "The hall would be let."),
        ("Was the hall let.", "Was the hall let?"),
        ("The hall would be let.", "The hall would be let, but only in part."),
        ("The motion was put.", "The motion was put, and was lost."),
        ("The motion was put.", "The motion was put and that was not carried."),
        ("He said that A was let.", "He said that A was let and that B was sold. the rest stays."),
        ("A was proposed as Chair.", "A was proposed as Chair, and this was passed."),
        ("He denied that the park was sold.", "He denied that the hall was let and said that the park was sold."),
        ("He said that the park was sold.", "He denied that the hall was let and said that the park was sold."),
        ("RESOLVED: That the hall be let.", "RESOLVED: That\n(a) the hall be let; and\n(b) the park be kept."),
        ("The Board agreed that A be let.", "The Board agreed that A be let and that B be sold."),
        ("He said that A was let.", "He said that A was let and that it was let for £5."),
        ("He said that A was let.", "He said that A was let and that it was let for six months."),
        ("He said that A was let.", "He said that A was let and that it was let by twenty-four of them."),
        ("He said that A was let.", "He said that A was let and that it was opened in May."),
        ("He said that A was let.", "He said that A was let and that it was sold for half a million."),
        ("The hall was let.", "The hall was let (5 members)."),
        ("RESOLVED: That the park be sold.", "RESOLVED: That\n(a) the hall be let; and\n(b) the park not be sold."),
        ("The hall be let.", "RESOLVED: That\n(a) the hall be let; and\n(b) the park be kept."),
        ("An offload of work to the sector.", "There would not be\n• an offload of work to the sector."),
        ("There were 12 vacancies in Ashby.", "There were 24 vacancies in Ashby and 12 in Birch."),
        ("There were 24 vacancies in Birch.", "There were 24 vacancies in Ashby and 12 in Birch."),
        ("There were 24 vacancies in Ashby.", "There were 24 vacancies in Ashby and Birch."),
        ("Birch was at 24.", "Vacancies in Ashby, Corley, and Birch was at 24."),
        ("Residents opposed the closure.", "Residents opposed the scheme and officers supported the closure."),
        ("There were 31 vacancies in Ashby.", "There were 31 vacancies in Ashby, and in Corley, where it was hot."),
        ("There were 31 vacancies in Ashby.", "There were 31 vacancies in Ashby, and Corley which was shut."),
        ("There were 31 vacancies in Ashby, Corley.", "There were 31 vacancies in Ashby, Corley, and Birch in May."),
        ("There were 31 vacancies in Ashby.", "There were 31 vacancies in Ashby; Corley; and Birch, which was shut."),
        ("There were 31 vacancies in Ashby.", "There were 31 vacancies in Ashby, and Corley, hot as it was."),
        ("There were 31 in Ashby; and Birch was shut.", "There were 31 in Ashby; Corley, cold; and Birch was shut."),
        ("There were 31 vacancies in Ashby.", "There were 31 vacancies in Ashby and Corley was among them."),
        ("Caseloads had fallen.", "Caseloads had fallen, and B was large and wasn’t sold."),
        ("The Board chose option on cost.", "The Board chose option 2) on cost."),
        ("Posts were cut.", "Further posts were cut."),
        ("The hall was let; the park was kept.", "The hall was let as it was due; the park was kept."),
        ("The hall was let for Ashby.", "The hall was let; the park was kept for Ashby."),
        ("The hall then fell.", "The hall (old) was let (to Ashby) then fell."),
        ("(The hall was let to the club.", "The hall was let to the club."),
        ("The hall – was let to the club.", "The hall (of brick) was let to the club."),
        ("Was the hall let.", "Was the hall let and that was shut?"),
        ("The members were let in.", "The members (12) were let in."),
        ("A and that C was let.", "A and that Birch and that C was let."),
        ("He met Mr Jones.", "He met Mr Jones, and Will Smith and others."),
        ("It would take two years.", "It would take two years (or more)."),
        ("The motion was carried.", "The motion was (not) carried."),
        ("Smith spoke at length.", "A. Smith spoke at length."),
        ("It was said to be let (24 members.", "It was said to be let (24 members)."),
        ("The Board agreed the closure.", "The Board agreed to consider the closure."),
        ("The plan was rejected.", "The plan was in danger of being rejected."),
        ("Members criticised the report.", "Members were criticised in the report."),
        ("The Director of Health spoke.", "The Deputy Director of Health spoke."),
        ("The Acting Director spoke.", "The Director spoke."),
        ("Mr J. Smith spoke then.", "Mr P. J. Smith spoke then."),
        ("Councillor Smith spoke then.", "Councillor Smyth spoke then."),
        ("Ashby's hall was let.", "Ashby was let a hall."),
        ("Caseloads hadn't fallen, and B was sold.", "Caseloads had fallen, and B was sold."),
        ("Caseloads had fallen.", "Caseloads had fallen, and B wasn’t sold."),
    ],
)
def test_what_the_record_does_not_say_so_does_not_hold(text: str, record: str) -> None:
    assert not holds(text, record=record)


def test_a_quote_must_stand_in_the_passage_that_it_names() -> None:
    record = [TOLD, NO_OFFLOAD]
    assert holds(NO_OFFLOAD, (2, NO_OFFLOAD), record=record)
    for passage in (-1, 0, 1, 3):
        assert not holds(NO_OFFLOAD, (passage, NO_OFFLOAD), record=record)


@pytest.mark.parametrize(
    "quote",
    [
        "There would not be an offload of work to the public sector.",
        "there would not be an offload of work to the voluntary sector.",
        "here would not be an offload of work to the voluntary sector.",
        "There would not be an offload of work to the voluntary sect",
        "There would not be … the voluntary sector.",
        "voluntary sector",
        "sector",
        " ",
        "",
    ],
)
def test_an_invented_cut_or_tiny_quote_carries_nothing(quote: str) -> None:
    assert not holds(NO_OFFLOAD, quote, record=NO_OFFLOAD)
    assert not holds(NO_OFFLOAD, NO_OFFLOAD, quote, record=NO_OFFLOAD)


def test_without_a_quote_nothing_holds() -> None:
    assert check(Proposed(TOLD, ()), [Passage.of(statement(TOLD), "")]) is None


def test_a_number_must_stand_in_the_quotes_and_not_only_beside_them() -> None:
    text = "He told the Board that the average caseload had fallen to 31 in May 2023."
    assert holds(text, "He told the Board that the average caseload had fallen to 31 in May 2023", record=TOLD)
    assert not holds(text, "He told the Board that the average caseload had fallen", record=TOLD)


def test_what_the_question_asks_for_is_not_left_out() -> None:
    record = "He said that A was let and that the libraries would be closed."
    assert holds("He said that A was let.", record=record, question="what was said of parks?")
    assert not holds("He said that A was let.", record=record, question="which library will close?")
    assert not holds("He said that A was let.", record=record, question="closing")


def test_a_true_quote_that_is_not_used_is_refused() -> None:
    noted, thanked = "The Plan was noted", "the Mayor was thanked for it"
    assert holds(f"{noted}.", noted, record=f"{noted}, and {thanked}.")
    assert not holds(f"{noted}.", noted, thanked, record=f"{noted}, and {thanked}.")
    assert not holds(TOLD, (1, TOLD), (2, NO_OFFLOAD), record=[TOLD, NO_OFFLOAD])


def test_what_a_quote_leaves_out_still_counts() -> None:
    """A quote that begins behind the "not" is word for word, and a lie."""
    record = "The Board did not agree that the hall would be let."
    assert not holds("The hall would be let.", "the hall would be let", record=record)
    assert not holds("The Board did agree.", "The Board did", record=record)


def test_the_quotes_are_cited_as_they_stand_in_the_document() -> None:
    before, text = "347. Caseloads\n", "It  had\u00a0fallen\nto “31”\u200b – not 30."
    found = checked(
        'It had fallen to "31" - not 30.', 'to "31" - not 30.', "It had fallen to", record=[statement(text, before)]
    )
    assert found is not None
    assert found.text == 'It had fallen to "31" - not 30.'
    assert [(citation.start, citation.quote) for citation in found.citations] == [
        (15 + 15, "to “31”\u200b – not 30."),
        (15, "It  had\u00a0fallen\nto"),
    ]


def test_a_quote_that_begins_in_the_next_passage_is_not_cited_under_this_one() -> None:
    whole = statement(f"{LET} {KEPT}").citation
    short = replace(whole.place, passage=replace(whole.place.passage, end=len(LET), text=LET))
    over = replace(statement(f"{LET} {KEPT}"), citation=replace(whole, place=short))
    assert holds(f"{LET} {KEPT}", f"{LET} {KEPT}", record=[over])
    assert not holds(f"{LET} {KEPT}", LET, KEPT, record=[over])


def test_a_long_sentence_and_many_quotes_are_refused() -> None:
    long = " ".join(["word"] * MAX_WORDS)
    assert holds(f"{long}.", record=f"{long}.")
    assert not holds(f"{long} word.", record=f"{long} word.")
    assert not holds(TOLD, *[TOLD] * 7, record=TOLD)
    assert not holds(f"{TOLD}{' ' * 2000}", TOLD, record=TOLD)
    assert not holds(TOLD, f"{TOLD}{' ' * 2000}", record=TOLD)
    assert holds("It was so.", record="; ".join(["it was so"] * 66))
    assert not holds("It was so.", record="; ".join(["it was so"] * 67))


def test_a_hostile_sentence_is_refused_in_time() -> None:
    """Every word may stand anywhere: the ways are counted once each."""
    record = "; ".join(["and that a was a"] * 40)
    assert not holds("; ".join(["and that a was a"] * 15) + " b", record=record)
    assert holds("; ".join(["and that a was a"] * 15), record=record)


CLAUSES = st.sampled_from(
    [
        "the hall was let",
        "the park was not sold",
        "the fee would be £12",
        "it was kept until 5 May 2024",
        "Corley would pay 12% (or more)",
        "the Mayor was told (by post)",
        "Birch, Corley and Dace",
    ]
)
LINKS = st.sampled_from([" and that ", ", and ", "; ", ", ", " and ", ". The Board heard that "])
KEPT_WORDS = frozenset("not until or more £12 12% 5 May 2024".split())


@given(
    st.lists(st.tuples(LINKS, CLAUSES, st.booleans()), min_size=1, max_size=5),
    st.lists(st.tuples(st.integers(0, 40), st.integers(1, 6)), max_size=1),
)
def test_whatever_holds_is_the_record_with_words_left_out_and_none_that_matters(
    parts: list[tuple[str, str, bool]], cuts: list[tuple[int, int]]
) -> None:
    head = "He said that the pool was shut"
    record = head + "".join(link + clause for link, clause, _ in parts) + "."
    said = (head + "".join(link + clause for link, clause, stays in parts if stays)).split(" ")
    for start, length in cuts:
        del said[start : start + length]
    text = f"{' '.join(said)}."
    kept, theirs = (re.findall(r"[\w£%]+", one) for one in (text, record))

    assert holds(record, record=record)
    held = holds(text, record=record)
    event("refused" if not held else "whole" if text == record else "shortened")
    if held:
        left = iter(theirs)
        assert all(word in left for word in kept)
        assert [word for word in kept if word in KEPT_WORDS] == [word for word in theirs if word in KEPT_WORDS]
        assert text.count(". ") == record.count(". ")
        assert text.startswith("He said that ")

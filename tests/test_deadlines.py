from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.commitment import Deadline
from ingest.commitments.deadlines import deadline

TUESDAY = date(2025, 5, 20)


def by(text: str, latest: date | None) -> Deadline:
    return Deadline(text, None, latest)


def on(text: str, earliest: date, latest: date | None = None) -> Deadline:
    return Deadline(text, earliest, latest or earliest)


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        (
            "The survey would be finished by the end of February 2028.",
            by("by the end of February 2028", date(2028, 2, 29)),
        ),
        ("The survey would be finished by the end of March.", by("by the end of March", date(2026, 3, 31))),
        ("The survey would be finished by the start of March.", by("by the start of March", date(2026, 3, 1))),
        ("The draft will be ready by mid-June.", by("by mid-June", date(2025, 6, 30))),
        ("Replies are to be sent by Friday.", by("by Friday", date(2025, 5, 23))),
        ("The fence would be mended before 4 July.", by("before 4 July", date(2025, 7, 3))),
        ("The fence would be mended before the end of July.", by("before the end of July", date(2025, 7, 31))),
        ("Bins would be emptied until 31 August 2025.", by("until 31 August 2025", date(2025, 8, 31))),
        ("The plan would last until 2030.", by("until 2030", date(2030, 12, 31))),
        ("It would be done by the end of the year.", by("by the end of the year", date(2025, 12, 31))),
        ("It would be done by the end of the month.", by("by the end of the month", date(2025, 5, 31))),
        ("Replies are to be sent no later than 02/06/2025.", by("no later than 02/06/2025", date(2025, 6, 2))),
        ("Bids could be made by the closing date of 9 June.", by("by the closing date of 9 June", date(2025, 6, 9))),
        ("He would paint it in time for the fair on 7 June.", by("in time for the fair on 7 June", date(2025, 6, 7))),
        ("The works would end by April 2026 or April 2027.", by("by April 2026 or April 2027", date(2027, 4, 30))),
        ("Works would be done in six months.", by("in six months", date(2025, 11, 20))),
        ("It was late, and was due by 1 May 2025.", by("by 1 May 2025", date(2025, 5, 1))),
    ],
)
def test_by_when_something_is_due(statement: str, expected: Deadline) -> None:
    assert deadline(statement, TUESDAY) == expected


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("The lamps will be fitted in April.", on("in April", date(2026, 4, 1), date(2026, 4, 30))),
        ("The lamps will be fitted in May.", on("in May", date(2025, 5, 1), date(2025, 5, 31))),
        ("The visit would be on Tuesday 27 May.", on("on Tuesday 27 May", date(2025, 5, 27))),
        ("The visit would be on 20 May.", on("on 20 May", TUESDAY)),
        ("The visit would be on 19 May.", on("on 19 May", date(2026, 5, 19))),
        ("It would close on 29 February.", on("on 29 February", date(2028, 2, 29))),
        ("The visit had been arranged for June 3rd.", on("for June 3rd", date(2025, 6, 3))),
        ("In June, the Chair was scheduled to meet the bank.", on("In June", date(2025, 6, 1), date(2025, 6, 30))),
        ("The fair would run on 5 and 6 July.", on("on 5 and 6 July", date(2025, 7, 5), date(2025, 7, 6))),
        ("The fair would run from 5 to 9 July.", on("from 5 to 9 July", date(2025, 7, 5), date(2025, 7, 9))),
        (
            "It would be read at the September meeting.",
            on("at the September meeting", date(2025, 9, 1), date(2025, 9, 30)),
        ),
        (
            "It would open the week beginning 2 June.",
            on("the week beginning 2 June", date(2025, 6, 2), date(2025, 6, 8)),
        ),
        ("The plan would appear later in the summer.", on("later in the summer", date(2025, 6, 1), date(2025, 8, 31))),
        ("It would be pruned this winter.", on("this winter", date(2025, 12, 1), date(2026, 2, 28))),
        ("It would be sown next spring.", Deadline("next spring")),
        ("The survey is due in Q3 2025.", on("in Q3 2025", date(2025, 7, 1), date(2025, 9, 30))),
        (
            "It is due in the second quarter of 2026.",
            on("in the second quarter of 2026", date(2026, 4, 1), date(2026, 6, 30)),
        ),
        ("Savings would be made in 2025-26.", on("in 2025-26", date(2025, 4, 1), date(2026, 3, 31))),
        ("It will be rolled out later in 2025.", on("later in 2025", TUESDAY, date(2025, 12, 31))),
        ("It will be read next week.", on("next week", date(2025, 5, 26), date(2025, 6, 1))),
        ("It was agreed to meet next month.", on("next month", date(2025, 6, 1), date(2025, 6, 30))),
        ("It will be published later this year.", on("later this year", TUESDAY, date(2025, 12, 31))),
        (
            "It is due in the next financial year.",
            on("in the next financial year", date(2026, 4, 1), date(2027, 3, 31)),
        ),
        ("It would take place over a two-year period.", on("over a two-year period", TUESDAY, date(2027, 5, 20))),
        ("It would be paid over the next two years.", on("over the next two years", TUESDAY, date(2027, 5, 20))),
        ("It would be mended within six weeks.", on("within six weeks", TUESDAY, date(2025, 7, 1))),
        ("It will be restored within 12-16 weeks.", on("within 12-16 weeks", TUESDAY, date(2025, 9, 9))),
        ("A reply would come within 14 working days.", on("within 14 working days", TUESDAY, date(2025, 6, 9))),
        ("The rate would apply from 1 April 2026.", Deadline("from 1 April 2026", date(2026, 4, 1))),
        ("It would take at least two years.", Deadline("at least two years", date(2027, 5, 20))),
        ("The date of the fair was agreed as 4 July 2026.", on("4 July 2026", date(2026, 7, 4))),
    ],
)
def test_when_something_is_to_be(statement: str, expected: Deadline) -> None:
    assert deadline(statement, TUESDAY) == expected


def test_a_winter_that_has_begun_is_this_one() -> None:
    assert deadline("It would close in winter.", date(2025, 1, 5)) == on(
        "in winter", date(2024, 12, 1), date(2025, 2, 28)
    )


def test_months_are_of_different_lengths() -> None:
    assert deadline("It would be done in one month.", date(2025, 1, 31)) == by("in one month", date(2025, 2, 28))


@pytest.mark.parametrize(
    ("held_on", "latest"), [(date(2025, 5, 23), date(2025, 5, 26)), (date(2025, 5, 24), date(2025, 5, 26))]
)
def test_a_working_day_is_none_of_a_weekend(held_on: date, latest: date) -> None:
    assert deadline("It would be done within 1 working day.", held_on) == on("within 1 working day", held_on, latest)


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("A report would come to the next meeting.", "to the next meeting"),
        ("It was deferred to a future meeting of the Harbour Board.", "to a future meeting of the Harbour Board"),
        ("A note would be posted in due course.", "in due course"),
        ("He would speak of it at a later date.", "at a later date"),
        ("The plan will shortly be shared.", "shortly"),
        ("The gate would open once the path had been mended.", "once the path had been mended"),
        ("Once the path had been mended the gate would open.", "Once the path had been mended"),
        ("The roof would be checked annually.", "annually"),
        ("Figures would be sent twice a year.", "twice a year"),
        ("Members to apply ahead of the AGM.", "ahead of the AGM"),
        ("It would be open within three months of the grant.", "within three months"),
        ("The grass will be cut by 31 June.", "by 31 June"),
        ("He would report in May 26.", "in May 26"),
        ("It would be sown in the next academic year.", "in the next academic year"),
        ("The hall will open in the new year.", "in the new year"),
    ],
)
def test_words_that_give_no_days(statement: str, words: str) -> None:
    assert deadline(statement, TUESDAY) == Deadline(words)


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("It would close by 31 December.", "by 31 December"),
        ("It would be done in six months.", "in six months"),
        ("It would be done next week.", "next week"),
        ("It would be done by Friday.", "by Friday"),
        ("It would be done in the summer.", "in the summer"),
    ],
)
def test_without_the_day_of_the_meeting_nothing_counts_from_it(statement: str, words: str) -> None:
    assert deadline(statement, None) == Deadline(words)


def test_a_date_with_its_year_needs_no_meeting() -> None:
    assert deadline("It would close by 31 December 2026.", None) == by("by 31 December 2026", date(2026, 12, 31))


@pytest.mark.parametrize(
    "statement",
    [
        "The minutes of the meeting held on 3 May 2025 were approved.",
        "The minutes of the meeting held on 3 May were to be signed.",
        "The letter dated 4 June was read.",
        "It had been shut since 2007.",
        "In 2023, the Board created a team.",
        "The lamps were fitted in May.",
        "The bench had been painted on 4 June.",
        "The meeting would begin at 7.30 pm.",
        "He would pay £2,030 for item 4.5.",
        "The Board would read reference 24/00109.",
        "Earlier this year it was said that the bus would stop.",
        "It would be no bus like that of last May.",
        "The children were two years of age.",
        "She may come, and it may rain.",
        "The Autumn Fair would be fun.",
        "The budget for 2025-26 would be read.",
        "RESOLVED that the Plan 2025-29 be adopted.",
        "Ten boats have called in the last two years.",
        "The policies had been read prior to the meeting.",
        "The Chair thanked the Clerk.",
        "",
    ],
)
def test_what_says_nothing_of_by_when(statement: str) -> None:
    assert deadline(statement, TUESDAY) is None


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("At the meeting held on 3 May it was said that the wall would be built by July.", "by July"),
        ("The kiosk, shut since 2007, would be sold in due course.", "in due course"),
        ("It would be read in the autumn, and sent by 4 June.", "by 4 June"),
        ("The next meeting would be held on 17 June.", "on 17 June"),
        ("It would be checked annually until 2030.", "until 2030"),
        ("Seats will come in June and lamps in July.", "in June"),
        (
            "He ran a stall over the summer and would go on for the remainder of the year.",
            "for the remainder of the year",
        ),
    ],
)
def test_of_several_times_the_plainest_is_taken(statement: str, words: str) -> None:
    found = deadline(statement, TUESDAY)
    assert found and found.text == words


_WORDS = st.sampled_from(
    (
        "by the end of before until within in from to or at 4 5 31 May June 2024 2025 2026-27 summer Q3 next last week"
        " year month six days would was held meeting Friday later once had been AGM 12/06/2025 between and – , . ; two"
    ).split()
)


@given(st.lists(_WORDS, max_size=25), st.none() | st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_whatever_is_said_the_words_are_those_of_the_statement(words: list[str], held_on: date | None) -> None:
    statement = " ".join(words)
    found = deadline(statement, held_on)
    assert found is None or (found.text and found.text in statement)


@pytest.mark.parametrize(
    "words", ["by the ", "in the next ", "once the ", "monday ", "in 5 to ", "1-", "a", " ", "to "]
)
def test_a_hostile_text_takes_no_long_time(words: str) -> None:
    text = words * 20_000
    found = deadline(text, TUESDAY)
    assert found is None or found.text in text


@pytest.mark.parametrize("day", [date(9999, 12, 5), date(1, 1, 1)])
@pytest.mark.parametrize(
    "words", ["next month", "next financial year", "within six weeks", "on Friday", "by the end of May"]
)
def test_a_meeting_at_the_edge_of_the_calendar(day: date, words: str) -> None:
    found = deadline(f"The Clerk would write {words}.", day)
    assert found is not None
    assert words in found.text

from datetime import date

import pytest

from search_api.moved import Change, since, within
from search_api.said import Said
from tests.saying import place, said

MARCH, MAY, JULY = date(2030, 3, 5), date(2030, 5, 7), date(2030, 7, 2)


def words(change: Change | None) -> tuple[str, str, str] | None:
    return (change.measure, change.before.text, change.after.text) if change else None


def of(text: str, on: date, topic: str = "repair premium caseload lamp rate", **about: str | None) -> Said:
    return said(text, topic, place(text, on, **about))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "The Director recalled earlier assurances of repairs within six months and said that repairs would take at "
            "least two years.",
            ("duration", "within six months", "at least two years"),
        ),
        ("The premium rose from £250 to £310.", ("money", "£250", "£310")),
        ("Caseloads were cut from more than thirty to about twenty.", ("number", "more than thirty", "about twenty")),
        ("The original premium of £336 had been reduced to £276.", ("money", "£336", "£276")),
        ("Repairs would take two years rather than the six months promised.", ("duration", "six months", "two years")),
        ("Repairs were postponed from April 2030 to June 2031.", ("date", "April 2030", "June 2031")),
        ("The rate had risen from 6% to 9.5%.", ("percent", "6%", "9.5%")),
    ],
)
def test_a_sentence_that_tells_of_the_older_figure_holds_a_change(
    sentence: str, expected: tuple[str, str, str]
) -> None:
    assert words(within(of(sentence, MARCH))) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "Repairs would take from six to nine months.",
        "Repairs from April 2030 to June 2031 would cost more.",
        "Rates increased the cost from April 2030 to June 2031.",
        "The guidance on caseloads was fifteen to twenty.",
        "The premium was £250 and the excess £50.",
        "Earlier the premium of £250 was agreed and lamps would cost £50.",
        "Repairs would take two years.",
        "Earlier repairs took six months and the trees would grow for two years.",
    ],
)
def test_two_figures_in_a_sentence_are_no_change_unless_it_says_so(sentence: str) -> None:
    assert within(of(sentence, MARCH)) is None


def test_a_figure_that_a_later_meeting_gives_otherwise_has_moved() -> None:
    old, new = of("Repairs would take six months.", MARCH), of("The repairs would take at least two years.", MAY)

    change = since([old], new)

    assert words(change) == ("duration", "six months", "at least two years")
    assert change is not None
    assert (change.before.citation.quote, change.after.citation.quote) == (old.text, new.text)
    assert (change.before.citation.meeting.held_on, change.after.citation.meeting.held_on) == (MARCH, MAY)


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("Repairs would take six months.", "Repairs would take 6 months."),  # the same
        ("Repairs would take six months.", "Repairs would cost £600."),  # another kind of quantity
        ("The premium would be £600.", "The repair would cost £900."),  # another thing
        ("Eleven lamps were lit.", "Twelve lamps were broken."),  # counts of other things
        ("The premium for 2029-30 was £250.", "The premium for 2030-31 was £300."),  # figures of other years
        ("Repairs in Mill Lane would take six months.", "Repairs in Long Lane would take two years."),
        ("Repairs of site 24/001 would take six months.", "Repairs of site 24/002 would take two years."),
        ("The first repair would take six months.", "The second repair would take two years."),
        ("Repairs would take six months.", "Repairs would take one year or the repairs two years."),  # not plain which
        ("The tree would grow for six months.", "The tree would grow for two years."),  # nothing of the topic
    ],
)
def test_no_change_is_invented(earlier: str, later: str) -> None:
    assert since([of(earlier, MARCH)], of(later, MAY)) is None


def test_only_the_same_council_and_a_sentence_near_in_meaning_are_compared() -> None:
    new = of("Repairs would take two years.", MAY)
    text = "Repairs would take six months."

    assert since([of(text, MARCH, council="Other Council")], new) is None
    cabinet = place(text, MARCH, committee="Cabinet")
    assert since([said(text, "repair", cabinet, (1, 0.9))], new) is not None
    assert since([said(text, "repair", cabinet, (1, 1.1))], new) is None
    assert since([of(text, MARCH, council=None)], of("Repairs would take two years.", MAY, council=None)) is None
    assert since([said(text, "repair", place(text, MARCH), (1, 2))], new) is None
    assert since([said(text, "repair", place(text, MARCH), (1, 1))], new) is not None


def test_the_nearest_earlier_meeting_that_says_it_decides() -> None:
    months, years = of("Repairs would take six months.", MARCH), of("Repairs would take two years.", MAY)
    again, third = of("Repairs would take two years.", JULY), of("Repairs would take three years.", JULY)

    assert since([years, months], again) is None
    assert words(since([years, months], third)) == ("duration", "two years", "three years")


def test_a_value_that_a_meeting_between_knew_has_not_moved_again() -> None:
    old = of("The premium was £250.", MARCH)
    known = of("Cover would cost £310.", MAY)

    assert since([known, old], of("The premium was £310.", JULY)) is None
    assert words(since([known, old], of("The premium was £320.", JULY))) == ("money", "£250", "£320")


def test_under_another_item_than_that_on_the_topic_sentences_must_be_nearer() -> None:
    new = of("Repairs would take two years.", MAY, item="Repair of the bridge")
    text = "Repairs would take six months."

    for item, vector, moved in (
        ("Repair of the pier", (1, 1.1), True),
        ("Boats", (1, 1.1), False),
        ("Boats", (1, 0.9), True),
        (None, (1, 1.1), True),
    ):
        assert (since([said(text, "repair", place(text, MARCH, item=item), vector)], new) is not None) == moved


def test_an_aim_is_not_compared_with_what_is() -> None:
    aim = of("Members heard that the caseload would be brought down to 25.", MARCH)
    fact, later = of("The average caseload had been 43.", MAY), of("The average caseload had been 31.", JULY)

    assert since([aim], fact) is None
    assert words(since([fact, aim], later)) == ("number", "43", "31")


def test_counts_of_two_times_are_not_compared() -> None:
    text = "There were {} requests for repairs to lamps in {}."

    assert since([of(text.format(60, "April"), MARCH)], of(text.format(40, "May"), MAY)) is None
    assert words(since([of(text.format(60, "all"), MARCH)], of(text.format(40, "all"), MAY))) == ("number", "60", "40")


def test_a_date_that_was_past_at_its_meeting_promises_nothing() -> None:
    was, due = of("Repairs were started in June 2029.", MARCH), of("Repairs were to be started in May 2031.", MAY)
    quarter = of("Repairs were expected in the first quarter of 2030.", MARCH)

    assert since([was], due) is None
    assert words(since([quarter], due)) == ("date", "first quarter of 2030", "May 2031")


def test_a_quantity_that_is_repeated_hides_no_other_that_moved() -> None:
    old = of("Of the lamps 71 per cent had a repair within five working days.", MARCH)
    new = of("Of the lamps 82 per cent had a repair within five working days.", MAY)

    assert words(since([old], new)) == ("percent", "71 per cent", "82 per cent")


def test_a_side_says_where_its_words_stand_not_where_the_same_letters_do() -> None:
    sentence = "Repairs of 16 months were cut to 6 months."
    change = within(of(sentence, MARCH))
    assert change is not None
    assert (change.before.text, change.before.at) == ("16 months", 11)
    assert (change.after.text, change.after.at) == ("6 months", 33)

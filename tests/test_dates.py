from __future__ import annotations

from datetime import date

import pytest

from ingest.dates import dates_in

MARCH_4 = date(2025, 3, 4)


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("Tuesday 4 March 2025", MARCH_4),
        ("Tuesday, 4th March, 2025", MARCH_4),
        ("Tuesday the 4th of March 2025", MARCH_4),
        ("the 4th day of March, 2025", MARCH_4),
        ("4th Mar. 2025", MARCH_4),
        ("TUESDAY 4TH MARCH 2025", MARCH_4),
        ("March 4, 2025", MARCH_4),
        ("March 4th 2025", MARCH_4),
        ("04/03/2025", MARCH_4),
        ("4.3.2025", MARCH_4),
        ("30th Jan 2025", date(2025, 1, 30)),
        ("1st September 2024", date(2024, 9, 1)),
        ("2 Sept 2024", date(2024, 9, 2)),
        ("22nd May 1999", date(1999, 5, 22)),
        ("4.00pm1 July 2021", date(2021, 7, 1)),
        ("Thursday5 March 2020", date(2020, 3, 5)),
        ("4ydd Mawrth 2025", MARCH_4),
        ("4 o Fawrth 2025", MARCH_4),
        ("12fed Chwefror 2020", date(2020, 2, 12)),
        ("21ain o Dachwedd 2019", date(2019, 11, 21)),
        ("3ydd o fis Medi 2019", date(2019, 9, 3)),
        ("4thMarch 2025", MARCH_4),
        ("2025-03-04", MARCH_4),
        ("04-03-2025", MARCH_4),
        ("04 / 03 / 2025", MARCH_4),
        ("04.03.25", MARCH_4),
        ("4/3/25", MARCH_4),
    ],
)
def test_forms_of_dates(printed: str, day: date) -> None:
    assert [found.day for found in dates_in(f"Held on {printed} in the hall")] == [day]


@pytest.mark.parametrize(
    "text",
    [
        "31 June 2024",
        "29 February 2023",
        "4 March",
        "March 2025",
        "Report 24/00123",
        "13/13/2024",
        "1.4.20251",
        "4 mark 2025",
        "19.09.03 Apologies",
        "Held on 19.09.03 Apologies for absence",
        "19.09.03",
        "Reference 14/02/25",
        "14/02/25 Hay Barn",
        "2025-13-04",
        "1.4-2025",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert dates_in(text) == []


def test_dates_stand_where_they_are_printed() -> None:
    assert [(d.start, d.end, d.day) for d in dates_in("From 4 March 2025 to 05/03/2025.")] == [
        (5, 17, MARCH_4),
        (21, 31, date(2025, 3, 5)),
    ]


@pytest.mark.parametrize(
    ("text", "weekday", "right"),
    [
        ("Tuesday, 4 March 2025", "Tuesday", True),
        ("TUES 4 MARCH 2025", "TUES", True),
        ("4 March 2025 (Tuesday)", "Tuesday", True),
        ("nos Fawrth 4 Mawrth 2025", None, None),
        ("Dydd Mawrth, 4 Mawrth 2025", "Mawrth", True),
        ("Dydd Mercher y 4ydd o Fawrth 2025", "Mercher", False),
        ("Wednesday the 4th March 2025", "Wednesday", False),
        ("Wednesday was wet, and 4 March 2025 dry", None, None),
        ("4 March 2025", None, None),
    ],
)
def test_the_weekday_beside_a_date(text: str, weekday: str | None, right: bool | None) -> None:
    (written,) = dates_in(text)
    assert (written.weekday, written.is_right) == (weekday, right)


def test_a_two_digit_year_needs_a_word_for_a_date_or_its_own_line() -> None:
    assert [d.day for d in dates_in("04/03/25")] == [MARCH_4]
    assert [d.day for d in dates_in("Tuesday 04.03.25 at 7 pm")] == [MARCH_4]


def test_a_date_as_a_remark_prints_it() -> None:
    assert [str(d) for d in dates_in("Tue 04/03/2025, 2025-03-05")] == ["Tue 4 March 2025", "5 March 2025"]

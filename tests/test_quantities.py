import pytest

from search_api.quantities import Measure, quantities

D, M, P, N, T = Measure.DURATION, Measure.MONEY, Measure.PERCENT, Measure.NUMBER, Measure.DATE


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Repairs would take six months.", [(D, (183,), "six months")]),
        ("Repairs would take at least two years.", [(D, (730,), "at least two years")]),
        ("A two-year plan was shown.", [(D, (730,), "two-year")]),
        ("It would be done within 14 working days.", [(D, (14,), "within 14 working days")]),
        ("Work would finish in a fortnight.", [(D, (14,), "a fortnight")]),
        ("The lease cost £1,250.50 then.", [(M, (1250.5,), "£1,250.50")]),
        ("The bridge would cost about £1.2m.", [(M, (1_200_000.0,), "about £1.2m")]),
        ("A grant of £40k and £3 million.", [(M, (40_000.0,), "£40k"), (M, (3_000_000.0,), "£3 million")]),
        ("Attendance stood at 91.5%.", [(P, (91.5,), "91.5%")]),
        ("Up to five per cent were late.", [(P, (5.0,), "Up to five per cent")]),
        ("Works would end by April 2031.", [(T, (2031, 4, 0), "April 2031")]),
        ("The gate would open on 3rd May.", [(T, (0, 5, 3), "3rd May")]),
        ("It was due in the third quarter of 2030.", [(T, (2030, 7, 0), "third quarter of 2030")]),
        ("It was delayed to late 2030Q3.", [(T, (2030, 7, 0), "late 2030Q3")]),
        ("Opening was expected in autumn 2030.", [(T, (2030, 10, 0), "autumn 2030")]),
        ("It would be ready by the end of June.", [(T, (0, 6, 0), "end of June")]),
        ("Caseloads had fallen to twenty-five.", [(N, (25.0,), "twenty-five")]),
        ("There were 550 replies.", [(N, (550.0,), "550")]),
    ],
)
def test_a_quantity_is_found_with_its_hedge_as_written(
    sentence: str, expected: list[tuple[Measure, tuple[float, ...], str]]
) -> None:
    assert [(one.measure, one.value, sentence[one.start : one.end]) for one in quantities(sentence)] == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "Minute 347 and item 5 were read on page 12.",
        "The boy was 12 years old.",
        "It had been shut for the last two years.",
        "It was built in 1887.",
        "The meeting began at 10 a.m. and ended at 7.30 pm.",
        "He lived at 5 Long Lane.",
        "Application 24/00109 was refused.",
        "The Board met on 3 May 2030.",
        "He may come in may.",
        "Only one was left.",
        "The four lamps were lit.",
        "The invoice of £40 was paid.",
        "The rate was raised by £300 and by 4%.",
        "Payments: Hall £20, Clerk £300, Printer £45.",
    ],
)
def test_what_measures_nothing_that_can_move_is_no_quantity(sentence: str) -> None:
    assert quantities(sentence) == []


def test_a_quantity_is_about_the_words_beside_it_in_its_clause() -> None:
    first, second = quantities("The premium was £250, and the excess on lamps was £50.")

    assert [set(first.about), set(second.about)] == [{"premium"}, {"excess", "lamp"}]


def test_a_date_differs_only_in_what_both_write() -> None:
    april, year, june = (quantities(f"Works would end by {when}.")[0] for when in ("April 2031", "2031", "June 2031"))

    assert not april.differs_from(year)
    assert not year.differs_from(june)
    assert april.differs_from(june)


def test_the_same_span_in_other_words_does_not_differ() -> None:
    words, figures, months = (
        quantities(f"It would take {span}.")[0] for span in ("two years", "at least 2 years", "18 months")
    )

    assert not words.differs_from(figures)
    assert words.differs_from(months)


def test_a_table_in_one_line_holds_no_quantities() -> None:
    row = "Lamps and their sums: " + " ".join(f"£{n}" for n in range(100, 161))
    assert quantities(row) == []
    assert len(quantities(row.removesuffix(" £160"))) == 60


def test_what_governs_a_figure_is_found_behind_a_long_beginning() -> None:
    beginning = "The Board heard of lamps in the park at some length, " * 20
    assert [one.value for one in quantities(beginning + "and there were 14 lamps.")] == [(14.0,)]
    assert quantities(beginning + "and the number was raised by 14 lamps.") == []

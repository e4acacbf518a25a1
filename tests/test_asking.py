"""What a question asks for beside its words."""

from __future__ import annotations

from datetime import date

import pytest

from index.asking import Period, asked, holds_phrase


def test_words_without_those_that_only_ask() -> None:
    assert asked("Summarize the discussion about wage subsidies").words == ("wage", "subsidi")
    assert asked("discussion paper").words == ("discuss", "paper")  # two keywords, no sentence
    assert asked("Summarize the discussion").words == ("summar", "discuss")  # nothing else is left


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("minute 347 on caseloads", {"347"}),
        ("what does Minute No. 77/21 say", {"77/21", "77", "21"}),
        ("item 13.1", {"13.1", "13", "1"}),
        ("minutes of 12 May", {"12"}),
        ("it lasted 1 minute 46 seconds", set()),
        ("caseloads above 30", set()),
    ],
)
def test_the_words_of_a_minute_number_weigh_three_times(text: str, numbers: set[str]) -> None:
    found = asked(text)
    weights = dict(zip(found.words, found.weights, strict=True))
    assert {word for word, weight in weights.items() if weight == 3.0} == numbers & set(weights)
    assert set(weights.values()) <= {1.0, 3.0}


def test_phrases_in_any_quotation_marks() -> None:
    assert asked('who said "no  offload" and “Café society”?').phrases == ("no offload", "cafe society")
    assert asked('a single " mark').phrases == ()


def test_a_phrase_is_held_word_for_word() -> None:
    assert holds_phrase("There would be No\noffload, he said.", "no offload")
    assert not holds_phrase("There would be no offloading.", "no offload")
    assert not holds_phrase("No, offer to offload.", "no offload")


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        ("in January 2025", [(date(2025, 1, 1), date(2025, 1, 31))]),
        ("on 14th June 2023", [(date(2023, 6, 14), date(2023, 6, 14))]),
        ("in February 2024", [(date(2024, 2, 1), date(2024, 2, 29))]),
        ("on 31 February 2024", [(date(2024, 2, 1), date(2024, 2, 29))]),
        ("in 2016 and 2018", [(date(2016, 1, 1), date(2016, 12, 31)), (date(2018, 1, 1), date(2018, 12, 31))]),
        ("since 2016", [(date(2016, 1, 1), date.max)]),
        ("before March 2016", [(date.min, date(2016, 3, 31))]),
        ("the 2025-26 budget, and 2024/25", []),
        ("in December 2019", [(date(2019, 12, 1), date(2019, 12, 31))]),
        ("application 20251", []),
    ],
)
def test_times(text: str, periods: list[tuple[date, date]]) -> None:
    assert asked(text).periods == tuple(Period(*period) for period in periods)


def test_the_latest_and_the_formalities() -> None:
    assert asked("the latest position on the depot").latest
    assert not asked("was the bus late?").latest
    assert asked("who was present").formal
    assert not asked("caseloads").formal

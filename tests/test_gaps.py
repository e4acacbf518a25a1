from __future__ import annotations

from datetime import date

import pytest

from index.backend import Filters
from index.gaps import spans_asked


@pytest.mark.parametrize(
    ("question", "filters", "expected"),
    [
        ("roads", Filters(committee="Cabinet"), []),
        ("roads", Filters(since=date(2024, 1, 1)), [(date(2024, 1, 1), None)]),
        ("roads in January 2025", Filters(), [(date(2025, 1, 1), date(2025, 1, 31))]),
        ("roads since 2024", Filters(), [(date(2024, 1, 1), None)]),
        ("roads before 2024", Filters(), [(None, date(2024, 12, 31))]),
        ("roads in 2023 and 2025", Filters(until=date(2024, 6, 1)), [(date(2023, 1, 1), date(2023, 12, 31))]),
        ("roads in 2024", Filters(until=date(2024, 6, 1)), [(date(2024, 1, 1), date(2024, 6, 1))]),
    ],
)
def test_the_times_that_are_asked_for(
    question: str, filters: Filters, expected: list[tuple[date | None, date | None]]
) -> None:
    assert [(span.since, span.until) for span in spans_asked(question, filters)] == expected


def test_other_filters_stay() -> None:
    (span,) = spans_asked("roads in 2024", Filters(council="Kent", committee="Cabinet"))
    assert (span.council, span.committee) == ("Kent", "Cabinet")

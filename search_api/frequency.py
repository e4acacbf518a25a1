"""How often a topic comes up over time: passages that speak of it, by year, quarter or month."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from search_api.said import Said

MOST_MONTHS = 14
MOST_QUARTERS = 40
"""By month where the meetings lie within so many months, by quarter within so many, else by year."""


@dataclass(frozen=True, slots=True)
class Mention:
    """So many passages of one period ("2024", "2024 Q3", "2024-09"); the period is None for those without a date."""

    period: str | None
    passages: int


@dataclass(frozen=True, slots=True)
class Frequency:
    """The periods in order, those between without a mention included; what has no date is last."""

    periods: tuple[Mention, ...]

    @classmethod
    def of(cls, said: Iterable[Said]) -> Frequency:
        """Count the passages of these sentences, each once, by the day of its own meeting."""
        days = {one.place.passage.id: one.place.meeting.held_on for one in said}
        dated = sorted(day for day in days.values() if day)
        periods: list[Mention] = []
        if dated:
            months = _month(dated[-1]) - _month(dated[0]) + 1
            step = 1 if months <= MOST_MONTHS else 3 if months <= MOST_QUARTERS else 12
            counts = Counter(_month(day) // step for day in dated)
            periods = [
                Mention(_name(n * step, step), counts[n])
                for n in range(_month(dated[0]) // step, _month(dated[-1]) // step + 1)
            ]
        if len(dated) < len(days):
            periods.append(Mention(None, len(days) - len(dated)))
        return cls(tuple(periods))


def _month(day: date) -> int:
    """The months from the year 0."""
    return 12 * day.year + day.month - 1


def _name(month: int, step: int) -> str:
    year, rest = divmod(month, 12)
    if step == 12:
        return str(year)
    return f"{year} Q{rest // 3 + 1}" if step == 3 else f"{year}-{rest + 1:02}"

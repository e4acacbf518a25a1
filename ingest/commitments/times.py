"""The times that a statement names, each with the first and the last day that it gives."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from ingest.dates import MONTH, MONTHS

Days = tuple[date | None, date | None]
_NONE: Days = (None, None)
_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_WEEKDAY = "|".join(_WEEKDAYS)
_THREE = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12, "q1": 1, "q2": 4, "q3": 7, "q4": 10} | {
    f"{nth} quarter": 3 * n + 1 for n, nth in enumerate(("first", "second", "third", "fourth"))
}
"""The first of the three months that a season or a quarter has."""
_NUMBERS = {
    name: n
    for n, names in enumerate("a an one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve".split("|"), start=1)
    for name in names.split()
} | {"eighteen": 18, "couple of": 2}
_NUMBER = rf"(?:\d{{1,3}}|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})"

_LIMITS = r"by|before|until|till|no later than|not later than|within|ahead of|prior to|in time for"
LIMIT = re.compile(rf"(?:{_LIMITS})\b", re.I)
"""A time that begins so says by when something is due."""
_BEFORE = (
    rf"(?P<before>\b(?:(?:{_LIMITS}|from|in|on|at|for|during|over|after|into|to|between|either|w/c)\s+){{0,2}})"
    r"(?:(?:the\s+)?(?P<part>beginning|start|middle|end|mid|early|earlier|late|later|course|rest|remainder|week)"
    r"(?:[\s-]+(?:of|in|beginning|commencing))?[\s-]+)?(?:the\s+)?(?:(?P<which>this|next|last)\s+)?"
)
_DAY = re.compile(
    rf"{_BEFORE}(?:(?:{_WEEKDAY}),?\s+(?:the\s+)?)?(?:\b(?P<first>\d{{1,2}})(?:st|nd|rd|th)?\s?(?:-|–|to|and)\s?)?"
    rf"(?<![\w£/.])(?P<day>\d{{1,2}})\s?(?:st|nd|rd|th)?,?\s+(?:of\s+)?(?P<month>{MONTH})\b\.?"
    r"(?:,?\s?(?P<year>20\d\d)\b)?",
    re.I,
)
_NUMERIC = re.compile(
    rf"{_BEFORE}(?<![\w£/.-])(?P<day>\d{{1,2}})(?P<by>[/.])(?P<month>\d{{1,2}})"
    r"(?:(?P=by)(?P<year>(?:20)?\d\d)\b(?![/.]\d)|(?<=/\d\d)(?![/.]?\d|%))",
    re.I,
)
_MONTHLY = re.compile(
    rf"{_BEFORE}\b(?P<month>{MONTH})\b\.?(?:\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)\b)?"
    r"(?:,?\s+(?P<year>20\d\d)\b|\s+[’'‘]?(?P<short>\d\d)\b(?![:.]\d|\s?[ap]\.?m))?",
    re.I,
)
_SEASON = re.compile(rf"{_BEFORE}\b(?P<three>{'|'.join(_THREE)})\b(?:,?\s+(?:of\s+)?(?P<year>20\d\d)\b)?", re.I)
_YEARS = re.compile(
    rf"{_BEFORE}(?<![\w£/.,-])(?P<year>20\d\d)(?:\s?[-/–]\s?(?P<last>(?:20)?\d\d))?\b(?![-/–,.]\d)", re.I
)
_ON_WEEKDAY = re.compile(rf"{_BEFORE}\b(?P<weekday>{_WEEKDAY})\b(?!s|\W{{1,3}}(?:the\s+)?\d)", re.I)
_SPAN = re.compile(
    r"(?:\b(?P<before>within|in|over|during|for|take[sn]?|taking)\s+)?(?P<hedge>(?:\b(?:a|the|next|coming|following"
    r"|period of|space of|course of|maximum of|about|around|approximately|up to|at least|no more than)\s+){0,4})"
    rf"(?<![\w£.,/-])(?P<n>{_NUMBER}|few|several)(?:(?:\s+to\s+|\s?[-–]\s?)(?P<most>{_NUMBER}))?[\s-]+"
    r"(?P<working>working[\s-]+)?(?P<unit>day|week|fortnight|month|year)s?\b[’']?"
    r"(?:\s+(?:time|period|plan|programme)\b)?(?=(?:\s+(?P<behind>once|of|after|from|following)\b)?)(?!\s+(?:ago|old|earlier)\b)",
    re.I,
)
_RELATIVE = re.compile(
    rf"(?P<before>\b(?:(?:{_LIMITS}|in|during|over|for|from|at|on|to)\s+)?)(?:the\s+)?"
    r"(?:(?P<part>end|start|beginning|remainder|rest|later|earlier|early|late)\s+(?:of\s+|in\s+)?)?(?:the\s+)?"
    r"\b(?P<which>this|next|current|following|(?<=f the )(?=\w))\s*"
    r"(?P<kind>financial\s+|calendar\s+|academic\s+|school\s+|municipal\s+)?"
    r"(?P<unit>week|month|year|term|quarter)\b(?!\s+(?:old|beginning)\b|[’']s)(?:\s+and next\b)?",
    re.I,
)
_IN_A_NAME = re.compile(r"[’']s\b|\s+(?!(?:Council|Cabinet|Board|Committee)\b)[A-Z][a-z]")
"""Behind a month or a season that names a thing: "the Autumn Budget"."""


@dataclass(frozen=True, slots=True)
class Time:
    """Characters `start` to `end` of a statement that name a time, and the first and last day that they give.

    `before` is the preposition, `kind` "day" for what names a day, a month or three, "year", "span" or "relative".
    """

    start: int
    end: int
    kind: str
    before: str
    days: Days


DaysOf = Callable[[re.Match[str], date | None], Days | None]


def times(text: str, held_on: date | None) -> Iterator[Time]:
    """The times that a statement of a meeting names, kind by kind; without its day what counts from it gives none."""
    finders: tuple[tuple[str, re.Pattern[str], DaysOf], ...] = (
        ("day", _DAY, _of_day),
        ("day", _NUMERIC, _of_day),
        ("day", _MONTHLY, _of_month),
        ("day", _SEASON, _of_three),
        ("day", _ON_WEEKDAY, _of_weekday),
        ("year", _YEARS, _of_years),
        ("span", _SPAN, _of_span),
        ("relative", _RELATIVE, _of_relative),
    )
    for kind, pattern, days_of in finders:
        for match in pattern.finditer(text):
            parts = {str(match.groupdict().get(part)).lower() for part in ("part", "which")}
            if not parts & {"earlier", "last"} and (days := _days(days_of, match, held_on)) is not None:
                before = (match["before"] or "").lower().strip()
                start = match.end("before") if before.startswith("tak") else match.start()
                yield Time(start, match.end(), kind, before, days)


def _days(of: DaysOf, match: re.Match[str], held_on: date | None) -> Days | None:
    """The days of a time; none where they lie outside of the calendar."""
    try:
        return of(match, held_on)
    except (ValueError, OverflowError):
        return _NONE


def _of_day(match: re.Match[str], held_on: date | None) -> Days | None:
    name = match["month"]
    month = int(name) if name.isdigit() else MONTHS[name.lower()]
    if name == "may" or not 1 <= month <= 12:
        return None
    day = int(match["day"])
    first = int(match.groupdict().get("first") or day)
    year = f"20{match['year'][-2:]}" if match["year"] else None
    return _bounded(match, _next(lambda of: (date(of, month, first), date(of, month, day)), year, held_on), held_on)


def _of_month(match: re.Match[str], held_on: date | None) -> Days | None:
    if match["month"][0].islower() or (not match["year"] and _IN_A_NAME.match(match.string, match.end())):
        return None
    month, year = MONTHS[match["month"].lower()], match["year"]
    if match["day"]:
        return _of_day(match, held_on)
    days = _next(partial(_months, month=month), year, held_on)
    if match["short"] and (days[0] is None or days[0].year % 100 != int(match["short"])):
        return _NONE  # "May 26" is a day or a year
    return _bounded(match, days, held_on)


def _of_three(match: re.Match[str], held_on: date | None) -> Days | None:
    if not match["year"] and _IN_A_NAME.match(match.string, match.end()):
        return None
    span = partial(_months, month=_THREE[match["three"].lower()], count=3)
    return _bounded(match, _next(span, match["year"], held_on), held_on)


def _of_weekday(match: re.Match[str], held_on: date | None) -> Days:
    if held_on is None:
        return _NONE
    day = held_on + timedelta((_WEEKDAYS.index(match["weekday"].lower()) - held_on.weekday()) % 7)
    return _bounded(match, (day, day), held_on)


def _of_years(match: re.Match[str], held_on: date | None) -> Days | None:
    year, last = int(match["year"]), int((match["last"] or match["year"])[-2:]) + 2000
    if last < year or (match["last"] and last > year + 30):
        return None
    first = 4 if last == year + 1 else 1
    return _bounded(match, (date(year, first, 1), _months(last, 3 if first == 4 else 12)[1]), held_on)


def _of_span(match: re.Match[str], held_on: date | None) -> Days | None:
    most = (match["most"] or match["n"]).lower()
    number = int(most) if most.isdigit() else _NUMBERS.get(most, 0)
    behind = (match["behind"] or "").lower()
    before = (match["before"] or "").lower()
    if not (before or match["hedge"]) or (behind == "of" and before != "within"):
        return None
    if held_on is None or not number or behind:
        return _NONE
    day = _later(held_on, number, match["unit"].lower(), bool(match["working"]))
    if "at least" in match["hedge"].lower():
        return day, None
    throughout = before in {"within", "over", "during", "for"} or "next" in match["hedge"].lower()
    return (held_on if throughout else None), day


def _of_relative(match: re.Match[str], held_on: date | None) -> Days | None:
    which, kind, unit = match["which"].lower(), (match["kind"] or "").strip().lower(), match["unit"].lower()
    if not which and not match["part"]:
        return None
    if held_on is None or kind in {"academic", "school", "municipal"} or unit in {"term", "quarter"}:
        return _NONE
    if unit == "week":
        monday = held_on - timedelta(held_on.weekday())
        first, last = monday, monday + timedelta(6)
    elif unit == "month":
        first, last = _months(held_on.year, held_on.month)
    else:
        start = 4 if kind == "financial" else 1
        first, last = _months(held_on.year - (held_on.month < start), start, 12)
    if which in {"next", "following"}:
        count = {"week": 0, "month": 1, "year": 12}[unit]
        first = last + timedelta(1)
        last = last + timedelta(7) if unit == "week" else _months(first.year, first.month, count)[1]
    return _bounded(match, (max(first, held_on), last), held_on)


def _bounded(match: re.Match[str], days: Days, held_on: date | None) -> Days:
    """The days that "by the end of", "before" or "from" leave of a time."""
    first, last = days
    before, part, which = ((match[group] or "").lower() for group in ("before", "part", "which"))
    if first is None or last is None or (which == "next" and held_on and first <= held_on):
        return _NONE
    if re.search(r"\b(?:before|prior to|ahead of)\b", before) and part != "end":
        return None, first - timedelta(1)
    if LIMIT.search(before):
        return None, first if part in {"beginning", "start"} else last
    if "after" in before:
        return last + timedelta(1), None
    if "from" in before:
        return first, last if match.groupdict().get("first") else None
    if part == "week":
        return first, first + timedelta(6)
    return (max(first, held_on) if held_on and part == "later" and held_on <= last else first), last


def _next(span: Callable[[int], tuple[date, date]], year: str | None, held_on: date | None) -> Days:
    """A span of days in its year; without one the first that is not over on the day of the meeting."""
    years = range(held_on.year - 1, held_on.year + 9) if held_on and not year else (int(year or 0),)
    for each in years:
        try:
            first, last = span(each)
        except ValueError:
            continue
        if first <= last and (year or not held_on or last >= held_on):
            return first, last
    return _NONE


def _months(year: int, month: int, count: int = 1) -> tuple[date, date]:
    last = date(year + (month + count - 2) // 12, (month + count - 2) % 12 + 1, 1)
    return date(year, month, 1), last.replace(day=monthrange(last.year, last.month)[1])


def _later(day: date, number: int, unit: str, working: bool) -> date:
    if working and unit == "day":
        from_friday = min(day.weekday(), 4)
        return day + timedelta(number + 2 * ((from_friday + number) // 5) - (day.weekday() - from_friday))
    if unit in {"day", "week", "fortnight"}:
        return day + timedelta(number * {"day": 1, "week": 7, "fortnight": 14}[unit])
    last = _months(day.year, day.month, 1 + number * (12 if unit == "year" else 1))[1]
    return min(last, last.replace(day=min(day.day, last.day)))

"""Dates as records print them, in English and Welsh."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan ionawr",
            "february feb chwefror",
            "march mar mawrth fawrth",
            "april apr ebrill",
            "may mai fai",
            "june jun mehefin fehefin",
            "july jul gorffennaf orffennaf",
            "august aug awst",
            "september sept sep medi fedi",
            "october oct hydref",
            "november nov tachwedd dachwedd",
            "december dec rhagfyr ragfyr",
        ),
        start=1,
    )
    for name in names.split()
}
MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
"""A pattern of the name of any month; `MONTHS` has its number under the name in lower case."""
_ORDINAL = r"(?:st|nd|rd|th|af|ail|il|ydd|fed|edd|ed|eg|ain)"
_DATE = re.compile(
    rf"""(?:(?<!\d)(?P<day>\d{{1,2}})\s?{_ORDINAL}?(?:\s+(?:(?:day\s+)?of|o(?:\s+fis)?))?,?\s*
           (?P<month>{MONTH})\b\.?,?\s*(?P<year>(?:19|20)\d\d)
       |\b(?P<month2>{MONTH})\b\.?\s+(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year2>(?:19|20)\d\d)
       |(?<![\d/.-])(?P<day3>\d{{1,2}})\s?(?P<by>[/.-])\s?(?P<month3>\d{{1,2}})\s?(?P=by)\s?(?P<year3>(?:19|20)\d\d)
       |(?<![\d/.-])(?P<year4>(?:19|20)\d\d)-(?P<month4>\d\d)-(?P<day4>\d\d)(?![-\d])
       |(?<![\d/.])(?P<day5>\d{{1,2}})(?P<by5>[/.])(?P<month5>\d{{1,2}})(?P=by5)(?P<year5>\d\d)(?![/.]\d|\w))(?!\d)""",
    re.VERBOSE | re.IGNORECASE,
)
"""A date with its year. A year of two digits ("05.03.19") counts only where `_certain` says so."""
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY_NAMES = {
    name: number
    for number, names in enumerate(
        ("mon llun", "tue tues mawrth", "wed weds mercher", "thu thur thurs iau", "fri gwener", "sat sadwrn", "sun sul")
    )
    for name in (_WEEKDAYS[number], *names.split())
}
_WEEKDAY = rf"(?:(?:dydd|nos)\s+)?(?P<name>{'|'.join(sorted(_WEEKDAY_NAMES, key=len, reverse=True))})\b"
_WEEKDAY_BEFORE = re.compile(rf"\b{_WEEKDAY}\.?[\s,]*(?:the\s+|y\s+)?$", re.I)
_WEEKDAY_BEHIND = re.compile(rf"[\s,]*\(?{_WEEKDAY}\)?", re.I)
_TO_A_WEEKDAY = 24
"""Characters before or behind a date in which its weekday may stand."""
_DATED = re.compile(r"\b(?:on|held|dated?|of|meeting|minutes|council|committee|cyfarfod|ar)\b[\W_]*$", re.I)
_TITLE_BEHIND = re.compile(r"\s+[A-Z][a-z]")


@dataclass(frozen=True, slots=True)
class Written:
    """A date as written: `text[start:end]`, and the weekday beside it, as printed, where there is one."""

    start: int
    end: int
    day: date
    weekday: str | None

    @property
    def is_right(self) -> bool | None:
        """Whether the weekday is that of the date; None without a weekday."""
        return None if self.weekday is None else _WEEKDAY_NAMES[self.weekday.lower()] == self.day.weekday()

    def __str__(self) -> str:
        return f"{self.weekday} {as_written(self.day)}" if self.weekday else as_written(self.day)


def as_written(day: date) -> str:
    """A date as a remark prints it: "4 March 2025"."""
    return f"{day:%-d %B %Y}"


def dates_in(text: str) -> list[Written]:
    """Every date written in a text, in order; impossible ones (31 June) are passed over."""
    found = []
    for match in _DATE.finditer(text):
        day, month, year = (_part(match, name) for name in ("day", "month", "year"))
        if len(year) == 2 and not _certain(text, match):
            continue
        number = MONTHS.get(month.lower()) or int(month)
        try:
            on = date(int(year) + (2000 if len(year) == 2 else 0), number, int(day))
        except ValueError:
            continue
        found.append(Written(match.start(), match.end(), on, _weekday(text, match)))
    return found


def _part(match: re.Match[str], name: str) -> str:
    return next(value for key, value in match.groupdict().items() if key.rstrip("12345") == name and value)


def _weekday(text: str, match: re.Match[str]) -> str | None:
    before = _WEEKDAY_BEFORE.search(text[max(0, match.start() - _TO_A_WEEKDAY) : match.start()])
    beside = before or _WEEKDAY_BEHIND.match(text[match.end() : match.end() + _TO_A_WEEKDAY])
    return beside["name"] if beside else None


def _certain(text: str, match: re.Match[str]) -> bool:
    """Whether "05.03.19" is a date and no minute number: alone in its line, or behind a word before dates."""
    before, behind = text[max(0, match.start() - _TO_A_WEEKDAY) : match.start()], text[match.end() :]
    if not before.strip():
        return match["by5"] == "/" and not re.search(r"[^\W\d_]{3}", behind[:_TO_A_WEEKDAY])
    named = _DATED.search(before) or _WEEKDAY_BEFORE.search(before)
    return bool(named) and not (match["by5"] == "." and _TITLE_BEHIND.match(behind))

"""Dates as records print them, in English and Welsh, and which of them a record's head gives as its meeting's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

_MONTHS = {
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
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DATE = re.compile(
    rf"""(?:(?<!\d)(?P<day>\d{{1,2}})\s?(?:st|nd|rd|th|af|ail|il|ydd|fed|ed|eg|ain)?(?:\s+(?:(?:day\s+)?of|o))?,?\s+
           (?P<month>{_MONTH})\b\.?,?\s*(?P<year>(?:19|20)\d\d)
       |\b(?P<month2>{_MONTH})\b\.?\s+(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year2>(?:19|20)\d\d)
       |(?<![\d/.])(?P<day3>\d{{1,2}})[/.](?P<month3>\d{{1,2}})[/.](?P<year3>(?:19|20)\d\d))(?!\d)""",
    re.VERBOSE | re.IGNORECASE,
)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY_BEFORE = re.compile(rf"\b({'|'.join(_WEEKDAYS)})\b[\s,]*(?:the\s+)?$", re.I)
OF_MEETING = re.compile(r"\b(meeting|held|minutes|agenda|cabinet|council|committee|board|panel|cyfarfod)\b", re.I)
_OF_ANOTHER_BEFORE = re.compile(
    r"\b(?:confirm|approv)(?!ed minutes)|\b(?:correct record|true record|previous|last meeting|next meeting|dated"
    r"|signed|published|despatched)|^\W*(?:\w{1,5}[.)]\s+)?to \w+ .{0,40}\bminutes\b",
    re.I,
)
"""Words before a date that make it another meeting's, or no meeting's: "To receive the minutes of…"."""
_OF_ANOTHER_AFTER = re.compile(
    r"\b(?:correct|true|accurate) record\b|\b(?:was|were|be|been|being)\s+(?:\w+ly\s+)?(?:confirmed|approved|agreed"
    r"|signed|received|taken|accepted|adopted|noted|circulated|read|proposed)\b",
    re.I,
)
"""Words behind a date that do: "…were approved and signed"."""


def dates_in(text: str) -> list[tuple[int, date]]:
    """Every date written in a text with its position; impossible ones (31 June) are passed over."""
    found = []
    for match in _DATE.finditer(text):
        day = match["day"] or match["day2"] or match["day3"]
        year = match["year"] or match["year2"] or match["year3"]
        name = match["month"] or match["month2"]
        month = _MONTHS[name.lower()] if name else int(match["month3"])
        try:
            found.append((match.start(), date(int(year), month, int(day))))
        except ValueError:
            continue
    return found


def stated_date(texts: Sequence[str], of_meeting: bool = False) -> tuple[date | None, list[str]]:
    """Find the date that the head of a record gives as its meeting's.

    Args:
        texts: the lines of the head.
        of_meeting: whether every date in them is a meeting's, so that none needs a word that says so beside it.

    Returns:
        The date beside a word for a meeting, else the first, else None; and a remark where its weekday is wrong.
    """
    ranked: list[tuple[int, int, date, str]] = []
    for order, text in enumerate(texts):
        for at, day in dates_in(text)[:1]:
            if _OF_ANOTHER_BEFORE.search(text[:at]) or _OF_ANOTHER_AFTER.search(text[at:]):
                continue
            weekday = _WEEKDAY_BEFORE.search(text[:at])
            named = of_meeting or bool(OF_MEETING.search(text))
            ranked.append((-(2 * named + bool(weekday)), order, day, weekday[1] if weekday else ""))
    if not ranked:
        return None, []
    _, _, day, weekday_name = min(ranked)
    if weekday_name and _WEEKDAYS[day.weekday()] != weekday_name.lower():
        return day, [f"The text dates the meeting {weekday_name} {day:%-d %B %Y}, which was a {day:%A}."]
    return day, []

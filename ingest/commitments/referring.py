"""What a statement refers back to: a minute by its number, a meeting by its day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from ingest.commitment import Reference
from ingest.dates import MONTH, MONTHS, dates_in

_NUMBER = r"(?:[A-Z]{1,4}[ ./]{0,2})?\d{1,4}(?:[./]\d{1,4}){0,3}[a-z]?(?:\([a-z0-9]{1,3}\))?"
_MINUTE = re.compile(
    r"(?<!\d )\b(?:minutes?|mins?\.?|minute (?:no|number|ref)s?\.?|item|resolution)(?: no\.?| number| ref\.?)? "
    rf"(?P<number>{_NUMBER})(?![\d:]|\s?(?:pm|am|minutes|mins)\b)",
    re.I,
)
_SAID = "promised|agreed|undertaken|assured|resolved|reported|requested|given|made|raised|told|asked"
_MEETING = re.compile(
    r"\b(?:meetings?|council|committee|board|cabinet)\b(?: (?:of|held|which|was|on|the|in|at)){0,6} *$"
    rf"|\b(?:{_SAID})\b.{{0,30}}\b(?:on|of|at)(?: the)? *$",
    re.I,
)
_BEFORE = 70
"""Characters before a date that say whether it is a meeting's."""
_DAY = re.compile(rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?(?P<month>{MONTH})\b(?!,? ?(?:19|20)\d\d)", re.I)


_BACK = re.compile(
    r"\bas (?:\w{1,12} )?(?:promised|agreed|requested|undertaken|resolved)\b|\bpromised\b"
    r"|\bin (?:keeping with|place of)\b|\byears? (?:earlier|ago)\b|\bat last\b|\bput back\b"
    r"|\bhad (?:\w{1,12} )?(?:asked|been (?:told|led|asked)|wanted|hoped|set|requested|recommended|waited|sought)\b"
    r"|\b(?:not yet|no longer|in hand|further to|still|accordingly|earlier|previous(?:ly)?|completed?)\b"
    r"|\b(?:closed|overdue|finished|instead|outstanding)\b",
    re.I,
)


def looks_back(text: str) -> bool:
    """Whether the words of a statement say that it is on something earlier: "as promised", "had asked for", "still"."""
    return bool(_BACK.search(text))


def references(text: str, held_on: date | None) -> tuple[Reference, ...]:
    """The minutes and the earlier meetings that a statement names, in its order."""
    numbers = (Reference(minute_number=found["number"]) for found in _MINUTE.finditer(text))
    days = (Reference(held_on=day) for day in _days(text, held_on) if held_on is None or day < held_on)
    return tuple(dict.fromkeys((*numbers, *days)))


def _days(text: str, held_on: date | None) -> Iterator[date]:
    for written in dates_in(text):
        if _MEETING.search(text[max(0, written.start - _BEFORE) : written.start]):
            yield written.day
    for found in _DAY.finditer(text) if held_on else ():
        if _MEETING.search(text[max(0, found.start() - _BEFORE) : found.start()]):
            yield from _last(int(found["day"]), MONTHS[found["month"].lower()], held_on)


def _last(day: int, month: int, held_on: date | None) -> Iterator[date]:
    """The last such day before a meeting, of a date without its year."""
    assert held_on is not None
    for year in (held_on.year, held_on.year - 1):
        try:
            on = date(year, month, day)
        except ValueError:
            return
        if on < held_on:
            yield on
            return

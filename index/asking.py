"""What a question asks for beside its words: phrases, minute numbers, a time, the latest, or the formalities."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from index.analysis import content_terms, fold, terms
from index.time_words import MONTHS

MINUTE_NUMBER_WEIGHT = 3.0
"""What the words of a minute number weigh beside other words: "minute 347" names one passage in thousands."""

_PHRASE = re.compile(r"[\"“”]([^\"“”]+)[\"“”]")
_MINUTE_NUMBER = re.compile(
    r"(?<!\d )\b(?:minute|item|min)s?\.?\s+(?:numbers?\s+|nos?\.?\s*)?((?:[a-z]{1,4}[./ ]?)?\d[\w./]*)", re.I
)
_TIME = re.compile(
    rf"(?:\b(?:(?P<since>since|after|from)|(?P<until>until|before))\s+)?(?:\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+)?"
    rf"(?:\b(?P<month>{'|'.join(MONTHS)})\s+)?\b(?P<year>(?:19|20)\d\d)\b(?!\s?[-/–—]\s?\d)",
    re.I,
)
_LATEST = re.compile(r"\b(?:latest|newest|most recent(?:ly)?|currently|at present|so far)\b", re.I)
_FORMAL = re.compile(
    r"\b(?:present|absent|attend\w*|apolog\w*|chair(?:ed|s|man|woman)?|interests?|declar\w*|quorum|quorate|agendas?)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `since` to `until`, both included."""

    since: date
    until: date


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as the index understands it.

    `words` are its distinct content terms, `weights` what each counts. A hit must hold every one of `phrases`, word for
    word but for case, accents and white space. `periods` are times that it names, `latest` whether it asks for the
    newest, `formal` whether it asks for what else stands below the substance: who was present, interests, agendas.
    """

    words: tuple[str, ...]
    weights: tuple[float, ...]
    phrases: tuple[str, ...]
    periods: tuple[Period, ...]
    latest: bool
    formal: bool


def asked(text: str) -> Asked:
    """Understand a question."""
    words = content_terms(text)
    numbers = {term.term for number in _MINUTE_NUMBER.finditer(text) for term in terms(number[1])}
    return Asked(
        words=words,
        weights=tuple(MINUTE_NUMBER_WEIGHT if word in numbers else 1.0 for word in words),
        phrases=tuple(phrase for found in _PHRASE.finditer(text) if (phrase := plain(found[1]))),
        periods=tuple(_periods(text)),
        latest=bool(_LATEST.search(text)),
        formal=bool(_FORMAL.search(text)),
    )


def plain(text: str) -> str:
    """The words of a text in a row, as phrases compare: without case, accents, punctuation and white space."""
    return " ".join(re.findall(r"[^\W_]+", fold(text)))


def holds_phrase(text: str, phrase: str) -> bool:
    """Whether a text holds a phrase, given as `plain` gives it, whole words only."""
    return f" {phrase} " in f" {plain(text)} "


def _periods(text: str) -> Iterator[Period]:
    for found in _TIME.finditer(text):
        year = int(found["year"])
        month = MONTHS.index(found["month"].lower()) + 1 if found["month"] else None
        since = date(year, month or 1, 1)
        until = _last_day(year, month or 12)
        if month and found["day"] and since <= (day := since + timedelta(int(found["day"]) - 1)) <= until:
            since = until = day
        yield Period(date.min if found["until"] else since, date.max if found["since"] else until)


def _last_day(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(1)

"""What a question wants to know, a sum, a date, a vote, a decision…, and whether a text can tell it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum

from index.time_words import MONTHS, WEEKDAYS
from search_api.number_words import NUMBER_WORDS


class Wanted(StrEnum):
    """What an answer must hold where a question asks for it."""

    MONEY = "money"
    SHARE = "share"
    SPEED = "speed"
    DURATION = "duration"
    COUNT = "count"
    DATE = "date"
    VOTE = "vote"
    DECISION = "decision"
    PROMISE = "promise"
    PERSON = "person"


QUANTITIES = frozenset(
    {Wanted.MONEY, Wanted.SHARE, Wanted.SPEED, Wanted.DURATION, Wanted.COUNT, Wanted.DATE, Wanted.VOTE}
)
"""What is told in figures or dates, so that it can be seen whether a text holds it."""

FIGURES = frozenset({Wanted.MONEY, Wanted.SHARE, Wanted.SPEED, Wanted.COUNT})
"""Of these, what a sentence must hold itself: the sum in the next one is that of another thing."""

_MONTH = "|".join(MONTHS)
_NUMBER = "|".join(NUMBER_WORDS)
_UNIT = r"(?:minute|hour|day|week|fortnight|month|year|decade|term|quarter)s?"
_SUM = (
    r"(?:cost|price|rent|fee|charge|precept|budget|grant|donation|salary|wage|pay|bill|premium|invoice|saving|overspend"
    r"|fine)s?"
)

_ASKED: Mapping[Wanted, Sequence[str]] = {
    Wanted.VOTE: (
        r"\bhow (?:many|did) .{0,40}\bvot(?:es?|ed)\b",
        r"\bvot(?:es?|ed|ing) (?:for|against)\b",
        r"\bthe (?:vote|count|voting)\b",
    ),
    Wanted.SHARE: (
        r"\bwhat (?:share|percentage|proportion|per cent)\b",
        r"\bhow (?:big|large) a (?:share|part|proportion)\b",
    ),
    Wanted.SPEED: (r"\bwhat speed\b", r"\bspeed limit did\b", r"\bhow fast\b"),
    Wanted.DURATION: (r"\bhow long\b(?! ago)",),
    Wanted.MONEY: (
        r"\bhow much\b(?! (?:support|work|time|of a|interest|weight|longer|more time))",
        rf"\bwhat (?:\w+ ){{0,2}}{_SUM}\b",
        r"\bwhat (?:is|was|were|are) .{0,50}\b(?:cost|price|rent|fee|precept|budget|salary)s?\b",
        r"\bwhat (?:is|was|were|are) .{0,50}\b(?:overspend|underspend|deficit|surplus)\b",
        r"\bwhat (?:did|does|do|will|would|has|is|was) .{0,60}\b(?:cost|pay|paid|charge[ds]?|worth|spen[dt]|fetch)\b",
        rf"\bhow (?:big|large|high) (?:was|is|were) .{{0,40}}\b{_SUM}\b",
    ),
    Wanted.COUNT: (r"\bhow many\b", r"\bwhat (?:number|total)\b", r"\bthe number of\b"),
    Wanted.DATE: (
        r"^when\b",
        r"(?:\band|,) when\b",
        r"\b(?:by|since|until) when\b",
        r"\b(?:what|which) (?:date|day|month|year)\b",
        r"\bhow soon\b",
    ),
    Wanted.DECISION: (
        r"\bwhat (?:did|has|have|was|were) .{0,60}\b(?:decided?|resolved?|agreed?|approved?|recommend(?:ed)?)\b",
        r"\bwhat decisions?\b",
    ),
    Wanted.PROMISE: (
        r"\b(?:promis|pledg|guarantee)\w*",
        r"\bassur(?:ed|ances?)\b",
        r"\bcommit(?:ted|ments?)\b",
        r"\bunder(?:took|takings?)\b",
        r"\b(?:timescale|timetable|timeframe|turnaround|deadline)s?\b",
    ),
    Wanted.PERSON: (
        r"^who(?:se|m)?\b",
        r"\band who(?:se|m)?\b",
        r"\b(?:the|what is the) name of\b",
        r"^which (?:councillor|member|officer|person)\b",
    ),
}
_TOLD: Mapping[Wanted, Sequence[str]] = {
    Wanted.MONEY: (
        r"£ ?\d",
        r"\b\d[\d,.]{0,15} ?(?:pence|pounds|p\b)",  # bounded: "1,1,1,…" must not take its square
        r"\b(?:at )?no (?:cost|charge)\b",
        r"\bfree\b",
    ),
    Wanted.SHARE: (
        r"\d ?%",
        r"\bper ?cent\b",
        r"\b(?:half|thirds?|quarters?|majority)\b",
        r"\b\d+ (?:out )?of (?:the )?\d+\b",
        rf"\bone in (?:{_NUMBER})\b",
    ),
    Wanted.SPEED: (r"\b\d+ ?(?:mph|miles per hour|km/h|kph)\b",),
    Wanted.DURATION: (
        rf"\b(?:\d+|an?|{_NUMBER}|several|some|many)[ -](?:{_NUMBER}[ -])?(?:\w+al |working )?{_UNIT}\b",
        rf"\b(?:since|until|from) (?:{_MONTH}|\d{{4}})\b",
    ),
    Wanted.DATE: (
        rf"\b(?!(?-i:may|march)\b)(?:{_MONTH}|spring|summer|autumn|winter|christmas|easter|tomorrow|tonight|q[1-4]|{'|'.join(WEEKDAYS)})\b",
        r"\b(?:monthly|weekly|annually|quarterly|shortly|immediately|(?:19|20)\d\d)\b",
        r"\b(?:next|this|last|each|every|following|end of the) (?:week|month|year|meeting|quarter|term)\b",
        r"\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b",
        rf"\bin (?:\d+|{_NUMBER}) {_UNIT}\b",
    ),
    Wanted.VOTE: (
        r"\b\d+ votes?\b",
        rf"\b(?:for|against)[ :]*\(?\d{{1,3}}\b(?! ?(?:{_UNIT}|%))",
        r"\b(?:unanimous(?:ly)?|majority|carried|lost|voted|voting|nem\.? ?con)\b",
    ),
    Wanted.PROMISE: (
        r"(?<!quality )\bassur(?:ed|ances?)\b",
        r"\b(?:promis(?:ed?|es)|pledge[ds]?|guarantee[ds]?|undertook|undertakings?|commitments|committed to)\b",
    ),
    Wanted.DECISION: (
        r"\b(?:resolved|carried|decided|agreed|approved|recommended|adopted|endorsed|refused|rejected|accepted|declined)\b",
    ),
}
_NO_COUNT = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th)? (?:of )?(?:{_MONTH})\b(?: \d{{4}})?"
    rf"|\b(?:{_MONTH}) \d{{1,4}}(?:st|nd|rd|th)?\b(?:,? \d{{4}})?"
    r"|\b(?:19|20)\d\d(?:[-/–]\d\d(?:\d\d)?)?\b|\b\d{1,2}[.:]\d\d\b|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b"
    r"|\b(?:minute|item|page|para(?:graph)?|section|option|phase|quarter|appendix|year|class|type|level|stage|tier|part|no"
    r"|number)s? \d[\w.]*|^\W*\(?\d[\d.]*(?:\) |(?<=\.) | (?=(?-i:[A-Z])))|\b[A-Z]{1,3}\d+\b",
    re.I,
)
"""Numbers that count nothing: dates, times, references, and the number of the paragraph itself."""
_COUNT = re.compile(
    rf"(?<![\w£.,/])(?:\d[\d,]*(?:\.\d+)?|{_NUMBER})(?![\w/]|[.,]\d| ?%| ?(?:am|pm|a\.m|p\.m)\b)"
    r"|\b(?:none|no|nobody|no one|all|both)\b",
    re.I,
)

_QUESTIONS = {kind: re.compile("|".join(patterns), re.I) for kind, patterns in _ASKED.items()}
_TEXTS = {kind: re.compile("|".join(patterns), re.I) for kind, patterns in _TOLD.items()}


def wanted(question: str) -> frozenset[Wanted]:
    """What an answer to a question must hold, as far as the question's own words say."""
    return frozenset(kind for kind, pattern in _QUESTIONS.items() if pattern.search(question))


def tells(text: str, kind: Wanted) -> bool:
    """Whether a text holds a quantity of a kind, or a decision; a count is no date, time or reference."""
    if kind is Wanted.COUNT:
        return bool(_COUNT.search(_NO_COUNT.sub(" ", text)))
    return bool(_TEXTS[kind].search(text))

"""The figures, spans of time and deadlines that a sentence holds, with the words that say what each is of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from index.time_words import MONTHS, SHORT_MONTHS
from search_api.clauses import clause, clause_terms, content_words, near
from search_api.number_words import FIGURE, NUMBER, SPELT, value_of

_HEDGE = (
    r"(?:(?:at least|at most|up to|no more than|no less than|no fewer than|more than|less than|fewer than|not less than"
    r"|over|under|about|around|nearly|almost|approximately|circa|some|within)\s+)?"
)
"""What softens a figure belongs to it: "at least two years" is quoted whole."""

_UNITS = {"day": 1.0, "week": 7.0, "fortnight": 14.0, "month": 30.4375, "year": 365.25}
_UNIT = r"(?:working[ -])?(?P<unit>day|week|fortnight|month|year)"
_MONTHS = {name: number for names in (MONTHS, SHORT_MONTHS) for number, name in enumerate(names, start=1)}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_SEASONS = {"spring": 4, "summer": 7, "autumn": 10, "winter": 12, "christmas": 12, "easter": 4}
_QUARTERS = {
    name: 3 * n + 1
    for n, of in enumerate(("first", "second", "third", "fourth"))
    for name in (f"q{n + 1}", f"{of} quarter")
}
_QUARTER = "|".join(_QUARTERS)
_WHEN = _MONTHS | _SEASONS | _QUARTERS

_DURATION = re.compile(
    rf"(?<![\w£.,/])(?<!last )(?<!past )(?<!previous )(?<!aged )(?<!every )(?<!each )(?<!per ){_HEDGE}"
    rf"(?P<number>{NUMBER}|(?<=in )a|(?<=within )a|(?<=for )a|(?<=least )a|(?<=take )a|(?<=than )a)"
    rf"(?:(?:\s+to\s+|\s?[-–]\s?){NUMBER})?[\s-]{_UNIT}s?\b(?!\s+(?:old|olds|ago|fixed|earlier)\b)(?!-old)",
    re.I,
)
"""A span of time to come; an age, or what is past, is no promise."""
_MONEY = re.compile(
    rf"{_HEDGE}(?<![\w£])£\s?(?P<number>{FIGURE})(?:\s?(?P<scale>m|bn|k|million|billion|thousand)\b)?", re.I
)
_PERCENT = re.compile(rf"(?<![\w.,/£]){_HEDGE}(?P<number>{NUMBER})\s?(?:%|per\s?cent\b)", re.I)
_COUNT = re.compile(
    rf"(?<![\w£.,/:-]){_HEDGE}(?P<number>{NUMBER})(?![\w/%:£]|[.,-]\d|-\w|\s?(?:%|per\s?cent|[ap]\.?m\b))", re.I
)
_DATE = re.compile(
    rf"\b(?P<by>by|before|until|till|no later than|in|on|for|from|to)\s+(?:the\s+)?(?P<when>"
    rf"(?:(?:beginning|start|middle|end|mid|early|late)[\s-](?:of\s+)?(?:the\s+)?)?"
    rf"(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?)?"
    rf"(?:(?P<month>{_MONTH})\b\.?|(?P<season>{'|'.join(_SEASONS)})\b|(?P<quarter>{_QUARTER})\b)?,?\s*(?:of\s+)?"
    rf"(?P<year>\b(?:19|20)\d\d(?!\d|\s?[-/–]\s?\d)(?:\s?(?P<quarter2>q[1-4])\b)?)?)",
    re.I,
)
_PROMISED = re.compile(
    r"\b(?:due|expect\w*|target\w*|deadline|complet\w*|finish\w*|start\w*|begin\w*|commenc\w*|open\w*|launch\w*"
    r"|deliver(?:ed|s|ing)?|implement\w*|schedul\w*|deferr\w*|postpon\w*|delay\w*|anticipat\w*|ready|install\w*"
    r"|in place|go(?:ing)? live)\b",
    re.I,
)
"""Words that make a date one that was promised, and not one on which something happened to stand."""
_LIMIT = frozenset({"by", "before", "until", "till", "no later than"})
_SCALES = {"m": 1e6, "million": 1e6, "bn": 1e9, "billion": 1e9, "k": 1e3, "thousand": 1e3}

_NAMED = re.compile(
    r"(?:\b(?:no|nos|number|numbers|item|minute|page|pages|para|paragraph|section|appendix|annex|chq|cheque|ref|phase"
    r"|stage|class|article|form|room|unit|plot|table|figure|version|schedule|policy|covid|risk|option|question)s?\.?\s*"
    r"|[£#]\s?)$",
    re.I,
)
"""Before a number that names a thing and counts nothing."""
_DEFINITE = re.compile(r"\b(?:the|these|those|all|both|its|their|our|other)\s+$", re.I)
"""Before a number of things known already, which says nothing new of how many."""
_COUNTED = re.compile(r"\s+(?!per\b|each\b)(?P<first>[a-z][\w'’-]*)(?:\s+(?P<second>[a-z][\w'’-]*))?")
_STANDS_AT = re.compile(
    rf"(?!(?:{SPELT})\b)\b(?P<noun>[A-Za-z][\w'’-]*)\s+(?:(?:had|has|have|was|were|is|are|now|been|be|being|fallen|fell|risen|rose|reduced"
    r"|increased|grown|down|up|stood|stands|averaged|averaging|to|at|from|of|only|currently|more|less|fewer|than|about"
    rf"|approximately|around|nearly|over|{NUMBER})\s+){{1,9}}$",
    re.I,
)
"""What a bare number is of: "caseloads had fallen to 31"."""
_ASIDE = re.compile(
    rf",[^,\d]{{1,40}},|\b(?:in|at|on|by|of|for|during|since)\s+(?:the\s+)?(?:(?:end|start|beginning|middle)\s+of\s+)?"
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\s+)?(?:(?:{_MONTH})\b(?:\s+(?:19|20)\d\d\b)?|(?:19|20)\d\d\b)",
    re.I,
)
"""What stands between a thing and its number, and is not of it: "caseloads in May 2030 had been 31"."""
_STEP = re.compile(
    r"(?:\b(?:by|(?:increase|rise|reduction|decrease|saving|cut|fall|raise)s? of|additional|further|extra|another)\s+"
    r"(?:an?\s+)?(?:(?:additional|further|extra)\s+)?)$",
    re.I,
)
"""Before a step from one figure to another ("raised by £300"), which is no figure of the thing itself."""
_PAID = re.compile(
    r"\b(?:invoiced?s?|cheques?|chq|payments?|paid|to pay|remittance|expenses|donat\w*|contribut\w*|reimburse\w*)\b",
    re.I,
)
"""Beside a sum that was paid: the next payment is another one, and nothing has moved."""
ACCOUNT = 3
"""A sentence with so many sums lists accounts, if it speaks of a payment at all."""
_REACH = 200
"""So many characters before a quantity are looked at for the words that govern it."""
LONGEST, MOST = 5_000, 60
"""What has more characters or figures is a table, or a list without a stop: its figures are of no words beside them."""
_DIGITS = re.compile(r"\d+")
_TIME = re.compile(r"[\s-]+(?:year|month|week|day|hour|minute|fortnight)s?\b", re.I)


class Measure(StrEnum):
    """The kind of quantity."""

    DURATION = "duration"
    MONEY = "money"
    PERCENT = "percent"
    NUMBER = "number"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity as written: characters `start` to `end` of its sentence.

    `value` is in days, pounds, per cent or units; of a date its year, month and day, 0 where one is not written.
    `about` are the terms near to it in its clause, of a number what it counts, and `clause` all terms of the clause.
    `counts`: it is a number of things ("four lamps"), and not the level of one ("caseloads had fallen to four").
    """

    measure: Measure
    value: tuple[float, ...]
    start: int
    end: int
    about: frozenset[str]
    clause: frozenset[str]
    counts: bool = False

    def differs_from(self, other: Quantity) -> bool:
        """Whether it is another value, as far as both are written: "April 2011" is no other date than "2011"."""
        if self.measure is not Measure.DATE:
            return self.value != other.value
        return any(a and b and a != b for a, b in zip(self.value, other.value, strict=True))


def quantities(sentence: str) -> list[Quantity]:
    """The quantities of a sentence in order; what is part of one is no other."""
    found: list[Quantity] = []
    if len(sentence) > LONGEST or len(_DIGITS.findall(sentence)) > MOST:
        return found
    taken: set[int] = set()
    for one in (*_dates(sentence), *_durations(sentence), *_money(sentence), *_percent(sentence), *_counts(sentence)):
        if taken.isdisjoint(range(one.start, one.end)):
            taken.update(range(one.start, one.end))
            found.append(one)
    return sorted(found, key=lambda one: one.start)


def _durations(text: str) -> Iterator[Quantity]:
    for match in _DURATION.finditer(text):
        number = 1.0 if match["number"].lower() == "a" else value_of(match["number"])
        yield _quantity(Measure.DURATION, text, match.span(), round(number * _UNITS[match["unit"].lower()]))


def _money(text: str) -> Iterator[Quantity]:
    found = list(_MONEY.finditer(text))
    account = len(found) >= ACCOUNT and _PAID.search(text) is not None
    for match in found:
        pounds = round(value_of(match["number"]) * _SCALES.get((match["scale"] or "").lower(), 1.0), 2)
        paid = account or _PAID.search(text, *clause(text, *match.span()))
        if not paid and not _before(_STEP, text, match.start()):
            yield _quantity(Measure.MONEY, text, match.span(), pounds)


def _percent(text: str) -> Iterator[Quantity]:
    for match in _PERCENT.finditer(text):
        if not _before(_STEP, text, match.start()):
            yield _quantity(Measure.PERCENT, text, match.span(), value_of(match["number"]))


def _dates(text: str) -> Iterator[Quantity]:
    for match in _DATE.finditer(text):
        month = match["month"]
        if not (month or match["season"] or match["quarter"] or match["year"]) or (month and month[0].islower()):
            continue
        start = match.start("when")
        end = start + len(match["when"].rstrip(" ,."))
        if match["by"].lower() in _LIMIT or _PROMISED.search(text, *clause(text, start, end)):
            part = month or match["season"] or match["quarter"] or match["quarter2"] or ""
            value = (int((match["year"] or "0")[:4]), _WHEN.get(part.lower(), 0), int(match["day"] or 0))
            words = clause_terms(text, start, end)
            yield Quantity(Measure.DATE, value, start, end, words, words)


def _counts(text: str) -> Iterator[Quantity]:
    for match in _COUNT.finditer(text):
        figure, (start, end) = match["number"].lower(), match.span()
        if figure == "one" or text[end : end + 2].strip()[:1].isupper() or re.fullmatch(r"(?:19|20)\d\d", figure):
            continue
        if any(_before(pattern, text, start) for pattern in (_NAMED, _STEP, _DEFINITE)) or _TIME.match(text, end):
            continue
        if _PAID.search(text, *clause(text, start, end)):
            continue
        words = clause_terms(text, start, end)
        if counted := _counted(text, end):
            yield Quantity(Measure.NUMBER, (value_of(figure),), start, end, counted, words | counted, counts=True)
        elif stands := _STANDS_AT.search(_ASIDE.sub(_blank, text[max(0, start - _REACH) : start])):
            about = frozenset(content_words(stands["noun"]))
            yield Quantity(Measure.NUMBER, (value_of(figure),), start, end, about, words | about)


def _before(pattern: re.Pattern[str], text: str, start: int) -> bool:
    return pattern.search(text, max(0, start - _REACH), start) is not None


def _quantity(measure: Measure, text: str, span: tuple[int, int], value: float) -> Quantity:
    return Quantity(measure, (value,), *span, near(text, *span), clause_terms(text, *span))


def _counted(text: str, end: int) -> frozenset[str]:
    """The terms of what a number counts, behind it; none where that is not plain."""
    words = _COUNTED.match(text, end)
    named = content_words(words[0]) if words else ()
    if words and named and named[0] in content_words(words["first"]):
        return frozenset(named)
    return frozenset()


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])

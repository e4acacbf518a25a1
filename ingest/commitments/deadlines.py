"""By when a statement's promise is due, in its own words, and the first and last day that these give."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from ingest.commitment import Deadline
from ingest.commitments.times import LIMIT, Time, times

_LONGEST = 4_000
"""Characters of a statement that are looked at."""
_REACH = 200
"""So many characters before or behind a time are looked at for the verb that governs it."""

_MEETING = re.compile(
    r"(?:\b(?:at|to|until|before|by|for|on|in|from|after|following|ahead of|prior to)\s+(?:(?:the|a|an|our|its"
    r"|their)\s+)?|\b(?=next meeting))(?:(?:next|future|later|following|forthcoming|subsequent|upcoming"
    r"|coming)\s+(?:[\w’'-]+\s+){0,3}?(?:meetings?|agendas?|sessions?|AGM|newsletter"
    r"|cycle)\b(?:\s+of\s+(?:the\s+)?(?-i:[A-Z]\w+(?:\s+[A-Z]\w+){0,4}))?|AGM\b|deadline\b)",
    re.I,
)
_VAGUE = re.compile(
    r"\b(?:in due course|(?:at|on) a (?:later|future) (?:date|stage|time)|shortly|imminently|urgently|immediately"
    r"|as soon as (?:possible|practicable|practical)|(?<!as )soon|asap|forthwith|sooner rather than later|tomorrow"
    r"|in (?:the )?(?:near |immediate |foreseeable |not too distant )?future(?: years| months)?|going forwards?|(?:in"
    r"|over) the (?:coming|next few|following) (?:days|weeks|months|years)|in the (?:short|medium"
    r"|long)(?:er)?[ -]term|in the new year|(?:by|before|after) christmas|dates? (?:tbc|to be confirmed)"
    r"|when(?:ever)? (?:operationally )?(?:feasible|possible|available|necessary)|as needed|at pace"
    r"|throughout the year|before (?:too )?long|between meetings|at the earliest opportunity)\b",
    re.I,
)
_EVENT = re.compile(
    r"(?<!to )(?<!time )(?<!ascertain )\b(?:once|until|till|when|as soon as|ahead of|prior to|in advance of"
    r"|in time for)\s+(?!asked|the age|th(?:e|is) meeting|\w+ing\b)(?:[\w’'/-]+\s+){1,14}?(?:\w{3,}ed|available"
    r"|complete|known|made|in place|[\w’'/-]+(?=\s+(?:and|but|which|subject)\b|[^\w\s’'/-]|\s*$))",
    re.I,
)
_OFTEN = re.compile(
    r"(?<!\d )(?<!\d[mk] )\b(?:annually|(?:monthly|quarterly|weekly|bi-?monthly|fortnightly)(?!\s+\w)|regularly"
    r"|(?:once|twice) (?:a|each|every) (?:week|month|year|term)|every (?:\w+ )?(?:weeks?|months?|years?)"
    r"|on an? (?:annual|monthly|quarterly|weekly|regular|daily) basis|each (?:week|month|year|quarter))\b",
    re.I,
)
_UNDATED = ((_MEETING, 6), (_VAGUE, 5), (_EVENT, 3), (_OFTEN, 2))
_WEIGHTS = {"day": 7, "span": 6, "relative": 5, "year": 4}
_ADVERBS = r"(?:\s+(?:not|also|then|now|only|be|been|being|have|take|\w+ly)\b){0,4}"
_TENSE = re.compile(
    rf"\b(?P<future>(?:would|will|shall|should|must|can|could|may|might|won[’']t|wouldn[’']t){_ADVERBS}(?:\s+\w+)?"
    r"|to(?!\s+(?:the|an?|\d|\w+ing|date|th\w+|its|his|her|all|both|councils?|councillors|members|officers"
    rf"|cabinet)\b){_ADVERBS}\s+[a-z]\w+|due(?! to (?:the|an?|its|their)\b)|scheduled|expected|planned|plans?"
    r"|planning|set|arranged|booked|deadline|closing|targets?|targeted|anticipated|likely|proposed|proposal|proposes"
    r"|rescheduled|deferred|postponed|adjourned|required|needed|assurances?|promises?|invit\w+|commit\w*|ordered|aim\w*"
    r"|hop(?:ed?|es|ing)|intend\w*|estimated|predicted|projected|delayed|slipped|ready|action|resolved|extended)\b"
    r"|\b(?P<past>was|were|had|has|have|did|took|met|began|became|came|went|ran|since|ago|last|previous)\b"
    r"|\b(?P<participle>held|built|sent|made|paid|[a-z]{3,}ed)\b",
    re.I,
)
_IS_PAST = re.compile(
    r"(?:(?<!be )\bheld|\bdated|\bsince|\blast|\bletter|\be-?mail|\bminutes|\bago|\breceived|(?<!be )\btook place"
    r"|\bminutes of the(?: \w+){0,4}|\bmeeting of|\bso far)\W{0,3}(?:on|in|of)?\W{0,3}$",
    re.I,
)
"""Before a date that tells when something was, or which meeting."""
_EVENT_ON = re.compile(
    r"\b(?P<limit>(?:by|on|no later than) (?:the )?(?:\w+ )?(?:deadline|closing date|weekend|evening|night|week"
    r"|date)(?: of)?|(?:before|in time for|ahead of|prior to) (?:[\w’'-]+ ){1,6}(?:on|of|in)?)\s*$",
    re.I,
)
_BUDGET = re.compile(r"\b(?:budget|consultation|precept|accounts|estimates|forecast)\b[^.;]{0,40}$", re.I)
_WRITTEN_YEAR = re.compile(r"20\d\d")
_OPENING = 60
"""A time so near to the beginning of its sentence is governed by what comes behind it."""
_JOINS = frozenset({"or", "to", "–", "-"})
_A_MEETING = re.compile(r"\s+(?:(?-i:[A-Z]\w+)\s+)?meeting\b", re.I)
_STOP = re.compile(r"[.;:]\s")
_OF_MONEY = re.compile(
    r"\s*(?:budgets?|accounts|financial year|precept|council tax|municipal year|pay award|audit)\b", re.I
)


def deadline(text: str, held_on: date | None) -> Deadline | None:
    """The words of a statement that say by when (or when) what it promises is to be; None where it says no such thing.

    The words are as written, with their preposition. Their days count from the day of the meeting, and are None where
    the words give none or that day is unknown. Of several times it is the one that says most plainly by when.
    """
    text = text[:_LONGEST]
    named = _outermost(times(text, held_on))
    best = max(_candidates(text, named, held_on), key=lambda one: (one[0], -one[1].start), default=None)
    if best is None:
        return None
    time = best[1]
    end, (earliest, latest) = time.end, time.days
    if meeting := _A_MEETING.match(text, end):
        end = meeting.end()
    for other in named:
        joined = time.end < other.start <= time.end + 5 and text[time.end : other.start].strip() in _JOINS
        if joined and latest and other.days[1] and other.days[1] >= latest:
            end, latest = other.end, other.days[1]
            break
    return Deadline(text[time.start : end].strip(" ,."), earliest, latest)


def _outermost(found: Iterable[Time]) -> list[Time]:
    """Times in order, without those that are part of one before them."""
    kept: list[Time] = []
    for time in sorted(found, key=lambda one: (one.start, -one.end)):
        if not kept or time.start >= kept[-1].end:
            kept.append(time)
    return kept


def _candidates(text: str, named: Sequence[Time], held_on: date | None) -> Iterator[tuple[float, Time]]:
    """The times that may say by when, each with how plainly it does."""
    for named_time in named:
        time = _with_its_event(text, named_time)
        weight, tense, ahead = _WEIGHTS[time.kind], _tense(text, time), _is_ahead(text, time, held_on)
        bare = not time.before and text[time.start : time.end].isalpha()
        due = tense == "future" and bool(LIMIT.match(time.before))
        if (not due and _is_past(text, time, held_on)) or (tense in {"past", "participle"} and not ahead):
            continue
        if time.kind == "year" and (
            text[time.start].isdigit() or _OF_MONEY.match(text, time.end) or _BUDGET.search(text, 0, time.start)
        ):
            continue
        if tense == "future" or ahead or (time.before and time.kind == "day"):
            yield weight + 3 * bool(LIMIT.match(time.before)) + (tense == "future") - 4 * bare, time
    for pattern, weight in _UNDATED:
        for match in pattern.finditer(text):
            time = Time(match.start(), match.end(), "event" if pattern is _EVENT else "undated", "", (None, None))
            tense = _tense(text, time)
            if tense == "future" or (not tense and weight > 3) or pattern is _OFTEN:
                yield weight + (tense == "future"), time


def _with_its_event(text: str, time: Time) -> Time:
    """A time with the event before it: "in time for the fair on 4 May"."""
    event = _EVENT_ON.search(text, max(0, time.start - 60), time.start + len(time.before))
    if time.kind != "day" or not event or event.start() >= time.start:
        return time
    return replace(time, start=event.start(), before=event["limit"], days=(None, time.days[1]))


def _is_past(text: str, time: Time, held_on: date | None) -> bool:
    """Whether a time is one that was, or only tells which meeting or letter."""
    latest = time.days[1] or time.days[0]
    over = latest is not None and held_on is not None and latest < held_on
    before = text[max(0, time.start - _REACH) : time.start + len(time.before)]
    return over or (not LIMIT.match(time.before) and bool(_IS_PAST.search(before)))


def _is_ahead(text: str, time: Time, held_on: date | None) -> bool:
    """Whether a time with its year is yet to come."""
    latest = time.days[1] or time.days[0]
    written = bool(_WRITTEN_YEAR.search(text, time.start, time.end))
    return written and latest is not None and held_on is not None and latest > held_on


def _tense(text: str, time: Time) -> str:
    """The tense of the verb before a time, or else of one behind it: a group of `_TENSE`; "" where there is none."""
    start = max(0, time.start - _REACH)
    for stop in _STOP.finditer(text, start, time.start):
        start = stop.end()
    tense = ""
    for match in _TENSE.finditer(text, start, time.start):
        if not tense or match.lastgroup != "participle":
            tense = match.lastgroup or ""
    if (not tense and time.start - start < _OPENING) or (tense != "future" and time.kind == "event"):
        stop_at = _STOP.search(text, time.end, time.end + _REACH)
        behind = _TENSE.finditer(text, time.end, stop_at.start() if stop_at else time.end + _REACH)
        found = [match.lastgroup or "" for match in behind][:3]
        tense = "future" if "future" in found else tense or next(iter(found), "")
    return tense

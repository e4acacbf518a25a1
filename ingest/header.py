"""Whose record it is, and of when: read from the head of the record, never guessed from its body."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from ingest.kinds import is_attendance
from ingest.minutes import Block, Kind, Meeting, Status

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan ionawr",
            "february feb chwefror",
            "march mar mawrth",
            "april apr ebrill",
            "may mai",
            "june jun mehefin",
            "july jul gorffennaf",
            "august aug awst",
            "september sept sep medi",
            "october oct hydref",
            "november nov tachwedd",
            "december dec rhagfyr",
        ),
        start=1,
    )
    for name in names.split()
}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DATE = re.compile(
    rf"""\b(?:(?P<day>\d{{1,2}})\s?(?:st|nd|rd|th|af|ail|il|ydd|fed|ed|eg|ain)?(?:\s+(?:day\s+)?of)?,?\s+
           (?P<month>{_MONTH})\b\.?,?\s*(?P<year>(?:19|20)\d\d)
       |(?P<month2>{_MONTH})\b\.?\s+(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year2>(?:19|20)\d\d)
       |(?P<day3>\d{{1,2}})[/.](?P<month3>\d{{1,2}})[/.](?P<year3>(?:19|20)\d\d))""",
    re.VERBOSE | re.IGNORECASE,
)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY_BEFORE = re.compile(rf"\b({'|'.join(_WEEKDAYS)})\b[\s,]*(?:the\s+)?$", re.I)
_OF_MEETING = re.compile(r"\b(meeting|held|minutes|agenda|cabinet|council|committee|board|panel|cyfarfod)\b", re.I)
_OF_ANOTHER = re.compile(
    r"\b(confirm|approv|correct record|true record|previous|last meeting|dated|signed|published"
    r"|despatched|next meeting)",
    re.I,
)
_ADDRESSED = re.compile(
    r"^(?:(?:Report|REPORT)\s+(?:to|TO)|To|TO)\s*:?\s+(?:the\s+)?(?P<body>[A-Z][\w&’', -]{2,80}?)"
    r"\s*(?:[–—-]|,|$|\bon\b)"
)
_DATE_LABEL = re.compile(r"^(?:meeting\s+date|date(?:\s+of\s+meeting)?)\s*:?", re.I)

_TYPE = r"(?:(?:County|District|Borough|City|Parish|Town|Community|Regional|Rural)\s+)+Council"
_NAME_WORD = r"(?:[A-Z][\w’'.-]*|&|and|a|of|on|upon|the|in|with|cum|le|y|by)"
_COUNCIL = re.compile(
    rf"\b(?P<name>(?:{_NAME_WORD}\s+){{0,6}}?)(?P<type>{_TYPE}|Council)\b"
    r"(?!\s+(?i:chamber|office|house|tax|leader|member|officer|meeting room))"
)
_COUNCIL_CAPS = re.compile(_COUNCIL.pattern, re.IGNORECASE)
_WELSH_COUNCIL = re.compile(
    r"\b(?:Cyngor|CYNGOR)\s+(?:Cymuned|CYMUNED|Tref|TREF|Sir|SIR)\s+[A-Z][\w’'-]*(?:\s+(?:a|ac|y|yr)\s+[A-Z][\w’'-]*|\s+[A-Z][\w’'-]*)*"
)
_LONE_TYPE = re.compile(rf"(?:{_TYPE}|Full Council)", re.I)
_NOT_A_NAME = frozenset(
    "minutes minute of the meeting meetings a an no this full annual ordinary extraordinary special general draft "
    "agenda and to for at in on by between statutory confirmed report from members all county district borough city "
    "parish town community his her its our their leader budget if policy members other each same new".split()
)
_BODY = re.compile(
    r"\b(?P<body>(?:[A-Z][\w&’',-]*\s+|(?:and|of|for|the|&)\s+){0,9}?"
    r"(?:Sub-?\s?Committee|Committee|Board|Panel|Cabinet|Commission|Forum|Executive|Assembly|Partnership))\b"
)
_MEETING_OF = re.compile(
    r"\bmeetings?\s+(?:\(no\.?\s*\d+\)\s+)?of\s+(?:the\s+)?(?P<body>.{3,90}?)(?:\s+(?:was|which|held|took)\b|,|\.|$|\s+on\b|\s+at\b|\s+-)",
    re.I,
)
MAX_NAME_LINE = 12
"""A line that gives a council's name is no longer than so many words."""
_ANNUAL = re.compile(r"\bannual\s+(?:parish|town|community|general)\s+meeting\b", re.I)
_SMALL = frozenset("and a ac of on upon the in with cum le y yr by for under to".split())


def meeting_of(head: Sequence[Block], kind: Kind) -> tuple[Meeting, list[str]]:
    """Read the meeting from the blocks before the first item.

    Args:
        head: the head of the record.
        kind: what the record is. A report states its meeting only where it is addressed to it.

    Returns:
        The meeting, with None for all that is not stated, and remarks for the reader.
    """
    texts = [block.text for block in head]
    if kind is Kind.REPORT:
        addressed = [t for t in texts if _ADDRESSED.match(t) or _DATE_LABEL.match(t)]
        held_on, remarks = _held_on(addressed, always=True)
        body = next((m["body"].strip() for t in addressed if (m := _ADDRESSED.match(t))), None)
        council = _council([t for t in texts if _opens_with_council(t)])
        return Meeting(council, body if body and _is_body(body) else None, held_on, _status(texts)), remarks
    texts = texts[: next((i for i, t in enumerate(texts) if i and is_attendance(t)), len(texts))]
    council = _council(texts)
    held_on, remarks = _held_on(texts)
    return Meeting(council, _committee(texts, council), held_on, _status(texts)), remarks


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


def _held_on(texts: Sequence[str], always: bool = False) -> tuple[date | None, list[str]]:
    """The date that the head gives as the meeting's: one beside a word for a meeting, else the first."""
    ranked: list[tuple[int, int, date, str]] = []
    for order, text in enumerate(texts):
        if _OF_ANOTHER.search(text) and not re.match(r"\W*(?:draft |confirmed )?minutes\b", text, re.I):
            continue
        for at, day in dates_in(text)[:1]:
            weekday = _WEEKDAY_BEFORE.search(text[:at])
            named = bool(_OF_MEETING.search(text)) or always
            ranked.append((-(2 * named + bool(weekday)), order, day, weekday[1] if weekday else ""))
    if not ranked:
        return None, []
    _, _, day, weekday_name = min(ranked)
    if weekday_name and _WEEKDAYS[day.weekday()] != weekday_name.lower():
        return day, [f"The text dates the meeting {weekday_name} {day:%-d %B %Y}, which was a {day:%A}."]
    return day, []


def _status(texts: Sequence[str]) -> Status:
    head = " ".join(texts[:12])
    if re.search(
        r"\b(draft|unconfirmed)\b(?=.{0,20}\bminutes\b|\W*$)|\bDRAFT\b|\bminutes\b.{0,20}\b(draft|unconfirmed)\b", head
    ):
        return Status.DRAFT
    if re.search(r"\b(confirmed|approved) minutes\b", head, re.I):
        return Status.CONFIRMED
    return Status.UNKNOWN


def _council(texts: Sequence[str]) -> str | None:
    """The council's name as printed; one printed in capitals alone is set in lower case with initials."""
    printed = [name for text in texts[:20] if (name := _council_in(text))]
    mixed = [name for name in printed if not _in_capitals(name)]
    return mixed[0] if mixed else tidy_capitals(printed[0]) if printed else None


def _council_in(text: str) -> str | None:
    welsh = _WELSH_COUNCIL.search(text)
    if welsh:
        return " ".join(welsh[0].split())
    for match in (_COUNCIL_CAPS if text.isupper() else _COUNCIL).finditer(text):
        words = match["name"].split()
        lower = [w.lower() for w in words]
        if "the" in lower:
            words = words[len(lower) - lower[::-1].index("the") :]
        while words and words[0].lower().strip(".,") in _NOT_A_NAME | _SMALL:
            words.pop(0)
        names_type = match["type"].lower() != "council"
        if any(w[0].isupper() for w in words) and (names_type or len(text.split()) <= MAX_NAME_LINE):
            return " ".join([*words, *match["type"].split()])
    return None


def _opens_with_council(text: str) -> bool:
    """Whether a line is a council's name, with no more than a few words behind it: a mention proves nothing."""
    name = _council_in(text)
    return bool(name and text.startswith(name) and len(text.split()) <= MAX_NAME_LINE)


def _committee(texts: Sequence[str], council: str | None) -> str | None:
    """The body that met: a line of its own, or named in "meeting of the …"; the council itself by its type."""
    for text in texts[:20]:
        annual = _ANNUAL.search(text)
        if annual:
            return tidy_capitals(annual[0]) if annual[0].isupper() else annual[0]
    for text in texts[:20]:
        body = _body_in(text)
        if body:
            return tidy_capitals(body) if body.isupper() else body
    lone = next((m[0] for text in texts[:20] if (m := _LONE_TYPE.fullmatch(text.strip(" :-")))), None)
    if lone:
        return tidy_capitals(lone) if lone.isupper() else lone
    of_council = council and any(_OF_MEETING.search(text) and "ouncil" in text.lower() for text in texts[:20])
    kind = re.search(rf"{_TYPE}$|Council$", council or "", re.I)
    return kind[0] if of_council and kind else None


def _body_in(text: str) -> str | None:
    of = _MEETING_OF.search(text)
    if of and _is_body(of["body"]) and not _council_in(of["body"]):
        return " ".join(of["body"].split())
    alone = re.split(r"\s+[-–]\s+|[,:]", text)[0].strip()
    if len(alone.split()) <= 10 and _is_body(alone) and not _council_in(alone):
        words = alone.split()
        while words and words[0].lower() in _NOT_A_NAME - {"community", "county", "parish", "town", "city", "district"}:
            words.pop(0)
        name = " ".join(words)
        found = _BODY.fullmatch(name.title() if name.isupper() else name)
        return name if found else None
    return None


def _is_body(text: str) -> bool:
    return bool(re.search(_BODY.pattern + rf"|^(?:the\s+)?(?:{_TYPE}|Full Council|Council)$", text.title(), re.I))


def _in_capitals(name: str) -> bool:
    return all(word.isupper() for word in name.split() if word.lower() not in _SMALL)


def tidy_capitals(text: str) -> str:
    """Set a name printed in capitals in lower case with initials: "BURTON-CUM-WALDEN" → "Burton-cum-Walden"."""

    def word(match: re.Match[str]) -> str:
        lower = match[0].lower()
        return lower if match.start() and lower in _SMALL else lower.capitalize()

    return re.sub(r"[^\W\d_]+(?:[’'][^\W\d_]+)?", word, text)

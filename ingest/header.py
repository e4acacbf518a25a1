"""Whose record it is, and of when: read from the head of the record, never guessed from its body."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.claims import OF_MEETING, stated_date
from ingest.kinds import is_attendance
from ingest.language import WELSH, language_of
from ingest.minutes import Block, Kind, Meeting
from ingest.status import status_of

_ADDRESSED = re.compile(r"^(?:(?:Report|REPORT)\s+(?:to|TO)|To|TO)\s*:?\s+(?:the\s+|THE\s+)?(?P<rest>[A-Z].*)")
_BEHIND_BODY = re.compile(r"\s*(?:$|[–—,:(.-]|\d|(?:on|at|of|held|meeting|mon|tues|wednes|thurs|fri)(?:day)?\b)", re.I)
_DATE_LABEL = re.compile(r"^(?:meeting\s+date|date(?:\s+of\s+meeting)?)\s*:?", re.I)
_MEETING_DATE_LABEL = re.compile(r"^(?:meeting\s+date|date\s+of\s+meeting)\s*:?", re.I)
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
_BOROUGH = re.compile(
    r"(?:(?:London|Royal|Metropolitan|LONDON|ROYAL|METROPOLITAN)\s+)?(?:Borough|BOROUGH|City|CITY|Township|TOWNSHIP)\s+(?:of|OF)"
    r"(?:\s+(?:[A-Z][\w’'-]*|and|upon|on|&)){1,5}"
)
_LONE_TYPE = re.compile(rf"(?:{_TYPE}|Full Council)", re.I)
_NOT_A_NAME = frozenset(
    "minutes minute of the meeting meetings a an no this full annual ordinary extraordinary special general draft "
    "agenda and to for at in on by between statutory confirmed report from members all county district borough city "
    "parish town community his her its our their leader budget if policy members other each same new represents "
    "representing serving welcome".split()
)
_BODY = re.compile(
    r"(?:(?:[A-Z][\w&’',-]*|and|of|for|the|&)\s+){0,9}"
    r"(?:Sub-?\s?Committee|Committee|Board|Panel|Cabinet|Commission|Forum|Executive|Assembly|Partnership"
    r"|Working (?:Group|Party)|Task (?:and Finish )?Group)\b"
)
_WELSH_BODY = re.compile(
    r"\b(?:(?:Is-?)?[BP]h?wyllgor|Gweithgor|Bwrdd|PWYLLGOR|GWEITHGOR|BWRDD)"
    r"(?:\s+(?:a|ac|ar|i|o|y|yr)(?=\s+[A-Z])|\s+[A-Z][\w’'-]*)+"
)
_OWN_MEETING = re.compile(rf"(?:{_TYPE}|Full Council|Council)\b")
_MEETING_OF = re.compile(
    r"\bmeetings?\s+(?:\(no\.?\s*\d+\)\s+)?of\s+(?:the\s+)?(?P<body>.{3,90}?)(?:\s+(?:was|which|held|took)\b|,|\.|$|\s+on\b|\s+at\b|\s+-)",
    re.I,
)
_RECORD_OF = re.compile(
    r"^\W*(?:[\w-]+\s+){0,2}(?:minutes|notes)\s+(?:(?:except|excerpt|extract)\s+)?(?:of|from|for)\s+(?:the\s+|an?\s+)?"
    r"(?P<body>\S.{3,120})",
    re.I,
)
MAX_LINE = 600
"""Characters of a block that are looked at: what names a meeting stands at its beginning, and time stays bounded."""
MAX_NAME_LINE = 12
"""A line that gives a council's name is no longer than so many words."""
_ANNUAL = re.compile(r"\bannual\s+(?:parish|town|community|general)\s+meeting\b", re.I)
_OVER = frozenset("on upon under".split())
"""Words before an article that belongs to a name: "Stoke on the Hill"."""
_SMALL = frozenset("and a ac of on upon the in with cum le y yr by for under to".split())


def meeting_of(head: Sequence[Block], kind: Kind) -> tuple[Meeting, list[str]]:
    """Read the meeting from the blocks before the first item.

    Args:
        head: the head of the record.
        kind: what the record is. A report states its meeting only where it is addressed to it.

    Returns:
        The meeting, with None for all that is not stated, and remarks for the reader.
    """
    texts = [block.text[:MAX_LINE] for block in head]
    if kind is Kind.REPORT:
        return _meeting_of_report(texts)
    texts = texts[: next((i for i, t in enumerate(texts) if i and is_attendance(t)), len(texts))]
    council = _council(texts)
    held_on, remarks = stated_date(texts)
    return Meeting(council, _committee(texts, council), held_on, status_of(texts)), remarks


def _meeting_of_report(texts: Sequence[str]) -> tuple[Meeting, list[str]]:
    """The meeting that a report is addressed to; a date line of its own counts where a body is addressed."""
    addressed = [(t, body) for t in texts if (m := _ADDRESSED.match(t)) and (body := _body_at(m["rest"]))]
    dated = _DATE_LABEL if addressed else _MEETING_DATE_LABEL
    held_on, remarks = stated_date([t for t, _ in addressed] + [t for t in texts if dated.match(t)], of_meeting=True)
    council = _council([t for t in texts if _opens_with_council(t)])
    body = addressed[0][1] if addressed else None
    return Meeting(
        council, tidy_capitals(body) if body and body.isupper() else body, held_on, status_of(texts)
    ), remarks


def _council(texts: Sequence[str]) -> str | None:
    """The council's name as printed; one printed in capitals alone is set in lower case with initials.

    Of names in two languages it is the one in the language of the head.
    """
    printed = [name for text in texts[:20] for name in _councils_in(text)]
    welsh = language_of([Block(text) for text in texts if text.strip()]) == WELSH
    printed = [name for name in printed if bool(_WELSH_COUNCIL.match(name)) is welsh] or printed
    mixed = [name for name in printed if not _in_capitals(name)]
    return mixed[0] if mixed else tidy_capitals(printed[0]) if printed else None


def _council_in(text: str) -> str | None:
    return next(_councils_in(text), None)


def _councils_in(text: str) -> Iterator[str]:
    """The names of councils in a line, at most one in Welsh and one in English."""
    welsh = _WELSH_COUNCIL.search(text)
    if welsh:
        yield " ".join(welsh[0].split())
    english = _english_council_in(text)
    if english:
        yield english


def _english_council_in(text: str) -> str | None:
    borough = _BOROUGH.fullmatch(text.strip(" :-–"))
    if borough:
        return " ".join(borough[0].split())
    for match in (_COUNCIL_CAPS if _in_capitals(text) else _COUNCIL).finditer(text):
        words = match["name"].split()
        lower = [w.lower() for w in words]
        articles = [i for i, w in enumerate(lower) if w == "the" and (not i or lower[i - 1] not in _OVER)]
        words = words[articles[-1] + 1 :] if articles else words
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
        body = _body_in(text) or _welsh_body_in(text)
        if body:
            return tidy_capitals(body) if body.isupper() else body
    lone = next((m[0] for text in texts[:20] if (m := _LONE_TYPE.fullmatch(text.strip(" :-")))), None)
    if lone:
        return tidy_capitals(lone) if lone.isupper() else lone
    of_council = council and any(OF_MEETING.search(text) and "ouncil" in text.lower() for text in texts[:20])
    kind = re.search(rf"{_TYPE}$|Council$", council or "", re.I)
    return kind[0] if of_council and kind else None


def _body_in(text: str) -> str | None:
    of = _MEETING_OF.search(text)
    if of and not _council_in(of["body"]) and (body := _body_at(of["body"])):
        return body
    record = _RECORD_OF.match(text)
    if record and (body := _body_at(record["body"])) and not _OWN_MEETING.match(_with_initials(body)):
        return body
    parts = re.split(r"\s+-\s+|\s*[–—]\s*|[,:]", text)
    words = parts[_opens_with_council(text) and len(parts) > 1].split()
    if len(words) > 10 or _council_in(" ".join(words)):
        return None
    while words and words[0].lower() in _NOT_A_NAME - {"community", "county", "parish", "town", "city", "district"}:
        words.pop(0)
    name = " ".join(words)
    return name if _BODY.fullmatch(_with_initials(name)) else None


def _welsh_body_in(text: str) -> str | None:
    found = _WELSH_BODY.search(text) if len(text.split()) <= 2 * MAX_NAME_LINE else None
    return " ".join(found[0].split()) if found else None


def _body_at(text: str) -> str | None:
    """The body that a text begins with, where no word goes on with its name: "Cabinet" but no "Cabinet Member"."""
    shown = _with_initials(text)
    for found in (_BODY.match(shown), _OWN_MEETING.match(shown)):
        if found and _BEHIND_BODY.match(shown, found.end()):
            return " ".join(text[: found.end()].split())
    return None


def names_body(text: str) -> bool:
    """Whether a line names a council or a body of one, with no more than a few words beside it."""
    short = text[:MAX_LINE]
    return bool(_LONE_TYPE.fullmatch(short.strip(" :-")) or _body_in(short) or _council_in(short))


def _with_initials(text: str) -> str:
    return text.title() if text.isupper() else text


def _in_capitals(name: str) -> bool:
    return not any(map(str.islower, "".join(word for word in name.split() if word.lower() not in _SMALL)))


def tidy_capitals(text: str) -> str:
    """Set a name printed in capitals in lower case with initials: "BURTON-CUM-WALDEN" → "Burton-cum-Walden"."""

    def word(match: re.Match[str]) -> str:
        lower = match[0].lower()
        return lower if match.start() and lower in _SMALL else lower.capitalize()

    return re.sub(r"[^\W\d_](?=[’'][^\W\d_]{2})|[^\W\d_]+(?:[’'][^\W\d_]+)?", word, text)

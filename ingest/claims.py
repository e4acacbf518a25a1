"""Which date a record's head gives as its meeting's; what contradicts it is reported, never settled in silence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath

from ingest.dates import Written, as_written, dates_in

OF_MEETING = re.compile(
    r"\b(?:meeting|held|minutes?|agenda|cabinet|council|committee|board|panel|[cg]yfarfod|[cg]ynhaliwyd|[cg]ynhelir"
    r"|[cg]ofnodion|[bp]wyllgor)\b",
    re.I,
)
_RECORDS = re.compile(r"\b(?:minutes?|held|[cg]yfarfod|[cg]ynhaliwyd|[cg]ofnodion)\b|\bmeeting\b", re.I)
_OF_ANOTHER_BEFORE = re.compile(
    r"\b(?:confirm|approv)(?!ed minutes)|\b(?:correct record|true record|previous|last meeting|next meeting|dated"
    r"|signed|published|publication|despatched|issued?|posted|printed|adjourned from|deadline|updated|revised)\b"
    r"|\bcyfarfod (?:nesaf|blaenorol|diwethaf|olaf)\b|^\W*(?:\w{1,5}[.)]\s+)?to \w+ .{0,40}\bminutes\b"
    r"|^\W*(?:clerk|proper officer|chief executive|monitoring officer|chair(?:man|person)?)\b",
    re.I,
)
"""Words before a date that make it another meeting's, or no meeting's: "To receive the minutes of…"."""
_OF_ANOTHER_AFTER = re.compile(
    r"\b(?:correct|true|accurate) record\b|\b(?:was|were|be|been|being)\s+(?:\w+ly\s+)?(?:confirmed|approved|agreed"
    r"|signed|received|taken|accepted|adopted|noted|circulated|read|proposed)\b",
    re.I,
)
"""Words behind a date that do: "…were approved and signed"."""
_TWO_DAYS = re.compile(r"\b\d{1,2}(?:st|nd|rd|th)?(?:\s*(?:&|\band\b)\s*|[-–])$", re.I)
"""Before the second of two days, "4 and 5 March": neither alone is the meeting's."""
_BREAKS_OFF = re.compile(
    r"(?:\b\d{1,2}\s?(?:st|nd|rd|th|af|ail|il|ydd|fed|edd|ed|eg|ain)(?:\s+of)?"
    r"|\b\w+day,?\s+\d{1,2}|\b\d{1,2}\s?(?:st|nd|rd|th)?\s+[A-Z][a-z]{2,8}),?\W*$",
    re.I,
)
"""A line at whose end a date breaks off: "Thursday, 9th", "13 March,"."""
_TITLE_WORDS = 16
"""A longer line is no title, and a date beside "council" in it need not be the meeting's."""
_DATE_WORDS = 8
_TOP = 8
"""Words of a line that is little more than a date, and lines at the top of a head in which it counts."""
_MENTIONS = re.compile(
    r"\W*(?:at|following|further|since|after|as|in|from|when|on|cllrs?|councillors?|mr|mrs|ms"
    r"|the (?:clerk|chair\w*|mayor|leader)|members|it|we|he|she|they)\b",
    re.I,
)
"""How a sentence begins that only speaks of a meeting."""
_PREVIOUS = re.compile(
    r"\bminutes of (?:the|its) (?:[\w-]+ ){0,6}meetings?(?: of [^.,;]{1,60})?,? (?:which was |that was )?held\b", re.I
)
_APPROVED = re.compile(r"\b(?:approv|confirm|correct|true record|accurate|signed|agreed|taken as read)", re.I)
_NEXT = re.compile(r"\bnext (?:[\w-]+ ){0,4}meeting\b", re.I)
_TOLD = re.compile(r"\b(?:was|were|had|has|have|been)\b", re.I)
"""Words between that tell of something done: "…by the next meeting. It had been sent on…"."""
_FULL = re.compile(r"(?:19|20)\d\d")
_NEAR = 80
"""Characters behind the words for a previous or a next meeting in which its date stands."""
_LOOKED_AT = 3000
"""Characters of a block in which those words are looked for: time stays bounded."""


@dataclass(frozen=True, slots=True)
class _Claim:
    """A date of the head: how strongly its line says that it is the meeting's, and the line's place."""

    strength: int
    order: int
    written: Written
    competes: bool
    bare: bool
    """Whether the line is little more than the date, high up in the head."""


def stated_date(texts: Sequence[str], of_meeting: bool = False) -> tuple[date | None, list[str]]:
    """Find the date that the head of a record gives as its meeting's.

    Args:
        texts: the lines of the head.
        of_meeting: whether every date in them is a meeting's, so that none needs a word that says so beside it.

    Returns:
        The date beside a word for a meeting, else the first, else None. Of several beside such words, or of several
        that stand alone, it is the one given most often, or the one on whose weekday it fell; None where neither
        decides. The remarks name both dates then, and a weekday that is wrong.
    """
    claims = [c for order, text in enumerate(_joined(texts)) if (c := _claim(order, text, of_meeting))]
    if not claims:
        return None, []
    best = min(claims, key=lambda c: (-c.strength, c.order))
    rivals = [c for c in claims if (c.competes if best.competes else c.bare if best.bare else c is best)]
    days = tuple(dict.fromkeys(c.written.day for c in (best, *rivals)))
    if len(days) == 1:
        wrong = _wrong_weekday(c.written for c in claims if c.written.day == best.written.day)
        return best.written.day, wrong + _beside(best.written.day, claims)
    named = " and ".join(as_written(day) for day in days)
    chosen = _decided(rivals)
    if chosen is None:
        return None, [f"The text dates the meeting {named}, and nothing in it says which is right: no date is given."]
    return chosen, [f"The text dates the meeting {named}; {as_written(chosen)} is used."]


def _beside(day: date, claims: Sequence[_Claim]) -> list[str]:
    """A remark on a date that stands alone in the head, and is not the one that its lines name as the meeting's."""
    others = [c.written.day for c in claims if c.bare and c.written.day != day]
    return [f"The text dates the meeting {as_written(day)}; its head also bears {as_written(o)}." for o in others[:1]]


def _joined(texts: Sequence[str]) -> Iterator[str]:
    """The lines, and a line with what follows where a date breaks off at its end."""
    for i, text in enumerate(texts):
        rest = texts[i + 1 : i + 3]
        if rest and _BREAKS_OFF.search(text[-40:]):
            whole = " ".join((text, *rest))
            if any(w.start < len(text) < w.end for w in dates_in(whole)):
                yield whole
                continue
        yield text


def _claim(order: int, text: str, of_meeting: bool) -> _Claim | None:
    written = next(iter(dates_in(text)), None)
    if (
        written is None
        or _OF_ANOTHER_BEFORE.search(text[: written.start])
        or _OF_ANOTHER_AFTER.search(text[written.end :])
        or _TWO_DAYS.search(text[max(0, written.start - _NEAR) : written.start])
    ):
        return None
    if len(text.split()) > _TITLE_WORDS and not of_meeting and not _opens_record(text[: written.start]):
        return None
    named = of_meeting or bool(OF_MEETING.search(text))
    competes = named and (len(text.split()) <= _TITLE_WORDS or bool(_RECORDS.search(text[: written.start])))
    words = len(text.split())
    bare = not named and words <= _DATE_WORDS and order < _TOP and len(text[: written.start].split()) <= 1
    return _Claim(2 * named + (written.weekday is not None), order, written, competes, bare)


def _opens_record(before: str) -> bool:
    """Whether what stands before a date begins a head, "A meeting of the … was held on", "Tuesday"; no mere mention."""
    return len(before.split()) <= 1 or (bool(_RECORDS.search(before)) and not _MENTIONS.match(before))


def _decided(rivals: Sequence[_Claim]) -> date | None:
    """The date given most often, else the only one whose weekday is right."""
    counted = Counter(c.written.day for c in rivals).most_common()
    if len(counted) == 1 or counted[0][1] > counted[1][1]:
        return counted[0][0]
    right = {c.written.day for c in rivals if c.written.is_right}
    return right.pop() if len(right) == 1 else None


def _wrong_weekday(written: Iterator[Written]) -> list[str]:
    return [f"The text dates the meeting {w}, which was a {w.day:%A}." for w in written if w.is_right is False][:1]


def named_otherwise(held_on: date | None, source: str) -> list[str]:
    """A remark where the name of the file has another date in full than the text; the name decides nothing."""
    stem = re.sub(r"_|(?<=[^\W\d])-|-(?=[^\W\d])", " ", PurePath(source).stem)
    days = {
        w.day for name in (stem, stem.replace("-", " ")) for w in dates_in(name) if _FULL.search(name[w.start : w.end])
    }
    if held_on is None or len(days) != 1 or held_on in days:
        return []
    return [f"The name of the file gives {as_written(days.pop())}, the text {as_written(held_on)}; the text's is used."]


def out_of_order(held_on: date | None, texts: Sequence[str]) -> list[str]:
    """Remarks where a record approves minutes that are not older than itself, or names a next meeting not to come."""
    if held_on is None:
        return []
    remarks = []
    for text in (text[:_LOOKED_AT] for text in texts):
        if _APPROVED.search(text) and (before := _date_behind(_PREVIOUS, text)) and before >= held_on:
            remarks.append(
                f"The text approves the minutes of {as_written(before)} "
                f"at a meeting that it dates {as_written(held_on)}."
            )
        if (after := _date_behind(_NEXT, text)) and after <= held_on:
            remarks.append(
                f"The text names {as_written(after)} as the next meeting after that of {as_written(held_on)}."
            )
    return list(dict.fromkeys(remarks))


def _date_behind(words: re.Pattern[str], text: str) -> date | None:
    found = words.search(text)
    behind = text[found.end() : found.end() + _NEAR] if found else ""
    written = dates_in(behind)
    return written[0].day if written and not _TOLD.search(behind[: written[0].start]) else None

"""What a record is, and what each of its blocks is: minutes, agenda text, resolution, interest, attendance."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.minutes import Block, BlockKind, Kind

HEAD_BLOCKS = 30

_MINUTES = re.compile(
    r"^\W*(?:draft |unconfirmed |confirmed |printed )?(?:minutes|cofnodion)\b|\bminutes of (?:a|the|meeting|an)\b"
    r"|\bmeeting\b.{0,80}(?<!be )\bheld\b|\bheld (?:a|their|its)\b.{0,20}\bmeeting\b|^cynhaliwyd|\b[bp]resennol\b",
    re.I,
)
_PRESENT = re.compile(
    r"^(?:\W|\d)*(?:also |members |committee members |councillors )*"
    r"(?:present|in attendance|attending|attended|apologies|(?:yn )?[bp]resennol|officers present)\b",
    re.I,
)
_WERE_PRESENT = re.compile(
    r"^(?:\W|\d)*(?:also |committee |members |councillors |there were )*"
    r"(?:present|in attendance|(?:yn )?[bp]resennol)\b",
    re.I,
)
_SUBHEAD_MINUTES = re.compile(r"^minutes:?$", re.I)
_AGENDA = re.compile(r"^(?:\W*)(?:agenda|supplementary agenda|notice of meeting|summons|public notice)\b", re.I)
_LISTED = re.compile(r"^\W*\d{1,3}[.,):]?\s*\S")
_LISTED_LENGTH = 200
_USUAL = re.compile(
    r"\b(?:apologies|(?:declarations?|disclosures?) of|minutes|public (?:participation|session|questions)"
    r"|correspondence|(?:any )?other business|next meeting|accounts|payments|adjournment|committee reports|by-law"
    r"|ymddiheuriadau|cofnodion)\b",
    re.I,
)
"""What stands in nearly every agenda."""
_USUAL_LINES = 3
_REPORT = re.compile(
    r"^(?:from|to|subject|report (?:of|by|to)|summary|purpose of (?:the )?report|classification)\s*:", re.I
)
_SPEAKER = re.compile(r"^([A-Z][\w.'’()-]+(?: [A-Z(][\w.,'’()-]*){0,7}): \S")
_LABEL = re.compile(
    r"^(?:date|time|venue|place|location|present|attendees|apologies|meeting|committee|council|subject|title|status|from|to"
    r"|resolved|recommended|agreed|noted|action|decision|question|answer|reply|response)"
    r"\b[^:]{0,20}:",
    re.I,
)

_DECIDED = (
    r"(?:UNANIMOUSLY )?(?:RESOLVED|RECOMMENDED|AGREED)\b|\bRESOLUTION\b|R E S O L V E D|T H A T\b"
    r"|\b[Rr]esolved(?: unanimously)?\s*[:–-]|\bPENDERFYNWYD\b"
)
_RESOLUTION = re.compile(
    rf"{_DECIDED}|^\W*(?:[Ii]t was )?(?:then )?(?:unanimously )?(?:resolved|agreed|recommended|noted|approved|received)"
    r"(?:\s+\(?unanimously\)?)?\s*(?:[:–-]|that\b)",
)
_RESOLUTION_ALONE = re.compile(
    r"^\W*(?:NOTED|APPROVED|RECEIVED|CARRIED|LOST)\b|^(?:Resolved|Agreed|Recommended)\b[^a-z]{0,4}(?:that|unanimously|:)"
)
_GOES_ON = re.compile(r"[Tt]hat\b(?! (?:is|was|had|has|would|did)\b)|[Aa]nd that\b|and\b|[a-z;(]")
_INTEREST = re.compile(
    r"\b(?:declared|disclosed|registered)\s+(?:an?|his|her|their|other|personal|pecuniary|non).{0,40}"
    r"(?<!rate of )\binterests?\b",
    re.I,
)
_TO_DO = re.compile(
    r"^\W*To (?:consider|receive|approve|note|agree|confirm|determine|discuss|review|elect|appoint|authorise"
    r"|sign|hear)\b"
)
_ATTENDANCE_TITLE = re.compile(
    r"\b(?:apologies|in attendance|ymddiheuriadau|substitut)|^(?:record of )?attendance\b"
    r"|^(?:(?:\w+ )?(?:also|those|members|councillors) )*present\b",
    re.I,
)
_INTEREST_TITLE = re.compile(r"\b(?:declarations?|disclosures?|register) of .*interest|\binterests\b|ddiddordeb", re.I)


def is_address(text: str) -> bool:
    """Whether a line belongs to the head of a report: From:, To:, Subject:, Classification: and the like."""
    return bool(_REPORT.match(text))


def document_kind(blocks: Sequence[Block]) -> Kind:
    """Whether a record is minutes (or a transcript), an agenda or a report, judged mostly by its head."""
    texts = [block.text for block in blocks]
    if any(_SUBHEAD_MINUTES.match(t) for t in texts[:60]):
        return Kind.MINUTES
    head = texts[:HEAD_BLOCKS]
    if first_speech(blocks) is not None:
        return Kind.MINUTES
    if sum(is_address(t) for t in head) >= 2:
        return Kind.REPORT
    agenda = next((i for i, t in enumerate(head) if is_agenda_head(t)), None)
    minutes = next((i for i, t in enumerate(head) if _MINUTES.search(t)), None)
    present = any(map(lists_present, head))
    agenda = _unnamed_agenda(head) if agenda is None and not present else agenda
    if agenda is not None and not present and (minutes is None or agenda < minutes):
        return Kind.AGENDA
    if minutes is not None and (present or minutes < 6 or any(_RESOLUTION.search(t) for t in texts)):
        return Kind.MINUTES
    return Kind.MINUTES if present and minutes is None and agenda is None and len(head) > 5 else Kind.REPORT


def _unnamed_agenda(head: Sequence[str]) -> int | None:
    """The first of the numbered lines of an agenda that no heading calls one: most of what follows are such lines."""
    listed = [i for i, text in enumerate(head) if _LISTED.match(text[:_LISTED_LENGTH])]
    usual = sum(bool(_USUAL.search(head[i][:_LISTED_LENGTH])) for i in listed)
    if usual < _USUAL_LINES or any(_MINUTES.search(text) for i, text in enumerate(head) if i not in listed):
        return None
    return listed[0] if 2 * len(listed) > len(head) - listed[0] else None


def first_speech(blocks: Sequence[Block]) -> int | None:
    """The first block of a transcript that is somebody's words, "Name: …"; None for a record that is no transcript."""
    spoken = [speaker(block.text) is not None for block in blocks]
    return spoken.index(True) if sum(spoken) > len(blocks) / 2 else None


def speaker(text: str) -> str | None:
    """Who speaks in a block of a transcript that begins "Name: …", as printed; None where it does not."""
    name = _SPEAKER.match(text)
    return name[1] if name and not _LABEL.match(text) else None


def floor(blocks: Sequence[Block]) -> tuple[str | None, ...]:
    """Who has the floor in each block of a transcript, as printed; None throughout for any other record."""
    first = first_speech(blocks)
    if first is None:
        return (None,) * len(blocks)
    holders: list[str | None] = [None] * first
    for block in blocks[first:]:
        holders.append(speaker(block.text) or (holders[-1] if holders else None))
    return tuple(holders)


def head_kinds(blocks: Sequence[Block], record: Kind) -> list[Kind]:
    """The kinds of the blocks before the first item: header, and attendance from "Present" on."""
    listed = (i for i, b in enumerate(blocks) if record is Kind.MINUTES and is_attendance(b.text))
    first = next(listed, len(blocks))
    return [Kind.HEADER] * first + [Kind.ATTENDANCE] * (len(blocks) - first)


def item_kind(title: str | None, record: Kind) -> Kind:
    """The kind of an item's ordinary blocks: that of the record, but for items on attendance and interests."""
    if record is Kind.MINUTES and title:
        if _ATTENDANCE_TITLE.search(title):
            return Kind.ATTENDANCE
        if _INTEREST_TITLE.search(title):
            return Kind.INTEREST
    return record


def block_kinds(blocks: Sequence[Block], ordinary: Kind, record: Kind) -> list[Kind]:
    """The kind of each block of an item.

    A resolution reaches over the list under it; what stands before the sub-heading "Minutes:" is agenda text.
    """
    if record is not Kind.MINUTES:
        return [record] * len(blocks)
    minutes_from = next((i for i, b in enumerate(blocks) if _SUBHEAD_MINUTES.match(b.text)), 0)
    kinds: list[Kind] = []
    deciding = False
    for i, block in enumerate(blocks):
        starts = is_resolution(block.text)
        deciding = starts or (deciding and continues_list(block))
        if deciding:
            kinds.append(Kind.RESOLUTION)
        elif _INTEREST.search(block.text):
            kinds.append(Kind.INTEREST)
        elif i < minutes_from or (is_agenda(block.text) and block.kind is not BlockKind.HEADING and not block.label):
            kinds.append(Kind.AGENDA)
        else:
            kinds.append(ordinary)
    return kinds


def is_attendance(text: str) -> bool:
    """Whether a block begins the list of who was there or sent apologies."""
    return bool(_PRESENT.match(text))


def lists_present(text: str) -> bool:
    """Whether a block begins the list of who was present, which only a record of what was done has."""
    return bool(_WERE_PRESENT.match(text))


def is_agenda_head(text: str) -> bool:
    """Whether a short line heads an agenda: "AGENDA", "Notice of meeting", "Summons to…"."""
    return bool(_AGENDA.match(text)) and len(text.split()) <= 12


def is_agenda(text: str) -> bool:
    """Whether a text says what is to be done at the meeting: "To consider…"."""
    return bool(_TO_DO.match(text))


def is_resolution(text: str) -> bool:
    """Whether a block records a decision of the body."""
    return bool(_RESOLUTION.search(text) or _RESOLUTION_ALONE.match(text))


def continues_list(block: Block) -> bool:
    """Whether a block goes on with the list of the block before it: a list item, or "That …" on its own."""
    return block.kind is BlockKind.LIST_ITEM or bool(_GOES_ON.match(block.text))

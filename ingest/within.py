"""The records of other meetings inside a document: minutes that an agenda pack or a report brings in full.

Such a record begins with a head of its own, "MINUTES of a meeting of the … held on …" with those present below it, and
ends where the pack goes on: at the head of a report ("From: …", "To: …"), at a page marked "Agenda Item 5", at an
appendix, at another record, or on the page after the meeting closed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.dates import dates_in
from ingest.header import MAX_LINE, names_body
from ingest.kinds import HEAD_BLOCKS, document_kind, is_address, is_agenda_head, lists_present
from ingest.minutes import Block, BlockKind, Kind, Meeting

_TITLE = re.compile(
    r"^\W*(?:(?:draft|unconfirmed|confirmed|approved|public|printed)\s+)*(?:minutes|cofnodion)\b(?!:?$)", re.I
)
_HELD = re.compile(
    r"\bmeeting\b.{0,150}(?<!be )\bheld\b|\bheld (?:a|an|their|its)\b.{0,30}\bmeeting\b|^\W*cynhaliwyd\b"
    r"|^\W*(?:[\w-]+ ){0,3}meeting (?:\([^)]{1,20}\) )?of\b.{0,80}$",
    re.I,
)
_OF_ANOTHER = re.compile(
    r"\b(?:approv|confirm)(?!ed minutes)|\b(?:correct|true) record\b|\b(?:last|previous|next) meeting\b"
    r"|\bminutes\b.{0,40}\b(?:were|was|be|are)\b|^\W*to \w+ ",
    re.I,
)
_PRESENT_INSIDE = re.compile(r"(?<=[.,:;] )PRESENT\b")
_AGENDA_AND_MINUTES = re.compile(r"^\W*agenda (?:and|&) (?:\w+ )?minutes\b", re.I)
_PAPER = re.compile(r"^\W*agenda item(?: no\.?)?:? \d+\w?\W*$", re.I)
_APPENDIX = re.compile(r"^\W*(?:appendix|annex|enclosure|atodiad)\b", re.I)
_CLOSED = re.compile(
    r"\bmeeting (?:was |be )?(?:then )?(?:declared )?"
    r"(?:closed|adjourned|ended|concluded|finished|terminated)\b.{0,20}\d"
    r"|\bclosed the meeting\b|\bmeeting to a close\b|\bno (?:further|other|more) business\b",
    re.I,
)
_WENT_ON = re.compile(r"\b(?:resum|reconven|re-conven|public session|part of (?:the|our) meeting)", re.I)
_OF_SEVERAL = re.compile(r"\b(?:joint|partnership|association|trust|forum|alliance|consortium)\b", re.I)
_ABOVE = re.compile(
    r"^\W*(?:draft|unconfirmed)\W*$|^\W*(?:(?:draft|unconfirmed|annual|ordinary|extraordinary|special)\s+)*"
    r"(?:minutes|meeting|cofnodion|cyfarfod)\b",
    re.I,
)
_HEAD = 8
"""Blocks below the title of a record in which those present are listed."""
_PLAIN_HEAD = 3
"""Blocks below a council's name in which they are, with the date, where no title says "minutes"."""
_NAMES = 4
"""Lines above the title that may name the council and the body."""
_NAME_WORDS = 8
_ADDRESSES = 6
"""Blocks in which the second line of a report's head follows its first."""


@dataclass(frozen=True, slots=True)
class Within:
    """The record of another meeting: `blocks[start:stop]`."""

    start: int
    stop: int


def records_within(blocks: Sequence[Block]) -> list[Within]:
    """Find the records of other meetings in a document, in order; none where it is itself the record of its meeting."""
    papers = _papers_from(blocks)
    after = HEAD_BLOCKS if papers is None else papers
    named = [(_with_names(blocks, title), title) for title in _titles(blocks) if title > after]
    heads = [(s, t) for s, t in named if _is_head(blocks, s, t) and (papers is not None or _opens_page(blocks, s))]
    ends = [*(start for start, _ in heads), len(blocks)][1:]
    return [Within(start, _end(blocks, title, end)) for (start, title), end in zip(heads, ends, strict=True)]


def _is_head(blocks: Sequence[Block], start: int, title: int) -> bool:
    """Whether a title names a body, or itself a record; "A meeting with the owner was held" is a report's sentence."""
    text = blocks[title].text[:MAX_LINE]
    runs_on = text.endswith(" of") and any(names_body(block.text) for block in blocks[title + 1 : title + 2])
    return start < title or bool(_TITLE.match(text)) or names_body(text) or runs_on


def _opens_page(blocks: Sequence[Block], start: int) -> bool:
    """Whether a record stands at the top of a page: in minutes, a meeting that they tell of stands in their midst."""
    if blocks[start].page is None:
        return blocks[start].kind is BlockKind.HEADING
    return blocks[start].page != blocks[start - 1].page


def inherited(meeting: Meeting, pack: Meeting) -> Meeting:
    """The meeting of a record with the council of the pack that it stands in, where it names none; no joint body's."""
    if meeting.council or _OF_SEVERAL.search(meeting.committee or ""):
        return meeting
    return replace(meeting, council=pack.council)


def _titles(blocks: Sequence[Block]) -> Iterator[int]:
    """The blocks at which the title of a record stands, with those present below it."""
    last = -_HEAD
    for i in range(len(blocks)):
        if i - last >= _HEAD and _is_title(blocks, i):
            last = i
            yield i


def _is_title(blocks: Sequence[Block], i: int) -> bool:
    text = blocks[i].text[:MAX_LINE]
    if blocks[i].label or _OF_ANOTHER.search(text):
        return False
    within = _HEAD if _TITLE.match(text) or _HELD.search(text) else _PLAIN_HEAD
    if within == _PLAIN_HEAD and not (names_body(text) and _dated(blocks[i : i + _PLAIN_HEAD])):
        return False
    below = blocks[i + 1 : i + 1 + within]
    return bool(_PRESENT_INSIDE.search(text)) or any(lists_present(block.text[:MAX_LINE]) for block in below)


def _dated(blocks: Sequence[Block]) -> bool:
    return any(dates_in(block.text[:MAX_LINE]) for block in blocks)


def _papers_from(blocks: Sequence[Block]) -> int | None:
    """The block by which a head shows an agenda or a report's From and To; None where it shows neither."""
    addresses = 0
    for i, block in enumerate(blocks[:HEAD_BLOCKS]):
        addresses += is_address(block.text)
        if addresses > 1 or _heads_agenda(block.text):
            return i
        if block.page != blocks[0].page and document_kind(blocks[:i]) is Kind.AGENDA:
            return i - 1
    return None


def _heads_agenda(text: str) -> bool:
    return is_agenda_head(text) and not (_AGENDA_AND_MINUTES.match(text) or _PAPER.match(text))


def _addressed(blocks: Sequence[Block], start: int, stop: int) -> bool:
    return sum(is_address(block.text) for block in blocks[start:stop]) > 1


def _with_names(blocks: Sequence[Block], title: int) -> int:
    """The first of the lines above a title that name its council and body, on the same page, dates between them."""
    start = title
    for i in range(title - 1, max(-1, title - 1 - _NAMES), -1):
        above = blocks[i]
        if above.page != blocks[title].page or above.label or len(above.text.split()) > _NAME_WORDS:
            break
        if names_body(above.text) or _ABOVE.match(above.text):
            start = i
        elif not dates_in(above.text):
            break
    return start


def _end(blocks: Sequence[Block], title: int, limit: int) -> int:
    """The block before `limit` at which what belongs to the record is over."""
    closed: Block | None = None
    for i in range(title + 1, limit):
        block = blocks[i]
        if closed and (block.page != closed.page or (block.page is None and block.kind is BlockKind.HEADING)):
            return i
        opens = block.page != blocks[i - 1].page if block.page else i - title > HEAD_BLOCKS
        if opens and (_PAPER.match(block.text) or _heads_agenda(block.text)):
            return i
        if block.kind is BlockKind.HEADING and _APPENDIX.match(block.text):
            return i
        if is_address(block.text) and _addressed(blocks, i, min(i + _ADDRESSES, limit)):
            return i
        if _CLOSED.search(block.text[:MAX_LINE]):
            closed = block
        if _WENT_ON.search(block.text[:MAX_LINE]):
            closed = None
    return limit

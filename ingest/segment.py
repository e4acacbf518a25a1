"""A document becomes minutes: its meeting, its agenda items and the kind of each block. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.claims import out_of_order
from ingest.header import meeting_of
from ingest.items import Start, item_starts
from ingest.kinds import HEAD_BLOCKS, block_kinds, document_kind, first_speech, head_kinds, item_kind
from ingest.language import language_of
from ingest.minutes import Block, Document, Facts, Item, Kind, Meeting, Minutes


def segment(document: Document, facts: Facts) -> Minutes:
    """Segment a document; `facts` beside it go before what its text says, and a disagreement is remarked on."""
    blocks = document.blocks
    record = document_kind(blocks)
    starts = item_starts(blocks)
    speech = first_speech(blocks)
    if speech is not None:
        starts = [Start(speech, None, None)]
    titles = _title_lines(blocks, starts)
    if record is not Kind.REPORT and titles < len(starts):
        starts, titles = starts[titles:], 0
    items, kinds = _items(document, starts, record)
    first = starts[titles].block if titles < len(starts) else len(blocks)
    stated, remarks = meeting_of(blocks[: min(first, HEAD_BLOCKS)], record)
    meeting, disagreements = _merge(facts, stated)
    remarks += [
        *disagreements,
        *([] if record is Kind.REPORT else out_of_order(meeting.held_on, [b.text for b in blocks])),
    ]
    return Minutes(document, meeting, tuple(items), tuple(kinds), tuple(remarks), record, language_of(blocks))


def _title_lines(blocks: Sequence[Block], starts: Sequence[Start]) -> int:
    """How many of the first starts are headings at the very top, which name the record and no item of it."""
    count = 0
    for start in starts:
        titled = start.title is not None and blocks[start.block].text.startswith(start.title)
        if start.block != count or start.number or not titled:
            break
        count += 1
    return count


def _items(document: Document, starts: list[Start], record: Kind) -> tuple[list[Item], list[Kind]]:
    blocks = document.blocks
    items: list[Item] = []
    kinds: list[Kind] = []
    first = starts[0].block if starts else 0
    if first:
        kinds += head_kinds(blocks[:first], record)
        items.append(Item(None, None, Kind.HEADER, 0, first))
    ends = [start.block for start in starts[1:]] + [len(blocks)]
    for start, stop in zip(starts or [Start(0, None, None)], ends, strict=True):
        kind = item_kind(start.title, record)
        items.append(Item(start.number, start.title, kind, start.block, stop))
        kinds += block_kinds(blocks[start.block : stop], kind, record)
    return items, kinds


def _merge(facts: Facts, stated: Meeting) -> tuple[Meeting, list[str]]:
    merged = Meeting(
        facts.council or stated.council,
        facts.committee or stated.committee,
        facts.held_on or stated.held_on,
        facts.status or stated.status,
    )
    remarks = []
    if facts.held_on and stated.held_on and facts.held_on != stated.held_on:
        remarks.append(
            f"The source dates the meeting {facts.held_on:%-d %B %Y}, the text {stated.held_on:%-d %B %Y}; "
            "the source's date is used."
        )
    return merged, remarks

"""A document becomes minutes: its meeting, its agenda items and the kind of each block. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.claims import named_otherwise, out_of_order
from ingest.header import meeting_of
from ingest.items import Start, item_starts
from ingest.kinds import HEAD_BLOCKS, block_kinds, document_kind, first_speech, head_kinds, item_kind
from ingest.language import language_of
from ingest.minutes import Block, Document, Facts, Item, Kind, Meeting, Minutes
from ingest.within import Within, inherited, records_within


@dataclass(frozen=True, slots=True)
class _Record:
    """The record of one meeting, segmented: its items are ranges of its own blocks."""

    kind: Kind
    meeting: Meeting
    items: tuple[Item, ...]
    kinds: tuple[Kind, ...]
    remarks: tuple[str, ...]


def segment(document: Document, facts: Facts) -> Minutes:
    """Segment a document; `facts` beside it go before what its text says, and a disagreement is remarked on.

    Records of other meetings inside it are segmented by themselves, and their items carry their own meeting.
    """
    blocks = document.blocks
    parts = records_within(blocks)
    own = _own(blocks, parts)
    meeting, disagreements = _merge(facts, own.meeting)
    inside = [(part, _record(blocks[part.start : part.stop], Kind.MINUTES)) for part in parts]
    others = [(part, record) for part, record in inside if _is_another(record.meeting, meeting, own.kind)]
    if len(others) < len(parts):
        own = _own(blocks, [part for part, _ in others])
        meeting, disagreements = _merge(facts, own.meeting)
    remarks = [*own.remarks, *disagreements]
    if own.kind is not Kind.REPORT:
        remarks += named_otherwise(None if facts.held_on else meeting.held_on, document.source)
        remarks += out_of_order(meeting.held_on, [b.text for b in _without(blocks, [part for part, _ in others])])
    remarks += [f"Of minutes inside it: {remark}" for _, record in others for remark in record.remarks]
    items, kinds = _together(own, others, meeting)
    return Minutes(document, meeting, items, kinds, tuple(remarks), own.kind, language_of(blocks))


def _without(blocks: Sequence[Block], parts: Sequence[Within]) -> list[Block]:
    starts = [0, *(part.stop for part in parts)]
    stops = [*(part.start for part in parts), len(blocks)]
    return [block for start, stop in zip(starts, stops, strict=True) for block in blocks[start:stop]]


def _is_another(inside: Meeting, own: Meeting, kind: Kind) -> bool:
    """Whether minutes inside a document are of another meeting: a second head may be of the same."""
    if inside.held_on is None:
        return kind is not Kind.MINUTES or inside.committee not in (None, own.committee)
    return inside.held_on != own.held_on or inside.committee not in (None, own.committee)


def _together(
    own: _Record, others: Sequence[tuple[Within, _Record]], meeting: Meeting
) -> tuple[tuple[Item, ...], tuple[Kind, ...]]:
    """The items and kinds of the whole document: its own, cut where a record stands in them, and the records'."""
    items: list[Item] = []
    kinds: list[Kind] = []
    before = 0
    for part, record in others:
        items += _cut(own.items, len(kinds) - before, part.start - before, before)
        kinds += own.kinds[len(kinds) - before : part.start - before]
        its = inherited(record.meeting, meeting)
        items += [
            replace(item, start=item.start + part.start, stop=item.stop + part.start, meeting=its)
            for item in record.items
        ]
        kinds += record.kinds
        before += part.stop - part.start
    items += _cut(own.items, len(kinds) - before, len(own.kinds), before)
    kinds += own.kinds[len(kinds) - before :]
    return tuple(items), tuple(kinds)


def _cut(items: Sequence[Item], start: int, stop: int, moved: int) -> Iterator[Item]:
    """The items within a stretch of the document's own blocks; one that began before it has no title in it."""
    for item in items:
        first, last = max(item.start, start), min(item.stop, stop)
        if first < last:
            begins = first == item.start
            yield Item(
                item.number if begins else None,
                item.title if begins else None,
                item.kind,
                first + moved,
                last + moved,
            )


def _own(blocks: Sequence[Block], parts: Sequence[Within]) -> _Record:
    """The document without the records inside it; what it is, and of when, stands before the first of them."""
    head = blocks[: parts[0].start] if parts else blocks
    return _record(_without(blocks, parts), document_kind(head), len(head))


def _record(blocks: Sequence[Block], kind: Kind, head: int = HEAD_BLOCKS) -> _Record:
    """Segment the blocks of one record, whose meeting is stated in no more than its first `head` blocks."""
    starts = item_starts(blocks)
    speech = first_speech(blocks)
    if speech is not None:
        starts = [Start(speech, None, None)]
    titles = _title_lines(blocks, starts)
    if kind is not Kind.REPORT and titles < len(starts):
        starts, titles = starts[titles:], 0
    items, kinds = _items(blocks, starts, kind)
    first = starts[titles].block if titles < len(starts) else len(blocks)
    meeting, remarks = meeting_of(blocks[: min(first, head, HEAD_BLOCKS)], kind)
    return _Record(kind, meeting, tuple(items), tuple(kinds), tuple(remarks))


def _title_lines(blocks: Sequence[Block], starts: Sequence[Start]) -> int:
    """How many of the first starts are headings at the very top, which name the record and no item of it."""
    count = 0
    for start in starts:
        titled = start.title is not None and blocks[start.block].text.startswith(start.title)
        if start.block != count or start.number or not titled:
            break
        count += 1
    return count


def _items(blocks: Sequence[Block], starts: list[Start], record: Kind) -> tuple[list[Item], list[Kind]]:
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

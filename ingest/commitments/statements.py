"""The statements of a record, one sentence each, with what surrounds it: its list's lead, its owner, its neighbours."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.commitments.trackers import Columns, columns
from ingest.minutes import Block, BlockKind, Item, Kind, Minutes, Passage
from ingest.sentences import is_encoded, sentences

_SILENT = frozenset({Kind.HEADER, Kind.AGENDA, Kind.INTEREST, Kind.REPORT})
"""Kinds of block that commit to nothing."""
_TITLED = r"(?:County )?(?:Cllrs?|Councillors?|Mr|Mrs|Ms|Miss|Dr|Chair\w{0,8}|Clerk|Treasurer|Secretary|Officers?)\b\.?"
_ALONE = r"Clerk|Chair(?:man|person)?|Vice[ -]Chair\w{0,6}|Treasurer|Secretary|Officers?|Members?|All"
_OWNER = re.compile(rf"\W*(?:{_TITLED}\s*[A-Z/&][\w.’'&/, -]*|(?:{_ALONE})(?:\W+(?:{_ALONE}))?)\W*")
"""A line that is nothing but whom the statement before it is for, as an owner column leaves it."""
_OWNER_BEHIND = re.compile(r"[.;:!?]\s+(?P<owner>(?:The )?(?:Clerk|Chair(?:man|person)?|Treasurer|Secretary))\W*$")
_DECIDED = re.compile(r"\b(?:agreed|resolved)\b", re.I)
"""In the list of who was there only what was decided counts."""
_OWNER_WORDS = 8
_OWNER_LENGTH = 120
_VERB = re.compile(r"\b(?:to|is|was|has|had|will|would|reported|noted|thanked)\b|\w{3,}ed\b")
_LABEL = re.compile(
    r"^\W*(?:\(?(?:[a-zA-Z]|[ivxlIVX]{1,5}|\d{1,3}(?:\.\d{1,3}){0,6}[a-zA-Z]?)[.):]\s*){1,3}|^[\s•·▪●*–-]+"
)
"""The number or bullet that a statement of a list begins with."""
_LEAD_END = 100
"""Characters at the end of a sentence that say whether a list stands under it."""
_LEADS = re.compile(r":\W{0,20}$|\b(?:following|as follows|resolved that|agreed to)\W{0,20}$", re.I)
_LEAST_WORDS = 3
LONGEST = 2000
"""Characters of a statement that are looked at: what is longer is no sentence, and would take long."""
_AROUND_TITLE = 24
"""Characters that the numbers around an item's title may have."""
_POINT = 5
"""So many statements before the line of an owner may be of his point."""
_BARE_LEAD = re.compile(
    r"\W*(?:\w{1,4}[.)]\s*)?(?:(?:RESOLVED|AGREED|Resolved|Agreed)\b(?: \w{1,15}){0,8}"
    r"|[^.]{0,60}\b(?:said|noted|following|as follows|including|points|matters"
    r"|comments were (?:put forward|made)[^.:]{0,20})(?: by \w{1,15})?):"
)
"""What only leads to its list, which says the rest."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of a record and what surrounds it.

    `start` and `end` are its characters in the document's text. `passage` is the position of its passage, `vector`
    which of that passage's sentence vectors is its own, None where it has none. `lead` is the sentence that its list
    stands under, `before` the sentence before it in its item, `owner` whom the margin or its row of a table names for
    it, `due` by when that row says.
    """

    passage: int
    vector: int | None
    start: int
    end: int
    text: str
    kind: Kind
    listed: bool
    item: Item
    lead: str = ""
    before: str = ""
    owner: str | None = None
    due: str | None = None

    @property
    def body(self) -> str:
        """Its words without the number or bullet before them."""
        return self.text[self.label_end :]

    @property
    def label_end(self) -> int:
        """How many characters the number or bullet before them takes."""
        label = _LABEL.match(self.text)
        return label.end() if label and label.end() < len(self.text) else 0


def statements(minutes: Minutes, passages: Sequence[Passage]) -> list[Statement]:
    """The sentences of a record's minutes and resolutions, in order; headings, agenda text and attendance left out.

    A row of a table is one statement.
    """
    if minutes.record is not Kind.MINUTES and not any(item.meeting for item in minutes.items):
        return []
    walk = _Walk(minutes)
    for passage in passages:
        if minutes.record is Kind.MINUTES or passage.meeting is not None:
            for start, end, vector in _sentences(passage):
                walk.take(passage, start, end, vector)
    return walk.found


class _Walk:
    """A walk through the sentences of a record, in order."""

    def __init__(self, minutes: Minutes) -> None:
        self.found: list[Statement] = []
        self._blocks = _Blocks(minutes)
        self._row = -1
        self._columns: Columns | None = None
        self._led: tuple[Item, str] | None = None

    def take(self, passage: Passage, start: int, end: int, vector: int | None) -> None:
        """Take the next sentence, whose characters in the document are given."""
        at = self._blocks.at(start)
        block, item = self._blocks.block(at), self._blocks.item(at)
        text = passage.text[start - passage.start : end - passage.start]
        last = self.found[-1] if self.found and self.found[-1].item is item else None
        if block.kind is BlockKind.TABLE_ROW and "|" in block.text:
            self._take_row(passage, at, item, vector)
        elif last and is_owner(text):
            self._own(text)
        elif text.endswith(":") and _BARE_LEAD.fullmatch(text):
            self._led = item, text
        elif not self._says_nothing(text, at, item):
            listed = block.kind is BlockKind.LIST_ITEM or block.label is not None
            lead = self._lead(last, item, listed or self._blocks.spans[at][0] != start)
            behind = _OWNER_BEHIND.search(text)
            kind, before, owner = self._blocks.kind(at), last.text if last else "", behind["owner"] if behind else None
            place = (passage.position, vector, start, end, text, kind, listed, item)
            self.found.append(Statement(*place, lead, before, owner))

    def _take_row(self, passage: Passage, at: int, item: Item, vector: int | None) -> None:
        """Take a row of a table as a whole, once, with what its columns say."""
        row = self._blocks.block(at).text
        if at == self._row:
            return
        self._row, headed = at, columns(row)
        self._columns = headed or self._columns
        start, end = self._blocks.spans[at]
        if headed is None and passage.start <= start and end <= passage.end and self._blocks.kind(at) not in _SILENT:
            owner = self._columns.owner_of(row) if self._columns else None
            due = self._columns.due_of(row) if self._columns else None
            place = (passage.position, vector, start, end, row, self._blocks.kind(at), True, item)
            self.found.append(Statement(*place, owner=owner, due=due))

    def _says_nothing(self, text: str, at: int, item: Item) -> bool:
        """Whether a sentence is a heading, the title of its item, of a kind that commits to nothing, or a scrap."""
        title = (item.title or "").strip(" .:")
        return (
            self._blocks.kind(at) in _SILENT
            or (self._blocks.kind(at) is Kind.ATTENDANCE and not _DECIDED.search(text))
            or self._blocks.block(at).kind is BlockKind.HEADING
            or len(text.split()) < _LEAST_WORDS
            or (bool(title) and text.strip(" .:").endswith(title) and len(text) < len(title) + _AROUND_TITLE)
        )

    def _lead(self, last: Statement | None, item: Item, goes_on: bool) -> str:
        """The sentence that a statement's list stands under; `goes_on`: it may be a point of it."""
        led, self._led = self._led, None
        if led and led[0] is item:
            return led[1]
        if last is None:
            return ""
        return last.text if _LEADS.search(last.text[-_LEAD_END:]) else last.lead if goes_on else ""

    def _own(self, owner: str) -> None:
        """Give an owner to the statements before the line that names him, back to the beginning of their point."""
        item = self.found[-1].item
        for i in range(len(self.found) - 1, max(-1, len(self.found) - _POINT), -1):
            one = self.found[i]
            if one.owner is not None or one.item is not item:
                return
            self.found[i] = replace(one, owner=owner.strip())
            if one.label_end:
                return


def is_owner(text: str) -> bool:
    """Whether a line only names whom something is for."""
    return (
        len(text) <= _OWNER_LENGTH
        and len(text.split()) <= _OWNER_WORDS
        and bool(_OWNER.fullmatch(text))
        and not _VERB.search(text)
    )


def _sentences(passage: Passage) -> Iterator[tuple[int, int, int | None]]:
    vector = 0
    for start, end in sentences(passage.text):
        encoded = is_encoded(passage.text[start:end])
        yield passage.start + start, passage.start + end, vector if encoded else None
        vector += encoded


class _Blocks:
    """The blocks of a record by the characters that they take."""

    def __init__(self, minutes: Minutes) -> None:
        self.minutes = minutes
        self.document = minutes.document
        self.spans = minutes.document.spans
        self._at = 0
        self._item = 0

    def block(self, at: int) -> Block:
        """The block of this number."""
        return self.document.blocks[at]

    def kind(self, at: int) -> Kind:
        """The kind of the block of this number."""
        return self.minutes.kinds[at]

    def at(self, offset: int) -> int:
        """The block in which the character at `offset` stands; offsets are asked for in order."""
        while self.spans[self._at][1] <= offset:
            self._at += 1
        return self._at

    def item(self, block: int) -> Item:
        """The item of a block; blocks are asked for in order."""
        while self.minutes.items[self._item].stop <= block:
            self._item += 1
        return self.minutes.items[self._item]

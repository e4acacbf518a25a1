"""The statements of a record, one sentence each, with what surrounds it: its list's lead, its owner, its neighbours."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.minutes import BlockKind, Item, Kind, Minutes, Passage
from ingest.sentences import is_encoded, sentences

_SILENT = frozenset({Kind.HEADER, Kind.AGENDA, Kind.INTEREST, Kind.REPORT})
"""Kinds of block that commit to nothing."""
_TITLED = r"(?:County )?(?:Cllrs?|Councillors?|Mr|Mrs|Ms|Miss|Dr|Chair\w{0,8}|Clerk|Treasurer|Secretary|Officers?)\b\.?"
_ALONE = r"Clerk|Chair(?:man|person)?|Vice[ -]Chair\w{0,6}|Treasurer|Secretary|Officers?|Members?|All"
_OWNER = re.compile(rf"\W*(?:{_TITLED}\s*[A-Z/&][\w.’'&/, -]*|(?:{_ALONE})(?:\W+(?:{_ALONE}))?)\W*")
"""A line that is nothing but whom the statement before it is for, as an owner column leaves it."""
_OWNER_BEHIND = re.compile(r"[.;:!?]\s+(?P<owner>(?:The )?(?:Clerk|Chair(?:man|person)?|Treasurer|Secretary))\W*$")
_OWNER_WORDS = 8
_VERB = re.compile(r"\b(?:to|is|was|has|had|will|would|reported|noted|thanked)\b|\w{3,}ed\b")
_LABEL = re.compile(
    r"^\W*(?:\(?(?:[a-zA-Z]|[ivxlIVX]{1,5}|\d{1,3}(?:\.\d{1,3}){0,6}[a-zA-Z]?)[.):]\s*){1,3}|^[\s•·▪●*–-]+"
)
"""The number or bullet that a statement of a list begins with."""
_LEADS = re.compile(r":\W*$|\b(?:following|as follows|resolved that|agreed to)\W*$", re.I)
_LEAST_WORDS = 3


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of a record and what surrounds it.

    `start` and `end` are its characters in the document's text. `passage` is the position of its passage, `vector`
    which of that passage's sentence vectors is its own, None where it has none. `lead` is the sentence that its list
    stands under, `before` the sentence before it in its item, `owner` whom the margin names for it.
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
    """The sentences of a record's minutes and resolutions, in order; headings, agenda text and attendance left out."""
    found: list[Statement] = []
    if minutes.record is not Kind.MINUTES and not any(item.meeting for item in minutes.items):
        return found
    blocks = _Blocks(minutes)
    for passage in passages:
        within = minutes.record is Kind.MINUTES or passage.meeting is not None
        for start, end, vector in _sentences(passage) if within else ():
            _take(found, blocks, passage, start, end, vector)
    return found


def _take(found: list[Statement], blocks: _Blocks, passage: Passage, start: int, end: int, vector: int | None) -> None:
    at = blocks.at(start)
    block, kind, item = blocks.document.blocks[at], blocks.minutes.kinds[at], blocks.item(at)
    text = passage.text[start - passage.start : end - passage.start]
    same = found and found[-1].item is item
    if same and found and is_owner(text):
        _own(found, text)
        return
    if kind in _SILENT or block.kind is BlockKind.HEADING or len(text.split()) < _LEAST_WORDS:
        return
    if item.title and text.strip(" .:").endswith(item.title.strip(" .:")) and len(text) < len(item.title) + 24:
        return
    listed = block.kind is BlockKind.LIST_ITEM or block.label is not None
    before = found[-1].text if same else ""
    lead = _lead(found, listed, blocks.spans[at][0] == start) if same else ""
    behind = _OWNER_BEHIND.search(text)
    owner = behind["owner"] if behind else None
    found.append(Statement(passage.position, vector, start, end, text, kind, listed, item, lead, before, owner))


def _lead(found: Sequence[Statement], listed: bool, first: bool) -> str:
    """The sentence that a statement's list stands under."""
    last = found[-1]
    if _LEADS.search(last.text):
        return last.text
    return last.lead if listed or not first else ""


def _own(found: list[Statement], owner: str) -> None:
    """Give an owner to the statements before the line that names him, back to the beginning of their point."""
    for i in range(len(found) - 1, max(-1, len(found) - 5), -1):
        one = found[i]
        if one.owner is not None or one.item is not found[-1].item:
            return
        found[i] = replace(one, owner=owner.strip())
        if one.label_end:
            return


def is_owner(text: str) -> bool:
    """Whether a line only names whom something is for."""
    return len(text.split()) <= _OWNER_WORDS and bool(_OWNER.fullmatch(text)) and not _VERB.search(text)


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

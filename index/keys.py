"""What an index derives from a passage and its meeting: names that compare, the key of a text, its context in words."""

from __future__ import annotations

import re
from datetime import date
from hashlib import sha256

from index.backend import Filters
from ingest.minutes import Meeting, Passage

FORMULA_WORDS = 25
"""Texts shorter than this are the same only within one meeting and item. Equal short texts are formulas ("RESOLVED
that the report be noted"): each records another decision, and showing one for all would cite the wrong meeting."""

_WORDS = re.compile(r"\w+|[£$€%+]")


def name_key(name: str | None) -> str | None:
    """A name as it compares: without regard to case and white space; None stays None."""
    return None if name is None else " ".join(name.casefold().split())


def meets(meeting: Meeting, filters: Filters) -> bool:
    """Whether a meeting passes the filters (kind apart)."""
    names = ((filters.council, meeting.council), (filters.committee, meeting.committee))
    if any(asked is not None and name_key(asked) != name_key(held) for asked, held in names):
        return False
    if filters.since is None and filters.until is None:
        return True
    return meeting.held_on is not None and (
        (filters.since or date.min) <= meeting.held_on <= (filters.until or date.max)
    )


def folder_of(source: str) -> str:
    """The folder or address below which a source lies, without its last part."""
    return source.replace("\\", "/").rpartition("/")[0]


def folder_number(source: str) -> int:
    """The folder of a source as 64 bits, of which the first is set: no number of a name is as large."""
    return text_number(sha256(folder_of(source).encode()).hexdigest()) | 1 << 63


def words_of(text: str) -> list[str]:
    """The words of a text as they compare: without regard to case, white space and marks that say no amount."""
    return _WORDS.findall(text.casefold())


def text_key(passage: Passage, meeting: Meeting) -> str:
    """32 hex digits that two passages share when they are the same text: the same words, however set.

    Keys are stored: to change them takes a migration.
    """
    words = words_of(passage.text)
    if len(words) < FORMULA_WORDS:
        held_on = meeting.held_on.isoformat() if meeting.held_on else passage.document_id
        where = (meeting.council, meeting.committee, held_on, passage.item)
        words.extend(("\n", *(name_key(name) or "" for name in where)))
    return sha256(" ".join(words).encode()).hexdigest()[:32]


def text_number(key: str) -> int:
    """A text's key as 64 bits, which are kept of it in memory."""
    return int(key[:16], 16)


def context(item: str | None, minute_number: str | None, title: str, meeting: Meeting) -> str:
    """What a reader knows of a passage beside its words, as text, a part a line; unknown parts are left out.

    The parts are its item, minute number and document's title, then the council, the committee and the date, written
    out as people ask for it ("5 November 2024").
    """
    held_on = f"{meeting.held_on.day} {meeting.held_on:%B} {meeting.held_on.year}" if meeting.held_on else None
    parts = (item, minute_number, title, meeting.council, meeting.committee, held_on)
    return "\n".join(part for part in parts if part)


def about(passage: Passage, title: str, meeting: Meeting) -> str:
    """What a passage is found by beside its words, as text: its context, and who speaks in it, a part a line."""
    parts = (context(passage.item, passage.minute_number, title, meeting), *passage.speakers)
    return "\n".join(part for part in parts if part)

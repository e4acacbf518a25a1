"""What a source yields: documents as found, and what it says of those that it does not hand out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Status(StrEnum):
    """Whether the minutes were confirmed by a later meeting, as far as the source says."""

    CONFIRMED = "confirmed"
    DRAFT = "draft"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Facts:
    """What a connector, sidecar, `archive.csv` or flag states about a document; None where it states nothing."""

    council: str | None = None
    committee: str | None = None
    held_on: date | None = None
    title: str | None = None
    status: Status | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Raw:
    """A document as found: its bytes, its media type and what is known about it beside them."""

    source: str
    media_type: str
    data: bytes
    facts: Facts = Facts()


@dataclass(frozen=True, slots=True)
class Failure:
    """A source that could not be ingested: at which stage, and why. It never stops a run."""

    source: str
    stage: str
    reason: str


@dataclass(frozen=True, slots=True)
class Unchanged:
    """A source whose document the index already holds."""

    source: str


@dataclass(frozen=True, slots=True)
class Withheld:
    """A document or item that its source marks as restricted: it is not indexed, and counted."""

    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A meeting in the calendar of a source, which yields it after everything that belongs to it.

    `source` is the meeting's own address; the record of the meeting has the same source, its papers stand below it.
    `digest` is that of what the source answered for it, None where that was not read whole. `expected`: whether a
    record is to be expected, which is not so of a cancelled meeting.
    """

    source: str
    council: str | None
    committee: str | None
    held_on: date
    digest: str | None = None
    expected: bool = True


@dataclass(frozen=True, slots=True)
class Known:
    """What is held already: the fingerprint of each document and the meetings listed so far, both by their source.

    `withheld` is what sources kept back.
    """

    fingerprints: Mapping[str, str] = field(default_factory=dict)
    meetings: Mapping[str, Listed] = field(default_factory=dict)
    withheld: Sequence[Withheld] = ()


Found = Raw | Failure | Unchanged | Withheld | Listed
"""What a source yields."""

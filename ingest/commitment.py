"""A commitment: what a record promises, asks for or decides, by whom, by when, in its own words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class CommitmentType(StrEnum):
    """What a statement commits to, as a register of a council sorts it."""

    RESOLUTION = "resolution"
    RECOMMENDATION = "recommendation"
    ACTION = "action"
    UNDERTAKING = "undertaking"
    ASSURANCE = "assurance"
    TARGET = "target"
    REQUEST = "request"
    REFERRAL = "referral"
    FOLLOWUP = "followup"


class Polarity(StrEnum):
    """Whether something is to be, or is not to be."""

    POSITIVE = "positive"
    NEGATIVE = "negative"


class Modality(StrEnum):
    """How firmly it is said: "will", "intend", "aim", "may"; "done" of what is reported as being so already."""

    WILL = "will"
    INTEND = "intend"
    AIM = "aim"
    MAY = "may"
    DONE = "done"


class Outcome(StrEnum):
    """What a statement says of how something earlier went."""

    DONE = "done"
    LATE = "late"
    REFUSED = "refused"
    SUPERSEDED = "superseded"
    PROGRESS = "progress"


@dataclass(frozen=True, slots=True)
class Deadline:
    """By when, in the record's words, and the first and the last day that these give.

    Both are None where the words give none ("in due course"), or where they count from a meeting without a date.
    """

    text: str
    earliest: date | None = None
    latest: date | None = None

    def __post_init__(self) -> None:
        if self.earliest and self.latest and self.earliest > self.latest:
            raise ValueError(f"{self.text!r} ends before it begins")


@dataclass(frozen=True, slots=True)
class Reference:
    """What a statement refers back to: a minute by its number, or a meeting by its date."""

    minute_number: str | None = None
    held_on: date | None = None


@dataclass(frozen=True, slots=True)
class Commitment:
    """A statement of a record that commits somebody: characters `start` to `end` of the document's text.

    `text` is the statement word for word; `what` of it begins where what is committed to does. `passage` is the id of
    the passage in which it stands, and `sentence` which of that passage's vectors is its own, None where it has none.
    `types` are in the order of their likelihood. `who` and `to` are as printed; None where that is not stated. `about`
    is the title of its item. The `id` stays while the words and their document do. `outcome` is what it says of an
    earlier one.
    """

    id: str
    passage: str
    sentence: int | None
    start: int
    end: int
    text: str
    types: tuple[CommitmentType, ...]
    who: str | None = None
    to: str | None = None
    what: tuple[int, int] = (0, 0)
    by_when: Deadline | None = None
    polarity: Polarity = Polarity.POSITIVE
    modality: Modality = Modality.WILL
    condition: str | None = None
    quoted_earlier: bool = False
    outcome: Outcome | None = None
    references: tuple[Reference, ...] = ()
    looks_back: bool = False
    """Whether its words say that it is on something earlier: "as promised", "had asked for", "still"."""
    settled: bool = False
    """Whether the meeting itself settles it: minutes approved, a report noted, a member elected."""
    passing: bool = False
    """Whether it commits to nothing by itself: it counts only where it speaks of an earlier commitment."""

    def __post_init__(self) -> None:
        if not self.types:
            raise ValueError(f"commitment {self.id} has no type")
        if self.end - self.start != len(self.text):
            raise ValueError(f"commitment {self.id}: {len(self.text)} characters for {self.start}-{self.end}")

"""What an archive is and where it stands."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Header:
    """What an archive was made with: its own id, and the name and dimension of its encoder."""

    id: str
    encoder: str
    dimension: int


@dataclass(frozen=True, slots=True)
class Version:
    """Where an archive stands: `generation` counts its changes, `removals` the documents that ever left it."""

    generation: int
    removals: int

    def is_within(self, other: Version) -> bool:
        """Whether nothing came or left in this state that is unknown to the other one."""
        return self.generation <= other.generation and self.removals <= other.removals


@dataclass(frozen=True, slots=True)
class Extent:
    """How many documents and passages stand in a range of document numbers, and the last of these (0 for none)."""

    documents: int
    passages: int
    last: int

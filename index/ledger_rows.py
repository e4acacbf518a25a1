"""Commitments and their links as the store keeps them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from index.ledger import Link, Why, body_of
from ingest.minutes import Commitment, Meeting, Prepared

if TYPE_CHECKING:
    from pydantic import TypeAdapter


@lru_cache(maxsize=1)
def _adapter() -> TypeAdapter[tuple[Commitment, ...]]:
    # What only searches does without it.
    from pydantic import TypeAdapter

    return TypeAdapter(tuple[Commitment, ...])


def commitments_row(commitments: tuple[Commitment, ...]) -> str:
    """A document's commitments as JSON."""
    return _adapter().dump_json(commitments, exclude_defaults=True).decode()


def commitments_from(data: str) -> tuple[Commitment, ...]:
    """A document's commitments from what is stored."""
    return _adapter().validate_json(data)


@dataclass(frozen=True, slots=True)
class Drawn:
    """The links of a body as they were drawn, and the bodies that it was made up of, as their records state them."""

    stated: tuple[str, ...]
    links: tuple[Link, ...]


NOT_DRAWN = Drawn((), ())
"""What stands for a body of which no links are kept."""


def drawn_row(drawn: Drawn) -> str:
    """A body's links as JSON."""
    return json.dumps((drawn.stated, [(link.earlier, link.later, link.why, link.weight) for link in drawn.links]))


def drawn_from(data: str) -> Drawn:
    """A body's links from what is stored."""
    stated, links = json.loads(data)
    return Drawn(tuple(stated), tuple(Link(earlier, later, Why(why), by) for earlier, later, why, by in links))


def bodies_of(prepared: Prepared) -> Sequence[str]:
    """The bodies whose meetings a document records."""
    own, document = prepared.minutes.meeting, prepared.minutes.document
    meetings: dict[Meeting, None] = {own: None, **{p.meeting: None for p in prepared.passages if p.meeting}}
    return list(dict.fromkeys(body_of(meeting, document.id, document.source) for meeting in meetings))

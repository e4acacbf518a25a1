"""Commitments and their links as the store keeps them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
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


def links_row(links: Iterable[Link]) -> str:
    """A body's links as JSON."""
    return json.dumps([(link.earlier, link.later, link.why, link.weight) for link in links])


def links_from(data: str) -> tuple[Link, ...]:
    """A body's links from what is stored."""
    return tuple(Link(earlier, later, Why(why), weight) for earlier, later, why, weight in json.loads(data))


def bodies_of(prepared: Prepared) -> Sequence[str]:
    """The bodies whose meetings a document records."""
    own, document = prepared.minutes.meeting, prepared.minutes.document
    meetings: dict[Meeting, None] = {own: None, **{p.meeting: None for p in prepared.passages if p.meeting}}
    return list(dict.fromkeys(body_of(meeting, document.id, document.source) for meeting in meetings))

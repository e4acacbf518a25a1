"""The record and the agenda of a ModernGov meeting as pages, put together from the texts of its items."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape

from ingest.found import Listed
from ingest.sources.meetings import spelled_day
from ingest.sources.moderngov_xml import AgendaItem

_MINUTES = re.compile(r"\b(?:minutes|cofnodion)\b", re.IGNORECASE)


def is_minutes(title: str) -> bool:
    """Whether a paper is, by its title, the minutes of some meeting."""
    return bool(_MINUTES.search(title))


def record_page(listed: Listed, items: Sequence[AgendaItem]) -> str | None:
    """The decisions and minutes of a meeting, item by item; None where none are published."""
    if not any(item.minutes or item.decision for item in items):
        return None
    parts = (part for item in items for part in _recorded(item))
    return _page(
        f"<h1>{_body(listed)}</h1><p>Minutes of the meeting held on {spelled_day(listed.held_on)}</p>", listed, parts
    )


def agenda_page(listed: Listed, items: Sequence[AgendaItem]) -> str | None:
    """What was put before a meeting, item by item; None where the items have no such text."""
    if not any(item.agenda for item in items):
        return None
    parts = (part for item in items for part in (_title(item), item.agenda) if part)
    return _page(f"<h1>Agenda</h1><p>{_body(listed)}</p><p>{spelled_day(listed.held_on)}</p>", listed, parts)


def _recorded(item: AgendaItem) -> Iterator[str]:
    yield _title(item)
    if item.decision:
        yield f"<p>Decision:</p><div>{item.decision}</div>"
    if item.minutes:
        yield f"<p>Minutes:</p><div>{item.minutes}</div>"


def _title(item: AgendaItem) -> str:
    number = f"{item.number.rstrip('.')}. " if item.number else ""
    return f"<h2>{escape(number + item.title)}</h2>"


def _page(head: str, listed: Listed, parts: Iterator[str]) -> str:
    body = "\n".join(parts)
    return (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{_body(listed)}</title></head>"
        f"<body><main>{head}\n{body}</main></body></html>"
    )


def _body(listed: Listed) -> str:
    return escape(listed.committee or "")

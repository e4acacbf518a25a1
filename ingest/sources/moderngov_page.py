"""The record and the agenda of a ModernGov meeting as pages, put together from the texts of its items."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape

from ingest.found import Listed
from ingest.sources.moderngov_xml import AgendaItem

_MINUTES = re.compile(r"\b(?:minutes|cofnodion)\b", re.IGNORECASE)


def is_minutes(title: str) -> bool:
    """Whether a paper is, by its title, the minutes of some meeting."""
    return bool(_MINUTES.search(title))


def record_page(listed: Listed, items: Sequence[AgendaItem]) -> str | None:
    """The decisions and minutes of a meeting, item by item; None where none are published."""
    if not any(item.minutes or item.decision for item in items):
        return None
    return _page(listed, "Minutes of the meeting held on", (part for item in items for part in _recorded(item)))


def agenda_page(listed: Listed, items: Sequence[AgendaItem]) -> str | None:
    """What was put before a meeting, item by item; None where the items have no such text."""
    if not any(item.agenda for item in items):
        return None
    parts = (part for item in items for part in (_title(item), item.agenda) if part)
    return _page(listed, "Agenda for the meeting held on", parts)


def _recorded(item: AgendaItem) -> Iterator[str]:
    yield _title(item)
    if item.decision:
        yield f"<p>Decision:</p><div>{item.decision}</div>"
    if item.minutes:
        yield f"<p>Minutes:</p><div>{item.minutes}</div>"


def _title(item: AgendaItem) -> str:
    number = f"{item.number.rstrip('.')}. " if item.number else ""
    return f"<h2>{escape(number + item.title)}</h2>"


def _page(listed: Listed, opening: str, parts: Iterator[str]) -> str:
    title = escape(listed.committee or "")
    day = f"{listed.held_on:%A}, {listed.held_on.day} {listed.held_on:%B %Y}"
    body = "\n".join(parts)
    return (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{title}</title></head><body><main>"
        f"<h1>{title}</h1><p>{opening} {day}</p>\n{body}</main></body></html>"
    )

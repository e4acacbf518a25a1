"""How the register of commitments looks on a terminal."""

from __future__ import annotations

from collections.abc import Iterator

import typer

from index.ledger import LedgerEntry
from ingest.minutes import Deadline
from search_api.answer import cite, count, long_date
from search_api.becoming import Registered
from search_api.becoming_words import STATE_LABELS, TYPE_LABELS, cited, told
from search_api.register import Shown
from search_api.terminal import headed, marks, wrapped


def show_commitments(shown: Shown) -> Iterator[str]:
    """The commitments asked for, each with its words, its reference and what became of it."""
    if not shown.commitments:
        total = count(shown.total, "commitment")
        yield f"There are {total}, none so far down." if shown.total else "The register holds nothing like that."
        return
    yield count(shown.total, "commitment")
    states = ", ".join(
        f"{label.lower()}: {shown.states[state]}" for state, label in STATE_LABELS.items() if state in shown.states
    )
    if states:
        yield from wrapped(states, "")
    for number, one in enumerate(shown.commitments, start=1):
        yield ""
        yield from _commitment(number, one)


def _commitment(number: int, one: Registered) -> Iterator[str]:
    entry, commitment, moved = one.entry, one.entry.commitment, one.moved
    title = typer.style(f"{TYPE_LABELS[commitment.types[0]]}: {commitment.who or 'who not stated'}", bold=True)
    yield f"{number}. {title}"
    yield from _quoted(entry, "   ")
    if commitment.by_when:
        yield f"   by when: {_by_when(commitment.by_when)}"
    yield f"   {told(one)}"
    if one.rests_on:
        yield from _quoted(one.rests_on, "      ")
    if moved:
        yield f"   moved: {moved.before.text} → {moved.after.text}"
        if moved.by is not one.rests_on:
            yield from _quoted(moved.by, "      ")
    for copy, place in entry.also_at:
        also = cite(place, copy.start, copy.end)
        yield f"   also at: {also.reference}{marks(also)}"


def _quoted(entry: LedgerEntry, indent: str) -> Iterator[str]:
    citation = cited(entry)
    yield f"{indent}{headed(citation)}"
    yield from wrapped(f"“{citation.quote}”", f"{indent}   ")
    yield f"{indent}   {citation.record.source}"


def _by_when(deadline: Deadline) -> str:
    days = dict.fromkeys(long_date(day) for day in (deadline.earliest, deadline.latest) if day)
    return f"“{deadline.text}”" + (f" ({' to '.join(days)})" if days else "")

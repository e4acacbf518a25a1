"""How results look on a terminal: plain text, one thing below the other."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator

import typer

from index.backend import Hit, Results, Stats
from ingest.minutes import Failure, Status
from search_api.answer import Answer, Citation, cite, long_date
from search_api.highlight import matched_ranges

WIDTH = 100


def show_results(results: Results, query: str) -> Iterator[str]:
    """The passages found, each under its reference, with the matched words in bold."""
    if not results.hits:
        yield "Nothing was found." if not results.total else f"There are {results.total} passages, none so far down."
        return
    yield f"{results.total} {'passage' if results.total == 1 else 'passages'}"
    for number, hit in enumerate(results.hits, start=1):
        yield ""
        yield f"{number}. {_reference(cite(hit.place))}"
        yield from _passage(hit, query)
        for place in hit.also_at:
            yield f"   also at: {cite(place).reference}"
        yield f"   {hit.place.record.source}"


def show_answer(answer: Answer) -> Iterator[str]:
    """The statements with their citations, or that the archive does not say."""
    seen = answer.searched
    if answer.found:
        for number, statement in enumerate(answer.statements, start=1):
            yield from _wrapped(f"“{statement.text}” [{number}]", "")
        yield ""
        for number, statement in enumerate(answer.statements, start=1):
            yield f"[{number}] {_reference(statement.citation)}"
            yield f"    {statement.citation.record.source}"
        return
    yield "The archive does not say."
    yield f"Searched: {seen.documents:,} documents, {seen.passages:,} passages, {_span(seen)}."
    if answer.nearest:
        yield "Nearest, though no answer:"
    for hit in answer.nearest:
        yield ""
        yield f"- {_reference(cite(hit.place))}"
        yield from _passage(hit, answer.question)


def show_status(stats: Stats, failures: Iterable[Failure]) -> Iterator[str]:
    """What the archive holds."""
    yield f"documents   {stats.documents:,} ({stats.undated:,} without a date)"
    yield f"passages    {stats.passages:,}"
    yield f"meetings    {_span(stats)}"
    yield f"model       {stats.encoder or 'none yet'}"
    yield f"on disk     {stats.bytes_on_disk / 1e6:,.1f} MB"
    for name, count in stats.councils.items():
        yield f"council     {name or 'not stated'}: {count:,}"
    for failure in failures:
        yield f"failed      {failure.source}: {failure.reason}"


def _reference(citation: Citation) -> str:
    draft = " (draft)" if citation.record.meeting.status is Status.DRAFT else ""
    title = f" — {citation.item_title}" if citation.item_title else ""
    return typer.style(citation.reference, bold=True) + draft + title


def _passage(hit: Hit, query: str) -> Iterator[str]:
    text, at, parts = hit.place.passage.text, 0, []
    for start, end in matched_ranges(text, query):
        parts += [text[at:start], typer.style(text[start:end], bold=True)]
        at = end
    yield from _wrapped("".join([*parts, text[at:]]), "   ")


def _wrapped(text: str, indent: str) -> Iterator[str]:
    for line in text.splitlines():
        yield from textwrap.wrap(line, WIDTH, initial_indent=indent, subsequent_indent=indent) or [""]


def _span(stats: Stats) -> str:
    if not stats.earliest or not stats.latest:
        return "no dated meeting"
    return f"{long_date(stats.earliest)} to {long_date(stats.latest)}"

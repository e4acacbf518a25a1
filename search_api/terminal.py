"""How results look on a terminal: plain text, one thing below the other."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import typer

from index.backend import Gap, Place, Results, Stats
from index.mentions import counted
from index.relations import WELSH
from ingest.minutes import Failure, Status, Withheld
from search_api.answer import Answer, Citation, Mode, Statement, cite, count, long_date, not_held
from search_api.highlight import matched_ranges
from search_api.timeline import Entry, Timeline

WIDTH = 100


def show_results(results: Results, query: str) -> Iterator[str]:
    """The passages found, each under its reference, with the matched words in bold."""
    if not results.hits:
        yield "Nothing was found." if not results.total else f"There are {results.total} passages, none so far down."
        return
    yield f"{results.total} {'passage' if results.total == 1 else 'passages'}"
    for number, hit in enumerate(results.hits, start=1):
        yield ""
        yield f"{number}. {headed(cite(hit.place))}"
        yield from _passage(hit.place, query)
        for place in hit.also_at:
            also = cite(place)
            yield f"   also at: {also.reference}{marks(also)}"
        yield f"   {hit.place.record.source}"


def show_mentions(places: Sequence[Place], texts: int, query: str) -> Iterator[str]:
    """Every passage that mentions what was asked for, each under its reference, with the matched words in bold."""
    words = ", ".join(counted(query))
    if not places:
        yield f"No passage holds all of: {words}."
        return
    yield f"{count(len(places), 'passage')}, {count(texts, 'different text')}, each with all of: {words}"
    for number, place in enumerate(places, start=1):
        yield ""
        yield f"{number}. {headed(cite(place))}"
        yield from _passage(place, query)
        yield f"   {place.record.source}"


def show_answer(answer: Answer) -> Iterator[str]:
    """The statements with their citations, or that the archive does not say."""
    yield from _answered(answer)
    if answer.listed:
        yield "\nFrom the register of commitments: `minutebook commitments` lists them all."
    if lacking := not_held(answer.gaps):
        yield ""
        yield from wrapped(lacking, "")


def _answered(answer: Answer) -> Iterator[str]:
    seen = answer.searched
    if answer.found:
        for number, statement in enumerate(answer.statements, start=1):
            joined = _is_joined(answer, statement)
            yield from wrapped(f"{statement.text} [{number}]" if joined else f"“{statement.text}” [{number}]", "")
        yield ""
        if answer.mode is Mode.GENERATED:
            yield "Joined and shortened by a language model; what stands in quotation marks is word for word."
        for number, statement in enumerate(answer.statements, start=1):
            for citation in (statement.citation, *statement.further):
                yield f"[{number}] {headed(citation)}"
                yield f"    {citation.record.source}"
                if _is_joined(answer, statement):
                    yield from wrapped(f"“{citation.quote}”", "    ")
            for citation in statement.also_at:
                yield f"    also at: {citation.reference}{marks(citation)}"
        return
    yield answer.lacking or "The archive does not say."
    yield _looked_through(seen)
    if answer.nearest:
        yield "Nearest, though no answer:"
    for hit in answer.nearest:
        yield ""
        yield f"- {headed(cite(hit.place))}"
        yield from _passage(hit.place, answer.question)


def show_timeline(timeline: Timeline) -> Iterator[str]:
    """The latest position, then what each meeting said, the oldest first, and how often the topic came up."""
    if not timeline.entries:
        yield "The archive does not say."
        yield _looked_through(timeline.searched)
        return
    if timeline.latest:
        yield "The latest position:"
        yield from _shown(timeline.latest)
        yield ""
    yield "Meeting by meeting, the oldest first:"
    for entry in timeline.entries:
        yield ""
        yield from _shown(entry)
    yield ""
    counts = (f"{one.period or 'date not stated'}: {one.passages}" for one in timeline.mentions.periods if one.passages)
    yield from wrapped(f"Passages that speak of it: {', '.join(counts)}.", "")


def _shown(entry: Entry) -> Iterator[str]:
    day = long_date(entry.held_on) if entry.held_on else "Date not stated"
    yield f"{typer.style(day, bold=True)}: {headed(entry.citation)}"
    yield from wrapped(f"“{entry.text}”", "   ")
    if entry.change:
        before, after = entry.change.before, entry.change.after
        yield f"   moved: {before.text} → {after.text}"
        for name, side in (("from", before), ("to", after)):
            yield from wrapped(f"{name}: “{side.citation.quote}” ({side.citation.reference})", "      ")
    for also in entry.also_at:
        yield f"   also at: {also.reference}{marks(also)}"
    yield f"   {entry.citation.record.source}"


def _is_joined(answer: Answer, statement: Statement) -> bool:
    """Whether a language model made a sentence of its own out of what is quoted."""
    return answer.mode is Mode.GENERATED and bool(statement.further or statement.text != statement.citation.quote)


def show_status(stats: Stats, failures: Iterable[Failure], gaps: int, withheld: int, commitments: int) -> Iterator[str]:
    """What the archive holds, and how much it lacks."""
    yield f"documents   {stats.documents:,} ({stats.undated:,} without a date)"
    yield f"passages    {stats.passages:,}"
    yield f"commitments {commitments:,}"
    yield f"meetings    {_span(stats)}"
    yield f"model       {stats.encoder or 'none yet'}"
    yield f"on disk     {stats.bytes_on_disk / 1e6:,.1f} MB"
    for how, number in stats.how.items():
        yield f"read as     {how}: {number:,}"
    if stats.ocr_pages:
        yield f"read by OCR {count(stats.ocr_pages, 'page')}"
    if stats.superseded:
        yield f"drafts      {stats.superseded:,} whose minutes are held as well"
    if stats.translations:
        yield f"Welsh       {stats.translations:,} beside their English record"
    for name, number in stats.councils.items():
        yield f"council     {name or 'not stated'}: {number:,}"
    if gaps:
        yield f"gaps        {gaps:,} meetings that a source lists are not held: see minutebook status --gaps"
    if withheld:
        yield f"withheld    {withheld:,} as restricted"
    for failure in failures:
        yield f"failed      {failure.source}: {failure.reason}"


def show_gaps(gaps: Sequence[Gap], failures: Sequence[Failure], withheld: Sequence[Withheld]) -> Iterator[str]:
    """What the archive lacks: meetings that sources list, what could not be read, and counts of what is withheld."""
    yield f"{count(len(gaps), 'meeting')} that a source lists, not held"
    for gap in gaps:
        body = gap.listed.committee or "committee not stated"
        yield f"  {gap.listed.held_on}  {body}: {gap.reason}"
        yield f"              {gap.listed.source}"
    yield f"{count(len(failures), 'document')} that could not be read"
    for failure in failures:
        yield f"  {failure.source}: {failure.reason}"
    for reason, number in sorted(Counter(one.reason for one in withheld).items()):
        yield f"{count(number, 'document')} withheld: {reason}"


def _looked_through(seen: Stats) -> str:
    return f"Searched: {seen.documents:,} documents, {seen.passages:,} passages, {_span(seen)}."


def headed(citation: Citation) -> str:
    """A reference as a heading, with what must be known of the record and the title of the item."""
    title = f" — {citation.item_title}" if citation.item_title else ""
    return typer.style(citation.reference, bold=True) + marks(citation) + title


def marks(citation: Citation) -> str:
    """What a reader must know of a record beside its reference."""
    marks = []
    if citation.place.superseded_by:
        marks.append(f"superseded draft: see the minutes, document {citation.place.superseded_by}")
    elif citation.meeting.status is Status.DRAFT:
        marks.append("draft")
    if citation.record.translation_of:
        marks.append("Welsh translation")
    elif citation.record.language == WELSH:
        marks.append("in Welsh")
    return "".join(f" ({mark})" for mark in marks)


def _passage(place: Place, query: str) -> Iterator[str]:
    text, at, parts = place.passage.text, 0, []
    for start, end in matched_ranges(text, query):
        parts += [text[at:start], typer.style(text[start:end], bold=True)]
        at = end
    yield from wrapped("".join([*parts, text[at:]]), "   ")


def wrapped(text: str, indent: str) -> Iterator[str]:
    """A text in lines of the terminal's width."""
    for line in text.splitlines():
        yield from textwrap.wrap(line, WIDTH, initial_indent=indent, subsequent_indent=indent) or [""]


def _span(stats: Stats) -> str:
    if not stats.earliest or not stats.latest:
        return "no dated meeting"
    return f"{long_date(stats.earliest)} to {long_date(stats.latest)}"

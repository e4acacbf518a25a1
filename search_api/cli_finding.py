"""The commands that find and answer."""

from __future__ import annotations

import time
from typing import Annotated

import typer

from index.backend import Query, Sort
from search_api.cli_listing import Listing
from search_api.cli_options import (
    AllOption,
    ArchiveOption,
    CommitteeOption,
    CouncilOption,
    ExportOption,
    FromOption,
    JsonOption,
    KindOption,
    OutputOption,
    ReceiptOption,
    ToOption,
    TopicArgument,
    WordsArgument,
)
from search_api.console import filters_from, print_result, service_for


def search(
    context: typer.Context,
    words: WordsArgument,
    limit: Annotated[int, typer.Option(help="How many passages, 1 to 100.")] = 10,
    offset: Annotated[int, typer.Option(help="How many passages to pass over.")] = 0,
    council: CouncilOption = None,
    committee: CommitteeOption = None,
    since: FromOption = None,
    until: ToOption = None,
    kind: KindOption = None,
    sort: Annotated[Sort, typer.Option(help="Order of the passages.")] = Sort.RELEVANCE,
    every: AllOption = False,
    form: ExportOption = None,
    output: OutputOption = None,
    receipt: ReceiptOption = None,
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Find passages, each with its citation; with --all, list every one that holds the words."""
    from search_api.schemas import SearchOut
    from search_api.terminal import show_results

    filters = filters_from(council, committee, since, until, kind)
    if listing := Listing.of(context, every, form, output, receipt):
        listing.run(" ".join(words), filters, archive)
        return
    query = Query(" ".join(words), limit, offset, filters, sort)
    with service_for(archive) as service:
        started = time.perf_counter()
        results = service.search(query)
        took = (time.perf_counter() - started) * 1e3
        held = service.commitments_of(results) if as_json else {}
    print_result(as_json, SearchOut.of(query.text, sort, results, took, held), show_results(results, query.text))


def ask(
    words: WordsArgument,
    council: CouncilOption = None,
    committee: CommitteeOption = None,
    since: FromOption = None,
    until: ToOption = None,
    kind: KindOption = None,
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Answer a question with quotes from the record, or say that the archive does not say."""
    from search_api.schemas import AnswerOut
    from search_api.terminal import show_answer

    filters = filters_from(council, committee, since, until, kind)
    with service_for(archive) as service:
        answer = service.ask(" ".join(words), filters)
    print_result(as_json, AnswerOut.of(answer), show_answer(answer))


def timeline(
    topic: TopicArgument,
    council: CouncilOption = None,
    committee: CommitteeOption = None,
    since: FromOption = None,
    until: ToOption = None,
    kind: KindOption = None,
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Follow a topic from meeting to meeting: what was said, what moved, and the latest position."""
    from search_api.terminal import show_timeline
    from search_api.timeline_schemas import TimelineOut

    filters = filters_from(council, committee, since, until, kind)
    with service_for(archive) as service:
        found = service.timeline(" ".join(topic), filters)
    print_result(as_json, TimelineOut.of(found), show_timeline(found))

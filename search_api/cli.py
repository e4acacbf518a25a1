"""The command line: `minutebook COMMAND`."""

from __future__ import annotations

import datetime
import json
import sys
import time
from dataclasses import asdict, replace
from pathlib import Path
from typing import Annotated

import typer

from index.backend import UNFILTERED
from ingest.errors import MinutebookError
from search_api.cli_commitments import commitments
from search_api.cli_finding import ask, search, timeline
from search_api.cli_listing import reproduce
from search_api.cli_options import ArchiveOption, JsonOption
from search_api.console import (
    document_id,
    listening,
    print_lines,
    print_result,
    service_for,
    settings_for,
    stoppable,
)
from search_api.settings import cores

FAILED = 3
"""Exit status of a run that is done, though some documents failed."""

app = typer.Typer(
    name="minutebook",
    help="Search the minutes of committees, and have questions answered in their own words, with citations.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def main() -> None:
    """Run the command line; every error that a user can meet is one line on stderr and exit status 1."""
    try:
        app()
    except MinutebookError as error:
        typer.echo(f"minutebook: {error}", err=True)
        sys.exit(1)


@app.command(epilog="Example: minutebook ingest minutes/2024 --council 'Kent County Council'")
def ingest(
    sources: Annotated[
        list[str],
        typer.Argument(metavar="SOURCE…", help="Folders, files, addresses (moderngov+https://…).", show_default=False),
    ],
    council: Annotated[str | None, typer.Option(help="Council, where a document's facts name none.")] = None,
    committee: Annotated[
        list[str], typer.Option(help="Committee, where a document's facts name none; of an address: only this one.")
    ] = [],  # noqa: B006  # typer's way to say that an option may be repeated
    date: Annotated[str | None, typer.Option(help="Date of the meeting, YYYY-MM-DD, where none is named.")] = None,
    since: Annotated[str | None, typer.Option(help="Of an address: only meetings on or after YYYY-MM-DD.")] = None,
    jobs: Annotated[int, typer.Option(min=1, max=256, help="Documents read at a time; else one a core.")] = cores(),
    keep_missing: Annotated[bool, typer.Option(help="Keep documents that are gone from a folder.")] = False,
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Add documents: new ones are added, changed ones replaced, those gone from a folder removed."""
    from ingest.found import Facts
    from ingest.sources.facts import parse_date
    from search_api.ingesting import Progress, expected, reported, sources_from
    from search_api.reports import IngestOut
    from search_api.wiring import open_for_ingest

    settings = settings_for(archive)
    facts = Facts(council=council, held_on=parse_date(date, "--date") if date else None)
    found = sources_from(sources, facts, committee, parse_date(since, "--since") if since else None, settings)
    started = time.perf_counter()
    with (
        stoppable(),
        Progress(expected(found)) as progress,
        open_for_ingest(settings, jobs, progress.scanned) as service,
    ):
        outcomes = [outcome for source in found for outcome in reported(service, source, keep_missing, progress)]
    done = IngestOut.of(outcomes, time.perf_counter() - started)
    print_result(as_json, done, done.lines())
    if done.failed:
        raise typer.Exit(FAILED)


app.command(epilog="Example: minutebook search potholes --committee Cabinet --from 2024-01-01 --sort newest")(search)
app.command(epilog="Example: minutebook reproduce grit-bins.receipt.json --output grit-bins.csv")(reproduce)
app.command(epilog='Example: minutebook ask "what was said about caseloads"')(ask)
app.command(epilog='Example: minutebook timeline "caseloads" --from 2022-01-01')(timeline)
app.command(epilog="Example: minutebook commitments caseloads --type undertaking --state not_mentioned")(commitments)


@app.command(epilog="Example: minutebook serve --port 8080")
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.", min=1, max=65535)] = 8000,
    archive: ArchiveOption = None,
) -> None:
    """Serve the web page and the HTTP API."""
    import uvicorn

    from search_api.app import create_app

    with service_for(archive) as service, listening(host, port) as listener:
        typer.echo(f"Minutebook is at http://{host}:{port} (stop it with Ctrl-C)", err=True)
        uvicorn.Server(uvicorn.Config(create_app(service), log_level="warning")).run(sockets=[listener])


@app.command(epilog="Example: minutebook status --json")
def status(
    gaps: Annotated[bool, typer.Option("--gaps", help="Say what is not held: meetings, unread files.")] = False,
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say what the archive holds, or, with --gaps, what it lacks."""
    from search_api.lacking import GapsOut
    from search_api.reports import StatusOut
    from search_api.terminal import show_gaps, show_status
    from search_api.wiring import open_index

    with open_index(settings_for(archive)) as index:
        stats, failures, withheld = index.stats(), index.failures(), index.withheld()
        missing = index.gaps(UNFILTERED, datetime.date.today())
        promised = 0 if gaps else len(index.ledger().entries)
    if gaps:
        lacking = GapsOut.of(len(missing), missing, failures, withheld)
        print_result(as_json, lacking, show_gaps(missing, failures, withheld))
    else:
        report = StatusOut.of(stats, failures, len(missing), len(withheld), promised)
        print_result(as_json, report, show_status(stats, failures, len(missing), len(withheld), promised))


@app.command(epilog="Example: minutebook remove minutes/2019/draft.pdf")
def remove(
    documents: Annotated[
        list[str], typer.Argument(metavar="DOCUMENT…", help="Documents, by path or id.", show_default=False)
    ],
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Withdraw documents everywhere: search, answers, originals and caches."""
    from ingest.scanned import forget
    from search_api.schemas import DocumentOut, DocumentsOut
    from search_api.wiring import open_index

    with open_index(settings_for(archive), writable=True) as index:
        held = {record.id: record for record in index.documents()}
        by_source = {record.source: record.id for record in held.values()}
        wanted = [document_id(name, by_source) for name in documents]
        index.remove(wanted)
        gone_for_good = {held[document_id].sha256 for document_id in wanted} - {one.sha256 for one in index.documents()}
    forget(settings_for(archive).ocr, gone_for_good)
    gone = [DocumentOut.of(held[document_id]) for document_id in dict.fromkeys(wanted)]
    print_result(
        as_json, DocumentsOut(total=len(gone), documents=gone), [f"removed {document.source}" for document in gone]
    )


@app.command(epilog="Example: minutebook evaluate corpus/questions.jsonl")
def evaluate(
    questions: Annotated[Path, typer.Argument(help="Gold questions, one JSON object a line.", show_default=False)],
    misses: Annotated[int, typer.Option(help="Show so many questions without a hit among the first five.", min=0)] = 0,
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Score search and answers on gold questions, by kind of question and with confidence intervals."""
    from search_api.evaluate import evaluate as score
    from search_api.questions import read_questions
    from search_api.scorecard import show_report

    asked = read_questions(questions)
    with service_for(archive) as service:
        report = score(service, asked)
    report = replace(report, misses=report.misses[:misses])
    if as_json:
        typer.echo(json.dumps(asdict(report), indent=2))
    else:
        print_lines(show_report(report))


@app.command(epilog="Example: minutebook demo")
def demo() -> None:
    """Ingest the sample archive into a temporary folder and answer three questions."""
    from search_api.demo import demonstrate

    print_lines(demonstrate(settings_for(None)))

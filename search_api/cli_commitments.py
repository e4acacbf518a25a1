"""The command that lists the register of commitments."""

from __future__ import annotations

from typing import Annotated

import typer

from ingest.minutes import CommitmentType
from search_api.becoming import State
from search_api.cli_listing import print_bytes
from search_api.cli_options import (
    ArchiveOption,
    CommitteeOption,
    CouncilOption,
    FromOption,
    JsonOption,
    ToOption,
)
from search_api.console import filters_from, print_result, settings_for
from search_api.formats import Format
from search_api.register import Order, Register, Wish

PAGED = ("limit", "offset")
"""Options that have no meaning for a list of all."""


def commitments(
    context: typer.Context,
    words: Annotated[
        list[str] | None, typer.Argument(metavar="WORDS…", help="What it is about; else all.", show_default=False)
    ] = None,
    of_type: Annotated[
        CommitmentType | None, typer.Option("--type", help="Only of this type.", show_default=False)
    ] = None,
    who: Annotated[str | None, typer.Option(help="A part of who is to do it.", show_default=False)] = None,
    council: CouncilOption = None,
    committee: CommitteeOption = None,
    item: Annotated[str | None, typer.Option(help="A part of the title of its item.", show_default=False)] = None,
    state: Annotated[State | None, typer.Option(help="Only those in this state.", show_default=False)] = None,
    since: FromOption = None,
    until: ToOption = None,
    sort: Annotated[Order, typer.Option(help="Order of the commitments.")] = Order.NEWEST,
    limit: Annotated[int, typer.Option(help="How many commitments, 1 to 500.")] = 20,
    offset: Annotated[int, typer.Option(help="How many commitments to pass over.")] = 0,
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print all of them as CSV and nothing else.")] = False,
) -> None:
    """List what was promised, asked for or decided, by whom, by when, and what became of it."""
    from search_api.commitment_rows import listed
    from search_api.commitment_schemas import CommitmentsOut
    from search_api.terminal_commitments import show_commitments
    from search_api.wiring import open_index

    if as_csv:
        _refuse_beside_csv(context)
    filters = filters_from(council, committee, since, until, None)
    wish = Wish(" ".join(words) if words else None, of_type, who, item, state, filters, sort, limit, offset)
    with open_index(settings_for(archive)) as index:
        register = Register(index.ledger())
    if as_csv:
        print_bytes([listed(Format.CSV, register.every(wish))])
        return
    shown = register.find(wish)
    print_result(as_json, CommitmentsOut.of(shown), show_commitments(shown))


def _refuse_beside_csv(context: typer.Context) -> None:
    if context.params["as_json"]:
        raise typer.BadParameter("--json and --csv ask for two formats: give one")
    stated = [f"--{name}" for name in PAGED if str(context.get_parameter_source(name)).endswith("COMMANDLINE")]
    if stated:
        raise typer.BadParameter(f"{', '.join(stated)} cannot be used with --csv, which lists all of them")

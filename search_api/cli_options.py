"""The options and arguments that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ingest.minutes import Kind
from search_api.formats import Format

ArchiveOption = Annotated[
    Path | None,
    typer.Option(
        "--archive", help="Folder of the archive; else MINUTEBOOK_ARCHIVE, else ./archive.", show_default=False
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON on standard output and nothing else.")]
WordsArgument = Annotated[list[str], typer.Argument(metavar="WORDS…", help="What to look for.", show_default=False)]
TopicArgument = Annotated[list[str], typer.Argument(metavar="TOPIC…", help="What to follow.", show_default=False)]
CouncilOption = Annotated[str | None, typer.Option(help="Only this council.", show_default=False)]
CommitteeOption = Annotated[str | None, typer.Option(help="Only this committee.", show_default=False)]
FromOption = Annotated[str | None, typer.Option("--from", help="Meetings on or after YYYY-MM-DD.", show_default=False)]
ToOption = Annotated[str | None, typer.Option("--to", help="Meetings on or before YYYY-MM-DD.", show_default=False)]
KindOption = Annotated[Kind | None, typer.Option(help="Only passages of this kind.", show_default=False)]

AllOption = Annotated[
    bool, typer.Option("--all", help="Every passage that holds all the words, the oldest meeting first.")
]
ExportOption = Annotated[
    Format | None, typer.Option("--export", help="With --all: the list in this format.", show_default=False)
]
OutputOption = Annotated[
    Path | None, typer.Option(help="File to write the list to; else standard output.", show_default=False)
]
ReceiptOption = Annotated[
    Path | None,
    typer.Option(help="With --all: file for a receipt, from which the list can be made again.", show_default=False),
]

"""The commands that list every mention: `search --all`, and `reproduce`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from errno import EISDIR
from os import strerror
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from index.backend import Filters
from ingest.errors import SettingError
from search_api.answer import count
from search_api.cli_options import ArchiveOption, OutputOption
from search_api.console import print_lines, settings_for
from search_api.formats import Format

if TYPE_CHECKING:
    from search_api.exporting import Export

RANKED = ("limit", "offset", "sort")
"""Options of a search that have no meaning for a list of everything."""


@dataclass(frozen=True, slots=True)
class Listing:
    """What is asked of a list; without a format it is shown on the terminal."""

    form: Format | None
    output: Path | None
    receipt: Path | None

    @classmethod
    def of(
        cls, context: typer.Context, every: bool, form: Format | None, output: Path | None, receipt: Path | None
    ) -> Listing | None:
        """What the flags of a search ask for; None where they ask for no list.

        Raises:
            typer.BadParameter: flags that do not go together.
        """
        if not every:
            if form or output or receipt:
                raise typer.BadParameter("--export, --output and --receipt are for lists: add --all")
            return None
        stated = [f"--{name}" for name in RANKED if str(context.get_parameter_source(name)).endswith("COMMANDLINE")]
        if stated:
            raise typer.BadParameter(f"{', '.join(stated)} cannot be used with --all, which lists everything by date")
        if context.params["as_json"]:
            if form not in {None, Format.JSON}:
                raise typer.BadParameter(f"--json and --export {form} ask for two formats: give one")
            form = Format.JSON
        if form is None and (output or receipt):
            raise typer.BadParameter(f"--output and --receipt need a format: add --export {'|'.join(Format)}")
        if output and receipt and output.resolve() == receipt.resolve():
            raise typer.BadParameter("--output and --receipt name the same file: give two")
        return cls(form, output, receipt)

    def run(self, words: str, filters: Filters, archive: Path | None) -> None:
        """List every passage that mentions the words.

        Raises:
            MinutebookError: it cannot be done.
        """
        from search_api.exporting import export
        from search_api.terminal import show_mentions
        from search_api.wiring import open_index

        with open_index(settings_for(archive)) as index:
            if self.form is None:
                with index.mentions(words, filters) as found:
                    places = tuple(found.places)
                print_lines(show_mentions(places, found.texts, words))
                return
            with closing(export(index, words, filters, self.form)) as made:
                _hand_over(made, self.output, self.receipt)


def reproduce(
    receipt: Annotated[Path, typer.Argument(help="A receipt, or a list in JSON with its own.", show_default=False)],
    output: OutputOption = None,
    archive: ArchiveOption = None,
) -> None:
    """Make the list of a receipt again, byte for byte, as long as its documents are held."""
    from search_api.exporting import reproduced
    from search_api.receipt import read_receipt
    from search_api.wiring import open_index

    if output and output.resolve() == receipt.resolve():
        raise typer.BadParameter("--output would overwrite the receipt: name another file")
    stated = read_receipt(receipt)
    with open_index(settings_for(archive)) as index, reproduced(index, stated) as made:
        _hand_over(made, output)


def _hand_over(made: Export, output: Path | None, receipt: Path | None = None) -> None:
    """Write a list to a file, or to standard output where none is named; say on stderr what it holds."""
    files: dict[Path, Iterable[bytes]] = {receipt: [made.receipt.text().encode()]} if receipt else {}
    if output:
        files[output] = made.chunks()
    save(files)
    if not output:
        print_bytes(made.chunks())
    held = made.receipt
    what = f"{count(held.passages, 'passage')}, {count(held.texts, 'different text')}"
    typer.echo(f"{what}{f', written to {output}' if output else ''}", err=True)


def print_bytes(chunks: Iterable[bytes]) -> None:
    """Print bytes on standard output.

    Raises:
        SettingError: they cannot be written there.
    """
    stdout = typer.get_binary_stream("stdout")
    try:
        stdout.writelines(chunks)
        stdout.flush()
    except BrokenPipeError:
        raise  # whoever reads has enough of it: typer ends without a word
    except OSError as error:
        raise SettingError(f"cannot write to standard output ({error.strerror}): name a file by --output") from error


def save(files: Mapping[Path, Iterable[bytes]]) -> None:
    """Write files, all of them whole or none: each is written beside its place and then put there.

    Raises:
        SettingError: naming the one that cannot be written.
    """
    parts: dict[Path, Path] = {}
    path = Path()
    try:
        for path, chunks in files.items():
            if path.is_dir():
                raise IsADirectoryError(EISDIR, strerror(EISDIR))
            is_device = path.exists() and not path.is_file()
            parts[path] = path if is_device else path.with_name(f".{path.name}.part")
            with parts[path].open("wb") as file:
                file.writelines(chunks)
        for path, part in parts.items():
            if part != path:
                part.replace(path)
    except OSError as error:
        raise SettingError(f"cannot write {path} ({error.strerror or error}): name another file") from error
    finally:
        for path, part in parts.items():
            if part != path:
                part.unlink(missing_ok=True)

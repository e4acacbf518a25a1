"""What the commands share: settings, an open service, filters from flags, and printing."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from index.backend import Filters
from ingest.errors import SettingError, UnknownDocumentError
from ingest.minutes import Kind
from search_api.settings import Settings

if TYPE_CHECKING:
    from pydantic import BaseModel

    from search_api.service import Service

INTERRUPTED = 130
"""Exit status of a run that the user stopped: 128 and the number of the signal."""


def settings_for(archive: Path | None) -> Settings:
    """The settings of the environment, with the archive that a flag names.

    Raises:
        SettingError: the environment has a bad one.
    """
    settings = Settings.from_env(os.environ)
    return replace(settings, archive=archive) if archive else settings


def service_for(archive: Path | None) -> AbstractContextManager[Service]:
    """Open an archive to be searched.

    Raises:
        MinutebookError: it cannot be.
    """
    from search_api.wiring import open_service

    return open_service(settings_for(archive))


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens on an address.

    Raises:
        SettingError: the address cannot be had.
    """
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        reason = (error.strerror or str(error)).partition(" (while")[0]
        raise SettingError(f"cannot listen on {host}:{port} ({reason}): choose another --port or --host") from error


def filters_from(
    council: str | None, committee: str | None, since: str | None, until: str | None, kind: Kind | None
) -> Filters:
    """Filters as flags state them.

    Raises:
        SourceError: a date is none.
        QueryError: the range of dates is empty.
    """
    from ingest.sources.facts import parse_date

    return Filters(
        council=council,
        committee=committee,
        since=parse_date(since, "--from") if since else None,
        until=parse_date(until, "--to") if until else None,
        kind=kind,
    )


def document_id(name: str, by_source: dict[str, str]) -> str:
    """The id of a document named by id, by source or by a path that leads to its source.

    Raises:
        UnknownDocumentError: there is none of that name.
    """
    try:
        found = by_source.get(name) or by_source.get(str(Path(name).expanduser().resolve()))
    except (OSError, RuntimeError):  # a loop of links
        found = None
    if found or name in by_source.values():
        return found or name
    raise UnknownDocumentError(f"the archive holds no document {name!r}: name it by its path as ingested, or by its id")


@contextmanager
def stoppable() -> Iterator[None]:
    """End with one line when the user presses Ctrl-C: what was done until then is kept."""
    try:
        yield
    except KeyboardInterrupt:
        typer.echo("minutebook: interrupted; what was added is kept: run the same command again to go on", err=True)
        raise typer.Exit(INTERRUPTED) from None


def print_result(as_json: bool, model: BaseModel, lines: Iterable[str]) -> None:
    """Print a result as JSON, or its lines."""
    if as_json:
        typer.echo(model.model_dump_json(indent=2))
    else:
        print_lines(lines)


def print_lines(lines: Iterable[str]) -> None:
    """Print lines on standard output."""
    for line in lines:
        typer.echo(line)

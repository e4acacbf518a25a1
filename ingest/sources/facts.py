"""What stands beside a document: its sidecar `x.pdf.json`, the rows of `archive.csv`, and flags."""

from __future__ import annotations

import csv
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import cache
from pathlib import Path

from ingest.errors import SourceError
from ingest.found import Facts, Listed, Status
from ingest.readers.media import MEDIA_TYPES

LIST_NAME = "archive.csv"
SIDECAR_SUFFIX = ".json"

STATED = ("council", "committee", "date", "title", "status", "url")
"""What a sidecar or a list may state."""


class FactsBeside:
    """Finds the facts that stand beside files and in the folders above them; it reads each list once."""

    def __init__(self, defaults: Facts) -> None:
        """Name what fills the fields that nothing else states."""
        self._defaults = defaults
        self._list = cache(_list_or_fault)

    def of(self, path: Path) -> Facts:
        """Merge what the sidecar, the lists and the defaults state, for an absolute path.

        The lists of all folders above count, the nearest first: the facts of a file must not depend on which of these
        folders was named to be ingested.

        Raises:
            SourceError: the sidecar or a list cannot be read, or states what cannot be understood.
        """
        stated = []
        sidecar = path.with_name(path.name + SIDECAR_SUFFIX)
        if _stands(sidecar):
            stated.append(_read_sidecar(sidecar))
        for folder in path.parents:
            listed = self._list(folder / LIST_NAME)
            if isinstance(listed, SourceError):
                raise SourceError(str(listed))
            if listed:
                stated.append(listed.facts(path.relative_to(folder).as_posix()))
        return first_stated(*stated, self._defaults)

    def missing(self, folder: Path) -> Iterator[Listed]:
        """The meetings that the list of a folder dates, though the document named is not there."""
        listed = self._list(folder / LIST_NAME)
        if not isinstance(listed, _List):
            return
        for document in sorted(listed.rows):
            path = folder / document
            with suppress(SourceError):  # a row that cannot be understood tells of no meeting
                facts = first_stated(listed.facts(document), self._defaults)
                if facts.held_on and not path.exists():
                    yield Listed(str(path), facts.council, facts.committee, facts.held_on)


@dataclass(frozen=True, slots=True)
class _List:
    """A list as read: the cells of its rows, with the line that each begins on, by the document they are about."""

    path: Path
    columns: Sequence[str]
    rows: Mapping[str, Sequence[tuple[int, Sequence[str]]]]

    def facts(self, document: str) -> Facts:
        """What the list states about a document, named by its path from the folder of the list.

        Raises:
            SourceError: its row has more cells than there are columns or states nonsense, or there are two rows.
        """
        rows = self.rows.get(_key(document), ())
        if not rows:
            return Facts()
        if len(rows) > 1:
            lines = " and ".join(str(line) for line, _ in rows)
            raise SourceError(f"{self.path}, lines {lines} are about the same document: keep one of them")
        line, cells = rows[0]
        where = f"{self.path}, line {line}"
        if len(cells) > len(self.columns):
            raise SourceError(
                f"{where} has {len(cells)} cells for {len(self.columns)} columns: put a value that holds a comma in "
                "quotation marks"
            )
        return facts_from(dict(zip(self.columns, cells, strict=False)), where)


def is_facts(path: Path) -> bool:
    """Whether a file is a list or a sidecar, and no document; a sidecar may be left over from a document now gone."""
    if path.suffix != SIDECAR_SUFFIX:
        return path.name == LIST_NAME
    document = path.with_name(path.name.removesuffix(SIDECAR_SUFFIX))
    return document.suffix.lower() in MEDIA_TYPES or document.exists()


def first_stated(*facts: Facts) -> Facts:
    """Merge facts: each field from the first that states it."""
    merged = facts[-1]
    for one in reversed(facts[:-1]):
        merged = replace(merged, **{f.name: v for f in fields(Facts) if (v := getattr(one, f.name)) is not None})
    return merged


def facts_from(values: Mapping[str, object], where: str) -> Facts:
    """Read the fields that a sidecar or list may state: council, committee, date, title, status, url.

    Raises:
        SourceError: a value is no text, or a date or status cannot be understood; `where` is named.
    """
    stated: dict[str, str] = {}
    for key in STATED:
        value = values.get(key)
        if value is not None and not isinstance(value, str):
            raise SourceError(f"{where}: {key} must be text, not {value!r}")
        if value and value != value.encode("utf-8", "replace").decode():
            raise SourceError(f"{where}: {key} {value!r} holds half a character: write it anew")
        if value and value.strip():
            stated[key] = unicodedata.normalize("NFC", value.strip())
    return Facts(
        council=stated.get("council"),
        committee=stated.get("committee"),
        held_on=parse_date(stated["date"], f"{where}: date") if "date" in stated else None,
        title=stated.get("title"),
        status=_status(stated["status"], where) if "status" in stated else None,
        url=stated.get("url"),
    )


def parse_date(text: str, what: str) -> date:
    """Read YYYY-MM-DD.

    Raises:
        SourceError: it is no such date; `what` is named.
    """
    try:
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        raise SourceError(f"{what} {text!r} is no date: write it as YYYY-MM-DD, for example 2025-01-30") from None


def _status(text: str, where: str) -> Status:
    try:
        return Status(text.lower())
    except ValueError:
        raise SourceError(f"{where}: status {text!r} must be one of {', '.join(Status)}") from None


def _read_sidecar(path: Path) -> Facts:
    try:
        values = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        raise SourceError(f"its sidecar {path.name} cannot be read ({error}): mend or remove it") from error
    if not isinstance(values, dict):
        raise SourceError(f"its sidecar {path.name} must hold one JSON object with council, committee, date…")
    return facts_from(values, path.name)


def _list_or_fault(path: Path) -> _List | SourceError | None:
    try:
        return _read_list(path) if _stands(path) else None
    except SourceError as error:
        return error


def _read_list(path: Path) -> _List:
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            table = list(_rows(lines, path))
    except (OSError, ValueError) as error:
        raise SourceError(f"{path} cannot be read ({error}): save it as CSV in UTF-8, or remove it") from error
    columns = [name.strip().lower() for name in table[0][1]] if table else []
    if "path" not in columns:
        raise SourceError(f"{path} has no column named path: its first line must name the columns")
    for name in ("path", *STATED):
        if columns.count(name) > 1:
            raise SourceError(f"{path} has {columns.count(name)} columns named {name}: keep one of them")
    at = columns.index("path")
    rows: dict[str, list[tuple[int, list[str]]]] = {}
    for line, cells in table[1:]:
        if len(cells) > at and cells[at].strip():
            rows.setdefault(_key(cells[at]), []).append((line, cells))
    return _List(path, columns, rows)


def _rows(lines: Iterable[str], path: Path) -> Iterator[tuple[int, list[str]]]:
    """The cells of each row, with the line that it begins on.

    A line break inside a value is refused, though a table may hold one: it is how a quotation mark that was left open
    swallows the rows after it, whose documents would lose their facts without a word.
    """
    table = csv.reader(lines, strict=True)
    while True:
        line = table.line_num + 1
        try:
            cells = next(table)
        except StopIteration:
            return
        except csv.Error as error:
            raise SourceError(
                f"{path}, line {line} cannot be read as a row of a table ({error}): is a quotation mark left open?"
            ) from error
        if any("\n" in cell or "\r" in cell for cell in cells):
            raise SourceError(
                f"{path}, line {line} has a line break inside a value: take it out, or close the quotation mark"
            )
        yield line, cells


def _stands(path: Path) -> bool:
    """Whether there is such a file; a link that leads nowhere counts, so that it is reported and not passed over."""
    return path.is_file() or path.is_symlink()


def _key(path: str) -> str:
    """Paths compare in NFC, since file systems and spreadsheets differ in how they write accents."""
    return unicodedata.normalize("NFC", path.strip().replace("\\", "/").removeprefix("./"))

"""What stands beside a document: its sidecar `x.pdf.json`, the rows of `archive.csv`, and flags."""

from __future__ import annotations

import csv
import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date
from functools import cache
from pathlib import Path

from ingest.errors import SourceError
from ingest.minutes import Facts, Status

LIST_NAME = "archive.csv"
SIDECAR_SUFFIX = ".json"

Row = tuple[int, Mapping[str, str | None]]
"""A row of a list, with its line number."""


class FactsBeside:
    """Finds the facts that stand beside the files below `top`; it reads each list once."""

    def __init__(self, top: Path, defaults: Facts) -> None:
        """Name the folder above which nothing is looked for, and what fills fields that nothing else states."""
        self._top = top
        self._defaults = defaults
        self._list = cache(_read_list)

    def of(self, path: Path) -> Facts:
        """Merge what the sidecar, the lists (of the nearest folder first) and the defaults state.

        Raises:
            SourceError: the sidecar or a list cannot be read, or states what cannot be understood.
        """
        stated = []
        sidecar = path.with_name(path.name + SIDECAR_SUFFIX)
        if sidecar.is_file():
            stated.append(_read_sidecar(sidecar))
        for folder in path.parents:
            if not folder.is_relative_to(self._top):
                break
            listed = self._list(folder / LIST_NAME).get(_key(path.relative_to(folder).as_posix()))
            if listed:
                line, row = listed
                stated.append(facts_from(row, f"{folder / LIST_NAME}, line {line}"))
        return first_stated(*stated, self._defaults)


def is_facts(path: Path) -> bool:
    """Whether a file is a list or a sidecar, and no document."""
    beside = path.suffix == SIDECAR_SUFFIX and path.with_name(path.name.removesuffix(SIDECAR_SUFFIX)).exists()
    return beside or path.name == LIST_NAME


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
    for key in ("council", "committee", "date", "title", "status", "url"):
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


def _read_list(path: Path) -> dict[str, Row]:
    if not path.is_file():
        return {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            table = csv.DictReader(lines)
            table.fieldnames = [name.strip().lower() for name in table.fieldnames or ()]
            if "path" not in table.fieldnames:
                raise SourceError(f"{path} has no column named path: its first line must name the columns")
            return {_key(row["path"] or ""): (table.line_num, row) for row in table}
    except (OSError, ValueError, csv.Error) as error:
        raise SourceError(f"{path} cannot be read as a table in UTF-8 ({error}): mend or remove it") from error


def _key(path: str) -> str:
    """Paths compare in NFC, since file systems and spreadsheets differ in how they write accents."""
    return unicodedata.normalize("NFC", path.strip().replace("\\", "/").removeprefix("./"))

"""`python -m tests.bench.meetings FOLDER LABELS.jsonl`: how often the text alone says whose, when and which.

A label is a line of JSON: `path` below the folder, `date` (ISO, null where the text states none), `council`,
`committee`, `status`, `language` and `numbers`, the minute numbers as printed, in order. What stands beside a document
(sidecars, `archive.csv`) is left out.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import typer

from ingest.documents import read_without_ocr
from ingest.errors import MinutebookError
from ingest.found import Facts, Raw
from ingest.minutes import Minutes
from ingest.sources.folder import Folder

FIELDS = ("date", "council", "committee", "status", "language", "numbers")
MAX_BYTES = 200_000_000
ENOUGH = 0.9
"""A document's numbers count as found when this share of them is, in order, and none that is not printed."""


@dataclass(frozen=True, slots=True)
class Miss:
    """One field of one document that is not as labelled; `read` and `label` as JSON."""

    path: str
    field: str
    read: str
    label: str


@dataclass(frozen=True, slots=True)
class Result:
    """How many labels of each field there are and how many of them were read right; dates read that none states."""

    labelled: Mapping[str, int]
    right: Mapping[str, int]
    invented: int
    misses: Sequence[Miss]


def measure(folder: Path, labels: Sequence[Mapping[str, object]]) -> Result:
    """Read every labelled document and compare; one that cannot be read has all its fields wrong.

    Raises:
        MinutebookError: there is no such folder.
    """
    raws = {
        str(Path(raw.source).relative_to(folder.resolve())): raw
        for raw in Folder(folder, Facts(), MAX_BYTES).files()
        if isinstance(raw, Raw)
    }
    labelled: Counter[str] = Counter()
    right: Counter[str] = Counter()
    misses: list[Miss] = []
    for label in labels:
        path = str(label["path"])
        read = fields(raws.get(path))
        for field in FIELDS:
            if field not in label or (field == "numbers" and not label[field]):
                continue
            labelled[field] += 1
            if agrees(field, read.get(field), label[field]):
                right[field] += 1
            else:
                misses.append(Miss(path, field, json.dumps(read.get(field)), json.dumps(label[field])))
    invented = sum(miss.field == "date" and miss.label == "null" for miss in misses)
    return Result(labelled, right, invented, misses)


def fields(raw: Raw | None) -> Mapping[str, object]:
    """What the text of a document says, as a label gives it; nothing where it cannot be read."""
    if raw is None:
        return {}
    try:
        return _fields(read_without_ocr(replace(raw, facts=Facts()), "it is not read here").minutes)
    except MinutebookError:
        return {}


def _fields(minutes: Minutes) -> Mapping[str, object]:
    meeting = minutes.meeting
    return {
        "date": meeting.held_on.isoformat() if meeting.held_on else None,
        "council": meeting.council,
        "committee": meeting.committee,
        "status": meeting.status.value,
        "language": minutes.language,
        "numbers": [item.number for item in minutes.items if item.number and item.meeting is None],
    }


def agrees(field: str, read: object, label: object) -> bool:
    """Whether what was read is as labelled; names by their words, numbers by `ENOUGH`."""
    if field == "numbers" and isinstance(read, list) and isinstance(label, list):
        following = iter(label)
        in_order = all(any(number == other for other in following) for number in read)
        return in_order and len(read) >= ENOUGH * len(label)
    if isinstance(read, str) and isinstance(label, str):
        return read.casefold().split() == label.casefold().split()
    return read == label


def markdown(result: Result) -> Iterator[str]:
    """A table of the shares, and below it every miss."""
    yield "| Field | Labels | Right | Share |"
    yield "|---|---:|---:|---:|"
    for field in FIELDS:
        if labels := result.labelled.get(field, 0):
            right = result.right.get(field, 0)
            yield f"| {field} | {labels} | {right} | {right / labels:.1%} |"
    yield f"\nDates read where the text states none: {result.invented}"
    for miss in result.misses:
        yield f"- {miss.path}: {miss.field} {miss.read}, labelled {miss.label}"


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.meetings", description=__doc__)
    parser.add_argument("folder", type=Path, help="the documents")
    parser.add_argument("labels", type=Path, help="JSON lines, one for each document to score")
    given = parser.parse_args()
    try:
        lines = given.labels.read_text(encoding="utf-8").splitlines()
        result = measure(given.folder, [json.loads(line) for line in lines if line.strip()])
    except (MinutebookError, OSError, ValueError) as error:
        typer.echo(f"bench: {error}", err=True)
        sys.exit(1)
    typer.echo("\n".join(markdown(result)))


if __name__ == "__main__":
    main()

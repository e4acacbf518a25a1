"""Lists as CSV and JSON, those of mentions as BibTeX and RIS too: rows become text, one after the other.

What is written depends on the rows alone, down to the byte, today and with any later version of a library: that is what
a receipt promises. So these few lines are ours, and the tests read them back with libraries of others.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Literal

from ingest.minutes import Status
from search_api.answer import NOT_STATED
from search_api.mention_rows import COLUMNS, Row, Value

GUARDED = "guarded"
"""The last column of CSV names the cells that were given an apostrophe, which is no part of the text."""
FORMULA = tuple("=+-@\t\r\n＝＋－＠")
"""A cell that begins so is a formula to spreadsheets (OWASP, "CSV Injection"), full-width marks included."""

_MISSING = dict.fromkeys(("council", "committee", "meeting_date", "who"), NOT_STATED) | {"retrieved": "not recorded"}
_LATEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{mark: f"\\{mark}" for mark in "&%$#_"},
    }
)
r"""BibTeX counts braces, even those of \{ and \}: a single one in a text must not stand as a brace."""
_IN_ADDRESS = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C", " ": "%20"})
_LANGUAGES = {"en": "english", "cy": "welsh"}


class Format(StrEnum):
    """How a list is written."""

    CSV = "csv"
    JSON = "json"
    BIBTEX = "bibtex"
    RIS = "ris"


ListFormat = Literal[Format.CSV, Format.JSON]
"""What lists other than those of mentions are written in."""
MEDIA_TYPES: Mapping[Format, str] = {
    Format.CSV: "text/csv; charset=utf-8; header=present",
    Format.JSON: "application/json",
    Format.BIBTEX: "application/x-bibtex; charset=utf-8",
    Format.RIS: "application/x-research-info-systems; charset=utf-8",
}
SUFFIXES: Mapping[Format, str] = {Format.CSV: "csv", Format.JSON: "json", Format.BIBTEX: "bib", Format.RIS: "ris"}


def written(form: Format, rows: Iterable[Row]) -> Iterator[str]:
    """A list in a format, piece by piece."""
    return _WRITERS[form](rows)


def csv_of(columns: Sequence[str], rows: Iterable[Mapping[str, Value]]) -> Iterator[str]:
    """Rows of values by column as RFC 4180 has them, behind the mark by which Excel knows UTF-8, piece by piece."""
    yield "\ufeff" + _record([*columns, GUARDED])
    for row in rows:
        cells = {name: _cell(name, value) for name, value in row.items()}
        guarded = [name for name, cell in cells.items() if cell.startswith(FORMULA)]
        yield _record([*(f"'{cell}" if name in guarded else cell for name, cell in cells.items()), " ".join(guarded)])


def _record(cells: Iterable[str]) -> str:
    line = io.StringIO(newline="")
    csv.writer(line).writerow(cells)
    return line.getvalue()


def _cell(name: str, value: Value) -> str:
    if value is None:
        return _MISSING.get(name, "")
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def json_of(rows: Iterable[Mapping[str, Value]]) -> Iterator[str]:
    """Rows of values by column as an array of JSON, piece by piece."""
    before = "[\n"
    for row in rows:
        values = {name: str(value) if isinstance(value, date) else value for name, value in row.items()}
        yield before + json.dumps(values, ensure_ascii=False)
        before = ",\n"
    yield "\n]" if before == ",\n" else "[]"


def _bibtex(rows: Iterable[Row]) -> Iterator[str]:
    """Reports, which minutes come nearest to; Zotero keeps institution, number, type and pages of these."""
    for row in rows:
        # Without a second pair of braces a council's name would be taken apart like a person's.
        fields = {
            "author": row.council and f"{{{_latex(row.council)}}}",
            "title": f"{{{_latex(row.title)}}}",
            "institution": f"{{{_latex(row.council or f'council {NOT_STATED}')}}}",
            "series": row.committee and _latex(row.committee),
            "type": _latex(_type(row)),
            "number": row.minute_number and _latex(row.minute_number),
            "year": row.meeting_date and str(row.meeting_date.year),
            "date": row.meeting_date and row.meeting_date.isoformat(),
            "pages": _pages(row, "--"),
            "language": _LANGUAGES.get(row.language),
            "url": row.url and row.url.translate(_IN_ADDRESS),
            "urldate": row.retrieved and row.retrieved.isoformat(),
            "note": _latex(_note(row)),
            "annote": _latex(row.quote),
        }
        stated = [f"  {name} = {{{value}}},\n" for name, value in fields.items() if value]
        yield f"@techreport{{{row.key},\n{''.join(stated)}}}\n\n"


def _ris(rows: Iterable[Row]) -> Iterator[str]:
    """Reports, as `_bibtex` says; a field is one line."""
    for row in rows:
        fields = (
            ("TY", "RPRT"),
            ("ID", row.key),
            ("AU", row.council),
            ("TI", row.title),
            ("T2", row.committee),
            ("PB", row.council or f"council {NOT_STATED}"),
            ("M3", _type(row)),
            ("SN", row.minute_number),
            ("PY", row.meeting_date and str(row.meeting_date.year)),
            ("DA", row.meeting_date and f"{row.meeting_date:%Y/%m/%d}"),
            ("SP", row.page and str(row.page)),
            ("EP", row.page_end and str(row.page_end)),
            ("LA", row.language),
            ("UR", row.url),
            ("Y2", row.retrieved and f"{row.retrieved:%Y/%m/%d}"),
            ("N1", row.quote),
            ("N1", _note(row)),
        )
        stated = (f"{tag}  - {_line(value)}\r\n" for tag, value in fields if value)
        yield f"{''.join(stated)}ER  - \r\n\r\n"


def _type(row: Row) -> str:
    return row.record.capitalize() + ("" if row.status == Status.UNKNOWN else f" ({row.status})")


def _pages(row: Row, dash: str) -> str | None:
    if row.page is None or row.page == row.page_end:
        return None if row.page is None else str(row.page)
    return f"{row.page}{dash}{row.page_end}"


def _note(row: Row) -> str:
    """What a bibliography has no field for, in words."""
    parts = (
        row.reference,
        f"item: {row.item}" if row.item else None,
        f"status: {row.status}",
        f"superseded by document {row.superseded_by}" if row.superseded_by else None,
        f"Welsh translation of document {row.translation_of}" if row.translation_of else None,
        f"source: {row.source}",
        f"characters {row.start} to {row.end}",
        f"in Minutebook: {row.link}",
        f"SHA-256 of the document: {row.sha256}",
        f"retrieved: {row.retrieved or _MISSING['retrieved']}",
    )
    return "; ".join(part for part in parts if part)


def _latex(text: str) -> str:
    return _line(text).translate(_LATEX)


def _line(text: str) -> str:
    """A text in one line, as bibliographies need it: each line break becomes a space."""
    return " ".join(text.splitlines())


_WRITERS: Mapping[Format, Callable[[Iterable[Row]], Iterator[str]]] = {
    Format.CSV: lambda rows: csv_of(COLUMNS, (row.values() for row in rows)),
    Format.JSON: lambda rows: json_of(row.values() for row in rows),
    Format.BIBTEX: _bibtex,
    Format.RIS: _ris,
}

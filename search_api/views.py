"""How the pages are made: templates, and the few words and forms that they share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from index.backend import Sort
from ingest.minutes import Kind
from search_api.answer import NOT_STATED, count, is_address, long_date
from search_api.becoming_words import STATE_LABELS, TYPE_LABELS
from search_api.register import Order

KIND_LABELS: Mapping[Kind, str] = {
    Kind.MINUTES: "Minutes",
    Kind.RESOLUTION: "Resolutions",
    Kind.REPORT: "Reports",
    Kind.AGENDA: "Agenda",
    Kind.INTEREST: "Declarations of interest",
    Kind.ATTENDANCE: "Attendance and apologies",
    Kind.HEADER: "Opening of the document",
}
RECORD_LABELS: Mapping[Kind, str] = {Kind.MINUTES: "Minutes", Kind.AGENDA: "Agenda", Kind.REPORT: "Report"}
SORT_LABELS: Mapping[Sort, str] = {
    Sort.RELEVANCE: "Most relevant first",
    Sort.NEWEST: "Newest first",
    Sort.OLDEST: "Oldest first",
}
ORDER_LABELS: Mapping[Order, str] = {
    Order.NEWEST: "Newest meeting first",
    Order.OLDEST: "Oldest meeting first",
    Order.DUE: "First due first",
}


class Views:
    """Renders templates; everything in them is escaped."""

    def __init__(self) -> None:
        self._templates = Environment(
            loader=PackageLoader("search_api"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.filters |= {
            "pieces": pieces,
            "found_in": found_in,
            "day": day,
            "count": count,
            "file_name": file_name,
            "pages": page_list,
            "is_address": is_address,
        }
        self._templates.globals |= {
            "kinds": KIND_LABELS,
            "sorts": SORT_LABELS,
            "records": RECORD_LABELS,
            "types": TYPE_LABELS,
            "states": STATE_LABELS,
            "orders": ORDER_LABELS,
        }

    def page(
        self, template: str, status: int = 200, headers: Mapping[str, str] | None = None, **context: object
    ) -> HTMLResponse:
        """Render a page."""
        return HTMLResponse(self._templates.get_template(template).render(context), status, headers)


def pieces(text: str, ranges: Sequence[tuple[int, int]]) -> Iterator[tuple[str, bool]]:
    """Cut a text at ranges that are in order and do not overlap: each piece, and whether it lies in a range."""
    at = 0
    for start, end in ranges:
        yield text[at:start], False
        yield text[start:end], True
        at = end
    yield text[at:], False


def found_in(words: str, text: str) -> list[tuple[int, int]]:
    """The range of a text in which words first stand; none where they do not."""
    at = text.find(words)
    return [] if at < 0 else [(at, at + len(words))]


def day(value: date | None) -> str:
    """A date as a reader says it, also where there is none."""
    return long_date(value) if value else f"date {NOT_STATED}"


def file_name(source: str) -> str:
    """The last part of a path or an address."""
    path = urlsplit(source).path if is_address(source) else source
    return PurePosixPath(path.replace("\\", "/")).name or source


def page_list(numbers: Sequence[int]) -> str:
    """Numbers of pages, ascending, in words: "page 3", "pages 3, 5–7"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    words = ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)
    return f"page {words}" if len(numbers) == 1 else f"pages {words}"

"""The page that follows a topic from meeting to meeting. No script is needed, its picture is drawn here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse

from ingest.errors import QueryError
from search_api.frequency import Mention
from search_api.parameters import QuestionAsked, once
from search_api.service import Service
from search_api.timeline_schemas import SideOut, TimelineOut
from search_api.views import Views

WIDTH, HEIGHT = 320, 150
"""The picture in its own units; a page shows it at about this many pixels or more."""
TOP, BOTTOM, SIDE = 16, 20, 12
"""What is left above the bars for their numbers, below them for the periods, and beside them for the outermost."""
LABELS = 6
"""So many periods are named below the bars, that the names never touch; a bar has its number where there are few."""
NUMBERED = 16


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its corner, width and height, the middle at which its texts stand, and these, blank where none is."""

    x: float
    y: float
    width: float
    height: float
    middle: float
    number: str
    label: str


class TimelinePage:
    """The timeline page of one service."""

    def __init__(self, service: Service, views: Views) -> None:
        self._service = service
        self._views = views

    def add_to(self, app: FastAPI) -> None:
        """Add the page."""
        app.add_api_route("/timeline", self.timeline, include_in_schema=False)

    def timeline(self, request: Request) -> HTMLResponse:
        """The form; with a topic the latest position, what each meeting said, and how often the topic came up."""
        form = dict(request.query_params)
        shown: dict[str, Any] = {"asked": None, "timeline": None, "message": None}
        if request.query_params.get("q", "").strip():
            try:
                asked = QuestionAsked.model_validate(once(request.query_params.multi_items()))
                shown |= self._found(asked)
            except QueryError as error:
                shown["message"] = str(error)
        elif "q" in form:
            shown["message"] = "Say which topic to follow: a word, a name or a few words."
        status = HTTPStatus.BAD_REQUEST if shown["message"] else HTTPStatus.OK
        return self._views.page("timeline.html", status, form=form, stats=self._service.index.stats(), **shown)

    def _found(self, asked: QuestionAsked) -> dict[str, Any]:
        timeline = self._service.timeline(asked.q, asked.filters())
        return {
            "asked": asked,
            "timeline": TimelineOut.of(timeline),
            "bars": bars(timeline.mentions.periods),
            "height": HEIGHT,
            "width": WIDTH,
            "floor": HEIGHT - BOTTOM,
            "ranges": moved_range,
        }


def moved_range(side: SideOut) -> list[tuple[int, int]]:
    """Where the words that moved stand in the sentence of a side."""
    return [(side.at, side.at + len(side.text))]


def bars(periods: Sequence[Mention]) -> list[Bar]:
    """The bars of the dated periods; none where no period is."""
    dated = [one for one in periods if one.period is not None]
    most = max((one.passages for one in dated), default=0)
    step = (WIDTH - 2 * SIDE) / max(len(dated), 1)
    every = -(-len(dated) // LABELS)
    drawn = []
    for n, one in enumerate(dated):
        height = round((HEIGHT - TOP - BOTTOM) * one.passages / most, 1)
        width = round(min(step * 0.7, 36), 1)
        middle = round(SIDE + (n + 0.5) * step, 1)
        number = str(one.passages) if len(dated) <= NUMBERED else ""
        label = (one.period or "") if n % every == 0 else ""
        y = HEIGHT - BOTTOM - height
        drawn.append(Bar(round(middle - width / 2, 1), y, width, height, middle, number, label))
    return drawn

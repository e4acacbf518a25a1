"""Answers of ModernGov's web service: XML that is read without entities, and flags that are read to the safe side."""

from __future__ import annotations

import html
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from lxml import etree

from ingest.errors import SourceError


@dataclass(frozen=True, slots=True)
class Committee:
    """A committee as the service lists it."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Sitting:
    """A meeting as the calendar of its committee lists it."""

    id: str
    held_on: date
    cancelled: bool


@dataclass(frozen=True, slots=True)
class Paper:
    """A document that is linked to an item; `elsewhere`: it lies on another site."""

    id: str
    title: str
    url: str
    restricted: bool
    elsewhere: bool


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """An item of a meeting with its texts, which are HTML. `number` is as printed; None for a heading."""

    id: str
    number: str | None
    title: str
    agenda: str
    decision: str
    minutes: str
    restricted: bool
    papers: tuple[Paper, ...]


@dataclass(frozen=True, slots=True)
class Proceedings:
    """A meeting with its items; `public`: the council shows it."""

    public: bool
    items: tuple[AgendaItem, ...]


def committees(data: bytes) -> list[Committee]:
    """Read the answer of GetCommittees; expired committees belong to an archive, deleted ones do not."""
    found = _root(data, "committees").iter("committee")
    listed = [Committee(_id(one, "committeeid"), _text(one, "committeetitle")) for one in found if not _deleted(one)]
    return [one for one in listed if one.title]


def sittings(data: bytes) -> list[Sitting]:
    """Read the answer of GetMeetings."""
    return [
        Sitting(_id(one, "meetingid"), _date(one), _text(one, "meetingstatus").lower().startswith("cancel"))
        for one in _root(data, "getmeetings").iter("meeting")
    ]


def proceedings(data: bytes) -> Proceedings:
    """Read the answer of GetMeeting."""
    root = _root(data, "meeting")
    return Proceedings(not _is_hidden(root), tuple(map(_item, root.iterfind("agendaitems/agendaitem"))))


def _item(element: Any) -> AgendaItem:
    restricted = _is_restricted(element) or _is_hidden(element)
    return AgendaItem(
        id=_id(element, "agendaitemid"),
        number=_number(element),
        title=_text(element, "agendaitemtitle"),
        agenda=_html(element, "agendatext"),
        decision=_html(element, "decisionnonemptyhtmlbody"),
        minutes=_html(element, "minutesnonemptyhtmlbody"),
        restricted=restricted,
        papers=tuple(_paper(one, restricted) for one in element.iterfind("linkeddocuments/linkeddoc")),
    )


def _paper(element: Any, restricted: bool) -> Paper:
    return Paper(
        id=_id(element, "attachmentid"),
        title=_text(element, "title"),
        url=_text(element, "url"),
        restricted=restricted or _is_restricted(element),
        elsewhere=_text(element, "isurl").lower() == "true",
    )


def _number(element: Any) -> str | None:
    """The number of an item's minute, where there is none that of the agenda; a heading comes with 0."""
    minute = _text(element, "minutesitemnumber") + _text(element, "minutesitemsubnumber")
    number = minute if minute.strip("0") else _text(element, "fulldisplaynumberformat").rstrip(".")
    return number if number.strip("0.") else None


def _is_restricted(element: Any) -> bool:
    """Whether an item or document is kept from the public; so is what does not plainly say that it is not."""
    return _text(element, "isrestricted").lower() != "false"


def _is_hidden(element: Any) -> bool:
    return _text(element, "isdisplayallowed").lower() != "true"


def _deleted(element: Any) -> bool:
    return _text(element, "committeedeleted").lower() == "true"


def _html(element: Any, name: str) -> str:
    """A text in HTML; some councils' are encoded twice."""
    text = _text(element, name)
    return html.unescape(text) if "<" not in text and "&lt;" in text else text


def _text(element: Any, name: str) -> str:
    return " ".join((element.findtext(name) or "").split())


def _id(element: Any, name: str) -> str:
    found = _text(element, name)
    if not found.isascii() or not found.isdigit():
        raise SourceError(f"{name} {found[:40]!r} is no number")
    return found


def _date(element: Any) -> date:
    found = _text(element, "meetingdate")
    try:
        return datetime.strptime(found, "%d/%m/%Y").date()
    except ValueError:
        raise SourceError(f"meetingdate {found[:40]!r} is no date") from None


def _root(data: bytes, name: str) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise SourceError(f"the answer is no XML ({error})") from error
    if root.tag != name:
        raise SourceError(f"the answer is <{root.tag}>, where <{name}> was expected")
    _refuse_entities(root)
    return root


def _refuse_entities(root: Any) -> None:
    if root.getroottree().docinfo.doctype or any(True for _ in root.iter(etree.Entity)):
        raise SourceError("the answer defines entities of its own, which no council's does")

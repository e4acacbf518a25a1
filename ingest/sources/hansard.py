"""Hansard, the record of the UK Parliament, by its open API: whole debates in which something was said."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from html import escape
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

from ingest.errors import SourceError
from ingest.found import Facts, Failure, Found, Known, Raw, Unchanged
from ingest.readers.media import HTML
from ingest.sources.answers import mapping, text
from ingest.sources.meetings import LOOK_BACK, WebOptions

PREFIX = "hansard+"
PAGE = 100
MOST = 10_000
"""Contributions that one search may bring: who asks for more asks by year."""
SITE = "https://hansard.parliament.uk"


class Hansard:
    """The debates that a search of Hansard finds: `hansard+https://HOST/?searchTerm=…&startDate=…&endDate=…`.

    A debate's source is `hansard+https://HOST/debates/its id`.
    """

    def __init__(self, address: str, facts: Facts, options: WebOptions) -> None:
        """Read the search from an address.

        Raises:
            SourceError: it says no searchTerm.
        """
        url = urlsplit(address.removeprefix(PREFIX))
        self._base = f"{url.scheme}://{url.netloc}{url.path}".rstrip("/")
        self._asked = dict(parse_qsl(url.query))
        if not self._asked.get("searchTerm"):
            raise SourceError(f"{address} says not what to look for: end it in ?searchTerm=WORDS")
        if options.since:
            self._asked.setdefault("startDate", options.since.isoformat())
        self._facts = facts
        self._options = options

    @property
    def name(self) -> str:
        """The address of the API."""
        return PREFIX + self._base

    def files(self, known: Known) -> Iterator[Found]:
        """Yield every debate that the search finds; those of more than 90 days ago do not change any more."""
        try:
            debates = self._debates()
        except SourceError as error:
            yield Failure(self.name, "source", f"the search cannot be had: {error}")
            return
        for identity, held_on in sorted(debates.items(), key=lambda one: (one[1], one[0])):
            source = f"{self.name}/debates/{quote(identity, safe='')}"
            if source in known.fingerprints and held_on < self._options.day - LOOK_BACK:
                yield Unchanged(source)
            else:
                yield self._debate(source, identity)

    def speaks_for(self, source: str) -> bool:  # one search never tells of all debates
        """Never: a debate that this search does not find may have been found by another."""
        return False

    def _debates(self) -> Mapping[str, date]:
        """The debates in which something was found, by their id."""
        found: dict[str, date] = {}
        for at in range(0, MOST, PAGE):
            asked: dict[str, str | int] = {f"queryParameters.{name}": value for name, value in self._asked.items()}
            asked |= {"queryParameters.skip": at, "queryParameters.take": PAGE}
            answer = mapping(self._options.web.get(f"{self._base}/search/contributions/Spoken.json", asked).data)
            rows = answer.get("Results")
            rows = rows if isinstance(rows, list) else []
            for row in rows:
                identity, day = text(row, "DebateSectionExtId"), text(row, "SittingDate")[:10]
                if identity and day:
                    found[identity] = _date(day)
            if len(rows) < PAGE:
                return found
        raise SourceError(f"it finds more than {MOST:,} contributions: ask by year with startDate and endDate")

    def _debate(self, source: str, identity: str) -> Raw | Failure:
        try:
            url = f"{self._base}/debates/debate/{quote(identity, safe='')}.json"
            answer = mapping(self._options.web.get(url).data)
            overview = answer.get("Overview")
            items = answer.get("Items")
            if not isinstance(overview, Mapping) or not isinstance(items, list):
                raise SourceError("the debate has no Overview or no Items")
            held_on = _date(text(overview, "Date")[:10])
        except SourceError as error:
            return Failure(source, "source", f"debate {identity}: {error}")
        house, title = text(overview, "House"), text(overview, "Title")
        spoken = "".join(_contribution(item) for item in items if isinstance(item, Mapping))
        day = f"{held_on:%A} {held_on.day} {held_on:%B %Y}"
        page = (
            f"<main><h1>{escape(title)}</h1><p>{escape(text(overview, 'Location') or house)}, {day}</p>{spoken}</main>"
        )
        site = f"{SITE}/{quote(house)}/{held_on}/debates/{quote(identity, safe='')}/"
        facts = Facts(self._facts.council or "UK Parliament", house or None, held_on, title or None, url=site)
        return Raw(source, HTML, page.encode(), facts)


def _contribution(item: Mapping[str, Any]) -> str:
    """What one member said: the name as printed stands before the first words, as in a transcript."""
    said, name = text(item, "Value"), text(item, "AttributedTo")
    if not said or not name:
        return f"<p>{said}</p>"
    opening = re.match(r"\s*<p\b[^>]*>", said)
    return f"<p>{escape(name)}: {said[opening.end() :]}" if opening else f"<p>{escape(name)}: {said}</p>"


def _date(day: str) -> date:
    try:
        return date.fromisoformat(day)
    except ValueError:
        raise SourceError(f"{day!r} is no date") from None

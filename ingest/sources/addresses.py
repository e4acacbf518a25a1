"""Which connector an address is of."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from ingest.errors import SourceError
from ingest.found import Facts
from ingest.sources import Source
from ingest.sources.hansard import Hansard
from ingest.sources.legistar import Legistar
from ingest.sources.meetings import WebOptions
from ingest.sources.moderngov import ModernGov

CONNECTORS: Mapping[str, Callable[[str, Facts, WebOptions], Source]] = {
    "moderngov": ModernGov,
    "hansard": Hansard,
    "legistar": Legistar,
}
_ADDRESS = re.compile(r"(?:(?P<system>[a-z]+)\+)?(?P<url>[a-z]{2,10}://.*)", re.IGNORECASE | re.DOTALL)


def source_of(address: str, facts: Facts, options: WebOptions) -> Source | None:
    """The source at an address; None where it is a path.

    Raises:
        SourceError: it is an address of no system that can be read.
    """
    found = _ADDRESS.fullmatch(address)
    if found is None:
        return None
    url = urlsplit(found["url"])
    connector = CONNECTORS.get((found["system"] or "").lower())
    if connector is None or url.scheme.lower() not in {"http", "https"} or not url.hostname:
        known = ", ".join(f"{system}+https://…" for system in CONNECTORS)
        raise SourceError(f"{address} is of no system that can be read: put one of {known}")
    return connector(address, facts, options)

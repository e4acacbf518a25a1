"""The newest commitments as an Atom feed (RFC 4287)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from uuid import NAMESPACE_URL, uuid5

from lxml import etree
from lxml.builder import ElementMaker

from search_api.becoming import Registered
from search_api.becoming_words import TYPE_LABELS, cited
from search_api.commitment_schemas import link_of

MEDIA_TYPE = "application/atom+xml; charset=utf-8"
NEWEST = 50
"""So many commitments stand in a feed."""
_ATOM, _XHTML = "http://www.w3.org/2005/Atom", "http://www.w3.org/1999/xhtml"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_UNKNOWN = date(1970, 1, 1)
"""Stands for a day that is not known, where a feed must state one."""
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold, however it is written."""

_atom = ElementMaker(namespace=_ATOM, nsmap={None: _ATOM})
_xhtml = ElementMaker(namespace=_XHTML, nsmap={None: _XHTML})


def newest(commitments: Iterable[Registered]) -> Sequence[Registered]:
    """The newest, by the day on which their document was added, then by their meeting; undated ones last."""
    return sorted(commitments, key=lambda one: (_added(one), one.entry.held_on or date.min), reverse=True)[:NEWEST]


def feed(commitments: Sequence[Registered], site: str, path: str) -> bytes:
    """A feed of commitments, in their order.

    Args:
        commitments: what it holds.
        site: the address at which the site is served, without a slash at its end.
        path: where the feed is below that, with its parameters.
    """
    updated = max(map(_added, commitments), default=_UNKNOWN)
    root = _atom.feed(
        _atom.id(_urn(site + path)),
        _atom.title("Commitments in the minutes"),
        _atom.updated(_moment(updated)),
        _atom.author(_atom.name("Minutebook")),
        _atom.link(rel="self", type="application/atom+xml", href=_clean(site + path)),
        *(_entry(one, site) for one in commitments),
    )
    return bytes(etree.tostring(root, xml_declaration=True, encoding="utf-8"))


def _entry(one: Registered, site: str) -> etree._Element:
    commitment, citation = one.entry.commitment, cited(one.entry)
    link = link_of(commitment.id)
    title = f"{TYPE_LABELS[commitment.types[0]]}: {commitment.who or 'who not stated'}"
    content = _xhtml.div(
        _xhtml.blockquote(
            _clean(citation.quote), {"lang": citation.record.language, _LANGUAGE: citation.record.language}
        ),
        _xhtml.p(_xhtml.a(_clean(citation.reference), href=_clean(site + citation.link))),
    )
    return _atom.entry(
        _atom.id(_urn(link)),
        _atom.title(_clean(f"{title} – {citation.item_title or citation.record.title}")),
        _atom.updated(_moment(_added(one))),
        _atom.link(rel="alternate", type="text/html", href=_clean(site + link)),
        _atom.content(content, type="xhtml"),
    )


def _added(one: Registered) -> date:
    return one.entry.place.record.added or _UNKNOWN


def _moment(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _urn(address: str) -> str:
    return uuid5(NAMESPACE_URL, address).urn


def _clean(text: str) -> str:
    """A text as XML can hold it."""
    return _FORBIDDEN.sub("\ufffd", text)

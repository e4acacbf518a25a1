"""What connectors share: which meetings need not be read again, and how what they hand out is named."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from ingest.documents import VERSION
from ingest.errors import SourceError
from ingest.found import Facts, Known, Listed, Unchanged, Withheld
from ingest.part_names import safe_path
from ingest.readers.media import DOC, DOCX, HTML, MEDIA_TYPES, PDF, RTF, ZIP
from ingest.sources.web import Answer, Web

LOOK_BACK = timedelta(days=90)
"""So long after a meeting its record may still change: minutes are published weeks later, and corrected then."""
LOOK_AHEAD = timedelta(days=90)

_SIGNS = ((b"%PDF-", PDF), (b"{\\rtf", RTF), (b"\xd0\xcf\x11\xe0", DOC))


@dataclass(frozen=True, slots=True)
class WebOptions:
    """What a user asks of a connector: only these committees, only meetings since then, and by which client."""

    web: Web
    committees: tuple[str, ...] = ()
    since: date | None = None
    today: date | None = None
    """The day that counts as today; None is the real one."""

    @property
    def day(self) -> date:
        """Today."""
        return self.today or date.today()


def mark(facts: Facts) -> str:
    """What a digest begins with: it changes when documents are to be read anew, or get other facts from the user."""
    return hashlib.sha256(f"{VERSION} {facts}".encode()).hexdigest()[:8]


def digest(answer: bytes, facts: Facts) -> str:
    """The digest of what a source answered for a meeting."""
    return f"{mark(facts)}-{hashlib.sha256(answer).hexdigest()}"


def is_settled(listed: Listed, known: Known, facts: Facts, today: date) -> bool:
    """Whether a meeting was read whole and is so old that it does not change any more."""
    held = known.meetings.get(listed.source)
    read = held is not None and held.held_on == listed.held_on and (held.digest or "").startswith(mark(facts))
    return read and listed.held_on < today - LOOK_BACK


def unchanged(listed: Listed, known: Known) -> Iterator[Unchanged | Withheld | Listed]:
    """Yield everything that is known of a meeting as it was."""
    below = f"{listed.source}/"
    for source in known.fingerprints:
        if source == listed.source or source.startswith(below):
            yield Unchanged(source)
    yield from (one for one in known.withheld if one.source.startswith(below))
    yield replace(listed, digest=known.meetings[listed.source].digest)


def spelled_day(day: date) -> str:
    """A day as the head of a record prints it: Tuesday, 5 March 2024."""
    return f"{day:%A}, {day.day} {day:%B %Y}"


def named(title: str, answer: Answer, url: str) -> tuple[str, str]:
    """The file name and media type of a document that was fetched.

    Raises:
        SourceError: it is of no type that can be read.
    """
    media_type = _media_type(answer, (title, urlsplit(url).path))
    stem = PurePosixPath(title).stem if PurePosixPath(title).suffix.lower() in MEDIA_TYPES else title
    suffix = next(suffix for suffix, known in MEDIA_TYPES.items() if known == media_type)
    return safe_path(f"{stem.replace('/', ' ')}{suffix}", set()), media_type


def _media_type(answer: Answer, names: tuple[str, ...]) -> str:
    for sign, media_type in _SIGNS:
        if answer.data[:1024].lstrip().startswith(sign):
            return media_type
    stated = [answer.media_type, *(MEDIA_TYPES.get(PurePosixPath(name).suffix.lower(), "") for name in names)]
    for media_type in stated:
        if media_type in MEDIA_TYPES.values() and (media_type != ZIP or b"word/" not in answer.data):
            return media_type
    if answer.data.startswith(b"PK") and b"word/document.xml" in answer.data:
        return DOCX
    if answer.data.lstrip()[:1] == b"<":
        return HTML
    raise SourceError(f"{answer.media_type or 'an unstated type'} is not a type that can be read")

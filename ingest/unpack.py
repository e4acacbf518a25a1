"""Containers: a zip, an e-mail or a saved page with its parts becomes documents of their own. Nothing is written."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import PurePosixPath
from typing import NamedTuple

from ingest.found import Failure, Raw
from ingest.part_names import is_passed_over, safe_path
from ingest.readers.mail import Part, unpacked
from ingest.readers.media import EML, MEDIA_TYPES, MHTML, ZIP

DEEPEST = 3
"""A zip in an e-mail in a zip is opened, one in that is not."""
MOST_ENTRIES = 5_000
"""Parts of one container, those of containers inside of it counted too."""
MOST_TOTAL = 500_000_000
"""Bytes that come out of one container, all parts together: real ones hold PDFs, which hardly shrink."""
MOST_PART = 100_000_000
"""Bytes of one part."""
_SLICE = 1 << 20
_CONTAINERS = (ZIP, EML, MHTML)
_PLAIN = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
"""What can be unpacked a little at a time: of the other ways, Python's zipfile holds all that comes out in memory."""
_ENTRY = b"PK\x01\x02"
MOST_LISTED = 100_000
"""Entries that a zip may list, clutter and folders too: the list is read whole before its first part."""


class _TooMuchError(Exception):
    """A container holds more than is taken out of one."""


class _Budget:
    """What may still be taken out of a container and all containers in it."""

    def __init__(self) -> None:
        self._entries = MOST_ENTRIES
        self._bytes = MOST_TOTAL

    def entry(self) -> None:
        """Count a part."""
        self._entries -= 1
        if self._entries < 0:
            raise _TooMuchError(f"it holds more than {MOST_ENTRIES:,} parts")

    def took(self, count: int) -> None:
        """Count bytes that came out, whatever the container says of its size."""
        self._bytes -= count
        if self._bytes < 0:
            raise _TooMuchError(f"it unpacks to more than {MOST_TOTAL // 1_000_000} MB")


class _Unpacked(NamedTuple):
    """A part of a container: its path there, its media type (None if unknown), its bytes, or why it is not read."""

    path: str
    media_type: str | None
    data: bytes
    fault: str | None = None


def opened(raw: Raw) -> Iterator[Raw | Failure]:
    """Yield the documents in a container, or `raw` itself where it is none.

    A part's source is its path below the container's; it has the container's facts, but for title and address. What
    cannot be opened, or is of no type that can be read, is a `Failure`; so is a container that holds too much, after
    the parts that came before.
    """
    yield from _opened(raw, 0, _Budget())


def _opened(raw: Raw, depth: int, budget: _Budget) -> Iterator[Raw | Failure]:
    if raw.media_type not in _CONTAINERS or not raw.data:
        yield raw
        return
    if depth == DEEPEST:
        yield Failure(raw.source, "source", f"it lies in {DEEPEST} containers, one in the other: unpack it")
        return
    if raw.media_type == ZIP:
        mail, parts = None, _zip_parts(raw.data, budget)
    else:
        mail = unpacked(raw.data)
        parts = _mail_parts(mail.parts, budget)
    if mail and mail.has_text:
        yield raw
    taken: set[str] = set()
    try:
        for part in parts:
            yield from _handed_on(raw, part._replace(path=safe_path(part.path, taken)), depth, budget)
    except _TooMuchError as error:
        yield Failure(raw.source, "source", f"{error}: split it into smaller ones")
    except (zipfile.BadZipFile, EOFError, NotImplementedError, ValueError, RecursionError, OSError) as error:
        yield Failure(raw.source, "source", f"it is damaged or no such container ({error}): unpack and save it anew")
    else:
        if mail and not mail.has_text and not taken:
            yield raw  # reading it will say that there is nothing in it


def _handed_on(raw: Raw, part: _Unpacked, depth: int, budget: _Budget) -> Iterator[Raw | Failure]:
    source = f"{raw.source}/{part.path}"
    if part.fault:
        yield Failure(source, "source", part.fault)
    elif part.media_type is None:
        known = " ".join(sorted(MEDIA_TYPES))
        yield Failure(source, "source", f"it is not of a type that can be read; known are {known}")
    else:
        facts = replace(raw.facts, title=None, url=None)
        yield from _opened(Raw(source, part.media_type, part.data, facts), depth + 1, budget)


def _zip_parts(data: bytes, budget: _Budget) -> Iterator[_Unpacked]:
    if data.count(_ENTRY) > MOST_LISTED:
        raise _TooMuchError(f"it lists more than {MOST_LISTED:,} parts")
    with zipfile.ZipFile(BytesIO(data)) as packed:
        for entry in packed.infolist():
            if entry.is_dir() or is_passed_over(entry.filename):
                continue
            budget.entry()
            if entry.flag_bits & 1:
                yield _Unpacked(entry.filename, None, b"", "it is encrypted: unpack it with its password")
            elif entry.compress_type not in _PLAIN:
                yield _Unpacked(entry.filename, None, b"", "it is packed in a way that cannot be read: unpack it")
            else:
                yield _zip_part(packed, entry, budget)


def _zip_part(packed: zipfile.ZipFile, entry: zipfile.ZipInfo, budget: _Budget) -> _Unpacked:
    media_type = _media_type(entry.filename)
    if media_type is None:
        return _Unpacked(entry.filename, None, b"")
    slices, size = [], 0
    try:
        with packed.open(entry) as file:
            while some := file.read(_SLICE):
                budget.took(len(some))
                size += len(some)
                if size > MOST_PART:
                    return _Unpacked(entry.filename, None, b"", f"it is over {MOST_PART // 1_000_000} MB: split it")
                slices.append(some)
    except _TooMuchError:
        raise
    except Exception as error:  # zlib has its own, and damage shows in others as well
        return _Unpacked(entry.filename, None, b"", f"it is damaged in its container ({error}): save it anew")
    return _Unpacked(entry.filename, media_type, b"".join(slices))


def _mail_parts(parts: Iterator[Part], budget: _Budget) -> Iterator[_Unpacked]:
    for part in parts:
        if is_passed_over(part.name):
            continue
        budget.entry()
        budget.took(len(part.data))
        yield _Unpacked(part.name, _attached_type(part), part.data, part.fault)


def _attached_type(part: Part) -> str | None:
    by_name = _media_type(part.name)
    return by_name or (part.media_type if part.media_type in MEDIA_TYPES.values() else None)


def _media_type(path: str) -> str | None:
    return MEDIA_TYPES.get(PurePosixPath(path.replace("\\", "/")).suffix.lower())

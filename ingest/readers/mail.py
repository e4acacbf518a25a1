"""E-mails (.eml) and saved pages of one file (.mht): their text, and what is attached."""

from __future__ import annotations

import email
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from email.message import EmailMessage, Message, MIMEPart
from email.policy import default
from typing import NamedTuple

from ingest.errors import NoTextError, ReadError
from ingest.minutes import Block, BlockKind, Raw
from ingest.readers import html, text
from ingest.readers.media import EML
from ingest.readers.normalise import clean

_HEAD = (("Subject", "subject"), ("From", "from"), ("To", "to"), ("Sent", "date"))
"""What stands above the text. "Sent", and not "Date": a line of that name would be taken for the date of a meeting."""
_MOST_PARTS = 2_000
MOST_BOUNDARIES = 20_000
"""Lines that may part two parts; each part costs a fraction of a millisecond."""
MOST_COMPARED = 30_000_000
"""Lines times levels: each line is compared with the boundary of each level that it may lie in."""
LONGEST_HEADER = 4_000
"""Bytes of a header that describes a part: the time to parse its parameters grows faster than their number."""
MOST_HEADERS = 300_000
"""Bytes of all such headers together."""
LONGEST_SHOWN = 50_000
"""Characters of a header that is shown: a thousand addresses are shorter, and its time grows with the square."""
_LEVEL = re.compile(rb"boundary[\d*\s]{0,9}=", re.IGNORECASE)
_DESCRIBED = re.compile(rb"-(?:type|disposition)[ \t]*:(?:(?:\r\n?|\n)[ \t]|[^\r\n])*", re.IGNORECASE)
"""Content-Type and Content-Disposition, from the hyphen on, which is found fast."""
_MESSAGE = "message/rfc822"
_Reader = Callable[[Raw], list[Block]]
_SUFFIXES = {"text/plain": ".txt", "text/html": ".html", "application/pdf": ".pdf", _MESSAGE: ".eml"}


class Part(NamedTuple):
    """What is attached to an e-mail: its name, media type and bytes, or why it cannot be read."""

    name: str
    media_type: str
    data: bytes
    fault: str | None = None


def read(raw: Raw) -> list[Block]:
    """Return the text of an e-mail below its subject and who wrote it, or the page that an .mht holds.

    Raises ReadError where it is neither, NoTextError where it has no text.
    """
    message = _parsed(raw.data)
    body = _body(message)
    if body is None:
        raise NoTextError("the e-mail has no text of its own")
    reader, data = body
    lines = [f"{name}: {clean(value)}" for name, key in _HEAD if (value := _header(message, key))]
    head = [Block(line, BlockKind.PARAGRAPH) for line in lines] if raw.media_type == EML else []
    return head + reader(Raw(raw.source, raw.media_type, data))


class Unpacked(NamedTuple):
    """An e-mail parsed once: whether it has text of its own, and what is attached."""

    has_text: bool
    parts: Iterator[Part]


def unpacked(data: bytes) -> Unpacked:
    """Parse an e-mail; of one that is damaged there are no parts, and reading its text will say what is wrong.

    The parts raise ValueError where there are far too many.
    """
    try:
        message = _parsed(data)
    except ReadError:
        return Unpacked(True, iter(()))
    return Unpacked(_has_text(message), _parts(message))


def _has_text(message: EmailMessage) -> bool:
    try:
        body = _body(message)
    except ReadError:
        return True  # reading it will say what is wrong
    return body is not None and bool(body[1].strip())


def _parts(message: EmailMessage) -> Iterator[Part]:
    """Yield what is attached; pictures inside of the text are no documents."""
    for number, part in enumerate(_attached(message), start=1):
        if number > _MOST_PARTS:
            raise ValueError(f"more than {_MOST_PARTS:,} parts")
        media_type = part.get_content_type()
        name = _name(part) or f"part {number}{_SUFFIXES.get(media_type, '')}"
        if media_type == "application/ms-tnef" or name.lower() == "winmail.dat":
            fault = "it holds attachments in Outlook's own format (TNEF): ask for them as ordinary attachments"
            yield Part(name, media_type, b"", fault)
        else:
            yield Part(name, media_type, _payload(part))


def _parsed(data: bytes) -> EmailMessage:
    _refuse_costly(data)
    try:
        message = email.message_from_bytes(data, policy=default)
    except Exception as error:  # the parser raises whatever a malformed header makes it stumble on
        raise ReadError(f"the e-mail is damaged ({error}): save it anew") from error
    if not message.keys():
        raise ReadError("it has no header of an e-mail or saved page: give the file its right suffix")
    return message


def _refuse_costly(data: bytes) -> None:
    """Raise ReadError where an e-mail is made so that parsing it would not end."""
    lines = max(data.count(b"\n"), data.count(b"\r"))
    levels = sum(1 for _ in _LEVEL.finditer(data))
    if levels * lines > MOST_COMPARED or data.count(b"\n--") + data.count(b"\r--") > MOST_BOUNDARIES:
        raise ReadError("it has far more parts than an e-mail: save what is attached as files")
    total = 0
    for header in _DESCRIBED.finditer(data):
        length = header.end() - header.start()
        total += length
        if length > LONGEST_HEADER or total > MOST_HEADERS:
            raise ReadError("its headers are far longer than those of an e-mail: save what is attached as files")


def _body(message: EmailMessage) -> tuple[_Reader, bytes] | None:
    """The reader for the text of a message, and its bytes; text before HTML."""
    try:
        part = message.get_body(("plain", "html"))
        if part is None:
            return None
        data = _payload(part)
    except Exception as error:
        raise ReadError(f"the text of the e-mail is damaged ({error}): save it anew") from error
    return (html.read if part.get_content_type() == "text/html" else text.read), data


def _attached(message: EmailMessage) -> Iterator[EmailMessage]:
    try:
        for part in message.iter_attachments():
            inside = part.get_content_maintype() in {"image", "font"} or part.get_content_type() == "text/css"
            if not inside:
                yield part
    except (AttributeError, KeyError, LookupError, TypeError) as error:
        raise ValueError(f"its parts are not in order: {error}") from error


def _payload(part: MIMEPart) -> bytes:
    """The bytes of a part, text as UTF-8; of a message that is attached, all of it."""
    if part.get_content_type() == _MESSAGE:
        inner = part.get_payload()
        first = inner[0] if isinstance(inner, list) and inner else None
        return first.as_bytes() if isinstance(first, Message) else b""
    if part.get_content_maintype() == "text":
        with suppress(LookupError, UnicodeError, KeyError, ValueError):
            return str(part.get_content()).encode("utf-8", "replace")
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def _name(part: EmailMessage) -> str:
    with suppress(LookupError, UnicodeError, ValueError, TypeError):
        return part.get_filename() or ""
    return ""


def _header(message: EmailMessage, key: str) -> str:
    """A header as text; "" where it is missing, overlong or cannot be understood."""
    if any(len(value) > LONGEST_SHOWN for name, value in message.raw_items() if name.lower() == key):
        return ""
    with suppress(Exception):  # the parser of headers raises whatever it stumbles on, and only when it is asked
        return str(message[key] or "")
    return ""

"""The signs of a commitment in a statement: its words, its tense, who asks or answers, and where it stands."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from ingest.commitments.statements import Statement
from ingest.minutes import Kind

WORDED = Path(__file__).parent / "signs.toml"


def _compiled() -> dict[str, re.Pattern[str]]:
    """The patterns of `signs.toml`, in its order."""
    kept = tomllib.loads(WORDED.read_text(encoding="utf-8"))
    parts = {f"{{{name}}}": pattern for name, pattern in kept["parts"].items()}
    named = re.compile("|".join(map(re.escape, parts)))
    return {
        name: re.compile(named.sub(lambda part: parts[part[0]], pattern), re.I)
        for name, pattern in kept["signs"].items()
    }


_WORDED = _compiled()
_ITEMS = {
    "item: arising": re.compile(r"\b(?:matters? arising|actions?|updates?|outstanding|progress|tracker)\b", re.I),
    "item: correspondence": re.compile(r"\bcorrespondence\b", re.I),
    "item: finance": re.compile(r"\b(?:financ\w+|accounts?|payments?|invoices?|precept|bank)\b", re.I),
    "item: minutes": re.compile(r"\bminutes\b", re.I),
    "item: reports": re.compile(r"\breports?\b", re.I),
    "item: other": re.compile(r"\b(?:other business|a\.?o\.?c?\.?b)\b", re.I),
    "item: planning": re.compile(r"\bplanning\b", re.I),
    "item: next": re.compile(r"\b(?:next meeting|close|apologies|present)\b", re.I),
}
_UNDER = ("resolved", "agreed that", "recommends", "action", "asks", "debates", "body agreed", "suggests", "introduces")
_AFTER = ("asks a question", "resolved", "in reply", "debates")
_TOGETHER = (
    ("were advised", "would"),
    ("were advised", "has been done"),
    ("says that", "would"),
    ("says that", "has done"),
    ("confirms", "would"),
    ("has been done", "item: arising"),
    ("has done", "item: arising"),
    ("would", "listed"),
    ("will", "deadline"),
    ("would", "deadline"),
    ("due", "deadline"),
    ("resolved", "that someone should"),
    ("in resolution", "that someone should"),
    ("agreed that", "person would"),
    ("asks", "asks a question"),
    ("needs", "says that"),
    ("short", "no verb"),
    ("money", "no verb"),
    ("past", "has been done"),
)
"""Signs that say more together than each of them."""
_PLACED = (
    "owner",
    "in resolution",
    "in resolution, listed",
    "listed",
    "short",
    "long",
    "no verb",
    "past only",
    "present only",
)
NAMES: tuple[str, ...] = (
    *_WORDED,
    *_ITEMS,
    *(f"under: {name}" for name in _UNDER),
    *(f"after: {name}" for name in _AFTER),
    *_PLACED,
    *(f"{one} + {other}" for one, other in _TOGETHER),
)
"""The names of the signs."""

_SHORT, _LONG = 8, 40
"""Words of a statement."""
_FIRST_WORDS = 400
"""Characters of a statement that are looked at."""
_VERB = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|do|does|did|will|would|shall|should|can|could|may|might|must|to)\b|\w+ed\b",
    re.I,
)
_AHEAD = re.compile(r"\b(?:will|would|shall|should|to be|going to|has|have|had|due)\b", re.I)


def signs(statement: Statement) -> frozenset[str]:
    """The signs that a statement bears, of `NAMES`."""
    body = statement.body[:_FIRST_WORDS]
    found = {name for name, pattern in _WORDED.items() if pattern.search(body)}
    title = statement.item.title or ""
    found |= {name for name, pattern in _ITEMS.items() if pattern.search(title)}
    found |= set(_around("under", statement.lead, _UNDER)) | set(_around("after", statement.before, _AFTER))
    found |= set(_placed(statement, body, found))
    found |= {f"{one} + {other}" for one, other in _TOGETHER if one in found and other in found}
    return frozenset(found)


def _around(where: str, text: str, names: tuple[str, ...]) -> Iterator[str]:
    """The signs of a statement beside this one."""
    for name in names if text else ():
        if _WORDED[name].search(text[-_FIRST_WORDS:]):
            yield f"{where}: {name}"


def _placed(statement: Statement, body: str, found: set[str]) -> Iterator[str]:
    words, resolution = len(body.split()), statement.kind is Kind.RESOLUTION
    ahead = _AHEAD.search(body)
    holds = (
        statement.owner is not None,
        resolution,
        resolution and (statement.listed or "that clause" in found),
        statement.listed,
        words < _SHORT,
        words > _LONG,
        not _VERB.search(body),
        "past" in found and not ahead,
        "present" in found and not ahead and "past" not in found,
    )
    yield from (name for name, holds_here in zip(_PLACED, holds, strict=True) if holds_here)

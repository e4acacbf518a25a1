"""Names of parts in containers: written by strangers, so made safe before they are part of a source."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 120
"""Characters of one part of a path."""
_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069:*?\"<>|]+")
_CLUTTER = frozenset({"thumbs.db", "desktop.ini"})


def is_hidden(name: str) -> bool:
    """Whether a name is hidden or that of a lock file of an open office document."""
    return name.startswith((".", "~$"))


def is_passed_over(path: str) -> bool:
    """Whether a part is clutter: hidden, a lock file, or what a system leaves in archives."""
    parts = _parts(path)
    hidden = any(is_hidden(part) or part == "__MACOSX" for part in parts)
    return not parts or hidden or parts[-1].lower() in _CLUTTER


def safe_path(path: str, taken: set[str]) -> str:
    """Return a relative path without "..", drives, control characters or overlong names, that is not yet `taken`.

    It is added to `taken`. Two parts of one name get "(2)", "(3)"… in their order.
    """
    parts = [_safe(part) for part in _parts(path)]
    whole = "/".join(part for part in parts if part) or "unnamed"
    found, number = whole, 1
    while found.casefold() in taken:
        number += 1
        stem, dot, suffix = whole.rpartition(".")
        found = f"{stem} ({number}).{suffix}" if dot and "/" not in suffix else f"{whole} ({number})"
    taken.add(found.casefold())
    return found


def _parts(path: str) -> list[str]:
    return [part for part in path.replace("\\", "/").split("/") if part.strip() not in {"", ".", ".."}]


def _safe(part: str) -> str:
    plain = _UNSAFE.sub(" ", unicodedata.normalize("NFC", part.encode("utf-8", "replace").decode()))
    plain = " ".join(plain.split()).strip(". ")
    if len(plain) <= LONGEST:
        return plain
    stem, dot, suffix = plain.rpartition(".")
    return f"{stem[: LONGEST - len(suffix) - 1]}.{suffix}" if dot and len(suffix) <= 10 else plain[:LONGEST]

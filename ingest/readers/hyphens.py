"""Words that a line break cut in two."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence, Set

from ingest.readers.normalise import LINE_BREAK_HYPHENS

_WORD = re.compile(r"[^\W\d_]+(?:[-‐‑][^\W\d_]+)*")
_CUT = re.compile(r"([^\W\d_]+(?:[-‐‑][^\W\d_]+)*)[-‐‑]$")
_TAIL = 100
"""No word that a line cuts is longer: only so much of a line's end is looked at."""
_TERM = re.compile(r"\w[-/]$")
_MARKED = re.compile(rf"(?<=\w)[{LINE_BREAK_HYPHENS}\ufffd]\s*$")
_HYPHENED = frozenset({"cross", "multi", "non", "self"})
"""First parts that British usage nearly always writes with a hyphen."""
_PREFIXES = frozenset("anti co ex inter mid post pre pro re semi sub un".split())
"""First parts that are no words: the hyphen stays where the rest is a word of the document ("re-adopted")."""


def shown(line: str) -> str:
    """Return `line` with a plain hyphen at its end where the extractor left another sign for a line-break hyphen."""
    return _MARKED.sub("-", line)


def vocabulary(lines: Iterable[str]) -> frozenset[str]:
    """Return the words of `lines` in lower case, hyphenated ones whole, without the halves of words cut in two."""
    found: set[str] = set()
    after_cut = False
    for line in lines:
        words = [word.lower().replace("‐", "-").replace("‑", "-") for word in _WORD.findall(_uncut(line))]
        found.update(words[1:] if after_cut else words)
        after_cut = _cut(line) is not None
    return frozenset(found)


def joined(lines: Sequence[str], words: Set[str]) -> tuple[str, list[int]]:
    """Return `lines` joined into one, and where in it each begins.

    A cut word is put together as the rest of the document (`words`) writes it.

    "Coun-" + "cillor" is "Councillor" and "multi-" + "agency" stays "multi-agency". The rule, in order: the hyphen
    stays before a capital or digit and where the hyphenated word stands elsewhere; it goes where the joined word stands
    elsewhere; it stays after "non" and the like, and where both parts are words of the document; else it goes.
    """
    pieces, starts = [lines[0]], [0]
    for line in lines[1:]:
        pieces[-1], between = _end(pieces[-1], line, words)
        pieces += [between, line]
        starts.append(starts[-1] + len(pieces[-3]) + len(between))
    return "".join(pieces), starts


def _end(before: str, line: str, words: Set[str]) -> tuple[str, str]:
    """Return `before` as it is written in front of `line`, without its hyphen or with it, and what parts the two."""
    cut = _cut(before)
    if cut is None:
        # "2026-" + "28" and "2024/" + "25" are one term.
        return before, "" if _TERM.search(before[-2:]) and line[0].isdigit() else " "
    rest = _WORD.match(line[:_TAIL])
    if not rest or not rest.group()[0].islower():
        return before, ""
    return before if _keeps(cut.lower(), rest.group().lower(), words) else before[:-1], ""


def _cut(line: str) -> str | None:
    """Return the first half of the word that the end of `line` cuts, None without one."""
    found = _CUT.search(line[-_TAIL:])
    return found.group(1) if found else None


def _uncut(line: str) -> str:
    """Return `line` without the half of a word at its end."""
    return line[:-_TAIL] + _CUT.sub("", line[-_TAIL:])


def _keeps(first: str, second: str, words: Set[str]) -> bool:
    """Whether `first` and `second` are written with a hyphen between them."""
    if f"{first}-{second}" in words:
        return True
    if first + second in words:
        return False
    return "-" in first or first in _HYPHENED or (second in words and (first in words or first in _PREFIXES))

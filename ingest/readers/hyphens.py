"""Words that a line break cut in two."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence, Set

from ingest.readers.normalise import LINE_BREAK_HYPHENS

_WORD = re.compile(r"[^\W\d_]+(?:[-‐‑][^\W\d_]+)*")
_CUT = re.compile(r"([^\W\d_]+(?:[-‐‑][^\W\d_]+)*)[-‐‑]$")
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
        words = [word.lower().replace("‐", "-").replace("‑", "-") for word in _WORD.findall(_CUT.sub("", line))]
        found.update(words[1:] if after_cut else words)
        after_cut = bool(_CUT.search(line))
    return frozenset(found)


def joined(lines: Sequence[str], words: Set[str]) -> tuple[str, list[int]]:
    """Return `lines` joined into one, and where in it each begins.

    A cut word is put together as the rest of the document (`words`) writes it.

    "Coun-" + "cillor" is "Councillor" and "multi-" + "agency" stays "multi-agency". The rule, in order: the hyphen
    stays before a capital or digit and where the hyphenated word stands elsewhere; it goes where the joined word stands
    elsewhere; it stays after "non" and the like, and where both parts are words of the document; else it goes.
    """
    text, starts = lines[0], [0]
    for line in lines[1:]:
        text = _put(text, line, words)
        starts.append(len(text) - len(line))
    return text, starts


def _put(text: str, line: str, words: Set[str]) -> str:
    cut = _CUT.search(text)
    if not cut:
        # "2026-" + "28" and "2024/" + "25" are one term.
        return text + line if _TERM.search(text) and line[0].isdigit() else f"{text} {line}"
    rest = _WORD.match(line)
    if not rest or not rest.group()[0].islower():
        return text + line
    return text + line if _keeps(cut.group(1).lower(), rest.group().lower(), words) else text[:-1] + line


def _keeps(first: str, second: str, words: Set[str]) -> bool:
    """Whether `first` and `second` are written with a hyphen between them."""
    if f"{first}-{second}" in words:
        return True
    if first + second in words:
        return False
    return "-" in first or first in _HYPHENED or (second in words and (first in words or first in _PREFIXES))

"""Spaces lost or put into a word in one reading of a page, mended where another reading of it proves it."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import replace
from itertools import pairwise

from ingest.readers.lines import Line

_WORD = re.compile(r"[^\W\d_]+")
_PAIR = re.compile(r"(?<![^\W\d_])([^\W\d_]+) (?=([^\W\d_]+))")

_STEM, _ENDING = 5, 3
"""Words of one stem share so many letters, and end in at most so many of their own."""
_LONGEST, _LONGEST_LINE = 60, 1_000
"""A longer word, or a longer line, is no printed one: it is left alone, and takes no time."""


def mended(pages: Sequence[Sequence[Line]], other: Sequence[str]) -> list[list[Line]]:
    """Return the lines of each page with "Re port" as "Report" and "resolvedto" as "resolved to", if that is certain.

    Args:
        pages: the lines of each page.
        other: the text of each page in another reading.

    It is where the other reading has it so on the same page and never as it stands here, and the words of the mended
    text also stand elsewhere in the document, or a form of them does ("reported"). Nothing but spaces changes.
    """
    known = {word for page in pages for line in page for word in _WORD.findall(line.text)}
    known |= {form for word in known for form in _forms(word)}
    return [_page(page, text, known) for page, text in zip(pages, other, strict=True)]


def _forms(word: str) -> set[str]:
    """Return what `word` may be a form of, and what may be one of it without its ending, in lower case."""
    return {word[: len(word) - cut].lower() for cut in range(_ENDING + 1) if len(word) - cut >= _STEM}


def _page(page: Sequence[Line], other: str, known: Set[str]) -> list[Line]:
    ours = {word for line in page for word in _WORD.findall(line.text)}
    theirs = set(_WORD.findall(other))
    alone = ours - theirs
    if not alone:
        return list(page)
    pairs = set(_PAIR.findall(other))
    return [_line(line, alone, theirs, pairs, known) for line in page]


def _line(line: Line, alone: Set[str], theirs: Set[str], pairs: Set[tuple[str, str]], known: Set[str]) -> Line:
    """Return `line` mended; only a word that is `alone` in this reading of the page can be at fault."""
    if len(line.text) > _LONGEST_LINE:
        return line
    found = list(_WORD.finditer(line.text))
    if alone.isdisjoint(word.group() for word in found):
        return line
    gone: set[int] = set()
    wanted: set[int] = set()
    for one, two in pairwise(found):
        first, second = one.group(), two.group()
        whole = first + second
        parted = line.text[one.end() : two.start()] == " " and (first, second) not in pairs
        if parted and not alone.isdisjoint((first, second)) and whole in theirs and not _forms(whole).isdisjoint(known):
            gone.add(one.end())
    for word in found:
        if word.group() in alone and len(word.group()) <= _LONGEST:
            wanted |= {word.start() + at for at in _cuts(word.group(), pairs, known)}
    signs = [("" if at in gone else " " * (at in wanted) + sign) for at, sign in enumerate(line.text)]
    return replace(line, text="".join(signs))


def _cuts(word: str, pairs: Set[tuple[str, str]], known: Set[str]) -> list[int]:
    """Return where `word` is two words that the other reading parts; none unless there is just one such place."""
    places = [at for at in range(1, len(word)) if (word[:at], word[at:]) in pairs]
    places = [at for at in places if {word[:at], word[at:]} <= known]
    return places if len(places) == 1 else []

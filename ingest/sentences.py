"""Where the sentences of a record begin and end, as character ranges: nothing is ever copied or changed."""

from __future__ import annotations

import re

_TITLES = frozenset("cllr cllrs cyng mr mrs ms mx dr prof rev revd hon messrs gen col capt sgt supt insp".split())
"""Words before a name: their full stop never ends a sentence."""

_ABBREVIATIONS = frozenset(
    "sir st esq jr sr no nos para paras p pp ref fig figs app vol ed art sec cl ch v vs cf al c min approx est incl "
    "excl inc ltd co plc dept govt corp assoc cttee mtg tel ext ave rd sq ln dr gdns cres hse "
    "e.g i.e eg ie etc viz a.m p.m am pm c.c.c jan feb mar apr jun jul aug sep sept oct nov dec".split()
)
"""Words whose full stop ends a sentence only before a word that opens one."""

_ENDING = frozenset("etc a.m p.m am pm ltd plc co rd ave sq al".split())
"""Of those, the ones that end it before any capital letter."""

_OPENERS = frozenset(
    "The This That These Those It Its He She His Her They Their We Our There An In On At As For If When After Before "
    "Following However Members Councillor Councillors Cllr Cllrs All Some".split()
)

_STOP = re.compile(r"""[.!?…]+["'”’)\]]*(?=\s)""")
_NEXT = re.compile(r"""\s+["'“‘(\[]*(?P<word>[^\W\d_]+(?=\s)|\S)""")
_POINT = re.compile(r"\s+\(?(?:[a-z]|[ivx]{1,5})[.)]\s")
"""A lettered point in running text: "a. …", "(ii) …"."""
_LAST_WORD = re.compile(r"[\w.’'-]+$")
_LOOK_BACK = 40
"""Characters before a full stop that are looked at: the time taken grows with the length of a text, not faster."""
_INITIALS = re.compile(r"[A-Z](?:\.-?[A-Z])*")
_LETTERED = re.compile(
    r"\b(?:annex|appendix|area|band|block|category|class|district|grade|group|lot|option|part|phase|plan|route|schedule"
    r"|section|site|team|zone)\s+[A-Z]$",
    re.I,
)
"""What is told apart by a letter, which is then no initial."""
_COUNTER = re.compile(
    r"[\s•·▪●*–-]*(?:\(?(?:[A-Z]{1,4}[ ./]?)?\d{1,4}(?:[./]\d{1,4}){0,3}[A-Za-z]?\)?|[A-Za-z]|[ivx]{1,5}|[IVX]{1,5})"
)
"""The number or letter of a list item at the start of a sentence: "1", "77/21", "C 08/042", "(199)", "ii"."""


_ENCODED_WORDS = 4
"""Sentences of fewer words get no vector: they say too little to be near to anything."""


def is_encoded(sentence: str) -> bool:
    """Whether a sentence has a vector of its own: the rows of `Index.sentences` are of these."""
    return len(sentence.split()) >= _ENCODED_WORDS


def sentences(text: str) -> list[tuple[int, int]]:
    """Split text into sentences; a line break always ends one.

    Returns:
        The range of each sentence, in characters, without the white space around it; together they hold all else.
    """
    ranges: list[tuple[int, int]] = []
    at = 0
    for line in text.splitlines(keepends=True):
        ranges += _of_line(text, at, at + len(line))
        at += len(line)
    return ranges


def _of_line(text: str, start: int, end: int) -> list[tuple[int, int]]:
    ranges, first = [], start
    for stop in _STOP.finditer(text, start, end):
        if _ends_sentence(text, first, stop, end):
            ranges.append((first, stop.end()))
            first = stop.end()
    ranges.append((first, end))
    trimmed = (_trim(text, a, b) for a, b in ranges)
    return [(a, b) for a, b in trimmed if a < b]


def _ends_sentence(text: str, first: int, stop: re.Match[str], end: int) -> bool:
    following = _NEXT.match(text, stop.end(), end)
    if not following:
        return True
    if following["word"][0].islower() and not _POINT.match(text, stop.end(), end):
        return False
    if not stop.group().startswith("."):
        return True
    if _COUNTER.fullmatch(text, first, stop.start()):
        return False
    near = max(first, stop.start() - _LOOK_BACK)
    last = _LAST_WORD.search(text, near, stop.start())
    if last is None or _LETTERED.search(text, near, stop.start()):
        return True
    return _can_end(last.group(), following["word"])


def _can_end(last: str, following: str) -> bool:
    """Whether a full stop between these words ends a sentence; it may belong to an abbreviation or an initial."""
    lower = last.lower()
    if lower in _TITLES:
        return False
    if lower in _ENDING and following[0].isupper():
        return True
    if lower in _ABBREVIATIONS or _INITIALS.fullmatch(last):
        return following in _OPENERS
    return True


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end

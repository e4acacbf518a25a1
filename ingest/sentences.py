"""Where the sentences of a record begin and end, as character ranges: nothing is ever copied or changed."""

from __future__ import annotations

import re

_ABBREVIATIONS = frozenset(
    "cllr cllrs cyng cr mr mrs ms mx dr prof rev revd hon sir st messrs esq jr sr gen col capt sgt supt insp "
    "no nos para paras ref fig figs app vol ed pp art sec cl ch min approx est incl excl inc ltd co plc dept "
    "govt corp assoc cttee mtg tel ext ave rd sq ln dr gdns cres hse "
    "e.g i.e eg ie etc viz cf vs al a.m p.m am pm c.c.c jan feb mar apr jun jul aug sep sept oct nov dec".split()
)
"""Words whose full stop does not end a sentence."""

_ENDING = frozenset("etc a.m p.m am pm ltd plc co rd ave sq al".split())
"""Of those, the ones that do end it where a capital letter and no name follows."""

_STOP = re.compile(r"""[.!?…]+["'”’)\]]*(?=\s)|(?<=[.!?])["”’](?=\s)""")
_NEXT = re.compile(r"""\s+["'“‘(\[]*(\S)""")
_LAST_WORD = re.compile(r"([\w.’'-]+)$")


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
    letter = following.group(1)
    if not stop.group().startswith("."):
        return not letter.islower()
    word = _LAST_WORD.search(text, first, stop.start())
    if word is None:
        return letter.isupper() or letter.isdigit()
    last = word.group(1).lower()
    if word.start() == first and len(last.strip(".")) <= 4 and not last.isalpha():
        return False  # the number of a list item: "1.", "77/21."
    if len(last) == 1 and last.isalpha() and word.group(1).isupper():
        return False  # an initial: "A. Thomas"
    if word.start() == first and len(last) == 1:
        return False  # a letter that counts: "a."
    if last in _ABBREVIATIONS:
        return last in _ENDING and letter.isupper()
    return not letter.islower()


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end

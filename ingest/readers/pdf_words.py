"""Which of two readings of one PDF has its words whole."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from ingest.readers.normalise import LINE_BREAK_HYPHENS

_WORD = re.compile(r"[^\W\d_]+")
_CUT = re.compile(rf"(?<=\w)(?:-\s*\n|[{LINE_BREAK_HYPHENS}]\s*)")


def prefer_second(first: Sequence[Sequence[str]], second: Sequence[str]) -> bool:
    """Whether `second`, the text of each page, beats `first`, the lines of each page.

    It does where `first` has one word to a line (as from Google Docs), or where more of the words that only it has are
    known from the part on which both agree: a reading with "Rep ort" or "resolvedto" has words that stand nowhere else.
    """
    rows = [row for page in first for row in page if row]
    if _is_broken_up(rows):
        return True
    ours, theirs = _words("\n".join(rows)), _words("\n".join(second))
    agreed = ours & theirs
    return _known(theirs - ours, agreed) > _known(ours - theirs, agreed)


def _is_broken_up(rows: Sequence[str]) -> bool:
    """Whether most of the lines hold a single word."""
    single = sum(" " not in row for row in rows)
    return len(rows) >= 20 and single > 0.6 * len(rows)


def _words(text: str) -> Counter[str]:
    """Return the words of `text`, those cut by a line break whole."""
    return Counter(_WORD.findall(_CUT.sub("", text).lower()))


def _known(words: Counter[str], agreed: Counter[str]) -> int:
    return sum(count * len(word) for word, count in words.items() if word in agreed)

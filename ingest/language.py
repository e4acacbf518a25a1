"""Whether a record is in Welsh or English, by the small words that every sentence of the one or the other needs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from ingest.minutes import Block

ENGLISH, WELSH = "en", "cy"

_WELSH_WORDS = frozenset(
    "yn yr y ym yng ac wedi gan gyda mae oedd roedd bod fod bydd fydd byddai fyddai cafodd eu ei hwn hon hyn nid ddim "
    "dim dros drwy rhwng wrth cyn heb mewn fel nad sydd ond neu hefyd iddo iddi iddynt ato arno ganddo ynghylch "
    "rhan gofynnwyd cytunwyd penderfynwyd cynhaliwyd cynhelir derbyniwyd adroddwyd cyfarfod cofnodion".split()
)
_ENGLISH_WORDS = frozenset(
    "the of and to in for was were is be by that with from as which have has had this it been will would their not "
    "but or are an if there they than meeting minutes held".split()
)
"""What both languages write ("a", "i", "at", "am", "on") is in neither."""
_WORD = re.compile(r"[^\W\d_]+")


def language_of(blocks: Sequence[Block]) -> str:
    """The language that most of a record is in, "cy" or "en"; English where neither has more of its small words.

    A name ("Cyngor Tref y Bala") weighs little against the text it stands in, and so does a heading in both languages.
    """
    words = Counter(word for block in blocks for word in _WORD.findall(block.text.lower()))
    welsh = sum(words[word] for word in _WELSH_WORDS)
    return WELSH if welsh > sum(words[word] for word in _ENGLISH_WORDS) else ENGLISH

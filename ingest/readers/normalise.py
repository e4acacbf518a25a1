"""Text without what cannot be seen: one form of each letter, of each space and of each bullet. Spelling stays."""

from __future__ import annotations

import re
import unicodedata

LINE_BREAK_HYPHENS = "\u00ad\ufffe\x02"
"""Characters that extractors leave where a line ended in a hyphen (soft hyphen, PDFium's U+FFFE, Symbol's U+0002)."""

_BULLETS = {
    "\uf0b7": "•",
    "\uf0a7": "▪",
    "\uf0d8": "➢",
    "\uf0fc": "✓",
    "\uf0e0": "→",
    "\uf02d": "-",
    "\uf06f": "o",
}
"""Word's bullets from the Symbol and Wingdings fonts, which Unicode puts in its private use area."""

_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "ft", "ﬆ": "st"}
_TABLE = str.maketrans(_BULLETS | _LIGATURES)
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]"
)
_LOST_HYPHEN = re.compile(r"(?<=\w)[\ufffe\x02]\s*(?=\w)")
_NOT_CHARACTERS = re.compile("[\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_UNREADABLE = re.compile(r"\ufffd(?:\s*\ufffd)+")
_RULES = re.compile(r"_{2,}|-{5,}|={4,}|\*{5,}|\.{5,}|…{3,}")
_SPACE = re.compile(r"\s+")


def clean(text: str) -> str:
    """Return `text` on one line in NFC, without invisible characters, runs of white space as one space.

    Lines drawn with characters ("______", ".....") and runs of unreadable characters become one space.
    """
    text = _LOST_HYPHEN.sub("-", text.translate(_TABLE))
    text = _NOT_CHARACTERS.sub("\ufffd", _INVISIBLE.sub("", text))
    text = _RULES.sub(" ", _UNREADABLE.sub(" ", text))
    return _SPACE.sub(" ", unicodedata.normalize("NFC", text)).strip()

"""Numbers as records print them, in figures or in words."""

from __future__ import annotations

_SMALL = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
NUMBER_WORDS = (*_SMALL, *_TENS, "hundred", "thousand", "million", "billion", "dozen")
"""The words of which numbers are made."""
_WORDS = (
    {word: n for n, word in enumerate(_SMALL, start=1)}
    | {word: 10 * n for n, word in enumerate(_TENS, start=2)}
    | {f"{ten}-{one}": 10 * t + o for t, ten in enumerate(_TENS, start=2) for o, one in enumerate(_SMALL[:9], start=1)}
    | {"hundred": 100, "a hundred": 100, "one hundred": 100, "a dozen": 12}
)
SPELT = "|".join(sorted(_WORDS, key=len, reverse=True))
FIGURE = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
NUMBER = rf"(?:{FIGURE}|(?:{SPELT}))"


def value_of(number: str) -> float:
    """The value of a number that `NUMBER` finds."""
    spelt = _WORDS.get(number.lower())
    return float(spelt) if spelt is not None else float(number.replace(",", ""))

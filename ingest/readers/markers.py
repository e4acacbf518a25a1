"""The markers and numbers that blocks begin with, and the look of a title."""

from __future__ import annotations

import re

_ROMAN = r"(?:(?=[ivx])x{0,3}(?:ix|iv|v?i{0,3}))"
_CAPITAL_ROMAN = r"(?:(?=[IVX])X{0,3}(?:IX|IV|V?I{0,3}))"
_BULLET = r"[•·▪●◦○■□➢✓►❖◆*‣⁃]|[-–—o§](?=\s)"
_PAREN = rf"\((?:\d{{1,3}}|[A-Za-z]{{1,2}}|{_ROMAN}|{_CAPITAL_ROMAN})\)"
_DOTTED = r"\d{1,3}(?:\.\d{1,3}){1,8}(?:[ivx]{1,6}|[a-z])?[.):]?"
_NUMBER = r"\d{1,4}(?:[ivx]{1,6}|[a-z])?(?:[.):]|\.\.)"
_LETTER = rf"(?:[A-Za-z]|{_ROMAN}|{_CAPITAL_ROMAN})[.)]"
_SLASHED = r"(?:(?:[A-Z]{1,3} ?)?\d{1,4}/\d{1,4}|[A-Z]{1,3}[./]\d{1,3})[.:]?(?=\s+[A-Z(]|$)"
_LABEL = re.compile(rf"(?:{_BULLET}|{_PAREN}|{_DOTTED}|{_NUMBER}|{_LETTER}|{_SLASHED})(?=\s|$)")
_TIGHT = re.compile(rf"(?:[•·▪●]|{_PAREN}|\d{{1,3}}(?:\.\d{{1,3}})*[ivx]{{0,6}}\)|[ivx]{{1,6}}\))(?=\S)")
_DECISION = re.compile(
    r"(?:it was )?(?:unanimously )?(?:resolved|agreed|recommended|noted|approved|received|carried)\b"
    r"|(?:the )?(?:substantive )?(?:motion|amendment|vote)s? (?:was |were )?(?:carried|lost|agreed|withdrawn|fell)\b"
    r"|(?:for|against|abstain|abstentions?|abstained)\b\W{0,3}\d",
    re.IGNORECASE,
)
_KEYWORD = re.compile(r"[A-Z][A-Z ]{4,30}:")
_VERB = re.compile(r"\b(?:is|are|was|were|has|have|had|will|would|shall|should|be|been)\b")
_ROMANS = (
    "i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx "
    "xxi xxii xxiii xxiv xxv xxvi xxvii xxviii xxix xxx"
).split()
_TITLE_ENDS = ")]”’\"'?:/&%-–*"
_MONEY_OR_TIME = re.compile(r"\d{1,2}[.:]\d{2}(?:\s*[ap]\.?m\b|\s*(?:hrs|hours)\b)", re.IGNORECASE)
_DECIMAL = re.compile(r"\d{1,3}\.\d{1,3}\s*(?:%|p\b|m\b|km\b|million\b|per cent\b|to\b|and\b|on\b|at\b)")


def label(text: str) -> str | None:
    """Return the list marker or printed number that `text` begins with ("(a)", "•", "84.", "2.1"), None without one."""
    if _MONEY_OR_TIME.match(text) or _DECIMAL.match(text):
        return None
    found = _LABEL.match(text) or _TIGHT.match(text)
    return found.group() if found and found.group() else None


def is_bullet(marker: str) -> bool:
    """Whether `marker` is a sign rather than a number or letter."""
    return not any(character.isalnum() for character in marker) or marker == "o"


def is_capitals(text: str) -> bool:
    """Whether `text` is a short line of capitals, as titles are typed; not a postcode, a name's initials or a sum."""
    letters = [character for character in re.sub(r"(?<=\d)(?:st|nd|rd|th)\b", "", text) if character.isalpha()]
    if len(text) > 160 or "£" in text or not re.search(r"[^\W\d_]{4}", text):
        return False
    return sum(character.isupper() for character in letters) >= 0.9 * len(letters)


def looks_like_title(text: str, *, bold: bool = False) -> bool:
    """Whether the words of `text` could be a title: few, the first one capital, no sentence and no sum.

    In bold type more words are allowed, and verbs.
    """
    words = _unmarked(text)
    if not words or not (words[0].isupper() or words[0] in "‘“'\"("):
        return False
    if not (words[-1].isalnum() or words[-1] in _TITLE_ENDS):
        return False
    if ". " in words or "£" in words or len(words) > (200 if bold else 120):
        return False
    return bold or (len(words.split()) <= 16 and not _VERB.search(words))


def is_decision(text: str) -> bool:
    """Whether `text` begins, after its marker, with the words of a decision or vote ("RESOLVED", "For (36)")."""
    return bool(_DECISION.match(_unmarked(text)))


def begins_block(text: str) -> bool:
    """Whether a line is where a block begins by custom: "RESOLVED that", "Motion carried.", "PRESENT: the Mayor"."""
    found = _DECISION.match(text)
    if not found:
        return bool(_KEYWORD.match(text))
    word = found.group().split()[-1]
    return word.isupper() or not word[0].isalpha() or " " in found.group() or text[found.end() :].startswith(":")


def _unmarked(text: str) -> str:
    """Return `text` behind its marker."""
    return text[len(label(text) or "") :].strip()


def follows(first: str, second: str) -> bool:
    """Whether marker `second` is the next one after `first` in the same style: "9." and "10.", "(a)" and "(b)"."""
    if _shape(first) != _shape(second):
        return False
    left, right = re.findall(r"\w+", first), re.findall(r"\w+", second)
    if not left or len(left) != len(right) or left[:-1] != right[:-1]:
        return False
    return _next(left[-1], right[-1])


def _shape(marker: str) -> str:
    return re.sub(r"\w+", "n", marker)


def _next(one: str, other: str) -> bool:
    if one.isdigit() and other.isdigit():
        return int(other) == int(one) + 1
    if len(one) == 1 and len(other) == 1 and ord(other) == ord(one) + 1:
        return True
    low, high = one.lower(), other.lower()
    return low in _ROMANS and high in _ROMANS and _ROMANS.index(high) == _ROMANS.index(low) + 1

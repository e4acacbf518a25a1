"""What may be left out of a sentence of the record without making it say something else. Pure.

A sentence stays whole but for its opening words ("However,", "(a)"), what brackets hold, and whole clauses that only
add to it: "… and that …", ", and … was …", "…; …". Words within a clause stay, so that a figure keeps its place and
year, a promise its "at least" and a speaker their words. Who said it stays: nothing that governs what is kept may go.
No clause may go that denies, conditions, reverses or contrasts; it may be what the rest depends on.
"""

from __future__ import annotations

from search_api.quoting import Sentence

_NEVER_LEFT_OUT = frozenset(
    "not no never none nor neither nothing nobody nowhere without cannot hardly unable unlikely "
    "if unless subject provided providing depend depends depended depending dependent pending until condition "
    "conditions conditional contingent assuming whether otherwise "
    "lost defeated rejected refused declined denied withdrawn failed rescinded revoked overturned superseded cancelled "
    "deferred postponed dismissed against opposed abandoned amended corrected incorrect wrong untrue false misleading "
    "contrary mistaken "
    "draft provisional proposed interim estimated approximately about alleged allegedly claimed said "
    "but however although though despite except excluding only whereas while yet instead rather".split()
)
_OPENING = frozenset(
    "also however furthermore moreover additionally finally further therefore in response reply answer addition".split()
)
"""Words that a sentence may open with and lose."""
_GOVERNING = frozenset("that whether how why what when who which if".split())
_FINITE = frozenset("is are was were be been has have had does did will would shall should can could may might".split())
REFERRING = frozenset("it its they them their he him his she her this these those such which who".split())
"""Words that mean what was said before them."""
_COUNTER_LENGTH = 4


def may_begin(sentence: Sentence, at: int) -> bool:
    """Whether the words before `at` may be left out."""
    left = _lower(sentence, 0, at)
    if not left or all(_is_counter(sentence, n) for n in range(at)):
        return True
    if all(word in _OPENING for word in left):
        return "," in sentence.words[at].before
    whole = ";" in sentence.words[at].before and not _FINITE.isdisjoint(left) and _GOVERNING.isdisjoint(left)
    return whole and _may_go(left) and _stands_alone(sentence, at)


def may_end(sentence: Sentence, at: int) -> bool:
    """Whether the words from `at` on may be left out."""
    left = _lower(sentence, at, len(sentence.words))
    if not left:
        return True
    if _is_bracketed(sentence, at, len(sentence.words)):
        return _may_go(left)
    adds = _adds(sentence, at) or (left[0] == "and" and "," in sentence.words[at].before)
    return adds and not _FINITE.isdisjoint(left) and _may_go(left)


def may_skip(sentence: Sentence, start: int, end: int) -> bool:
    """Whether the words from `start` to `end`, between words that are kept, may be left out."""
    if end - start == 1 and _is_counter(sentence, start):
        return True
    left, following = _lower(sentence, start, end), sentence.words[end].text.lower()
    first_of_several = left[0] == "that" and left[-1] == "and" and following == "that"
    if _is_bracketed(sentence, start, end):
        return _may_go(left)
    adds = first_of_several or (_adds(sentence, start) and _adds(sentence, end))
    return adds and _may_go(left) and _stands_alone(sentence, end)


def _lower(sentence: Sentence, start: int, end: int) -> list[str]:
    return [word.text.lower() for word in sentence.words[start:end]]


def _adds(sentence: Sentence, at: int) -> bool:
    """Whether a clause begins at `at` that only adds: "and that …", or after a semicolon."""
    return ";" in sentence.words[at].before or _lower(sentence, at, at + 2) == ["and", "that"]


def _is_bracketed(sentence: Sentence, start: int, end: int) -> bool:
    """Whether the words from `start` to `end` are all that one pair of brackets holds."""
    marks = [word.before for word in sentence.words[start:end]]
    marks.append(sentence.words[end].before if end < len(sentence.words) else sentence.tail)
    inner = "".join(marks[1:-1])
    return marks[0] == "(" and marks[-1].startswith(")") and "(" not in inner and ")" not in inner


def _may_go(left: list[str]) -> bool:
    return _NEVER_LEFT_OUT.isdisjoint(left) and not any(word.endswith("n't") for word in left)


def _stands_alone(sentence: Sentence, at: int) -> bool:
    """Whether what begins at `at` does not refer to what is left out before it."""
    opening = [word for word in _lower(sentence, at, at + 4) if word not in {"and", "that"}]
    return not opening or opening[0] not in REFERRING


def _is_counter(sentence: Sentence, at: int) -> bool:
    """Whether a word is the number or letter of a list item: "(a)", "2."."""
    word = sentence.words[at]
    after = sentence.words[at + 1].before if at + 1 < len(sentence.words) else sentence.tail
    opens = at == 0 or word.breaks or word.before.endswith("(")
    return opens and len(word.text) <= _COUNTER_LENGTH and after.startswith((")", ".")) and word.text != "I"

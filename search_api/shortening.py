"""What may be left out of a sentence of the record without making it say something else. Pure.

A sentence stays whole but for its opening words ("However,", "(a)"), what brackets hold, and whole clauses that only
add to it: "… and that …", ", and … was …", "…; …". Words within a clause stay, so that a figure keeps its place and
year, a promise its "at least" and a speaker their words. Who said it stays: nothing that governs what is kept may go.
Nothing may go that holds a figure, a date or a word that the question asks for, or that denies, conditions, reverses,
contrasts or concludes: it may be the answer, or what the rest depends on. A decision is never cut.
"""

from __future__ import annotations

import re

from index.time_words import MONTHS, WEEKDAYS
from search_api.number_words import SPELT
from search_api.quoting import Sentence

_NEVER_LEFT_OUT = frozenset(
    "not no never none nor neither nothing nobody nowhere without cannot hardly unable unlikely "
    "if unless subject provided providing depend depends depended depending dependent pending until condition "
    "conditions conditional contingent assuming whether otherwise "
    "lost defeated rejected refused declined denied withdrawn failed rescinded revoked overturned superseded cancelled "
    "deferred postponed dismissed against opposed abandoned amended corrected incorrect wrong untrue false misleading "
    "contrary mistaken passed carried approved adopted agreed accepted unanimous unanimously "
    "draft provisional proposed interim estimated approximately about alleged allegedly claimed said according "
    "least most minimum maximum or more less longer almost nearly projected predicted forecast planned anticipated "
    "but however although though despite except excluding only whereas while yet instead rather".split()
)
_SPELT = re.compile(SPELT, re.I)
_FIGURES = frozenset(
    "hundreds thousand thousands million millions billion dozen dozens half halves third quarter double twice first "
    "second".split()
).union(map(str.title, (*MONTHS, *WEEKDAYS)))
"""Beside numbers, what a figure or date is made of."""
_DECIDING = frozenset(
    "resolve resolved resolves agree agreed agrees recommend recommended recommends decide decided decides voted "
    "ordered instructed delegated authorised".split()
)
_OPENING = frozenset(
    "also however furthermore moreover additionally finally further therefore in response reply answer addition".split()
)
"""Words that a sentence may open with and lose."""
_SAYING = frozenset(
    "that whether said says say told tell tells advised informed reported stated explained indicated felt believed "
    "considered thought argued suggested noted commented confirmed hoped expected asked queried questioned requested "
    "replied responded answered claimed alleged assured clarified outlined highlighted emphasised stressed added "
    "raised acknowledged accepted agreed resolved recommended proposed warned urged pointed reminded remarked observed "
    "expressed described heard understood referred submitted maintained contended denied concluded recognised concern "
    "concerns view views opinion according".split()
)
_FINITE = frozenset("is are was were be been has have had does did will would shall should can could may might".split())
_RELATIVE = frozenset("which who whom whose where when".split())
REFERRING = frozenset("it its they them their he him his she her this these those such which who".split())
"""Words that mean what was said before them."""
_COUNTER = re.compile(r"\d{1,3}[.)]|(?:[a-zA-Z]|[ivx]{1,4})\)")


def may_begin(sentence: Sentence, at: int) -> bool:
    """Whether the words before `at` may be left out: opening words, or the number of a list item."""
    left = _lower(sentence, 0, at)
    opening = all(word in _OPENING for word in left) and "," in sentence.words[at].before
    return opening or all(_is_counter(sentence, n) for n in range(at))


def may_be_followed(sentence: Sentence) -> bool:
    """Whether another sentence may follow after a semicolon: not where it would seem to be what someone said."""
    said = {word.text.lower() for word in sentence.words}
    return _SAYING.isdisjoint(said) and not any(":" in word.before for word in sentence.words)


def may_end(sentence: Sentence, at: int) -> bool:
    """Whether the words from `at` on may be left out."""
    end = len(sentence.words)
    if at == end:
        return True
    adds = _adds(sentence, at) or (sentence.words[at].text == "and" and "," in sentence.words[at].before)
    whole = (adds and _is_clause(sentence, at, end)) or _is_bracketed(sentence, at, end)
    return whole and _may_go(sentence, at, end)


def may_skip(sentence: Sentence, start: int, end: int) -> bool:
    """Whether the words from `start` to `end`, between words that are kept, may be left out."""
    if end - start == 1 and _is_counter(sentence, start):
        return True
    opening, closing, following = (sentence.words[n].text.lower() for n in (start, end - 1, end))
    of_several = (opening, closing, following) == ("that", "and", "that")
    adds = of_several or (_adds(sentence, start) and _adds(sentence, end))
    clause = adds and _is_clause(sentence, start, end) and _stands_alone(sentence, end)
    whole = clause or _is_bracketed(sentence, start, end)
    return whole and _may_go(sentence, start, end)


def _lower(sentence: Sentence, start: int, end: int) -> list[str]:
    return [word.text.lower() for word in sentence.words[start:end]]


def _adds(sentence: Sentence, at: int) -> bool:
    """Whether a clause begins at `at` that only adds: "and that …", or after a semicolon."""
    return ";" in sentence.words[at].before or _lower(sentence, at, at + 2) == ["and", "that"]


def _is_clause(sentence: Sentence, start: int, end: int) -> bool:
    """Whether a subject and its verb are left out: of a list (", and Birch, which was …") no part may go."""
    for n in range(start, end):
        word = sentence.words[n]
        if word.text in _FINITE:
            return True
        if n > start and not _is_counter(sentence, n) and (word.text in _RELATIVE or word.before not in {"", ")"}):
            return False
    return False


def _is_bracketed(sentence: Sentence, start: int, end: int) -> bool:
    """Whether the words from `start` to `end` are all that one pair of brackets holds."""
    after = sentence.words[end].before if end < len(sentence.words) else sentence.tail
    if sentence.words[start].before != "(" or not after.startswith(")"):
        return False
    inner = "".join(word.before for word in sentence.words[start + 1 : end])
    return "(" not in inner and ")" not in inner


def _may_go(sentence: Sentence, start: int, end: int) -> bool:
    """Whether the words from `start` to `end` hold nothing that has to stay, no stop and no part of a decision."""
    stops = any(mark in word.before for word in sentence.words[start + 1 : end] for mark in ".?!")
    decides = any(word.text.lower() in _DECIDING for word in sentence.words)
    return not stops and not decides and not any(_stays(sentence, n) for n in range(start, end))


def _stays(sentence: Sentence, at: int) -> bool:
    """Whether a word must be kept: the question asks for it, it is a figure, or it turns what is said."""
    word = sentence.words[at].text
    digits = any(character.isdigit() for character in word) and not _is_counter(sentence, at)
    figure = digits or word in _FIGURES or _SPELT.fullmatch(word) is not None
    turns = word.lower() in _NEVER_LEFT_OUT or word.lower().endswith("n't")
    return at in sentence.asked or figure or turns


def _stands_alone(sentence: Sentence, at: int) -> bool:
    """Whether what begins at `at` does not refer to what is left out before it."""
    opening = [word for word in _lower(sentence, at, at + 4) if word not in {"and", "that"}]
    return not opening or opening[0] not in REFERRING


def _is_counter(sentence: Sentence, at: int) -> bool:
    """Whether a word is the number or letter of a list item: "(a)", "2."."""
    word = sentence.words[at]
    after = sentence.words[at + 1].before if at + 1 < len(sentence.words) else sentence.tail
    opens = at == 0 or word.breaks or (word.before.endswith("(") and not word.text.isdecimal())
    return opens and bool(_COUNTER.fullmatch(word.text + after[:1]))

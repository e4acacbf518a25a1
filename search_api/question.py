"""A question understood for its answer: its matter and form, and what an answer must agree with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from enum import StrEnum

from index.analysis import Term, content_terms, only_stop_words, terms, whole_terms
from index.asking import asked as understood
from index.query import MAX_QUERY_CHARACTERS
from index.time_words import MONTHS
from search_api.wanted import QUANTITIES, Wanted, wanted
from search_api.years import quarters, years

BODIES = frozenset(
    content_terms(
        "council councillor county district borough city parish community town committee board cabinet meeting member "
        "minute report cyngor cymuned"
    )
)
"""Words that every record holds: that a passage shares them with a question shows nothing."""

MOST_KEYWORDS = 6
"""Words of a search box at most; what is longer and asks nothing is read as a question all the same."""

_YES_NO = re.compile(r"^\W*(?:did|does|do|is|are|was|were|has|have|had|can|could|will|would|should|may|must)\b", re.I)
_ASKS = re.compile(r"\?|^\W*(?:who|what|when|where|why|how|which|tell|show|list|trace|describe|find)\b", re.I)
_SEVERAL = re.compile(
    r"^\W*(?:which|what) (?:\w+ )?(?!(?:is|was|does|this|has|us|bus|gas|his|its|news|status|reasons|stages?)\b)"
    r"(?:\w*[^s\W]s|people)\b"
    r"|\bsaid (?:about|on)\b|\bover the years\b|\byear by year\b|^\W*(?:list|trace)\b"
    r"|\bhow (?:did|has|have)\b.*\b(?:change[ds]?|end|go|progress)\b"
    r"|^\W*what (?:has|have|had)\b.*\b(?:done|happened|become)\b|\beach year\b|\bwhat (?:became|came|has become) of\b",
    re.I,
)
_PREPOSITION = re.compile(r"\b(?:in|at|by|of|for|from|to)\s+$", re.I)
_RECORDED = {
    Wanted.PROMISE: " assurances undertakings commitments months years",
    Wanted.DECISION: " resolved agreed that",
}
"""The records' own words for what is asked for."""
_SPENT = {
    Wanted.DECISION: frozenset(
        content_terms("decide decided decision resolve resolved agree agreed approve approved recommend recommended")
    ),
    Wanted.VOTE: frozenset(content_terms("vote voted votes voting")),
}
"""Words that say no more than what is wanted."""
_SMALL = frozenset(content_terms("will shall might must ever now yet still get got really actually"))
"""Words that ask and say nothing of the matter; the index keeps them, since some are names and months."""
_LATEST = frozenset(content_terms("latest newest recent recently currently present position update news"))
_PROMISES = frozenset(
    content_terms(
        "promise promised pledge assured assurance commitment committed undertaking guaranteed timescale timetable "
        "timeframe deadline turnaround quick quickly fast improve improvement date move change slip earlier previous "
        "previously"
    )
)
"""What a question that names no matter says of promises and their times."""
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_POSSESSIVE = re.compile(r"\w+(?:[’']s\b|s[’'])")
_PERSONS = frozenset(content_terms("councillor member alderman"))
_MONTH_TERMS = frozenset(content_terms(" ".join(MONTHS)))


class Form(StrEnum):
    """How a question asks: with keywords, for one figure, date or person, for yes or no, or for whatever was said."""

    KEYWORDS = "keywords"
    DETAIL = "detail"
    YES_NO = "yes or no"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked.

    `matter` is the text without the names of councils, `words` its content terms. `names` are the terms of other proper
    names, `years` those that it names (2024, 2024-25) and `quarters` their digits. `councils` are those of the archive
    that it names. `several`: the answer is a list or a story.
    """

    text: str
    matter: str
    words: tuple[str, ...]
    names: tuple[str, ...]
    years: frozenset[str]
    quarters: frozenset[str]
    figures: frozenset[str]
    councils: frozenset[str]
    wanted: frozenset[Wanted]
    form: Form
    several: bool
    latest: bool

    @property
    def of_promises(self) -> bool:
        """Whether it asks for promises and their times whatever they are about."""
        return Wanted.PROMISE in self.wanted and not set(self.words) - _PROMISES


def sought(text: str) -> str:
    """What to search for to answer a question: its words, and the records' own for promises and decisions."""
    asked = wanted(text)
    longer = text + "".join(words for kind, words in _RECORDED.items() if kind in asked)
    return longer if len(longer) <= MAX_QUERY_CHARACTERS else text


def read(text: str, councils: Iterable[str]) -> Question:
    """Understand a question to an archive that holds records of these councils."""
    named = {council: spans for council in councils if (spans := list(_mentions(text, council)))}
    matter = _without(text, [span for spans in named.values() for span in spans])
    every = content_terms(matter)
    if not every or not set(every) <= set(content_terms(text)):  # it asks for the council alone
        matter, every = text, content_terms(text)
    tells = {term for council in named for term in telling(council)}
    kinds = wanted(text)
    latest = understood(text).latest
    spent = BODIES.union(_SMALL, _LATEST if latest else (), *(_SPENT[kind] for kind in kinds if kind in _SPENT))
    return Question(
        text=text,
        matter=matter,
        words=tuple(term for term in every if term not in spent) or every,
        names=tuple(dict.fromkeys(name for name in _names(text) if name not in tells)),
        years=years(text),
        quarters=quarters(text),
        figures=frozenset(_FIGURE.findall(text)),
        councils=frozenset(named),
        wanted=kinds,
        form=_form(text, kinds),
        several=bool(_SEVERAL.search(text)),
        latest=latest,
    )


def without_figures(text: str, figures: frozenset[str]) -> str:
    """A text without these figures: what the question says itself is no answer to it."""
    return _FIGURE.sub(lambda found: " " if found[0] in figures else found[0], text) if figures else text


def _form(text: str, kinds: frozenset[Wanted]) -> Form:
    if not _ASKS.search(text) and len(text.split()) <= MOST_KEYWORDS and not _YES_NO.search(text):
        return Form.KEYWORDS
    if kinds & (QUANTITIES | {Wanted.PERSON}):
        return Form.DETAIL
    return Form.YES_NO if _YES_NO.search(text) else Form.OPEN


def telling(council: str) -> frozenset[str]:
    """The words that tell one council from another."""
    return frozenset(content_terms(council)) - BODIES


def _mentions(text: str, council: str) -> Iterator[tuple[int, int]]:
    """Where a text names a council by a telling word, generic words beside it included.

    "West Burton", "Newbiggin Mill" and "Burton-in-Lonsdale" are other names, "Councillor Kent" is a person: a telling
    word beside another capital or hyphen names no council. Nor does one in small letters, "north" for North Ashby,
    unless all is in small letters and names the whole: "potholes kent".
    """
    tells, said = telling(council), whole_terms(text)
    own = BODIES | {"and"} | {term.term for term in terms(council)}
    small = text.islower() and tells <= {term.term for term in said}
    for at, term in enumerate(said):
        if term.term not in tells or not (small or text[term.start].isupper()):
            continue
        last = at
        while last + 1 < len(said) and said[last + 1].term in own:
            last += 1
        while said[last].term not in tells | BODIES:
            last -= 1
        before, after = said[at - 1 : at], said[last + 1 : last + 2]
        if said[last].term in BODIES or _POSSESSIVE.match(text, said[last].start):
            after = []  # "Kent County Council Highways" and "Kent's Growth Board" are the council's
        pairs = [(other, term) for other in before] + [(said[last], other) for other in after]
        if not any(_is_one_name(text, *pair, own) for pair in pairs):
            yield term.start, said[last].end


def _is_one_name(text: str, one: Term, other: Term, own: Set[str]) -> bool:
    """Whether two neighbours are parts of a name other than the council's own."""
    between = text[one.end : other.start]
    if one.term in _PERSONS and text[one.start].isupper():
        return True
    if {one.term, other.term} <= own:
        return False
    capitals = one.start > 0 and text[one.start].isupper() and text[other.start].isupper()
    return between == "-" or (capitals and between.isspace())


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    for start, end in reversed(_joined(spans)):
        before = _PREPOSITION.sub("", text[:start])
        text = before + re.sub(r"^[’'](?!\w)", "", text[end:])
    return " ".join(text.split())


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Ranges in order, those that overlap as one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


def _names(text: str) -> Iterator[str]:
    """The terms of capitalised words, those that begin a sentence, stop words and the months apart."""
    if text.isupper():
        return
    for found in re.finditer(r"[^\W\d_][\w’'-]*", text):
        word, before = found[0], text[: found.start()].rstrip()
        begins = not before or before[-1] in ".?!:"
        if word[0].isupper() and (not begins or (word.isupper() and len(word) > 1)) and not only_stop_words(word):
            yield from (t for t in content_terms(word) if t not in BODIES and t not in _MONTH_TERMS)

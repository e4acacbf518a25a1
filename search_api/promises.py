"""Questions about promises, answered from the register: which are still open, and what was promised on a matter."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from urllib.parse import urlencode

from index.analysis import content_terms, terms
from index.backend import Filters, Stats
from ingest.minutes import CommitmentType
from search_api.answer import Statement
from search_api.becoming import Registered, State
from search_api.becoming_words import cited
from search_api.question import Question, read
from search_api.register import Order, Register, Wish
from search_api.wanted import Wanted

T = TypeVar("T")

MOST = 4
"""So many commitments are told in an answer; the register lists the others."""

PROMISING = frozenset(
    {CommitmentType.UNDERTAKING, CommitmentType.ASSURANCE, CommitmentType.TARGET, CommitmentType.ACTION}
)
"""What people call a promise."""
_KINDS: Sequence[tuple[re.Pattern[str], frozenset[CommitmentType]]] = tuple(
    (re.compile(pattern, re.I), frozenset(kinds))
    for pattern, kinds in (
        (r"\bassurances?\b", {CommitmentType.ASSURANCE}),
        (r"\bundertakings?\b", {CommitmentType.UNDERTAKING}),
        (r"\bactions?\b", {CommitmentType.ACTION}),
        (r"\brecommendations?\b", {CommitmentType.RECOMMENDATION}),
        (r"\brequests?\b", {CommitmentType.REQUEST}),
        (r"\btargets?\b", {CommitmentType.TARGET}),
        (r"\breferrals?\b", {CommitmentType.REFERRAL}),
        (r"\b(?:promises?|commitments?|pledges?)\b", PROMISING),
    )
)
_STATES: Sequence[tuple[re.Pattern[str], frozenset[State]]] = tuple(
    (re.compile(pattern, re.I), frozenset(states))
    for pattern, states in (
        (r"\b(?:forgotten|(?:not|never) (?:been )?(?:mentioned|heard of))\b", {State.NOT_MENTIONED}),
        (r"\b(?:late|overdue|missed|broken|slipped|put back)\b", {State.LATE}),
        (r"\b(?:refused|rejected|declined|turned down)\b", {State.REFUSED}),
        (r"\b(?:superseded|overtaken|replaced|withdrawn)\b", {State.SUPERSEDED}),
        (
            r"\b(?:open|outstanding|unfulfilled|unkept|pending|remain\w{0,3}|waiting)\b"
            r"|\b(?:not|n['’]t)(?: yet)? (?:been )?(?:done|kept|met|fulfilled|delivered|completed|honoured)\b",
            {State.OPEN, State.LATE, State.REPEATED, State.NOT_MENTIONED},
        ),
        (r"\b(?:kept|fulfilled|honoured|completed|delivered|met|done)\b", {State.DONE}),
    )
)
"""The first that is found counts: "not been done" before "done"."""
_LISTS = re.compile(r"^\W*(?:which|what|list|show|are there|is there|tell|how many|any)\b", re.I)
_WAS_PROMISED = re.compile(
    r"\b(?:have|has|had|were|was|did|what) (?:\w{1,12} ){0,4}"
    r"(?:promis\w{1,4}|assured|undert\w{2,5}|pledge[ds]?|commit(?:ted)?)\b"
    r"|\b(?:promises?|assurances?|undertakings?|commitments?)"
    r" (?:were |was |have been |has been )?(?:about|on|of|for|over|concerning|regarding|given|made)\b",
    re.I,
)
_GENERIC = frozenset({"council", "parish council", "community council", "town council", "county council"})
"""Names of committees that a question uses for the council itself."""
_SPENT = """
promise pledge assured assurance undertaking undertook undertaken commit committed commitment action recommendation
request target referral open outstanding late overdue missed broken slipped kept fulfilled honoured completed delivered
met done forgotten refused rejected superseded withdrawn remain pending waiting still yet made given list show earlier
previously before ever already council board committee cabinet member
"""
"""Words that ask for promises and say nothing of their matter."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question asks of the register: commitments of these types and in these states, on these words."""

    wish: Wish
    types: frozenset[CommitmentType]
    states: frozenset[State]

    def found(self, register: Register) -> list[Registered]:
        """The commitments asked for: first those that say who and by when, the newest first."""
        found = [
            one
            for one in register.every(self.wish)
            if one.entry.commitment.types[0] in self.types and (not self.states or one.state in self.states)
        ]
        return sorted(
            found, key=lambda one: (one.entry.commitment.who is None) + (one.entry.commitment.by_when is None)
        )

    @property
    def address(self) -> str:
        """The page of the register that comes nearest, narrowed to a type or state where only one is asked for."""
        filters, wish = self.wish.filters, self.wish
        parts = {
            "q": wish.text,
            "council": filters.council,
            "committee": filters.committee,
            "type": next(iter(self.types)) if len(self.types) == 1 else None,
            "state": next(iter(self.states)) if len(self.states) == 1 else None,
            "from": filters.since,
            "to": filters.until,
        }
        return f"/commitments?{urlencode({name: value for name, value in parts.items() if value})}"


def asked_of_register(text: str, filters: Filters, held: Stats) -> Asked | None:
    """What a question asks of the register; None where it asks for no promises, or for more than the register knows.

    It is asked for one council at most, and for no kind of passage.

    Args:
        text: the question.
        filters: what it was asked with.
        held: what the archive holds: its councils and committees may be named in the question.
    """
    question = read(text, [council for council in held.councils if council])
    types, states = _first(_KINDS, text), _first(_STATES, text)
    listed = types is not None and states is not None and bool(_LISTS.search(text))
    promised = not question.of_promises and Wanted.PROMISE in question.wanted and bool(_WAS_PROMISED.search(text))
    council = filters.council or next(iter(sorted(question.councils)), None)
    if not (listed or promised) or filters.kind is not None or len(question.councils | {council} - {None}) > 1:
        return None
    committee = filters.committee or _named(text, held.committees)
    words = _matter(question, committee)
    if not words and not listed:
        return None
    narrowed = Filters(council, committee, filters.since, filters.until)
    wish = Wish(text=" ".join(words) or None, filters=narrowed, order=Order.NEWEST)
    return Asked(wish, types or PROMISING, states or frozenset()) if listed else Asked(wish, PROMISING, frozenset())


def told(found: Sequence[Registered]) -> tuple[Statement, ...]:
    """The first of the commitments in time, each with the sentence that says what became of it."""
    chosen = sorted(found[:MOST], key=lambda one: one.entry.held_on or date.max)
    statements: dict[tuple[str, int], Statement] = {}
    for one in chosen:
        for entry in (one.entry, one.rests_on):
            if entry is not None:
                citation = cited(entry)
                statements.setdefault((citation.record.id, citation.start), Statement(citation.quote, citation))
    return tuple(statements.values())


def _first(kinds: Sequence[tuple[re.Pattern[str], frozenset[T]]], text: str) -> frozenset[T] | None:
    return next((found for words, found in kinds if words.search(text)), None)


def _named(text: str, committees: Iterable[str]) -> str | None:
    """The committee of the archive that a question names in full, the longest name first."""
    said = _words(text)
    for committee in sorted(committees, key=len, reverse=True):
        if committee and _words(committee).strip() not in _GENERIC and _words(committee) in said:
            return committee
    return None


def _words(text: str) -> str:
    """The words of a text in lower case, a space around each."""
    return f" {' '.join(re.findall(r'[a-z0-9]+', text.casefold()))} "


def _matter(question: Question, committee: str | None) -> Sequence[str]:
    """The content words of a question that say what the promises are about, as printed."""
    spent = set(content_terms(_SPENT)) | {term.term for term in terms(committee or "")}
    wanted, text = set(question.words) - spent, question.matter
    return list({term.term: text[term.start : term.end] for term in terms(text) if term.term in wanted}.values())

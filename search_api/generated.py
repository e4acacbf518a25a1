"""Answers joined and shortened by a language model: only what the record says, and only where it says something."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Protocol

from ingest.errors import ModelError
from search_api.answer import Mode, Statement
from search_api.answering import Answerer, Material, Reply
from search_api.checking import Checked, Proposed, check
from search_api.model_client import Breaker, Message
from search_api.prompting import messages, proposals
from search_api.quoting import Passage

MAX_SHOWN = 12_000
"""Characters of the record that a model is shown; statements beyond stay as they are."""

log = logging.getLogger("minutebook")


class Completes(Protocol):
    """A language model that can be asked."""

    def complete(self, messages: Sequence[Message]) -> str:
        """What the model says next.

        Raises:
            ModelError: it did not answer.
        """


class GeneratedAnswerer:
    """Has another answerer choose statements, and a language model join and shorten them.

    Where nothing answers the question the model is not asked: it must not answer what the record does not. A sentence
    of its that does not hold (`search_api.checking`) is dropped. A statement that no sentence is left of stays in its
    own words, so that neither a model nor minutes that instruct it can keep what the record says out of an answer. The
    order is that of the statements. When the model fails, or nothing that it says holds, the first reply stands.
    """

    def __init__(self, inner: Answerer, client: Completes, breaker: Breaker) -> None:
        self._inner = inner
        self._client = client
        self._breaker = breaker

    def answer(self, material: Material) -> Reply:
        """The statements of the other answerer, joined and shortened where that holds; never longer than before."""
        reply = self._inner.answer(material)
        shown = _shown(reply.statements, material.question) if reply.lacking is None else {}
        if not shown:
            return reply
        held = _held(self._proposed(material.question, list(shown.values())), list(shown.values()))
        statements = tuple(_merged(reply.statements, list(shown), held))
        if not held or _length(statements) > _length(reply.statements):
            return reply
        return replace(reply, statements=statements, mode=Mode.GENERATED)

    def _proposed(self, question: str, passages: Sequence[Passage]) -> list[Proposed]:
        """What the model makes of them; nothing where it fails, which is logged."""
        try:
            with self._breaker.asking() as may:
                return proposals(self._client.complete(messages(question, passages))) if may else []
        except ModelError as error:
            log.warning("The language model gave no answer, the record's own words stand: %s", error)
            return []


def _shown(statements: Sequence[Statement], question: str) -> dict[int, Passage]:
    """What is shown of each statement, by its number from 0; one that rests on several quotes stays as it is."""
    shown, left = {}, MAX_SHOWN
    for number, statement in enumerate(statements):
        left -= len(statement.citation.quote)
        if left >= 0 and not statement.further:
            shown[number] = Passage.of(statement, question)
    return shown


def _held(proposed: Sequence[Proposed], passages: Sequence[Passage]) -> list[Checked]:
    """The sentences that hold; one that says again what an earlier one said is left out."""
    held: list[Checked] = []
    said: set[int] = set()
    for one in proposed:
        checked = check(one, passages)
        if checked and said.isdisjoint(checked.passages):
            said.update(checked.passages)
            held.append(checked)
    return held


def _merged(statements: Sequence[Statement], shown: Sequence[int], held: Sequence[Checked]) -> Iterator[Statement]:
    """The sentences in the place of the first statement that each quotes, and the statements that none quotes."""
    said = {shown[passage]: checked for checked in held for passage in checked.passages[:1]}
    quoted = {shown[passage] for checked in held for passage in checked.passages}
    for number, statement in enumerate(statements):
        if number not in quoted:
            yield statement
        elif number in said:
            yield _stated(said[number], statement)


def _stated(checked: Checked, statement: Statement) -> Statement:
    """A sentence with its quotes; where it quotes a whole statement alone, that stands elsewhere as well."""
    first, *further = checked.citations
    also_at = statement.also_at if (first, further) == (statement.citation, []) else ()
    return Statement(checked.text, first, also_at, tuple(further))


def _length(statements: Sequence[Statement]) -> int:
    return sum(len(statement.text.split()) for statement in statements)

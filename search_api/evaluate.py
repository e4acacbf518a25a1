"""Score search and answers on gold questions, each with its evidence word for word.

A hit or statement is relevant when its text shares a run of eight words (a shorter quote: all of it) with an evidence
quote, and it comes from the document of that evidence or from a copy of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from statistics import mean

from pydantic import BaseModel, ConfigDict, ValidationError

from index.backend import Hit, Query, Record
from index.metrics import reciprocal_rank, success
from ingest.errors import SourceError
from search_api.answer import Answer, Statement
from search_api.service import Service

RUN = 8
DEPTH = 10


class Evidence(BaseModel):
    """Words of a document that answer a question."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    doc: str
    quote: str


class Question(BaseModel):
    """A gold question; one that the archive does not answer has no evidence."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str
    question: str
    answerable: bool
    evidence: tuple[Evidence, ...] = ()
    kind: str = "-"


@dataclass(frozen=True, slots=True)
class Ranking:
    """One way of ordering what was found, scored over all answerable questions."""

    name: str
    success_at_1: float
    success_at_5: float
    mrr_at_10: float


@dataclass(frozen=True, slots=True)
class Answers:
    """How answers did; each a share, `verbatim` of the statements and the others of the questions."""

    verbatim: float
    answered: float
    supported: float
    refused: float


@dataclass(frozen=True, slots=True)
class Report:
    """All figures of one run."""

    questions: int
    rankings: tuple[Ranking, ...]
    answers: Answers


def read_questions(path: Path) -> list[Question]:
    """Read a file with one question a line.

    Raises:
        SourceError: it cannot be read, or a line is no question; the line is named.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(f"the questions {path} cannot be read: {error}") from error
    questions = []
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                questions.append(Question.model_validate_json(line))
            except ValidationError as error:
                first = error.errors()[0]
                where = ".".join(str(part) for part in first["loc"]) or "the line"
                raise SourceError(f"{path}, line {number} is no question: {where}: {first['msg']}") from None
    if not any(question.answerable and question.evidence for question in questions):
        raise SourceError(f"{path} holds no question with evidence")
    return questions


def evaluate(service: Service, questions: Sequence[Question]) -> Report:
    """Ask every question; the rankings by meaning and by words alone are taken from the same search."""
    answerable = [question for question in questions if question.answerable and question.evidence]
    found = [service.search(Query(question.question, limit=100)).hits for question in answerable]
    orders = {
        "both": lambda hit: -hit.score,
        "by meaning alone": lambda hit: hit.dense_rank or 1_000_000,
        "by words alone": lambda hit: hit.lexical_rank or 1_000_000,
    }
    rankings = [
        _ranking(name, [sorted(hits, key=order) for hits in found], answerable) for name, order in orders.items()
    ]
    return Report(len(questions), tuple(rankings), _answers(service, questions))


def _ranking(name: str, found: Sequence[Sequence[Hit]], questions: Sequence[Question]) -> Ranking:
    relevance = [
        [i for i, hit in enumerate(hits[:DEPTH]) if _is_relevant(hit, question)]
        for hits, question in zip(found, questions, strict=True)
    ]
    ranks = range(DEPTH)
    return Ranking(
        name,
        success_at_1=mean(success(ranks, relevant, 1) for relevant in relevance),
        success_at_5=mean(success(ranks, relevant, 5) for relevant in relevance),
        mrr_at_10=mean(reciprocal_rank(ranks, relevant) for relevant in relevance),
    )


def _answers(service: Service, questions: Sequence[Question]) -> Answers:
    answers = [(question, service.ask(question.question)) for question in questions]
    statements = [statement for _, answer in answers for statement in answer.statements]
    answered = [(q, a) for q, a in answers if q.answerable and q.evidence]
    unanswerable = [a for q, a in answers if not q.answerable]
    return Answers(
        verbatim=_share(_is_verbatim(service, statement) for statement in statements),
        answered=_share(answer.found for _, answer in answered),
        supported=_share(_is_supported(answer, question) for question, answer in answered),
        refused=_share(not answer.found for answer in unanswerable),
    )


def _share(values: Iterable[bool]) -> float:
    """The share that is true; of nothing it is 1, since nothing is wrong."""
    return mean([float(value) for value in values] or [1.0])


def _is_verbatim(service: Service, statement: Statement) -> bool:
    citation = statement.citation
    return citation.quote == service.index.text(citation.record.id)[citation.start : citation.end]


def _is_supported(answer: Answer, question: Question) -> bool:
    return any(_bears(s.citation.quote, [s.citation.record], question) for s in answer.statements)


def _is_relevant(hit: Hit, question: Question) -> bool:
    records = [hit.place.record, *(place.record for place in hit.also_at)]
    return _bears(hit.place.passage.text, records, question)


def _bears(text: str, records: Sequence[Record], question: Question) -> bool:
    said = _words(text)
    return any(
        _shares_run(said, _words(evidence.quote))
        for evidence in question.evidence
        if any(_is_document(record.source, evidence.doc) for record in records)
    )


def _is_document(source: str, doc: str) -> bool:
    """Whether a source ends with the path by which the evidence names its document."""
    wanted = PurePosixPath(doc).parts
    return PurePosixPath(source).parts[-len(wanted) :] == wanted


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", re.sub(r"[’'\ufffe\ufffd]", "", text.lower()))


def _shares_run(text: Sequence[str], quote: Sequence[str]) -> bool:
    size = min(RUN, len(quote))
    runs = {tuple(quote[i : i + size]) for i in range(len(quote) - size + 1)} if size else set()
    return any(tuple(text[i : i + size]) in runs for i in range(len(text) - size + 1))

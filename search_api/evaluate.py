"""Score search and answers on gold questions, all together and by kind, each figure with its interval."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from index.backend import MAX_LIMIT, Hit, Query
from index.metrics import Estimate, balance_of, mean_of, median_of, ratio_of
from search_api.answer import Statement
from search_api.questions import Question
from search_api.scoring import SEARCH_MEASURES, Found, borne_on, gold, score_ranking
from search_api.service import Service

TOGETHER = "words and meaning"
BY_WORDS = "by words alone"
BY_MEANING = "by meaning alone"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Scores:
    """Figures over some questions, by name of the measure; one that these questions say nothing about is left out.

    Intervals are at 95 %, by the percentile bootstrap over questions with 10,000 resamples and a fixed seed.
    """

    questions: int
    figures: Mapping[str, Estimate]


@dataclass(frozen=True, slots=True)
class Scorecard:
    """Figures over all questions, and over those of each kind, the kinds in alphabetical order."""

    overall: Scores
    by_kind: Mapping[str, Scores]


@dataclass(frozen=True, slots=True)
class AnswerScore:
    """How one question was answered.

    `statements` counts the quotes given, `verbatim` those that stand word for word where they are cited. `supported`
    is whether one bears on a gold passage, `first` whether the first does, `evidence` the share of the gold passages
    that are borne on, `words` the length of the answer.
    """

    answerable: bool
    found: bool
    statements: int
    verbatim: int
    supported: bool
    first: bool
    evidence: float
    words: int


@dataclass(frozen=True, slots=True)
class Miss:
    """A question without a relevant hit among the first five; `doc` and `quote` are the first of its evidence."""

    id: str
    question: str
    doc: str
    quote: str


@dataclass(frozen=True, slots=True)
class Report:
    """All figures of one run: of search by name of the ranking, and of answers."""

    questions: int
    search: Mapping[str, Scorecard]
    answers: Scorecard
    misses: tuple[Miss, ...]


def evaluate(service: Service, questions: Sequence[Question]) -> Report:
    """Ask every question; the rankings by meaning and by words alone are taken from the same search.

    Search is scored over the questions with evidence.
    """
    asked = [question for question in questions if question.answerable and question.evidence]
    hits = [service.search(Query(question.question, limit=MAX_LIMIT)).hits for question in asked]
    rows = {
        TOGETHER: _rows(asked, hits),
        BY_WORDS: _rows(asked, [_by_rank(found, lambda hit: hit.lexical_rank) for found in hits]),
        BY_MEANING: _rows(asked, [_by_rank(found, lambda hit: hit.dense_rank) for found in hits]),
    }
    kinds = [question.kind for question in asked]
    return Report(
        len(questions),
        {name: scorecard(kinds, scored, search_figures) for name, scored in rows.items()},
        _evaluate_answers(service, questions),
        tuple(
            Miss(question.id, question.question, question.evidence[0].doc, question.evidence[0].quote)
            for question, row in zip(asked, rows[TOGETHER], strict=True)
            if not row["success@5"]
        ),
    )


def _evaluate_answers(service: Service, questions: Sequence[Question]) -> Scorecard:
    """Have every question answered; one that is called answerable but has no evidence is passed over."""
    asked = [question for question in questions if question.evidence or not question.answerable]
    rows = [_answer(service, question) for question in asked]
    return scorecard([question.kind for question in asked], rows, _answer_figures)


def scorecard(
    kinds: Sequence[str], rows: Sequence[T], figures: Callable[[Sequence[T]], Mapping[str, Estimate]]
) -> Scorecard:
    """The figures of rows, one row a question, over all and by the kind of each."""
    by_kind: dict[str, list[T]] = {kind: [] for kind in sorted(set(kinds))}
    for kind, row in zip(kinds, rows, strict=True):
        by_kind[kind].append(row)
    return Scorecard(
        Scores(len(rows), figures(rows)),
        {kind: Scores(len(some), figures(some)) for kind, some in by_kind.items()},
    )


def search_figures(rows: Sequence[Mapping[str, float]]) -> dict[str, Estimate]:
    """The mean of each measure of search over some questions."""
    return {measure: mean_of([row[measure] for row in rows]) for measure in SEARCH_MEASURES}


def found_in(hit: Hit) -> Found:
    """A hit as it is scored."""
    return Found(hit.place.passage.text, tuple(place.record.source for place in (hit.place, *hit.also_at)))


def _rows(asked: Sequence[Question], hits: Sequence[Sequence[Hit]]) -> list[Mapping[str, float]]:
    return [
        score_ranking([found_in(hit) for hit in found], gold(question))
        for question, found in zip(asked, hits, strict=True)
    ]


def _by_rank(hits: Sequence[Hit], rank: Callable[[Hit], int | None]) -> list[Hit]:
    """The hits that one of the two rankings holds, in its order."""
    ranked = [(at, number, hit) for number, hit in enumerate(hits) if (at := rank(hit)) is not None]
    return [hit for _, _, hit in sorted(ranked, key=lambda entry: entry[:2])]


def _answer(service: Service, question: Question) -> AnswerScore:
    answer = service.ask(question.question)
    passages = gold(question)
    borne = [
        borne_on(Found(statement.citation.quote, _sources(statement)), passages) for statement in answer.statements
    ]
    shown: frozenset[int] = frozenset().union(*borne)
    return AnswerScore(
        answerable=question.answerable,
        found=answer.found,
        statements=len(answer.statements),
        verbatim=sum(_is_verbatim(service, statement) for statement in answer.statements),
        supported=bool(shown),
        first=bool(borne and borne[0]),
        evidence=len(shown) / len(passages) if passages else 0.0,
        words=sum(len(statement.text.split()) for statement in answer.statements),
    )


def _sources(statement: Statement) -> tuple[str, ...]:
    return tuple(citation.record.source for citation in (statement.citation, *statement.also_at))


def _is_verbatim(service: Service, statement: Statement) -> bool:
    citation = statement.citation
    return citation.quote == service.index.text(citation.record.id)[citation.start : citation.end]


def _answer_figures(rows: Sequence[AnswerScore]) -> dict[str, Estimate]:
    quoting = [row for row in rows if row.statements]
    answerable = [row for row in rows if row.answerable]
    answered = [row for row in answerable if row.statements]
    refusals = [not row.found for row in rows if not row.answerable]
    supported = [row.supported for row in answerable]
    figures: dict[str, Estimate] = {}
    if quoting:
        figures["verbatim"] = ratio_of([row.verbatim for row in quoting], [row.statements for row in quoting])
    if answerable:
        figures["answered"] = mean_of([row.found for row in answerable])
        figures["supported"] = mean_of(supported)
        figures["first supported"] = mean_of([row.first for row in answerable])
        figures["evidence"] = mean_of([row.evidence for row in answerable])
    if refusals:
        figures["refused"] = mean_of(refusals)
    if answerable and refusals:
        figures["balanced"] = balance_of(supported, refusals)
    if answered:
        figures["words"] = median_of([row.words for row in answered])
    return figures

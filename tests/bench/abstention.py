"""How answers and refusals behave as an archive grows by documents that have nothing to do with the questions.

python -m tests.bench.abstention DOCUMENTS QUESTIONS.jsonl… --filler FOLDER --sizes 30 300 3000

One archive is asked the same questions at each size: those that it answers at the smallest, which holds the documents
of as many of them as fit, and all that it never answers. It grows by the other documents, then by texts of the filler.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import typer

from index.backend import Query
from index.metrics import Estimate
from ingest.errors import MinutebookError, SourceError
from ingest.found import Facts, Known, Raw
from ingest.scanned import quietly
from ingest.sources.folder import Folder
from search_api.adding import State
from search_api.evaluate import evaluate
from search_api.questions import Question, read_questions
from search_api.scorecard import cell, grid
from search_api.scoring import gold
from search_api.service import Service
from search_api.settings import Settings, cores
from search_api.wiring import open_for_ingest
from tests.bench.peers import windows
from tests.bench.speed import Latency, latency

MEASURES = ("answered", "supported", "refused", "balanced", "words")
MOST_WORDS = 400
LEAST_WORDS = 100
"""A piece of filler has so many words at most, and all but the last of a text so many at least."""
TIMED = 50
"""So many of the questions are timed."""
SEED = 1


@dataclass(frozen=True, slots=True)
class Given:
    """A source of documents that were found before; it speaks for no other."""

    name: str
    raws: Sequence[Raw]

    def files(self, known: Known) -> Iterator[Raw]:
        """Yield them in order."""
        yield from self.raws

    def speaks_for(self, source: str) -> bool:
        """Nothing that the archive holds is withdrawn for them."""
        return False


@dataclass(frozen=True, slots=True)
class Plan:
    """What an archive grows by, in order, and the questions that it is asked at each of the sizes, in documents."""

    raws: Sequence[Raw]
    sizes: Sequence[int]
    questions: Sequence[Question]


@dataclass(frozen=True, slots=True)
class Moment:
    """The figures of one size. `answer` is the time of an answer, to that of a search in its `ratio`.

    `said` is what each question was answered with, by its id: the quotes, one a line, or nothing.
    """

    documents: int
    passages: int
    figures: Mapping[str, Estimate]
    answer: Latency
    said: Mapping[str, str]


def main() -> None:
    """Read the arguments, let an archive grow in a temporary folder, and print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.abstention", description=__doc__)
    parser.add_argument("documents", type=Path, help="the folder that the questions are about")
    parser.add_argument("questions", type=Path, nargs="+", help="files of gold questions")
    parser.add_argument("--filler", type=Path, required=True, help="a folder of texts about other matters")
    parser.add_argument("--sizes", type=int, nargs="+", default=[30, 300, 3000], help="numbers of documents")
    given = parser.parse_args()
    try:
        asked = [question for file in given.questions for question in read_questions(file)]
        planned = plan(given.documents, asked, given.filler, sorted(given.sizes))
        with TemporaryDirectory() as name:
            settings = replace(Settings.from_env(os.environ), archive=Path(name) / "archive")
            with open_for_ingest(settings, cores(), quietly) as service:
                moments = list(grown(service, planned))
    except MinutebookError as error:
        typer.echo(f"abstention: {error}", err=True)
        sys.exit(1)
    typer.echo("\n".join(markdown(planned, moments)))


def plan(documents: Path, asked: Sequence[Question], filler: Path, sizes: Sequence[int]) -> Plan:
    """Choose the documents of the smallest archive and the questions, and the order in which the others are added.

    Raises:
        SourceError: a folder is missing, or holds too little for the largest size.
    """
    folder, largest = documents.expanduser().resolve(), sizes[-1]
    real = raws(folder)
    held = {raw.source for raw in real}
    needs = {question.id: needed(question, folder) for question in asked if question.evidence}
    first = chosen([need for need in needs.values() if need <= held], sizes[0])
    real.sort(key=lambda raw: raw.source not in first)
    smallest = {raw.source for raw in real[: sizes[0]]}
    questions = [q for q in asked if (needs[q.id] <= smallest if q.evidence else not q.answerable)]
    count = largest - len(real)
    return Plan([*real, *(pieces(raws(filler), count) if count > 0 else [])], sizes, questions)


def raws(folder: Path) -> list[Raw]:
    """The documents of a folder, in the order of their paths."""
    most = Settings.from_env(os.environ).max_bytes
    return [found for found in Folder(folder, Facts(), most).files() if isinstance(found, Raw)]


def needed(question: Question, folder: Path) -> frozenset[str]:
    """The sources of the evidence of a question; where it is filed again does not count."""
    return frozenset(str(folder / passage[0].doc) for passage in gold(question))


def chosen(needs: Sequence[Set[str]], size: int) -> frozenset[str]:
    """So many sources at most that hold all that as many as possible of the questions need.

    Greedy: again and again what one question still needs, where that completes most questions for each source.
    """
    held: frozenset[str] = frozenset()
    while True:
        lacking = [need - held for need in needs if not need <= held]
        fitting = [new for new in lacking if len(held) + len(new) <= size]
        if not fitting:
            return held
        held |= max(fitting, key=lambda new: sum(other <= new for other in lacking) / len(new))


def pieces(texts: Sequence[Raw], count: int) -> list[Raw]:
    """So many documents cut from texts, as long as they can be, in an order that mixes the texts.

    Raises:
        SourceError: the texts are too short for so many.
    """
    read = {raw.source: raw.data.decode(errors="replace") for raw in texts if raw.media_type == "text/plain"}
    lengths = [len(text.split()) for text in read.values()]
    for size in range(MOST_WORDS, LEAST_WORDS - 1, -1):
        if sum(-(-length // size) for length in lengths) >= count:
            cut = [
                Raw(f"{source.removesuffix('.txt')}-{number:04}.txt", "text/plain", piece.encode())
                for source, text in read.items()
                for number, piece in enumerate(windows(text, size))
            ]
            return random.Random(SEED).sample(cut, count)
    raise SourceError(
        f"the filler holds {sum(lengths):,} words of plain text, too few for {count:,} documents of {LEAST_WORDS} "
        "words: name a larger folder, or smaller sizes"
    )


def grown(service: Service, planned: Plan) -> Iterator[Moment]:
    """Bring an empty archive to each of the sizes, and ask the questions at each."""
    held = 0
    for size in planned.sizes:
        typer.echo(f"{size:,} documents", err=True)
        for outcome in service.add(Given(f"documents {held} to {size}", planned.raws[held:size])):
            if outcome.state is State.FAILED:
                typer.echo(f"failed {outcome.source}: {outcome.reason}", err=True)
        held = size
        yield moment(service, planned.questions)


def moment(service: Service, questions: Sequence[Question]) -> Moment:
    """Ask every question of an archive as it is now."""
    timed = random.Random(SEED).sample([one.question for one in questions], min(TIMED, len(questions)))
    said = {
        question.id: "\n".join(one.citation.quote for one in service.ask(question.question).statements)
        for question in questions
    }
    ways: dict[str, Callable[[str], object]] = {
        "answer": service.ask,
        "search": lambda text: service.search(Query(text)),
    }
    stats = service.index.stats()
    return Moment(
        documents=stats.documents,
        passages=stats.passages,
        figures=evaluate(service, questions).answers.overall.figures,
        answer=latency(ways, timed)["answer"],
        said=said,
    )


def markdown(planned: Plan, moments: Sequence[Moment]) -> Iterator[str]:
    """The figures, one line a size, and how many questions are answered otherwise than at the size before."""
    answerable = sum(question.answerable for question in planned.questions)
    yield f"{answerable} questions with an answer at every size, {len(planned.questions) - answerable} without one"
    yield ""
    header = ["documents", "passages", *MEASURES, "answer p50 ms", "to a search"]
    rows = [
        [
            f"{one.documents:,}",
            f"{one.passages:,}",
            *(cell(one.figures.get(measure)) for measure in MEASURES),
            f"{one.answer.p50:.1f}",
            f"{one.answer.ratio:.2f}",
        ]
        for one in moments
    ]
    yield from grid(header, rows, markdown=True)
    for before, after in pairwise(moments):
        yield ""
        yield f"From {before.documents:,} to {after.documents:,} documents: {_changes(before.said, after.said)}"


def _changes(before: Mapping[str, str], after: Mapping[str, str]) -> str:
    """Which questions are answered now that were refused, and the other way round; how many get other quotes."""
    answered = [one for one, quotes in after.items() if quotes and not before[one]]
    refused = [one for one, quotes in after.items() if before[one] and not quotes]
    others = sum(bool(quotes and before[one] and quotes != before[one]) for one, quotes in after.items())
    return (
        f"{len(answered)} refused before are answered ({', '.join(answered) or '-'}), {len(refused)} answered before "
        f"are refused ({', '.join(refused) or '-'}), {others} are answered with other quotes"
    )


if __name__ == "__main__":
    main()

"""How an evaluation looks on a terminal: tables of figures, each with its interval."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import StringIO

from rich import box
from rich.console import Console
from rich.table import Table

from index.metrics import Estimate
from search_api.evaluate import TOGETHER, Report, Scores
from search_api.scoring import SEARCH_MEASURES

ANSWER_MEASURES = ("answered", "supported", "first supported", "evidence", "refused", "words")
QUOTE_LENGTH = 110


def show_report(report: Report) -> Iterator[str]:
    """The figures of search and answers, one line a ranking or kind of question, and the questions missed."""
    together = report.search[TOGETHER]
    yield f"{report.questions} questions; each figure with its 95 % confidence interval"
    yield ""
    rankings = {name: card.overall for name, card in report.search.items()}
    yield from table("search", rankings, SEARCH_MEASURES)
    yield ""
    yield from table(f"search, {TOGETHER}", together.by_kind, SEARCH_MEASURES)
    yield ""
    overall = report.answers.overall
    yield from table("answers", {"all": overall, **report.answers.by_kind}, ANSWER_MEASURES)
    yield ""
    yield "; ".join(
        f"{name} {cell(overall.figures[name])}" for name in ("verbatim", "balanced") if name in overall.figures
    )
    for miss in report.misses:
        yield ""
        yield f"missed {miss.id}: {miss.question}"
        yield f"    {miss.doc}: “{miss.quote[:QUOTE_LENGTH]}”"


def table(title: str, rows: Mapping[str, Scores], measures: Sequence[str], markdown: bool = False) -> Iterator[str]:
    """One line for each row, with its number of questions and its figures; "-" where it has none."""
    lines = (
        [name, str(scores.questions), *(cell(scores.figures.get(measure)) for measure in measures)]
        for name, scores in rows.items()
    )
    yield from grid([title, "n", *measures], lines, markdown)


def cell(figure: Estimate | None) -> str:
    """A figure with its interval: shares to three decimals, what counts above ten to whole numbers."""
    if figure is None:
        return "-"
    if figure.high > 10:
        return f"{figure.value:.0f} {figure.low:.0f}–{figure.high:.0f}"
    return f"{figure.value:.3f} {figure.low:.2f}–{figure.high:.2f}"


def grid(header: Sequence[str], rows: Iterable[Sequence[str]], markdown: bool = False) -> Iterator[str]:
    """Lines of text in columns, the first to the left and the others to the right."""
    made = Table(box=box.MARKDOWN if markdown else box.SIMPLE_HEAD, show_edge=markdown, pad_edge=markdown)
    for number, name in enumerate(header):
        made.add_column(name, justify="right" if number else "left", no_wrap=True)
    for row in rows:
        made.add_row(*row)
    written = Console(file=StringIO(), width=1000, color_system=None, markup=False, emoji=False)
    with written.capture() as capture:
        written.print(made)
    yield from (line.rstrip() for line in capture.get().splitlines() if line.strip())

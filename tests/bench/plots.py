"""Plots of what a run found."""

from __future__ import annotations

from pathlib import Path

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from search_api.scoring import SEARCH_MEASURES
from tests.bench.quality import Quality
from tests.bench.report import Measured

mpl.use("Agg")


def save_plots(measured: Measured, folder: Path) -> list[Path]:
    """Write the plots of one collection as PNG; the paths written."""
    return [
        _saved(_quality(measured.name, measured.quality), folder / f"quality-{measured.name}.png"),
        _saved(_speed(measured), folder / f"speed-{measured.name}.png"),
    ]


def _saved(figure: Figure, path: Path) -> Path:
    figure.savefig(path, dpi=120)
    return path


def _quality(name: str, quality: Quality) -> Figure:
    figure = Figure(figsize=(10, 4.5), layout="constrained")
    axes = figure.add_subplot()
    step = 0.8 / len(quality.systems)
    for number, (system, card) in enumerate(quality.systems.items()):
        figures = [card.overall.figures[measure] for measure in SEARCH_MEASURES]
        axes.errorbar(
            [at - 0.4 + step * (number + 0.5) for at in range(len(SEARCH_MEASURES))],
            [f.value for f in figures],
            yerr=[[f.value - f.low for f in figures], [f.high - f.value for f in figures]],
            fmt="o",
            capsize=3,
            label=system,
        )
    axes.set_xticks(range(len(SEARCH_MEASURES)), SEARCH_MEASURES)
    axes.set_ylim(0, 1)
    axes.grid(axis="y", alpha=0.3)
    axes.set_title(f"{name}: search, with 95 % confidence intervals")
    axes.legend()
    return figure


def _speed(measured: Measured) -> Figure:
    figure = Figure(figsize=(12, 4.5), layout="constrained")
    left, right = figure.subplots(1, 2)
    encoding = {name: found.per_second for name, found in measured.encoding.items()}
    _bars(left, encoding, "passages encoded a second")
    _bars(right, {name: found.p50 for name, found in measured.queries.items()}, "ms of a query: bar p50, stroke p95")
    high = [found.p95 for found in measured.queries.values()]
    right.plot(high, range(len(high)), "k|", markersize=14)
    figure.suptitle(measured.name)
    return figure


def _bars(axes: Axes, values: dict[str, float], title: str) -> None:
    axes.barh(list(values), list(values.values()))
    axes.invert_yaxis()
    axes.set_title(title)

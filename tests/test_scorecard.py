import json
from pathlib import Path

from typer.testing import CliRunner

from index.metrics import Estimate
from search_api.cli import app
from search_api.evaluate import Scores
from search_api.scorecard import cell, table


def test_a_figure_is_shown_with_its_interval() -> None:
    assert cell(Estimate(2 / 3, 0.5, 0.8)) == "0.667 0.50–0.80"
    assert cell(Estimate(124.5, 37.5, 136)) == "124 38–136"
    assert cell(None) == "-"


def test_a_table_has_a_line_for_each_row() -> None:
    rows = {"who": Scores(3, {"mrr@10": Estimate(0.5, 0.25, 1.0)}), "near-miss": Scores(12, {})}

    assert list(table("search", rows, ["mrr@10"])) == [
        "search       n            mrr@10",
        "────────────────────────────────",
        "who          3   0.500 0.25–1.00",
        "near-miss   12                 -",
    ]
    assert list(table("search", rows, ["mrr@10"], markdown=True)) == [
        "| search    |  n |          mrr@10 |",
        "|-----------|----|-----------------|",
        "| who       |  3 | 0.500 0.25–1.00 |",
        "| near-miss | 12 |               - |",
    ]


def test_the_command_prints_tables_or_json(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The Harbour Master said that four lamps were out.", encoding="utf-8")
    quotes = {"lamps": "four lamps were out", "harbour": "none of these words"}
    (tmp_path / "q.jsonl").write_text(
        "\n".join(
            json.dumps(
                {
                    "id": f"q-{asked}",
                    "question": asked,
                    "answerable": True,
                    "evidence": [{"doc": "a.txt", "quote": said}],
                }
            )
            for asked, said in quotes.items()
        ),
        encoding="utf-8",
    )
    archive = ["--archive", str(tmp_path / "archive")]
    run = CliRunner().invoke
    assert run(app, ["ingest", str(tmp_path / "a.txt"), *archive]).exit_code == 0

    shown = run(app, ["evaluate", str(tmp_path / "q.jsonl"), *archive, "--misses", "1"]).stdout
    silent = run(app, ["evaluate", str(tmp_path / "q.jsonl"), *archive]).stdout
    held = json.loads(run(app, ["evaluate", str(tmp_path / "q.jsonl"), *archive, "--json", "--misses", "1"]).stdout)

    half = {"value": 0.5, "low": 0.0, "high": 1.0}
    assert "words and meaning   2   0.500 0.00–1.00" in shown
    assert "missed q-harbour: harbour\n    a.txt: “none of these words”" in shown
    assert "missed" not in silent
    assert held["search"]["by words alone"]["overall"] == {
        "questions": 2,
        "figures": {
            **dict.fromkeys(("success@1", "success@5", "mrr@10", "evidence@10"), half),
            "precision@5": {"value": 0.1, "low": 0.0, "high": 0.2},
        },
    }
    assert held["answers"]["overall"]["figures"]["verbatim"] == {"value": 1.0, "low": 1.0, "high": 1.0}
    assert [miss["id"] for miss in held["misses"]] == ["q-harbour"]

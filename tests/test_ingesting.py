"""What the command line makes of its sources, and what it tells on the way."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ingest.errors import SourceError
from ingest.found import Facts, Raw
from ingest.sources.folder import Folder
from ingest.sources.moderngov import ModernGov
from search_api.adding import Outcome, State
from search_api.cli import app
from search_api.ingesting import Progress, expected, sources_from
from search_api.reports import IngestOut
from search_api.settings import Settings

SETTINGS = Settings.from_env({})
ADDRESS = "moderngov+https://ness.example/council"


def test_paths_and_addresses_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Noted.")
    folder, council = sources_from([str(tmp_path), ADDRESS], Facts(council="Ness"), ["Cabinet"], None, SETTINGS)
    assert isinstance(folder, Folder)
    assert isinstance(council, ModernGov)
    [raw] = folder.files()
    assert isinstance(raw, Raw)
    assert raw.facts == Facts(council="Ness", committee="Cabinet")
    assert council.name == ADDRESS


def test_a_day_makes_no_sense_for_a_folder(tmp_path: Path) -> None:
    with pytest.raises(
        SourceError, match=r"--since is for the address of a council's system, not for .*: leave it out"
    ):
        sources_from([str(tmp_path)], Facts(), [], date(2024, 1, 1), SETTINGS)


def test_a_folder_is_of_one_committee(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"can be of one committee: name --committee once"):
        sources_from([str(tmp_path)], Facts(), ["Cabinet", "Council"], None, SETTINGS)


def test_how_many_documents_are_expected_is_known_of_folders_alone(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("Noted.")
    folder, council = sources_from([str(tmp_path), ADDRESS], Facts(), [], None, SETTINGS)
    assert expected([folder]) == 2
    assert expected([folder, council]) is None


def test_without_a_terminal_each_change_is_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    with Progress(3) as progress:
        for done in range(1, 13):
            progress.scanned("/m/scan.pdf", done, 12)
        progress.take(Outcome("/m/scan.pdf", State.ADDED, 4, how="PDF, 12 of 12 pages by OCR"))
        progress.take(Outcome("/m/same.pdf", State.UNCHANGED))
        progress.take(Outcome("/m/secret.pdf", State.WITHHELD, reason="restricted by the council"))
        progress.take(Outcome("/m/bad.pdf", State.FAILED, reason="it is damaged"))
    assert capsys.readouterr().err.splitlines() == [
        "read 10 of 12 scanned pages of /m/scan.pdf",
        "read 12 of 12 scanned pages of /m/scan.pdf",
        "added /m/scan.pdf",
        "withheld /m/secret.pdf",
        "failed /m/bad.pdf: it is damaged",
    ]


def test_the_report_says_what_was_read_how() -> None:
    report = IngestOut.of(
        [
            Outcome("a", State.ADDED, 4, how="PDF, 12 of 12 pages by OCR"),
            Outcome("b", State.REPLACED, 2, how="PDF"),
            Outcome("c", State.ADDED, 1, how="PDF"),
            Outcome("d", State.WITHHELD, reason="restricted by the council"),
        ],
        2.0,
    )
    assert list(report.lines()) == [
        "added 2, unchanged 0, replaced 1, removed 0, failed 0, withheld as restricted 1; 7 passages in 2.0 s",
        "  read as PDF: 2",
        "  read as PDF with OCR: 1",
    ]


def test_status_says_what_a_list_dates_and_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "march.txt").write_text("The Cabinet met. The lamps were out.")
    (tmp_path / "in" / "archive.csv").write_text(
        "path,council,committee,date\nmarch.txt,Ness,Cabinet,2024-03-05\napril.txt,Ness,Cabinet,2024-04-02\n"
    )
    archive = str(tmp_path / "archive")
    assert CliRunner().invoke(app, ["ingest", str(tmp_path / "in"), "--archive", archive, "--jobs", "1"]).exit_code == 0
    gaps = CliRunner().invoke(app, ["status", "--gaps", "--archive", archive]).stdout
    assert "1 meeting that a source lists, not held\n  2024-04-02  Cabinet: no minutes are held of it\n" in gaps
    asked = CliRunner().invoke(app, ["ask", "were the lamps out in April 2024", "--archive", archive]).stdout
    assert "1 meeting that the source lists in this period is not held: Cabinet, 2 April 2024." in asked
    before = CliRunner().invoke(app, ["ask", "were the lamps out in March 2024", "--archive", archive]).stdout
    assert "not held" not in before

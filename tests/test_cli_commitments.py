"""The register of commitments on the command line, which needs no model for it."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from index.embedded import EmbeddedIndex
from ingest.errors import MinutebookError
from search_api.cli import app
from tests.commitment_fixtures import DRAWN, fill
from tests.fakes import HashingEncoder


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive on the disk whose model is nowhere to be had."""
    encoder, folder = HashingEncoder(), tmp_path_factory.mktemp("register") / "archive"
    with EmbeddedIndex.open(folder, encoder=encoder.name, dimension=encoder.dimension, writable=True) as index:
        fill(index)
    return folder


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(app, list(map(str, words)))


def ids(archive: Path, *words: str) -> list[str]:
    done = run("commitments", *words, "--json", "--archive", archive)
    assert done.exit_code == 0, done.output
    return [one["id"] for one in json.loads(done.stdout)["commitments"]]


def test_the_terminal_shows_what_became_of_each(archive: Path) -> None:
    done = run("commitments", "figures", "--sort", "oldest", "--limit", "1", "--archive", archive)

    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "3 commitments",
        "reported done: 1, not mentioned since: 1",
        "",
        "1. Undertaking: The Director of Housing",
        "   Torbay Council, Cabinet, 5 March 2024, Minute 12 — Caseloads",
        "      “The Director of Housing undertook to circulate the caseload figures of each officer by the",
        "      end of May 2024.”",
        "      march.txt",
        "   by when: “by the end of May 2024” (5 March 2024 to 31 May 2024)",
        "   Reported done on 3 September 2024",
        "      Torbay Council, Cabinet, 3 September 2024, Minute 44 — Matters arising",
        "         “The caseload figures of each officer (Minute 12) had now been circulated by the Director",
        "         of Housing.”",
        "         september.txt",
        "   moved: by the end of May 2024 → by 30 September 2024",
        "      Torbay Council, Cabinet, 4 June 2024, Minute 31 — Caseloads",
        "         “The Director of Housing said that the caseload figures of each officer would follow by 30",
        "         September 2024.”",
        "         june.txt",
    ]


def test_flags_narrow_as_the_api_does(archive: Path) -> None:
    assert ids(archive) == ["done", "later", "bins", "drawn", "figures", "approved", "leaf", "nowhen"]
    assert ids(archive, "caseload", "figures", "--who", "director", "--sort", "due") == ["figures", "later"]
    assert ids(archive, "--type", "target") == ["later"]
    assert ids(archive, "--state", "open", "--committee", "board") == ["drawn", "nowhen"]
    assert ids(archive, "--item", "matters") == ["done"]
    assert ids(archive, "--from", "2024-06-01", "--to", "2024-06-30", "--offset", "1") == ["bins"]
    assert ids(archive, "--council", "Nowhere") == []


def test_csv_is_of_all_and_guarded(archive: Path) -> None:
    done = run("commitments", "--csv", "--sort", "oldest", "--archive", archive)
    rows = list(csv.DictReader(io.StringIO(done.stdout_bytes.decode("utf-8-sig"), newline="")))

    assert len(rows) == 8
    assert (rows[0]["quote"], rows[0]["guarded"]) == (f"'{DRAWN}", "quote")


def test_nothing_and_nothing_more_are_said(archive: Path) -> None:
    assert run("commitments", "giraffe", "--archive", archive).stdout == "The register holds nothing like that.\n"
    assert run("commitments", "--offset", "50", "--archive", archive).stdout == (
        "There are 8 commitments, none so far down.\n"
    )


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--limit", "0"], "limit 0: ask for a number from 1 to 500"),
        (["--limit", "501"], "limit 501: ask for a number from 1 to 500"),
        (["--offset", "-1"], "offset -1: ask for 0 or more"),
        (["--from", "May"], "--from 'May' is no date"),
        (["--from", "2024-02-01", "--to", "2024-01-01"], "the range of dates is empty"),
        (["?!"], "no word or number to look for"),
    ],
)
def test_bad_input_is_an_error(archive: Path, words: list[str], says: str) -> None:
    done = run("commitments", *words, "--archive", archive)

    assert isinstance(done.exception, MinutebookError), done.output
    assert (done.stdout, says in str(done.exception)) == ("", True)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--type", "promise"], "'promise' is not one of"),
        (["--state", "kept"], "'kept' is not one of"),
        (["--sort", "best"], "'best' is not one of"),
        (["--json", "--csv"], "--json and --csv ask for two formats: give one"),
        (["--csv", "--limit", "3"], "--limit cannot be used with --csv, which lists all of them"),
        (["--csv", "--offset", "3"], "--offset cannot be used with --csv, which lists all of them"),
    ],
)
def test_wrong_usage_is_told(archive: Path, words: list[str], says: str) -> None:
    done = run("commitments", *words, "--archive", archive)

    assert (done.exit_code, done.stdout) == (2, "")
    assert says in " ".join(re.sub(r"[│╭╮╰╯─]", " ", done.stderr).split())


def test_an_archive_that_is_not_there_is_named(tmp_path: Path) -> None:
    done = run("commitments", "--archive", tmp_path / "none")
    assert str(done.exception).startswith(f"there is no archive in {tmp_path / 'none'}")


def test_status_counts_them(archive: Path) -> None:
    assert json.loads(run("status", "--json", "--archive", archive).stdout)["commitments"] == 8
    assert "commitments 8" in run("status", "--archive", archive).stdout.splitlines()

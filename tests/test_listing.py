"""Every mention, as a user of the command line, of the API and of the page meets it."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner, Result

from index.embedded import EmbeddedIndex
from ingest.errors import MinutebookError, SettingError
from ingest.workers import InProcess
from search_api.app import create_app
from search_api.cli import app
from search_api.cli_listing import save
from search_api.service import Service
from tests.fakes import HashingEncoder, QuotingAnswerer, ingest, memory_service

MARCH = "Minutes of the Cabinet\n12. Roads\nTwo grit bins were ordered.\n13. Salt\nThe bins had salt and no grit.\n"
MAY = "1. Bench\nA bench was bought.\n2. Pond\nNo grit fell into the pond.\n"
SIDECAR = '{"council": "Cyngor Môn", "committee": "Cabinet", "date": "2024-03-12", "title": "Cabinet"}'


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """An archive on the disk, made with an encoder that needs no model."""
    encoder, folder = HashingEncoder(), tmp_path / "archive"
    with EmbeddedIndex.open(folder, encoder=encoder.name, dimension=encoder.dimension, writable=True) as index:
        service = Service(index, encoder, QuotingAnswerer(), InProcess())
        ingest(service, tmp_path / "minutes", {"march.txt": MARCH, "march.txt.json": SIDECAR, "may.txt": MAY})
    return folder


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(app, list(map(str, words)))


def refused(*words: str | Path) -> str:
    done = run(*words)
    assert isinstance(done.exception, MinutebookError), done.output
    assert done.stdout == ""
    return str(done.exception)


def misused(*words: str | Path) -> str:
    done = run(*words)
    assert done.exit_code == 2
    return " ".join(re.sub(r"[│╭╮╰╯─]", " ", done.stderr).split())


def test_the_terminal_lists_every_passage(archive: Path) -> None:
    done = run("search", "--all", "grit", "bins", "--archive", archive)

    assert done.exit_code == 0
    lines = done.stdout.splitlines()
    assert lines[0] == "2 passages, 2 different texts, each with all of: grit, bins"
    assert lines[2] == "1. Cyngor Môn, Cabinet, 12 March 2024, Minute 12 — Roads"
    assert "   Two grit bins were ordered." in lines
    assert [line for line in lines if line.startswith("2. ")] == [
        "2. Cyngor Môn, Cabinet, 12 March 2024, Minute 13 — Salt"
    ]
    assert run("search", "--all", "potholes", "--archive", archive).stdout == "No passage holds all of: potholes.\n"


def test_an_export_and_its_receipt_are_written_and_made_again(archive: Path, tmp_path: Path) -> None:
    output, receipt = tmp_path / "grit.csv", tmp_path / "grit.json"
    done = run(
        *("search", "--all", "grit", "--archive", archive, "--export", "csv", "--output", output, "--receipt", receipt)
    )

    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr == f"3 passages, 3 different texts, written to {output}\n"
    data = output.read_bytes()
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert [row["minute_number"] for row in rows[:2]] == ["12", "13"]
    assert rows[2]["meeting_date"] == "not stated"
    assert json.loads(receipt.read_text())["passages"] == 3
    assert sorted(path.name for path in tmp_path.iterdir()) == ["archive", "grit.csv", "grit.json", "minutes"]

    same = run("reproduce", receipt, "--archive", archive)
    assert (same.stdout_bytes, same.stderr) == (data, "3 passages, 3 different texts\n")
    run("reproduce", receipt, "--archive", archive, "--output", tmp_path / "again.csv")
    assert (tmp_path / "again.csv").read_bytes() == data

    assert run("remove", tmp_path / "minutes" / "may.txt", "--archive", archive).exit_code == 0
    says = refused("reproduce", receipt, "--archive", archive, "--output", tmp_path / "again.csv")
    assert f"since {tmp_path / 'minutes' / 'may.txt'} is no longer held" in says
    assert (tmp_path / "again.csv").read_bytes() == data


def test_json_is_printed_and_nothing_else(archive: Path) -> None:
    done = run("search", "--all", "grit", "--json", "--archive", archive, "--to", "2024-12-31")

    stated = json.loads(done.stdout)
    assert [row["quote"].splitlines()[-1] for row in stated["passages"]] == [
        "Two grit bins were ordered.",
        "The bins had salt and no grit.",
    ]
    assert stated["receipt"]["filters"]["to"] == "2024-12-31"
    assert run("search", "--all", "grit", "--export", "json", "--archive", archive, "--to", "2024-12-31").stdout == (
        done.stdout
    )


def test_flags_that_do_not_go_together(archive: Path) -> None:
    where = ("--archive", archive)
    assert "add --all" in misused("search", "grit", "--export", "csv", *where)
    assert "add --all" in misused("search", "grit", "--receipt", "r.json", *where)
    assert "--limit, --sort cannot be used" in misused(
        *("search", "--all", "grit", "--limit", "10", "--sort", "newest", *where)
    )
    assert "ask for two formats" in misused("search", "--all", "grit", "--json", "--export", "ris", *where)
    assert "need a format" in misused("search", "--all", "grit", "--output", "x", *where)
    assert "name the same file" in misused(
        *("search", "--all", "grit", "--export", "csv", "--output", "x", "--receipt", "x", *where)
    )
    assert "name the same file" in misused(
        *("search", "--all", "grit", "--export", "csv", "--output", "x", "--receipt", Path.cwd() / "x", *where)
    )
    assert "'xlsx' is not one of 'csv', 'json', 'bibtex', 'ris'" in misused(
        *("search", "--all", "grit", "--export", "xlsx", *where)
    )


def test_what_cannot_be_done_is_one_line(archive: Path, tmp_path: Path) -> None:
    every = ("search", "--all", "--archive", archive, "--export", "csv")
    assert "blank" in refused(*every, " ")
    assert "no word or number" in refused(*every, "!!")
    assert "cannot write" in refused(*every, "grit", "--output", tmp_path / "none" / "x.csv")
    assert f"cannot write {tmp_path} (Is a directory)" in refused(*every, "grit", "--output", tmp_path)
    assert "is no receipt" in refused("reproduce", tmp_path / "minutes" / "may.txt", "--archive", archive)
    assert "there is no archive" in refused("search", "--all", "grit", "--archive", tmp_path / "none")


def test_of_two_files_none_is_written_when_one_cannot_be(archive: Path, tmp_path: Path) -> None:
    output, receipt = tmp_path / "x.csv", tmp_path / "none" / "r.json"
    output.write_text("before")
    says = refused(
        *("search", "--all", "grit", "--archive", archive, "--export", "csv", "--output", output, "--receipt", receipt)
    )

    assert f"cannot write {receipt} (No such file or directory)" in says
    assert output.read_text() == "before"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["archive", "minutes", "x.csv"]


def test_a_list_that_is_made_again_does_not_take_the_place_of_its_receipt(archive: Path, tmp_path: Path) -> None:
    receipt = tmp_path / "r.json"
    run("search", "--all", "grit", "--archive", archive, "--export", "csv", "--receipt", receipt)
    stated = receipt.read_bytes()
    same = tmp_path / "minutes" / ".." / "r.json"
    assert "would overwrite the receipt" in misused("reproduce", receipt, "--output", same, "--archive", archive)
    assert receipt.read_bytes() == stated


def test_a_device_is_written_to_and_stays(tmp_path: Path) -> None:
    save({Path("/dev/null"): [b"x"]})
    assert Path("/dev/null").is_char_device()
    with pytest.raises(SettingError, match="cannot write /dev/full"):
        save({tmp_path / "x": [b"x"], Path("/dev/full"): [b"x" * 100_000]})
    assert list(tmp_path.iterdir()) == []


def test_standard_output_that_takes_nothing_is_one_line(archive: Path) -> None:
    every = ("search", "--all", "grit", "--export", "csv", "--archive", str(archive))
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "search_api", *every], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )

    assert done.returncode == 1
    assert done.stderr.splitlines()[0] == (
        "minutebook: cannot write to standard output (No space left on device): name a file by --output"
    )
    assert "Traceback" not in done.stderr


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    service = memory_service()
    ingest(service, tmp_path / "minutes", {"march.txt": MARCH, "march.txt.json": SIDECAR, "may.txt": MAY})
    with TestClient(create_app(service)) as client:
        yield client


@pytest.mark.parametrize(
    ("form", "media_type", "name", "begins"),
    [
        ("csv", "text/csv; charset=utf-8; header=present", "minutebook-grit-bins.csv", "\ufeffkey,reference,"),
        ("json", "application/json", "minutebook-grit-bins.json", '{"passages": [\n{"key": "minutebook-'),
        ("bibtex", "application/x-bibtex; charset=utf-8", "minutebook-grit-bins.bib", "@techreport{minutebook-"),
        (
            "ris",
            "application/x-research-info-systems; charset=utf-8",
            "minutebook-grit-bins.ris",
            "TY  - RPRT\r\nID  - minutebook-",
        ),
    ],
)
def test_an_export_over_http(client: TestClient, form: str, media_type: str, name: str, begins: str) -> None:
    answer = client.get("/api/export", params={"q": "Grit bins!", "format": form})

    assert answer.status_code == 200
    assert answer.headers["content-type"] == media_type
    assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'
    assert answer.headers["content-length"] == str(len(answer.content))
    assert answer.headers["cache-control"] == "no-store"
    assert answer.content.decode().startswith(begins)
    assert answer.content.decode().count("Two grit bins were ordered.") == 1


def test_the_receipt_over_http(client: TestClient) -> None:
    asked = {"q": "grit bins", "format": "csv", "council": "cyngor môn"}
    receipt = client.get("/api/export/receipt", params=asked)

    assert receipt.headers["content-disposition"] == 'attachment; filename="minutebook-grit-bins.csv.receipt.json"'
    stated = receipt.json()
    assert (stated["passages"], stated["filters"]["council"]) == (2, "cyngor môn")
    assert stated["sha256"] == hashlib.sha256(client.get("/api/export", params=asked).content).hexdigest()


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ("q=grit&format=xlsx", "give one of csv, json, bibtex, ris"),
        ("q=grit", "format is missing: give one of csv"),
        ("format=csv", "q is missing"),
        ("q=!!&format=csv", "no word or number"),
        ("q=grit&format=csv&limit=5", "'limit' is no parameter here"),
        ("q=grit&format=csv&from=2024-02-02&to=2024-01-01", "the range of dates is empty"),
    ],
)
def test_a_bad_export_is_a_problem(client: TestClient, asked: str, says: str) -> None:
    for path in ("/api/export", "/api/export/receipt"):
        answer = client.get(f"{path}?{asked}")
        assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")
        assert says in answer.json()["detail"]


def test_a_filter_that_lets_nothing_through_gives_an_empty_list(client: TestClient) -> None:
    answer = client.get("/api/export?q=grit&format=csv&council=Nowhere")
    assert answer.status_code == 200
    assert answer.content.count(b"\r\n") == 1
    assert client.get("/api/export/receipt?q=grit&format=csv&council=Nowhere").json()["passages"] == 0


def test_the_page_leads_to_every_mention(client: TestClient) -> None:
    page = client.get("/", params={"q": "grit & bins", "to": "2024-12-31", "sort": "newest"}).text

    assert "Every mention: 2 passages with “grit”, “bins”, as" in page
    links = re.findall(r'href="(/api/export\?[^"]*)"', page)
    assert [link.rpartition("=")[2] for link in links] == ["csv", "json", "bibtex", "ris"]
    assert links[0] == "/api/export?to=2024-12-31&amp;q=grit+%26+bins&amp;format=csv"
    answer = client.get(links[0].replace("&amp;", "&"))
    assert answer.content.decode().count("minutebook-") == 2
    assert "Every mention: 1 passage with “pond”, as" in client.get("/", params={"q": "what of the pond"}).text
    assert "Every mention" not in client.get("/", params={"q": "grit", "offset": 1}).text
    assert 'id="mentions"' in client.get("/help").text

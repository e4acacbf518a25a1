"""The command line as a user meets it: whole processes, the real model, real files."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from filelock import FileLock

FIRST = """Ashby Parish Council

Minutes of the meeting held on Tuesday 5 March 2024

Present: Cllr Oakes and Cllr Birch

1. Grit bins

The Clerk reported that two grit bins had been ordered for Mill Lane at a cost of £240.

2. Caseloads

The Board was informed that caseloads had fallen from more than thirty to about twenty per social worker.
"""
SECOND = FIRST.replace("5 March", "7 May").replace("two grit bins", "three grit bins").replace("£240", "£360")


def run(*words: str | Path, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "search_api", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, **(env or {})})


def as_json(done: subprocess.CompletedProcess[str]) -> Any:
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def minutes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("minutes of the café")
    (folder / "march é.txt").write_text(FIRST, encoding="utf-8")
    (folder / "may.txt").write_bytes(SECOND.encode("cp1252"))
    (folder / "may.txt.json").write_text('{"status": "draft"}', encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def archive(minutes: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("archive")
    done = run("ingest", minutes, "--archive", folder)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("added 2, unchanged 0, replaced 0, removed 0, failed 0; ")
    assert done.stderr.splitlines() == [f"added {minutes / 'march é.txt'}", f"added {minutes / 'may.txt'}"]
    return folder


def test_search_prints_cited_passages(archive: Path, minutes: Path) -> None:
    found = as_json(run("search", "grit", "bins", "--json", "--archive", archive))

    assert found["query"] == "grit bins"
    texts = {hit["text"]: hit["citation"] for hit in found["hits"][:2]}
    march = texts[
        "1. Grit bins\nThe Clerk reported that two grit bins had been ordered for Mill Lane at a cost of £240."
    ]
    assert march["reference"] == "Ashby Parish Council, 5 March 2024, Minute 1"
    assert march["document"]["source"] == str(minutes / "march é.txt")
    assert march["meeting_date"] == "2024-03-05"
    may = texts[
        "1. Grit bins\nThe Clerk reported that three grit bins had been ordered for Mill Lane at a cost of £360."
    ]
    assert may["status"] == "draft"


def test_search_for_people_names_the_reference_and_the_source(archive: Path, minutes: Path) -> None:
    shown = run("search", "grit bins", "--from", "2024-05-01", "--limit", "1", "--archive", archive).stdout

    assert "1. Ashby Parish Council, 7 May 2024, Minute 1 (draft) — Grit bins" in shown
    assert str(minutes / "may.txt") in shown


def test_ask_quotes_the_record_word_for_word(archive: Path) -> None:
    answer = as_json(run("ask", "what was said about caseloads", "--json", "--archive", archive))

    assert answer["found"] is True
    first = answer["statements"][0]
    assert first["text"] == (
        "The Board was informed that caseloads had fallen from more than thirty to about twenty per social worker."
    )
    assert first["citation"]["minute_number"] == "2"
    held = {"documents": 2, "passages": 6, "from": "2024-03-05", "to": "2024-05-07"}
    assert answer["searched"] == held | {"gaps": []}


def test_a_question_that_the_archive_does_not_answer_is_no_error(archive: Path) -> None:
    done = run("ask", "Who won the giraffe race on Neptune?", "--archive", archive)

    assert done.returncode == 0
    assert done.stdout.startswith("The archive does not say.\nSearched: 2 documents, 6 passages, 5 March 2024 to 7 May")


def test_a_topic_is_followed_from_meeting_to_meeting(archive: Path) -> None:
    found = as_json(run("timeline", "grit", "bins", "--json", "--archive", archive))
    later = as_json(run("timeline", "grit bins", "--from", "2024-04-01", "--json", "--archive", archive))
    done = run("timeline", "grit bins", "--archive", archive)

    assert found["topic"] == "grit bins"
    assert [entry["date"] for entry in found["entries"]] == ["2024-03-05", "2024-05-07"]
    assert found["latest"] == found["entries"][1]
    assert [entry["date"] for entry in later["entries"]] == ["2024-05-07"]
    assert done.returncode == 0
    assert done.stdout.startswith(
        "The latest position:\n7 May 2024: Ashby Parish Council, 7 May 2024, Minute 1 (draft)"
    )


def test_a_filter_that_matches_nothing_returns_nothing(archive: Path) -> None:
    found = as_json(run("search", "grit bins", "--council", "Nowhere Council", "--json", "--archive", archive))

    assert (found["total"], found["hits"]) == (0, [])


def test_status_counts_what_is_there(archive: Path) -> None:
    status = as_json(run("status", "--json", "--archive", archive))

    assert status["documents"] == 2
    assert status["passages"] == 6
    assert status["from"] == "2024-03-05"
    assert status["model"] == "all-MiniLM-L6-v2@53aa51172d14"
    assert status["councils"] == {"Ashby Parish Council": 2}
    assert status["failures"] == []


def test_a_second_run_adds_nothing(archive: Path, minutes: Path) -> None:
    done = as_json(run("ingest", minutes, "--json", "--archive", archive))

    assert [done[k] for k in ("added", "unchanged", "replaced", "removed", "failed", "passages")] == [0, 2, 0, 0, 0, 0]


def test_failed_documents_are_named_and_the_rest_is_added(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "good.txt").write_text(FIRST)
    (tmp_path / "in" / "empty.txt").write_bytes(b"")
    (tmp_path / "in" / "sheet.xlsx").write_bytes(b"PK")

    done = run("ingest", tmp_path / "in", "--archive", tmp_path / "a", "--json")

    assert done.returncode == 3
    report = json.loads(done.stdout)
    assert (report["added"], report["failed"]) == (1, 2)
    reasons = {Path(failure["source"]).name: failure["reason"] for failure in report["failures"]}
    assert "empty" in reasons["empty.txt"]
    assert reasons["sheet.xlsx"].startswith(".xlsx is not a type that can be read; known are .doc")
    assert [f["source"] for f in as_json(run("status", "--json", "--archive", tmp_path / "a"))["failures"]] == [
        str(tmp_path / "in" / "empty.txt"),
        str(tmp_path / "in" / "sheet.xlsx"),
    ]


def test_removed_documents_are_gone_everywhere(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(FIRST)
    (tmp_path / "in" / "b.txt").write_text(SECOND)
    run("ingest", tmp_path / "in", "--archive", tmp_path / "a")

    done = run("remove", tmp_path / "in" / "a.txt", "--archive", tmp_path / "a")

    assert done.stdout == f"removed {tmp_path / 'in' / 'a.txt'}\n"
    found = as_json(run("search", "grit bins", "--json", "--archive", tmp_path / "a"))
    assert {hit["citation"]["document"]["source"] for hit in found["hits"]} == {str(tmp_path / "in" / "b.txt")}
    assert as_json(run("status", "--json", "--archive", tmp_path / "a"))["documents"] == 1
    stored = b"".join(path.read_bytes() for path in (tmp_path / "a").rglob("*") if path.is_file())
    assert b"two grit bins" not in stored


@pytest.mark.parametrize(
    ("words", "status", "says"),
    [
        (["search", "x", "--limit", "0"], 1, "limit 0 is out of range: give a number from 1 to 100"),
        (["search", "x", "--limit", "101"], 1, "limit 101 is out of range"),
        (["search", "x", "--offset", "-1"], 1, "offset -1 is negative"),
        (["search", " "], 1, "the question is blank"),
        (["ask", "!?.,;:--"], 1, "the question holds no word or number"),
        (["search", "holes \udcff"], 1, "the question holds bytes that are no text"),
        (["ask", "x" * 10_000], 1, "the question has 10,000 characters, 2,000 at most"),
        (["search", "x", "--from", "30/01/2025"], 1, "--from '30/01/2025' is no date: write it as YYYY-MM-DD"),
        (["search", "x", "--from", "2025-02-01", "--to", "2025-01-01"], 1, "the range of dates is empty"),
        (["search", "x", "--kind", "gossip"], 2, "'gossip' is not one of"),
        (["search", "x", "--sort", "best"], 2, "'best' is not one of"),
        (["search"], 2, "Missing argument"),
        (["gossip"], 2, "No such command"),
        (["remove", "nothing"], 1, "the archive holds no document 'nothing'"),
        (["ingest", "/no/such/folder"], 1, "no such file or folder: /no/such/folder"),
        (["ingest", ".", "--date", "yesterday"], 1, "--date 'yesterday' is no date"),
        (["evaluate", "/no/questions"], 1, "the questions /no/questions cannot be read"),
        (["serve", "--port", "70000"], 2, "less than or equal to 65535"),
    ],
)
def test_bad_input_is_one_clear_line(archive: Path, words: list[str], status: int, says: str) -> None:
    done = run(*words, "--archive", archive)

    assert done.returncode == status
    assert done.stdout == ""
    assert says in done.stderr
    if status == 1:
        assert done.stderr.count("\n") == 1


def test_a_loop_of_links_is_no_document(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")

    for command in ("ingest", "remove"):
        done = run(command, tmp_path / "a", "--archive", archive)
        assert (done.returncode, done.stderr.count("\n")) == (1, 1)
        assert str(tmp_path / "a") in done.stderr


def test_an_archive_that_is_not_there_is_named(tmp_path: Path) -> None:
    done = run("search", "x", "--archive", tmp_path / "none")

    assert done.returncode == 1
    assert done.stderr.startswith(f"minutebook: there is no archive in {tmp_path / 'none'}")
    assert not (tmp_path / "none").exists()


def test_a_bad_setting_stops_the_start() -> None:
    done = run("status", env={"MINUTEBOOK_MODLE": "x"})

    assert done.returncode == 1
    assert done.stderr == "minutebook: MINUTEBOOK_MODLE is no setting: did you mean MINUTEBOOK_MODEL?\n"


def test_a_model_that_is_not_here_is_no_download(archive: Path) -> None:
    done = run("search", "x", "--archive", archive, env={"MINUTEBOOK_MODEL": "nobody/no-such-model"})

    assert done.returncode == 1
    assert "the model 'nobody/no-such-model' is not on this machine" in done.stderr


def test_a_port_that_is_taken_is_one_clear_line(archive: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = run("serve", "--port", str(port), "--archive", archive)

    assert done.returncode == 1
    assert done.stderr == (
        f"minutebook: cannot listen on 127.0.0.1:{port} (Address already in use): choose another --port or --host\n"
    )


def test_a_second_writer_is_refused_and_readers_go_on(archive: Path, tmp_path: Path) -> None:
    with FileLock(archive / "writer.lock"):
        refused = run("ingest", tmp_path, "--archive", archive)
        found = as_json(run("search", "grit bins", "--json", "--archive", archive))

    assert refused.returncode == 1
    assert refused.stderr.startswith(f"minutebook: another process is writing to the archive {archive}: ")
    assert found["total"] >= 2


def test_an_interrupted_ingest_keeps_what_it_reported_and_can_be_finished(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for number in range(40):
        (tmp_path / "in" / f"{number:02}.txt").write_text(FIRST.replace("£240", f"£{number}"))
    command = [sys.executable, "-m", "search_api", "ingest", str(tmp_path / "in"), "--archive", str(tmp_path / "a")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        reported = [process.stderr.readline() for _ in range(5)]
        process.send_signal(signal.SIGINT)
        reported += process.stderr.read().splitlines(keepends=True)
        assert process.wait() == 130
    added = [line.removeprefix("added ").strip() for line in reported if line.startswith("added ")]

    finished = as_json(run("ingest", tmp_path / "in", "--archive", tmp_path / "a", "--json"))

    assert finished["added"] + finished["unchanged"] == 40
    assert 5 <= len(added) <= finished["unchanged"]


def test_a_server_shows_what_another_process_adds(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "new.txt").write_text(FIRST.replace("Grit bins", "Bandstand").replace("grit bins", "bandstands"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "search_api", "serve", "--port", str(port), "--archive", str(archive)]
    url = f"http://127.0.0.1:{port}/api/search?q=bandstands&limit=1"
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        try:
            assert server.stderr is not None
            assert f"http://127.0.0.1:{port}" in server.stderr.readline()
            before = _first_reply(url)
            run("ingest", tmp_path / "in", "--archive", archive)
            with urlopen(url) as reply:
                after = json.load(reply)
        finally:
            server.terminate()

    assert before["total"] == 0
    assert after["hits"][0]["text"].startswith("1. Bandstand\nThe Clerk reported that two bandstands")


def _first_reply(url: str) -> Any:
    for _ in range(100):
        try:
            with urlopen(url) as reply:
                return json.load(reply)
        except URLError:
            time.sleep(0.1)
    raise AssertionError(f"no server at {url}")

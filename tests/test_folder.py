from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from index.store import DATABASE
from ingest.errors import SourceError
from ingest.found import Facts, Failure, Listed, Raw
from ingest.readers.media import MEDIA_TYPES
from ingest.sources.folder import ARCHIVE_MARKER, Folder

KNOWN = ".doc .docx .eml .htm .html .markdown .md .mht .mhtml .odt .pdf .rtf .txt .zip"
TEXT = b"The lamps were out."


def file(path: Path, data: bytes = TEXT) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def found(path: Path, max_bytes: int = 1000) -> list[Raw | Failure]:
    return [one for one in Folder(path, Facts(), max_bytes).files() if not isinstance(one, Listed)]


def test_files_come_in_the_order_of_their_paths(tmp_path: Path) -> None:
    names = ["b.txt", "a/z.md", "a/b/y.html", "C.PDF", "d.docx", "e.htm", "f.markdown"]
    for name in names:
        file(tmp_path / name)
    raws = found(tmp_path)
    assert [raw.source for raw in raws] == [
        str(tmp_path / name) for name in ["C.PDF", "a/b/y.html", "a/z.md", "b.txt", "d.docx", "e.htm", "f.markdown"]
    ]
    assert [raw.media_type for raw in raws if isinstance(raw, Raw)] == [
        MEDIA_TYPES[suffix] for suffix in [".pdf", ".html", ".md", ".txt", ".docx", ".html", ".md"]
    ]
    assert raws[3] == Raw(str(tmp_path / "b.txt"), "text/plain", TEXT, Facts())


def test_hidden_files_lock_files_and_facts_are_passed_over(tmp_path: Path) -> None:
    for name in [".hidden.txt", ".git/x.txt", "a/.b/c.txt", "~$lamps.docx", "archive.csv", "x.txt.json"]:
        file(tmp_path / name, b"path,council\nx.txt,Ness\n" if name == "archive.csv" else b"{}")
    file(tmp_path / "x.txt")
    assert found(tmp_path) == [Raw(str(tmp_path / "x.txt"), "text/plain", TEXT, Facts(council="Ness"))]


def test_a_hidden_folder_that_is_named_is_read(tmp_path: Path) -> None:
    file(tmp_path / ".minutes" / "x.txt")
    assert [raw.source for raw in found(tmp_path / ".minutes")] == [str(tmp_path / ".minutes" / "x.txt")]


def test_spaces_and_accents_in_paths(tmp_path: Path) -> None:
    path = file(tmp_path / "Cofnodion Llŷn" / "é t é.txt")
    assert found(tmp_path) == [Raw(str(path), "text/plain", TEXT, Facts())]


def test_one_file_with_what_stands_beside_it(tmp_path: Path) -> None:
    path = file(tmp_path / "x.txt")
    file(tmp_path / "y.txt")
    file(tmp_path / "x.txt.json", b'{"date": "2025-03-04"}')
    file(tmp_path / "archive.csv", b"path,council\nx.txt,Ness\n")
    assert found(path) == [Raw(str(path), "text/plain", TEXT, Facts(council="Ness", held_on=date(2025, 3, 4)))]


def test_defaults_fill_what_is_not_stated(tmp_path: Path) -> None:
    file(tmp_path / "x.txt")
    raws = list(Folder(tmp_path, Facts(council="Ness"), 1000).files())
    assert [raw.facts for raw in raws if isinstance(raw, Raw)] == [Facts(council="Ness")]


@pytest.mark.parametrize("name", ["lamps.xls", "lamps", "lamps.json"])
def test_a_file_of_an_unknown_type_is_named(tmp_path: Path, name: str) -> None:
    file(tmp_path / "x.txt")
    path = file(tmp_path / name)
    failures = [one for one in found(tmp_path) if isinstance(one, Failure)]
    suffix = path.suffix or "a file without a suffix"
    assert failures == [
        Failure(
            str(path),
            "source",
            f"{suffix} is not a type that can be read; known are {KNOWN}",
        )
    ]
    assert len(found(tmp_path)) == 2


def test_a_file_over_the_limit_is_named_and_not_read(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    with path.open("wb") as big:
        big.truncate(200_000_000)
    file(tmp_path / "y.txt")
    raws = found(tmp_path, max_bytes=100_000_000)
    assert raws[0] == Failure(
        str(path),
        "source",
        "200 MB is over the limit of 100 MB for one file: split it, or raise MINUTEBOOK_MAX_FILE_MB",
    )
    assert raws[1] == Raw(str(tmp_path / "y.txt"), "text/plain", TEXT, Facts())


def test_a_file_at_the_limit_is_read(tmp_path: Path) -> None:
    file(tmp_path / "x.txt", b"x" * 1000)
    assert isinstance(found(tmp_path)[0], Raw)
    file(tmp_path / "x.txt", b"x" * 1001)
    assert isinstance(found(tmp_path)[0], Failure)


def test_a_link_that_leads_nowhere_is_named(tmp_path: Path) -> None:
    (tmp_path / "x.pdf").symlink_to(tmp_path / "gone.pdf")
    file(tmp_path / "y.txt")
    raws = found(tmp_path)
    assert raws == [
        Failure(str(tmp_path / "x.pdf"), "source", "cannot be read: No such file or directory"),
        Raw(str(tmp_path / "y.txt"), "text/plain", TEXT, Facts()),
    ]


def test_a_file_that_vanishes_in_the_run_is_named(tmp_path: Path) -> None:
    file(tmp_path / "a.txt")
    gone = file(tmp_path / "b.txt")
    files = Folder(tmp_path, Facts(), 1000).files()
    assert isinstance(next(files), Raw)
    gone.unlink()
    assert list(files) == [Failure(str(gone), "source", "cannot be read: No such file or directory")]


def test_a_folder_named_like_a_file_is_gone_through(tmp_path: Path) -> None:
    path = file(tmp_path / "x.pdf" / "y.txt")
    assert found(tmp_path) == [Raw(str(path), "text/plain", TEXT, Facts())]


def test_bad_facts_harm_only_their_own_file(tmp_path: Path) -> None:
    path = file(tmp_path / "x.txt")
    file(tmp_path / "x.txt.json", b"{")
    file(tmp_path / "y.txt")
    raws = found(tmp_path)
    assert [type(raw) for raw in raws] == [Failure, Raw]
    assert isinstance(raws[0], Failure)
    assert (raws[0].source, raws[0].stage) == (str(path), "source")
    assert raws[0].reason.startswith("its sidecar x.txt.json cannot be read")


def test_a_sidecar_whose_document_is_gone_is_passed_over(tmp_path: Path) -> None:
    file(tmp_path / "orphan.txt.json", b"{}")
    assert found(tmp_path) == []


def test_the_facts_of_a_file_do_not_depend_on_the_folder_that_is_named(tmp_path: Path) -> None:
    path = file(tmp_path / "a" / "b" / "x.txt")
    file(tmp_path / "archive.csv", b"path,council\na/b/x.txt,Ness\n")
    raw = Raw(str(path), "text/plain", TEXT, Facts(council="Ness"))
    assert [found(named) for named in (tmp_path, tmp_path / "a", tmp_path / "a" / "b", path)] == [[raw]] * 4


def test_an_archive_in_the_folder_is_passed_over(tmp_path: Path) -> None:
    assert ARCHIVE_MARKER == DATABASE
    file(tmp_path / "x.txt")
    for name in ("archive.db", "archive.db-wal", "writer.lock", "cache/7/lexical/meta.json", "cache/7/x.txt"):
        file(tmp_path / "archive" / name)
    assert found(tmp_path) == [Raw(str(tmp_path / "x.txt"), "text/plain", TEXT, Facts())]


@pytest.mark.parametrize("named", ["", "2024"])
def test_documents_in_the_folder_of_an_archive_are_not_passed_over_without_a_word(tmp_path: Path, named: str) -> None:
    folder = tmp_path / named
    file(folder / "archive.db")
    file(folder / "x.txt")
    assert found(tmp_path) == [
        Failure(str(folder), "source", "an archive of Minutebook is in it: move that to a folder of its own")
    ]


LISTING = """
import sys
from pathlib import Path
from ingest.minutes import Facts
from ingest.sources.folder import Folder
for one in Folder(Path(sys.argv[1]), Facts(), 1000).files():
    print(one.source, getattr(one, "reason", "read"), sep=": ")
"""
MAY_NOT = "-dac_override,-dac_read_search"


def listed_as_a_user(path: Path) -> list[str]:
    """What is found by a process to which permissions apply, as they do not to root."""
    command = [sys.executable, "-c", LISTING, str(path)]
    if os.geteuid() == 0:
        setpriv = shutil.which("setpriv")
        if setpriv is None:
            pytest.skip("root can read everything, and there is no setpriv to give that up")
        command = [setpriv, f"--bounding-set={MAY_NOT}", f"--inh-caps={MAY_NOT}", *command]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[1])
    return done.stdout.splitlines()


@pytest.mark.parametrize("named", ["", "b"])
def test_a_folder_that_cannot_be_listed_is_named(tmp_path: Path, named: str) -> None:
    for name in ("a/x.txt", "b/x.txt", "b/c/x.txt", "c.txt"):
        file(tmp_path / name)
    (tmp_path / "b").chmod(0)
    try:
        lines = listed_as_a_user(tmp_path / named)
    finally:
        (tmp_path / "b").chmod(0o700)
    fault = (
        f"{tmp_path}/b: the folder cannot be listed (Permission denied), so what is in it is unknown: "
        "mend its permissions"
    )
    assert lines == ([fault] if named else [f"{tmp_path}/a/x.txt: read", fault, f"{tmp_path}/c.txt: read"])


def test_a_folder_that_can_be_listed_but_not_entered(tmp_path: Path) -> None:
    file(tmp_path / "b" / "x.txt")
    file(tmp_path / "b" / "c" / "x.txt")
    (tmp_path / "b").chmod(0o400)
    try:
        lines = listed_as_a_user(tmp_path)
    finally:
        (tmp_path / "b").chmod(0o700)
    assert lines == [
        f"{tmp_path}/b/c: the folder cannot be listed (Permission denied), so what is in it is unknown: "
        "mend its permissions",
        f"{tmp_path}/b/x.txt: cannot be read: Permission denied",
    ]


def test_a_link_to_a_folder_above_is_not_followed(tmp_path: Path) -> None:
    path = file(tmp_path / "a" / "x.txt")
    (tmp_path / "a" / "again").symlink_to(tmp_path, target_is_directory=True)
    assert [one.source for one in found(tmp_path)] == [str(path)]


def test_a_loop_of_links_that_is_named(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    with pytest.raises(SourceError, match=r"loop/a\.txt cannot be reached \(Symlink loop .*name the file or folder by"):
        Folder(tmp_path / "loop" / "a.txt", Facts(), 1000)
    assert found(tmp_path) == [
        Failure(
            str(tmp_path / "loop"),
            "source",
            f"a file without a suffix is not a type that can be read; known are {KNOWN}",
        )
    ]


def test_an_empty_folder_has_none(tmp_path: Path) -> None:
    assert found(tmp_path) == []


def test_no_such_path(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"no such file or folder: .*/gone"):
        Folder(tmp_path / "gone", Facts(), 1000)


def test_speaks_for_what_is_below_it(tmp_path: Path) -> None:
    path = file(tmp_path / "a" / "x.txt")
    folder = Folder(tmp_path / "a", Facts(), 1000)
    assert folder.speaks_for(str(tmp_path / "a" / "gone.txt"))
    assert folder.speaks_for(str(tmp_path / "a" / "b" / "gone.txt"))
    assert not folder.speaks_for(str(tmp_path / "ab" / "x.txt"))
    assert not folder.speaks_for(str(tmp_path / "x.txt"))
    assert not Folder(path, Facts(), 1000).speaks_for(str(path))


def test_a_relative_path_is_made_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file(tmp_path / "a" / "x.txt")
    monkeypatch.chdir(tmp_path)
    assert [raw.source for raw in found(Path("a"))] == [str(tmp_path / "a" / "x.txt")]


def test_a_name_that_is_not_in_utf_8_is_named(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"caf\xe9.txt")).write_bytes(TEXT)
    file(tmp_path / "d.txt")
    assert found(tmp_path) == [
        Failure(f"{tmp_path}/caf\\udce9.txt", "source", "its name is not in UTF-8: rename it"),
        Raw(str(tmp_path / "d.txt"), "text/plain", TEXT, Facts()),
    ]


def test_a_meeting_of_a_list_without_its_document_is_told_of(tmp_path: Path) -> None:
    (tmp_path / "2024").mkdir()
    (tmp_path / "2024" / "march.txt").write_text("The Board met.")
    (tmp_path / "2024" / "archive.csv").write_text(
        "path,committee,date\nmarch.txt,Cabinet,2024-03-05\napril.txt,Cabinet,2024-04-02\nreport.txt,Cabinet,\n"
    )
    [march, april] = Folder(tmp_path, Facts(council="Ness"), 1000).files()
    assert isinstance(march, Raw)
    assert april == Listed(str(tmp_path / "2024" / "april.txt"), "Ness", "Cabinet", date(2024, 4, 2))

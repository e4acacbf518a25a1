from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from ingest.errors import SourceError
from ingest.minutes import Facts, Failure, Raw
from ingest.readers import MEDIA_TYPES
from ingest.sources.folder import Folder

TEXT = b"The lamps were out."


def file(path: Path, data: bytes = TEXT) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def found(path: Path, max_bytes: int = 1000) -> list[Raw | Failure]:
    return list(Folder(path, Facts(), max_bytes).files())


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


@pytest.mark.parametrize("name", ["lamps.xls", "lamps", "lamps.pdf.json"])
def test_a_file_of_an_unknown_type_is_named(tmp_path: Path, name: str) -> None:
    file(tmp_path / "x.txt")
    path = file(tmp_path / name)
    failures = [one for one in found(tmp_path) if isinstance(one, Failure)]
    suffix = path.suffix or "a file without a suffix"
    assert failures == [
        Failure(
            str(path),
            "source",
            f"{suffix} is not a type that can be read; known are .docx .htm .html .markdown .md .pdf .txt",
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

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from threading import Event

import pytest

from index.backend import Filters, Query, Results
from index.embedded import EmbeddedIndex
from ingest.errors import (
    ArchiveBusyError,
    ArchiveMissingError,
    ArchiveVersionError,
    ModelMismatchError,
    StoreError,
    UnknownDocumentError,
)
from ingest.minutes import Failure
from tests.index_fixtures import DIMENSION, ENCODER, prepared, unit

ROOT = Path(__file__).parent.parent
NORTH = unit(1, 0, 0, 0)


def writer(folder: Path) -> EmbeddedIndex:
    return EmbeddedIndex.open(folder, encoder=ENCODER, dimension=DIMENSION, writable=True)


def reader(folder: Path) -> EmbeddedIndex:
    return EmbeddedIndex.open(folder, encoder=ENCODER, dimension=DIMENSION)


def fill(folder: Path, *sources: str) -> None:
    with writer(folder) as index:
        for source in sources:
            index.put(prepared(source, (f"Caseloads in {source} fell.", (1, 0, 0, 0)), ("Noted.", (1, 1, 0, 0))))


def find(index: EmbeddedIndex, text: str = "caseloads noted") -> Results:
    return index.search(Query(text), NORTH)


def sources(results: Results) -> set[str]:
    return {hit.place.record.source for hit in results.hits}


def snapshots(folder: Path) -> list[str]:
    """The generations published."""
    return sorted(path.stem for path in (folder / "cache").glob("*.json"))


def segments(folder: Path) -> list[str]:
    """The ranges of document numbers that segments hold: over the first, up to the last."""
    found = (path.name for path in (folder / "cache").iterdir() if path.suffix not in {".json", ".lock"})
    return sorted(name.rpartition("-")[0] for name in found)


# Damage to the caches


def _delete_folder(cache: Path) -> None:
    for path in sorted(cache.rglob("*"), reverse=True):
        if path.is_dir():
            path.rmdir()
        else:
            path.unlink()
    cache.rmdir()


def _flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0x55
    path.write_bytes(data)


def _each_file(harm: Callable[[Path], object], pattern: str) -> Callable[[Path], None]:
    def damage(cache: Path) -> None:
        harmed = [path for path in cache.glob(pattern) if path.is_file() and path.suffix != ".lock"]
        for path in harmed:
            harm(path)
        assert harmed

    return damage


def _truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def _replace_by_file(cache: Path) -> None:
    for folder in [path for path in cache.iterdir() if path.is_dir()]:
        _delete_folder(folder)
        folder.write_text("This is no folder.")


DAMAGES: dict[str, Callable[[Path], None]] = {
    "deleted": _delete_folder,
    **{
        f"{name} {pattern}": _each_file(harm, pattern)
        for name, harm in {"deleted": lambda path: path.unlink(), "truncated": _truncate, "flipped": _flip}.items()
        for pattern in (
            "*.json",
            "*/header.json",
            "*/vectors.faiss",
            "*/vectors.array",
            "*/terms.array",
            "*/places.array",
        )
    },
    "emptied manifest": _each_file(lambda path: path.write_bytes(b""), "*.json"),
    "replaced by a file": _replace_by_file,
    "binary manifest": _each_file(lambda path: path.write_bytes(b"\xff\xfe\x00"), "*.json"),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_damaged_caches_are_rebuilt_with_the_same_results(tmp_path: Path, damage: Callable[[Path], None]) -> None:
    fill(tmp_path, "a.txt", "b.txt")
    with reader(tmp_path) as index:
        before = find(index)
    damage(tmp_path / "cache")
    with reader(tmp_path) as index:
        assert find(index) == before
    assert before.total == 4
    assert (snapshots(tmp_path), segments(tmp_path)) == (["2"], ["0-2"])


def test_the_caches_of_another_archive_are_not_taken(tmp_path: Path) -> None:
    fill(tmp_path / "one", "a.txt")
    fill(tmp_path / "two", "b.txt")
    _delete_folder(tmp_path / "two" / "cache")
    (tmp_path / "one" / "cache").rename(tmp_path / "two" / "cache")
    with reader(tmp_path / "two") as index:
        assert sources(find(index)) == {"b.txt"}


def test_caches_of_another_format_are_rebuilt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(tmp_path, "a.txt")
    monkeypatch.setattr("index.manifest.ANALYSIS_VERSION", 99)
    with reader(tmp_path) as index:
        assert find(index).total == 2
    assert '"3.99 ' in (tmp_path / "cache" / "1.json").read_text()
    assert segments(tmp_path) == ["0-1"]


def test_what_a_killed_builder_left_is_cleared_away(tmp_path: Path) -> None:
    fill(tmp_path, "a.txt")
    (tmp_path / "cache" / "building-x").mkdir()
    (tmp_path / "cache" / "building-x" / "vectors.faiss").touch()
    (tmp_path / "cache" / "0-1-unnamed").mkdir()
    fill(tmp_path, "b.txt")
    assert (snapshots(tmp_path), segments(tmp_path)) == (["2"], ["0-2"])


def test_caches_that_cannot_be_written_are_an_error_and_the_documents_are_safe(tmp_path: Path) -> None:
    index = writer(tmp_path)
    index.put(prepared("a.txt", ("Caseloads fell.", (1, 0, 0, 0))))
    (tmp_path / "cache").touch()
    with pytest.raises(StoreError, match=r"cache cannot be written .* the documents are safe"):
        index.close()

    (tmp_path / "cache").unlink()
    with writer(tmp_path) as again:
        assert sources(find(again)) == {"a.txt"}


LIMITED = """
import resource
limit = %LIMIT%
index = EmbeddedIndex.open(folder, encoder=ENCODER, dimension=DIMENSION, writable=True)
for n in range(20):
    index.put(prepared(f"{n}.txt", *((f"Caseloads {n} {k} " * 100, (1, n, k, 0)) for k in range(10))))
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
try:
    index.close()
except Exception as error:
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    print(type(error).__name__, error, flush=True)
"""


@pytest.mark.parametrize("limit", [100, 1000, 1650, 2000])
def test_a_write_of_the_caches_that_fails_midway_loses_nothing(tmp_path: Path, limit: int) -> None:
    with python(LIMITED.replace("%LIMIT%", str(limit)), tmp_path) as process:
        output, _ = process.communicate(timeout=60)
    assert output.startswith("StoreError the search index in ")
    assert "File too large" in output
    assert "the documents are safe: free some space" in output
    assert snapshots(tmp_path) == segments(tmp_path) == []
    with reader(tmp_path) as index:
        assert find(index, "caseloads").total == 200


# Generations


@pytest.mark.parametrize("steps", [1, 2, 4])
def test_added_to_or_built_at_once_the_results_are_the_same(tmp_path: Path, steps: int) -> None:
    names = [f"{number}.txt" for number in range(4)]
    fill(tmp_path / "once", *names)
    for start in range(0, 4, 4 // steps):
        fill(tmp_path / "steps", *names[start : start + 4 // steps])
    with reader(tmp_path / "once") as once, reader(tmp_path / "steps") as stepwise:
        assert find(once) == find(stepwise)
        assert find(once).total == 8
    assert snapshots(tmp_path / "steps") == ["4"]


def test_what_was_removed_and_replaced_leaves_no_trace_in_the_scores(tmp_path: Path) -> None:
    fill(tmp_path / "plain", "a.txt", "b.txt")
    fill(tmp_path / "changed", "b.txt", "gone.txt")
    with writer(tmp_path / "changed") as index:
        index.remove(["id-gone.txt"])
    fill(tmp_path / "changed", "b.txt", "a.txt")
    with reader(tmp_path / "plain") as plain, reader(tmp_path / "changed") as changed:
        assert find(plain) == find(changed)


def stands(folder: Path) -> dict[str, tuple[int, int]]:
    """The files of the segments: which each is on the disk, and when it was last written."""
    found = (path for path in (folder / "cache").rglob("*-*/*"))
    return {str(path): (path.stat().st_ino, path.stat().st_mtime_ns) for path in found}


def test_a_small_addition_leaves_a_large_segment_alone(tmp_path: Path) -> None:
    fill(tmp_path, "a.txt", "b.txt", "c.txt", "d.txt")
    before = stands(tmp_path)
    fill(tmp_path, "e.txt")
    assert segments(tmp_path) == ["0-4", "4-5"]
    assert before.items() <= stands(tmp_path).items()
    fill(tmp_path, "f.txt")
    assert segments(tmp_path) == ["0-4", "4-6"]
    fill(tmp_path, "g.txt")
    assert segments(tmp_path) == ["0-4", "4-6", "6-7"]
    fill(tmp_path, "h.txt")
    assert segments(tmp_path) == ["0-8"]
    with reader(tmp_path) as index:
        assert find(index).total == 16


def test_removals_are_noted_until_they_are_more_than_a_quarter(tmp_path: Path) -> None:
    fill(tmp_path, *(f"{number}.txt" for number in range(8)))
    before = stands(tmp_path)
    with writer(tmp_path) as index:
        index.remove(["id-3.txt", "id-5.txt"])
    assert (snapshots(tmp_path), stands(tmp_path)) == (["9"], before)
    with reader(tmp_path) as index:
        assert find(index).total == 12
        with writer(tmp_path) as writing:
            writing.remove(["id-4.txt"])
        assert sources(find(index)) == {f"{number}.txt" for number in (0, 1, 2, 6, 7)}
    assert segments(tmp_path) == ["0-8"]
    assert not before.keys() & stands(tmp_path).keys()
    with reader(tmp_path) as index:
        assert find(index).total == 10


def test_an_archive_that_was_emptied_keeps_no_segment(tmp_path: Path) -> None:
    fill(tmp_path, "a.txt")
    with writer(tmp_path) as index:
        index.remove(["id-a.txt"])
    assert (snapshots(tmp_path), segments(tmp_path)) == (["2"], [])
    fill(tmp_path, "b.txt")
    assert (snapshots(tmp_path), segments(tmp_path)) == (["3"], ["1-2"])


def test_a_damaged_segment_is_built_anew_alone(tmp_path: Path) -> None:
    fill(tmp_path, "a.txt", "b.txt", "c.txt", "d.txt")
    before = stands(tmp_path)
    fill(tmp_path, "e.txt")
    _each_file(_flip, "4-5-*/places.array")(tmp_path / "cache")
    with reader(tmp_path) as index:
        assert find(index).total == 10
    assert segments(tmp_path) == ["0-4", "4-5"]
    assert before.items() <= stands(tmp_path).items()


def test_an_older_database_put_back_is_not_searched_by_what_came_after_it(tmp_path: Path) -> None:
    fill(tmp_path, "a.txt")
    shutil.copyfile(tmp_path / "archive.db", tmp_path / "copy")
    fill(tmp_path, "b.txt", "c.txt")
    shutil.copyfile(tmp_path / "copy", tmp_path / "archive.db")
    fill(tmp_path, "d.txt", "e.txt")
    with reader(tmp_path) as index:
        assert sources(find(index)) == {"a.txt", "d.txt", "e.txt"}

    shutil.copyfile(tmp_path / "copy", tmp_path / "archive.db")
    with reader(tmp_path) as index:
        assert sources(find(index)) == {"a.txt"}


def test_a_writer_finds_what_it_put(tmp_path: Path) -> None:
    with writer(tmp_path) as index:
        assert find(index).total == 0
        index.put(prepared("a.txt", ("Caseloads fell.", (1, 0, 0, 0))))
        assert sources(find(index)) == {"a.txt"}
        index.remove(["id-a.txt"])
        assert find(index).total == 0


def test_a_reader_follows_the_archive(tmp_path: Path) -> None:
    fill(tmp_path, "a.txt")
    with reader(tmp_path) as index:
        assert sources(find(index)) == {"a.txt"}
        writing = writer(tmp_path)
        writing.put(prepared("b.txt", ("Caseloads rose.", (1, 0, 0, 0))))
        assert sources(find(index)) == {"a.txt"}
        assert index.fingerprints().keys() == {"a.txt", "b.txt"}

        writing.flush()
        assert sources(find(index)) == {"a.txt", "b.txt"}
        writing.put(prepared("c.txt", ("Caseloads fell.", (1, 0, 0, 0))))
        writing.close()
        assert sources(find(index)) == {"a.txt", "b.txt", "c.txt"}


def test_a_withdrawn_document_is_gone_at_once(tmp_path: Path) -> None:
    fill(tmp_path, "a.txt", "b.txt")
    with reader(tmp_path) as index, writer(tmp_path) as writing:
        assert find(index).total == 4
        writing.remove(["id-a.txt"])
        found = find(index)
        assert (sources(found), found.total, len(found.hits)) == ({"b.txt"}, 2, 2)


def test_what_was_not_published_is_found_when_the_writer_is_gone(tmp_path: Path) -> None:
    fill(tmp_path, "a.txt")
    with reader(tmp_path) as index:
        assert find(index).total == 2
        with pytest.raises(KeyboardInterrupt), writer(tmp_path) as writing:
            writing.put(prepared("b.txt", ("Caseloads rose.", (1, 0, 0, 0))))
            raise KeyboardInterrupt
        assert snapshots(tmp_path) == ["1"]
        assert sources(find(index)) == {"a.txt", "b.txt"}
    assert snapshots(tmp_path) == ["2"]


def test_a_new_reader_finds_something_while_the_first_writer_writes(tmp_path: Path) -> None:
    with writer(tmp_path) as writing:
        writing.put(prepared("a.txt", ("Caseloads rose.", (1, 0, 0, 0))))
        with reader(tmp_path) as index:
            assert sources(find(index)) == {"a.txt"}


def test_a_reader_goes_on_when_its_files_are_deleted(tmp_path: Path) -> None:
    fill(tmp_path, "a.txt", "b.txt")
    with reader(tmp_path) as index:
        before = find(index)
        _delete_folder(tmp_path / "cache")
        assert find(index) == before


# An archive that may only be read

READ_ONLY = """
import ctypes
# Root may write everywhere, until it gives up its capabilities (capset, version 3, all of them off).
libc = ctypes.CDLL(None)
assert libc.capset((ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()) == 0
from index.backend import Query
from tests.index_fixtures import unit
for path in (folder / "x", folder / "cache" / "x"):
    try:
        path.touch()
    except PermissionError:
        continue
    raise SystemExit(f"{path} can be written")
try:
    with EmbeddedIndex.open(folder, encoder=ENCODER, dimension=DIMENSION) as index:
        for _ in range(2):
            hits = index.search(Query("caseloads noted"), unit(1, 0, 0, 0)).hits
            print(*sorted({hit.place.record.source for hit in hits}), len(hits), *sorted(index.fingerprints()))
except Exception as error:
    print(type(error).__name__, error)
"""


def read_only(folder: Path) -> list[str]:
    """What a process prints that searches the archive twice and may not write to its folder."""
    paths = [folder, *folder.rglob("*")]
    modes = {path: path.stat().st_mode for path in paths}
    for path in paths:
        path.chmod(modes[path] & ~0o222)
    try:
        with python(READ_ONLY, folder) as process:
            output, _ = process.communicate(timeout=60)
    finally:
        for path in paths:
            path.chmod(modes[path])
    return output.splitlines()


linux = pytest.mark.skipif(sys.platform != "linux", reason="capset is a call of Linux")


@linux
def test_a_read_only_archive_is_searched(tmp_path: Path) -> None:
    fill(tmp_path, "a.txt", "b.txt")
    before = sorted(tmp_path.rglob("*"))
    assert read_only(tmp_path) == ["a.txt b.txt 4 a.txt b.txt"] * 2
    assert sorted(tmp_path.rglob("*")) == before
    assert not (tmp_path / "archive.db-wal").exists()


@linux
def test_a_read_only_archive_is_searched_as_far_as_it_was_published(tmp_path: Path) -> None:
    fill(tmp_path, "a.txt")
    with pytest.raises(KeyboardInterrupt), writer(tmp_path) as index:
        index.put(prepared("b.txt", ("Caseloads rose.", (1, 0, 0, 0))))
        raise KeyboardInterrupt
    assert read_only(tmp_path) == ["a.txt 2 a.txt b.txt"] * 2


@linux
def test_a_read_only_archive_without_sound_caches_cannot_be_searched(tmp_path: Path) -> None:
    fill(tmp_path, "a.txt")
    _each_file(_flip, "*/vectors.faiss")(tmp_path / "cache")
    (said,) = read_only(tmp_path)
    assert said.startswith(f"StoreError the search index in {tmp_path / 'cache'} cannot be written")
    assert "check the permissions" in said


@linux
def test_a_read_only_archive_older_than_its_caches_is_not_searched_by_them(tmp_path: Path) -> None:
    fill(tmp_path, "a.txt")
    shutil.copyfile(tmp_path / "archive.db", tmp_path / "copy")
    fill(tmp_path, "b.txt", "c.txt")
    shutil.copyfile(tmp_path / "copy", tmp_path / "archive.db")
    (said,) = read_only(tmp_path)
    assert said == f"StoreError {tmp_path / 'cache'} is newer than the archive: delete this folder, then search again"


@linux
def test_a_read_only_archive_that_was_never_closed_is_not_read_half(tmp_path: Path) -> None:
    fill(tmp_path / "live", "a.txt")
    with writer(tmp_path / "live") as index:
        index.put(prepared("b.txt", ("Caseloads rose.", (1, 0, 0, 0))))
        shutil.copytree(tmp_path / "live", tmp_path / "copy", ignore=shutil.ignore_patterns("*-shm"))
    (said,) = read_only(tmp_path / "copy")
    assert said.startswith(f"StoreError {tmp_path / 'copy' / 'archive.db'} cannot be read or written")


@linux
def test_a_read_only_archive_is_followed_while_another_writes(tmp_path: Path) -> None:
    fill(tmp_path, "a.txt")
    with writer(tmp_path) as index:
        index.put(prepared("b.txt", ("Caseloads rose.", (1, 0, 0, 0))))
        assert read_only(tmp_path) == ["a.txt 2 a.txt b.txt"] * 2
        index.flush()
        assert read_only(tmp_path) == ["a.txt b.txt 3 a.txt b.txt"] * 2


# Several processes


@contextmanager
def other_process(script: str, folder: Path) -> Iterator[subprocess.Popen[str]]:
    """A Python that has run `script` as far as its first line of output, and waits for a line to go on."""
    with python(script, folder) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield process
        process.communicate("go on\n", timeout=60)
        assert process.returncode == 0


@contextmanager
def python(script: str, folder: Path) -> Iterator[subprocess.Popen[str]]:
    """A Python that runs `script`, in which `folder` is the archive; killed if it still runs at the end."""
    code = f"""
import sys
from pathlib import Path
from index.embedded import EmbeddedIndex
from tests.index_fixtures import DIMENSION, ENCODER, prepared
folder = Path({str(folder)!r})
{script}
"""
    process = subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
            process.communicate()


WRITE = """
with EmbeddedIndex.open(folder, encoder=ENCODER, dimension=DIMENSION, writable=True) as index:
    index.put(prepared("b.txt", ("Caseloads rose.", (1, 0, 0, 0))))
    print("ready", flush=True)
    sys.stdin.readline()
"""


def test_two_processes(tmp_path: Path) -> None:
    fill(tmp_path, "a.txt")
    with reader(tmp_path) as index:
        with other_process(WRITE, tmp_path):
            with pytest.raises(ArchiveBusyError, match=r"another process is writing .* wait until it is done"):
                writer(tmp_path)
            assert sources(find(index)) == {"a.txt"}
            with reader(tmp_path) as second:
                assert sources(find(second)) == {"a.txt"}
        assert sources(find(index)) == {"a.txt", "b.txt"}
    fill(tmp_path, "c.txt")


def test_a_second_writer_in_the_same_process_is_refused(tmp_path: Path) -> None:
    with writer(tmp_path), pytest.raises(ArchiveBusyError):
        writer(tmp_path)
    with writer(tmp_path):
        pass


# Threads


def test_threads_search_while_documents_come_and_go(tmp_path: Path) -> None:
    fill(tmp_path, "keep.txt")
    done = Event()

    def search(index: EmbeddedIndex) -> int:
        count = 0
        while not done.is_set() or count == 0:
            found = find(index)
            assert "keep.txt" in sources(found)
            assert found.total == len(found.hits)
            count += 1
        return count

    with reader(tmp_path) as index, ThreadPoolExecutor(4) as pool:
        searches = [pool.submit(search, index) for _ in range(4)]
        try:
            for turn in range(6):
                with writer(tmp_path) as writing:
                    writing.put(prepared("come.txt", (f"Caseloads {turn}.", (1, 0, 0, 0))))
                    find(writing)
                    if turn % 2:
                        writing.remove(["id-come.txt"])
        finally:
            done.set()
        assert all(search.result() > 0 for search in searches)
        assert sources(find(index)) == {"keep.txt"}


def test_threads_share_a_writer(tmp_path: Path) -> None:
    with writer(tmp_path) as index, ThreadPoolExecutor(4) as pool:
        names = [f"{number}.txt" for number in range(12)]

        def put(name: str) -> Results:
            index.put(prepared(name, ("Caseloads fell.", (1, 0, 0, 0))))
            return find(index)

        found = list(pool.map(put, names))
        assert all(results.total >= 1 for results in found)
        assert {record.source for record in index.documents()} == set(names)
        assert find(index).total == 12


# Opening


def test_there_is_no_archive_to_read(tmp_path: Path) -> None:
    folder = tmp_path / "nowhere"
    with pytest.raises(ArchiveMissingError, match="minutebook ingest"):
        reader(folder)
    with pytest.raises(ArchiveMissingError):
        EmbeddedIndex.open(folder, writable=True)
    assert not folder.exists()


def test_another_model(tmp_path: Path) -> None:
    fill(tmp_path, "a.txt")
    for writable in (True, False):
        with pytest.raises(ModelMismatchError, match=f"{ENCODER}.*other-model"):
            EmbeddedIndex.open(tmp_path, encoder="other-model", dimension=DIMENSION, writable=writable)
    with writer(tmp_path) as index:
        assert index.stats().encoder == ENCODER


def test_a_newer_version(tmp_path: Path) -> None:
    fill(tmp_path, "a.txt")
    with writer(tmp_path) as index, index._store.writing() as connection:
        connection.execute("PRAGMA user_version = 1000")
    for open_ in (writer, reader):
        with pytest.raises(ArchiveVersionError, match="newer Minutebook"):
            open_(tmp_path)


def test_without_a_model_an_archive_can_be_described_and_pruned(tmp_path: Path) -> None:
    fill(tmp_path, "a.txt", "b.txt")
    with EmbeddedIndex.open(tmp_path, writable=True) as index:
        assert index.stats().encoder == ENCODER
        index.remove(["id-a.txt"])
    with EmbeddedIndex.open(tmp_path) as index:
        assert [record.source for record in index.documents()] == ["b.txt"]
        assert sources(find(index)) == {"b.txt"}


def test_a_reader_does_not_write(tmp_path: Path) -> None:
    fill(tmp_path, "a.txt")
    with reader(tmp_path) as index:
        for write in (
            lambda: index.put(prepared("b.txt", ("Noted.", (1, 0, 0, 0)))),
            lambda: index.remove(["id-a.txt"]),
            lambda: index.fail(Failure("x", "read", "broken")),
            lambda: index.forget(["x"]),
        ):
            with pytest.raises(ValueError, match="opened for reading"):
                write()
        assert index.fingerprints().keys() == {"a.txt"}


def test_closing_twice_is_closing_once(tmp_path: Path) -> None:
    index = writer(tmp_path)
    index.put(prepared("a.txt", ("Noted.", (1, 0, 0, 0))))
    index.close()
    index.close()
    with writer(tmp_path):
        pass


def test_stats_tell_the_size_on_disk(tmp_path: Path) -> None:
    fill(tmp_path, "a.txt")
    with reader(tmp_path) as index:
        size = sum(path.stat().st_size for path in tmp_path.rglob("*") if path.is_file())
        assert index.stats().bytes_on_disk == size > 10_000
        assert index.stats(Filters(since=date(2024, 1, 1))).documents == 0


def test_faiss_is_imported_only_to_search(tmp_path: Path) -> None:
    fill(tmp_path, "a.txt")
    script = "with EmbeddedIndex.open(folder) as index: print(index.stats().documents, *sys.modules)"
    with python(script, tmp_path) as process:
        output, _ = process.communicate(timeout=60)
    documents, *modules = output.split()
    assert documents == "1"
    assert not {"faiss", "snowballstemmer"}.intersection(modules)


def test_an_archive_in_a_path_with_spaces_and_accents(tmp_path: Path) -> None:
    folder = tmp_path / "Ältere Protokolle" / "año 2024"
    fill(folder, "a.txt")
    with reader(folder) as index:
        assert find(index).total == 2
        with pytest.raises(UnknownDocumentError):
            index.read("id-b.txt")

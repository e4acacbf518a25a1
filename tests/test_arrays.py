from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from index import arrays
from index.arrays import Arrays, ArrayWriter, DamagedError, read_json, spans, write_json


def written(folder: Path, count: int = 3) -> Path:
    folder.mkdir()
    with ArrayWriter(folder) as writer:
        for number in range(count):
            writer.append("rows", np.array([[number, 10 * number]], dtype=np.int16))
        writer.append("names", np.array([b"a", b"bcd"]))
        writer.append("none", np.empty((0, 4), dtype=np.float32))
        (folder / "other.bin").write_bytes(b"written by another")
        writer.finish({"councils": ["Ärnsby"]})
    return folder


def test_what_was_written_is_read(tmp_path: Path) -> None:
    held = Arrays(written(tmp_path / "a"))
    assert held.values == {"councils": ["Ärnsby"]}
    assert (held["rows"].tolist(), held["rows"].dtype.name) == ([[0, 0], [1, 10], [2, 20]], "int16")
    assert held["names"].tolist() == [b"a", b"bcd"]
    assert (held["none"].shape, held["none"].dtype.name) == ((0, 4), "float32")


def test_what_is_written_so_far_is_read_while_more_is_written(tmp_path: Path) -> None:
    with ArrayWriter(tmp_path) as writer:
        writer.append("rows", np.array([1, 2]))
        assert writer.written("rows").tolist() == [1, 2]
        writer.append("rows", np.array([3]))
        writer.append("work", np.array([4]))
        writer.drop("work")
        writer.finish({})
    assert Arrays(tmp_path)["rows"].tolist() == [1, 2, 3]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["header.json", "rows.array"]


def test_large_arrays_are_mapped_and_outlive_their_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arrays, "WHOLE", 8)
    monkeypatch.setattr(arrays, "BLOCK", 4)
    held = Arrays(written(tmp_path / "a"))
    for path in (tmp_path / "a").iterdir():
        path.unlink()
    assert held["rows"].tolist() == [[0, 0], [1, 10], [2, 20]]
    for _ in range(2):
        assert held.rows("rows", np.array([2, 0])).tolist() == [[2, 20], [0, 0]]
        assert held.rows("names", np.array([1])).tolist() == [b"bcd"]


@pytest.mark.skipif(sys.platform != "linux", reason="what is open and mapped is read from /proc")
def test_rows_of_a_very_large_array_do_not_stay_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arrays, "MAPPED", arrays.WHOLE)
    with ArrayWriter(tmp_path) as writer:
        writer.append("rows", np.arange(1_000_000).reshape(500_000, 2))
        writer.append("few", np.arange(5))
        writer.finish({})
    before = len(list(Path("/proc/self/fd").iterdir()))
    held = Arrays(tmp_path)
    assert held.rows("rows", np.array([499_999, 0])).tolist() == [[999_998, 999_999], [0, 1]]
    assert held.rows("rows", np.array([], dtype=np.int64)).shape == (0, 2)
    assert held.rows("few", np.array([3])).tolist() == [3]
    assert resident(tmp_path / "rows.array") == 0
    assert held["rows"][499_999].tolist() == [999_998, 999_999]
    assert resident(tmp_path / "rows.array") > 0
    (tmp_path / "rows.array").unlink()
    assert held.rows("rows", np.array([1])).tolist() == [[2, 3]]
    del held
    assert len(list(Path("/proc/self/fd").iterdir())) == before


def resident(path: Path) -> int:
    """How much of a file is mapped and in the memory of this process, in KiB."""
    maps = Path("/proc/self/smaps").read_text().partition(f" {path}\n")[2]
    return int(maps.partition("Rss:")[2].split()[0])


@pytest.mark.parametrize("name", ["rows.array", "names.array", "other.bin", "header.json"])
def test_every_byte_of_a_small_file_counts(tmp_path: Path, name: str) -> None:
    path = written(tmp_path / "a") / name
    good = path.read_bytes()
    for at in range(len(good)):
        path.write_bytes(good[:at] + bytes([good[at] ^ 1]) + good[at + 1 :])
        with pytest.raises(DamagedError, match=name):
            Arrays(tmp_path / "a")
    path.write_bytes(good[:-1])
    with pytest.raises(DamagedError, match=name):
        Arrays(tmp_path / "a")
    path.unlink()
    with pytest.raises(DamagedError, match=name):
        Arrays(tmp_path / "a")


def test_of_a_large_file_blocks_and_the_size_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # 16 blocks of 4 bytes, each 16 bytes after the one before, the last one at the end.
    monkeypatch.setattr(arrays, "WHOLE", 100)
    monkeypatch.setattr(arrays, "BLOCK", 4)
    path = written(tmp_path / "a", count=61) / "rows.array"
    good = path.read_bytes()
    assert len(good) == 244
    noticed = []
    for at in range(len(good)):
        path.write_bytes(good[:at] + bytes([good[at] ^ 1]) + good[at + 1 :])
        try:
            Arrays(tmp_path / "a")
        except DamagedError:
            noticed.append(at)
    assert noticed == [16 * block + byte for block in range(16) for byte in range(4)]
    path.write_bytes(good + b"\0\0\0\0")
    with pytest.raises(DamagedError, match="rows"):
        Arrays(tmp_path / "a")


def test_json_is_written_whole_and_checked(tmp_path: Path) -> None:
    write_json(tmp_path / "x", {"name": "Ä", "numbers": [1, 2]})
    assert read_json(tmp_path / "x") == {"name": "Ä", "numbers": [1, 2]}
    for content in (b"", b"{}", b"00000000 {}", b"\xff\xfe"):
        (tmp_path / "x").write_bytes(content)
        with pytest.raises(DamagedError, match="x"):
            read_json(tmp_path / "x")


def test_what_cannot_be_written_is_an_os_error_and_every_file_is_closed(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="nowhere"), ArrayWriter(tmp_path / "nowhere") as writer:
        writer.append("rows", np.array([1]))


def test_spans() -> None:
    assert spans(np.array([5, 0, 9]), np.array([2, 0, 3])).tolist() == [5, 6, 9, 10, 11]
    assert spans(np.array([], dtype=np.int64), np.array([], dtype=np.int64)).tolist() == []

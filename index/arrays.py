"""A folder of arrays that is written once, checked when it is opened, and memory-mapped where it is large.

Files of up to `WHOLE` bytes are read and checked to the last byte each time. Larger ones are forced to the disk when
they are written, and checked by their size and by blocks spread over them: to read gigabytes at each start would take
longer than all searches of a day. So a file that was cut off, emptied or mixed up is noticed; a single bit that a disk
turned in a large one is not.
"""

from __future__ import annotations

import json
import os
import sys
import weakref
import zlib
from collections.abc import Mapping
from contextlib import suppress
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Any, BinaryIO, Self

import numpy as np
from numpy.typing import DTypeLike, NDArray

HEADER = "header.json"
WHOLE = 4 << 20
BLOCK = 1 << 16
BLOCKS = 16
"""Of a large file so many blocks of `BLOCK` bytes are checked, the first and the last among them."""

MAPPED = 256 << 20
"""Bytes of a file of which single rows are read, not mapped: Linux maps 64 KiB for each row that is touched, and after
some thousand searches all of the file would count as memory of the process. A row takes 2 µs."""

_SUFFIX = ".array"


class DamagedError(Exception):
    """What was written is incomplete or altered; never shown to a user."""


class ArrayWriter:
    """Writes arrays into an empty folder, each bit by bit, then the header that makes them readable."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._files: dict[str, BinaryIO] = {}
        self._shapes: dict[str, tuple[str, list[int]]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for file in self._files.values():
            with suppress(OSError):  # `finish` has closed them, unless something went wrong before
                file.close()

    def append(self, name: str, array: NDArray[Any]) -> None:
        """Add rows to an array, which all have one type and shape; (0, …) begins an empty one.

        Raises:
            OSError: they cannot be written.
        """
        if name not in self._files:
            self._files[name] = (self.folder / f"{name}{_SUFFIX}").open("w+b")
            self._shapes[name] = (array.dtype.str, [0, *array.shape[1:]])
        self._shapes[name][1][0] += len(array)
        self._files[name].write(np.ascontiguousarray(array).tobytes())

    def written(self, name: str) -> NDArray[Any]:
        """What an array holds so far, memory-mapped."""
        self._files[name].flush()
        return _opened(self.folder / f"{name}{_SUFFIX}", *self._shapes[name])

    def drop(self, name: str) -> None:
        """Delete an array."""
        self._files.pop(name).close()
        del self._shapes[name]
        (self.folder / f"{name}{_SUFFIX}").unlink()

    def finish(self, values: Mapping[str, object]) -> None:
        """Close the arrays and write the header: these values, and the sum of every file in the folder.

        Raises:
            OSError: something cannot be written.
        """
        for file in self._files.values():
            file.close()
        files = {}
        for path in sorted(self.folder.iterdir()):
            files[path.name] = [path.stat().st_size, _sum(path)]
            if files[path.name][0] > WHOLE:
                _force(path)
        write_json(self.folder / HEADER, {"values": dict(values), "arrays": self._shapes, "files": files})


class Arrays:
    """The arrays of a folder that `ArrayWriter` finished; they stay readable when its files are deleted."""

    def __init__(self, folder: Path) -> None:
        """Open and check a folder.

        Raises:
            DamagedError: it is not what was written.
        """
        self.folder = folder
        header = read_json(folder / HEADER)
        self.values: Mapping[str, Any] = header["values"]
        self._held: dict[str, NDArray[Any]] = {}
        self._descriptors: dict[str, int] = {}
        try:
            for name, (size, crc) in header["files"].items():
                _check(folder / name, size, crc)
            for name, described in header["arrays"].items():
                path = folder / f"{name}{_SUFFIX}"
                self._held[name] = _opened(path, *described)
                if path.stat().st_size > MAPPED and sys.platform != "win32":
                    self._descriptors[name] = os.open(path, os.O_RDONLY)
                    weakref.finalize(self, os.close, self._descriptors[name])
        except OSError as error:
            raise DamagedError(f"{folder}: {error}") from error

    def __getitem__(self, name: str) -> NDArray[Any]:
        return self._held[name]

    def rows(self, name: str, at: NDArray[np.integer]) -> NDArray[Any]:
        """Some rows of an array, copied."""
        array = self._held[name]
        if name not in self._descriptors:
            taken: NDArray[Any] = array[at]
            return taken
        size, descriptor = array[:1].nbytes, self._descriptors[name]
        read = b"".join([os.pread(descriptor, size, row * size) for row in at.tolist()])
        return np.frombuffer(read, dtype=array.dtype).reshape(len(at), *array.shape[1:])


def spans(starts: NDArray[np.int64], counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """counts[0] numbers from starts[0] on, then counts[1] from starts[1] on, and so on."""
    shifts = starts - np.cumsum(counts) + counts
    return np.repeat(shifts, counts) + np.arange(counts.sum())


def write_json(path: Path, values: object) -> None:
    """Write values, force them to the disk and check them when they are read.

    Raises:
        OSError: they cannot be written.
    """
    held = json.dumps(values)
    path.write_text(f"{zlib.crc32(held.encode()):08x} {held}", encoding="utf-8")
    _force(path)


def read_json(path: Path) -> Any:
    """Read what `write_json` wrote.

    Raises:
        DamagedError: it is missing or altered.
    """
    try:
        crc, _, held = path.read_text(encoding="utf-8").partition(" ")
    except (OSError, UnicodeDecodeError) as error:
        raise DamagedError(f"{path}: {error}") from error
    if crc != f"{zlib.crc32(held.encode()):08x}":
        raise DamagedError(f"{path} is altered")
    return json.loads(held)


def _opened(path: Path, dtype: DTypeLike, shape: list[int]) -> NDArray[Any]:
    """The array of a file: in memory where it is small, so that few files stay open, else mapped."""
    with path.open("rb") as file:
        large = path.stat().st_size > WHOLE
        data = mmap(file.fileno(), 0, access=ACCESS_READ) if large else file.read()
    return np.frombuffer(data, dtype=dtype).reshape(shape)


def _check(path: Path, size: int, crc: int) -> None:
    if path.stat().st_size != size or _sum(path) != crc:
        raise DamagedError(f"{path} is incomplete or altered")


def _sum(path: Path) -> int:
    """The CRC-32 of a small file, of a large one that of the blocks that are checked."""
    size = path.stat().st_size
    with path.open("rb") as file:
        if size <= WHOLE:
            return zlib.crc32(file.read())
        crc = 0
        for number in range(BLOCKS):
            file.seek((size - BLOCK) * number // (BLOCKS - 1))
            crc = zlib.crc32(file.read(BLOCK), crc)
        return crc


def _force(path: Path) -> None:
    """Have the disk keep what was written: after a loss of power a file may have its size and none of its bytes."""
    with path.open("rb") as file:
        os.fsync(file.fileno())

"""Watches what Python does while a document is read: nothing may be run, fetched, or written but for scratch."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import gettempdir
from typing import Any

_FORBIDDEN = frozenset(
    {"socket.connect", "socket.getaddrinfo", "os.system", "os.exec", "os.posix_spawn", "subprocess.Popen"}
)
_CHANGING = frozenset(
    {"os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.chmod", "shutil.rmtree"}
)
CONVERTERS = frozenset({"soffice", "tesseract"})
"""Programs that reading some documents takes: rubbish may look like one of these."""
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


class Watch:
    """What was seen, as long as it is on; an audit hook can never be taken away again."""

    def __init__(self) -> None:
        self.on = False
        self.seen: list[str] = []
        sys.addaudithook(self._hook)

    @contextmanager
    def watching(self) -> Iterator[list[str]]:
        """Note every forbidden act until the end of the block."""
        self.seen, self.on = [], True
        try:
            yield self.seen
        finally:
            self.on = False

    def _hook(self, event: str, arguments: tuple[Any, ...]) -> None:
        if self.on and _is_forbidden(event, arguments):
            self.seen.append(f"{event} {arguments!r}")


def _is_forbidden(event: str, arguments: tuple[Any, ...]) -> bool:
    if event == "subprocess.Popen" and Path(str(arguments[0])).name in CONVERTERS:
        return False
    if event in _FORBIDDEN:
        return True
    changes = event in _CHANGING or (event == "open" and _writes(*arguments[1:3]))
    return changes and not _is_scratch(arguments[0])


def _writes(mode: str | None, flags: int) -> bool:
    return bool(set(mode or "") & set("wax+")) or (mode is None and bool(flags & _WRITING))


def _is_scratch(path: object) -> bool:
    """Whether a path lies in the folder for temporary files, or is no path; byte code that Python caches counts too."""
    if not isinstance(path, str | bytes | os.PathLike):
        return True
    name = os.path.realpath(os.fsdecode(path))
    return name.startswith((os.path.realpath(gettempdir()), "/dev/null")) or "__pycache__" in name

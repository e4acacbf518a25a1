"""What can be set, and from where: this is the only module that knows the environment's names."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from difflib import get_close_matches
from pathlib import Path

from platformdirs import user_cache_path

from ingest.errors import SettingError
from ingest.model import DEFAULT_MODEL, Precision

PREFIX = "MINUTEBOOK_"


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings, checked.

    archive: the folder that holds everything of one archive.
    model: a sentence-transformers model, by name or folder.
    cache: the folder that keeps exported model graphs.
    max_file_mb: files over so many megabytes are refused.
    precision: what the model computes with.
    read_seconds: a document that takes longer to read is given up.
    contact: an address that councils' servers are told, at which whoever reads them can be reached.
    """

    archive: Path
    model: str
    cache: Path
    max_file_mb: int
    precision: Precision
    read_seconds: int = 300
    contact: str | None = None

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> Settings:
        """Read `MINUTEBOOK_ARCHIVE` and so on, one for each field; empty means the default.

        Raises:
            SettingError: a name with that prefix is unknown, or a value is bad.
        """
        known = {f"{PREFIX}{f.name.upper()}": f.name for f in fields(cls)}
        stated: dict[str, str] = {}
        for key, value in environ.items():
            if key.startswith(PREFIX) and value:
                if key not in known:
                    near = get_close_matches(key, known, n=1)
                    raise SettingError(f"{key} is no setting" + (f": did you mean {near[0]}?" if near else ""))
                stated[known[key]] = value
        return cls(
            archive=Path(stated.get("archive", "archive")),
            model=stated.get("model", DEFAULT_MODEL),
            cache=Path(stated["cache"]) if "cache" in stated else user_cache_path("minutebook"),
            max_file_mb=_whole("MAX_FILE_MB", stated.get("max_file_mb", "100"), "megabytes", 2000),
            precision=_precision(stated.get("precision", Precision.FLOAT32)),
            read_seconds=_whole("READ_SECONDS", stated.get("read_seconds", "300"), "seconds", 86_400),
            contact=stated.get("contact"),
        )

    @property
    def ocr(self) -> Path:
        """The folder that keeps what OCR read."""
        return self.archive / "ocr"

    @property
    def max_bytes(self) -> int:
        """The size of the largest file that is read."""
        return self.max_file_mb * 1_000_000


def _whole(name: str, text: str, unit: str, most: int) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= most:
        raise SettingError(f"{PREFIX}{name}={text!r} must be a whole number of {unit} from 1 to {most}")
    return int(text)


def _precision(text: str) -> Precision:
    try:
        return Precision(text)
    except ValueError:
        raise SettingError(f"{PREFIX}PRECISION={text!r} must be {' or '.join(Precision)}") from None


def cores() -> int:
    """How many processor cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1

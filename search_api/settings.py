"""What can be set, and from where: this is the only module that knows the environment's names."""

from __future__ import annotations

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
    """

    archive: Path
    model: str
    cache: Path
    max_file_mb: int
    precision: Precision

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> Settings:
        """Read `MINUTEBOOK_ARCHIVE`, `_MODEL`, `_CACHE`, `_MAX_FILE_MB` and `_PRECISION`; empty means the default.

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
            max_file_mb=_megabytes(stated.get("max_file_mb", "100")),
            precision=_precision(stated.get("precision", Precision.FLOAT32)),
        )


def _megabytes(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 2000:
        raise SettingError(f"{PREFIX}MAX_FILE_MB={text!r} must be a whole number of megabytes from 1 to 2000")
    return int(text)


def _precision(text: str) -> Precision:
    try:
        return Precision(text)
    except ValueError:
        raise SettingError(f"{PREFIX}PRECISION={text!r} must be {' or '.join(Precision)}") from None

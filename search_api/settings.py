"""What can be set, and from where: this is the only module that knows the environment's names."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from difflib import get_close_matches
from pathlib import Path
from typing import TypedDict
from urllib.parse import urlsplit

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
    llm_url: where a language model is asked, up to "/v1"; None without one. It goes with `llm_model`, the model's name.
    llm_key: what that server knows us by; it is never shown.
    llm_seconds: how long an answer of the model may take in all.
    """

    archive: Path
    model: str
    cache: Path
    max_file_mb: int
    precision: Precision
    read_seconds: int = 300
    contact: str | None = None
    llm_url: str | None = None
    llm_model: str | None = None
    llm_key: str | None = field(default=None, repr=False)
    llm_seconds: int = 20

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
            **_language_model(stated),
        )

    @property
    def ocr(self) -> Path:
        """The folder that keeps what OCR read."""
        return self.archive / "ocr"

    @property
    def max_bytes(self) -> int:
        """The size of the largest file that is read."""
        return self.max_file_mb * 1_000_000


class _LanguageModel(TypedDict):
    llm_url: str | None
    llm_model: str | None
    llm_key: str | None
    llm_seconds: int


def _language_model(stated: Mapping[str, str]) -> _LanguageModel:
    url, model, key = (stated.get(name) for name in ("llm_url", "llm_model", "llm_key"))
    for name, value in (("LLM_MODEL", model), ("LLM_KEY", key)):
        if value and not url:
            raise SettingError(f"{PREFIX}{name} is set without {PREFIX}LLM_URL: set both or neither")
    if url and not model:
        raise SettingError(f"{PREFIX}LLM_URL is set without {PREFIX}LLM_MODEL: set both or neither")
    if key and not (key.isascii() and key.isprintable() and " " not in key):
        raise SettingError(f"{PREFIX}LLM_KEY holds a space or a character that no key has: copy it again")
    return {
        "llm_url": _address(url) if url else None,
        "llm_model": model,
        "llm_key": key,
        "llm_seconds": _whole("LLM_SECONDS", stated.get("llm_seconds", "20"), "seconds", 600),
    }


def _address(text: str) -> str:
    """An address that questions can be sent to. One that may hold a password is refused without being shown."""
    try:
        parts = urlsplit(text)
        reachable = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:
        reachable = False
    if "@" in text or "?" in text or "#" in text:
        raise SettingError(f"{PREFIX}LLM_URL must end before any ? or # and hold no @: a key goes into {PREFIX}LLM_KEY")
    if not reachable or not text.isprintable() or " " in text:
        raise SettingError(f"{PREFIX}LLM_URL={text!r} must be an address such as http://localhost:11434/v1")
    return text.rstrip("/")


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

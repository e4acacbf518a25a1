"""OCR of the pages of a document, many at a time, each kept as soon as it is read: who is interrupted goes on there."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, as_completed
from contextlib import suppress
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from ingest.errors import SourceError
from ingest.found import Raw
from ingest.readers.lines import Line
from ingest.readers.ocr import Engine, read_page
from ingest.readers.reading import Scanned

Submit = Callable[[Callable[[], list[Line]]], "Future[list[Line]]"]
"""Runs the reading of one page somewhere."""

Told = Callable[[str, int, int], None]
"""Is told of a document how many of its scanned pages are read, and of how many."""


def quietly(source: str, done: int, of: int) -> None:
    """Tell nobody how far OCR is."""


class ScanReader:
    """Reads scanned pages with an engine and keeps what it read in a folder: `SHA-256 of the document/page.json`."""

    def __init__(self, engine: Engine, folder: Path, told: Told) -> None:
        self.engine = engine
        self.folder = folder
        self._told = told

    def read(self, raw: Raw, pages: Sequence[int], submit: Submit) -> Scanned:
        """Return the lines of these pages.

        Raises:
            ReadError: a page could not be read, after all the others were.
            SourceError: what was read cannot be kept.
        """
        kept = self.folder / hashlib.sha256(raw.data).hexdigest()
        try:
            kept.mkdir(parents=True, exist_ok=True)
            found = {page: lines for page in pages if (lines := self._held(kept, page)) is not None}
            if len(found) < len(pages):
                found |= self._read_rest(raw, kept, [page for page in pages if page not in found], submit)
        except OSError as error:
            raise SourceError(f"what OCR reads cannot be kept in {kept}: {error.strerror}") from error
        return found

    def _read_rest(self, raw: Raw, kept: Path, pages: Sequence[int], submit: Submit) -> dict[int, list[Line]]:
        # The document goes to the processes as a file: a copy for each page would be many times its size.
        with TemporaryDirectory(dir=kept) as folder:
            original = Path(folder, "original")
            original.write_bytes(raw.data)
            futures = {submit(partial(_read_page, original, page, self.engine)): page for page in pages}
            found: dict[int, list[Line]] = {}
            for future in as_completed(futures):
                page = futures[future]
                if not future.cancelled() and future.exception() is None:
                    found[page] = future.result()
                    self._keep(kept, page, found[page])
                    self._told(raw.source, len(found), len(pages))
            for future in futures:
                future.result()
            return found

    def _held(self, kept: Path, page: int) -> list[Line] | None:
        """What this engine read on a page before; None where it did not, or what it kept is damaged."""
        with suppress(OSError, ValueError, KeyError, TypeError):
            held = json.loads((kept / f"{page}.json").read_text(encoding="utf-8"))
            if held["engine"] == self.engine.name:
                return [Line(text, page, gap, by_ocr=True) for text, gap in held["lines"]]
        return None

    def _keep(self, kept: Path, page: int, lines: Iterable[Line]) -> None:
        held = {"engine": self.engine.name, "lines": [(line.text, line.gap) for line in lines]}
        whole, part = kept / f"{page}.json", kept / f"{page}.part"
        part.write_text(json.dumps(held, ensure_ascii=False), encoding="utf-8")
        part.replace(whole)


def forget(folder: Path, digests: Iterable[str]) -> None:
    """Delete what OCR read of documents with these SHA-256, which left the archive."""
    for digest in digests:
        shutil.rmtree(folder / digest, ignore_errors=True)


def _read_page(original: Path, page: int, engine: Engine) -> list[Line]:
    return read_page(original.read_bytes(), page, engine)

"""Builds the sample archive, `corpus/documents/`, from `corpus/plain/`.

Run it as `python -m corpus.build`. Needs the development dependencies (fpdf2 beside python-docx).
"""

from __future__ import annotations

import csv
import io
import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path, PurePosixPath

from corpus.as_docx import render_docx
from corpus.as_html import render_html
from corpus.as_pdf import render_pdf
from corpus.as_text import render_markdown, render_text
from corpus.markup import Source, read_sources

HERE = Path(__file__).parent
PLAIN = HERE / "plain"
DOCUMENTS = HERE / "documents"

RENDERERS: dict[str, Callable[[Source], bytes]] = {
    ".txt": render_text,
    ".md": render_markdown,
    ".html": render_html,
    ".pdf": render_pdf,
    ".docx": render_docx,
}
COLUMNS = ("path", "council", "committee", "date", "title", "status")


def build(plain: Path, target: Path) -> list[Source]:
    """Writes every document of `plain` under `target`, with `archive.csv` and sidecars, and returns the sources.

    Raises ValueError if a source is wrong and KeyError if its file has a format that has no renderer.
    """
    sources = read_sources(plain)
    for source in sources:
        path = target / source.file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(RENDERERS[path.suffix](source))
        if source.facts == "sidecar":
            path.with_name(path.name + ".json").write_bytes(_sidecar(source))
    (target / "archive.csv").write_bytes(_archive_csv([source for source in sources if source.facts == "archive"]))
    return sources


def _facts(source: Source) -> dict[str, str]:
    stated = {
        "council": source.council,
        "committee": source.committee,
        "date": source.date,
        "title": source.title,
        "status": source.status,
    }
    return {key: value for key, value in stated.items() if value and value != "unknown"}


def _sidecar(source: Source) -> bytes:
    address = f"https://www.harrowmere.example/documents/{PurePosixPath(source.file).name}"
    return (json.dumps({**_facts(source), "url": address}, indent=2) + "\n").encode()


def _archive_csv(sources: list[Source]) -> bytes:
    written = io.StringIO()
    writer = csv.DictWriter(written, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows({"path": source.file, **_facts(source)} for source in sources)
    return written.getvalue().encode()


def main() -> None:
    """Replaces `corpus/documents/` by a fresh build and says how many documents it holds."""
    shutil.rmtree(DOCUMENTS, ignore_errors=True)
    sources = build(PLAIN, DOCUMENTS)
    sys.stdout.write(f"{len(sources)} documents in {DOCUMENTS}\n")


if __name__ == "__main__":
    main()

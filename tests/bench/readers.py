"""What readers keep of a record, and what they read that is none.

    python -m tests.bench.readers --html FOLDER --lines FOLDER --docx FOLDER --pdf FOLDER

Web pages are compared with the lines of their records, which a person wrote down: NAME.txt for NAME.html, a line each.
A line is kept where it stands in what is read, and a block is none of the record where it does not stand in the lines;
white space is not compared. `--unmarked` takes from the pages first what tells their parts apart: the names of elements
and all classes, ids and roles.

Word documents are compared with the same report as PDF: NAME.docx and NAME.pdf, without what stands before the first
underscore. Precision is the share of our words that the PDF has, recall the share of its words that we have, both
without regard to order; order is the longest run of words, with gaps, that is the same in both, over the words that
both have. Lines that the PDF repeats on several pages are left out.
"""

from __future__ import annotations

import argparse
import re
import time
from collections import Counter
from contextlib import closing
from pathlib import Path

import pypdfium2
import typer
from lxml import html as lxml_html
from rapidfuzz.distance import LCSseq

from ingest.errors import MinutebookError
from ingest.found import Raw
from ingest.readers import read
from ingest.readers.media import DOCX, HTML

MARKS = ("class", "id", "role", "aria-label", "itemprop")
PARTS = ("main", "article", "header", "footer", "nav", "aside", "section")


def main() -> None:
    """Print a table of the pages and one of the documents."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.readers", description=__doc__)
    for name in ("html", "lines", "docx", "pdf"):
        parser.add_argument(f"--{name}", type=Path)
    parser.add_argument("--unmarked", action="store_true", help="take from the pages what tells their parts apart")
    given = parser.parse_args()
    if given.html and given.lines:
        pages(given.html, given.lines, unmarked=given.unmarked)
    if given.docx and given.pdf:
        documents(given.docx, given.pdf)


def blocks_of(path: Path, media_type: str, data: bytes) -> list[str]:
    """The texts of the blocks of a file; none where it cannot be read, which is said."""
    begun = time.perf_counter()
    try:
        found = [block.text for block in read(Raw(path.name, media_type, data)).blocks]
    except MinutebookError as error:
        typer.echo(f"{path.name}: {error}", err=True)
        return []
    typer.echo(f"{path.name}: {time.perf_counter() - begun:.2f} s", err=True)
    return found


def pages(folder: Path, lines: Path, *, unmarked: bool) -> None:
    """Print how much of each record is kept, and how many blocks are none of it."""
    typer.echo("| page | lines of the record | kept | blocks read | none of the record |\n|---|---|---|---|---|")
    sums: Counter[str] = Counter()
    for path in sorted(folder.glob("*.htm*")):
        record = spaced((lines / f"{path.stem}.txt").read_text(encoding="utf-8").splitlines())
        found = spaced(blocks_of(path, HTML, without_marks(path.read_bytes()) if unmarked else path.read_bytes()))
        kept = sum(line in "".join(found) for line in record)
        others = [text for text in found if text not in "".join(record)]
        typer.echo(f"| {path.stem} | {len(record)} | {kept} | {len(found)} | {len(others)} |")
        sums.update(lines=len(record), kept=kept, blocks=len(found), others=len(others))
    typer.echo(f"| all | {sums['lines']} | {sums['kept']} | {sums['blocks']} | {sums['others']} |")


def spaced(lines: list[str]) -> list[str]:
    """The lines without their white space, those of nothing else left out."""
    return [text for line in lines if (text := re.sub(r"\s+", "", line))]


def without_marks(page: bytes) -> bytes:
    """A page whose parts are all div, without the attributes that name them."""
    root = lxml_html.document_fromstring(page)
    for element in root.iter(*PARTS):
        element.tag = "div"
    for element in root.iter():
        for name in MARKS:
            element.attrib.pop(name, None)
    shown: bytes = lxml_html.tostring(root, encoding="utf-8")
    return shown


def documents(folder: Path, pdfs: Path) -> None:
    """Print how the words of each document stand to those of its PDF."""
    typer.echo("| document | words | of the PDF | precision | recall | order |\n|---|---|---|---|---|---|")
    known = {path.stem.partition("_")[2]: path for path in pdfs.glob("*.pdf")}
    for path in sorted(folder.glob("*.docx")):
        pdf = known.get(path.stem.partition("_")[2])
        if pdf is None:
            continue
        ours = words("\n".join(blocks_of(path, DOCX, path.read_bytes())))
        theirs = words(printed(pdf))
        both = sum((Counter(ours) & Counter(theirs)).values())
        order = LCSseq.similarity(ours, theirs) / max(both, 1)
        typer.echo(
            f"| {path.stem} | {len(ours)} | {len(theirs)} | {both / max(len(ours), 1):.4f} | "
            f"{both / max(len(theirs), 1):.4f} | {order:.4f} |"
        )
        missing = Counter(theirs) - Counter(ours)
        typer.echo(f"{path.stem}: not read: {' '.join(sorted(missing.elements()))}", err=True)


def words(text: str) -> list[str]:
    """The words of a text as they are compared, numbers among them."""
    return [word.casefold() for word in re.findall(r"\w+", text)]


def printed(path: Path) -> str:
    """The text of a PDF without the lines that it repeats on several pages."""
    with closing(pypdfium2.PdfDocument(path)) as document:
        shown = [page.get_textpage().get_text_bounded().splitlines() for page in document]
    on = Counter(line for page in shown for line in {re.sub(r"\d+", "0", line.strip()) for line in page})
    return "\n".join(line for page in shown for line in page if on[re.sub(r"\d+", "0", line.strip())] == 1)


if __name__ == "__main__":
    main()

"""OCR of a page of a PDF: rendered by PDFium, read by Tesseract."""

from __future__ import annotations

import csv
import io
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import groupby
from statistics import median
from typing import NamedTuple, Protocol

import pypdfium2
from PIL import Image

from ingest.errors import ReadError
from ingest.readers.lines import Line
from ingest.readers.normalise import clean
from ingest.readers.ocr_image import grey, straightened
from ingest.readers.spacing import is_gap, usual_step

RESOLUTION = 300
"""Dots an inch: for sharp scans 150 to 400 are alike; of blurred ones 200 gets four times as many words wrong."""
_POINT = 72 / RESOLUTION
"""A pixel in points, in which spaces between lines are reckoned."""
MOST_PIXELS = 24_000_000
"""A sheet of A3 at `RESOLUTION` has 17 million."""
SECONDS = 100
"""What the reading of one page may take."""
SURE = 40.0
"""Lines whose words have less confidence (0–100) on average are specks and signatures: of 3,100 lines of real pages 72
were below, four of them text."""
DOUBTFUL = 60.0
"""Below this mean confidence a page may be turned: upright real pages have 82 to 95, turned ones 25 to 37."""
_CERTAIN = 5.0
"""Tesseract's confidence in how a page is turned: 12 to 17 where it was right, 2.5 where wrong, on a page of graphs."""
_TURNED = re.compile(r"Rotate: (\d+).*?Orientation confidence: ([\d.]+)", re.DOTALL)
MISSING = (
    "install Tesseract (Debian, Ubuntu: tesseract-ocr; macOS: brew install tesseract; Windows: "
    "github.com/UB-Mannheim/tesseract), then run the same command again"
)

_PLACES = ("/usr/local/bin", "/opt/homebrew/bin", r"C:\Program Files\Tesseract-OCR")
_SEARCHED = os.pathsep.join((os.defpath, *_PLACES))
_LANGUAGES = ("eng", "cym")
_COLUMNS = "4"
"""Page segmentation for text of varying sizes in one column: tables keep their rows, and no text is lost."""


class Engine(Protocol):
    """Reads pictures of pages."""

    @property
    def name(self) -> str:
        """Which engine of which version for which languages: it names what is kept of its readings."""

    def words(self, picture: Image.Image) -> list[Word]:
        """Read a picture of `RESOLUTION` dots an inch: its words, line by line in reading order.

        Raises:
            ReadError: it cannot be read, or not in time.
        """

    def turn(self, picture: Image.Image) -> int:
        """By how many degrees to turn a picture to the right; 0 where it is upright or nobody can tell."""


class Word(NamedTuple):
    """A word as recognised: its line, text, confidence (0–100), and its left, top and height in pixels."""

    line: tuple[str, ...]
    text: str
    confidence: float
    left: int
    top: int
    height: int


@dataclass(frozen=True, slots=True)
class Tesseract:
    """Tesseract's program, one thread to a page: several pages are read at a time."""

    program: str
    languages: str
    name: str

    def words(self, picture: Image.Image) -> list[Word]:
        """Read a picture: its words, line by line in reading order."""
        packed = io.BytesIO()
        picture.save(packed, "BMP")
        how = ["-l", self.languages, "--psm", _COLUMNS, "--dpi", str(RESOLUTION), "tsv"]
        table = _run([self.program, "stdin", "stdout", *how], packed.getvalue()).decode("utf-8", "replace")
        rows = csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE)
        return [_word(row) for row in rows if row.get("level") == "5" and (row.get("text") or "").strip()]

    def turn(self, picture: Image.Image) -> int:
        """By how many degrees to turn a picture to the right, as its letters show."""
        packed = io.BytesIO()
        picture.save(packed, "BMP")
        try:
            said = _run([self.program, "stdin", "stdout", "-l", "osd", "--psm", "0"], packed.getvalue()).decode()
        except ReadError:  # too few letters on the page, or no data for this installed
            return 0
        found = _TURNED.search(said)
        return int(found[1]) if found and float(found[2]) >= _CERTAIN else 0


def find_engine(search: str = _SEARCHED) -> Engine | None:
    """Return the engine that is installed; None without one. `search` are folders to look in, as in PATH."""
    program = shutil.which("tesseract", path=search)
    if program is None:
        return None
    try:
        held = _run([program, "--list-langs"], b"").decode("utf-8", "replace").split()
        version = _run([program, "--version"], b"").decode("utf-8", "replace").split()[1]
    except (ReadError, IndexError):
        return None
    languages = "+".join(language for language in _LANGUAGES if language in held)
    return Tesseract(program, languages, f"tesseract {version} {languages}") if "eng" in held else None


def read_page(data: bytes, page: int, engine: Engine) -> list[Line]:
    """Return the lines of a page, from 1, of a PDF, in reading order.

    Raises:
        ReadError: the page cannot be shown or read.
    """
    try:
        with closing(pypdfium2.PdfDocument(data)) as document, closing(document[page - 1]) as opened:
            picture = grey(opened, RESOLUTION, MOST_PIXELS)
    except (pypdfium2.PdfiumError, IndexError, ValueError, MemoryError) as error:
        raise ReadError(f"page {page} cannot be shown ({error})") from error
    return list(_lines(_upright(picture, engine), page))


def _upright(picture: Image.Image, engine: Engine) -> list[Word]:
    """The words of a page, which may lie on its side or stand on its head: turned so that they are surest."""
    words = engine.words(straightened(picture))
    if _sureness(words) >= DOUBTFUL:
        return words
    turn = engine.turn(picture)
    if not turn:
        return words
    turned = engine.words(straightened(picture.rotate(-turn, expand=True)))
    return max(words, turned, key=_sureness)


def _sureness(words: Sequence[Word]) -> float:
    """The mean confidence of words, weighed by their length; 0 without any."""
    letters = sum(len(word.text) for word in words)
    return sum(word.confidence * len(word.text) for word in words) / letters if letters else 0.0


def _lines(words: list[Word], page: int) -> Iterator[Line]:
    """The lines that are surely text; a step down that is wider than usual is the gap above one."""
    rows = [list(row) for _, row in groupby(words, key=lambda word: word.line)]
    sure = [row for row in rows if sum(word.confidence for word in row) / len(row) >= SURE]
    heights = [-_POINT * median(word.top + word.height for word in row) for row in sure]
    step = usual_step([heights], [_POINT * max(word.height for word in row) for row in sure]) if sure else 0.0
    above: float | None = None
    for row, height in zip(sure, heights, strict=True):
        text = clean(" ".join(word.text for word in row))
        if any(map(str.isalnum, text)):
            yield Line(text, page, is_gap(above, height, step), by_ocr=True)
            above = height


def _word(row: Mapping[str, str]) -> Word:
    line = (row["block_num"], row["par_num"], row["line_num"])
    return Word(line, row["text"], float(row["conf"]), int(row["left"]), int(row["top"]), int(row["height"]))


def _run(command: list[str], given: bytes) -> bytes:
    # One thread: with more, two pages at a time take longer than one after the other.
    environment = {"OMP_THREAD_LIMIT": "1", "PATH": os.defpath, "LANG": "C.UTF-8"}
    try:
        done = subprocess.run(command, input=given, capture_output=True, timeout=SECONDS, env=environment, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        raise ReadError(f"Tesseract did not read a page within {SECONDS} seconds") from None
    except OSError as error:
        raise ReadError(f"Tesseract cannot be run ({error})") from error
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise ReadError(f"Tesseract fails ({said[-1] if said else done.returncode})")
    return done.stdout

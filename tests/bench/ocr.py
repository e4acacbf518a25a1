"""How many words OCR gets wrong: scanned packs beside the born-digital minutes that they reproduce.

    python -m tests.bench.ocr MANIFEST.json [--also-rapidocr]

The manifest names pairs of files below its own folder: {"scan_pairs": [{"scan": PATH, "truth": PATH}]}. Every page of a
scan is read; the stretch of pages that is nearest to the truth is compared. The word error rate is the least number of
words to be changed, put in or left out, to the words of the truth. RapidOCR is no part of Minutebook: install it to be
compared.
"""

from __future__ import annotations

import argparse
import json
import time
import unicodedata
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pypdfium2
import typer
from rapidfuzz.distance import Levenshtein

from ingest.readers.ocr import RESOLUTION, find_engine, read_page
from ingest.readers.ocr_image import grey

FOLDED = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "..."})
"""Signs that print the same are not told apart."""
FOREIGN = 0.6
"""With so many words wrong it is another document."""
ReadPage = Callable[[bytes, int], str]


def words(text: str) -> list[str]:
    """The words of a text as they are compared."""
    return unicodedata.normalize("NFKC", text).translate(FOLDED).split()


def pages_of(data: bytes) -> list[str]:
    """The text of each page of a born-digital PDF."""
    with closing(pypdfium2.PdfDocument(data)) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


def errors(found: list[str], truth: list[str]) -> tuple[int, int]:
    """The fewest words wrong in any stretch of as many pages as the truth has, and the words of the truth."""
    reference, count = words(" ".join(truth)), len(truth)
    stretches = [words(" ".join(found[at : at + count])) for at in range(max(len(found) - count + 1, 1))]
    return min(Levenshtein.distance(reference, stretch) for stretch in stretches), len(reference)


def rapidocr() -> ReadPage:
    """RapidOCR with its own models, one thread, the settings that were best on real scans."""
    from rapidocr import RapidOCR

    threads = {f"EngineConfig.onnxruntime.{name}_op_num_threads": 1 for name in ("intra", "inter")}
    limits = {"Det.limit_side_len": 960, "Det.limit_type": "max", "Global.max_side_len": 4000}
    engine = RapidOCR(params={**threads, **limits, "Global.use_cls": False, "Global.log_level": "error"})

    def read(data: bytes, page: int) -> str:
        with closing(pypdfium2.PdfDocument(data)) as document, closing(document[page - 1]) as opened:
            found = engine(grey(opened, 200, 24_000_000).convert("RGB"))
        return " ".join(getattr(found, "txts", None) or ())

    return read


def tesseract() -> ReadPage:
    """The engine of Minutebook as it reads a page."""
    engine = find_engine()
    if engine is None:
        raise SystemExit("Tesseract is not installed")
    typer.echo(f"{engine.name} at {RESOLUTION} dots an inch")
    return lambda data, page: "\n".join(line.text for line in read_page(data, page, engine))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("manifest", type=Path)
    parser.add_argument("--also-rapidocr", action="store_true")
    arguments = parser.parse_args()
    pairs = json.loads(arguments.manifest.read_text(encoding="utf-8"))["scan_pairs"]
    engines = {"Tesseract": tesseract()} | ({"RapidOCR": rapidocr()} if arguments.also_rapidocr else {})
    for name, read in engines.items():
        wrong = total = pages = 0
        started = time.perf_counter()
        for pair in pairs:
            scan = (arguments.manifest.parent / pair["scan"]).read_bytes()
            truth = pages_of((arguments.manifest.parent / pair["truth"]).read_bytes())
            count = len(pypdfium2.PdfDocument(scan))
            found = [read(scan, page) for page in range(1, count + 1)]
            pages += count
            missed, held = errors(found, truth)
            if missed > FOREIGN * held:
                typer.echo(f"  {pair['scan']}: left out, since it does not hold {pair['truth']}")
                continue
            typer.echo(f"  {pair['scan']}: {missed} of {held} words wrong, {missed / held:.2%}")
            wrong, total = wrong + missed, total + held
        seconds = (time.perf_counter() - started) / pages
        typer.echo(f"{name}: word error rate {wrong / total:.2%} of {total:,} words; {seconds:.1f} s a page")


if __name__ == "__main__":
    main()

"""OCR of scanned pages with the engine that is installed."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageFilter

from ingest import readers
from ingest.documents import read_without_ocr
from ingest.errors import NoTextError, ReadError
from ingest.found import Raw
from ingest.readers import ocr, scans
from ingest.readers.lines import Line
from ingest.readers.media import PDF
from ingest.readers.ocr import Engine, find_engine, read_page
from tests.scanning import TEXT, as_it_is, picture, scan, typed

LINES = [line for line in TEXT.splitlines() if line]


@pytest.fixture
def engine() -> Engine:
    found = find_engine()
    if found is None:
        pytest.skip("Tesseract is not installed")
    return found


def skewed(image: Image.Image) -> Image.Image:
    return image.rotate(1.5, fillcolor=255, resample=Image.Resampling.BICUBIC)


def faded(image: Image.Image) -> Image.Image:
    return image.filter(ImageFilter.GaussianBlur(1)).point(lambda shade: 90 + shade * 165 // 255)


def specked(image: Image.Image) -> Image.Image:
    for x in range(40, image.width, 211):
        image.putpixel((x, (x * 37) % image.height), 0)
    return image


@pytest.mark.parametrize("as_scanned", [as_it_is, skewed, faded, specked])
def test_a_scanned_page_is_read(engine: Engine, as_scanned: Callable[[Image.Image], Image.Image]) -> None:
    found = read_page(scan([None, TEXT], as_scanned=as_scanned), 2, engine)
    assert [line.text for line in found] == LINES
    assert all(line.by_ocr and line.page == 2 for line in found)


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_that_lies_on_its_side_or_stands_on_its_head_is_turned(engine: Engine, turn: int) -> None:
    text = "\n\n".join([TEXT] * 3)
    found = read_page(scan([text], as_scanned=lambda image: image.rotate(turn, expand=True)), 1, engine)
    assert [line.text for line in found] == LINES * 3


def test_the_space_between_paragraphs_is_seen(engine: Engine) -> None:
    found = read_page(scan([TEXT]), 1, engine)
    assert [line.gap for line in found] == [True, False, True, False, True, False]


def test_a_page_of_any_size_needs_no_more_memory(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "MOST_PIXELS", 1_000_000)
    sizes: list[int] = []

    class Measuring:
        name = "measuring"

        def words(self, picture: Image.Image) -> list[ocr.Word]:
            sizes.append(picture.width * picture.height)
            return []

        def turn(self, picture: Image.Image) -> int:
            return 0

    for size in ((5000.0, 5000.0), (3.0, 3.0), (5000.0, 2.0)):
        assert read_page(typed("", size), 1, Measuring()) == []
    assert max(sizes) <= 1_000_000


def test_without_an_engine_nothing_is_found(tmp_path: Path) -> None:
    assert find_engine(str(tmp_path)) is None


def test_a_program_that_is_no_engine_is_none(tmp_path: Path) -> None:
    (tmp_path / "tesseract").write_text("#!/bin/sh\nexit 3\n")
    (tmp_path / "tesseract").chmod(0o755)
    assert find_engine(str(tmp_path)) is None


def test_an_engine_that_fails_says_so(tmp_path: Path) -> None:
    (tmp_path / "tesseract").write_text("#!/bin/sh\necho 'no such tongue' >&2\nexit 3\n")
    (tmp_path / "tesseract").chmod(0o755)
    broken = ocr.Tesseract(str(tmp_path / "tesseract"), "eng", "broken")
    with pytest.raises(ReadError, match=r"Tesseract fails \(no such tongue\)"):
        read_page(scan([TEXT]), 1, broken)


def test_an_engine_that_does_not_end_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "SECONDS", 0.3)
    (tmp_path / "tesseract").write_text("#!/bin/sh\nexec sleep 20\n")
    (tmp_path / "tesseract").chmod(0o755)
    with pytest.raises(ReadError, match="Tesseract did not read a page within"):
        read_page(scan([TEXT]), 1, ocr.Tesseract(str(tmp_path / "tesseract"), "eng", "slow"))


@pytest.mark.parametrize("page", [0, 2])
def test_a_page_that_is_not_there(engine: Engine, page: int) -> None:
    with pytest.raises(ReadError, match=f"page {page} cannot be shown"):
        read_page(scan([TEXT]), page, engine)


def unread(data: bytes) -> tuple[int, ...]:
    return readers.read(Raw("x.pdf", PDF, data)).unread


def test_which_pages_wait_for_ocr() -> None:
    assert unread(scan([TEXT, TEXT])) == (1, 2)
    assert unread(scan([TEXT, None, TEXT])) == (1, 3)
    assert unread(scan([TEXT], stamp="Page 7")) == (1,)
    assert unread(scan([TEXT, None, TEXT], stamp="Agenda Item 5")) == (1, 3)
    assert unread(typed(TEXT)) == ()


def test_blank_pages_wait_for_nothing() -> None:
    with pytest.raises(NoTextError, match="neither printed nor scanned: its pages are blank or damaged"):
        readers.read(Raw("x.pdf", PDF, scan([None, None])))


def test_text_drawn_as_outlines_is_a_picture_of_text() -> None:
    packed = io.BytesIO()
    picture(TEXT).save(packed, "PDF", resolution=200)
    assert unread(packed.getvalue()) == (1,)


def test_what_is_printed_on_a_scan_is_kept_once() -> None:
    printed = [Line("Page 7", 1), Line("Minutes 5 March", 1)]
    scanned = [Line("Page7", 1, by_ocr=True), Line("The Board met.", 1, by_ocr=True)]
    assert scans.merged(printed, scanned) == [
        Line("Minutes 5 March", 1),
        Line("Page 7", 1),
        Line("The Board met.", 1, by_ocr=True),
    ]


def test_a_document_without_ocr_says_which_pages_were_not_read() -> None:
    merged = pypdfium2.PdfDocument.new()
    for part in (typed(TEXT), scan([TEXT, TEXT])):
        merged.import_pages(pypdfium2.PdfDocument(part))
    packed = io.BytesIO()
    merged.save(packed)
    read = read_without_ocr(Raw("x.pdf", PDF, packed.getvalue()), "install it")
    assert read.minutes.remarks[0] == "Pages 2 to 3 were not read, being scans: install it."
    assert read.minutes.document.fingerprint.endswith(":unread")
    with pytest.raises(NoTextError, match="it is a scan of 2 pages, which only OCR can read: install it"):
        read_without_ocr(Raw("x.pdf", PDF, scan([TEXT, TEXT])), "install it")

"""Scanned documents in processes: read with OCR, page by page, each page once."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pypdfium2
import pytest

from index.backend import Query
from ingest.found import Facts, Known, Raw
from ingest.minutes import Prepared
from ingest.pipeline import prepare
from ingest.readers.media import PDF
from ingest.readers.ocr import find_engine
from ingest.scanned import ScanReader, quietly
from ingest.sources.folder import Folder
from ingest.workers import InProcess, Workers
from search_api.adding import State
from search_api.answer import cite
from search_api.service import Service
from tests.fakes import HashingEncoder, QuotingAnswerer, memory_service
from tests.scanning import TEXT, scan, typed

pytestmark = pytest.mark.skipif(find_engine() is None, reason="Tesseract is not installed")
SECOND = TEXT.replace("four lamps", "five boats")


def scans(folder: Path, told: list[tuple[str, int, int]] | None = None) -> ScanReader:
    engine = find_engine()
    assert engine is not None
    return ScanReader(engine, folder / "ocr", quietly if told is None else lambda *one: told.append(one))


def test_a_scan_becomes_minutes_whose_pages_are_known_as_read_by_ocr(tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    with Workers(2, 60, scans(tmp_path, told)) as workers:
        read = workers.read(Raw("/m/x.pdf", PDF, scan([TEXT, None, SECOND])))
    document = read.minutes.document
    assert "The Harbour Master said that four lamps were out" in document.text
    assert "five boats were out" in document.text
    assert (document.how, document.ocr_pages) == ("PDF, 2 of 3 pages by OCR", (1, 3))
    assert str(read.minutes.meeting.held_on) == "2024-03-05"
    assert told[-1] == ("/m/x.pdf", 2, 2)


def test_what_was_read_before_is_not_read_again(tmp_path: Path) -> None:
    raw = Raw("/m/x.pdf", PDF, scan([TEXT, SECOND]))
    with Workers(1, 60, scans(tmp_path)) as workers:
        workers.read(raw)
    [kept] = (tmp_path / "ocr").iterdir()
    page = kept / "1.json"
    held = json.loads(page.read_text())
    held["lines"] = [["Kept from the run before.", True]]
    page.write_text(json.dumps(held))
    (kept / "2.json").write_text("{damaged")
    with Workers(1, 60, scans(tmp_path)) as workers:
        again = workers.read(raw).minutes.document.text
    assert again.startswith("Kept from the run before.")
    assert "five boats were out" in again


def test_what_another_engine_read_is_read_again(tmp_path: Path) -> None:
    raw = Raw("/m/x.pdf", PDF, scan([TEXT]))
    with Workers(1, 60, scans(tmp_path)) as workers:
        first = workers.read(raw)
        [page] = (tmp_path / "ocr").glob("*/1.json")
        page.write_text(json.dumps({"engine": "another", "lines": [["Nonsense.", True]]}))
        assert workers.read(raw) == first


def test_a_document_is_read_anew_as_soon_as_there_is_ocr(tmp_path: Path) -> None:
    source = tmp_path / "m"
    source.mkdir()
    mixed, packed = pypdfium2.PdfDocument.new(), io.BytesIO()
    for part in (typed(TEXT), scan([SECOND])):
        mixed.import_pages(pypdfium2.PdfDocument(part))
    mixed.save(packed)
    (source / "x.pdf").write_bytes(packed.getvalue())
    folder = Folder(source, Facts(), 10_000_000)
    [without] = prepare(folder, HashingEncoder(), Known(), InProcess())
    assert isinstance(without, Prepared)
    known = Known({without.minutes.document.source: without.minutes.document.fingerprint})
    assert not isinstance(next(prepare(folder, HashingEncoder(), known, InProcess())), Prepared)
    with Workers(1, 60, scans(tmp_path)) as workers:
        [now] = prepare(folder, HashingEncoder(), known, workers)
    assert isinstance(now, Prepared)
    assert "five boats" in now.minutes.document.text
    assert now.minutes.remarks == ()


def test_citations_say_that_ocr_read_them_and_what_it_read_goes_with_the_document(tmp_path: Path) -> None:
    source = tmp_path / "m"
    source.mkdir()
    (source / "x.pdf").write_bytes(scan([TEXT]))
    (source / "y.txt").write_text("The Board rose.")
    with Workers(1, 60, scans(tmp_path)) as workers:
        service = Service(memory_service().index, HashingEncoder(), QuotingAnswerer(), workers)
        folder = Folder(source, Facts(), 10_000_000)
        assert {one.state for one in service.add(folder)} == {State.ADDED}
        place = next(hit.place for hit in service.search(Query("lamps")).hits)
        assert cite(place).by_ocr
        assert len(list((tmp_path / "ocr").iterdir())) == 1
        (source / "x.pdf").unlink()
        assert State.REMOVED in {one.state for one in service.add(folder)}
        assert list((tmp_path / "ocr").iterdir()) == []

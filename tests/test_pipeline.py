from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from hashlib import sha256
from itertools import count, islice
from pathlib import Path

import numpy as np
import pytest
from fpdf import FPDF

from ingest.documents import fingerprint, read_without_ocr
from ingest.errors import EncoderError, NoTextError
from ingest.found import Known, Unchanged
from ingest.minutes import Document, Facts, Failure, Prepared, Raw, Status, Vectors
from ingest.pipeline import encoded_text, prepare
from ingest.sources.folder import Folder
from ingest.workers import InProcess
from tests.fakes import HashingEncoder
from tests.passages import segmented

LAMPS = b"""Thornwood Town Council

Minutes of the meeting of the Harbour Board held on Tuesday 4 March 2025

Present: Councillor Penrose

1. Apologies

There were none.

2. Lamps

The Harbour Master said that four lamps were out.
"""


def folder(path: Path, **files: bytes) -> Folder:
    for name, data in files.items():
        (path / name.replace("_", ".")).write_bytes(data)
    return Folder(path, Facts(), 1_000_000)


def test_a_document_is_prepared(tmp_path: Path) -> None:
    [done] = prepare(folder(tmp_path, lamps_txt=LAMPS), HashingEncoder(), Known(), InProcess())
    assert isinstance(done, Prepared)
    document, meeting = done.minutes.document, done.minutes.meeting
    source = str(tmp_path / "lamps.txt")
    assert (document.source, document.title, document.media_type) == (source, "lamps", "text/plain")
    assert document.sha256 == sha256(LAMPS).hexdigest()
    assert document.id == sha256(source.encode()).hexdigest()[:12]
    assert (meeting.council, meeting.committee) == ("Thornwood Town Council", "Harbour Board")
    assert (meeting.held_on, meeting.status) == (date(2025, 3, 4), Status.UNKNOWN)
    assert [(p.minute_number, p.text) for p in done.passages[1:]] == [
        ("1", "1. Apologies\nThere were none."),
        ("2", "2. Lamps\nThe Harbour Master said that four lamps were out."),
    ]
    assert done.original == LAMPS


def test_each_row_is_its_passage_with_its_context(tmp_path: Path) -> None:
    [done] = prepare(folder(tmp_path, lamps_txt=LAMPS), HashingEncoder(), Known(), InProcess())
    assert isinstance(done, Prepared)
    expected = [HashingEncoder().encode_query(encoded_text(done.minutes, p)) for p in done.passages]
    assert np.array_equal(done.vectors, np.stack(expected))


def test_what_is_encoded() -> None:
    minutes = segmented(
        "Thornwood Town Council",
        "Minutes of the meeting of the Harbour Board",
        "1. Lamps",
        "Out. " * 150,
        "Mended. " * 150,
        "2. Boats",
        "In.",
    )
    from ingest.chunk import chunk

    encoded = [encoded_text(minutes, passage) for passage in chunk(minutes)]
    body = "Thornwood Town Council, Harbour Board"
    assert encoded[0].startswith(f"{body}\nThornwood Town Council\nMinutes of")
    assert encoded[2] == f"{body}\nLamps\n{('Mended. ' * 150).strip()} "
    unknown = segmented("The lamps were out.")
    assert [encoded_text(unknown, passage) for passage in chunk(unknown)] == ["The lamps were out."]


def test_a_known_document_is_unchanged(tmp_path: Path) -> None:
    source = folder(tmp_path, lamps_txt=LAMPS, boats_txt=b"There were none.")
    first = [
        one.minutes.document
        for one in prepare(source, HashingEncoder(), Known(), InProcess())
        if isinstance(one, Prepared)
    ]
    known = {document.source: document.fingerprint for document in first}
    assert list(prepare(source, HashingEncoder(), Known(known), InProcess())) == [
        Unchanged(str(tmp_path / "boats.txt")),
        Unchanged(str(tmp_path / "lamps.txt")),
    ]
    (tmp_path / "lamps.txt").write_bytes(LAMPS + b"\nThe meeting closed.\n")
    again = list(prepare(source, HashingEncoder(), Known(known), InProcess()))
    assert [type(one) for one in again] == [Unchanged, Prepared]


def test_a_document_known_under_another_path_is_not_unchanged(tmp_path: Path) -> None:
    source = folder(tmp_path, lamps_txt=LAMPS)
    [raw] = source.files()
    assert isinstance(raw, Raw)
    [done] = prepare(source, HashingEncoder(), Known({"/elsewhere/lamps.txt": fingerprint(raw)}), InProcess())
    assert isinstance(done, Prepared)


def test_one_bad_file_never_stops_a_run(tmp_path: Path) -> None:
    source = folder(
        tmp_path, a_pdf=b"no pdf", b_txt=b"", c_xls=b"1,2", d_txt=b" \n ", e_docx=b"PK\x03\x04 broken", z_txt=LAMPS
    )
    done = list(prepare(source, HashingEncoder(), Known(), InProcess()))
    assert [type(one) for one in done] == [Failure] * 5 + [Prepared]
    failures = [one for one in done if isinstance(one, Failure)]
    assert [(Path(one.source).name, one.stage) for one in failures] == [
        ("a.pdf", "read"),
        ("b.txt", "read"),
        ("c.xls", "source"),
        ("d.txt", "read"),
        ("e.docx", "read"),
    ]
    assert failures[1].reason == "the file is empty"
    assert failures[3].reason == "the file holds no text"


class BrokenEncoder(HashingEncoder):
    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        raise EncoderError("the graph cannot be run")


def test_a_model_that_cannot_be_run_stops_the_run(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match="cannot be run"):
        list(prepare(folder(tmp_path, lamps_txt=LAMPS), BrokenEncoder(), Known(), InProcess()))


class BreaksAtBoats(HashingEncoder):
    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        if any("boats" in text for text in texts):
            raise EncoderError("the graph cannot be run")
        return super().encode_passages(texts)


def test_what_was_prepared_before_the_model_broke_is_handed_on(tmp_path: Path) -> None:
    source = folder(tmp_path, a_txt=LAMPS, b_pdf=b"no pdf", c_txt=b"The boats were in.", d_txt=LAMPS)
    results = prepare(source, BreaksAtBoats(), Known(), InProcess())
    assert [type(next(results)), type(next(results))] == [Prepared, Failure]
    with pytest.raises(EncoderError, match="cannot be run"):
        next(results)
    assert list(results) == []


class Endless:
    """A source of documents without end, all alike."""

    name = "endless"

    def files(self, known: Known) -> Iterator[Raw | Failure]:
        for number in count():
            yield Raw(f"/minutes/{number}.txt", "text/plain", LAMPS)

    def speaks_for(self, source: str) -> bool:
        return True


def test_a_run_that_is_left_off_leaves_no_thread() -> None:
    before = threading.enumerate()
    results = prepare(Endless(), HashingEncoder(), Known(), InProcess())
    assert [one.minutes.document.source for one in islice(results, 3) if isinstance(one, Prepared)] == [
        "/minutes/0.txt",
        "/minutes/1.txt",
        "/minutes/2.txt",
    ]
    del results
    assert threading.enumerate() == before


def document_of(raw: Raw) -> Document:
    return read_without_ocr(raw, "").minutes.document


RAW = Raw("/minutes/x.txt", "text/plain", LAMPS, Facts(council="Ness"))


def test_the_fingerprint_covers_bytes_facts_and_media_type() -> None:
    others = [
        replace(RAW, data=LAMPS + b" "),
        replace(RAW, media_type="text/markdown"),
        replace(RAW, facts=Facts()),
        replace(RAW, facts=Facts(committee="Ness")),
        replace(RAW, facts=Facts(council="Ness", held_on=date(2025, 3, 4))),
        replace(RAW, facts=Facts(council="Ness", held_on=date(2025, 3, 5))),
        replace(RAW, facts=Facts(council="Ness", status=Status.DRAFT)),
        replace(RAW, facts=Facts(council="Ness", title="Lamps")),
        replace(RAW, facts=Facts(council="Ness", url="https://example.org")),
    ]
    assert len({fingerprint(raw) for raw in [RAW, *others]}) == len(others) + 1
    assert fingerprint(replace(RAW, source="/elsewhere")) == fingerprint(RAW)


def test_the_fingerprint_covers_the_version_of_the_pipeline(monkeypatch: pytest.MonkeyPatch) -> None:
    before = fingerprint(RAW)
    monkeypatch.setattr("ingest.documents.VERSION", 999)
    assert fingerprint(RAW) != before


@pytest.mark.parametrize(
    ("source", "facts", "title"),
    [
        ("/m/Minutes_of-the__Board.txt", Facts(), "Minutes of the Board"),
        ("/m/x.txt", Facts(title="Lamps"), "Lamps"),
        ("/m/Cofnodion Llŷn.v2.txt", Facts(), "Cofnodion Llŷn.v2"),
        ("/m/___.txt", Facts(), "___"),
    ],
)
def test_the_title_of_a_document(source: str, facts: Facts, title: str) -> None:
    assert document_of(replace(RAW, source=source, facts=facts)).title == title


def test_a_document_without_text() -> None:
    with pytest.raises(NoTextError):
        document_of(replace(RAW, data=b"\n\n"))


def test_blank_pages_of_a_pdf_are_not_worth_a_word(tmp_path: Path) -> None:
    def pdf(*pages: str) -> bytes:
        made = FPDF()
        made.set_font("helvetica", size=12)
        for text in pages:
            made.add_page()
            if text:
                made.multi_cell(0, 6, text)
        return bytes(made.output())

    (tmp_path / "whole.pdf").write_bytes(pdf("The minutes were signed by the Chair.", ""))
    (tmp_path / "part.pdf").write_bytes(pdf("The minutes were signed by the Chair.", "", ""))

    part, whole = prepare(Folder(tmp_path, Facts(), 1_000_000), HashingEncoder(), Known(), InProcess())

    assert isinstance(part, Prepared)
    assert part.minutes.remarks == ()
    assert isinstance(whole, Prepared)
    assert whole.minutes.remarks == ()

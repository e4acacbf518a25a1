"""The one way in: which reader, which refusal, and nothing but IngestError for any bytes."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pytest
from fpdf import FPDF
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest import readers
from ingest.errors import IngestError, NoTextError, ReadError
from ingest.minutes import Block, BlockKind, Raw
from ingest.readers.media import CONVERTED, DOCX, EML, HTML, MARKDOWN, MEDIA_TYPES, MHTML, PDF, TEXT, ZIP
from tests.reading import read


def small_pdf() -> bytes:
    pdf = FPDF()
    pdf.set_font("Helvetica", size=11)
    for page in ("The Board met at noon.", "It rose at one."):
        pdf.add_page()
        pdf.multi_cell(0, 5, page)
    return bytes(pdf.output())


def small_docx() -> bytes:
    document = docx.Document()
    document.add_heading("Minutes", 1)
    document.add_paragraph("The Board met at noon.", style="List Number")
    document.add_table(1, 2).cell(0, 0).text = "Present"
    return saved(document)


def saved(document: docx.document.Document) -> bytes:
    packed = io.BytesIO()
    document.save(packed)
    return packed.getvalue()


SMALL = {
    TEXT: b"The Board met at noon.\n\n(a) It rose at one.\n",
    MARKDOWN: b"# Minutes\n\n1. The Board met at noon.\n",
    HTML: b"<html><body><h1>Minutes</h1><ol><li>One<table><tr><td>a<td>b</table></ol></body></html>",
    PDF: small_pdf(),
    DOCX: small_docx(),
}


def test_every_media_type_has_a_reader_and_a_suffix() -> None:
    by_way_of_others = {ZIP, EML, MHTML, *CONVERTED}  # test_unpack and test_convert are about them
    assert set(MEDIA_TYPES.values()) == set(SMALL) | by_way_of_others
    assert MEDIA_TYPES[".htm"] == HTML
    assert MEDIA_TYPES[".markdown"] == MARKDOWN


def test_one_dictionary_picks_the_reader() -> None:
    first = {media_type: read(Raw("x", media_type, data))[0] for media_type, data in SMALL.items()}
    title = Block("Minutes", BlockKind.HEADING)
    assert first == {
        TEXT: Block("The Board met at noon."),
        MARKDOWN: title,
        HTML: title,
        PDF: Block("The Board met at noon.", page=1),
        DOCX: title,
    }


def test_an_unknown_media_type_is_refused_with_what_can_be_read() -> None:
    with pytest.raises(ReadError, match=r"image/png.*\.docx, \.eml, \.htm"):
        read(Raw("x.png", "image/png", b"x"))


@pytest.mark.parametrize("media_type", SMALL)
def test_an_empty_file_holds_no_text(media_type: str) -> None:
    with pytest.raises(NoTextError, match="the file is empty"):
        read(Raw("x", media_type, b""))


@pytest.mark.parametrize("data", [b" \n\t\n", b"\xef\xbb\xbf", b"______\n\n.........\n"])
def test_a_text_of_nothing_but_space_and_rules_holds_no_text(data: bytes) -> None:
    with pytest.raises(NoTextError, match="no text"):
        read(Raw("x", TEXT, data))


@pytest.mark.parametrize(
    ("media_type", "data", "message"),
    [
        (PDF, SMALL[HTML], "not a PDF, it is a web page"),
        (PDF, b"  <!DOCTYPE html><title>Not found</title>", "not a PDF, it is a web page"),
        (PDF, SMALL[DOCX], "not a PDF, it is a zip archive"),
        (PDF, b"Minutes of the meeting", "not a PDF, it is something else"),
        (HTML, SMALL[PDF], "not a web page, it is a PDF"),
        (TEXT, SMALL[HTML], "not plain text, it is a web page"),
        (TEXT, b"{\\rtf1 Minutes}", r"Rich Text file \(.rtf\)"),
        (MARKDOWN, b"\x89PNG\r\n\x1a\n", "it is an image"),
        (TEXT, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), r"old Word file \(.doc\) or an encrypted one"),
        (DOCX, SMALL[PDF], r"not a Word document \(.docx\), it is a PDF"),
        (DOCX, b"Minutes", "it is something else"),
    ],
)
def test_a_file_that_is_not_what_its_suffix_says(media_type: str, data: bytes, message: str) -> None:
    with pytest.raises(ReadError, match=message):
        read(Raw("x", media_type, data))


def test_a_fragment_without_html_tag_is_a_web_page_all_the_same() -> None:
    assert read(Raw("x", HTML, b"<p>Noted.</p>")) == [Block("Noted.")]


def test_rubbish_before_the_header_of_a_pdf_is_allowed() -> None:
    assert read(Raw("x", PDF, b"\n\n" + SMALL[PDF]))[0].text == "The Board met at noon."


def test_a_zip_archive_that_is_no_word_document() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("minutes.txt", "The Board met.")
    with pytest.raises(ReadError, match=r"not a whole Word document \(.docx\).*save it again"):
        read(Raw("x", DOCX, packed.getvalue()))


MUTATION = st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255))


@pytest.mark.parametrize("media_type", SMALL)
@settings(max_examples=60, deadline=None)
@given(changes=st.lists(MUTATION, max_size=30), end=st.floats(0, 1), joined=st.binary(max_size=20))
def test_damaged_bytes_raise_nothing_but_ingest_errors(
    media_type: str, changes: list[tuple[float, int]], end: float, joined: bytes
) -> None:
    data = bytearray(SMALL[media_type])
    for place, value in changes:
        data[int(place * len(data))] = value
    if end > 0.5:
        data = data[: int(end * len(data))] + joined
    try:
        reading = readers.read(Raw("x", media_type, bytes(data)))
    except IngestError as error:
        assert str(error)
    else:
        assert reading.blocks or reading.unread


@given(data=st.binary(min_size=1, max_size=300))
@settings(max_examples=60, deadline=None)
def test_any_bytes_under_any_name_raise_nothing_but_ingest_errors(data: bytes) -> None:
    for media_type in SMALL:
        try:
            assert read(Raw("x", media_type, data))
        except IngestError as error:
            assert str(error)


def test_no_block_can_break_what_is_stored(tmp_path: Path) -> None:
    data = "One \ud800 two \x00 \ufffe three\u2028four\x85five\vsix".encode("utf-8", "surrogatepass")
    for block in read(Raw("x", TEXT, data)):
        (tmp_path / "block").write_text(block.text, encoding="utf-8")
        assert block.text.splitlines() == [block.text]


@pytest.mark.parametrize("media_type", [TEXT, MARKDOWN, HTML])
def test_a_file_of_text_over_the_limit_is_refused(media_type: str) -> None:
    with pytest.raises(ReadError, match=r"text of 25\.1 MB is over the limit of 25 MB for one document: split it"):
        read(Raw("x", media_type, b" " * 25_000_001))


def test_a_file_of_text_at_the_limit_is_read() -> None:
    assert read(Raw("x", HTML, b"<p>Noted.</p><!--" + b" " * 24_999_980 + b"-->")) == [Block("Noted.")]


def test_a_document_is_not_too_long_for_its_pictures() -> None:
    packed = io.BytesIO(SMALL[DOCX])
    with zipfile.ZipFile(packed, "a") as archive:
        archive.writestr("word/media/image1.jpg", b"x" * 25_000_001)
    assert read(Raw("x", DOCX, packed.getvalue()))[0].text == "Minutes"


def test_a_document_whose_text_is_over_the_limit_is_refused() -> None:
    document = docx.Document()
    for _ in range(3):
        document.add_paragraph(("N" * 999 + " ") * 8_400)  # 8,399,999 characters without the last space
    with pytest.raises(
        ReadError, match=r"text of 25\.2 million characters is over the limit of 25 million .* split it"
    ):
        read(Raw("x", DOCX, saved(document)))

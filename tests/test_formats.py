"""Lists of mentions in each format: the bytes written out, and read back by libraries of others."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from datetime import date

import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from hypothesis import given
from hypothesis import strategies as st
from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db

from index.backend import Place, Record
from ingest.minutes import Kind, Meeting, Passage, Status
from search_api.formats import FORMULA, Format, written
from search_api.mention_rows import COLUMNS, Row

QUOTE = '- Grit at "Tŷ Mawr", 5% of £90 & more;\nit cost {£4.50}.'
RECORD = Record(
    id="0123456789ab",
    source="https://x.gov.uk/a_b%20c?d=1&e={2}",
    title="Minutes of 5/3",
    media_type="application/pdf",
    sha256="aa" * 32,
    meeting=Meeting("Cyngor Môn", "Audit & Risk", date(2024, 3, 5), Status.CONFIRMED),
    passages=1,
    characters=500,
    pages=((0, 3), (120, 4)),
    ocr_pages=(4,),
    added=date(2025, 1, 31),
)
PASSAGE = Passage(
    "f00d",
    "0123456789ab",
    2,
    100,
    100 + len(QUOTE),
    QUOTE,
    "Salt, grit",
    "77/21",
    Kind.MINUTES,
    3,
)
FULL = Row.of(Place(PASSAGE, RECORD), RECORD.added)
BARE = Row.of(
    Place(
        Passage("beef", "ba9876543210", 0, 0, 5, "Grit.", None, None, Kind.AGENDA, None),
        Record("ba9876543210", "/m/a.txt", "a", "text/plain", "bb" * 32, Meeting(), 1, 5, record=Kind.AGENDA),
    ),
    None,
)
LINK = "/documents/0123456789ab?start=100&end=155&check=" + FULL.link.partition("check=")[2]
TEXT, BARE_TEXT = FULL.text_id, BARE.text_id
SHA, BARE_SHA = "aa" * 32, "bb" * 32
REFERENCE = "Cyngor Môn, Audit & Risk, 5 March 2024, Minute 77/21, pages 3–4 (read by OCR)"
BARE_REFERENCE = "council not stated, committee not stated, date not stated, a"


def text(form: Format, *rows: Row) -> str:
    return "".join(written(form, rows))


def test_the_length_that_the_links_are_written_for() -> None:
    assert len(QUOTE) == 55
    assert re.fullmatch(r"/documents/0123456789ab\?start=100&end=155&check=[0-9a-f]{8}#quote", FULL.link)
    assert re.fullmatch(r"[0-9a-f]{32}", FULL.text_id)


def test_csv_to_the_byte() -> None:
    header = (
        "\ufeffkey,reference,council,committee,meeting_date,status,superseded_by,record,kind,item,minute_number,page,"
        "page_end,language,translation_of,ocr,quote,start,end,title,source,url,link,retrieved,sha256,document_id,"
        "text_id,guarded\r\n"
    )
    full = (
        f'minutebook-f00d,"{REFERENCE}",Cyngor Môn,Audit & Risk,2024-03-05,confirmed,,minutes,minutes,"Salt, grit",'
        '77/21,3,4,en,,yes,"\'- Grit at ""Tŷ Mawr"", 5% of £90 & more;\nit cost {£4.50}.",100,155,Minutes of 5/3,'
        f"https://x.gov.uk/a_b%20c?d=1&e={{2}},https://x.gov.uk/a_b%20c?d=1&e={{2}},{LINK},2025-01-31,{SHA},"
        f"0123456789ab,{TEXT},quote\r\n"
    )
    bare = (
        f'minutebook-beef,"{BARE_REFERENCE}",not stated,not stated,not stated,unknown,,agenda,agenda,,,,,en,,no,Grit.,'
        f"0,5,a,/m/a.txt,,{BARE.link},not recorded,{BARE_SHA},ba9876543210,{BARE_TEXT},\r\n"
    )
    assert text(Format.CSV, FULL, BARE) == header + full + bare
    assert text(Format.CSV) == header


def test_json_to_the_byte() -> None:
    assert text(Format.JSON, BARE) == (
        f'[\n{{"key": "minutebook-beef", "reference": "{BARE_REFERENCE}", "council": null, "committee": null, '
        '"meeting_date": null, "status": "unknown", "superseded_by": null, "record": "agenda", "kind": "agenda", '
        '"item": null, "minute_number": null, "page": null, "page_end": null, "language": "en", "translation_of": '
        f'null, "ocr": false, "quote": "Grit.", "start": 0, "end": 5, "title": "a", "source": "/m/a.txt", "url": null, '
        f'"link": "{BARE.link}", "retrieved": null, "sha256": "{BARE_SHA}", "document_id": "ba9876543210", '
        f'"text_id": "{BARE_TEXT}"}}\n]'
    )
    full, bare = json.loads(text(Format.JSON, FULL, BARE))
    assert (full["quote"], full["meeting_date"], full["ocr"]) == (QUOTE, "2024-03-05", True)
    assert list(bare) == list(COLUMNS)
    assert text(Format.JSON) == "[]"


def test_bibtex_to_the_byte() -> None:
    link = LINK.replace("&", r"\&").replace("#", r"\#")
    assert text(Format.BIBTEX, FULL) == (
        "@techreport{minutebook-f00d,\n"
        "  author = {{Cyngor Môn}},\n"
        "  title = {{Minutes of 5/3}},\n"
        "  institution = {{Cyngor Môn}},\n"
        "  series = {Audit \\& Risk},\n"
        "  type = {Minutes (confirmed)},\n"
        "  number = {77/21},\n"
        "  year = {2024},\n"
        "  date = {2024-03-05},\n"
        "  pages = {3--4},\n"
        "  language = {english},\n"
        "  url = {https://x.gov.uk/a_b%20c?d=1&e=%7B2%7D},\n"
        "  urldate = {2025-01-31},\n"
        "  note = {Cyngor Môn, Audit \\& Risk, 5 March 2024, Minute 77/21, pages 3–4 (read by OCR); item: Salt, grit; "
        "status: confirmed; source: https://x.gov.uk/a\\_b\\%20c?d=1\\&e=\\textbraceleft{}2\\textbraceright{}; "
        f"characters 100 to 155; in Minutebook: {link}; SHA-256 of the document: {SHA}; retrieved: 2025-01-31}},\n"
        '  annote = {- Grit at "Tŷ Mawr", 5\\% of £90 \\& more; it cost \\textbraceleft{}£4.50\\textbraceright{}.},\n'
        "}\n\n"
    )
    assert text(Format.BIBTEX, BARE) == (
        "@techreport{minutebook-beef,\n"
        "  title = {{a}},\n"
        "  institution = {{council not stated}},\n"
        "  type = {Agenda},\n"
        "  language = {english},\n"
        f"  note = {{{BARE_REFERENCE}; status: unknown; source: /m/a.txt; characters 0 to 5; in Minutebook: "
        f"{BARE.link.replace('&', chr(92) + '&').replace('#', chr(92) + '#')}; SHA-256 of the document: {BARE_SHA}; "
        "retrieved: not recorded},\n"
        "  annote = {Grit.},\n"
        "}\n\n"
    )
    assert text(Format.BIBTEX) == ""


def test_ris_to_the_byte() -> None:
    assert text(Format.RIS, FULL) == (
        "TY  - RPRT\r\nID  - minutebook-f00d\r\nAU  - Cyngor Môn\r\nTI  - Minutes of 5/3\r\nT2  - Audit & Risk\r\n"
        "PB  - Cyngor Môn\r\nM3  - Minutes (confirmed)\r\nSN  - 77/21\r\nPY  - 2024\r\nDA  - 2024/03/05\r\n"
        "SP  - 3\r\nEP  - 4\r\nLA  - en\r\nUR  - https://x.gov.uk/a_b%20c?d=1&e={2}\r\nY2  - 2025/01/31\r\n"
        'N1  - - Grit at "Tŷ Mawr", 5% of £90 & more; it cost {£4.50}.\r\n'
        f"N1  - {REFERENCE}; item: Salt, grit; status: confirmed; source: https://x.gov.uk/a_b%20c?d=1&e={{2}}; "
        f"characters 100 to 155; in Minutebook: {LINK}; SHA-256 of the document: {SHA}; retrieved: 2025-01-31\r\n"
        "ER  - \r\n\r\n"
    )
    assert text(Format.RIS, BARE).startswith(
        "TY  - RPRT\r\nID  - minutebook-beef\r\nTI  - a\r\nPB  - council not stated\r\nM3  - Agenda\r\nLA  - en\r\n"
    )
    assert text(Format.RIS) == ""


def test_a_superseded_draft_and_a_translation_say_so() -> None:
    record = replace(RECORD, language="cy", translation_of="c0ffee")
    row = Row.of(Place(PASSAGE, record, superseded_by="d00d"), None)

    assert (row.status, row.superseded_by, row.language, row.translation_of) == ("superseded", "d00d", "cy", "c0ffee")
    for form in (Format.BIBTEX, Format.RIS):
        assert "superseded by document d00d; Welsh translation of document c0ffee; " in text(form, row)
    assert "type = {Minutes (superseded)}" in text(Format.BIBTEX, row)
    assert "language = {welsh}" in text(Format.BIBTEX, row)


@pytest.mark.parametrize("quote", [f"{mark}SUM(A1)" for mark in FORMULA])
def test_a_cell_that_would_be_a_formula_is_guarded_and_named(quote: str) -> None:
    row = replace(FULL, quote=quote, title="=1+1", item="'quoted'")
    (cells,) = csv.DictReader(io.StringIO(text(Format.CSV, row)[1:], newline=""))

    assert cells["quote"] == f"'{quote}"
    assert (cells["title"], cells["item"]) == ("'=1+1", "'quoted'")
    assert cells["guarded"] == "quote title"
    assert json.loads(text(Format.JSON, row))[0]["quote"] == quote


def read_csv(row: Row) -> str:
    (cells,) = csv.DictReader(io.StringIO(text(Format.CSV, row)[1:], newline=""))
    return cells["quote"][1:] if "quote" in cells["guarded"].split() else cells["quote"]


def read_bibtex(*rows: Row) -> list[dict[str, str]]:
    library = parse_string(text(Format.BIBTEX, *rows))
    assert not library.failed_blocks
    braces = [MacroTextSpec("textbraceleft", "{"), MacroTextSpec("textbraceright", "}")]
    known = get_default_latex_context_db()
    known.add_context_category("braces", prepend=True, macros=braces)
    plain = LatexNodes2Text(latex_context=known)
    return [
        {"key": entry.key, **{f.key: plain.latex_to_text(f.value) for f in entry.fields}} for entry in library.entries
    ]


def read_ris(*rows: Row) -> list[dict[str, object]]:
    return list(rispy.loads(text(Format.RIS, *rows)))


def test_other_programs_read_the_same() -> None:
    first, second = read_bibtex(FULL, BARE)
    assert (first["key"], second["key"]) == ("minutebook-f00d", "minutebook-beef")
    assert (first["institution"], first["number"], first["year"]) == ("Cyngor Môn", "77/21", "2024")
    assert first["annote"] == QUOTE.replace("\n", " ")

    one, two = read_ris(FULL, BARE)
    assert (one["type_of_reference"], one["id"], two["id"]) == ("RPRT", "minutebook-f00d", "minutebook-beef")
    assert (one["publisher"], one["date"], one["secondary_title"]) == ("Cyngor Môn", "2024/03/05", "Audit & Risk")
    assert one["notes"] == [QUOTE.replace("\n", " "), text(Format.RIS, FULL).split("N1  - ")[2].split("\r\n")[0]]


@given(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Zl", "Zp"]), min_size=1, max_size=60).filter(
        lambda quote: quote.strip() == quote and quote
    )
)
def test_whatever_a_quote_holds_is_read_back(quote: str) -> None:
    row = replace(FULL, quote=quote)

    assert read_csv(row) == quote
    assert json.loads(text(Format.JSON, row))[0]["quote"] == quote
    (ris,) = read_ris(row)
    assert isinstance(ris["notes"], list)
    assert ris["notes"][0] == quote
    (entry,) = read_bibtex(row)
    # LaTeX has runs of spaces and pairs of marks ("--", "``") that stand for one, and its circumflex is another.
    assert letters(entry["annote"]) == letters(quote)


def letters(quote: str) -> str:
    return "".join(c for c in quote.replace("ˆ", "^") if c.isalnum() or c in "&%$#_{}\\~^@=+")


def test_a_line_that_looks_like_a_tag_does_not_end_an_entry() -> None:
    row = replace(FULL, quote="Noted.\nER  - \nTY  - BOOK\n\n@book{x,\n}")

    assert len(read_ris(row, BARE)) == 2
    assert len(read_bibtex(row, BARE)) == 2
    assert read_ris(row)[0]["type_of_reference"] == "RPRT"

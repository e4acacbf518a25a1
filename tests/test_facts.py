from __future__ import annotations

import json
import unicodedata
from datetime import date
from pathlib import Path

import pytest

from ingest.errors import SourceError
from ingest.minutes import Facts, Status
from ingest.sources.facts import FactsBeside, facts_from, first_stated, is_facts, parse_date

UNSTATED = Facts()


def file(path: Path, text: str = "The lamps were out.") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def of(path: Path, defaults: Facts = UNSTATED) -> Facts:
    return FactsBeside(defaults).of(path)


def test_a_sidecar_states_all_fields(tmp_path: Path) -> None:
    stated = {
        "council": " Ness Council ",
        "committee": "Harbour Board",
        "date": "2025-03-04",
        "title": "Lamps",
        "status": "Confirmed",
        "url": "https://example.org/1",
    }
    file(tmp_path / "x.txt.json", json.dumps(stated))
    assert of(file(tmp_path / "x.txt")) == Facts(
        "Ness Council", "Harbour Board", date(2025, 3, 4), "Lamps", Status.CONFIRMED, "https://example.org/1"
    )


def test_nothing_beside_a_file_states_nothing(tmp_path: Path) -> None:
    assert of(file(tmp_path / "x.txt")) == Facts()


def test_null_and_blank_state_nothing(tmp_path: Path) -> None:
    file(tmp_path / "x.txt.json", '{"council": null, "committee": "", "date": " ", "status": "", "other": 3}')
    assert of(file(tmp_path / "x.txt")) == Facts()


@pytest.mark.parametrize(
    ("sidecar", "message"),
    [
        ('{"date": "4 March 2025"}', "x.txt.json: date '4 March 2025' is no date: write it as YYYY-MM-DD"),
        ('{"date": "2025-02-30"}', "x.txt.json: date '2025-02-30' is no date"),
        ('{"date": "20250304"}', "x.txt.json: date '20250304' is no date"),
        ('{"date": "2025-W10-2"}', "x.txt.json: date '2025-W10-2' is no date"),
        ('{"date": 2025}', "x.txt.json: date must be text, not 2025"),
        ('{"council": "\\ud800"}', "x.txt.json: council '\\ud800' holds half a character"),
        ('{"status": "signed"}', "x.txt.json: status 'signed' must be one of confirmed, draft, unknown"),
        ("{", "its sidecar x.txt.json cannot be read (Expecting"),
        ("", "its sidecar x.txt.json cannot be read (Expecting"),
        ("[1]", "its sidecar x.txt.json must hold one JSON object"),
        ("[" * 100_000, "its sidecar x.txt.json cannot be read"),
    ],
)
def test_a_bad_sidecar_is_named_with_its_fault(tmp_path: Path, sidecar: str, message: str) -> None:
    file(tmp_path / "x.txt.json", sidecar)
    with pytest.raises(SourceError) as caught:
        of(file(tmp_path / "x.txt"))
    assert message in str(caught.value)


def test_a_sidecar_that_is_no_utf_8(tmp_path: Path) -> None:
    (tmp_path / "x.txt.json").write_bytes('{"council": "Llŷn"}'.encode("utf-16"))
    with pytest.raises(SourceError, match=r"x\.txt\.json cannot be read"):
        of(file(tmp_path / "x.txt"))


def test_a_sidecar_with_a_byte_order_mark(tmp_path: Path) -> None:
    (tmp_path / "x.txt.json").write_bytes(b'\xef\xbb\xbf{"council": "Ness"}')
    assert of(file(tmp_path / "x.txt")) == Facts(council="Ness")


def test_a_list_in_the_folder_and_one_above(tmp_path: Path) -> None:
    file(tmp_path / "archive.csv", "path,council,committee\nboard/x.txt,Ness,Harbour Board\nboard/y.txt,Ness,\n")
    file(tmp_path / "board" / "archive.csv", "path,committee,date\n./x.txt,Lamps Panel,2025-03-04\n")
    beside = FactsBeside(Facts())
    assert beside.of(file(tmp_path / "board" / "x.txt")) == Facts("Ness", "Lamps Panel", date(2025, 3, 4))
    assert beside.of(file(tmp_path / "board" / "y.txt")) == Facts("Ness")
    assert beside.of(file(tmp_path / "x.txt")) == Facts()


def test_the_lists_of_all_folders_above_count(tmp_path: Path) -> None:
    file(tmp_path / "archive.csv", "path,council\na/b/c/x.txt,Ness\n")
    assert of(file(tmp_path / "a" / "b" / "c" / "x.txt")) == Facts("Ness")


def test_what_goes_before_what(tmp_path: Path) -> None:
    file(tmp_path / "archive.csv", "path,council,committee,title\nb/x.txt,list above,list above,list above\n")
    file(tmp_path / "b" / "archive.csv", "path,council,committee\nx.txt,list,list\n")
    file(tmp_path / "b" / "x.txt.json", '{"council": "sidecar"}')
    flags = Facts("flag", "flag", date(2025, 3, 4), "flag")
    assert of(file(tmp_path / "b" / "x.txt"), flags) == Facts("sidecar", "list", date(2025, 3, 4), "list above")


def test_a_list_with_a_byte_order_mark_quotes_and_windows_paths(tmp_path: Path) -> None:
    (tmp_path / "archive.csv").write_bytes(b'\xef\xbb\xbfpath,council,title\r\nb\\x.txt,Ness,"Lamps, and boats"\r\n')
    assert of(file(tmp_path / "b" / "x.txt")) == Facts(council="Ness", title="Lamps, and boats")


@pytest.mark.parametrize("on_disk", ["NFC", "NFD"])
@pytest.mark.parametrize("in_list", ["NFC", "NFD"])
def test_accents_and_spaces_in_any_form(tmp_path: Path, on_disk: str, in_list: str) -> None:
    name = "Llŷn café minutes.txt"
    listed = unicodedata.normalize(in_list, f"path,council\n{name},Cyngor Llŷn\n")  # type: ignore[arg-type]
    file(tmp_path / "archive.csv", listed)
    path = file(tmp_path / unicodedata.normalize(on_disk, name))  # type: ignore[arg-type]
    assert of(path) == Facts(council=unicodedata.normalize("NFC", "Cyngor Llŷn"))


def test_a_bad_row_harms_only_its_own_file(tmp_path: Path) -> None:
    file(tmp_path / "archive.csv", "path,date\nx.txt,4/3/2025\ny.txt,2025-03-04\n")
    beside = FactsBeside(Facts())
    with pytest.raises(SourceError) as caught:
        beside.of(file(tmp_path / "x.txt"))
    assert str(caught.value).startswith(f"{tmp_path / 'archive.csv'}, line 2: date '4/3/2025' is no date")
    assert beside.of(file(tmp_path / "y.txt")) == Facts(held_on=date(2025, 3, 4))


def test_a_short_row_states_what_it_has_and_rows_about_nothing_are_passed_over(tmp_path: Path) -> None:
    file(tmp_path / "archive.csv", "path,council,committee\nx.txt,Ness\n\n,,\n ,Ness,Board\n")
    assert of(file(tmp_path / "x.txt")) == Facts(council="Ness")


def test_a_row_with_too_many_cells_harms_only_its_own_file(tmp_path: Path) -> None:
    file(tmp_path / "archive.csv", "path,council,committee\n\nx.txt,Ness,Roads, Bridges and Lamps\ny.txt,Ness,Board\n")
    beside = FactsBeside(Facts())
    with pytest.raises(SourceError) as caught:
        beside.of(file(tmp_path / "x.txt"))
    assert str(caught.value) == (
        f"{tmp_path / 'archive.csv'}, line 3 has 4 cells for 3 columns: "
        "put a value that holds a comma in quotation marks"
    )
    assert beside.of(file(tmp_path / "y.txt")) == Facts(council="Ness", committee="Board")


def test_two_rows_for_one_path_harm_only_its_own_file(tmp_path: Path) -> None:
    file(tmp_path / "archive.csv", "path,council\nx.txt,Ness\ny.txt,Ness\n./x.txt,Loch\n")
    beside = FactsBeside(Facts())
    with pytest.raises(SourceError) as caught:
        beside.of(file(tmp_path / "x.txt"))
    assert str(caught.value) == (
        f"{tmp_path / 'archive.csv'}, lines 2 and 4 are about the same document: keep one of them"
    )
    assert beside.of(file(tmp_path / "y.txt")) == Facts(council="Ness")


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (
            'w.txt,Ness\nx.txt,"Ness\ny.txt,Ness\n',
            "line 3 cannot be read as a row of a table (unexpected end of data): is a quotation mark left open?",
        ),
        (
            'w.txt,Ness\nx.txt,"Ness" Council\n',
            "line 3 cannot be read as a row of a table (',' expected after '\"'): is a quotation mark left open?",
        ),
        (
            'w.txt,"Ness\nx.txt,Ness\ny.txt,Ness"\n',
            "line 2 has a line break inside a value: take it out, or close the quotation mark",
        ),
        (
            "x.txt," + "N" * 200_000 + "\n",
            "line 2 cannot be read as a row of a table (field larger than field limit (131072)): is a quotation mark "
            "left open?",
        ),
    ],
)
def test_a_list_that_is_no_table_is_named_with_the_line_at_each_of_its_files(
    tmp_path: Path, rows: str, message: str
) -> None:
    file(tmp_path / "archive.csv", "path,council\n" + rows)
    beside = FactsBeside(Facts())
    for name in ("x.txt", "y.txt"):
        with pytest.raises(SourceError) as caught:
            beside.of(file(tmp_path / name))
        assert str(caught.value) == f"{tmp_path / 'archive.csv'}, {message}"


def test_a_list_with_two_columns_of_one_name(tmp_path: Path) -> None:
    file(tmp_path / "archive.csv", "path,council,Council,note,note\nx.txt,Ness,Loch,,\n")
    with pytest.raises(SourceError, match=r"archive\.csv has 2 columns named council: keep one of them$"):
        of(file(tmp_path / "x.txt"))


@pytest.mark.parametrize("name", ["archive.csv", "x.txt.json"])
def test_facts_that_are_a_link_to_nowhere_are_named(tmp_path: Path, name: str) -> None:
    (tmp_path / name).symlink_to(tmp_path / "gone")
    with pytest.raises(SourceError, match=rf"{name} cannot be read \(.*No such file or directory"):
        of(file(tmp_path / "x.txt"))


@pytest.mark.parametrize("text", ["file,council\nx.txt,Ness\n", "", "\n"])
def test_a_list_without_a_path_column(tmp_path: Path, text: str) -> None:
    file(tmp_path / "archive.csv", text)
    with pytest.raises(SourceError, match=r"archive\.csv has no column named path"):
        of(file(tmp_path / "x.txt"))


@pytest.mark.parametrize("heading", ["Path,Council", " path , council "])
def test_names_of_columns_may_be_capital_or_spaced(tmp_path: Path, heading: str) -> None:
    file(tmp_path / "archive.csv", f"{heading}\nx.txt,Ness\n")
    assert of(file(tmp_path / "x.txt")) == Facts(council="Ness")


def test_a_list_that_is_no_utf_8(tmp_path: Path) -> None:
    (tmp_path / "archive.csv").write_bytes("path,council\nx.txt,Llŷn\n".encode("utf-16"))
    with pytest.raises(SourceError, match=r"archive\.csv cannot be read \(.*: save it as CSV in UTF-8, or remove it$"):
        of(file(tmp_path / "x.txt"))


def test_lists_and_sidecars_are_facts_and_other_json_is_not(tmp_path: Path) -> None:
    file(tmp_path / "x.txt")
    assert is_facts(file(tmp_path / "x.txt.json"))
    assert is_facts(file(tmp_path / "archive.csv"))
    assert is_facts(file(tmp_path / "gone.PDF.json"))
    assert not is_facts(file(tmp_path / "gone.json"))
    assert not is_facts(file(tmp_path / "gone.xls.json"))
    file(tmp_path / "lamps.xls")
    assert is_facts(file(tmp_path / "lamps.xls.json"))
    assert not is_facts(file(tmp_path / "other.csv"))
    assert not is_facts(tmp_path / "x.txt")


def test_first_stated() -> None:
    one, other = Facts(council="A", status=Status.DRAFT), Facts(council="B", committee="C", status=Status.CONFIRMED)
    assert first_stated(one, other) == Facts(council="A", committee="C", status=Status.DRAFT)
    assert first_stated(other, one) == other
    assert first_stated(one) == one


def test_facts_from_names_where() -> None:
    with pytest.raises(SourceError, match=r"^here: council must be text, not \['Ness'\]$"):
        facts_from({"council": ["Ness"]}, "here")


def test_parse_date() -> None:
    assert parse_date("2025-03-04", "--date") == date(2025, 3, 4)
    with pytest.raises(
        SourceError, match=r"^--date '2025-3-4' is no date: write it as YYYY-MM-DD, for example 2025-01-30$"
    ):
        parse_date("2025-3-4", "--date")

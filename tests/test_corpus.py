"""The sample archive: built from its sources, of the promised extent, and with evidence that stands where it says."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import docx
import pytest
from pypdf import PdfReader

from corpus.build import DOCUMENTS, HERE, PLAIN, build, main
from corpus.markup import NOTICE, Shape, Source, read_source, read_sources

SOURCES = read_sources(PLAIN)
BY_FILE = {source.file: source for source in SOURCES}
QUESTIONS: list[dict[str, Any]] = [
    json.loads(line) for line in (HERE / "questions.jsonl").read_text(encoding="utf-8").splitlines()
]
PROMISES = {
    path.name: [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    for path in sorted(HERE.glob("promises*.jsonl"))
}
LABELLED = {name: lines[0]["documents"] for name, lines in PROMISES.items()}
PROMISED: list[tuple[str, dict[str, Any]]] = [(name, line) for name, lines in PROMISES.items() for line in lines[1:]]
EVIDENCE = [(question["id"], evidence) for question in QUESTIONS for evidence in question["evidence"]]


def collapse(text: str) -> str:
    return " ".join(text.split())


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"[\w£,./']+", text))


def pdf_pages(data: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(data)).pages]


def docx_text(data: bytes) -> str:
    document = docx.Document(io.BytesIO(data))
    rows = [" | ".join(cell.text for cell in row.cells) for table in document.tables for row in table.rows]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *rows])


def readable(name: str, data: bytes) -> str:
    """What a reader sees of a document, in any format."""
    if name.endswith(".pdf"):
        return "\n".join(pdf_pages(data))
    if name.endswith(".docx"):
        return docx_text(data)
    text = data.decode("utf-8")
    return html.unescape(re.sub("<[^>]+>", " ", text)) if name.endswith(".html") else text


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_rebuild_gives_the_committed_archive(tmp_path: Path) -> None:
    build(PLAIN, tmp_path)
    committed, rebuilt = files(DOCUMENTS), files(tmp_path)
    assert sorted(rebuilt) == sorted(committed)
    for name, data in committed.items():
        if name.endswith((".pdf", ".docx")):
            assert readable(name, rebuilt[name]) == readable(name, data), name
        else:
            assert rebuilt[name] == data, name


def test_two_builds_are_the_same_bytes(tmp_path: Path) -> None:
    build(PLAIN, tmp_path / "first")
    build(PLAIN, tmp_path / "second")
    assert files(tmp_path / "first") == files(tmp_path / "second")


def test_a_fresh_build_leaves_nothing_of_the_one_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "gone.txt").write_text("a document whose source was removed")
    monkeypatch.setattr("corpus.build.DOCUMENTS", tmp_path)
    main()
    assert sorted(files(tmp_path)) == sorted(files(DOCUMENTS))
    assert capsys.readouterr().out == f"38 documents in {tmp_path}\n"


def test_extent_of_the_archive() -> None:
    assert len(SOURCES) == len(BY_FILE) == 38
    assert Counter(source.committee for source in SOURCES) == {
        "Overview and Scrutiny Board": 12,
        "Cabinet": 10,
        "Highways and Environment Committee": 9,
        "Parks and Communities Committee": 6,
        "": 1,
    }
    assert Counter(source.date[:4] for source in SOURCES) == {"2022": 11, "2023": 14, "2024": 12, "": 1}
    assert Counter(Path(source.file).suffix for source in SOURCES) == {
        ".pdf": 14,
        ".docx": 8,
        ".html": 9,
        ".txt": 5,
        ".md": 2,
    }
    assert Counter(source.kind for source in SOURCES) == {"minutes": 32, "report": 3, "item": 2, "agenda": 1}
    assert [source.file for source in SOURCES if source.status == "draft"] == [
        "overview-and-scrutiny-board/2024-10-16-draft-minutes.docx"
    ]
    assert {source.council for source in SOURCES} == {"Harrowmere District Council"}
    assert all(350 <= len(source.text.split()) <= 900 for source in SOURCES)


def test_every_pdf_has_several_pages_with_header_and_footer() -> None:
    for source in SOURCES:
        if source.file.endswith(".pdf"):
            pages = pdf_pages((DOCUMENTS / source.file).read_bytes())
            assert len(pages) > 1
            for number, page in enumerate(pages, 1):
                assert page.startswith(source.running), source.file
                assert page.endswith(f"Page {number} of {len(pages)}"), source.file


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.file)
def test_a_document_says_all_that_its_source_says(source: Source) -> None:
    text = readable(source.file, (DOCUMENTS / source.file).read_bytes())
    assert words(source.text) - words(text) == Counter()
    assert collapse(NOTICE) in collapse(text)


def test_the_copy_says_what_the_first_filing_says() -> None:
    copy = BY_FILE["cabinet/2023-11-14-item-3-minutes-of-previous-meeting.pdf"]
    assert copy.text == BY_FILE["cabinet/2023-07-11-minutes.pdf"].text


def test_facts_beside_the_text() -> None:
    with (DOCUMENTS / "archive.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["path"]: (row["committee"], row["date"], row["status"]) for row in csv.DictReader(file)}
    assert rows == {
        "highways-and-environment-committee/2024-01-18-minutes.pdf": (
            "Highways and Environment Committee",
            "2024-01-18",
            "confirmed",
        ),
        "overview-and-scrutiny-board/planning-enforcement-backlog.html": (
            "Overview and Scrutiny Board",
            "2024-03-27",
            "confirmed",
        ),
        "reports/empty-homes-performance-2022-23.docx": ("Overview and Scrutiny Board", "2023-06-14", ""),
    }
    sidecar = DOCUMENTS / "reports" / "brackwith-leisure-centre-roof.pdf.json"
    assert json.loads(sidecar.read_text(encoding="utf-8")) == {
        "council": "Harrowmere District Council",
        "committee": "Cabinet",
        "date": "2023-07-11",
        "title": "Brackwith Leisure Centre: replacement of the roof",
        "url": "https://www.harrowmere.example/documents/brackwith-leisure-centre-roof.pdf",
    }


def test_the_item_page_states_neither_committee_nor_date() -> None:
    page = BY_FILE["youth-service-review.txt"]
    assert (page.committee, page.date, page.facts) == ("", "", "none")
    assert not re.search(r"Board|Cabinet(?! Member)|Committee|20\d\d", page.text)


def test_extent_of_the_questions() -> None:
    assert len(QUESTIONS) == len({question["id"] for question in QUESTIONS}) == 55
    assert sum(not question["answerable"] for question in QUESTIONS) == 11
    assert Counter(question["kind"] for question in QUESTIONS) == {
        "lexical": 6,
        "paraphrase": 9,
        "number": 6,
        "who": 4,
        "when": 4,
        "list": 4,
        "timeline": 5,
        "negation": 4,
        "near-miss": 9,
        "no-answer": 4,
    }
    assert {question["user"] for question in QUESTIONS} == {"member", "officer", "researcher"}
    assert all(bool(question["evidence"]) is question["answerable"] for question in QUESTIONS)


@pytest.mark.parametrize(("asked", "evidence"), EVIDENCE)
def test_evidence_stands_in_its_source_and_on_its_page(asked: str, evidence: dict[str, Any]) -> None:
    source = BY_FILE[evidence["doc"]]
    assert evidence["quote"] in collapse(source.text), asked
    if not source.file.endswith(".pdf"):
        assert evidence["page"] is None
    else:
        pages = pdf_pages((DOCUMENTS / source.file).read_bytes())
        assert evidence["quote"] in collapse(pages[evidence["page"] - 1]), asked


def test_extent_of_the_promises() -> None:
    promises = [promise for name, promise in PROMISED if name == "promises.jsonl"]
    parks = "Parks and Communities Committee"
    assert LABELLED["promises.jsonl"] == [source.file for source in SOURCES if source.committee == parks]
    assert Counter(promise["state"] for promise in promises) == {
        "done": 15,
        "open": 7,
        "not_mentioned": 7,
        "late": 4,
        "refused": 4,
        "superseded": 3,
        "repeated": 2,
    }
    assert Counter(promise["type"] for promise in promises) == {
        "undertaking": 12,
        "resolution": 8,
        "recommendation": 4,
        "action": 4,
        "assurance": 4,
        "request": 4,
        "target": 3,
        "referral": 3,
    }
    assert sum(len(promise["later"]) for promise in promises) == 61
    assert sum(promise["moved"] is not None for promise in promises) == 7


def test_extent_of_the_earlier_promises() -> None:
    promises = [promise for name, promise in PROMISED if name == "promises-earlier.jsonl"]
    bodies = {"Overview and Scrutiny Board": 10, "Cabinet": 7}
    assert Counter(BY_FILE[document].committee for document in LABELLED["promises-earlier.jsonl"]) == bodies
    assert Counter(promise["state"] for promise in promises) == {
        "done": 47,
        "not_mentioned": 27,
        "open": 16,
        "late": 5,
        "superseded": 3,
        "refused": 3,
    }
    assert sum(len(promise["later"]) for promise in promises) == 197


@pytest.mark.parametrize(("name", "promise"), PROMISED)
def test_every_quote_of_a_promise_stands_in_its_document(name: str, promise: dict[str, Any]) -> None:
    for quoted in [promise, *promise["later"]]:
        assert quoted["document"] in LABELLED[name]
        lines = [collapse(line.printed) for line in BY_FILE[quoted["document"]].lines]
        assert any(quoted["quote"] in line for line in lines), quoted
        assert len(quoted["quote"].replace("|", "").split()) >= 8 or is_sentence(quoted["quote"], lines), quoted


def is_sentence(quote: str, lines: list[str]) -> bool:
    """Whether a quote is a sentence, or a point of a list, from its beginning to its end."""
    start, stop = r"(?:^|[.:?] |\) |That |that )", r"(?:$|(?<=[.?]) |[;:,.])"
    return any(re.search(start + re.escape(quote) + stop, line) for line in lines)


@pytest.mark.parametrize(("name", "promise"), PROMISED)
def test_a_promise_agrees_with_what_is_said_of_it_later(name: str, promise: dict[str, Any]) -> None:
    made = BY_FILE[promise["document"]]
    later = [(BY_FILE[said["document"]], said) for said in promise["later"]]
    dates = [source.date for source, _ in later]
    assert dates == sorted(dates)
    assert all(date > made.date for date in dates)
    held = {s.date for s in SOURCES if s.committee == made.committee and s.kind in {"minutes", "item"}}
    since = sum(date > made.date for date in held)
    assert promise["state"] == state_of(promise["later"], since)
    assert promise["meetings_since"] == (since if promise["state"] == "not_mentioned" else None)
    assert promise["by_when"] is None or promise["by_when"] in collapse(made.text)
    if promise["moved"]:
        first, last = promise["moved"]
        assert first == promise["by_when"]
        assert any(last in said["quote"] for _, said in later if said["says"] == "late")


def state_of(later: list[dict[str, Any]], since: int) -> str:
    """The state of a promise of which `later` speaks, and after which its body met `since` times."""
    said = [sentence["says"] for sentence in later if sentence["says"] != "progress"]
    if said:
        return str(said[-1])
    return "open" if later or not since else "not_mentioned"


def written(folder: Path, text: str) -> Path:
    path = folder / "one.txt"
    path.write_text(text, encoding="utf-8")
    return path


HEADER = "file: one.txt\ncouncil: C\ntitle: T\nkind: minutes\nstatus: draft\n"


def test_markup_is_read_into_lines(tmp_path: Path) -> None:
    items = "# Head\n\n## 7. :: An item\n\nTwo\nrows\n\n- point\n+ (a) lettered\non\n"
    rest = "| | b | < |\n===\n> To\n> note\n"
    source = read_source(written(tmp_path, f"{HEADER}\n{items}{rest}\n{NOTICE}\n"))
    assert [(line.shape, line.printed) for line in source.lines] == [
        (Shape.HEADING, "Head"),
        (Shape.ITEM, "7. An item"),
        (Shape.PARAGRAPH, "Two rows"),
        (Shape.BULLET, "point"),
        (Shape.LABELLED, "(a) lettered on"),
        (Shape.ROW, " | b"),
        (Shape.PAGE_BREAK, "==="),
        (Shape.AGENDA, "To note"),
    ]
    assert source.lines[5].cells == ("", "b", "<")


def test_a_source_without_the_notice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"one\.txt does not end with the notice"):
        read_source(written(tmp_path, f"{HEADER}\nA paragraph.\n"))


def test_an_unknown_key_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"one\.txt has an unknown or missing key in its header: .*colour"):
        read_source(written(tmp_path, f"{HEADER}colour: red\n\n{NOTICE}\n"))

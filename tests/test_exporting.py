"""Lists of mentions and their receipts: what is listed, and the same again when the archive has moved on."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from index.backend import UNFILTERED, Filters, Index
from index.embedded import EmbeddedIndex
from ingest.errors import QueryError, ReceiptError
from ingest.minutes import Kind, Prepared, Status
from search_api.exporting import IN_MEMORY, export, reproduced, sent
from search_api.formats import Format
from search_api.receipt import Receipt, read_receipt
from tests.index_fixtures import DIMENSION, ENCODER, memory, prepared

DAY = date(2024, 3, 5)


def doc(source: str, *texts: str, held_on: date | None = DAY, **more: object) -> Prepared:
    return prepared(source, *((text, (1, 0, 0, 0)) for text in texts), held_on=held_on, **more)  # type: ignore[arg-type]


DRAFT = doc("draft.txt", "Grit bins were ordered.", "Salt was short.", "The bin had no grit.", status=Status.DRAFT)
OTHER = doc("other.txt", "Nothing was said.", held_on=None)


def listed(
    index: Index, form: Format, query: str = "grit bins", filters: Filters = UNFILTERED
) -> tuple[bytes, Receipt]:
    with closing(export(index, query, filters, form)) as made:
        data = b"".join(made.chunks())
        assert len(data) == made.size
        return data, made.receipt


def again(index: Index, receipt: Receipt) -> bytes:
    with reproduced(index, receipt) as made:
        return b"".join(made.chunks())


def quotes(data: bytes) -> list[str]:
    return [row["quote"] for row in csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))]


@pytest.fixture
def filled(index: Index) -> Index:
    index.put(DRAFT)
    index.put(OTHER)
    return index


def test_the_receipt_says_what_was_asked_of_what(filled: Index) -> None:
    data, receipt = listed(filled, Format.CSV, "the grit bins", Filters(since=date(2024, 1, 1), kind=Kind.MINUTES))

    today = filled.read("id-draft.txt").added
    assert today is not None
    assert abs((datetime.now(UTC).date() - today).days) <= 1
    digests = {one.minutes.document.id: one.minutes.document.sha256 for one in (DRAFT, OTHER)}
    lines = "".join(f"{identifier} {digests[identifier]}\n" for identifier in ("id-draft.txt", "id-other.txt"))
    with filled.mentions("grit") as found:
        archive = found.archive
    assert quotes(data) == ["Grit bins were ordered.", "The bin had no grit."]
    assert json.loads(receipt.text()) == {
        "receipt": 1,
        "product": "minutebook",
        "version": "0.1.0",
        "query": "the grit bins",
        "words": ["grit", "bin"],
        "phrases": [],
        "filters": {"council": None, "committee": None, "from": "2024-01-01", "to": None, "kind": "minutes"},
        "format": "csv",
        "archive": archive,
        "generation": 2,
        "model": ENCODER,
        "searched": {"documents": 2, "sha256": hashlib.sha256(lines.encode()).hexdigest()},
        "passages": 2,
        "texts": 2,
        "sha256": hashlib.sha256(data).hexdigest(),
        "documents": [
            {
                "id": "id-draft.txt",
                "source": "draft.txt",
                "sha256": digests["id-draft.txt"],
                "retrieved": today.isoformat(),
            }
        ],
    }


def test_json_holds_its_receipt_and_the_checksum_of_its_array(filled: Index) -> None:
    data, receipt = listed(filled, Format.JSON)

    stated = json.loads(data)
    assert [row["start"] for row in stated["passages"]] == [0, 40]
    assert stated["receipt"] == json.loads(receipt.text())
    array = data.removeprefix(b'{"passages": ').partition(b', "receipt": ')[0]
    assert hashlib.sha256(array).hexdigest() == receipt.sha256


@pytest.mark.parametrize("form", Format)
def test_the_same_list_again_whatever_was_added_since(filled: Index, form: Format, tmp_path: Path) -> None:
    data, receipt = listed(filled, form)
    (tmp_path / "receipt.json").write_text(receipt.text(), encoding="utf-8")
    kept = read_receipt(tmp_path / "receipt.json")
    assert kept == receipt
    assert again(filled, kept) == data

    filled.put(doc("new.txt", "Grit bins everywhere."))
    filled.put(doc("final.txt", "Confirmed minutes, by which the draft is superseded."))
    filled.put(doc("other.txt", "Now grit bins here as well."))
    now, _ = listed(filled, form)
    assert now != data
    assert again(filled, kept) == data
    filled.remove(["id-other.txt"])
    assert again(filled, kept) == data


def test_what_stood_before_a_draft_belongs_to_the_list(filled: Index) -> None:
    filled.put(doc("z final.txt", "Confirmed."))
    data, receipt = listed(filled, Format.CSV)
    assert b",superseded,id-z final.txt," in data
    assert [document.source for document in receipt.documents] == ["draft.txt", "z final.txt"]

    filled.put(doc("a final.txt", "Confirmed once more."))
    assert b",superseded,id-a final.txt," in listed(filled, Format.CSV)[0]
    assert again(filled, receipt) == data
    filled.remove(["id-z final.txt"])
    with pytest.raises(ReceiptError, match=r"since z final\.txt is no longer held: ingest"):
        again(filled, receipt)


def test_documents_that_are_gone_or_replaced_are_named(index: Index) -> None:
    for number in range(8):
        index.put(doc(f"{number}.txt", f"Grit bins, report {number}."))
    data, receipt = listed(index, Format.RIS)
    index.remove(["id-0.txt"])
    with pytest.raises(ReceiptError, match=r"since 0\.txt is no longer held"):
        again(index, receipt)
    index.put(doc("1.txt", "Grit bins, corrected."))
    with pytest.raises(ReceiptError, match=r"0\.txt is no longer held, and 1\.txt is held with other bytes than then"):
        again(index, receipt)
    index.remove([f"id-{number}.txt" for number in range(2, 8)])
    with pytest.raises(ReceiptError, match=r"0\.txt, 2\.txt, 3\.txt, 4\.txt, 5\.txt, 2 more are no longer held"):
        again(index, receipt)
    for number in range(8):
        index.put(doc(f"{number}.txt", f"Grit bins, report {number}."))
    assert again(index, receipt) == data


def test_documents_that_were_read_with_other_facts_are_no_silent_change(filled: Index) -> None:
    _, receipt = listed(filled, Format.BIBTEX)
    filled.put(
        doc("draft.txt", "Grit bins were ordered.", "Salt was short.", "The bin had no grit.", committee="Audit")
    )
    with pytest.raises(ReceiptError, match="read since with other facts"):
        again(filled, receipt)


def test_the_day_of_retrieval_is_that_of_the_receipt(tmp_path: Path) -> None:
    with EmbeddedIndex.open(tmp_path / "a", encoder=ENCODER, dimension=DIMENSION, writable=True) as index:
        index.put(DRAFT)
        with index._store.writing() as connection:
            connection.execute("UPDATE documents SET added = '2020-02-29'")
        data, receipt = listed(index, Format.CSV)
        assert data.count(b",2020-02-29,") == 2
        index.remove(["id-draft.txt"])
        index.put(DRAFT)
        assert b",2020-02-29," not in listed(index, Format.CSV)[0]
        assert again(index, receipt) == data


def test_a_receipt_that_was_changed(filled: Index) -> None:
    _, receipt = listed(filled, Format.CSV)
    for changes in ({"sha256": "0" * 64}, {"passages": 3}, {"texts": 1}, {"query": "salt"}, {"format": Format.RIS}):
        with pytest.raises(ReceiptError, match="the receipt was changed"):
            again(filled, receipt.model_copy(update=changes))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "is no receipt: it is no JSON"),
        ("[" * 100_000, "is no receipt: it is no JSON"),
        ("[]", "it is damaged: it: "),
        ('{"receipt": 2}', "was made by a newer Minutebook"),
        ('{"receipt": 1}', "it is damaged: product: Field required"),
        ("\ufeffkey,reference", "is no receipt: it is no JSON"),
    ],
)
def test_what_is_no_receipt(content: str, says: str, tmp_path: Path) -> None:
    path = tmp_path / "r.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ReceiptError, match=says):
        read_receipt(path)


def test_a_receipt_with_a_bad_part_names_it(filled: Index, tmp_path: Path) -> None:
    path = tmp_path / "r.json"
    _, receipt = listed(filled, Format.CSV)
    for name, value in (("format", "xlsx"), ("sha256", "short"), ("more", 1), ("generation", "many")):
        path.write_text(json.dumps({**json.loads(receipt.text()), name: value}))
        with pytest.raises(ReceiptError, match=rf"damaged: {name}: "):
            read_receipt(path)
    with pytest.raises(ReceiptError, match=r"cannot read .*nothing\.json"):
        read_receipt(tmp_path / "nothing.json")


def test_a_list_in_json_is_a_receipt_of_itself(filled: Index, tmp_path: Path) -> None:
    data, receipt = listed(filled, Format.JSON)
    (tmp_path / "list.json").write_bytes(data)
    assert read_receipt(tmp_path / "list.json") == receipt


@pytest.mark.parametrize("form", Format)
def test_a_list_of_nothing_is_a_list(filled: Index, form: Format) -> None:
    data, receipt = listed(filled, form, filters=Filters(council="Nowhere"))
    assert (receipt.passages, receipt.texts, receipt.documents) == (0, 0, [])
    assert receipt.searched.documents == 2
    assert again(filled, receipt) == data
    if form is Format.CSV:
        assert data.startswith(b"\xef\xbb\xbfkey,reference,")
        assert data.count(b"\r\n") == 1
    if form is Format.JSON:
        assert json.loads(data)["passages"] == []


def test_nothing_to_ask(filled: Index) -> None:
    with pytest.raises(QueryError, match="blank"):
        export(filled, " ", UNFILTERED, Format.CSV)


def test_a_list_longer_than_what_is_kept_in_memory(index: Index) -> None:
    many = 3000
    index.put(doc("many.txt", *(f"Grit bin number {number} was filled." for number in range(many))))
    data, receipt = listed(index, Format.CSV)
    assert len(data) > IN_MEMORY
    assert receipt.passages == many
    assert quotes(data)[::1000] == [f"Grit bin number {number} was filled." for number in (0, 1000, 2000)]

    made = export(index, "grit bins", UNFILTERED, Format.CSV)
    assert b"".join(sent(made)) == data
    with pytest.raises(ValueError, match="closed"):
        next(made.chunks())


def test_a_receipt_of_another_archive_serves_where_the_same_documents_are_held(index: Index, tmp_path: Path) -> None:
    index.put(DRAFT)
    data, receipt = listed(index, Format.CSV)
    other = memory(tmp_path)
    with pytest.raises(ReceiptError, match=r"since draft\.txt is no longer held: the receipt is of another archive; "):
        again(other, receipt)
    other.put(DRAFT)
    assert again(other, receipt) == data

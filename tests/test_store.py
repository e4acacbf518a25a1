from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pytest

from index import connecting, schema
from index.backend import UNFILTERED
from index.keys import FORMULA_WORDS, context, name_key, text_key
from index.store import DATABASE, Store
from index.version import Extent, Version
from ingest.errors import (
    ArchiveMissingError,
    ArchiveVersionError,
    ModelMismatchError,
    StoreError,
    UnknownDocumentError,
)
from ingest.minutes import Kind, Meeting, Passage, Prepared, Sentences
from tests.index_fixtures import DIMENSION, ENCODER, prepared, unit

NOTED = ("The report was noted.", (1, 0, 0, 0))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = Store.create(tmp_path, ENCODER, DIMENSION)
    yield made
    made.close()


def count(store: Store, table: str) -> int:
    with sqlite3.connect(store.path) as connection:
        found = connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
    connection.close()
    return int(found)


def test_every_change_is_one_generation(store: Store) -> None:
    def version() -> tuple[int, int]:
        with store.reading() as reader:
            now = reader.version()
        return now.generation, now.removals

    assert version() == (0, 0)
    store.put(prepared("a.txt", NOTED))
    assert version() == (1, 0)
    store.put(prepared("a.txt", NOTED))
    assert version() == (2, 1)
    store.put(prepared("b.txt", NOTED))
    store.remove(["id-a.txt", "id-b.txt"])
    assert version() == (4, 3)
    with pytest.raises(
        UnknownDocumentError, match="nothing was removed; name it by its path as ingested, or by its id"
    ):
        store.remove(["id-a.txt"])
    assert version() == (4, 3)


def test_row_numbers_are_never_used_again(store: Store) -> None:
    seen: list[tuple[int, tuple[int, ...]]] = []
    for _ in range(3):
        store.put(prepared("a.txt", NOTED, ("Again.", (0, 1, 0, 0))))
        seen += held(store)
    store.remove(["id-a.txt"])
    store.put(prepared("b.txt", NOTED))
    seen += held(store)
    assert seen == [(1, (1, 2)), (2, (3, 4)), (3, (5, 6)), (4, (7,))]


def held(store: Store) -> list[tuple[int, tuple[int, ...]]]:
    """The number of every document and the row numbers of its passages."""
    with store.reading() as reader:
        return [(entry.number, entry.rows) for entry in reader.entries()]


def test_which_documents_left_since_when(store: Store) -> None:
    store.put(prepared("a.txt", NOTED))
    store.put(prepared("b.txt", NOTED))
    store.put(prepared("a.txt", NOTED))
    store.remove(["id-b.txt", "id-a.txt"])
    with store.reading() as reader:
        departed = {after: reader.departed(after) for after in range(5)}
    assert departed == {0: (1, 2, 3), 1: (1, 2, 3), 2: (1, 2, 3), 3: (2, 3), 4: ()}


def test_what_stands_in_a_range_of_documents(store: Store) -> None:
    with store.reading() as reader:
        assert reader.extent() == Extent(0, 0, 0)
    for source in ("a.txt", "b.txt", "c.txt", "d.txt"):
        store.put(prepared(source, NOTED, ("Again.", (0, 1, 0, 0))))
    store.remove(["id-b.txt"])
    with store.reading() as reader:
        assert reader.extent() == Extent(3, 6, 4)
        assert reader.extent(1) == Extent(2, 4, 4)
        assert reader.extent(1, 3) == Extent(1, 2, 3)
        assert [entry.number for entry in reader.entries(1, 3)] == [3]


def test_who_speaks_and_the_sentences_are_kept(store: Store) -> None:
    plain = prepared("a.txt", NOTED, ("Again.", (0, 1, 0, 0)))
    first, second = plain.passages
    sentences = Sentences((0, 2), np.stack([unit(0, 0, 1, 0), unit(3, 4, 0, 0)]))
    store.put(replace(plain, passages=(replace(first, speakers=("Cllr Ärn", "Ms B")), second), sentences=sentences))
    with store.reading() as reader:
        (entry,) = reader.entries()
        assert reader.passages("id-a.txt") == entry.passages
    assert [passage.speakers for passage in entry.passages] == [("Cllr Ärn", "Ms B"), ()]
    assert entry.counts == (0, 2)
    assert entry.sentences.steps.tolist() == [[0, 0, 127, 0], [95, 127, 0, 0]]
    assert entry.sentences.scales.tolist() == [np.float32(1 / 127), np.float32(np.float32(0.8) / 127)]


def test_nothing_of_a_removed_document_stays(store: Store) -> None:
    store.put(prepared("a.txt", ("Mrs Whistleblower lives in Acacia Avenue.", (1, 0, 0, 0))))
    store.remove(["id-a.txt"])
    for table in ("documents", "texts", "vectors", "sentences", "items", "passages", "originals"):
        assert count(store, table) == 0
    files = [path.read_bytes() for path in store.path.parent.iterdir()]
    assert not any(b"Whistleblower" in data for data in files)


def test_an_original_stays_while_a_document_has_it(store: Store) -> None:
    store.put(prepared("a.txt", NOTED))
    store.put(prepared("copy.txt", NOTED))
    assert count(store, "originals") == 1
    store.remove(["id-a.txt"])
    with store.reading() as reader:
        assert reader.original("id-copy.txt") == b"The report was noted."
    store.remove(["id-copy.txt"])
    assert count(store, "originals") == 0


def test_a_document_that_cannot_be_kept_leaves_no_trace(store: Store) -> None:
    store.put(prepared("a.txt", NOTED))
    broken = prepared("b.txt", NOTED, ("Again.", (0, 1, 0, 0)))
    twice = Prepared(broken.minutes, (broken.passages[0], _with_id(broken.passages[1], "b.txt#0")), broken.vectors, b"")
    with pytest.raises(ValueError, match=r"b\.txt: .*passages\.id"):
        store.put(twice)
    with store.reading() as reader:
        assert [record.source for record in reader.documents(UNFILTERED)] == ["a.txt"]
        assert reader.version().generation == 1
    assert count(store, "originals") == 1


def _with_id(passage: Passage, identifier: str) -> Passage:
    return Passage(
        identifier,
        passage.document_id,
        passage.position,
        passage.start,
        passage.end,
        passage.text,
        passage.item,
        passage.minute_number,
        passage.kind,
        passage.page,
    )


def test_a_character_that_cannot_be_kept_is_named(store: Store) -> None:
    with pytest.raises(StoreError, match=r"'a\\udcff\.txt'"):
        store.put(prepared("a\udcff.txt", NOTED))
    assert count(store, "documents") == 0


def test_items_are_kept_with_their_place_in_the_text(store: Store) -> None:
    store.put(prepared("a.txt", NOTED, ("Again.", (0, 1, 0, 0)), item="Budget", minute_number="77/21"))
    with sqlite3.connect(store.path) as connection:
        rows = connection.execute('SELECT position, number, title, kind, start, "end" FROM items').fetchall()
    connection.close()
    assert rows == [(0, "77/21", "Budget", "minutes", 0, len("The report was noted.\nAgain."))]


def test_a_reader_sees_one_generation(store: Store) -> None:
    store.put(prepared("a.txt", NOTED))
    with store.reading() as reader:
        assert reader.version().generation == 1
        store.put(prepared("a.txt", ("Other words.", (0, 1, 0, 0))))
        assert reader.version().generation == 1
        assert reader.text("id-a.txt") == "The report was noted."
    with store.reading() as reader:
        assert reader.text("id-a.txt") == "Other words."


def test_who_still_reads_when_the_store_is_closed_reads_to_the_end(store: Store) -> None:
    store.put(prepared("a.txt", NOTED))
    with store.reading() as reader:
        store.close()
        assert reader.text("id-a.txt") == "The report was noted."
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        reader.text("id-a.txt")


def test_a_full_disk_keeps_nothing_of_the_document(store: Store) -> None:
    store.put(prepared("a.txt", NOTED))
    with store.writing() as connection:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages + 5}")
    big = prepared("b.txt", ("Words. " * 20_000, (1, 0, 0, 0)))
    with pytest.raises(StoreError, match=r"the disk is full: .* nothing of it was kept; free some space"):
        store.put(big)

    with store.reading() as reader:
        assert reader.fingerprints().keys() == {"a.txt"}
        assert reader.version().generation == 1
    with store.writing() as connection:
        connection.execute("PRAGMA max_page_count = 1073741823")
    store.put(big)
    with store.reading() as reader:
        assert reader.text("id-b.txt") == big.minutes.document.text


def test_there_is_no_archive(tmp_path: Path) -> None:
    with pytest.raises(ArchiveMissingError, match="minutebook ingest"):
        Store.open(tmp_path / "nowhere")
    assert not (tmp_path / "nowhere").exists()


def test_an_archive_that_was_never_finished_is_missing(tmp_path: Path) -> None:
    (tmp_path / DATABASE).touch()
    with pytest.raises(ArchiveMissingError, match="minutebook ingest"):
        Store.open(tmp_path)
    Store.create(tmp_path, ENCODER, DIMENSION).close()
    Store.open(tmp_path).close()


@pytest.mark.parametrize("content", [b"This is a letter to the council. " * 100, b"SQLite format 3\0" + b"\xff" * 8000])
def test_a_file_that_is_no_database(tmp_path: Path, content: bytes) -> None:
    (tmp_path / DATABASE).write_bytes(content)
    for open_ in (Store.open, lambda folder: Store.create(folder, ENCODER, DIMENSION)):
        with pytest.raises(StoreError, match=r"archive\.db is damaged or no archive .* restore it"):
            open_(tmp_path)
    assert (tmp_path / DATABASE).read_bytes() == content


def test_a_damaged_database(tmp_path: Path) -> None:
    store = Store.create(tmp_path, ENCODER, DIMENSION)
    for number in range(20):
        store.put(prepared(f"{number}.txt", NOTED))
    store.close()
    data = bytearray((tmp_path / DATABASE).read_bytes())
    data[4096 * 2 :] = b"\x5a" * (len(data) - 4096 * 2)
    (tmp_path / DATABASE).write_bytes(data)
    with pytest.raises(StoreError, match=r"archive\.db is damaged"):
        _read_all(tmp_path)


def _read_all(folder: Path) -> None:
    store = Store.open(folder)
    try:
        with store.reading() as reader:
            reader.documents(UNFILTERED)
            list(reader.entries())
    finally:
        store.close()


def test_a_damage_that_would_not_be_met_is_found_before_anything_is_written(tmp_path: Path) -> None:
    store = Store.create(tmp_path, ENCODER, DIMENSION)
    store.put(prepared("a.txt", ("Words. " * 5000, (1, 0, 0, 0))))
    store.close()
    _break_chain(tmp_path / DATABASE, b"Words. ")

    store = Store.create(tmp_path, ENCODER, DIMENSION)
    for _ in range(2):
        with pytest.raises(StoreError, match=r"archive\.db is damaged .* restore it from a copy"):
            store.put(prepared("b.txt", NOTED))
    with store.reading() as reader:
        assert reader.fingerprints().keys() == {"a.txt"}
    store.close()


def _break_chain(path: Path, text: bytes) -> None:
    """Damage the number of the page on which a text goes on, of the first page that holds nothing but the text."""
    data = bytearray(path.read_bytes())
    overflow = next(at for at in range(0, len(data), 4096) if not data[at + 4 : at + 4096].strip(text))
    data[overflow : overflow + 4] = b"\x00\xff\xff\xff"
    path.write_bytes(data)


def test_of_a_large_database_the_documents_are_looked_through(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connecting, "LOOKED_THROUGH", 0)
    for folder, title in ((tmp_path / "text", "A"), (tmp_path / "title", "Harbour " * 5000)):
        store = Store.create(folder, ENCODER, DIMENSION)
        store.put(prepared("a.txt", ("Words. " * 5000, (1, 0, 0, 0)), title=title))
        store.close()
        _break_chain(folder / DATABASE, b"Words. " if title == "A" else b"Harbour ")
    store = Store.create(tmp_path / "text", ENCODER, DIMENSION)
    store.put(prepared("b.txt", NOTED))
    store.close()
    store = Store.create(tmp_path / "title", ENCODER, DIMENSION)
    with pytest.raises(StoreError, match=r"archive\.db is damaged .* restore it from a copy"):
        store.put(prepared("b.txt", NOTED))
    store.close()


def test_an_original_that_is_not_what_was_ingested(store: Store) -> None:
    store.put(prepared("a.txt", NOTED))
    with store.writing() as connection:
        connection.execute("UPDATE originals SET data = CAST('The report was notec.' AS BLOB)")
    with store.reading() as reader, pytest.raises(StoreError, match=r"original of a\.txt is damaged .* restore"):
        reader.original("id-a.txt")


def test_the_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / DATABASE) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
    connection.close()
    before = (tmp_path / DATABASE).read_bytes()
    with pytest.raises(StoreError, match="database of another program"):
        Store.create(tmp_path, ENCODER, DIMENSION)
    assert (tmp_path / DATABASE).read_bytes() == before


def test_an_archive_of_a_newer_version(store: Store, tmp_path: Path) -> None:
    with store.writing() as connection:
        connection.execute(f"PRAGMA user_version = {len(schema.MIGRATIONS) + 1}")
    for open_ in (Store.open, lambda folder: Store.create(folder, ENCODER, DIMENSION)):
        with pytest.raises(ArchiveVersionError, match="newer Minutebook"):
            open_(tmp_path)


def test_a_step_of_migration_is_done_with_its_record_or_not_at_all(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.put(prepared("a.txt", NOTED))
    store.close()
    good = "ALTER TABLE documents ADD COLUMN welsh INTEGER NOT NULL DEFAULT 0;"
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, good, "CREATE TABLE a (b) STRICT; no such words;"))
    monkeypatch.setattr("index.store.MIGRATIONS", schema.MIGRATIONS)

    with pytest.raises(StoreError, match=r"archive\.db"):
        Store.create(tmp_path, ENCODER, DIMENSION)
    with sqlite3.connect(tmp_path / DATABASE) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (6,)
        assert connection.execute("SELECT welsh FROM documents").fetchone() == (0,)
        assert connection.execute("SELECT count(*) FROM sqlite_schema WHERE name = 'a'").fetchone() == (0,)
    connection.close()

    monkeypatch.setattr(schema, "MIGRATIONS", schema.MIGRATIONS[:6])
    monkeypatch.setattr("index.store.MIGRATIONS", schema.MIGRATIONS)
    migrated = Store.create(tmp_path, ENCODER, DIMENSION)
    with migrated.reading() as reader:
        assert reader.text("id-a.txt") == "The report was noted."
    migrated.close()


def test_an_archive_of_version_1_is_brought_up_to_date(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(schema, "MIGRATIONS", schema.MIGRATIONS[:1])
        patch.setattr("index.store.MIGRATIONS", schema.MIGRATIONS)
        Store.create(tmp_path, ENCODER, DIMENSION).close()
    connection = sqlite3.connect(tmp_path / DATABASE)
    connection.executescript(VERSION_1)
    connection.execute("INSERT INTO vectors VALUES (3, ?)", (unit(1, 0, 0, 0).tobytes(),))
    connection.commit()
    connection.close()

    store = Store.create(tmp_path, ENCODER, DIMENSION)
    with store.reading() as reader:
        (entry,) = reader.entries()
        assert (reader.version(), reader.departed(0)) == (Version(5, 2), ())
        assert reader.text("id-a") == "The report was noted."
    assert (entry.number, entry.rows, entry.counts, entry.vectors.tolist()) == (3, (7,), (0,), [[1, 0, 0, 0]])
    assert (entry.passages[0].speakers, entry.sentences.steps.shape) == ((), (0, 4))
    assert (entry.record.how, entry.record.ocr_pages, entry.record.language) == ("", (), "en")
    assert (entry.record.record, entry.passages[0].meeting) == (Kind.MINUTES, None)
    assert entry.record.added is None
    store.remove(["id-a"])
    with store.reading() as reader:
        assert reader.departed(5) == (3,)
    store.close()


VERSION_1 = """
UPDATE archive SET generation = 5, removals = 2;
INSERT INTO originals VALUES ('aa', x'00');
INSERT INTO documents (number, id, source, title, media_type, sha256, fingerprint, status, remarks, pages, characters,
    passages) VALUES (3, 'id-a', 'a.txt', 'A', 'text/plain', 'aa', 'print', 'unknown', '[]', '[]', 21, 1);
INSERT INTO texts VALUES (3, 'The report was noted.');
INSERT INTO passages VALUES (7, 'p', 3, 0, 0, 21, 'The report was noted.', NULL, NULL, 'minutes', NULL, 'ab');
"""


def test_an_archive_of_an_older_version_is_not_read_half(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.close()
    monkeypatch.setattr("index.store.MIGRATIONS", (*schema.MIGRATIONS, "SELECT 1;"))
    with pytest.raises(StoreError, match="older Minutebook"):
        Store.open(tmp_path)


def added(store: Store) -> date | None:
    with store.reading() as reader:
        return reader.read("id-a.txt").added


def backdate(store: Store, day: str | None) -> None:
    with store.writing() as connection:
        connection.execute("UPDATE documents SET added = ?", (day,))


def test_the_day_on_which_a_document_was_taken_stays_while_its_bytes_do(store: Store) -> None:
    before = datetime.now(UTC).date()
    store.put(prepared("a.txt", NOTED))
    today = added(store)
    assert today is not None
    assert before <= today <= datetime.now(UTC).date()

    backdate(store, "2025-03-01")
    store.put(prepared("a.txt", NOTED, committee="Audit"))
    assert added(store) == date(2025, 3, 1)
    store.put(prepared("a.txt", ("Another text.", (1, 0, 0, 0))))
    assert added(store) not in {None, date(2025, 3, 1)}


def test_a_day_that_was_not_recorded_is_not_made_up_later(store: Store) -> None:
    store.put(prepared("a.txt", NOTED))
    backdate(store, None)
    store.put(prepared("a.txt", NOTED))
    assert added(store) is None


def test_another_model_is_refused_by_name(store: Store) -> None:
    store.check_model(ENCODER, DIMENSION)
    with pytest.raises(ModelMismatchError, match=f"{ENCODER} .*not other"):
        store.check_model("other", DIMENSION)
    with pytest.raises(ModelMismatchError, match=r"4 dimensions.*8 dimensions"):
        store.check_model(ENCODER, 8)


def test_a_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="file"):
        Store.create(tmp_path / "file", ENCODER, DIMENSION)


def test_a_full_disk_met_by_the_file_system() -> None:
    with pytest.raises(StoreError, match=r"the disk is full"), schema.store_errors(Path("archive") / DATABASE):
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_database_that_another_program_holds(store: Store) -> None:
    with store.writing() as connection:
        connection.execute("PRAGMA busy_timeout = 0")
    other = sqlite3.connect(store.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        with pytest.raises(StoreError, match=r"in use by another program"):
            store.put(prepared("a.txt", NOTED))
    finally:
        other.close()
    store.put(prepared("a.txt", NOTED))


def test_names_compare_without_case_and_white_space() -> None:
    assert name_key("  Overview\u00a0and  SCRUTINY ") == "overview and scrutiny"
    assert name_key(None) is None


def key(text: str, held_on: date | None = None, item: str | None = None, document: str = "d") -> str:
    passage = Passage("p", document, 0, 0, len(text), text, item, None, Kind.MINUTES, None)
    return text_key(passage, Meeting("Torbay", "Cabinet", held_on))


def test_long_texts_are_the_same_whatever_their_setting() -> None:
    text = "word " * FORMULA_WORDS
    assert key(text) == key(f"• {text.upper()}.", date(2024, 1, 1), "Other item", "e")
    assert key(text) != key(text + "more")
    assert key(text + "£5") != key(text + "5%")


def test_short_texts_are_the_same_only_within_a_meeting_and_item() -> None:
    formula = "That the report be noted."
    assert key(formula, date(2024, 1, 1), "Budget") == key(formula, date(2024, 1, 1), "budget", "e")
    assert key(formula, date(2024, 1, 1), "Budget") != key(formula, date(2024, 2, 1), "Budget")
    assert key(formula, date(2024, 1, 1), "Budget") != key(formula, date(2024, 1, 1), "Roads")
    assert key(formula) != key(formula, document="e")


def test_context_leaves_out_what_is_unknown() -> None:
    meeting = Meeting("Torbay Council", "Cabinet", date(2024, 11, 5))
    assert (
        context("Roads", "77/21", "Minutes", meeting)
        == "Roads\n77/21\nMinutes\nTorbay Council\nCabinet\n5 November 2024"
    )
    assert context(None, None, "Minutes", Meeting()) == "Minutes"

"""Every mention, exactly: what both indexes list for a few passages, counted by hand."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date
from pathlib import Path
from random import Random

import pytest

from index.backend import UNFILTERED, Filters, Index, Place
from index.embedded import EmbeddedIndex
from index.mentions import BATCH, counted
from index.version import Version
from ingest.errors import QueryError
from ingest.minutes import Kind, Meeting, Prepared, Status
from tests.index_fixtures import ENCODER, embedded, memory, prepared

NORTH = (1.0, 0.0, 0.0, 0.0)


def doc(source: str, *texts: str, held_on: date | None = None, **more: object) -> Prepared:
    return prepared(source, *((text, NORTH) for text in texts), held_on=held_on, **more)  # type: ignore[arg-type]


def places(
    index: Index, text: str, filters: Filters = UNFILTERED, only: Collection[str] | None = None
) -> tuple[Place, ...]:
    with index.mentions(text, filters, only) as found:
        listed = tuple(found.places)
        assert found.passages == len(listed)
    if only is None:
        assert index.mentioned(text, filters) == len(listed)
    return listed


def ids(index: Index, text: str, filters: Filters = UNFILTERED, only: Collection[str] | None = None) -> list[str]:
    return [place.passage.id for place in places(index, text, filters, only)]


MARCH = doc(
    "march.txt",
    "Two grit bins were ordered.",
    "The bins would be emptied; grit was short.",
    "Grit was dear.",
    "A gritty bin.",
    held_on=date(2024, 3, 5),
    item="Grit bins",
)


def test_a_passage_is_listed_when_its_own_text_holds_every_word_in_any_form(index: Index) -> None:
    index.put(MARCH)

    assert ids(index, "grit bins") == ["march.txt#0", "march.txt#1"]
    assert ids(index, "GRIT the bin") == ["march.txt#0", "march.txt#1"]
    assert ids(index, "grit") == ["march.txt#0", "march.txt#1", "march.txt#2"]
    assert ids(index, "potholes") == []
    assert ids(index, "grit potholes") == []


def test_titles_and_names_around_a_passage_are_no_mentions_of_it(index: Index) -> None:
    index.put(doc("a.txt", "It was noted.", council="Harrow Council", item="Roads", title="Harrow roads"))

    assert ids(index, "Harrow") == []
    assert ids(index, "roads") == []
    assert ids(index, "noted") == ["a.txt#0"]


def test_phrases_are_held_word_for_word(index: Index) -> None:
    index.put(MARCH)

    assert ids(index, '"grit bins"') == ["march.txt#0"]
    assert ids(index, '"grit was"') == ["march.txt#1", "march.txt#2"]
    assert ids(index, '"grit was" bins') == ["march.txt#1"]
    assert ids(index, '"bins grit"') == []


def test_the_order_is_day_council_committee_source_position_with_the_unstated_last(index: Index) -> None:
    early, late = date(2023, 1, 2), date(2024, 1, 2)
    for document in (
        doc("0 undated", "grit"),
        doc("1 late", "grit", held_on=late, council="Aberdeen"),
        doc("2 no council", "grit", held_on=early, council=None),
        doc("3 no committee", "grit", held_on=early, council="Kent", committee=None),
        doc("4 planning", "grit", held_on=early, council="KENT", committee="planning"),
        doc("6 audit", "grit and salt", "grit", held_on=early, council="Kent", committee="Audit"),
        doc("5 audit", "grit", held_on=early, council="Kent", committee="Audit"),
        doc("7 devon", "grit", held_on=early, council="Devon", committee="Zoning"),
    ):
        index.put(document)

    assert ids(index, "grit") == [
        "7 devon#0",
        "5 audit#0",
        "6 audit#0",
        "6 audit#1",
        "4 planning#0",
        "3 no committee#0",
        "2 no council#0",
        "1 late#0",
        "0 undated#0",
    ]


def test_filters(index: Index) -> None:
    pack = Meeting("Kent", "Audit", date(2020, 2, 1), Status.CONFIRMED)
    index.put(doc("a", "grit", "grit again", held_on=date(2024, 3, 5), own={1: pack}))
    index.put(doc("b", "grit", kind=Kind.REPORT))

    assert ids(index, "grit") == ["a#1", "a#0", "b#0"]
    assert ids(index, "grit", Filters(until=date(2024, 1, 1))) == ["a#1"]
    assert ids(index, "grit", Filters(since=date(2024, 1, 1))) == ["a#0"]
    assert ids(index, "grit", Filters(council="kent")) == ["a#1"]
    assert ids(index, "grit", Filters(kind=Kind.REPORT)) == ["b#0"]
    assert ids(index, "grit", Filters(council="Nowhere")) == []


def test_copies_drafts_and_translations_are_all_listed_and_texts_counted(index: Index) -> None:
    long = " ".join(["The Clerk said that the grit bins of the parish would be filled again before the snow"] * 2) + "."
    day = date(2024, 3, 5)
    index.put(doc("draft", long, held_on=day, status=Status.DRAFT))
    index.put(doc("final", long, held_on=day))
    index.put(doc("welsh", "Roedd y grit yn brin.", held_on=day, language="cy"))

    with index.mentions("grit") as found:
        assert (found.passages, found.texts) == (3, 2)
        draft, final, welsh = found.places
    assert (draft.superseded_by, final.superseded_by) == ("id-final", None)
    assert welsh.record.translation_of == "id-draft"  # of two of equal length the first by source
    assert len(long.split()) >= 25  # shorter texts are the same only within one item


def test_what_was_searched(index: Index) -> None:
    index.put(MARCH)
    index.put(doc("b", "Nothing."))

    with index.mentions("grit") as found:
        assert found.searched == {record.id: record for record in index.documents()}
        assert set(found.searched) == {"id-march.txt", "id-b"}
        assert (found.encoder, found.generation) == (ENCODER, 2)
        archive = found.archive
        assert re.fullmatch(r"[0-9a-f]{32}", archive)
    index.remove(["id-b"])
    with index.mentions("salt") as found:
        assert (found.passages, found.texts, tuple(found.places)) == (0, 0, ())
        assert (list(found.searched), found.generation, found.archive) == (["id-march.txt"], 3, archive)


def test_only_some_documents_as_if_no_others_were_held(index: Index) -> None:
    day = date(2024, 3, 5)
    index.put(doc("draft", "grit", held_on=day, status=Status.DRAFT))
    index.put(doc("other", "grit"))
    assert ids(index, "grit", only={"id-draft"}) == ["draft#0"]

    index.put(doc("z final", "It had snowed.", held_on=day))
    assert places(index, "grit")[0].superseded_by == "id-z final"
    assert places(index, "grit", only={"id-draft"})[0].superseded_by is None

    index.put(doc("a final", "It had snowed again.", held_on=day))
    assert places(index, "grit")[0].superseded_by == "id-a final"
    assert places(index, "grit", only={"id-draft", "id-z final"})[0].superseded_by == "id-z final"


def test_what_is_put_replaced_and_removed_is_followed(index: Index) -> None:
    index.put(MARCH)
    assert len(ids(index, "grit")) == 3
    index.put(doc("april", "More grit."))
    assert ids(index, "grit")[-1] == "april#0"
    index.put(doc("march.txt", "No salt.", held_on=date(2024, 3, 5)))
    assert ids(index, "grit") == ["april#0"]
    index.remove(["id-april"])
    assert ids(index, "grit") == []


def test_every_row_of_many_batches_once_and_in_order(index: Index) -> None:
    many = BATCH + 7
    index.put(doc("many", *(f"grit {number}" for number in range(many))))
    index.put(doc("few", "grit", held_on=date(2024, 1, 1)))

    assert ids(index, "grit") == ["few#0", *(f"many#{number}" for number in range(many))]


def test_the_words_that_count_are_told_as_they_were_written() -> None:
    assert counted("What was said about the Grit-bins, and bins?") == ("Grit", "bins")
    assert counted('"to be" potholes') == ("potholes",)
    assert counted("24/00109") == ("24/00109", "24", "00109")


def test_nothing_to_ask_is_refused(index: Index) -> None:
    for text in (" ", "!?", "x" * 2001):
        with pytest.raises(QueryError), index.mentions(text):
            pass


def test_a_reader_lists_what_the_writer_has_not_published(tmp_path: Path) -> None:
    writer = embedded(tmp_path)
    assert isinstance(writer, EmbeddedIndex)
    writer.put(MARCH)
    writer.flush()
    with EmbeddedIndex.open(tmp_path / "archive") as reader:
        assert len(ids(reader, "grit")) == 3
        writer.put(doc("new", "Salt and grit.", "Salt.", held_on=date(2024, 1, 1), kind=Kind.REPORT))

        def now(text: str, filters: Filters = UNFILTERED) -> list[str]:
            with reader.mentions(text, filters) as found:
                return [place.passage.id for place in found.places]

        assert now("grit") == ["new#0", "march.txt#0", "march.txt#1", "march.txt#2"]
        assert now('"and grit"') == ["new#0"]
        assert now("grit", Filters(kind=Kind.MINUTES))[0] == "march.txt#0"
        with reader.mentions("salt") as found:
            assert (found.passages, found.texts, found.generation) == (2, 2, 2)
        assert reader.mentioned("salt") is None
        writer.flush()
        assert (reader.mentioned("salt"), reader.mentioned('"and grit"')) == (2, 1)
        writer.remove(["id-march.txt"])
        assert (reader.mentioned("salt"), reader.mentioned("grit")) == (2, 1)
    writer.close()


def test_both_indexes_list_the_same_places(tmp_path: Path) -> None:
    day = date(2024, 3, 5)
    documents = [
        MARCH,
        doc("draft", "grit", held_on=day, status=Status.DRAFT),
        doc("pack", "grit", "bins", own={0: Meeting("Torbay Council", "Cabinet", day, Status.DRAFT)}),
    ]
    stored, plain = embedded(tmp_path), memory(tmp_path)
    for document in documents:
        stored.put(document)
        plain.put(document)
    assert places(stored, "grit") == places(plain, "grit")
    assert isinstance(stored, EmbeddedIndex)
    stored.close()


@pytest.mark.parametrize("seed", range(6))
def test_both_indexes_agree_whatever_comes_and_goes(seed: int, tmp_path: Path) -> None:
    chance = Random(seed)
    vocabulary = ["grit", "bins", "salt", "Tŷ", "24/00109", "roads", "well-being", "the", "council's"]

    def some_document(number: int) -> Prepared:
        texts = (" ".join(chance.choices(vocabulary, k=chance.randint(1, 9))) for _ in range(chance.randint(1, 6)))
        day = chance.choice([None, date(2024, 3, 5), date(2023, 1, 1)])
        council, status = chance.choice([None, "Kent", "KENT", "Devon"]), chance.choice(list(Status))
        pack = {0: Meeting("Kent", None, day, status)} if chance.random() < 0.3 else {}
        language = chance.choice(["en", "en", "cy"])
        return doc(f"{number}", *texts, held_on=day, council=council, status=status, own=pack, language=language)

    stored, plain, seen = embedded(tmp_path), memory(tmp_path), 0
    for _ in range(30):
        document = some_document(chance.randrange(12))
        for index in (stored, plain):
            index.put(document)
        if chance.random() < 0.2:
            for index in (stored, plain):
                index.remove([document.minutes.document.id])
        text = " ".join(chance.choices(vocabulary, k=2))
        text = f'"{text}"' if chance.random() < 0.3 else text
        only = chance.choice([None, {f"id-{number}" for number in range(6)}])
        filters = chance.choice([UNFILTERED, Filters(council="kent"), Filters(since=date(2024, 1, 1))])
        listed = places(stored, text, filters, only)
        assert listed == places(plain, text, filters, only)
        seen += len(listed)
    assert seen > 10
    assert isinstance(stored, EmbeddedIndex)
    stored.close()


def test_a_state_is_within_another_that_knows_all_that_came_and_left() -> None:
    assert Version(3, 1).is_within(Version(3, 1))
    assert Version(2, 1).is_within(Version(3, 2))
    assert not Version(3, 1).is_within(Version(2, 1))
    assert not Version(3, 2).is_within(Version(3, 1))

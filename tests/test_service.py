from collections.abc import Iterator
from pathlib import Path

import pytest

from index.backend import Filters, Query
from ingest.errors import QueryError
from ingest.found import Found, Known
from ingest.minutes import Facts, Failure
from ingest.sources.folder import Folder
from search_api.adding import Outcome, State
from tests.fakes import ingest, memory_service

FIRST = "Minutes of the meeting held on 5 March 2024\n\n1. Caseloads\n\nCaseloads had fallen to twenty.\n"
SECOND = "Minutes of the meeting held on 2 April 2024\n\n1. Potholes\n\nForty potholes were open.\n"


def states(outcomes: list[Outcome]) -> list[tuple[str, str]]:
    return [(Path(outcome.source).name, outcome.state) for outcome in outcomes]


def test_new_documents_are_added_and_then_unchanged(tmp_path: Path) -> None:
    service = memory_service()

    assert states(ingest(service, tmp_path, {"a.txt": FIRST, "b.txt": SECOND})) == [
        ("a.txt", "added"),
        ("b.txt", "added"),
    ]
    assert states(ingest(service, tmp_path, {})) == [("a.txt", "unchanged"), ("b.txt", "unchanged")]


def test_a_changed_document_is_replaced(tmp_path: Path) -> None:
    service = memory_service()
    ingest(service, tmp_path, {"a.txt": FIRST, "b.txt": SECOND})

    outcomes = ingest(service, tmp_path, {"a.txt": FIRST.replace("twenty", "fifteen")})

    assert states(outcomes) == [("a.txt", "replaced"), ("b.txt", "unchanged")]
    hit = service.search(Query("caseloads")).hits[0]
    assert hit.place.passage.text == "1. Caseloads\nCaseloads had fallen to fifteen."


def test_a_renamed_document_stands_under_its_new_name_alone(tmp_path: Path) -> None:
    service = memory_service()
    ingest(service, tmp_path, {"a.txt": FIRST})
    (tmp_path / "a.txt").rename(tmp_path / "c.txt")

    assert states(ingest(service, tmp_path, {})) == [("c.txt", "added"), ("a.txt", "removed")]
    assert [Path(record.source).name for record in service.index.documents()] == ["c.txt"]


def test_a_deleted_document_is_withdrawn_unless_missing_ones_are_kept(tmp_path: Path) -> None:
    service = memory_service()
    outcomes = ingest(service, tmp_path, {"a.txt": FIRST, "b.txt": SECOND})
    (tmp_path / "a.txt").unlink()

    kept = list(service.add(Folder(tmp_path, Facts(), 1_000_000), keep_missing=True))
    assert states(kept) == [("b.txt", "unchanged")]
    assert service.index.stats().documents == len(outcomes)

    assert states(ingest(service, tmp_path, {})) == [("b.txt", "unchanged"), ("a.txt", "removed")]
    assert not [h for h in service.search(Query("caseloads")).hits if "Caseloads" in h.place.passage.text]


def test_a_folder_that_has_lost_everything_is_taken_for_a_mistake(tmp_path: Path) -> None:
    service = memory_service()
    ingest(service, tmp_path, {"a.txt": FIRST})
    (tmp_path / "a.txt").unlink()

    (outcome,) = ingest(service, tmp_path, {})

    assert outcome.state is State.FAILED
    assert outcome.source == str(tmp_path)
    assert outcome.reason is not None and "1 documents of it; they were kept" in outcome.reason
    assert service.index.stats().documents == 1


class PartlyLocked:
    """A folder in which some folders cannot be listed."""

    def __init__(self, path: Path, *locked: str) -> None:
        self.name = str(path)
        self._folder = Folder(path, Facts(), 1_000_000)
        self._locked = [path / name for name in locked]

    def files(self, known: Known) -> Iterator[Found]:
        for path in self._locked:
            yield Failure(str(path), "source", "the folder cannot be listed")
        for one in self._folder.files(known):
            if not any(Path(one.source).is_relative_to(path) for path in self._locked):
                yield one

    def speaks_for(self, source: str) -> bool:
        return self._folder.speaks_for(source)


def test_nothing_is_withdrawn_or_forgotten_below_a_folder_that_cannot_be_listed(tmp_path: Path) -> None:
    service = memory_service()
    ingest(
        service, tmp_path, {"a/b/x.txt": FIRST, "a/empty.txt": "", "a.txt": SECOND, "ab/x.txt": FIRST, "z.txt": FIRST}
    )
    (tmp_path / "ab" / "x.txt").unlink()

    assert states(list(service.add(PartlyLocked(tmp_path, "a")))) == [
        ("a", "failed"),
        ("a.txt", "unchanged"),
        ("z.txt", "unchanged"),
        ("x.txt", "removed"),
    ]
    assert sorted(record.source for record in service.index.documents()) == [
        f"{tmp_path}/{name}" for name in ("a.txt", "a/b/x.txt", "z.txt")
    ]
    assert [failure.source for failure in service.index.failures()] == [f"{tmp_path}/a", f"{tmp_path}/a/empty.txt"]

    (tmp_path / "a" / "empty.txt").unlink()
    (tmp_path / "a" / "b" / "x.txt").unlink()
    assert states(ingest(service, tmp_path, {})) == [
        ("a.txt", "unchanged"),
        ("z.txt", "unchanged"),
        ("x.txt", "removed"),
    ]
    assert service.index.failures() == ()


def test_nothing_is_withdrawn_where_the_folder_itself_cannot_be_listed(tmp_path: Path) -> None:
    service = memory_service()
    ingest(service, tmp_path, {"a.txt": FIRST, "b/x.txt": SECOND})

    assert states(list(service.add(PartlyLocked(tmp_path, "")))) == [(tmp_path.name, "failed")]
    assert service.index.stats().documents == 2


def test_documents_of_another_folder_are_left_alone(tmp_path: Path) -> None:
    service = memory_service()
    ingest(service, tmp_path / "one", {"a.txt": FIRST})
    ingest(service, tmp_path / "one-more", {"b.txt": SECOND})

    assert service.index.stats().documents == 2


def test_one_bad_document_stops_nothing_and_is_remembered(tmp_path: Path) -> None:
    service = memory_service()

    outcomes = ingest(service, tmp_path, {"a.pdf": b"%PDF-1.4 broken", "b.txt": SECOND, "c.xyz": "?", "d.txt": ""})

    assert states(outcomes) == [("a.pdf", "failed"), ("b.txt", "added"), ("c.xyz", "failed"), ("d.txt", "failed")]
    assert [Path(failure.source).name for failure in service.index.failures()] == ["a.pdf", "c.xyz", "d.txt"]


def test_a_failure_is_forgotten_when_it_is_mended_or_gone(tmp_path: Path) -> None:
    service = memory_service()
    ingest(service, tmp_path, {"a.txt": "", "b.txt": "", "c.txt": SECOND})
    (tmp_path / "b.txt").unlink()

    ingest(service, tmp_path, {"a.txt": FIRST})

    assert service.index.failures() == ()


def test_a_document_that_can_no_longer_be_read_keeps_its_earlier_version(tmp_path: Path) -> None:
    service = memory_service()
    ingest(service, tmp_path, {"a.txt": FIRST})

    assert states(ingest(service, tmp_path, {"a.txt": ""})) == [("a.txt", "failed")]
    assert service.search(Query("caseloads")).hits[0].place.passage.text.endswith("fallen to twenty.")


def test_an_answer_quotes_and_says_what_was_searched(tmp_path: Path) -> None:
    service = memory_service()
    ingest(service, tmp_path, {"a.txt": FIRST, "b.txt": SECOND})

    answer = service.ask("what was said about open potholes")

    assert answer.found
    assert [statement.text for statement in answer.statements] == ["Forty potholes were open."]
    assert answer.text == "Forty potholes were open. [1]"
    assert answer.nearest == ()
    assert (answer.searched.documents, answer.searched.earliest, answer.searched.latest) == (
        2,
        *(record.meeting.held_on for record in reversed(service.index.documents())),
    )


def test_no_answer_names_the_nearest_and_counts_only_what_the_filters_let_through(tmp_path: Path) -> None:
    service = memory_service()
    ingest(service, tmp_path, {"a.txt": FIRST, "b.txt": SECOND})

    answer = service.ask("were caseloads of potholes discussed by the giraffe", Filters(committee="Nowhere"))

    assert not answer.found
    assert answer.nearest == ()
    assert answer.searched.documents == 0


def test_a_blank_question_is_refused() -> None:
    with pytest.raises(QueryError, match="blank"):
        memory_service().ask("   ")

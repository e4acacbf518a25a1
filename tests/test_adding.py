"""A run over a source accounts for every document: held, failed, withheld, gone."""

import io
from collections.abc import Iterator
from datetime import date

import pypdfium2

from ingest.found import Facts, Failure, Found, Known, Listed, Raw, Unchanged, Withheld
from ingest.readers.media import PDF
from ingest.workers import InProcess
from search_api.adding import Outcome, State
from search_api.service import Service
from tests.fakes import HashingEncoder, QuotingAnswerer, memory_service
from tests.scanning import scan, typed

BASE = "moderngov+https://ness.example/144"
MARCH, APRIL = f"{BASE}/1", f"{BASE}/2"
PAPER = f"{MARCH}/9/budget.txt"
TEXT = b"The Treasurer said that the budget was balanced.\n"


def raw(source: str, text: bytes = TEXT) -> Raw:
    return Raw(source, "text/plain", text, Facts(council="Ness", committee="Audit Committee"))


def listed(source: str, digest: str | None = "d1") -> Listed:
    return Listed(source, "Ness", "Audit Committee", date(2024, 3, 5), digest)


class Council:
    """A source that yields what it is told to, and keeps what it was handed as known."""

    name = BASE

    def __init__(self, *found: Found) -> None:
        self.found = found
        self.known = Known()

    def files(self, known: Known) -> Iterator[Found]:
        self.known = known
        yield from self.found

    def speaks_for(self, source: str) -> bool:
        return source.startswith(BASE)


def run(service: Service, *found: Found) -> list[Outcome]:
    return list(service.add(Council(*found)))


def held(service: Service) -> set[str]:
    return set(service.index.fingerprints())


def test_what_becomes_restricted_leaves_the_archive_and_is_counted() -> None:
    service = memory_service()
    run(service, raw(PAPER), raw(MARCH))
    [kept, withheld] = run(service, raw(MARCH), Withheld(PAPER, "restricted"))
    assert (kept.state, withheld) == (State.UNCHANGED, Outcome(PAPER, State.WITHHELD, reason="restricted"))
    assert held(service) == {MARCH}
    assert service.index.withheld() == (Withheld(PAPER, "restricted"),)


def test_what_is_restricted_no_longer_is_added_and_not_counted() -> None:
    service = memory_service()
    run(service, raw(MARCH), Withheld(PAPER, "restricted"))
    run(service, raw(MARCH), raw(PAPER))
    assert held(service) == {MARCH, PAPER}
    assert service.index.withheld() == ()


def test_meetings_are_remembered_as_listed_and_handed_back() -> None:
    service = memory_service()
    assert run(service, raw(MARCH), listed(MARCH)) == [Outcome(MARCH, State.ADDED, 1, how="plain text")]
    again = Council(Unchanged(MARCH), listed(MARCH))
    list(service.add(again))
    assert again.known.meetings == {MARCH: listed(MARCH)}
    assert set(again.known.fingerprints) == {MARCH}


def test_a_meeting_below_which_something_failed_is_to_be_read_again() -> None:
    service = memory_service()
    run(service, Failure(PAPER, "source", "no answer"), raw(MARCH), listed(MARCH), raw(APRIL), listed(APRIL))
    again = Council(raw(MARCH), raw(APRIL))
    list(service.add(again))
    assert again.known.meetings == {MARCH: listed(MARCH, digest=None), APRIL: listed(APRIL)}


def test_a_record_that_was_withdrawn_goes_though_its_meeting_is_listed() -> None:
    service = memory_service()
    run(service, raw(MARCH), listed(MARCH), raw(APRIL), listed(APRIL))
    outcomes = run(service, raw(MARCH), listed(MARCH), listed(APRIL))
    assert outcomes == [Outcome(MARCH, State.UNCHANGED), Outcome(APRIL, State.REMOVED)]
    assert held(service) == {MARCH}


def test_nothing_below_a_failure_is_withdrawn_or_forgotten() -> None:
    service = memory_service()
    run(service, raw(PAPER), raw(MARCH), listed(MARCH))
    run(service, Failure(BASE, "source", "no answer"))
    assert held(service) == {PAPER, MARCH}
    assert service.index.meetings() == (listed(MARCH),)


def test_a_meeting_that_is_listed_no_longer_is_forgotten() -> None:
    service = memory_service()
    run(service, raw(MARCH), listed(MARCH), raw(APRIL), listed(APRIL))
    run(service, raw(APRIL), listed(APRIL))
    assert service.index.meetings() == (listed(APRIL),)
    assert held(service) == {APRIL}


def test_a_failed_document_is_kept_as_it_was_and_told() -> None:
    service = memory_service()
    run(service, raw(MARCH))
    outcomes = run(service, Failure(MARCH, "source", "no answer"))
    assert outcomes == [Outcome(MARCH, State.FAILED, reason="no answer")]
    assert held(service) == {MARCH}


class WithOcr(InProcess):
    """Says that it could read scans."""

    has_ocr = True


def test_a_meeting_with_pages_that_waited_for_ocr_is_to_be_read_again() -> None:
    service = memory_service()
    scanned = Raw(PAPER, PDF, part_scanned())
    run(service, scanned, raw(MARCH), listed(MARCH))
    without, with_ocr = Council(raw(MARCH), listed(MARCH)), Council(raw(MARCH), listed(MARCH))
    list(service.add(without, keep_missing=True))
    assert without.known.meetings == {MARCH: listed(MARCH)}
    able = Service(service.index, HashingEncoder(), QuotingAnswerer(), WithOcr())
    list(able.add(with_ocr, keep_missing=True))
    assert with_ocr.known.meetings == {MARCH: listed(MARCH, digest=None)}


def part_scanned() -> bytes:
    """A PDF of a printed and a scanned page."""
    mixed, packed = pypdfium2.PdfDocument.new(), io.BytesIO()
    for part in (typed("The Board met."), scan(["The Board rose."])):
        mixed.import_pages(pypdfium2.PdfDocument(part))
    mixed.save(packed)
    return packed.getvalue()

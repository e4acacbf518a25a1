"""The register as it is kept: made once for each state of the archive, and not by every search."""

from __future__ import annotations

from threading import Event, Thread

import pytest

from index.memory import MemoryIndex
from search_api import keeping
from search_api.keeping import KeptRegister
from search_api.register import Register
from tests.commitment_fixtures import documents, fill
from tests.fakes import DIMENSION, HashingEncoder


@pytest.fixture
def index() -> MemoryIndex:
    return MemoryIndex(encoder=HashingEncoder.name, dimension=DIMENSION)


def test_it_is_made_anew_only_where_the_archive_changed(index: MemoryIndex) -> None:
    kept = KeptRegister(index)
    empty = kept.now()
    assert (kept.now(), len(empty.commitments)) == (empty, 0)

    fill(index)
    assert len(kept.now().commitments) == 8
    assert kept.now() is kept.lately()


def test_a_search_takes_it_as_it_last_stood_for_a_while(index: MemoryIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [100.0]
    monkeypatch.setattr(keeping, "monotonic", lambda: clock[0])

    def slow(ledger: object) -> Register:
        clock[0] += 0.5
        return Register(ledger)  # type: ignore[arg-type]

    monkeypatch.setattr(keeping, "Register", slow)
    kept = KeptRegister(index)
    before = kept.lately()
    fill(index)

    clock[0] += keeping.REST * 0.5 - 0.1
    assert kept.lately() is before
    clock[0] += 0.2
    assert len(kept.lately().commitments) == 8
    index.remove([documents()[0].minutes.document.id])
    assert len(kept.lately().commitments) == 5


def test_a_search_does_not_wait_while_another_thread_makes_it(
    index: MemoryIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, begun, go_on = KeptRegister(index), Event(), Event()
    before = kept.now()
    monkeypatch.setattr(kept, "_rests_until", 0.0)
    fill(index)
    ledger = index.ledger()

    def waiting() -> object:
        begun.set()
        assert go_on.wait(10)
        return ledger

    monkeypatch.setattr(index, "ledger", waiting)
    maker = Thread(target=kept.now)
    maker.start()
    assert begun.wait(10)
    assert kept.lately() is before
    go_on.set()
    maker.join()
    assert len(kept.lately().commitments) == 8

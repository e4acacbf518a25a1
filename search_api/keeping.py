"""The register of commitments as it is kept for the searches of one archive."""

from __future__ import annotations

from threading import Lock
from time import monotonic

from index.backend import Index
from search_api.register import Register

REST = 20.0
"""A search takes a register as it last stood for so many times what making it took, so that an ingest beside it, which
changes the archive all the time, costs the searches a twentieth of their time at most."""


class KeptRegister:
    """The register of an index, made anew where the archive changed, by one thread at a time."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._lock = Lock()
        self._register: Register | None = None
        self._rests_until = 0.0
        self._removals = 0

    def now(self) -> Register:
        """The register of the archive as it is now."""
        with self._lock:
            started, removals = monotonic(), self._index.removals()
            ledger = self._index.ledger()
            if self._register is None or not self._register.is_of(ledger):
                self._register = Register(ledger)
                ended = monotonic()
                self._removals = removals
                self._rests_until = ended + REST * (ended - started)
            return self._register

    def lately(self) -> Register:
        """The register as it is now, or as it was a moment ago where it was just made or another thread makes it.

        What a withdrawn document said is never in it.
        """
        kept, removals = self._register, self._removals
        rests = monotonic() < self._rests_until or self._lock.locked()
        if kept is not None and rests and self._index.removals() == removals:
            return kept
        return self.now()

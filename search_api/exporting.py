"""Lists of mentions are made, with their receipts, and made again from these."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import date
from tempfile import SpooledTemporaryFile
from typing import IO

from index.backend import Filters, Index, Mentions
from ingest.errors import ReceiptError, SettingError
from search_api.formats import Format, written
from search_api.mention_rows import Row
from search_api.receipt import Receipt

IN_MEMORY = 1 << 20
"""Bytes of a list that are kept in memory; what is longer lies in a temporary file."""
CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class Export:
    """A list as it is saved or sent, whole before the first byte of it leaves: `size` bytes, and its receipt."""

    receipt: Receipt
    size: int
    _data: IO[bytes]

    def chunks(self) -> Iterator[bytes]:
        """Its bytes, from the first."""
        self._data.seek(0)
        while chunk := self._data.read(CHUNK):
            yield chunk

    def close(self) -> None:
        """Give back the room that it takes."""
        self._data.close()


def export(index: Index, query: str, filters: Filters, form: Format) -> Export:
    """List every passage that mentions what a query asks for; whoever asked must close the list.

    Raises:
        QueryError: the query is nothing that can be asked.
        SettingError: there is no room for a temporary file.
    """
    with index.mentions(query, filters) as found, ExitStack() as undone:
        draft = _Draft(form, {record.id: record.added for record in found.searched.values()})
        undone.callback(draft.close)
        draft.write(found)
        made = draft.finished(Receipt.of(query, filters, form, found, draft.documents, draft.sha256))
        undone.pop_all()
    return made


def sent(made: Export) -> Iterator[bytes]:
    """The bytes of a list, which is closed behind the last of them."""
    with closing(made):
        yield from made.chunks()


@contextmanager
def reproduced(index: Index, receipt: Receipt) -> Iterator[Export]:
    """Make the list of a receipt again, byte for byte, from the documents that it was drawn from.

    Raises:
        ReceiptError: one of them is not held any more, or what is made of them is another list.
    """
    filters, wanted = receipt.filters.filters(), [document.id for document in receipt.documents]
    draft = _Draft(receipt.format, {document.id: document.retrieved for document in receipt.documents})
    with closing(draft):
        with index.mentions(receipt.query, filters, only=frozenset(wanted)) as found:
            receipt.check_held(found)
            draft.write(found)
        if (found.passages, found.texts, draft.sha256) != (receipt.passages, receipt.texts, receipt.sha256):
            raise ReceiptError(
                "the documents of this receipt are held, but the list that is made of them is another: the receipt was "
                f"changed, or they were read since with other facts or by another Minutebook than {receipt.version}"
            )
        yield draft.finished(receipt)


class _Draft:
    """A list while it is written; `retrieved` is the day on which each document was taken from its source, by id."""

    def __init__(self, form: Format, retrieved: Mapping[str, date | None]) -> None:
        self._format = form
        self._retrieved = retrieved
        self._hash = hashlib.sha256()
        self._data: IO[bytes] = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115  # who gets the Export closes it
        self.documents: set[str] = set()

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()

    def write(self, found: Mentions) -> None:
        if self._format is Format.JSON:
            self._put(b'{"passages": ')
        for piece in written(self._format, self._rows(found)):
            data = piece.encode()
            self._hash.update(data)
            self._put(data)

    def _rows(self, found: Mentions) -> Iterator[Row]:
        for place in found.places:
            related = (place.record.id, place.superseded_by, place.record.translation_of)
            self.documents |= {document_id for document_id in related if document_id}
            yield Row.of(place, self._retrieved[place.record.id])

    def finished(self, receipt: Receipt) -> Export:
        if self._format is Format.JSON:
            self._put(f', "receipt": {receipt.text().rstrip()}}}\n'.encode())
        return Export(receipt, self._data.tell(), self._data)

    def close(self) -> None:
        self._data.close()

    def _put(self, data: bytes) -> None:
        try:
            self._data.write(data)
        except OSError as error:
            raise SettingError(f"no room for the list in the folder of temporary files: {error.strerror}") from error

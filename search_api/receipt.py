"""The receipt of a list: what was asked of what, and by which checksum the list is known again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final, Literal, Self

from pydantic import ConfigDict, Field, ValidationError

from index.backend import Filters, Mentions, Record
from index.mentions import Mentioned
from ingest.errors import ReceiptError
from ingest.minutes import Kind
from search_api.citing import Public
from search_api.formats import Format

RECEIPT: Final = 1
"""The version of receipts, which goes up when one that is older could not be used any more."""
_NAMED = 5
_SHA256 = Field(pattern=r"^[0-9a-f]{64}$")


class Strict(Public):
    """A part of a receipt: nothing missing, nothing more."""

    model_config = ConfigDict(frozen=True, extra="forbid", serialize_by_alias=True, validate_by_name=True)


class FiltersOut(Strict):
    """The filters of a list; null asks for nothing."""

    council: str | None
    committee: str | None
    since: date | None = Field(validation_alias="from", serialization_alias="from")
    until: date | None = Field(validation_alias="to", serialization_alias="to")
    kind: Kind | None

    @classmethod
    def of(cls, filters: Filters) -> Self:
        """Publish filters."""
        return cls(
            council=filters.council,
            committee=filters.committee,
            since=filters.since,
            until=filters.until,
            kind=filters.kind,
        )

    def filters(self) -> Filters:
        """As the index takes them."""
        return Filters(self.council, self.committee, self.since, self.until, self.kind)


class SearchedDocuments(Strict):
    """All documents that were looked through: how many, and the SHA-256 of a line "id sha256" for each, by id."""

    documents: int
    sha256: str = _SHA256

    @classmethod
    def of(cls, records: Iterable[Record]) -> Self:
        """Sum up documents."""
        lines = sorted(f"{record.id} {record.sha256}\n" for record in records)
        return cls(documents=len(lines), sha256=hashlib.sha256("".join(lines).encode()).hexdigest())


class DrawnFrom(Strict):
    """A document that the list quotes, or that stands before one of those as `superseded_by` or `translation_of`."""

    id: str
    source: str
    sha256: str = _SHA256
    retrieved: date | None

    @classmethod
    def of(cls, record: Record) -> Self:
        """Name a document."""
        return cls(id=record.id, source=record.source, sha256=record.sha256, retrieved=record.added)


class Receipt(Strict):
    """What a list was made from. `sha256` is of its bytes; of a list in JSON, of the array behind "passages".

    `words` are the terms and `phrases` the quotations that each passage holds. `passages` counts the rows, `texts` the
    distinct texts among them. `model` is that of the archive: a list of mentions does not depend on it.
    """

    receipt: Literal[1]
    product: Literal["minutebook"]
    version: str
    query: str
    words: list[str]
    phrases: list[str]
    filters: FiltersOut
    format: Format
    archive: str
    generation: int
    model: str
    searched: SearchedDocuments
    passages: int
    texts: int
    sha256: str = _SHA256
    documents: list[DrawnFrom]

    @classmethod
    def of(
        cls, query: str, filters: Filters, form: Format, found: Mentions, documents: Iterable[str], sha256: str
    ) -> Self:
        """Write a receipt for a list of mentions, drawn from the documents of these ids, with this checksum."""
        mentioned = Mentioned.of(query)
        return cls(
            receipt=RECEIPT,
            product="minutebook",
            version=version("minutebook"),
            query=query,
            words=list(mentioned.words),
            phrases=list(mentioned.phrases),
            filters=FiltersOut.of(filters),
            format=form,
            archive=found.archive,
            generation=found.generation,
            model=found.encoder,
            searched=SearchedDocuments.of(found.searched.values()),
            passages=found.passages,
            texts=found.texts,
            sha256=sha256,
            documents=[DrawnFrom.of(found.searched[document_id]) for document_id in sorted(set(documents))],
        )

    def text(self) -> str:
        """As a file holds it."""
        return self.model_dump_json(indent=2) + "\n"

    def check_held(self, found: Mentions) -> None:
        """Refuse to go on without a document that the list was drawn from.

        Raises:
            ReceiptError: naming those that are not held any more, or only in other bytes.
        """
        held = found.searched
        missing = [one.source for one in self.documents if one.id not in held]
        replaced = [one.source for one in self.documents if one.id in held and held[one.id].sha256 != one.sha256]
        complaints = [
            f"{_some(sources)} {'is' if len(sources) == 1 else 'are'} {what}"
            for sources, what in ((missing, "no longer held"), (replaced, "held with other bytes than then"))
            if sources
        ]
        if complaints:
            raise ReceiptError(
                f"the list cannot be made again, since {', and '.join(complaints)}: "
                + ("" if found.archive == self.archive else "the receipt is of another archive; ")
                + "ingest the documents as they were, or make a new list"
            )


def read_receipt(path: Path) -> Receipt:
    """Read a receipt, or that in a list in JSON.

    Raises:
        ReceiptError: the file cannot be read, or is none.
    """
    try:
        stated: Any = json.loads(path.read_bytes())
    except OSError as error:
        raise ReceiptError(f"cannot read {path} ({error.strerror}): name the receipt of a list") from error
    except (ValueError, RecursionError) as error:
        raise ReceiptError(f"{path} is no receipt: it is no JSON ({error})") from error
    if isinstance(stated, dict) and isinstance(stated.get("receipt"), dict):
        stated = stated["receipt"]
    number = stated.get("receipt") if isinstance(stated, dict) else None
    if isinstance(number, int) and number > RECEIPT:
        raise ReceiptError(f"{path} was made by a newer Minutebook: install that to make its list again")
    try:
        return Receipt.model_validate(stated)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise ReceiptError(f"{path} is no receipt, or it is damaged: {where or 'it'}: {first['msg']}") from error


def _some(sources: list[str]) -> str:
    more = [f"{len(sources) - _NAMED:,} more"] if len(sources) > _NAMED else []
    return ", ".join([*sources[:_NAMED], *more])

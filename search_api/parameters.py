"""What may be asked of the HTTP API and of the pages: each parameter, checked, with what to give instead.

The descriptions are shown in the API's reference and complete the sentence "give …" of an error.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from difflib import get_close_matches
from typing import Annotated, Any, Self
from urllib.parse import urlencode

from fastapi import Request
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator
from pydantic.functional_validators import ModelWrapValidatorHandler

from index.backend import MAX_LIMIT, Filters, Query, Sort
from ingest.errors import QueryError
from ingest.minutes import CommitmentType, Kind
from search_api.becoming import State
from search_api.formats import Format, ListFormat
from search_api.register import MOST, Order, Wish

_DATE_HINT = "a date as YYYY-MM-DD, for example 2025-01-30"
_LIMIT_HINT = f"a whole number from 1 to {MAX_LIMIT}"
_OFFSET_HINT = "a whole number from 0: how many to leave out at the start"
_SHOWN = 60
"""Characters of a bad value that an error repeats."""


def _day(value: object) -> object:
    # pydantic also takes a number for a date, counting seconds from 1970; fromisoformat also takes weeks.
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII):
        return date.fromisoformat(value)
    raise ValueError(_DATE_HINT)


Day = Annotated[date, BeforeValidator(_day)]


class Asked(BaseModel):
    """Parameters of one request. Blank values count as not given; unknown names and bad values are refused.

    Raises:
        QueryError: naming each parameter that is wrong, its value and what to give instead.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    @model_validator(mode="wrap")
    @classmethod
    def _checked(cls, values: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        stated = {k: v for k, v in values.items() if not (isinstance(v, str) and not v.strip())}
        try:
            return handler(stated)
        except ValidationError as error:
            raise QueryError("; ".join(cls._complaint(str(e["loc"][0]), e["input"]) for e in error.errors())) from None

    @classmethod
    def _complaint(cls, name: str, value: object) -> str:
        known = {field.alias or key: field.description for key, field in cls.model_fields.items()}
        if name not in known:
            near = get_close_matches(name.lower(), known, n=1, cutoff=0.5)
            instead = f"did you mean {near[0]}?" if near else f"known are {', '.join(known)}"
            return f"{_short(name)} is no parameter here: {instead}"
        if isinstance(value, Mapping):
            return f"{name} is missing: give {known[name]}"
        return f"{name}={_short(str(value))} cannot be used: give {known[name]}"

    def query_string(self, **changes: object) -> str:
        """The address's part behind the question mark that asks for this, with changes, without defaults."""
        stated = self.model_dump(mode="json", by_alias=True, exclude_defaults=True) | changes
        return urlencode({name: value for name, value in stated.items() if value is not None})


class Narrowed(Asked):
    """Which documents are meant."""

    council: str | None = Field(None, description="the name of a council, in full")
    committee: str | None = Field(None, description="the name of a committee, in full")
    since: Day | None = Field(None, alias="from", description=f"the first day, {_DATE_HINT}")
    until: Day | None = Field(None, alias="to", description=f"the last day, {_DATE_HINT}")

    def filters(self) -> Filters:
        """As the index takes them.

        Raises:
            QueryError: the range of dates is empty.
        """
        return Filters(self.council, self.committee, self.since, self.until)


class DocumentsAsked(Narrowed):
    """Which documents to list."""

    limit: int = Field(50, ge=1, le=MAX_LIMIT, description=_LIMIT_HINT)
    offset: int = Field(0, ge=0, description=_OFFSET_HINT)


class QuestionAsked(Narrowed):
    """What to answer, and from which passages."""

    q: str = Field(description="the words or the question to look for")
    kind: Kind | None = Field(None, description=f"one of {', '.join(Kind)}")

    def filters(self) -> Filters:
        """As the index takes them.

        Raises:
            QueryError: the range of dates is empty.
        """
        return replace(super().filters(), kind=self.kind)


class SearchAsked(QuestionAsked):
    """What to find, how much of it and in which order."""

    limit: int = Field(10, ge=1, le=MAX_LIMIT, description=_LIMIT_HINT)
    offset: int = Field(0, ge=0, description=_OFFSET_HINT)
    sort: Sort = Field(Sort.RELEVANCE, description=f"one of {', '.join(Sort)}")

    def query(self) -> Query:
        """As the index takes it.

        Raises:
            QueryError: the question is too long, or the range of dates is empty.
        """
        return Query(self.q, self.limit, self.offset, self.filters(), self.sort)


class ExportAsked(QuestionAsked):
    """Of what to list every mention, and in which format."""

    form: Format = Field(alias="format", description=f"one of {', '.join(Format)}")


class RegisterAsked(Narrowed):
    """Of which commitments."""

    q: str | None = Field(None, description="words that all stand in the commitment, its item's title or who made it")
    type: CommitmentType | None = Field(None, description=f"one of {', '.join(CommitmentType)}")
    who: str | None = Field(None, description="a part of who is to do it, as printed")
    item: str | None = Field(None, description="a part of the title of its item")
    state: State | None = Field(None, description=f"one of {', '.join(State)}")

    def wish(self) -> Wish:
        """As the register takes it.

        Raises:
            QueryError: the words hold none, or the range of dates is empty.
        """
        return Wish(self.q, self.type, self.who, self.item, self.state, self.filters())


class SortedRegisterAsked(RegisterAsked):
    """Of which commitments, and in which order."""

    sort: Order = Field(Order.NEWEST, description=f"one of {', '.join(Order)}")

    def wish(self) -> Wish:
        """As the register takes it.

        Raises:
            QueryError: the words hold none, or the range of dates is empty.
        """
        return replace(super().wish(), order=self.sort)


class CommitmentsAsked(SortedRegisterAsked):
    """Which commitments to list."""

    limit: int = Field(20, ge=1, le=MOST, description=f"a whole number from 1 to {MOST}")
    offset: int = Field(0, ge=0, description=_OFFSET_HINT)

    def wish(self) -> Wish:
        """As the register takes it.

        Raises:
            QueryError: the words hold none, or the range of dates is empty.
        """
        return replace(super().wish(), limit=self.limit, offset=self.offset)


class CommitmentsExportAsked(SortedRegisterAsked):
    """Of which commitments to make a list of all, and in which format."""

    form: ListFormat = Field(alias="format", description="one of csv, json")


def refuse_repeats(request: Request) -> None:
    """Refuse a parameter that is given twice: only one of its values could be heeded.

    Raises:
        QueryError: naming the parameter.
    """
    once(request.query_params.multi_items())


def once(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Names and values as a dictionary.

    Raises:
        QueryError: a name is given twice.
    """
    values = list(pairs)
    for name, count in Counter(name for name, _ in values).items():
        if count > 1:
            raise QueryError(f"{_short(name)} is given {count} times: give it once")
    return dict(values)


def _short(text: str) -> str:
    return repr(text if len(text) <= _SHOWN else text[:_SHOWN] + "…")

"""Answers in JSON, of which nothing is taken for granted."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ingest.errors import SourceError


def mapping(data: bytes) -> Mapping[str, Any]:
    """Read an answer that is one object.

    Raises:
        SourceError: it is anything else.
    """
    found = _read(data)
    if not isinstance(found, dict):
        raise SourceError("the answer is JSON, but no object")
    return found


def listing(data: bytes) -> list[Mapping[str, Any]]:
    """Read an answer that is a list of objects.

    Raises:
        SourceError: it is anything else.
    """
    found = _read(data)
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise SourceError("the answer is JSON, but no list of objects")
    return found


def text(values: object, name: str) -> str:
    """A field as text on one line; "" where it is missing or no text."""
    value = values.get(name) if isinstance(values, Mapping) else None
    return " ".join(str(value).split()) if isinstance(value, str | int) else ""


def _read(data: bytes) -> object:
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as error:
        raise SourceError(f"the answer is no JSON ({error})") from error

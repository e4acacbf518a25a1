"""The terms of what was found, as the index compares them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from index.analysis import indexed
from index.backend import Hit, Place


@lru_cache(maxsize=4000)
def terms_of(text: str) -> frozenset[str]:
    """The terms of a text, each once."""
    return frozenset(indexed(text).split())


def about(place: Place) -> str:
    """What stands in and around a passage: its text, its item and its committee."""
    passage = place.passage
    return " ".join(filter(None, (passage.text, passage.item, place.meeting.committee)))


def of_unstated_councils(hits: Iterable[Hit]) -> dict[str, frozenset[str]]:
    """The terms of what was found of each document, by its id, that does not state its council.

    It may be of any; the name of the one asked for may stand in its title or in another of its passages.
    """
    said: dict[str, frozenset[str]] = {}
    for place in (hit.place for hit in hits if hit.place.meeting.council is None):
        before = said.get(place.record.id, frozenset())
        said[place.record.id] = before | terms_of(f"{place.record.title} {about(place)}")
    return said

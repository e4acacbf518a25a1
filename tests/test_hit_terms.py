"""The terms of documents that do not state their council."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from index.analysis import content_terms
from index.backend import Hit
from ingest.minutes import Meeting
from search_api.hit_terms import of_unstated_councils
from tests.answering_fixtures import hit

NOWHERE = Meeting(None, "Works Committee", date(2024, 11, 5))


def titled(found: Hit, title: str) -> Hit:
    """The same passage in a document of another title."""
    return replace(found, place=replace(found.place, record=replace(found.place.record, title=title)))


def test_the_terms_of_a_document_are_of_all_its_passages_and_of_its_title() -> None:
    hits = [
        titled(hit("Seven lamps were mended.", NOWHERE, item="Quay"), "Birch papers"),
        titled(hit("The hedge was cut.", NOWHERE, at=50, item=None), "Birch papers"),
        hit("A bin was wanted.", NOWHERE, document="d2", item=None),
        hit("The bench was painted.", document="d3"),  # states its council
    ]

    terms = of_unstated_councils(hits)

    assert set(terms) == {"d1", "d2"}
    assert set(content_terms("birch lamps quay works hedge")) <= terms["d1"]
    assert not set(content_terms("birch lamps hedge bench")) & terms["d2"]

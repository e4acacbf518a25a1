"""Which words of a text match a query: the same analysis as the search, so that what is marked is what matched."""

from __future__ import annotations

from index.analysis import content_terms, terms


def matched_ranges(text: str, query: str) -> list[tuple[int, int]]:
    """The ranges of `text`, in characters, whose words match content words of `query`; in order, without overlap."""
    wanted = set(content_terms(query))
    ranges: list[tuple[int, int]] = []
    for term in terms(text):
        if term.term in wanted and not (ranges and term.start < ranges[-1][1]):
            ranges.append((term.start, term.end))
    return ranges

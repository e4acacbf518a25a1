"""Lost and false spaces, each against another reading of the page."""

from __future__ import annotations

import pytest

from ingest.readers.lines import Line
from ingest.readers.pdf_spaces import mended

KNOWN = "The Report was to be confirmed and resolved on the 13 of"


def mended_text(text: str, other: str) -> str:
    pages = [[Line(text, 1)], [Line(KNOWN, 2)]]
    return mended(pages, [other, KNOWN])[0][0].text


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("Clerk's Re port (4)", "Clerk's Report (4)"),
        ("to beconfirmed. It", "to be confirmed. It"),
        ("Re port to beconfirmed", "Report to be confirmed"),
    ],
)
def test_what_the_other_reading_proves_is_mended(text: str, other: str) -> None:
    assert mended_text(text, other) == other


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("13eg Mawrth", "13egMawrth"),  # the other one lost the space: its word stands nowhere else
        ("to beconfirmed", "to beconfirmed"),  # both read it so: it is printed so
        ("to beheard", "to be heard"),  # "heard" stands nowhere else
        ("a Re port", "a Re port, a Report"),  # the other one reads both
        ("recieve the Reprot", "receive the Report"),  # spelling is not ours to correct
        ("resolved: on", "resolved on"),
    ],
)
def test_what_is_doubtful_stays(text: str, other: str) -> None:
    assert mended_text(text, other) == text

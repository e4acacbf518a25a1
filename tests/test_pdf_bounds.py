"""Files built to take all time and memory are refused, or read in the time that their length takes."""

from __future__ import annotations

import pytest

from ingest.errors import ReadError
from ingest.minutes import Raw
from ingest.readers import hyphens
from ingest.readers.media import PDF
from tests.reading import read

CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]>>"


def packed(*objects: bytes) -> bytes:
    """A PDF of `objects`, numbered from 1, the first one its catalog."""
    parts, places, length = [b"%PDF-1.4\n"], [], 9
    for number, content in enumerate(objects, 1):
        places.append(length)
        parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, content))
        length += len(parts[-1])
    parts += [b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)]
    parts += [b"%010d 00000 n \n" % place for place in places]
    parts += [b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(places) + 1, length)]
    return b"".join(parts)


def test_more_pages_than_one_document_may_have() -> None:
    kids = b" ".join(b"%d 0 R" % number for number in range(3, 10_004))
    data = packed(CATALOG, b"<</Type/Pages/Kids[%s]/Count 10001>>" % kids, *[PAGE] * 10_001)
    with pytest.raises(ReadError, match=r"its 10,001 pages are over the limit of 10,000 .* split it into its meetings"):
        read(Raw("x.pdf", PDF, data))


def test_pages_that_contain_themselves() -> None:
    with pytest.raises(ReadError, match="the PDF is broken"):
        read(Raw("x.pdf", PDF, packed(CATALOG, b"<</Type/Pages/Kids[2 0 R 3 0 R]/Count 2>>", PAGE)))


def test_a_paragraph_of_many_lines_is_joined_with_the_place_of_each() -> None:
    text, starts = hyphens.joined(["the coun-", "cillor spoke of the non-", "stop", "rain"] * 50_000, frozenset())
    assert text[:48] == "the councillor spoke of the non-stop rain the co"
    assert starts[:5] == [0, 8, 32, 37, 42]
    assert (len(starts), len(text)) == (200_000, 50_000 * 42 - 1)

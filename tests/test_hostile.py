"""Files made to harm are read or refused within seconds, in the processes that read documents, and leave nothing."""

from __future__ import annotations

import os
import tempfile
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from random import Random

import pytest

from ingest.errors import ReadError
from ingest.found import Failure, Raw
from ingest.readers.convert import as_docx
from ingest.readers.media import DOC, DOCX, EML, HTML, PDF, RTF, ZIP
from ingest.unpack import opened
from ingest.workers import Workers
from tests.test_convert import needs_libreoffice, saved_as, word
from tests.test_docx import nsdecls, package
from tests.test_docx_package import LAUGHS, OUTSIDE, WORD
from tests.test_pdf_bounds import CATALOG, PAGE, packed
from tests.test_unpack import packed as zipped

SPACE = nsdecls("w")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MAIL = b"From: clerk@ness.example\nSubject: Lamps\nMIME-Version: 1.0\n"
NOTES = b"""<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes" Target="footnotes.xml"/>
</Relationships>"""


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with Workers(1, 60, None) as some:
        yield some


def stream(data: bytes, more: bytes = b"") -> bytes:
    return b"<</Length %d%s>>\nstream\n%s\nendstream" % (len(data), more, data)


def of_one_page(content: bytes, *more: bytes) -> bytes:
    """A PDF of one page that draws object 4, with object 5 at hand as /A."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</XObject<</A 5 0 R>>"
    page += b"/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>"
    return packed(CATALOG, b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page, content, *more)


def zeros() -> bytes:
    """Nothing, 320 MB of it, packed."""
    packing = zlib.compressobj(1)
    return b"".join([*(packing.compress(bytes(1 << 20)) for _ in range(320)), packing.flush()])


def noted(declared: str) -> bytes:
    """A Word document with a note in which an entity stands."""
    body = "<w:p><w:r><w:t>Noted.</w:t><w:footnoteReference w:id='1'/></w:r></w:p>"
    notes = f"{declared}<w:footnotes {SPACE}><w:footnote w:id='1'>{WORD.format('&j;')}</w:footnote></w:footnotes>"
    parts = {
        "word/document.xml": f"<w:document {SPACE}><w:body>{body}</w:body></w:document>",
        "word/footnotes.xml": notes,
    }
    return package({"word/_rels/document.xml.rels": NOTES} | {name: xml.encode() for name, xml in parts.items()})


def cut_short() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        return saved_as("doc", word("The lamps were out."), Path(folder))[:5_000]


NOTHING_OF_IT = "LibreOffice can make nothing of it: open it and save it as .docx"
TOO_MUCH = "one of its pages unpacks to more than 300 MB"


@pytest.mark.parametrize(
    ("media_type", "made", "reason"),
    [
        (PDF, lambda: packed(CATALOG, b"<</Type/Pages/Kids[2 0 R]/Count 1>>"), "the PDF is broken"),
        (
            PDF,
            lambda: packed(CATALOG, b"<</Type/Pages/Kids[3 0 R]/Count 100000>>", PAGE),
            "its 100,000 pages are over the limit of 10,000",
        ),
        (PDF, lambda: of_one_page(stream(zeros(), b"/Filter/FlateDecode")), TOO_MUCH),
        (PDF, lambda: of_one_page(stream(zlib.compress(zeros()), b"/Filter[/FlateDecode/FlateDecode]")), TOO_MUCH),
        (PDF, lambda: of_one_page(stream(b"/A Do"), stream(zeros(), b"/Subtype/Form/Filter/FlateDecode")), TOO_MUCH),
        (DOCX, lambda: noted(LAUGHS + "]>"), "word/footnotes.xml declares entities"),
        (DOCX, lambda: noted(OUTSIDE + "]>"), "word/footnotes.xml declares entities"),
        pytest.param(DOC, lambda: OLE + Random(1).randbytes(50_000), NOTHING_OF_IT, marks=needs_libreoffice),
        pytest.param(DOC, cut_short, NOTHING_OF_IT, marks=needs_libreoffice),
    ],
    ids=["kids", "pages", "zeros", "zeros twice", "zeros in a form", "laughs", "outside", "random", "cut"],
)
def test_what_is_refused(workers: Workers, media_type: str, made: Callable[[], bytes], reason: str) -> None:
    with pytest.raises(ReadError, match=reason):
        workers.read(Raw("/m/x", media_type, made()))

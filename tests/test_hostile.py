"""Files made to harm are read or refused within seconds, in the processes that read documents, and leave nothing."""

from __future__ import annotations

import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from random import Random

import pytest
from docx.oxml.ns import nsdecls

from ingest.errors import ReadError
from ingest.found import Failure, Raw
from ingest.readers.convert import as_docx
from ingest.readers.media import DOC, DOCX, EML, HTML, PDF, RTF, ZIP
from ingest.unpack import opened
from ingest.workers import Workers
from tests.test_convert import needs_libreoffice, saved_as, word
from tests.test_docx import package
from tests.test_docx_package import LAUGHS, OUTSIDE, WORD
from tests.test_pdf_bounds import CATALOG, PAGE, packed
from tests.test_unpack import packed as zipped

SPACE = nsdecls("w")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MAIL = b"From: clerk@ness.example\nSubject: Lamps\nMIME-Version: 1.0\n"
MIXED = b"Content-Type: multipart/mixed; boundary=x\n\n"
ATTACHED = b'--x\nContent-Disposition: attachment; filename="../../etc/passwd.txt"\n\nNoted.\n'
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
        (EML, lambda: MAIL + MIXED + ATTACHED * 10_001, "its headers are far longer than those of an e-mail"),
        (
            EML,
            lambda: MAIL + b"Content-Type: text/plain; " + b"a*0=x; " * 150_000 + b"\n\nNoted.",
            "its headers are far longer than those of an e-mail",
        ),
        (DOCX, lambda: noted(LAUGHS + "]>"), "word/footnotes.xml declares entities"),
        (DOCX, lambda: noted(OUTSIDE + "]>"), "word/footnotes.xml declares entities"),
        pytest.param(DOC, lambda: OLE + Random(1).randbytes(50_000), NOTHING_OF_IT, marks=needs_libreoffice),
        pytest.param(DOC, cut_short, NOTHING_OF_IT, marks=needs_libreoffice),
    ],
    ids=[
        "kids",
        "pages",
        "zeros",
        "zeros twice",
        "zeros in a form",
        "parts",
        "parameters",
        "laughs",
        "outside",
        "random",
        "cut",
    ],
)
def test_what_is_refused(workers: Workers, media_type: str, made: Callable[[], bytes], reason: str) -> None:
    with pytest.raises(ReadError, match=reason):
        workers.read(Raw("/m/x", media_type, made()))


_ROW = "<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr>" + WORD.format("a") + "</w:tc></w:tr>"
ROWS = f"<w:body><w:tbl>{_ROW * 20_000}</w:tbl></w:body>"
PAGE_OF_TRICKS = b"""<meta http-equiv=refresh content="0;url=javascript:evil(0)"><script>evil(1)</script>
<body onload="evil(2)"><p>The <a href="javascript:evil(3)">path</a> was <a href="data:text/html,evil(4)">opened</a>.
<img src=x onerror=evil(5) alt=evil></p><style>evil</style><math><mtext><script>evil(6)</script></mtext></math>"""


@pytest.mark.parametrize(
    ("media_type", "made", "text"),
    [
        (PDF, lambda: of_one_page(stream(b"BT /F 9 Tf 9 9 Td (Noted.) Tj ET " + b"[" * 50_000)), "Noted."),
        (
            DOCX,
            lambda: package({"word/document.xml": f"<w:document {SPACE}>{ROWS}</w:document>".encode()}),
            "a",
        ),
        (HTML, lambda: b"<table>" + b"<tr><td rowspan=1000000000>a<td>b" * 1_000 + b"</table>", "a | b\n" * 1_000),
        (HTML, lambda: PAGE_OF_TRICKS, "The path was opened."),
        (EML, lambda: MAIL + b"To: " + b"a@b.example, " * 300_000 + b"\n\nNoted.", "Noted."),
        (EML, lambda: MAIL + b"X: y\n" * 50_000 + b"\nNoted.", "Noted."),
        pytest.param(
            RTF, lambda: rb"{\rtf1 " + b"{" * 100_000 + b"Noted." + b"}" * 100_001, "Noted.", marks=needs_libreoffice
        ),
    ],
    ids=["arrays", "merged", "spans", "tricks", "recipients", "headers", "groups"],
)
def test_what_is_read(workers: Workers, media_type: str, made: Callable[[], bytes], text: str) -> None:
    found = workers.read(Raw("/m/x", media_type, made())).minutes.document.text
    assert found.removeprefix("Subject: Lamps\nFrom: clerk@ness.example\n").strip() == text.strip()


def contents(raw: Raw) -> tuple[int, list[str]]:
    """How many documents are in a container, and what is said of what is not read."""
    found = list(opened(raw))
    failures = [one.reason for one in found if isinstance(one, Failure)]
    return len(found) - len(failures), failures


@pytest.mark.parametrize(
    ("media_type", "made", "count", "failures"),
    [
        (
            ZIP,
            lambda: zipped({f"{n}.txt": b"" for n in range(65_535)}, 0),
            5_000,
            ["it holds more than 5,000 parts: split it into smaller ones"],
        ),
        (
            ZIP,
            lambda: zipped({"a.txt": bytes(50_000_000), "b.txt": b"Noted."}, zipfile.ZIP_BZIP2),
            0,
            ["it is packed in a way that cannot be read: unpack it"] * 2,
        ),
        (
            ZIP,
            lambda: zipped({f"{n}.zip": zipped({"0.txt": bytes(99_000_000)}) for n in range(6)}),
            5,
            ["it unpacks to more than 500 MB: split it into smaller ones"],
        ),
        (
            EML,
            lambda: MAIL + MIXED + ATTACHED * 2_100,
            2_000,
            ["it is damaged or no such container (more than 2,000 parts): unpack and save it anew"],
        ),
    ],
    ids=["entries", "bzip2", "zips of zeros", "parts"],
)
def test_containers(
    workers: Workers, media_type: str, made: Callable[[], bytes], count: int, failures: list[str]
) -> None:
    assert workers.run(partial(contents, Raw("/m/x", media_type, made()))) == (count, failures)


def converted(raw: Raw, folder: Path) -> Raw:
    """Have a program convert a file that writes down who it is and does not end."""
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\necho $$ > {folder}/process\nsleep 600\n")
    program.chmod(0o700)
    tempfile.tempdir = str(folder / "scratch")
    return as_docx(raw, str(folder))


def is_running(process: str) -> bool:
    with suppress(FileNotFoundError):
        return Path(f"/proc/{process}/stat").read_text().rpartition(") ")[2][0] not in "ZX"
    return False


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="only Linux says here what is running")
def test_a_converter_ends_with_the_process_that_waits_for_it(tmp_path: Path) -> None:
    (tmp_path / "scratch").mkdir()
    with Workers(1, 3, None) as workers, pytest.raises(ReadError, match="it was not read within 3 seconds"):
        workers.run(partial(converted, Raw("x.rtf", RTF, b"{\\rtf1 x}"), tmp_path))
    assert not is_running((tmp_path / "process").read_text().strip())
    assert list((tmp_path / "scratch").iterdir()) == []

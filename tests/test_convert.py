"""Files of other word processors: read by way of LibreOffice, or told what to install."""

import io
import shutil
import socket
import subprocess
import zipfile
from pathlib import Path

import docx
import pytest

from ingest import readers
from ingest.errors import ReadError
from ingest.found import Raw
from ingest.readers.convert import as_docx
from ingest.readers.media import DOC, DOCX, HTML, MHTML, ODT, RTF

RICH = rb"""{\rtf1\ansi{\fonttbl{\f0 Arial;}}\f0
{\b Harbour Board}\par Minutes of the meeting held on 5 March 2024\par
\trowd\cellx2000\cellx4000 Lamps\intbl\cell four\intbl\cell\row\pard
RESOLVED: That the lamps be mended.\par}"""
MANIFEST = """<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">
<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.text"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>"""
needs_libreoffice = pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")


def word(*paragraphs: str) -> bytes:
    made, packed = docx.Document(), io.BytesIO()
    for text in paragraphs:
        made.add_paragraph(text)
    made.add_paragraph("first point", style="List Number")
    made.add_paragraph("second point", style="List Number")
    made.save(packed)
    return packed.getvalue()


def saved_as(suffix: str, data: bytes, folder: Path) -> bytes:
    """What LibreOffice saves a Word document as."""
    (folder / "x.docx").write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        suffix,
        "--outdir",
        str(folder),
        str(folder / "x.docx"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return (folder / f"x.{suffix}").read_bytes()


@needs_libreoffice
@pytest.mark.parametrize(
    ("suffix", "media_type", "how"),
    [("doc", DOC, "old Word by LibreOffice"), ("odt", ODT, "OpenDocument by LibreOffice")],
)
def test_a_file_of_another_program_is_read(suffix: str, media_type: str, how: str, tmp_path: Path) -> None:
    data = saved_as(suffix, word("The Harbour Master said that four lamps were out."), tmp_path)
    reading = readers.read(Raw(f"x.{suffix}", media_type, data))
    assert [block.text for block in reading.blocks] == [
        "The Harbour Master said that four lamps were out.",
        "1. first point",
        "2. second point",
    ]
    assert (reading.how, reading.remarks) == (how, ())


@needs_libreoffice
def test_rich_text_with_a_table() -> None:
    reading = readers.read(Raw("x.rtf", RTF, RICH))
    assert [block.text for block in reading.blocks] == [
        "Harbour Board",
        "Minutes of the meeting held on 5 March 2024",
        "Lamps | four",
        "RESOLVED: That the lamps be mended.",
    ]


@needs_libreoffice
def test_rich_text_named_doc_is_read_as_what_it_is() -> None:
    reading = readers.read(Raw("x.doc", DOC, RICH))
    assert reading.how == "Rich Text by LibreOffice"
    assert reading.remarks == (
        "By its name the file is an old Word file (.doc); it is a Rich Text file (.rtf) and was read as that.",
    )


@pytest.mark.parametrize(
    ("media_type", "data", "how"),
    [
        (DOC, b"<html><body><p>Noted.</p></body></html>", "web page"),
        (DOC, word("Noted."), "Word"),
        (RTF, word("Noted."), "Word"),
        (HTML, b"MIME-Version: 1.0\nContent-Type: text/html\n\n<p>Noted.</p>", "saved web page"),
        (DOC, b"MIME-Version: 1.0\nContent-Type: text/html\n\n<p>Noted.</p>", "saved web page"),
    ],
)
def test_what_needs_no_converter_is_read_under_a_wrong_suffix(media_type: str, data: bytes, how: str) -> None:
    reading = readers.read(Raw("x", media_type, data))
    assert (reading.blocks[0].text, reading.how, len(reading.remarks)) == ("Noted.", how, 1)


def test_without_the_program_it_is_said_what_to_install(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=r"install libreoffice-writer-nogui .* then run the same command again"):
        as_docx(Raw("x.rtf", RTF, RICH), search=str(tmp_path))


@needs_libreoffice
def test_rubbish_is_refused_and_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with pytest.raises(ReadError):
        readers.read(Raw("x.doc", DOC, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 5000))
    assert list(tmp_path.iterdir()) == []


def test_a_locked_file_is_named_as_that() -> None:
    locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le")
    with pytest.raises(ReadError, match="encrypted and needs a password"):
        readers.read(Raw("x.docx", DOCX, locked))


@needs_libreoffice
def test_a_link_to_a_picture_is_not_followed() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"http://127.0.0.1:{server.getsockname()[1]}/lamps.png"
        content = f"""<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"
 xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"><office:body><office:text>
<text:p>Noted.</text:p><text:p><draw:frame><draw:image xlink:href="{address}"/></draw:frame></text:p>
</office:text></office:body></office:document-content>"""
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as made:
            made.writestr("mimetype", "application/vnd.oasis.opendocument.text")
            made.writestr("content.xml", content)
            made.writestr("META-INF/manifest.xml", MANIFEST)
        assert [block.text for block in readers.read(Raw("x.odt", ODT, packed.getvalue())).blocks] == ["Noted."]
        server.settimeout(0.1)
        with pytest.raises(TimeoutError):
            server.accept()


def test_a_saved_page_of_one_file() -> None:
    page = b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\nContent-Type: text/html\n\n"
    page += b"<p>Noted.</p>\n--x--\n"
    reading = readers.read(Raw("x.mht", MHTML, page))
    assert ([block.text for block in reading.blocks], reading.how) == (["Noted."], "saved web page")

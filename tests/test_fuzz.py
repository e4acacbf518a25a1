"""Readers meet rubbish: whatever the bytes, a document is read or refused, and nothing is run, fetched or written."""

from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.documents import read_without_ocr
from ingest.errors import IngestError
from ingest.found import Facts, Raw
from ingest.readers import media
from ingest.readers.media import DOCX, EML, HTML, MARKDOWN, MHTML, PDF, TEXT
from ingest.sources.folder import Folder
from tests.mutating import mutated
from tests.watching import Watch

SAMPLE = Path(__file__).parent.parent / "corpus" / "documents"
HEADS = {
    EML: b"From: a@b.example\nMIME-Version: 1.0\n",
    MHTML: b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\n",
    TEXT: b"",
    MARKDOWN: b"# ",
    HTML: b"<html><body>",
    PDF: b"%PDF-1.7\n",
    DOCX: b"PK\x03\x04",
}
SAMPLES = [one for one in Folder(SAMPLE, Facts(), 10_000_000).files() if isinstance(one, Raw)]
PARTS = st.sampled_from(
    [
        b"<table><tr><td colspan=999999999>",
        b"<ol start=-5><li>",
        b"<!--",
        b"&#xFFFFFFF;",
        b"1. RESOLVED that ",
        b"\n\n",
        b"12 March 2024 ",
        b"\xff\xfe",
        b"obj << /Type /Pages /Kids [1 0 R] >> endobj ",
        b"xref 0 1 trailer << /Root 1 0 R >> startxref 9 %%EOF",
        b"](x)![",
        b"| a | b |\n|---|---|\n",
    ]
)
WATCH = Watch()


def read(raw: Raw) -> None:
    """Read a document and forget it; whatever is raised but an IngestError, or done beside reading, is a defect."""
    with WATCH.watching() as seen:
        try:
            found = read_without_ocr(raw, "")
        except IngestError as error:
            assert str(error)
        else:
            assert found.passages
    assert seen == []


@pytest.mark.parametrize("media_type", HEADS)
@settings(max_examples=60)
@given(body=st.lists(st.one_of(PARTS, st.binary(max_size=60)), max_size=40).map(b"".join))
def test_rubbish_behind_the_right_beginning(media_type: str, body: bytes) -> None:
    read(Raw("x", media_type, HEADS[media_type] + body))


@pytest.mark.parametrize("media_type", sorted({raw.media_type for raw in SAMPLES}))
@settings(max_examples=40)
@given(seed=st.integers(0, 2**32))
def test_documents_damaged_anywhere(media_type: str, seed: int) -> None:
    draw = Random(seed)
    raw = draw.choice([one for one in SAMPLES if one.media_type == media_type])
    read(Raw(raw.source, media_type, mutated(raw.data, [one.data for one in SAMPLES], draw)))


def test_the_watch_sees_what_must_not_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import socket
    import subprocess
    import sys
    import tempfile

    (tmp_path / "scratch").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "scratch"))
    with WATCH.watching() as seen:
        (tmp_path / "scratch" / "fine").write_text("x")
        (tmp_path / "written").write_text("x")
        subprocess.run([sys.executable, "-c", ""], check=True)
        with socket.socket() as one:
            one.connect_ex(("127.0.0.1", 9))
    assert [act.split()[0] for act in seen] == ["open", "subprocess.Popen", "socket.connect"]


def test_every_media_type_that_is_read_is_tried() -> None:
    tried = set(HEADS)
    assert set(media.MEDIA_TYPES.values()) - tried <= {*media.CONVERTED, media.ZIP}

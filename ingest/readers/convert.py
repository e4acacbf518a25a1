"""Old Word, Rich Text and OpenDocument files, made into Word documents (.docx) by LibreOffice where it is installed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing.util import Finalize
from pathlib import Path
from tempfile import mkdtemp

from ingest.errors import ReadError
from ingest.minutes import Raw
from ingest.readers.media import DOC, DOCX, ODT, RTF

SECONDS = 120
"""A conversion that takes longer is ended: a long document takes a tenth of it."""
MOST_BYTES = 200_000_000
"""Bytes of the Word document that may come of it."""

_SUFFIXES = {DOC: ".doc", RTF: ".rtf", ODT: ".odt"}
_FILTERS = {DOC: "MS Word 97", RTF: "Rich Text Format", ODT: "writer8"}
"""What LibreOffice reads each with: left to choose, it takes a damaged file for plain text, and its bytes for words."""
_SECTOR = 512
"""Streams of an old Word file begin at multiples of it ([MS-CFB] 2.2)."""
_WORD_6 = b"\xdc\xa5"
"""What the text of a Word file begins with before Word 97, for which LibreOffice has other filters."""
_MISSING = (
    "it can be read where LibreOffice is installed: install libreoffice-writer-nogui (Debian, Ubuntu) or LibreOffice "
    "from libreoffice.org (macOS, Windows), then run the same command again; or save the file as .docx"
)
_PLACES = ("/Applications/LibreOffice.app/Contents/MacOS", r"C:\Program Files\LibreOffice\program")
_SEARCHED = os.pathsep.join((os.defpath, "/usr/local/bin", "/opt/libreoffice/program", *_PLACES))

_CLOSED = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="DisableActiveContent" oor:op="fuse"><value>true</value></prop>
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop>
</item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>2</value></prop>
</item>
</oor:items>
"""
"""Settings of LibreOffice: no macros, no active content, no link is followed."""


def as_docx(raw: Raw, search: str = _SEARCHED) -> Raw:
    """Return the document as a Word document (.docx).

    It is converted in a folder of its own, with settings of its own that let nothing be run or fetched; `search` are
    the folders in which LibreOffice is looked for, as in PATH.

    Raises ReadError where LibreOffice is not installed, does not end in time or makes nothing of the document.
    """
    program = shutil.which("soffice", path=search) or shutil.which("libreoffice", path=search)
    if program is None:
        raise ReadError(_MISSING)
    chosen = _chosen(raw)
    with _scratch() as folder:
        document = folder / f"document{_SUFFIXES[raw.media_type]}"
        document.write_bytes(raw.data)
        _run(program, document, folder, chosen)
        made = folder / "made" / "document.docx"
        if not made.is_file():
            raise ReadError("LibreOffice can make nothing of it: open it and save it as .docx")
        if made.stat().st_size > MOST_BYTES:
            raise ReadError(f"it becomes a Word document of over {MOST_BYTES // 1_000_000} MB: split it")
        return Raw(raw.source, DOCX, made.read_bytes(), raw.facts)


def _chosen(raw: Raw) -> list[str]:
    """Return how LibreOffice is told what to read a document with."""
    if raw.media_type == DOC and any(raw.data.startswith(_WORD_6, at) for at in range(0, len(raw.data), _SECTOR)):
        return []
    return [f"--infilter={_FILTERS[raw.media_type]}"]


@contextmanager
def _scratch() -> Iterator[Path]:
    """Make a folder that is gone at the end, or when this process is told to end by a SIGTERM."""
    name = mkdtemp(prefix="minutebook-")
    gone = Finalize(None, shutil.rmtree, (name, True), exitpriority=0)
    try:
        yield Path(name)
    finally:
        gone()


def _run(program: str, document: Path, folder: Path, chosen: list[str]) -> None:
    settings = folder / "settings" / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    settings.write_text(_CLOSED, encoding="utf-8")
    command = [
        program,
        f"-env:UserInstallation={(folder / 'settings').as_uri()}",
        *("--headless", "--norestore", "--nolockcheck", "--nologo", *chosen),
        *("--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder / "made"), str(document)),
    ]
    # An environment of its own: no proxy, no desktop, and whatever it writes to its home goes with the folder.
    environment = {"HOME": str(folder), "TMPDIR": str(folder), "PATH": os.defpath, "LANG": "C.UTF-8"}
    with subprocess.Popen(  # noqa: S603  # the program found above, and names that are ours
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environment,
        start_new_session=True,
    ) as running:
        # A process that reads is ended where it takes too long, and LibreOffice would go on without it.
        ended = Finalize(None, _end, (running.pid,), exitpriority=1)
        try:
            running.wait(SECONDS)
        except subprocess.TimeoutExpired:
            raise ReadError(f"LibreOffice did not convert it within {SECONDS} seconds: save it as .docx") from None
        finally:
            ended()


def _end(group: int) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(group, signal.SIGKILL)

"""The parts of a Word document, unpacked and parsed within limits: a small file may be made to fill the memory."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Mapping
from typing import Any

from lxml import etree

from ingest.errors import ReadError

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"

MOST_TEXT = 64 << 20
"""Bytes of XML in one document, all parts together: the longest real ones have a tenth of it, a zip bomb has more."""
MOST_MARKUP = 4_000_000
"""Tags and attributes in one document: each takes some 200 bytes, and 64 MB of real XML hold about as many."""

_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", M[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", R[1:-1].encode()),
)
"""The names that "Strict Open XML" gives to what all others call otherwise (ISO/IEC 29500-1 and -4)."""
_DOCTYPE = re.compile(rb"<\0?!\0?D\0?O\0?C\0?T\0?Y\0?P\0?E|<\0?!\0?E\0?N\0?T\0?I\0?T\0?Y")
"""In UTF-8 or UTF-16. The format forbids it (ISO/IEC 29500-2, 8.2.5), and entities are declared nowhere else."""
_PLAIN = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
"""What the format allows; the other ways to pack cannot be unpacked a little at a time."""


class Package:
    """The parts of one Word document, each parsed when it is asked for. Nothing outside the file is ever looked up."""

    def __init__(self, data: bytes) -> None:
        """Open a package.

        Raises:
            ReadError: it is no Word document, is locked, or is made to fill the memory.
            zipfile.BadZipFile: it is damaged.
        """
        self._packed = zipfile.ZipFile(io.BytesIO(data))
        self._names = {name.lower(): name for name in self._packed.namelist()}
        self._text_left, self._markup_left = MOST_TEXT, MOST_MARKUP
        name = next((target for kind, target in self._related("").values() if kind == "officeDocument"), "")
        self._main = name or "word/document.xml"
        self._beside = self._related(self._main)
        document = self._parsed(self._main)
        if document is None or document.tag != f"{W}document":
            raise ReadError("not a whole Word document (.docx): it has no text of Word's; open it and save it again")
        self.document: Any = document

    def related(self, kind: str) -> Any | None:
        """Return the root of the part of a `kind` ("styles", "footnotes"); None where the document has none."""
        return next((self._parsed(target) for of, target in self._beside.values() if of == kind), None)

    def part(self, identity: str) -> Any | None:
        """Return the root of the part that the document calls `identity` (an r:id); None where it has none."""
        return self._parsed(self._beside[identity][1]) if identity in self._beside else None

    def _related(self, name: str) -> Mapping[str, tuple[str, str]]:
        """Return the kind and the name of each part that part `name` ("": the package) refers to, by its r:id."""
        folder, base = posixpath.split(name)
        root = self._parsed(posixpath.join(folder, "_rels", f"{base}.rels"))
        found = {}
        for one in [] if root is None else root:
            if isinstance(one.tag, str) and one.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, one.get("Target", ""))).lstrip("/")
                found[one.get("Id", "")] = (one.get("Type", "").rpartition("/")[2], target)
        return found

    def _parsed(self, name: str) -> Any | None:
        """Return the root of the part `name`, None where there is none."""
        data = self._unpacked(name)
        if data is None:
            return None
        self._markup_left -= data.count(b"<") + data.count(b"=")
        if self._markup_left < 0:
            raise ReadError(
                f"it is made of more than {MOST_MARKUP // 1_000_000} million tags, which no real document is: "
                "if it is one, split it"
            )
        if _DOCTYPE.search(data):
            raise ReadError(f"{name} declares entities, which Word never does: open it in Word and save it again")
        for strict, usual in _STRICT:
            data = data.replace(strict, usual)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
        try:
            return etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            if "depth" in str(error).lower():
                raise ReadError("its parts are nested too deep to be read: open it and save it again") from error
            if "XML_PARSE_HUGE" in str(error):
                raise ReadError("one piece of its text is longer than 10 MB: split it into paragraphs") from error
            raise zipfile.BadZipFile(f"{name}: {error}") from error

    def _unpacked(self, name: str) -> bytes | None:
        """Return the bytes of the part `name`. Counted is what comes out, not what the package says of itself."""
        stored = self._names.get(name.lower())
        if stored is None:
            return None
        about = self._packed.getinfo(stored)
        if about.compress_type not in _PLAIN:
            raise zipfile.BadZipFile(f"{name} is packed in a way that Word does not use")
        if about.flag_bits & 1:
            raise ReadError("the Word document is locked with a password: save it without one")
        with self._packed.open(about) as file:
            part = file.read(self._text_left + 1)
        self._text_left -= len(part)
        if self._text_left < 0:
            raise ReadError(
                f"its text unpacks to more than {MOST_TEXT >> 20} MB, which no real document does: "
                "if it is one, split it"
            )
        return part

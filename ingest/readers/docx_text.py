"""The text of one paragraph of a Word document, as printed once all tracked changes are accepted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ingest.readers.docx_package import M, W
from ingest.readers.docx_styles import Style, Styles, child, is_on, switched, value

_COMPATIBLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_ALTERNATE, _CHOICE, _FALLBACK = (f"{_COMPATIBLE}{name}" for name in ("AlternateContent", "Choice", "Fallback"))
_SKIPPED = frozenset(f"{W}{name}" for name in "del moveFrom pPr rPr sdtPr instrText delText rt fldData".split())
"""Tracked deletions, properties, field codes, and the reading aid above a character."""
_PRINTED: Mapping[str, str] = {
    f"{W}tab": "\t",
    f"{W}ptab": "\t",
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
}
_BOX = f"{W}txbxContent"
_NOTES = {f"{W}footnoteReference": "footnotes", f"{W}endnoteReference": "endnotes"}
_BOXES = {True: "☒", False: "☐"}
_SIGNS: Mapping[tuple[str, int], str] = {
    ("wingdings", 0xA8): "☐",
    ("wingdings", 0x6F): "☐",
    ("wingdings", 0x71): "☐",
    ("wingdings", 0xFE): "☑",
    ("wingdings", 0xFD): "☒",
    ("wingdings", 0xFC): "✓",
    ("wingdings", 0xFB): "✗",
    ("wingdings 2", 0x50): "✓",
    ("wingdings 2", 0x52): "☑",
    ("wingdings 2", 0x53): "☒",
    ("wingdings 2", 0xA3): "☐",
    ("symbol", 0xA3): "≤",
    ("symbol", 0xB3): "≥",
    ("symbol", 0xB0): "°",
    ("symbol", 0xB1): "±",
    ("symbol", 0xB4): "×",
    ("symbol", 0xB9): "≠",
    ("symbol", 0xBB): "≈",
    ("symbol", 0x2D): "−",
}
"""Characters that minutes and forms take from fonts which put other signs in the places of letters."""


class Text:
    """What stands in a paragraph (a w:p), or in several whose marks between them are deleted.

    `boxes` are the text boxes anchored in it, `notes` the notes referred to, as kind of part and w:id. `bold`: every
    word of it is in bold type.
    """

    def __init__(self, styles: Styles) -> None:
        self.boxes: list[Any] = []
        self.notes: list[tuple[str, str]] = []
        self._styles = styles
        self._parts: list[tuple[str, bool]] = []
        self._bold: list[bool] = []
        self._codes: list[bool] = []
        """For each field that is open, whether its code is being read, which is not printed, rather than its result."""

    def add(self, paragraph: Any, style: Style) -> None:
        """Read a paragraph of this style."""
        self._codes = []
        before = len(self._parts)
        self._inside(paragraph, style)
        if True in self._codes:
            # A field without an end is damaged: better its code than to lose what follows it.
            self._parts[before:] = [(text, False) for text, _ in self._parts[before:]]

    @property
    def text(self) -> str:
        """The text with a line break as LF."""
        return "".join(text for text, coded in self._parts if not coded)

    @property
    def bold(self) -> bool:
        """Whether it holds words, all in bold type."""
        return bool(self._bold) and all(self._bold)

    def _inside(self, element: Any, style: Style) -> None:
        for one in element:
            if one.tag in _SKIPPED or (one.tag == f"{W}sdt" and _is_prompt(one)):
                continue
            if one.tag == f"{W}r":
                self._run(one, style)
            elif one.tag == _ALTERNATE:
                self._inside(_chosen(one), style)
            elif one.tag == _BOX:
                self.boxes.append(one)
            elif one.tag == f"{M}t":
                self._print(one.text or "")
            else:
                self._inside(one, style)

    def _run(self, run: Any, style: Style) -> None:
        """Read a w:r, all of it in one type."""
        named = value(run, "rPr/rStyle")
        own = self._styles.named(named) if named is not None else Style()
        if switched(run, "rPr/vanish", own.hidden or style.hidden):
            return
        before = len(self._parts)
        self._in_run(run, style)
        if any(text.strip() for text, _ in self._parts[before:]):
            self._bold.append(switched(run, "rPr/b", own.bold or style.bold))

    def _in_run(self, element: Any, style: Style) -> None:
        for one in element:
            if one.tag == f"{W}t":
                self._print(one.text or "")
            elif one.tag in _PRINTED:
                self._print(_PRINTED[one.tag])
            elif one.tag == f"{W}sym":
                self._print(_sign(one))
            elif one.tag == f"{W}fldChar":
                self._field(one)
            elif one.tag in _NOTES:
                self.notes.append((_NOTES[one.tag], one.get(f"{W}id", "")))
            elif one.tag not in _SKIPPED:
                # A drawing may hold text boxes, and Word's alternatives may hold runs.
                self._inside([one], style)

    def _print(self, text: str) -> None:
        self._parts.append((text, True in self._codes))

    def _field(self, mark: Any) -> None:
        """Begin a field, go from its code to its result, or end it."""
        kind = mark.get(f"{W}fldCharType")
        if kind == "begin":
            box = child(mark, "ffData/checkBox")
            if box is not None:
                self._print(_BOXES[switched(box, "checked", switched(box, "default", otherwise=False))])
            self._codes.append(True)
        elif self._codes and kind == "separate":
            self._codes[-1] = False
        elif self._codes and kind == "end":
            self._codes.pop()


def transparent(element: Any) -> Iterator[Any]:
    """Yield what stands in `element` at the level of paragraphs, rows or cells, through all that only wraps it."""
    for one in element:
        if one.tag == _ALTERNATE:
            yield from transparent(_chosen(one))
        elif one.tag in _WRAPPERS:
            yield from transparent(one)
        elif one.tag == f"{W}sdt":
            if not _is_contents(one) and not (_is_prompt(one) and child(one, "sdtContent/p") is not None):
                yield from transparent(one)
        else:
            yield one


_WRAPPERS = frozenset(f"{W}{name}" for name in "sdtContent ins moveTo customXml smartTag".split())


def _chosen(alternate: Any) -> Any:
    """Return the first of the alternatives of which a program shows one: they say the same in new and old ways."""
    first = alternate.find(_CHOICE)
    if first is None:
        first = alternate.find(_FALLBACK)
    return () if first is None else first


def _is_prompt(control: Any) -> bool:
    """Whether a content control was never filled in and shows what to do ("Click here to enter text")."""
    return switched(control, "sdtPr/showingPlcHdr", otherwise=False)


def _is_contents(control: Any) -> bool:
    """Whether a content control holds the table of contents."""
    return (value(control, "sdtPr/docPartObj/docPartGallery") or "").lower() == "table of contents"


def _sign(symbol: Any) -> str:
    """Return the character of a w:sym."""
    code = symbol.get(f"{W}char", "")
    if not re.fullmatch("[0-9A-Fa-f]{1,4}", code):
        return ""
    number = int(code, 16)
    low = number - 0xF000 if 0xF000 <= number <= 0xF0FF else number
    return _SIGNS.get((symbol.get(f"{W}font", "").lower(), low), chr(number))


def is_gone(properties: Any | None) -> bool:
    """Whether properties (a w:rPr of a paragraph mark, w:trPr, w:tcPr) say that a tracked change took it away."""
    return properties is not None and any(
        properties.find(f"{W}{name}") is not None for name in ("del", "moveFrom", "cellDel")
    )


def is_hidden(properties: Any | None) -> bool:
    """Whether the properties of a paragraph mark or a row hide it."""
    return properties is not None and any(
        one.tag in {f"{W}vanish", f"{W}hidden"} and is_on(one, f"{W}val", missing="1") for one in properties
    )

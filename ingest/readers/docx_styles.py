"""The styles of a Word document: what a paragraph is by the style that it has."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from ingest.readers.docx_package import W

_HEADING = re.compile(r"(?:heading|title|subtitle)\b", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:toc (?:\d|heading)|table of figures)\b", re.IGNORECASE)
_CAPTION = re.compile("caption", re.IGNORECASE)
"""What is said of a table or picture is no title, though it is in bold type."""
_LEVELS = frozenset("012345678")


@dataclass(frozen=True, slots=True)
class Style:
    """What a style says, with what it is based on.

    `number` and `level` are those of its list, None where it says none; `numbered_by` is the style, itself or one below
    it, that names the list and whose level it is. `contents`: it is that of a table of contents.
    """

    heading: bool = False
    contents: bool = False
    hidden: bool = False
    bold: bool = False
    number: str | None = None
    level: int | None = None
    numbered_by: str | None = None


_PLAIN = Style()


class Styles:
    """The styles of one document, each worked out once: they may be based on each other, even in a circle."""

    def __init__(self, root: Any | None) -> None:
        found = [] if root is None else root.findall(f"{W}style")
        self._elements = {style.get(f"{W}styleId"): style for style in found}
        self._known: dict[str | None, Style] = {None: _PLAIN}
        self._usual = next((style.get(f"{W}styleId") for style in found if _is_usual(style)), None)

    def of(self, paragraph: Any) -> Style:
        """Return the style of a w:p."""
        return self.named(value(paragraph, "pPr/pStyle") or self._usual)

    def named(self, identity: str | None) -> Style:
        """Return the style with this w:styleId; one that says nothing where there is none."""
        chain: list[str] = []
        while identity is not None and identity not in self._known and identity in self._elements:
            self._known[identity] = _PLAIN  # Where the chain comes back to a style, it ends.
            chain.append(identity)
            identity = value(self._elements[identity], "basedOn")
        style = self._known.get(identity, _PLAIN)
        for one in reversed(chain):
            style = self._known[one] = _own(one, self._elements[one], style)
        return style


def _is_usual(style: Any) -> bool:
    return style.get(f"{W}type") == "paragraph" and is_on(style, f"{W}default", missing="0")


def _own(identity: str, element: Any, base: Style) -> Style:
    """Return what a style says, and what `base` says where it says nothing."""
    name = value(element, "name") or ""
    number, level = value(element, "pPr/numPr/numId"), value(element, "pPr/numPr/ilvl")
    numbered_by = base.numbered_by if level is None else None
    return Style(
        heading=base.heading or bool(_HEADING.match(name)) or value(element, "pPr/outlineLvl") in _LEVELS,
        contents=base.contents or bool(_CONTENTS.match(name)),
        hidden=switched(element, "rPr/vanish", base.hidden),
        bold=switched(element, "rPr/b", base.bold) and not _CAPTION.match(name),
        number=base.number if number is None else number,
        level=base.level if level is None else integer(level, 0),
        numbered_by=numbered_by if number is None else identity,
    )


def child(element: Any, path: str) -> Any | None:
    """Return the descendant of `element` at a path of w: names ("pPr/pStyle"), None without one."""
    return element.find(_full(path))


@cache
def _full(path: str) -> str:
    """Return a path of w: names as lxml writes it: they are few, and asked for at each paragraph."""
    return "/".join(f"{W}{name}" for name in path.split("/"))


def value(element: Any, path: str) -> str | None:
    """Return the w:val at a path of w: names; None without one."""
    found = child(element, path)
    return None if found is None else found.get(f"{W}val")


def switched(element: Any, path: str, otherwise: bool) -> bool:
    """Return whether the switch at a path of w: names is on; `otherwise` where it is not there."""
    found = child(element, path)
    return otherwise if found is None else is_on(found, f"{W}val", missing="1")


def is_on(element: Any, attribute: str, *, missing: str) -> bool:
    """Return whether an attribute says yes, as `missing` says where it is not there."""
    return element.get(attribute, missing) not in {"0", "false", "off", "none"}


def integer(text: str | None, otherwise: int) -> int:
    """Return an integer of at most nine digits, `otherwise` where `text` is none."""
    return int(text) if text and re.fullmatch(r"-?[0-9]{1,9}", text) else otherwise

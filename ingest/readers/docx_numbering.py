"""The numbers and bullets that Word prints before the paragraphs of its automatic lists."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ingest.readers.normalise import clean
from ingest.readers.numerals import roman

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@dataclass(frozen=True, slots=True)
class _Level:
    """How one level of a list is printed: `shape` is Word's lvlText, such as "%1.%2"."""

    form: str
    shape: str
    start: int


class Numbering:
    """Counts the paragraphs of each list of one document."""

    def __init__(self, document: Any) -> None:
        self._styles = {style.get(f"{W}styleId"): style for style in document.styles.element.findall(f"{W}style")}
        self._lists: dict[str, str] = {}
        self._levels: dict[tuple[str, int], _Level] = {}
        self._overrides: dict[tuple[str, int], int] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()
        try:
            root = document.part.numbering_part.element
        except (KeyError, NotImplementedError):
            return  # python-docx offers no other way to ask whether a document has lists.
        self._read(root)

    def marker(self, paragraph: Any) -> str:
        """Return the marker printed before `paragraph` (a w:p), counting it; "" outside lists."""
        number, level = self._place(paragraph)
        name = self._lists.get(number)
        if name is None or (name, level) not in self._levels:
            return ""
        counts = self._counts.setdefault(name, {})
        if (number, level) in self._overrides and (number, level) not in self._begun:
            counts.pop(level, None)
        self._begun.add((number, level))
        start = self._overrides.get((number, level), self._levels[name, level].start)
        counts[level] = counts.get(level, start - 1) + 1
        for deeper in [other for other in counts if other > level]:
            del counts[deeper]
        return self._printed(name, level, counts)

    def style(self, paragraph: Any) -> list[Any]:
        """Return the style of `paragraph` and those it is based on, nearest first."""
        named = paragraph.find(f"{W}pPr/{W}pStyle")
        identity = named.get(f"{W}val") if named is not None else None
        found: list[Any] = []
        while identity in self._styles and self._styles[identity] not in found:
            found.append(self._styles[identity])
            based = found[-1].find(f"{W}basedOn")
            identity = based.get(f"{W}val") if based is not None else None
        return found

    def _read(self, root: Any) -> None:
        """Take the lists of numbering.xml."""
        for abstract in root.findall(f"{W}abstractNum"):
            name = abstract.get(f"{W}abstractNumId")
            for level in abstract.findall(f"{W}lvl"):
                self._levels[name, _integer(level.get(f"{W}ilvl"), 0)] = _level(level)
        for concrete in root.findall(f"{W}num"):
            number = concrete.get(f"{W}numId")
            self._lists[number] = _value(concrete, "abstractNumId", "")
            for override in concrete.findall(f"{W}lvlOverride"):
                start = override.find(f"{W}startOverride")
                if start is not None:
                    at = _integer(override.get(f"{W}ilvl"), 0)
                    self._overrides[number, at] = _integer(start.get(f"{W}val"), 1)

    def _place(self, paragraph: Any) -> tuple[str, int]:
        """Return the list and the level of `paragraph`, its own or its style's; ("0", 0), Word's "none", outside."""
        for properties in [paragraph, *self.style(paragraph)]:
            found = properties.find(f"{W}pPr/{W}numPr")
            if found is not None and found.find(f"{W}numId") is not None:
                return _value(found, "numId", "0"), _integer(_value(found, "ilvl", "0"), 0)
        return "0", 0

    def _printed(self, name: str, level: int, counts: dict[int, int]) -> str:
        """Return the marker of `level` with the numbers of the levels above it put in."""

        def shown(match: re.Match[str]) -> str:
            at = int(match.group(1)) - 1
            of = self._levels.get((name, at))
            if of is None:
                return ""
            return _FORMS.get(of.form, str)(counts.get(at, of.start))

        of = self._levels[name, level]
        if of.form == "bullet":
            text = clean(of.shape) or "•"
            return "•" if any("\ue000" <= character <= "\uf8ff" for character in text) else text
        return "" if of.form == "none" else clean(re.sub(r"%(\d)", shown, of.shape))


def _level(element: Any) -> _Level:
    form = _value(element, "numFmt", "decimal")
    return _Level(form, _value(element, "lvlText", ""), _integer(_value(element, "start", "1"), 1))


def _value(element: Any, name: str, otherwise: str) -> str:
    """Return the w:val of the child `name`, `otherwise` without one."""
    found = element.find(f"{W}{name}")
    return otherwise if found is None else str(found.get(f"{W}val", otherwise))


def _integer(text: str | None, otherwise: int) -> int:
    return int(text) if text and re.fullmatch(r"-?[0-9]{1,9}", text) else otherwise


def _letter(number: int) -> str:
    """Return `number` as Word counts letters: "z" is followed by "aa", then "bb"."""
    if number < 1:
        return str(number)
    times, rest = divmod(number - 1, 26)
    return chr(ord("a") + rest) * min(times + 1, 30)


_FORMS: dict[str, Callable[[int], str]] = {
    "lowerLetter": _letter,
    "upperLetter": lambda number: _letter(number).upper(),
    "lowerRoman": roman,
    "upperRoman": lambda number: roman(number).upper(),
    "decimalZero": lambda number: f"{number:02d}",
}

"""The numbers and bullets that Word prints before the paragraphs of its automatic lists."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ingest.readers.docx_package import W
from ingest.readers.docx_styles import Style, integer, switched, value
from ingest.readers.normalise import clean
from ingest.readers.numerals import ordinal, roman

_LONGEST = 60
"""Characters of a level's pattern: real ones have a tenth of it."""
_LEVELS = 9
"""All that a list may have."""


@dataclass(frozen=True, slots=True)
class _Level:
    """How one level of a list is printed: `shape` is Word's lvlText, such as "%1.%2".

    `tight`: nothing stands between number and text. `legal`: the numbers of levels above are digits, whatever their
    form. A paragraph at a level below `restart` makes this one begin again; 0 for never. `style` is whose level it is.
    """

    form: str
    shape: str
    start: int
    tight: bool
    legal: bool
    restart: int
    style: str | None


@dataclass(frozen=True, slots=True)
class _List:
    """A w:num: the name of its counter, its levels, and those that begin at another number in it."""

    counter: str
    levels: Mapping[int, _Level]
    starts: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Marker:
    """What Word prints before a paragraph ("" for nothing); `tight`: without a space behind it."""

    text: str = ""
    tight: bool = False


class Numbering:
    """Counts the paragraphs of each list of one document."""

    def __init__(self, root: Any | None) -> None:
        self._lists: Mapping[str, _List] = {} if root is None else _lists(root)
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()

    def marker(self, paragraph: Any, style: Style) -> Marker:
        """Return the marker printed before `paragraph` (a w:p) of this style, counting it."""
        number, at = self._place(paragraph, style)
        if number not in self._lists or at not in self._lists[number].levels:
            return Marker()
        of = self._lists[number]
        counts = self._counts.setdefault(of.counter, {})
        if at in of.starts and (number, at) not in self._begun:
            counts.pop(at, None)
        self._begun.add((number, at))
        counts[at] = counts.get(at, of.starts.get(at, of.levels[at].start) - 1) + 1
        for deeper in [other for other in counts if other > at]:
            if deeper not in of.levels or at < of.levels[deeper].restart:
                del counts[deeper]
        return Marker(_printed(of.levels, at, counts), of.levels[at].tight)

    def _place(self, paragraph: Any, style: Style) -> tuple[str, int]:
        """Return the list and the level of `paragraph`, its own or its style's; ("0", 0), Word's "none", outside."""
        own, level = value(paragraph, "pPr/numPr/numId"), value(paragraph, "pPr/numPr/ilvl")
        number = style.number or "0" if own is None else own
        if level is not None:
            return number, integer(level, 0)
        if own is None and number in self._lists:
            levels = self._lists[number].levels.items()
            return number, next((at for at, of in levels if of.style == style.numbered_by), style.level or 0)
        return number, style.level or 0


def _lists(root: Any) -> Mapping[str, _List]:
    """Return the lists of numbering.xml by their w:numId."""
    abstract = {one.get(f"{W}abstractNumId", ""): one for one in root.findall(f"{W}abstractNum")}
    levels = {name: _levels(one) for name, one in abstract.items()}
    shared = {value(one, "styleLink"): name for name, one in abstract.items()}
    found = {}
    for concrete in root.findall(f"{W}num"):
        name = value(concrete, "abstractNumId") or ""
        if name not in abstract:
            continue
        link = value(abstract[name], "numStyleLink")
        if link is not None:
            name = shared.get(link, name)  # A list of a list style has its levels where the style has them.
        overrides = concrete.findall(f"{W}lvlOverride")[:_LEVELS]
        starts = {integer(one.get(f"{W}ilvl"), 0): value(one, "startOverride") for one in overrides}
        found[concrete.get(f"{W}numId")] = _List(
            counter=name,
            levels=levels[name] | {at: level for one in overrides for at, level in _levels(one).items()},
            starts={at: integer(start, 1) for at, start in starts.items() if start is not None},
        )
    return found


def _levels(element: Any) -> dict[int, _Level]:
    """Return the levels of a w:abstractNum or w:lvlOverride, by their number from 0."""
    return {integer(one.get(f"{W}ilvl"), 0): _level(one) for one in element.findall(f"{W}lvl")[:_LEVELS]}


def _level(element: Any) -> _Level:
    return _Level(
        form=value(element, "numFmt") or "decimal",
        shape=(value(element, "lvlText") or "")[:_LONGEST],
        start=integer(value(element, "start"), 0),
        tight=value(element, "suff") == "nothing",
        legal=switched(element, "isLgl", otherwise=False),
        restart=integer(value(element, "lvlRestart"), integer(element.get(f"{W}ilvl"), 0)),
        style=value(element, "pStyle"),
    )


def _printed(levels: Mapping[int, _Level], level: int, counts: Mapping[int, int]) -> str:
    """Return the marker of `level` with the numbers of the levels above it put in."""
    of = levels[level]

    def shown(match: re.Match[str]) -> str:
        at = int(match.group(1)) - 1
        if at not in levels:
            return ""
        form = "decimal" if of.legal and at != level else levels[at].form
        return "" if form == "none" else _FORMS.get(form, str)(counts.get(at, levels[at].start))

    if of.form == "bullet":
        text = clean(of.shape) or "•"
        return "•" if any("\ue000" <= character <= "\uf8ff" for character in text) else text
    return "" if of.form == "none" and "%" in of.shape else clean(re.sub(r"%(\d)", shown, of.shape))


def _letter(number: int) -> str:
    """Return `number` as Word counts letters: "z" is followed by "aa", then "bb"."""
    if number < 1:
        return str(number)
    times, rest = divmod(number - 1, 26)
    return chr(ord("a") + rest) * min(times + 1, 30)


_FORMS: Mapping[str, Callable[[int], str]] = {
    "lowerLetter": _letter,
    "upperLetter": lambda number: _letter(number).upper(),
    "lowerRoman": roman,
    "upperRoman": lambda number: roman(number).upper(),
    "decimalZero": lambda number: f"{number:02d}",
    "ordinal": ordinal,
    "numberInDash": lambda number: f"- {number} -",
}

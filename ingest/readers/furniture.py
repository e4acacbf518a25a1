"""What a page carries beside its text: running headers and footers, page numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence, Set

from ingest.readers import markers
from ingest.readers.lines import Line

_ZONE = 3
"""So many lines at the head and at the foot of a page may be furniture."""
_NUMBER = re.compile(
    r"(?:page\s*)?[-–—|\s]*\d{1,4}[-–—|\s]*(?:page)?|(?:page\s*)?\d{1,4}\s*(?:of|/)\s*\d{1,4}", re.IGNORECASE
)
_ENDS_IN_PAGE = re.compile(r".{0,60}\bpage\s*(\d{1,4})", re.IGNORECASE)
_INTEGER = re.compile(r"(?<![\d.,/£])\d{1,4}(?![\d,%]|\.\d)")
_SIGNED = re.compile(r"\b(?:signed|dated?|chair(?:man|person|woman)?)\b", re.IGNORECASE)

Place = tuple[int, str]
"""How many lines from the edge of its page a line stands, and its text in lower case."""


def removed(pages: Sequence[Sequence[Line]]) -> list[Line]:
    """Return the lines of all pages in order, without furniture.

    Furniture stands at the same place of at least half of the pages, the same but for a number that goes with the
    page. A running header that has words is kept where it first stands: it is often the only title of the record.
    Signature lines and list items are kept on every page.
    """
    heads = _repeated([[_head(at, line) for at, line in enumerate(page[:_ZONE])] for page in pages])
    feet = _repeated([[_foot(at, line) for at, line in enumerate(page[: -_ZONE - 1 : -1])] for page in pages])
    seen: set[Place] = set()
    return [line for page in pages for line in _body(page, heads, feet, seen)]


def _head(at: int, line: Line) -> set[Place]:
    """Return the places of a line near the head of its page: as it is, and with the number of its page masked.

    Other numbers stay: "Question 5" may begin a page as a title.
    """
    return _places(at, line, range(1))


def _foot(at: int, line: Line) -> set[Place]:
    """Return the places of a line near the foot: as it is, and with each of its numbers counted from its page's."""
    return _places(at, line, range(-2000, 2000))


def _places(at: int, line: Line, masked: range) -> set[Place]:
    """Return `line` with one number at a time replaced by its distance from the page's, for distances in `masked`."""
    text = line.text.lower()
    found: set[Place] = {(at, text)}
    for number in _INTEGER.finditer(text) if line.page else ():
        distance = int(number.group()) - (line.page or 0)
        if distance in masked:
            found.add((at, f"{text[: number.start()]}#{distance}{text[number.end() :]}"))
    return found


def _repeated(zones: Sequence[Sequence[Set[Place]]]) -> frozenset[Place]:
    """Return the places that at least half of the pages (and two) have in common."""
    counts = Counter(place for zone in zones for places in zone for place in places)
    least = max(2, (len(zones) + 1) // 2)
    return frozenset(place for place, count in counts.items() if count >= least and not _is_content(place[1]))


def _is_content(text: str) -> bool:
    """Whether a line is never furniture: a signature, or an item of a list."""
    return bool(_SIGNED.search(text)) or (markers.label(text) is not None and any(map(str.isalpha, text)))


def _body(page: Sequence[Line], heads: Set[Place], feet: Set[Place], seen: set[Place]) -> Iterator[Line]:
    """Yield the lines of `page` that are no furniture; `seen` collects the headers that stood on earlier pages."""
    for at, line in enumerate(page):
        below = len(page) - 1 - at
        head = _head(at, line) & heads if at < _ZONE else frozenset()
        foot = _foot(below, line) & feet if below < _ZONE else frozenset()
        edge = at < _ZONE or below < _ZONE
        if edge and _is_number(line, repeated=bool(head or foot), alone=len(page) > 1):
            continue
        if not (head or foot) or (head and not head & seen):
            yield line
        seen |= head


def _is_number(line: Line, *, repeated: bool, alone: bool) -> bool:
    """Whether a line at the edge of a page is its number: "Page 3", "Minutes – Page 3", a bare "3" on page 3."""
    ending = _ENDS_IN_PAGE.fullmatch(line.text)
    if ending and int(ending.group(1)) == line.page:
        return True
    if not _NUMBER.fullmatch(line.text):
        return False
    return repeated or "page" in line.text.lower() or (alone and line.text == str(line.page))

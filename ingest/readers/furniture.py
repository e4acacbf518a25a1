"""What a page carries beside its text: running headers and footers, page numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

from ingest.readers import markers
from ingest.readers.lines import Line

_ZONE = 3
"""So many lines at the head and at the foot of a page may be furniture."""
_NUMBER = re.compile(
    r"(?:page\s*)?[-–—|\s]*\d{1,4}[-–—|\s]*(?:page)?|(?:page\s*)?\d{1,4}\s*(?:of|/)\s*\d{1,4}", re.IGNORECASE
)
_ENDS_IN_PAGE = re.compile(r".{0,60}\bpage\s*(\d{1,4})", re.IGNORECASE)
_INTEGER = re.compile(r"(?<![\d.,/£])\d{1,4}(?![\d,%]|\.\d)")
_LONGEST = 200
"""No furniture has more characters."""
_MARGIN = 0.09
"""The share of a page at its head and at its foot in which a line may be furniture, wherever its content puts it."""
_WORDS = re.compile(r"#|[^\W\d_]{2}.*\s[^\W\d_]{2}")
"""What is known by its height has two words or the number of its page: the head of a table is often one, or figures."""
_RUN, _SPAN = 3, 6
"""In a pack of several documents, a running head stands on so many of so many pages in a row."""
_TOP, _BOTTOM = "top", "bottom"
_STAMP = re.compile(r"(?:minute|agenda) (?:item|annex|appendix)e?s? \d{1,3}[a-z]?", re.IGNORECASE)
_BLANK = re.compile(r"(?:this )?page (?:is |has been )?(?:intentionally |deliberately )?left blank\.?", re.IGNORECASE)
_SIGNED = re.compile(r"\b(?:signed|dated?|chair(?:man|person|woman)?)\b", re.IGNORECASE)

Place = tuple[str, int, str]
"""The edge of the page, how many lines or thousandths of the page from it a line stands, and its text in lower case."""


@dataclass(frozen=True, slots=True)
class _Edges:
    """Where a line stands at the head and at the foot of its page, if there."""

    head: frozenset[Place] = frozenset()
    foot: frozenset[Place] = frozenset()


def removed(pages: Sequence[Sequence[Line]]) -> list[Line]:
    """Return the lines of all pages in order, without furniture.

    Furniture stands at the same place of at least half of the pages, or at the same height of several pages in a row,
    the same but for a number that goes with the page. A running header that has words is kept where it first stands:
    it is often the only title of the record. Signature lines and list items are kept on every page. The stamps that
    number the papers of a pack ("Agenda Item 5") go, and the note that a page is blank.
    """
    edges = [[_edges(at, len(page), line) for at, line in enumerate(page)] for page in pages]
    heads = _repeated([[edge.head for edge in page] for page in edges])
    feet = _repeated([[edge.foot for edge in page] for page in edges])
    seen: set[Place] = set()
    found: list[Line] = []
    for number, (page, places) in enumerate(zip(pages, edges, strict=True)):
        found += _body(page, places, heads[number], feet[number], seen)
    return found


def _edges(at: int, length: int, line: Line) -> _Edges:
    """Return the places of the line at index `at` of a page of `length` lines.

    At the head only the number of the page is masked, others stay: "Question 5" may begin a page as a title. At the
    foot each number is, as its distance from the page's.
    """
    if len(line.text) > _LONGEST or line.aside:
        return _Edges()
    below = length - 1 - at
    height = line.place[1] if line.place else 0.5
    head = [("first", at)] * (at < _ZONE) + [(_TOP, round(1000 * height))] * (height < _MARGIN)
    foot = [("last", below)] * (below < _ZONE) + [(_BOTTOM, round(1000 * height))] * (height > 1 - _MARGIN)
    return _Edges(
        frozenset((*place, text) for place in head for text in _masked(line, range(1))),
        frozenset((*place, text) for place in foot for text in _masked(line, range(-2000, 2000))),
    )


def _masked(line: Line, distances: range) -> set[str]:
    """Return `line` as it is, and with one number at a time replaced by its distance from the page's."""
    text = line.text.lower()
    found = {text}
    for number in _INTEGER.finditer(text) if line.page else ():
        distance = int(number.group()) - (line.page or 0)
        if distance in distances:
            found.add(f"{text[: number.start()]}#{distance}{text[number.end() :]}")
    return found


def _repeated(pages: Sequence[Sequence[Set[Place]]]) -> list[frozenset[Place]]:
    """Return for each page the places that at least half of the pages (and two) have, or enough of those around it."""
    at: dict[Place, list[int]] = {}
    for number, page in enumerate(pages):
        for place in sorted({place for places in page for place in places}):
            at.setdefault(place, []).append(number)
    least = max(2, (len(pages) + 1) // 2)
    found: list[set[Place]] = [set() for _ in pages]
    for place, numbers in at.items():
        by_height = place[0] in {_TOP, _BOTTOM}
        if _is_content(place[2]) or (by_height and not _WORDS.search(place[2])):
            continue
        for number in numbers if len(numbers) >= least else _in_a_run(numbers) if by_height else ():
            found[number].add(place)
    return [frozenset(places) for places in found]


def _in_a_run(numbers: Sequence[int]) -> set[int]:
    """Return those of the pages `numbers` that stand close together."""
    starts = range(len(numbers) - _RUN + 1)
    close = [start for start in starts if numbers[start + _RUN - 1] - numbers[start] < _SPAN]
    return {number for start in close for number in numbers[start : start + _RUN]}


def _is_content(text: str) -> bool:
    """Whether a line is never furniture: a signature, or an item of a list."""
    return bool(_SIGNED.search(text)) or (markers.label(text) is not None and any(map(str.isalpha, text)))


def _body(
    page: Sequence[Line], edges: Sequence[_Edges], heads: Set[Place], feet: Set[Place], seen: set[Place]
) -> Iterator[Line]:
    """Yield the lines of `page` that are no furniture; `seen` collects the headers that stood on earlier pages."""
    for line, edge in zip(page, edges, strict=True):
        head, foot = edge.head & heads, edge.foot & feet
        at_edge = any(place[0] in {"first", "last"} for place in edge.head | edge.foot)
        if (at_edge or head or foot) and _is_number(line, repeated=bool(head or foot), alone=len(page) > 1):
            continue
        if _is_stamp(line) or (len(page) <= _ZONE and _BLANK.fullmatch(line.text)):
            continue
        if not (head or foot) or (head and not head & seen):
            yield line
        seen |= head


def _is_stamp(line: Line) -> bool:
    """Whether a line is what was stamped onto the top right corner of a paper when it was put into a pack."""
    if not line.place or not _STAMP.fullmatch(line.text):
        return False
    return line.place[0] > 0.5 and line.place[1] < _MARGIN


def _is_number(line: Line, *, repeated: bool, alone: bool) -> bool:
    """Whether a line at the edge of a page is its number: "Page 3", "Minutes – Page 3", a bare "3" on page 3."""
    ending = _ENDS_IN_PAGE.fullmatch(line.text)
    if ending and int(ending.group(1)) == line.page:
        return True
    if not _NUMBER.fullmatch(line.text):
        return False
    return repeated or "page" in line.text.lower() or (alone and line.text == str(line.page))

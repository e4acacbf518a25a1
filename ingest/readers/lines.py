"""The lines of a page become paragraphs, titles and list items: shared by plain text and PDF."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ingest.minutes import Block, BlockKind
from ingest.readers import hyphens, markers, notes
from ingest.readers.normalise import clean

_SENTENCE_END = re.compile(r"[.!?:;][\"'”’)\]]*$")
_ABBREVIATION = re.compile(r"\b(?:Cllrs?|Coun|Cyng|Mr|Mrs|Ms|Dr|Rev|St|Nos?|Hon|e\.g|i\.e|etc|viz|cf|[A-Z])\.$")
_DANGLING = re.compile(
    r"(?:\b(?:a|an|and|as|at|be|by|for|from|in|is|of|on|or|that|the|to|was|were|with)|[,&(]|(?<!:)[-–])$", re.I
)
"""A line that ends so goes on in the next: "HELD ON" / "TUESDAY", "it was" / "RESOLVED"."""
_DOUBTFUL = re.compile(r"\d{1,4}[.):]$|[A-Z][.)]$|[-–—*§]$|\d+(?:\.\d+)+$")


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line, already `clean`. `gap`: more space above than between the lines of a paragraph.

    `by_ocr`: it was recognised in a picture. `size` is that of its type, in points. `place` is where it begins, as
    shares of the width of its page from the left and of its height from the top. Both are None where nobody knows.
    `aside`: it stands beside the text at the right margin, as the owner of an action does.
    """

    text: str
    page: int | None = None
    gap: bool = False
    bold: bool = False
    by_ocr: bool = False
    aside: bool = False
    size: float | None = field(default=None, compare=False)
    place: tuple[float, float] | None = field(default=None, compare=False)


def blocks(lines: Sequence[Line]) -> list[Block]:
    """Join `lines`, in reading order, into blocks; nothing but line-end hyphens and white space is changed."""
    widths = _widths(lines)
    groups: list[list[Line]] = []
    asides: dict[int, list[Line]] = {}
    previous: str | None = None
    for line in lines:
        if not (any(map(str.isalnum, line.text)) or markers.label(line.text)):
            continue
        if line.aside and groups:
            asides.setdefault(len(groups) - 1, []).append(line)
        elif groups and not _starts(groups[-1], line, widths[groups[-1][-1].page], previous):
            groups[-1].append(line)
        else:
            groups.append([line])
            previous = markers.label(line.text) or previous
    groups = notes.passed(_with_asides(groups, asides), _is_open)
    words = hyphens.vocabulary(line.text for line in lines)
    joined = [hyphens.joined([line.text for line in group], words) for group in groups]
    texts = [text for text, _ in joined]
    return [_block(at, groups, texts, _turns(groups[at], joined[at][1])) for at in range(len(groups))]


def _with_asides(groups: Sequence[list[Line]], asides: Mapping[int, list[Line]]) -> list[list[Line]]:
    """Return `groups`, each with what stands beside it at its end; beside a title it is a group of its own."""
    found: list[list[Line]] = []
    for at, group in enumerate(groups):
        beside = asides.get(at, [])
        if all(_is_title(line) for line in group):
            found += [group, beside] if beside else [group]
        else:
            found.append(group + beside)
    return found


def _turns(group: Sequence[Line], starts: Sequence[int]) -> tuple[int, ...]:
    """Return the characters at which next pages begin; a page without text between two lines begins with the second."""
    found: list[int] = []
    for (before, line), start in zip(pairwise(group), starts[1:], strict=True):
        found += [start] * ((line.page or 0) - (before.page or 0))
    return tuple(found)


def _widths(lines: Iterable[Line]) -> Mapping[int | None, int]:
    """Return the length in characters of a full line, for each page; a nearly empty page has the document's."""
    lengths: dict[int | None, list[int]] = {}
    for line in lines:
        if line.text:
            lengths.setdefault(line.page, []).append(len(line.text))
    whole = _full(sorted(length for page in lengths.values() for length in page))
    return {page: whole if len(found) < 10 else _full(sorted(found)) for page, found in lengths.items()}


def _full(lengths: Sequence[int]) -> int:
    """Return the length that only the longest tenth of the lines exceed; 0 without lines."""
    return lengths[int(0.9 * (len(lengths) - 1))] if lengths else 0


def _starts(group: Sequence[Line], line: Line, width: int, previous: str | None) -> bool:
    """Whether `line` begins a new block after the lines of `group`."""
    last = group[-1]
    if len(group) == 1 and markers.label(last.text) == last.text:
        return False
    if notes.begins(last, line) or notes.ends(last, line):
        return True
    marker = markers.label(line.text)
    if marker and not _is_wrapped(marker, last, line, width, previous):
        return True
    if last.page != line.page:
        return not _runs_over(group, line, width)
    if line.gap and not (_is_open(last) and line.text[0].islower()):
        return True
    if _changes_style(group, line, width):
        return True
    if _DANGLING.search(last.text):
        return False
    return markers.begins_block(line.text) or _ended(last, line, width)


def _is_wrapped(marker: str, last: Line, line: Line, width: int, previous: str | None) -> bool:
    """Whether `marker` is a number or dash that a sentence happened to wrap before ("held on the" / "12. June")."""
    if not _DOUBTFUL.search(marker) or line.gap or _ends_sentence(last.text) or _is_title(last):
        return False
    if len(last.text) < 0.75 * width:
        return False
    return not (previous and markers.follows(previous, marker))


def _runs_over(group: Sequence[Line], line: Line, width: int) -> bool:
    """Whether a paragraph goes on over the page break between `group` and `line`."""
    last = group[-1]
    if not _is_open(last) or line.bold != last.bold or markers.is_capitals(line.text):
        return False
    return line.text[0].islower() or len(last.text) >= 0.75 * width


def _changes_style(group: Sequence[Line], line: Line, width: int) -> bool:
    """Whether a title ends or begins between `group` and `line`, by bold type or capitals."""
    if _is_title(line) and not _is_title(group[-1]):
        # Bold type may begin in the middle of a sentence, and so at the head of a line.
        return _ends_sentence(group[-1].text) or len(group[-1].text) < 0.75 * width
    return not _is_title(line) and all(_is_title(one) for one in group)


def _is_open(line: Line) -> bool:
    """Whether a line of text stops in the middle of its sentence."""
    return not _ends_sentence(line.text) and not _is_title(line)


def _is_title(line: Line) -> bool:
    return line.bold or markers.is_capitals(line.text)


def _ended(last: Line, line: Line, width: int) -> bool:
    """Whether `last` stops so early that the next word would have fitted: the end of a paragraph."""
    taken = len(last.text) + 1 + len(line.text.split(maxsplit=1)[0])
    numbered = (
        not line.bold and line.text[0].isupper() and markers.label(last.text) and markers.looks_like_title(last.text)
    )
    if _ends_sentence(last.text) or numbered:
        return taken <= 0.92 * width
    return taken <= 0.72 * width and not line.text[0].islower() and last.text[-1] not in ",-–("


def _ends_sentence(text: str) -> bool:
    return bool(_SENTENCE_END.search(text)) and not _ABBREVIATION.search(text)


def _block(at: int, groups: Sequence[Sequence[Line]], texts: Sequence[str], turns: tuple[int, ...]) -> Block:
    """Return the group at `at` as a block, its kind seen in the light of the one that follows."""
    text, group = texts[at], groups[at]
    marker = markers.label(text)
    following = texts[at + 1] if at + 1 < len(texts) else ""
    before = texts[at - 1] if at else ""
    kind = BlockKind.PARAGRAPH
    if _is_heading(text, marker, group, before, following):
        kind = BlockKind.HEADING
    elif marker:
        kind = BlockKind.LIST_ITEM
    return Block(text, kind, group[0].page, marker, turns, any(line.by_ocr for line in group))


def _is_heading(text: str, marker: str | None, group: Sequence[Line], before: str, following: str) -> bool:
    """Whether a block is a title: bold, in capitals, numbered and brief, or brief above its text."""
    if marker == text or len(group) > 4 or markers.is_decision(text) or (marker and markers.is_bullet(marker)):
        return False
    if text[0] == "(" and text[-1] == ")":
        return False
    if markers.is_capitals(text):
        return bool(marker) or group[0].gap or len(before) > 40 or markers.is_capitals(before)
    if all(line.bold for line in group) and markers.looks_like_title(text, bold=True):
        return True
    if not markers.looks_like_title(text):
        return False
    words, next_marker = len(text.split()), markers.label(following)
    if marker:
        sibling = bool(next_marker and markers.follows(marker, next_marker))
        return (
            marker[0].isalnum()
            and any(map(str.isdigit, marker))
            and bool(following)
            and not sibling
            and words <= (4 if text.endswith(":") else 12)
        )
    short = len(group) == 1 and group[0].gap and words <= (3 if text.endswith(":") else 10)
    running = len(following) > 60 or (len(following) > max(30, len(text)) and _ends_sentence(following))
    return short and running and not next_marker


def from_text(lines: Iterable[str], page: int | None = None) -> list[Line]:
    """Return printed lines as `Line`s; a line of only white space becomes the gap above the next."""
    found: list[Line] = []
    gap = True
    for raw in lines:
        text = clean(hyphens.shown(raw))
        if text:
            found.append(Line(text, page, gap))
        gap = not text
    return found

"""Where the agenda items of a record begin: the chain of numbered titles that counts through it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.kinds import is_address
from ingest.minutes import Block, BlockKind

_NUMBER = re.compile(
    r"""(?P<word>(?:agenda\s+)?(?:item|minute|min\.|eitem|cofnod)\s+(?:(?:no\b\.?|number|rhif)\s*)?|no\b\.?\s*)?
    (?P<number>
        \(\d{1,4}\)|\[\d{1,4}\]                           # (199), [199]
      | (?-i:[A-Z]{1,4})[ ./-]?\d{1,4}(?:[./-]\d{1,4}){0,3}   # C 08/042, CA.6, AUD/32, P24/25-012
      | \d{1,4}(?:[./-]\d{1,4}){0,3}(?:[A-Za-z]|/(?-i:[A-Z]{1,4}))?  # 347, 77/21, 13.1, 18.07.1, 24-051, 1a, 24/101/FC
    )
    (?P<stop>\.{1,2}|\)|:|\s[-–]|\s\|)?\s+(?P<title>\S.*)""",
    re.VERBOSE | re.IGNORECASE,
)
_RESIDUE = re.compile(r"\s*(?:\(\s*(?:agenda\s+)?item\s+\w+\s*\)|\bPDF\s+\d+\s*[KM]B|\(pages?\s+[\d\s–-]+\))\s*", re.I)
_AGENDA_ITEM = re.compile(r"\(\s*(?:agenda\s+)?item\s+\w+\s*\)", re.I)
_RUN_IN = re.compile(r"^(?P<title>[^.:–|]{2,90}?)(?:\s*[.:](?=\s)|\s+[-–|]+(?=\s)|\s*:-)")
_MINUTE_OF_NOTE = re.compile(r"(?i:\bitem in minute (?:no\.?|number)?\s*)((?:[A-Z]{1,4}[ ./]?)?\d(?:[\w./]*\w)?)")

_RUNNING = re.compile(r"[A-Z]{1,4}[ ./-]?\d(?:[./-]?\d){2,}")
"""A number that counts through a year, such as "R2019-64": its chain goes before headings, whatever follows it."""

MAX_TITLE_WORDS = 16
_MAX_HEADING_WORDS = 30
_PAGE_HEAD = 6
_LEAST = 0.05
"""Weight of a numbered block that does not look like a title: it can join a chain, but not make one."""
_ENOUGH = 2.5
"""Weight of a chain that goes before headings: less have two points of a list, "1. That… 2. And that…"."""
_HEADED = 2.0
"""Weight that only a heading has, or a title above its agenda item."""
_DATED_PARTS = 3
"""Parts of a number that begins with the meeting's year and month."""
_STEP = 3
"""A chain may miss up to two numbers: a number that the reader lost, or an item that was withdrawn."""


@dataclass(frozen=True, slots=True)
class Start:
    """The block at which an item begins, with the number and title printed there."""

    block: int
    number: str | None
    title: str | None


@dataclass(frozen=True, slots=True)
class _Candidate:
    start: Start
    form: str
    counts: tuple[int, ...]
    letter: int
    """The place of the letter behind the number in the alphabet: 0 without one, 1 for "1a"."""
    weight: float


@dataclass(frozen=True, slots=True)
class _Chain:
    """A chain by its last link; `before` is the rest of it, shared with others: a long record takes no more for it."""

    weight: float = 0.0
    last: _Candidate | None = None
    before: _Chain | None = None

    def links(self) -> list[_Candidate]:
        """The chain in order."""
        found: list[_Candidate] = []
        chain: _Chain | None = self
        while chain and chain.last:
            found.append(chain.last)
            chain = chain.before
        return found[::-1]


def item_starts(blocks: Sequence[Block]) -> list[Start]:
    """Find the beginnings of the items, in order; blocks before the first are the head of the record.

    Numbered titles count through a record: of all chains of numbers of one form (N., N/N, N.N.N, C N/N …) that rise
    by at most three, the one that looks most like titles is taken. Numbered points inside an item count from one
    again, and so do not continue it. Headings without a number, but with "(Item 3)" below them, go before a chain that
    misses them; without a chain of two, the headings begin the items, with the numbers that they print.
    """
    candidates = [c for i in range(len(blocks)) if (c := _candidate(blocks, i))]
    chain = _best_chain([candidate for candidate in candidates if candidate.weight > 0])
    headings = _by_headings(blocks)
    announced = [start for start in headings if _AGENDA_ITEM.match(_text(blocks, start.block + 1))]
    if len(announced) >= 2 and not {c.start.block for c in chain} & {start.block for start in announced}:
        return announced
    weight = sum(c.weight + bool(_RUNNING.fullmatch(c.start.number or "")) for c in chain)
    if len(chain) >= 2 and (not headings or weight >= _ENOUGH):
        return [c.start for c in _filled(chain, candidates)]
    return _page_of_one_item(blocks) or _numbered(headings, candidates)


def _candidate(blocks: Sequence[Block], i: int) -> _Candidate | None:
    text = blocks[i].text
    found = _NUMBER.match(text)
    if not found:
        return None
    called = found["word"] and found["title"][0].isupper()
    marked = found["stop"] or called or re.search(r"[./()\[-]", found["number"])
    if not (marked or blocks[i].kind is BlockKind.HEADING):
        return None
    rest = _RESIDUE.sub(" ", found["title"]).strip(" |")
    title, run_in = _title(rest, blocks[i].kind is BlockKind.HEADING)
    announced = bool(_AGENDA_ITEM.search(text) or _AGENDA_ITEM.match(_text(blocks, i + 1)))
    weight = _weight(blocks[i], rest, run_in, announced)
    number = found["number"].strip("()[]")
    letter = ord(number[-1].lower()) - ord("a") + 1 if number[-2:-1].isdigit() and number[-1].isalpha() else 0
    counts = tuple(int(n) for n in re.findall(r"\d+", number))
    stop = "" if len(counts) > 1 else (found["stop"] or "").strip(" -–|")[:1]
    form = re.sub(r"\d+[a-zA-Z]?", "N", found["number"]) + stop
    return _Candidate(Start(i, number, title), form, counts, letter, weight or _LEAST)


def _text(blocks: Sequence[Block], i: int) -> str:
    return blocks[i].text if i < len(blocks) else ""


def _title(rest: str, is_heading: bool) -> tuple[str | None, bool]:
    """The title at the start of a numbered block, and whether text runs on behind it."""
    if is_heading and len(rest.split()) <= _MAX_HEADING_WORDS:
        return rest.rstrip(" .:-–") or None, False
    if len(rest.split()) <= MAX_TITLE_WORDS and not re.search(r"[.;]\s|\s\|\s", rest):
        return rest.rstrip(" .:-–") or None, False
    run_in = _RUN_IN.match(rest)
    if run_in and len(run_in["title"].split()) <= MAX_TITLE_WORDS:
        return run_in["title"].strip(), True
    return None, False


def _weight(block: Block, rest: str, run_in: bool, names_agenda_item: bool) -> float:
    words = len(rest.split())
    weight = 2.0 if block.kind is BlockKind.HEADING else 0.0
    weight += 2.0 if names_agenda_item else 0.0
    weight += 1.0 if words <= MAX_TITLE_WORDS else 0.0
    weight += 0.5 if run_in else 0.0
    weight += 0.5 if rest[:1].isupper() else -1.0
    weight -= 0.5 if rest.endswith((".", ";", ",")) and words > 6 else 0.0
    return weight - (1.0 if words > 40 and not run_in else 0.0)


def _best_chain(candidates: Sequence[_Candidate]) -> Sequence[_Candidate]:
    """The heaviest chain, by dynamic programming over the last number seen of each form."""
    best: dict[tuple[str, tuple[int, ...]], dict[int, _Chain]] = {}
    winner = _Chain()
    for candidate in candidates:
        lettered = best.get((candidate.form, candidate.counts), {})
        before = [chain for letter, chain in lettered.items() if letter < candidate.letter]
        for counts in _predecessors(candidate.counts):
            before += best.get((candidate.form, counts), {}).values()
        chain = max(before, key=lambda c: c.weight, default=_Chain())
        extended = _Chain(chain.weight + candidate.weight, candidate, chain)
        same = best.setdefault((candidate.form, candidate.counts), {})
        if candidate.letter not in same or extended.weight > same[candidate.letter].weight:
            same[candidate.letter] = extended
        if extended.weight > winner.weight:
            winner = extended
    return winner.links()


def _filled(chain: Sequence[_Candidate], candidates: Sequence[_Candidate]) -> list[_Candidate]:
    """The chain with its gaps filled: a number that is missing begins an item, though it does not look like a title.

    A list inside the item may come to the same number; it has then passed the item's own.
    """
    whole = [*chain[:1]]
    places = [candidate.start.block for candidate in candidates]
    for following in chain[1:]:
        first, stop = bisect_right(places, whole[-1].start.block), bisect_left(places, following.start.block)
        for candidate in candidates[first:stop]:
            last = whole[-1]
            if candidate.form != last.form and not (_plain(candidate) and _plain(last) and candidate.weight >= _HEADED):
                continue
            if candidate.counts == last.counts:
                break
            if last.counts in _predecessors(candidate.counts, 1) and candidate.counts < following.counts:
                whole.append(candidate)
            elif meant := _misprinted(candidate, last, following.counts[-1]):
                whole.append(meant)
        whole.append(following)
    for candidate in candidates[bisect_right(places, whole[-1].start.block) :] if whole else ():
        if meant := _misprinted(candidate, whole[-1], whole[-1].counts[-1] + 1):
            whole.append(meant)
    return whole


def _plain(candidate: _Candidate) -> bool:
    """Whether a number is one count with at most a stop behind it: of headings "4." and "5" go on with each other."""
    return candidate.form.rstrip(".:)") == "N"


def _misprinted(candidate: _Candidate, last: _Candidate, most: int) -> _Candidate | None:
    """A heading that counts on in its last part alone, up to `most`: "6.3.14" between "16.3.13" and "16.3.15"."""
    if candidate.weight < _HEADED or len(candidate.counts) < _DATED_PARTS or candidate.form != last.form:
        return None
    if not last.counts[-1] < candidate.counts[-1] <= most:
        return None
    return replace(candidate, counts=(*last.counts[:-1], candidate.counts[-1]))


def _predecessors(counts: tuple[int, ...], most: int = _STEP) -> list[tuple[int, ...]]:
    """The numbers that may stand before: one part smaller by one to `most`, the others the same; letters aside."""
    return [
        (*counts[:part], counts[part] - step, *counts[part + 1 :])
        for part in range(len(counts))
        for step in range(1, most + 1)
        if counts[part] >= step
    ]


def _page_of_one_item(blocks: Sequence[Block]) -> list[Start]:
    """A council's page of one agenda item; its minute number may stand only in its notes of interests."""
    named = (i for i, block in enumerate(blocks[:_PAGE_HEAD]) if block.text.strip(" :").lower() == "agenda item")
    first = next(named, None)
    if first is None or first + 1 == len(blocks):
        return []
    numbers = {n for block in blocks for n in _MINUTE_OF_NOTE.findall(block.text)}
    number = numbers.pop() if len(numbers) == 1 else None
    found = _NUMBER.match(blocks[first + 1].text)
    title = found["title"] if found and found["stop"] else blocks[first + 1].text
    return [Start(first, number, _RESIDUE.sub(" ", title).strip())]


def _by_headings(blocks: Sequence[Block]) -> list[Start]:
    headings = [i for i, block in enumerate(blocks) if block.kind is BlockKind.HEADING]
    short = [i for i in headings if len(blocks[i].text.split()) <= MAX_TITLE_WORDS and not is_address(blocks[i].text)]
    return [Start(i, None, blocks[i].text.rstrip(" .:-–") or None) for i in short]


def _numbered(headings: list[Start], candidates: Sequence[_Candidate]) -> list[Start]:
    """Headings with the numbers printed in them, if these rise through the record: restricted items may be left out."""
    found = {one.start.block: one for one in candidates if one.form.endswith((".", ")", ":"))}
    printed = [found[start.block] for start in headings if start.block in found]
    rising = all(one.form == other.form and one.counts < other.counts for one, other in pairwise(printed))
    if len(printed) < 2 or not rising:
        return headings
    return [found[start.block].start if start.block in found else start for start in headings]

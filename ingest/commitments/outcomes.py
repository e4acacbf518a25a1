"""What a statement says of how something earlier went: refused, superseded, late, done or under way."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ingest.commitment import Outcome

_HAS = r"(?:has|have|had|having|having since)(?: now| already| since| also| all| just| recently| duly| \w{3,12}ly){0,2}"
_ONLY_SAID = (
    r"(?!asked|told|hoped|wished|wanted|expected|waited|said|promised|heard|led|thought|felt|noted|raised|received"
    r"|considered|discussed|declined|refused|rejected|stated|suggested|requested|assumed|seen|believed|remarked|complained|missed|vandalised|damaged|stolen)"
)
_DONE_WORDS = (
    r"(?:[a-z]{3,}ed|taken|given|written|spoken|sent|met|made|put|set|cut|paid|done|gone|found|held|begun|built|hung|come"
    r"|brought|got|left|run|read|spent|laid|reached|had)"
)
_OUTCOMES: Mapping[Outcome, tuple[str, ...]] = {
    Outcome.REFUSED: (
        r"\b(?:refus(?:ed|es|al)|declined (?:to|the)|rejected|ruled out|turned down|unsuccessful)\b",
        r"\bdeemed inappropriate\b",
        r"\bnot (?:to |be |been )?(?:approved|supported|agreed|granted|pursued|accepted|taken forward|funded)\b",
        r"\b(?:taken no further|opposed to|motion (?:was )?lost|no objection could)\b",
        r"\bwould not be (?:made|provided|produced|funded|taken forward|possible)\b",
        r"\bcould not (?:be )?(?:support\w{0,2}|fund\w{0,2}|agree)\b",
    ),
    Outcome.SUPERSEDED: (
        r"\b(?:rescinded|revoked|superseded|replaced by|in place of|take the place of|took the place of|withdrawn)\b",
        r"\b(?:overtaken by|abandoned|cancelled|discontinued|fell through)\b",
        r"\bno longer (?:required|needed|proposed|wanted|necessary|going ahead|to be)\b",
    ),
    Outcome.LATE: (
        r"\b(?:has|have|had)(?: still)?(?: not|n['’]?t)(?: as)?(?: yet)? (?:been )?"
        rf"{_ONLY_SAID}(?:{_DONE_WORDS}|heard|received)\b",
        r"\b(?:is|are|was|were)(?: still)?(?: not|n['’]?t)(?: yet)? "
        r"(?:ready|available|complete[d]?|finished|done|in place)\b",
        r"\bnot (?:yet|ready|at all of)\b|\b(?:has|have|had|is|are|was|were) yet to\b|\bin spite of what\b",
        r"\bstill (?:not|no|await\w{0,3}|outstanding|waiting|without|to be)\b",
        r"\b(?:remain(?:s|ed)?|was|were|is|are) outstanding\b|\b(?:was|were) to have (?:been|had|heard)\b",
        r"\b(?:overdue|delayed|awaited|postponed|rescheduled|slipped|put back|running late|in limbo)\b",
        r"\b(?:nothing|none of \w{1,12} \w{1,12}|no work|little progress) (?:has|have|had) (?:yet )?been\b",
        r"\b(?:target|date|deadline)s? (?:\w{1,12} ){0,3}missed\b",
        r"\bmissed (?:\w{1,12} ){0,2}(?:target|date|deadline)\b",
        r"\bbehind(?=[,;.]| schedule| time| the)",
        r"\bwould (?:not|no longer) be (?:ready|finished|complete[d]?|done|met|reached|in place)\b",
        r"\bno (?:further |new )?(?:update|reply|response|progress|news)\b(?! to report)",
        r"\bto no avail\b|\bran out of\b",
        r"\b(?:short of|fewer than|less than|below) the (?:target|figure|number)\b|\bpoints below\b|\bfewer than\b",
    ),
    Outcome.DONE: (
        rf"\b{_HAS} been {_ONLY_SAID}{_DONE_WORDS}\b|\b{_HAS} {_ONLY_SAID}{_DONE_WORDS}\b(?! (?:not|no)\b)",
        r"\b(?:complete[d]?(?! no\b)|finished|closed\.|in force|achieved|implemented|installed)\b",
        r"\b(?:response|reply|letter|quotation|quote|information|grant|funding|payment|refund|confirmation)s?"
        r" (?:has|have|had) (?:now |since )?been received\b",
        r"\bhad (?:now |since )?received (?:a |the )?(?:reply|response)\b",
        r"\bnow (?:live|in place|open|in force|operational)\b",
        r"\b(?:was|were) (?:now |duly )?(?:sent|circulated|submitted|presented|repaired|replaced|opened|paid)\b",
        r"\bpresented the\b|\b(?:is|are|was|were) before (?:the )?(?:committee|members|board|cabinet)\b",
        r"\bbefore the (?:committee|board|cabinet|council|members) (?:was|were)\b",
    ),
    Outcome.PROGRESS: (
        r"\b(?:in hand|under ?way|in progress|continu(?:es?|ed|ing)|so far|on track|work continues)\b",
        r"\b(?:on-?going(?! (?:costs?|issues?|items?|problems?|basis))|progressing|nearing completion)\b",
        r"\bbeing [a-z]{3,}ed\b",
    ),
}
"""The first kind that is found counts: what was not done is not done, whatever else was."""
_COMPILED = {kind: re.compile("|".join(patterns), re.I) for kind, patterns in _OUTCOMES.items()}


_ROUTINE = re.compile(r"\bminutes of\b", re.I)
"""Minutes that were circulated and signed are no answer to anything."""
_AHEAD = re.compile(
    r"\b(?:would|will|shall|should|must|to|could|may|can|once|until|when|if)\s+(?:[\w’'-]{1,20}\s+){0,5}$", re.I
)
"""Before a word of an outcome that is still to come."""
_DENIED = re.compile(
    r"\b(?:nothing|no|none|neither|nor|little|nobody|not|never|far from|half|whether|if|hardly)\b(?! only)"
    r"[^,;.]{0,60}$",
    re.I,
)
"""Before a word of doing: then it was not done, or only asked."""
_REACH = 60
_LONGEST = 2000
"""Characters of a statement that are looked at."""


def outcome(text: str) -> Outcome | None:
    """What a statement says of how something earlier went; None where it says nothing of the kind."""
    text = text[:_LONGEST]
    if _ROUTINE.search(text):
        return None
    return next((kind for kind, words in _COMPILED.items() if _tells(text, kind, words)), None)


def _tells(text: str, kind: Outcome, words: re.Pattern[str]) -> bool:
    """Whether words of an outcome stand in a text, and are not of what is still to come."""
    return any(
        kind is Outcome.LATE or not _is_spoilt(text[max(0, found.start() - _REACH) : found.start()], kind)
        for found in words.finditer(text)
    )


def _is_spoilt(before: str, kind: Outcome) -> bool:
    """Whether what stands before a word of an outcome says that it is still to come, or did not come."""
    denied = kind in {Outcome.DONE, Outcome.SUPERSEDED} and _DENIED.search(before)
    return bool(denied or _AHEAD.search(before))

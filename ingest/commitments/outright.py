"""What a statement says outright that it is: "RECOMMENDED", "undertook to", "gave an assurance", "ACTION:"."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ingest.commitment import CommitmentType

_ONE = (
    r"(?:(?:The )?(?:Assistant |Vice[ -])?(?:Clerk|Chair(?:man|person)?|Treasurer|Secretary|Leader|Mayor|Director)"
    r"|(?:Cllr|Councillor|Mr|Mrs|Ms|Miss|Dr)\b\.?(?: [A-Z][\w.’'-]{0,20}){1,4}"
    r"|(?!The )[A-Z][a-z]{1,15} (?!Co[um]|Board|Cabinet|Panel)[A-Z][a-z]{1,15})"
)
"""One person at the beginning of a statement, by name or office."""
_SAYING: Mapping[CommitmentType, re.Pattern[str]] = {
    CommitmentType.ACTION: re.compile(r"^\W{0,20}(?:ACTIONS?\b|Actions?\s?[:–-])"),
    CommitmentType.RECOMMENDATION: re.compile(r"\bRECOMMENDED\b|\bbe recommended to\b"),
    CommitmentType.UNDERTAKING: re.compile(
        r"\b(?:undertook|pledged|promised) to\b|\bgave (?:an|his|her|their) undertaking\b"
        rf"|^\W{{0,20}}(?:\w{{1,4}}[.)]\s*)?(?:Also,? )?{_ONE} (?:[a-z]{{2,10}} )?"
        r"(?:agreed|offered|volunteered) (?:to|s?he would)\b"
    ),
    CommitmentType.ASSURANCE: re.compile(
        r"\b(?:gave|given|offered|provided)(?: an?| the| his| her| their| further| previous){0,2} assurances?\b"
        r"|\bassured (?:\w{1,14} ){0,3}that\b|\bassurances? (?:was|were) (?:given|offered|provided)\b"
    ),
    CommitmentType.REQUEST: re.compile(r"\b(?:requested|asked) that\b"),
    CommitmentType.REFERRAL: re.compile(r"\b(?:be|is|was|were|been) (?:deferred|(?:referred|remitted) (?:back )?to)\b"),
}
"""The first that is found counts. "Quality assurance" and "reassurance" are none of them."""


def outright(body: str) -> CommitmentType | None:
    """What the words of a statement, without its number, call it; None where they call it nothing."""
    return next((kind for kind, words in _SAYING.items() if words.search(body)), None)


_QUESTION = re.compile(
    r"\b(?:questioned|queried|enquired|wondered)\b|\basked (?:whether|how|what|why|when|who|where|about)\b"
    r"|\basked for (?:details|information|clarification|more|the (?:percentage|number|reasons?))\b|\?\W{0,20}$"
)
_REPLIED = re.compile(
    r"\b(?:replied|answered|responded|in (?:reply|response|answer)|(?:was|were) (?:advised|informed|told))\b", re.I
)


_FORMAL = re.compile(
    r"\bnext (?:\w{1,12} ){0,2}meeting\b.{0,40}\b(?:held|take place|convened|on (?:\w{6,9} )?\d)"
    r"|\bdate of (?:the )?next meeting\b|\bmeeting (?:closed|ended|concluded|opened)\b",
    re.I,
)


def is_formal(body: str) -> bool:
    """Whether a statement only says when this meeting ended or the next will be."""
    return bool(_FORMAL.search(body))


def is_question(body: str) -> bool:
    """Whether a statement only asks: it commits nobody, whatever it asks about. With its reply in it, it does not."""
    return bool(_QUESTION.search(body)) and not _REPLIED.search(body)

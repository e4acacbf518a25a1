"""What the head of a record calls it: draft or confirmed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.found import Status

_DRAFT = re.compile(
    r"(?i:\b(?:draft|unconfirmed)\b.{0,40}\bminutes\b|\bminutes\b.{0,20}\b(?:draft|unconfirmed)\b"
    r"|^\W*(?:draft|unconfirmed|drafft)\W*$|\bcofnodion\W+drafft\b|\bdrafft?\W+cofnodion\b"
    r"|\b(?:draft|minutes)\b.{0,20}\bsubject to (?:approval|confirmation)\b)"
    r"|^\W*DRAFT\b(?!\s+\w)|\bDRAFT\W*$"
)
_CONFIRMED = re.compile(
    r"^\W*(?:the )?(?:confirmed|approved|signed) minutes\b|\b(?:confirmed|approved) minutes\b"
    r"|\bminutes\W+(?:confirmed|approved)\W*$|^\W*(?:confirmed|approved)\W*$",
    re.I,
)
_THESE = re.compile(r"\bthese minutes (?:were|have been|are) (?:\w+ly )?(?:confirmed|approved|adopted|agreed)\b", re.I)
_OTHER_MINUTES = re.compile(
    r"^\W*(?:\w{1,5}[.)]\s+)?to \w+ |\b(?:previous|last) (?:meeting|minutes)\b|\bminutes\b.* were\b", re.I
)
_LINES = 12
"""Lines of a head that are looked at."""


def status_of(texts: Sequence[str]) -> Status:
    """What the head calls the record; a word on the minutes of another meeting says nothing of these."""
    for text in texts[:_LINES]:
        if _THESE.search(text):
            return Status.CONFIRMED
        if _OTHER_MINUTES.search(text):
            continue
        if _DRAFT.search(text):
            return Status.DRAFT
        if _CONFIRMED.search(text):
            return Status.CONFIRMED
    return Status.UNKNOWN

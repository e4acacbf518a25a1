"""A record's commitments: its statements that commit, each with who, to whom, what, by when and how firmly. Pure."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from ingest.commitment import Commitment, CommitmentType
from ingest.commitments.deadlines import deadline
from ingest.commitments.manner import condition, modality, polarity, quoted_earlier
from ingest.commitments.outcomes import outcome
from ingest.commitments.outright import is_question
from ingest.commitments.recognise import recognised
from ingest.commitments.referring import looks_back, references
from ingest.commitments.statements import LONGEST, Statement, statements
from ingest.commitments.who import parties
from ingest.minutes import Meeting, Minutes, Passage, Sentences, Vectors

ENGLISH = "en"
"""The language that the signs are of; records in another hold no commitments that are found."""

_DECISION = r"\b(?:RESOLVED|AGREED|RECOMMENDED|ACTION|Resolved|Recommended|Action)\b"
_SAYING = (
    "advised|informed|assured|indicated|reported|confirmed|stated|said|explained|noted|agreed|resolved|recommended"
    "|requested|suggested"
)
_LEAD_IN = re.compile(
    rf"^.{{0,160}}?(?:{_DECISION}[\s:–-]{{0,4}}(?:(?:unanimously|UNANIMOUSLY)\W{{1,3}})?(?:[Tt]hat\b\s*)?"
    rf"|\b(?:{_SAYING})(?: (?:the )?[A-Z]\w{{1,20}}){{0,3}} that\s+|\bagreed to\s+)"
)
"""What stands before what is committed to."""
_SETTLED = re.compile(
    r"\bminutes\b.{0,200}\b(?:approved|confirmed|signed|correct|accepted|agreed|true|adopted)\b"
    r"|\b(?:correct|true|accurate) (?:and \w{1,12} )?(?:record|copy)\b"
    r"|^\W{0,20}(?:RESOLVED|AGREED|Resolved|Agreed)?\W{0,12}(?:\w{1,3}[.)]\s*)?"
    r"(?:(?:that )?(?:\w{1,12} )?(?:agree to )?)?(?:to )?(?:note|receive)\b"
    r"|\bbe (?:noted|received)\b|\b(?:was|were|is) noted\b|\bapproved online\b"
    r"|\b(?:was|were|be) (?:duly )?(?:elected|re-elected|appointed|co-opted)\b|\bvote of thanks\b"
    r"|\b(?:be|is|was|were|been) (?:\w{2,12} )?(?:approved|adopted|accepted|endorsed|ratified|signed)\W{0,20}$"
    r"|\b(?:cheques?|invoices?|payments?|accounts)\b.{0,120}\b(?:approved|authorised|signed|agreed|paid)\b"
    r"|\bas agenda item\b|\bminutes\b.{0,120}\bcirculated\b",
    re.I,
)
"""What a meeting settles by saying it."""


def commitments(
    minutes: Minutes, passages: Sequence[Passage], sentences: Sentences, encoder: str
) -> tuple[Commitment, ...]:
    """Draw the commitments of a record, in the order of its text.

    Args:
        minutes: the record, segmented.
        passages: its passages.
        sentences: the vectors of their sentences.
        encoder: the name of the model that made them.
    """
    if minutes.language != ENGLISH:
        return ()
    found = statements(minutes, passages)
    types = recognised(found, _vectors(found, sentences), encoder)
    seen: Counter[str] = Counter()
    drawn = []
    for i, (statement, own) in enumerate(zip(found, types, strict=True)):
        seen[statement.text] += 1
        name = f"{minutes.document.id}\0{seen[statement.text]}\0{statement.text}"
        identifier = hashlib.sha256(name.encode()).hexdigest()[:16]
        passage = passages[statement.passage]
        meeting = passage.meeting or minutes.meeting
        if own:
            drawn.append(_drawn(identifier, statement, own, found[:i], passage.id, meeting))
        elif statement.vector is not None:
            drawn.append(_passing(identifier, statement, passage.id, meeting))
    return tuple(drawn)


def _vectors(found: Sequence[Statement], sentences: Sentences) -> Vectors:
    """The vector of each statement, float32 (n, d), 0 where it has none."""
    starts = np.concatenate([[0], np.cumsum(sentences.counts)]).astype(int)
    rows = np.zeros((len(found), sentences.vectors.shape[1]), dtype=np.float32)
    for row, statement in zip(rows, found, strict=True):
        if statement.vector is not None:
            row[:] = sentences.vectors[starts[statement.passage] + statement.vector]
    return rows


def _drawn(
    identifier: str,
    statement: Statement,
    types: tuple[CommitmentType, ...],
    before: Sequence[Statement],
    passage: str,
    meeting: Meeting,
) -> Commitment:
    text = statement.text
    whose = parties(statement, before, meeting, types)
    due = (deadline(statement.due, meeting.held_on) if statement.due else None) or deadline(text, meeting.held_on)
    return replace(
        _passing(identifier, statement, passage, meeting),
        types=types,
        who=whose.who,
        to=whose.to,
        what=_what(statement),
        by_when=due,
        modality=modality(text),
        condition=condition(text),
        settled=types[0] in _DECIDED and bool(_SETTLED.search(text[:LONGEST])),
        passing=False,
    )


def _passing(identifier: str, statement: Statement, passage: str, meeting: Meeting) -> Commitment:
    """A statement that may speak of an earlier commitment, whatever it commits to itself."""
    text = statement.text
    return Commitment(
        id=identifier,
        passage=passage,
        sentence=statement.vector,
        start=statement.start,
        end=statement.end,
        text=text,
        types=(CommitmentType.FOLLOWUP,),
        polarity=polarity(text),
        quoted_earlier=quoted_earlier(text),
        outcome=None if is_question(statement.body[:LONGEST]) else outcome(text),
        references=references(text[:LONGEST], meeting.held_on),
        looks_back=looks_back(text[:LONGEST]),
        passing=True,
    )


_DECIDED = frozenset({CommitmentType.RESOLUTION, CommitmentType.RECOMMENDATION})


def _what(statement: Statement) -> tuple[int, int]:
    """Where what is committed to begins and ends in the statement's text."""
    text = statement.text
    lead = _LEAD_IN.match(text[:LONGEST])
    start = lead.end() if lead and text[lead.end() :].strip() else statement.label_end
    return start, len(text)

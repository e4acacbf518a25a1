"""A small register: commitments written out by hand, in records of a Cabinet that keeps, moves and forgets them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np

from index.backend import Index
from index.memory import MemoryIndex
from ingest.commitment import Commitment, CommitmentType, Deadline, Modality, Outcome, Polarity, Reference
from ingest.minutes import Meeting, Prepared, Sentences, Vectors
from ingest.workers import InProcess
from search_api.service import Service
from tests.fakes import DIMENSION, HashingEncoder, QuotingAnswerer
from tests.index_fixtures import NONE, prepared

MARCH, JUNE, SEPTEMBER = date(2024, 3, 5), date(2024, 6, 4), date(2024, 9, 3)
FIGURES = "The Director of Housing undertook to circulate the caseload figures of each officer by the end of May 2024."
LATER = "The Director of Housing said that the caseload figures of each officer would follow by 30 September 2024."
DONE = "The caseload figures of each officer (Minute 12) had now been circulated by the Director of Housing."
BINS = "Cllr O'Neill <b>& others</b> asked that grit bins be bought, subject to funds."
LEAF = "There would not be a closure of the library at Leaf Lane."
DRAWN = "=SUM(A1) would be put right by the Treasurer."
APPROVED = "RESOLVED that the minutes be approved."


_MEANT = {FIGURES: (1.0, 0.0), LATER: (0.8, 0.6), DONE: (0.8, -0.6)}


def committed(one: Prepared, text: str, name: str, *types: CommitmentType, **stated: Any) -> Commitment:
    """A commitment of a document, which is the whole of the passage that says `text` or a part of it."""
    passage = next(passage for passage in one.passages if text in passage.text)
    start = passage.start + passage.text.index(text)
    return Commitment(name, passage.id, 0, start, start + len(text), text, types, **stated)


def record(
    source: str, held_on: date | None, number: str, *texts: str, own: dict[int, Meeting] | None = None, **stated: Any
) -> Prepared:
    """Minutes of one item, encoded."""
    one = prepared(
        source,
        *((text, (1, 0, 0, 0)) for text in texts),
        held_on=held_on,
        minute_number=number,
        own=own or NONE,
        **stated,
    )
    vectors = HashingEncoder().encode_passages(texts)
    sentences = np.stack([_meant(text) for text in texts])
    return Prepared(one.minutes, one.passages, vectors, one.original, Sentences((1,) * len(texts), sentences))


def _meant(text: str) -> Vectors:
    """The vector of a statement: the new date and the report are both near to the promise, and not to each other."""
    vector = HashingEncoder().encode_query(text)
    for said, (first, second) in _MEANT.items():
        if said in text:
            vector = np.zeros(DIMENSION, dtype=np.float32)
            vector[:2] = first, second
    return vector


def documents() -> Sequence[Prepared]:
    """Three meetings of a Cabinet, one of a Board, and a record without a date."""
    march = record("march.txt", MARCH, "12", f"Figures. {FIGURES} It was late.", APPROVED, LEAF, item="Caseloads")
    june = record("june.txt", JUNE, "31", LATER, BINS, item="Caseloads")
    september = record("september.txt", SEPTEMBER, "44", DONE, item="Matters arising")
    board = record("board.txt", MARCH, "2", DRAWN, committee="Board", item="Sums")
    undated = record("undated.txt", None, "9", LEAF, committee="Board", item="Libraries")
    may = Deadline("by the end of May 2024", MARCH, date(2024, 5, 31))
    autumn = Deadline("by 30 September 2024", JUNE, date(2024, 9, 30))
    director = "The Director of Housing"
    return (
        replace(
            march,
            commitments=(
                committed(
                    march,
                    FIGURES,
                    "figures",
                    CommitmentType.UNDERTAKING,
                    who=director,
                    to="Members",
                    by_when=may,
                    what=(37, len(FIGURES)),
                ),
                committed(march, APPROVED, "approved", CommitmentType.RESOLUTION, settled=True),
                committed(march, LEAF, "leaf", CommitmentType.ASSURANCE, polarity=Polarity.NEGATIVE),
            ),
        ),
        replace(
            june,
            commitments=(
                committed(
                    june,
                    LATER,
                    "later",
                    CommitmentType.UNDERTAKING,
                    CommitmentType.TARGET,
                    who=director,
                    by_when=autumn,
                    references=(Reference(minute_number="12"),),
                    quoted_earlier=True,
                ),
                committed(
                    june,
                    BINS,
                    "bins",
                    CommitmentType.REQUEST,
                    who="Cllr O'Neill <b>& others</b>",
                    condition="subject to funds",
                    modality=Modality.MAY,
                ),
            ),
        ),
        replace(
            september,
            commitments=(
                committed(
                    september,
                    DONE,
                    "done",
                    CommitmentType.FOLLOWUP,
                    outcome=Outcome.DONE,
                    modality=Modality.DONE,
                    references=(Reference(minute_number="12"),),
                ),
            ),
        ),
        replace(board, commitments=(committed(board, DRAWN, "drawn", CommitmentType.ACTION, who="the Treasurer"),)),
        replace(undated, commitments=(committed(undated, LEAF, "nowhen", CommitmentType.ASSURANCE),)),
    )


def fill(index: Index) -> None:
    """Put the documents into an index."""
    for one in documents():
        index.put(one)


def register_service() -> Service:
    """A service over an index in memory that holds them."""
    encoder = HashingEncoder()
    index = MemoryIndex(encoder=encoder.name, dimension=encoder.dimension)
    fill(index)
    return Service(index, encoder, QuotingAnswerer(), InProcess())

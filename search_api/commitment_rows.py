"""A commitment as a row of a list: the columns of the register's exports are decided here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from search_api.answer import Citation
from search_api.becoming import Registered
from search_api.becoming_words import cited, told
from search_api.commitment_schemas import link_of
from search_api.formats import Format, ListFormat, csv_of, json_of
from search_api.mention_rows import Value

_CITED: Final = (
    "reference",
    "council",
    "committee",
    "meeting_date",
    "status",
    "minute_number",
    "page",
    "page_end",
    "source",
    "start",
    "end",
    "quote",
    "link",
)
COLUMNS: Final = (
    "id",
    "type",
    "types",
    "who",
    "to",
    "about",
    "by_when",
    "earliest",
    "latest",
    "polarity",
    "modality",
    "condition",
    "quoted_earlier",
    *_CITED,
    "state",
    "state_text",
    "meetings_since",
    "moved_to",
    *(f"state_{name}" for name in _CITED),
    "commitment_link",
)
"""Columns that begin with "state_" and the name of one before cite the statement that the state rests on."""


def rows(commitments: Iterable[Registered]) -> Iterator[Mapping[str, Value]]:
    """Each commitment's values by the name of their column; None is what is not stated or not known."""
    for one in commitments:
        commitment, deadline, moved = one.entry.commitment, one.entry.commitment.by_when, one.moved
        values: dict[str, Value] = {
            "id": commitment.id,
            "type": str(commitment.types[0]),
            "types": " ".join(commitment.types),
            "who": commitment.who,
            "to": commitment.to,
            "about": one.entry.place.passage.item,
            "by_when": deadline.text if deadline else None,
            "earliest": deadline.earliest if deadline else None,
            "latest": deadline.latest if deadline else None,
            "polarity": str(commitment.polarity),
            "modality": str(commitment.modality),
            "condition": commitment.condition,
            "quoted_earlier": commitment.quoted_earlier,
            "state": str(one.state) if one.state else None,
            "state_text": told(one),
            "meetings_since": one.meetings_since,
            "moved_to": moved.after.text if moved else None,
            "commitment_link": link_of(commitment.id),
        }
        values |= _citation(cited(one.entry))
        rests_on = _citation(cited(one.rests_on)) if one.rests_on else dict.fromkeys(_CITED)
        values |= {f"state_{name}": value for name, value in rests_on.items()}
        yield {name: values[name] for name in COLUMNS}


def listed(form: ListFormat, found: Sequence[Registered]) -> bytes:
    """Commitments as a list in a format, in UTF-8."""
    if form is Format.CSV:
        return "".join(csv_of(COLUMNS, rows(found))).encode()
    return f'{{"total": {len(found)}, "commitments": {"".join(json_of(rows(found)))}}}\n'.encode()


def _citation(citation: Citation) -> Mapping[str, Value]:
    meeting = citation.meeting
    return {
        "reference": citation.reference,
        "council": meeting.council,
        "committee": meeting.committee,
        "meeting_date": meeting.held_on,
        "status": str(meeting.status),
        "minute_number": citation.minute_number,
        "page": citation.page,
        "page_end": citation.page_end,
        "source": citation.record.source,
        "start": citation.start,
        "end": citation.end,
        "quote": citation.quote,
        "link": citation.link,
    }

"""What became of a commitment, in a sentence for people."""

from __future__ import annotations

from collections.abc import Mapping

from index.ledger import LedgerEntry
from ingest.minutes import CommitmentType, Outcome
from search_api.answer import Citation, cite, count, long_date
from search_api.becoming import Registered, State

TYPE_LABELS: Mapping[CommitmentType, str] = {
    CommitmentType.RESOLUTION: "Resolution",
    CommitmentType.RECOMMENDATION: "Recommendation",
    CommitmentType.ACTION: "Action",
    CommitmentType.UNDERTAKING: "Undertaking",
    CommitmentType.ASSURANCE: "Assurance",
    CommitmentType.TARGET: "Target",
    CommitmentType.REQUEST: "Request",
    CommitmentType.REFERRAL: "Referral",
    CommitmentType.FOLLOWUP: "Follow-up",
}
STATE_LABELS: Mapping[State, str] = {
    State.OPEN: "Open",
    State.DONE: "Reported done",
    State.LATE: "Reported late",
    State.REFUSED: "Reported refused",
    State.SUPERSEDED: "Reported superseded",
    State.REPEATED: "Said again",
    State.NOT_MENTIONED: "Not mentioned since",
}


def cited(entry: LedgerEntry) -> Citation:
    """Cite the statement of an entry, whole.

    Raises:
        AnswerError: it lies outside its passage.
    """
    return cite(entry.place, entry.commitment.start, entry.commitment.end)


def told(one: Registered) -> str:
    """What became of a commitment, in a sentence that says what that rests on."""
    if one.state is None:
        settled = one.entry.commitment.settled
        return "Settled at its own meeting" if settled else "Reports on an earlier commitment"
    if one.rests_on is not None:
        return f"{_said(one, one.rests_on)} {_on(one.rests_on)}"
    if one.state is State.NOT_MENTIONED and one.meetings_since:
        are = "is" if one.meetings_since == 1 else "are"
        later = count(one.meetings_since, "later meeting")
        return f"{STATE_LABELS[one.state]}: {later} of {_body(one)} {are} held"
    if one.meetings_since is None:
        return "Open: the date of its meeting is not stated, so that none can be told to be later"
    return f"Open: no later meeting of {_body(one)} is held"


def _said(one: Registered, by: LedgerEntry) -> str:
    if one.state is State.OPEN:
        progress = by.commitment.outcome is Outcome.PROGRESS
        return "Open: progress was reported" if progress else "Open: last mentioned"
    if one.state is State.LATE and one.moved and one.moved.by is by and by.commitment.outcome is not Outcome.LATE:
        return "Late: given a later date"
    return STATE_LABELS[one.state] if one.state else ""


def _on(entry: LedgerEntry) -> str:
    return f"on {long_date(entry.held_on)}" if entry.held_on else "at a meeting whose date is not stated"


def _body(one: Registered) -> str:
    """The body that met: "the Cabinet", or the council where no committee is stated."""
    meeting = one.entry.place.meeting
    name = meeting.committee
    if name is None:
        return meeting.council or "this body"
    return name if name.casefold().startswith("the ") else f"the {name}"

"""Who commits in a statement, and to whom, as printed: never a name that its record does not print."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ingest.commitment import CommitmentType
from ingest.commitments import cues
from ingest.commitments.statements import Statement
from ingest.minutes import Kind, Meeting

_LENGTH = 1500
"""Characters of a statement that are read: what is longer is no sentence."""
_MAIN = 150
"""Characters within which a decision says what it mainly does."""
_LOOK_BACK = 40
_PRONOUN = 6
"""Characters before a verb in which a pronoun stands."""


@dataclass(frozen=True, slots=True)
class Parties:
    """Who commits, and to whom, as printed; None where that is not stated."""

    who: str | None
    to: str | None


def parties(
    statement: Statement, before: Sequence[Statement], meeting: Meeting, types: Sequence[CommitmentType]
) -> Parties:
    """Who commits in a statement, and to whom.

    `before` are the statements of the record before it, in order: only those of its own item are read. `types` are the
    statement's, the likeliest first. `meeting` is the one whose record it is.
    """
    item = [one for one in before[-_LOOK_BACK:] if one.item == statement.item]
    said = _Said(statement, item, meeting)
    rule = _RULES.get(types[0], _Said.promises) if types else _Said.promises
    charged = said.charged() if CommitmentType.ACTION in types else None
    return Parties(charged or rule(said), said.to())


class _Said:
    """A statement, read for who acts in it."""

    def __init__(self, statement: Statement, item: Sequence[Statement], meeting: Meeting) -> None:
        self.statement = statement
        self.text = statement.body[:_LENGTH]
        self.item = item
        self.meeting = meeting

    def resolves(self) -> str | None:
        """The one delegated to, else the body that resolves."""
        delegated = cues.after(cues.DELEGATED, self.text[:_MAIN])
        if delegated:
            return delegated
        acting = (
            cues.doers(cues.WILL, self.text)
            + cues.doers(cues.SUBJUNCTIVE, self.text)
            + cues.doers(cues.SPEECH, self.text)
            + [name for name in (cues.after(cues.DONE_BY, self.text),) if name]
        )
        own = next((name for name in acting if cues.BODY.search(name)), None)
        led = next((name for name in cues.doers(cues.SUBJUNCTIVE, self.statement.lead) if cues.BODY.search(name)), None)
        return self.in_full(own or led) or self.meeting.committee or self.meeting.council

    def charged(self) -> str | None:
        """Whom a decision puts an action on: the first that is no body and should, or is asked to, do it."""
        if not cues.DECIDES.search(self.text) and self.statement.kind is not Kind.RESOLUTION:
            return None
        acting = cues.doers(cues.ASKED_TO, self.text) + cues.doers(cues.WILL, self.text)
        return next((name for name in acting if not cues.BODY.search(name)), None)

    def in_full(self, body: str | None) -> str | None:
        """A body by its meeting's name, where the words are of that: "the Panel" of the "Allotments Panel"."""
        name = self.meeting.committee or ""
        words = set(body.lower().split()) - {"the"} if body else set()
        return name if words and words < set(name.lower().split()) else body

    def acts(self) -> str | None:
        """Who is to do it: the margin's owner, else who is told to, else who will."""
        return self.statement.owner or self.told() or self.subject(cues.WILL)

    def told(self) -> str | None:
        """Whom an action is put on in so many words."""
        return next(
            iter(cues.doers(cues.ASKED_TO, self.text) or cues.doers(cues.SUBJUNCTIVE, self.text)), None
        ) or cues.after(cues.ACTION, self.text)

    def promises(self) -> str | None:
        """Whose doing it will be, else who says so."""
        if self.impersonal():
            return self.subject(cues.WILL)
        return (
            self.subject(cues.WILL)
            or cues.after(cues.DONE_BY, self.text)
            or self.speaker()
            or cues.head(self.text)
            or self.floor()
        )

    def assures(self) -> str | None:
        """Who says so, else of whom it is said."""
        return self.speaker() or (
            self.subject(cues.WILL) if self.impersonal() else cues.head(self.text) or self.floor()
        )

    def requests(self) -> str | None:
        """Who asks; of points raised in discussion, the members that spoke last before them."""
        return (
            next(iter(cues.doers(cues.ASKS, self.text)), None)
            or cues.after(cues.ASKED_FROM, self.text)
            or self.subject(cues.ASKS)
            or self.speaker()
            or next(iter(cues.doers(cues.ASKED_TO, self.text)), None)
            or self.subject(cues.WILL)
            or cues.after(cues.ASKED_FROM, self.statement.lead)
            or (self.members() if cues.OPEN.search(self.statement.lead) else self.floor())
        )

    def members(self) -> str | None:
        """The members, as the item last names them asking."""
        asking = (name for one in reversed(self.item) for name in cues.doers(cues.ASKS, one.body[:_LENGTH]))
        return next((name for name in asking if cues.MEMBERS.search(name)), None)

    def recommends(self) -> str | None:
        """The body that recommends."""
        asking = (
            cues.doers(cues.ASKS, self.text)
            or cues.doers(cues.ASKS, self.statement.lead)
            or cues.doers(cues.HAVE, self.statement.lead)
        )
        return next(iter(asking), None) or cues.after(cues.ASKED_FROM, self.text) or self.resolves()

    def follows_up(self) -> str | None:
        """Who did, or failed to."""
        return cues.after(cues.DONE_BY, self.text) or self.subject(cues.HAVE) or self.speaker()

    def refers(self) -> str | None:
        """Who moves it on."""
        return self.speaker() or self.subject(cues.WILL) or next(iter(cues.doers(cues.ASKS, self.text)), None)

    def subject(self, verb: re.Pattern[str]) -> str | None:
        """The last that does what a verb says, a pronoun being whom it stands for."""
        for match in reversed(list(verb.finditer(self.text))):
            if cues.PRONOUN.search(self.text[max(0, match.start() - _PRONOUN) : match.start()]):
                return self.meant(match.start())
            if name := cues.doing(self.text, match.start()):
                return name
        return None

    def meant(self, at: int) -> str | None:
        """Whom a pronoun at `at` stands for: who speaks before it in the sentence, else last in the item."""
        said = cues.doers(cues.SPEECH, self.text[:at]) or cues.doers(cues.HAVE, self.text[:at])
        one = bool(cues.ONE.search(self.text[max(0, at - _PRONOUN) : at]))
        return said[-1] if said else self.last_speaker(one)

    def speaker(self) -> str | None:
        """Who says it, in the sentence itself."""
        told = cues.after(cues.TOLD_BY, self.text)
        if told:
            return told
        for match in reversed(list(cues.SPEECH.finditer(self.text))):
            if cues.PRONOUN.search(self.text[max(0, match.start() - _PRONOUN) : match.start()]):
                return self.meant(match.start())
            if name := cues.doing(self.text, match.start()):
                return name
        return None

    def last_speaker(self, one: bool) -> str | None:
        """The last of the item that was named as speaking; where `one` person is meant, no body."""
        names = (cues.speaks(statement.body[:_LENGTH]) for statement in reversed(self.item))
        return next((name for name in names if name and not (one and cues.BODY.search(name))), None)

    def floor(self) -> str | None:
        """Who has the floor: gives an update or introduces a report, under whom no other is named."""
        lead = self.statement.lead
        for text in (lead, *(one.text for one in reversed(self.item))):
            if name := cues.takes_floor(text[:_LENGTH]):
                return name
            if text.rstrip().endswith(":") and cues.OPEN.search(text):
                return None
        return None

    def impersonal(self) -> bool:
        """Whether it is said that somebody was told, and not by whom."""
        return (
            bool(cues.TOLD.search(self.text))
            and not cues.after(cues.TOLD_BY, self.text)
            and not cues.doers(cues.SPEECH, self.text)
        )

    def to(self) -> str | None:
        """To whom it is said, reported or asked."""
        return next(iter(cues.doers(cues.TOLD, self.text)), None) or cues.after(cues.TOWARDS, self.text)


_RULES: dict[CommitmentType, Callable[[_Said], str | None]] = {
    CommitmentType.RESOLUTION: _Said.resolves,
    CommitmentType.RECOMMENDATION: _Said.recommends,
    CommitmentType.ACTION: _Said.acts,
    CommitmentType.UNDERTAKING: _Said.promises,
    CommitmentType.ASSURANCE: _Said.assures,
    CommitmentType.TARGET: _Said.promises,
    CommitmentType.REQUEST: _Said.requests,
    CommitmentType.REFERRAL: _Said.refers,
    CommitmentType.FOLLOWUP: _Said.follows_up,
}

"""The words by which a sentence says who acts: who speaks, will do, did, asks, is told, has the floor."""

from __future__ import annotations

import re
from functools import lru_cache

from ingest.commitments.names import beginning, ending, is_titled

_NEAR = 200
_ADVERB = (
    r"(?:(?:also|then|again|further|now|both|currently|already|recently|previously|who|therefore|\w{3,15}ly) ){0,2}"
)
_AUX = r"(?:(?:has|have|had|would|will) )?"
_PAST = (
    r"(?:advis|stat|report|confirm|indicat|explain|inform|not|comment|assur|announc|outlin|highlight|repli"
    r"|respond|clarifi|reiterat|acknowledg|emphasis|describ|updat|conclud|remind|observ|add|mention|present"
    r"|stress|introduc|answer|summaris|suggest|warn|recall)ed|said|told|gave|fed back|read|undertook"
)
SPEECH = re.compile(rf" {_ADVERB}{_AUX}{_ADVERB}(?:{_PAST})\b(?! by\b)")
_FLOOR = re.compile(
    rf" {_ADVERB}(?:provided (?:an? )?(?:\w+ ){{0,3}}(?:update|overview|summary|response|report)|introduced|presented"
    r"|gave an?|outlined|(?:advised|highlighted|reported|noted|stated|explained) (?:of )?the following"
    r"|responded to|continued|went on|spoke)\b"
)
TOLD_BY = re.compile(
    r"\b(?:advised|informed|told|assured|reported|confirmed|given|received|requested|asked) (?:by|from) "
)
DONE_BY = re.compile(
    r"\b(?:be|been|being|was|were|is|are)(?: (?!proposed|seconded)\w{1,20}){0,4} by (?=\S)"
    r"|\b(?:funded|led|run|paid|done) by (?=\S)"
)
_DONE = r"(?:\w{2,15}ed|sought|held|made|sent|given|shown|put|brought|taken|done)"
_MODAL = rf"(?:would|will|shall|should|could|can|must|may|might)(?! {_ADVERB}(?:receive|be {_ADVERB}{_DONE})\b)"
WILL = re.compile(
    rf" {_ADVERB}(?:{_MODAL}"
    rf"|needs? to|needed to|to(?! (?:the|a|be)\b)|undertook"
    r"|agreed|offered|promised|volunteered|committed|intends?|intended|planned|aims?|aimed|(?:is|are|was|were|remained)"
    rf" {_ADVERB}(?:to|committed|going|due|scheduled|looking|working|unlikely|likely|keen|happy|prepared|\w{{3,15}}ing)"
    r"|(?:continue|hope|work|focus|propose)[sd]?(?:ed)?|expects?|expected|(?:has|have|had) (?:agreed|offered|proposed"
    r"|undertaken|promised|committed))\b"
)
HAVE = re.compile(
    rf" {_ADVERB}(?:(?:has|have|had)\b|did\b|is\b|are\b|was\b|were\b(?! (?:advised|informed|told|assured))|attended|met"
    r"|wrote|sent|received|contacted|completed|carried out|[a-z]{2,12}ed\b)"
)
ASKED_TO = re.compile(
    r" (?:(?:be|is|are|was|were|has been|have been|had been) )?(?:also )?(?:asked|requested|instructed|tasked|invited"
    r"|authorised|reminded|encouraged|delegated) to\b"
)
ASKS = re.compile(
    rf" {_ADVERB}{_AUX}{_ADVERB}(?:asked|asks|requested|requests?|request|urged|sought|suggested|called for|invited"
    r"|wished|wanted|queried|proposed|expressed|emphasised|questioned|raised|commented|felt|considered|recommended|enquired)\b"
)
ASKED_FROM = re.compile(
    r"\b(?:request(?:s|ed)?|asked|call|appeal|suggestion|proposal|petition|questions|comments)(?: \w+)? (?:from|by) "
)
DELEGATED = re.compile(r"\bdelegat\w{1,4}\b[^.;:]{0,60}? to (?=\S)|\bauthoris(?:e|es|ed|ing) (?=\S)", re.I)
ACTION = re.compile(r"(?:\bACTIONS?\b[\s:–-]{1,4}|\bActions?:[\s–-]{0,3})(?![^.;:]{1,40} to be\b)")
TOWARDS = re.compile(
    r"\b(?:asked|requested|instructed|urged|invited|advised|informed|told|assured|reminded|recommended|notify|inform"
    r"|contact|ask|request|write to|wrote to|written to|respond to|liaise with|(?:back|referred|refer|passed on"
    r"|forwarded|submitted|reported|presented|recommends?|recommended|circulated|provided|given|sent|offered|write|report"
    r"|representations)(?: \w+)? to) (?=\S)"
)
_OPENING = re.compile(r"[^,;:.]{2,120}, ")
_ACTS = re.compile(
    rf"(?:,[^,;:.]{{1,90}},|\s*\([^()]{{1,60}}\))?[.]? (?:(?:also|now|still|\w{{2,15}}ly|{_MODAL}|is|are|has|have|had"
    rf"|(?:was|were)(?! (?:advised|informed|told|assured|asked))|did|does|do|met|ran|took|wrote|sent|gave|told|{_PAST}"
    r"|\w{3,15}ed|continues?|remains?)\b)"
)
_POINT = re.compile(r"\W*(?:\d{1,3}|[a-z]{1,4})[.):]{1,2}\s{1,3}")
MEMBERS = re.compile(r"\b(?:[Mm]embers|[Cc]ouncillors)\b")
OPEN = re.compile(r"\b(?:raised|noted|comments|questions|discussed|advised)\b")
TOLD = re.compile(r" (?:was|were|had been|be) (?:also )?(?:then )?(?:advised|informed|told|assured|reminded|asked)\b")
ONE = re.compile(r"\b(?:s?he)$", re.I)
PRONOUN = re.compile(r"\b(?:[Hh]e|[Ss]he|[Tt]hey)$")
BODY = re.compile(
    r"\b(?:Council|Board|Committee|Cabinet|Panel|Executive|Members|Councillors|Group|Forum|Assembly|[A-Z]{0,3}CC)\b",
    re.I,
)
DECIDES = re.compile(
    r"^\W*(?:\w{1,4}[.)]\s*)?(?:RESOLVED|AGREED|Resolved|Agreed|[Tt]hat)\b|\b(?:agreed|resolved|decided) that\b"
)
SUBJUNCTIVE = re.compile(
    rf" {_ADVERB}(?:to(?! be\b)|should|would|agrees?|notes?|approves?|accepts?|contact|write|negotiate|resolved?"
    r"|considered|endorsed?|passed|use|monitor|arrange|investigate)\b"
)


def doers(verb: re.Pattern[str], text: str) -> list[str]:
    """The names before a verb, in order; after "and" that is whom the sentence begins with."""
    found = (doing(text, match.start()) for match in verb.finditer(text))
    return [name for name in found if name]


def doing(text: str, at: int) -> str | None:
    """Who does what a verb at `at` says; of "… and agreed" that is who did what comes before."""
    if not text.endswith(" and", 0, at):
        return ending(text, at)
    if name := head(text):
        return name
    near = text[max(0, at - _NEAR) : at]
    found = [name for match in HAVE.finditer(near) if (name := ending(near, match.start()))]
    return found[-1] if found else None


def head(text: str) -> str | None:
    """Whom a sentence begins with, or goes on with after a first clause: "In reply, the Clerk …"."""
    clause = _OPENING.match(text)
    for at in (0, clause.end() if clause else 0):
        name = beginning(text, at)
        if name and _ACTS.match(text, text.index(name, at) + len(name)):
            return name
    return None


def after(cue: re.Pattern[str], text: str) -> str | None:
    """The first name that a cue stands before."""
    found = (beginning(text, match.end()) for match in cue.finditer(text))
    return next((name for name in found if name), None)


@lru_cache(maxsize=256)
def takes_floor(text: str) -> str | None:
    """Who has the floor from a statement on: presents something, or begins a numbered point of a discussion."""
    label = _POINT.match(text)
    name = next(iter(doers(_FLOOR, text)), None)
    opened = None if name or not label else head(text[label.end() :])
    return name or (opened if opened and is_titled(opened) else None)


@lru_cache(maxsize=256)
def speaks(text: str) -> str | None:
    """Who is named in a statement as speaking, else as doing something."""
    said = doers(SPEECH, text) or doers(_FLOOR, text) or doers(HAVE, text)
    return said[0] if said else None

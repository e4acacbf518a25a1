"""How a statement says it: whether it is to be, how firmly, on what condition, and whether it is older."""

from __future__ import annotations

import re

from ingest.commitment import Modality, Polarity

_LONGEST = 4_000
"""Characters of a statement that are looked at."""
_BE = r"(?:am|is|are|was|were|be|been|had|has|have|did|does|do|would|will|could|can|should|shall|must|may|might|ought)"
_NOT_A_DENIAL = r"(?!\s+(?:only|just|merely|least|limited|withstanding|necessarily)\b)"
_DENIED = re.compile(
    rf"\b{_BE}\s+(?:(?:also|therefore|still|currently|yet|now|as yet|been|be|to|deemed|classed as"
    rf"|considered)\s+){{0,2}}(?:not|never)\b{_NOT_A_DENIAL}|\b{_BE}n[’']t\b|\b(?:wo|ca|sha)n[’']t\b"
    rf"|\bcannot\b{_NOT_A_DENIAL}|\bnot\b{_NOT_A_DENIAL}\s+(?:(?:yet|been|therefore|to|be)\s+){{0,2}}(?:refer|proceed"
    rf"|support|received|supported"
    r"|accept|proposed|possible|responsible|permitted|available|agreed|costed|do)\b|\bno (?:longer|further|additional"
    r"|plans?|intention|action|response|reply|update|word|news|progress|one|evidence|information|change|other items"
    r"|requirement|statutory|scope|funding|money|avail)\b|\b(?:there (?:was|were|would be|is|are|will be"
    r"|appeared to be) (?:currently |also |therefore |still )?(?:no|none|nothing|nobody)(?! (?:\w+ )?(?:objections?"
    r"|concerns?|issues?|cost|charge|limit)\b)|none (?:was|were|had|of)|nobody|nothing (?:had|has|was|could"
    r"|further))\b",
    re.I,
)
_AGAINST = re.compile(
    r"\b(?:ruled out|refus(?:ed?|al|es|ing)|declin(?:ed?|es|ing)|reject(?:ed|s|ion)|turned down|remain(?:s|ed"
    r"|ing)? (?:outstanding|unresolved|a problem)|(?:is|are|was|were|still|been) (?:still )?(?:outstanding|awaited)"
    r"|(?:deemed|considered|felt to be|found to be) (?:inappropriate|unsuitable|unnecessary|unaffordable)|unable to"
    r"|un(?:likely|aware|successful)\b|in limbo|lack of (?:response|progress|action)|failed to|await(?:s|ing)?"
    r"|very few|still (?:a |an )?(?:problem|issue)|fell through|overdue)\b",
    re.I,
)
_ASIDE = re.compile(
    r"\b(?:(?:if|unless|although|while|whilst|despite|because|whether|until|in case)\s+(?:[\w’'-]+\s+){0,5}"
    r"|(?:as(?! yet)|which|who|whose|where|when|so that)\s+(?:[\w’'-]+\s+)?)$",
    re.I,
)
"""Before a denial that is not of what is promised, but of what it stands beside."""
_CONDITIONAL = re.compile(r"\b(?:if|unless|whether|in case)\s+(?:[\w’'-]+\s+){0,5}$", re.I)
_NEAR = 80
"""So many characters before a word are looked at for what makes it mean another thing."""
_RELATIVE = re.compile(r"\b\w+(?<!ed) that\s+$", re.I)
_YET = re.compile(r"not yet\b[^.;,]{0,80}, [^.;]{0,80}\b(?:being|under ?way|in hand|will|would)\b", re.I)
"""What is not yet so, before what is done meanwhile."""

_DUE = (
    r"due (?=in (?!large|part)|for |on |by |(?:un)?til |to (?!the |an? |its? |their |this |these |\w+s "
    r"|\w+ing )[a-z]{2,})"
)
_SAYS = (
    (
        Modality.AIM,
        r"hop(?:ed?|es|ing)|aim(?:ed|s|ing)?|seek(?:s|ing)?|aspir\w+|work(?:ing)? towards|strive\w*|ambition",
    ),
    (
        Modality.INTEND,
        r"inten(?:ds?|ded|ding|tion)|plan(?:s|ned|ning)? to|planned (?:for|that)|(?:is|are) planned|propos(?:es?|ing"
        r"|ed to)|it (?:is|was) proposed (?:to|that)(?!\W+by)|(?<!than )expect(?:s|ed)?|anticipated"
        rf"|{_DUE}|scheduled|looking to|going to",
    ),
    (Modality.MAY, r"may|might|could|likely to"),
    (
        Modality.WILL,
        r"will|would|shall|must|should|[a-z]{1,6}[’']ll|won[’']t|agreed? (?:to|that)|resolved|undert[ao]\w+|to be",
    ),
)
_MODALITY = re.compile("|".join(rf"\b(?P<{name}>{words})\b" for name, words in _SAYS), re.I)
_MONTH_OF_MAY = re.compile(r"May(?=\W|$)")
_PAST = re.compile(
    r"\b(?:(?:has|have|had)(?:\s+\w+ly|\s+(?:now|not|yet|already|since|also|still|recently)){0,3}\s+(?:been|\w{2,}ed"
    r"|sent|made|written|gone|met|held|taken|begun|built|put|set|found|done|given)|was|were|is now|are now|\w{3,}ed"
    r"|did|sent|wrote|made|took|met|gave|held)\b",
    re.I,
)

_CONDITION = re.compile(
    r"(?:(?<!the )(?<!a )\bsubject to|(?<!was )(?<!were )(?<!been )(?<!is )\b(?:provided|providing|assuming"
    r"|on (?:the )?condition) that|\bprovided (?=it |they |there )|\b(?:depending|dependent|contingent"
    r"|conditional) (?:up)?on|\bunless|\bas long as|\bin the event (?:of|that)|(?<=[.;:,(] )should(?= (?:the|a|an|it"
    r"|they|this|any|there|that) )|^\W{0,6}should(?= (?:the|a|an|it|they|this|any|there) )|\bonce(?= (?:the|a|an|it"
    r"|they|this|all|works?|funding|these|approval|\w+ (?:is|are|has|have|had|was|were)) )|\bpending|\bif(?! not"
    r"| so\b))\b(?P<rest>(?:[^\s,;:.)]|[,.:](?=\w)"
    r"|(?<!completed)(?<!complete)(?<!approved)(?<!finished)[ \t](?!(?:but|which|then|and (?:that|to|the|it|would"
    r"|will))\b)){1,200})",
    re.I,
)
_ASKS = re.compile(
    r"\b(?:ask(?:s|ed|ing)?|[ei]nquir\w+|check(?:ed|ing)?|se(?:e|en|eing)|know|wonder\w*|ascertain|find out"
    r"|establish\w*|questioned|understand|clarify|confirm|queried|determine|as|even|only)(?:\s+[\w’'-]+){0,8}\s+$",
    re.I,
)
"""Before an "if" that asks and sets no condition."""

_OLDER = r"(?:assurance|request|promise|commitment|undertaking|agreement|decision|resolution|offer|recommendation)s?"
_EARLIER = re.compile(
    rf"\b(?:(?:previous|earlier|older|prior|past|original|stated|former)\s+(?:{_OLDER}|desire\b)"
    r"|(?:previously|already|originally|earlier) (?:been )?(?:agreed|promised|requested|assured|resolved|approved"
    r"|committed|asked|decided|offered|given|reported|undertaken)|as (?:agreed|requested|promised|resolved|decided"
    r"|minuted) (?:at|by|in|last)|had (?:previously |already |also |earlier )?(?:been )?(?:promised|asked|assured"
    r"|requested|undertaken to|committed to|agreed that|indicated that|resolved to|pledged)|at (?:that|the (?:last"
    r"|previous)) meeting|(?:agreed|approved|accepted|resolved|decided|promised|requested|raised) (?:at|in"
    r"|during) (?:the|our|its|their|a) (?:last|previous|earlier|(?-i:[A-Z]\w+)) (?:[\w’']+ )?meeting|follow(?:ed|s"
    r"|ing) (?:an? )?(?:\w+ )?requests?\b|in response to (?:an? )?(?:\w+ )?requests? (?:from|by)|there (?:is|was"
    r"|has been|had been) an? (?:formal )?(?:agreement|offer)|(?:had|have|has) been (?:\w+ and )?(?:approved"
    r"|accepted) (?:via|online|by email)|approved online|rescheduled for|the resolution of)\b",
    re.I,
)


def polarity(text: str) -> Polarity:
    """Whether what a statement promises or reports is that something is not to be, or was not done."""
    text = text[:_LONGEST]
    denied = any(not _is_aside(text, match) for match in _DENIED.finditer(text))
    against = any(
        not _CONDITIONAL.search(text, max(0, match.start() - _NEAR), match.start()) for match in _AGAINST.finditer(text)
    )
    return Polarity.NEGATIVE if denied or against else Polarity.POSITIVE


def _is_aside(text: str, denial: re.Match[str]) -> bool:
    """Whether a denial is not of what is promised, but of what stands beside it."""
    start, of_verb = max(0, denial.start() - _NEAR), not denial[0].lower().startswith("no")
    beside = _ASIDE.search(text, start, denial.start()) or (of_verb and _RELATIVE.search(text, start, denial.start()))
    return bool(beside or _YET.match(text, max(0, denial.end() - 3)))


def modality(text: str) -> Modality:
    """How firmly a statement says it: by its first word that says so, or else whether it tells what has been done."""
    text = text[:_LONGEST]
    for match in _MODALITY.finditer(text):
        if match.lastgroup and not _MONTH_OF_MAY.match(text, match.start()):
            return Modality(match.lastgroup)
    return Modality.DONE if _PAST.search(text) else Modality.WILL


def condition(text: str) -> str | None:
    """The words of a statement that make what it promises depend on something, to the end of their clause, or None."""
    text = text[:_LONGEST]
    for match in _CONDITION.finditer(text):
        if not (match[0][:2].lower() == "if" and _ASKS.search(text, max(0, match.start() - _NEAR), match.start())):
            return match[0].strip()
    return None


def quoted_earlier(text: str) -> bool:
    """Whether a statement reports an older promise, request or decision, and does not itself make one."""
    return _EARLIER.search(text, 0, _LONGEST) is not None

"""Names of who acts in a sentence, as printed: persons by their titles, roles, bodies, initials."""

from __future__ import annotations

import re

_TITLE = r"(?:Cllrs?|Councillors?|Mr|Mrs|Ms|Miss|Dr|Sir|Rev|Prof|Alderman|PCSO|PC|Sgt)"
_HEADS = (
    r"clerks?|chair(?:man|woman|person)?s?|vice-chair\w{0,6}|conven[oe]rs?|treasurer|secretar(?:y|ies)"
    r"|directors?|managers?|officers?|leaders?|mayor|provost|inspector|sergeant|constables?|counsel|solicitors?"
    r"|engineers?|surveyors?|wardens?|representatives?|members?|councillors?|cllrs?|residents?|volunteers?|auditors?"
    r"|contractors?|developers?|applicants?|agents?|champions?|staff|colleagues|businesses|parties|head|coordinators?|planners?"
    r"|council|board|committee|sub-?committee|cabinet|panel|executive|group|sub-?group|teams?|departments?|dept|services?"
    r"|directorate|authorit(?:y|ies)|trust|association|party|forum|partnership|society|network|agency|government"
    r"|ministers?|company|limited|ltd|llp|plc|club|school|church|bank|highways|police|parks|organisation|community"
    r"|consultants?|tenants?|landowners?|owners?|partners?|public|trustees?|headteacher|organisers?|commissioner"
)
_HEAD = re.compile(rf"(?:{_HEADS})(?:[’']s?)?", re.I)
_THINGS = re.compile(
    r"(?:plan|strategy|report|policy|bill|act|agenda|invoice|minute|item|meeting|road|street|lane|avenue|drive|park"
    r"|fund|scheme|budget|project|programme|application|letter|event|fair|day|review|order|reserve|grant|consultation"
    r"|update|work|contract|survey|january|february|march|april|june|july|august|september|october|november|december"
    r"|monday|tuesday|wednesday|thursday|friday|saturday|sunday|annual|precept|note|decision|bin|hall|centre|training"
    r"|saving|play|equipment|code|register|return|form|document|guidance|statement|site|system|car|bus|path|garden"
    r"|terrace|close|crescent|oval|square|way|place|court|bridge|cross|corner|river|wood|field|estate|village|green|allotment|cemetery|account|payment|minister’s)s?",
    re.I,
)
_STOP = frozenset(
    "also however in at on when while whilst despite given as if following since although then therefore but that it"
    " there this these those action actions after with from to by should once having regarding resolved agreed"
    " recommended noted some any no other another what where which who under because further during before until he she"
    " they we i each subject re firstly secondly finally additionally unfortunately proposed seconded its their his her"
    " not only please approved awaiting is was are has had would will".split()
)
_JOINS = frozenset(("of", "for", "and", "the", "&", "de", "to", "its"))
_ARTICLES = frozenset(("the", "a", "an", "all", "our", "local", "relevant"))
_GROUP = (
    r"(?:[Tt]he |[Aa] )?(?:representatives?|members?|residents?|head|chair(?:man|person)?|owners?) (?:of|from|for)"
    r"(?: (?!(?:that|who|which|was|were|is|are|has|have|had|would|will|to|by|at|in|on|if|whether|about|when)\b)"
    r"[\w.’'&-]{1,30}){1,14}"
)
"""A role and what it is of, where that is not capitalised: "a representative of the voluntary sector"."""
_GROUPS = re.compile(rf"\b{_GROUP}$")
_GROUPED = re.compile(_GROUP)
_ACRONYM = re.compile(r"(?:[A-Z]\.){2,6}|[A-Z][a-z]{0,2}[A-Z][A-Za-z]{0,4}|[A-Z]{2,6}")
_TITLED = re.compile(rf"(?:{_TITLE})\.?")
_INITIALS = re.compile(r"(?:[A-Z]\.?){1,3}")
_APPOSITION = re.compile(r"(?:,[^,;:.()]{1,90},|\s*\([^()]{1,60}\),?|,? on behalf of [^,;:.()]{1,60}[, ]?)\s*$")
_GOVERNED = re.compile(r"\b(?:of|with|by|to|in|on|from|about|at|against|between|into|towards|as|than|or|for)\s*$", re.I)
_OPENS = re.compile(
    r"(?:^|[,;:.–-]|\b(?:that|and|for|agreed|then|also|firstly|secondly|finally|lastly|therefore|resolved|action))\W*$",
    re.I,
)
_WORD = re.compile(r"\S+")
_REACH = 200
_MOST_WORDS = 16
_EDGE = "\"“”‘’',;:·•*()[]"


def ending(text: str, at: int) -> str | None:
    """The name, as printed, that ends just before character `at` of a sentence; None where no such name does.

    What stands between it and `at` in brackets or between commas is passed over: "Ms Ash, Head of Parks, would …".
    None too for a name that depends on a preposition, but for the "for" of "for the Clerk to write".
    """
    before = text[max(0, at - _REACH) : at].rstrip()
    gone = _APPOSITION.search(before)
    name = _ends_name(before[: gone.start()]) if gone else None
    bracketed = name and gone and before.endswith(")")
    start, stop = name or _ends_name(before) or (0, 0)
    if start == stop:
        return None
    titled = _ends_name(before[: start - 2]) if before[:start].endswith(", ") else None
    if titled and is_titled(before[slice(*titled)]) and not is_titled(before[start:stop]):
        start, stop = titled
    if _depends(before[:start], text[at : at + 5]):
        return None
    return f"{before[start:]}" if bracketed else tidy(before[start:stop])


def _depends(before: str, verb: str) -> bool:
    """Whether a name after these words is not what the verb after it is said of."""
    if verb.startswith(" to "):
        return not _OPENS.search(before)
    return not verb.startswith(" who ") and bool(_GOVERNED.search(before))


def _ends_name(before: str) -> tuple[int, int] | None:
    """Where a name begins and stops that ends a text."""
    before = before.rstrip()
    found = [(word.start(), word.group()) for word in _WORD.finditer(before)][-_MOST_WORDS:]
    start = len(found)
    while start and _belongs(found[start - 1][1], last=start == len(found)):
        start -= 1
    while start < len(found) and found[start][1].lower() in _JOINS:
        start += 1
    role = _GROUPS.search(before, max(0, len(before) - 130))
    if start < len(found) and is_party(before[found[start][0] :]):
        at = _article(before, found[start][0])
        return (role.start() if role and role.start() < at else at), len(before)
    return role.span() if role else None


def _article(text: str, at: int) -> int:
    """Where a name begins with the article and the adjective before it."""
    article = re.search(r"\b(?:[Tt]he|[Aa]n?|[Aa]ll|[Oo]ur|[Ll]ocal) (?:[a-z-]{3,20} )?$", text[max(0, at - 30) : at])
    return max(0, at - 30) + article.start() if article else at


def _belongs(word: str, *, last: bool) -> bool:
    bare = word.strip(_EDGE)
    if not bare or (word[-1] in ",;:" and not last) or (bare.lower() in _STOP and bare not in _JOINS):
        return False
    if word[-1] == "." and not last and not (_TITLED.fullmatch(bare) or _INITIALS.fullmatch(bare) or "." in bare[:-1]):
        return False
    if last:
        return bare[0].isupper() or bool(_HEAD.fullmatch(bare))
    return bare[0].isupper() or bare.lower() in _JOINS or bool(_HEAD.fullmatch(bare))


def beginning(text: str, at: int) -> str | None:
    """The name, as printed, that begins at character `at` of a sentence or after an article; None without one."""
    words = list(_WORD.finditer(text, at, at + _REACH))[:_MOST_WORDS]
    stop = 0
    if not words or words[0].group().lower() in _JOINS - _ARTICLES:
        return None
    for i, word in enumerate(words):
        bare = word.group().strip(_EDGE + ".")
        if i and word.group()[0] in "([|":
            break
        if not (_belongs(word.group().rstrip(",;:."), last=False) or (i < 2 and bare.lower() in _ARTICLES)):
            break
        stop = i + 1
        if word.group()[-1] in ",;:" or (word.group()[-1] == "." and not _is_abbreviated(word.group())):
            break
    while stop and words[stop - 1].group().lower() in _JOINS | _ARTICLES:
        stop -= 1
    name = tidy(text[words[0].start() : words[stop - 1].end()]) if stop else ""
    group = _GROUPED.match(text, at)
    if group and len(group.group()) > len(name):
        return tidy(group.group())
    return name if is_party(name) else None


def is_titled(name: str) -> bool:
    """Whether a name is a person's, with "Cllr", "Mrs" or another title before it."""
    return any(_TITLED.fullmatch(word) for word in name.split()[:3])


def _is_abbreviated(word: str) -> bool:
    return bool(_TITLED.fullmatch(word) or _INITIALS.fullmatch(word))


def is_party(name: str) -> bool:
    """Whether what looks like a name is one of a person, a role or a body, and not of a thing, a day or a place."""
    words = [word.strip(_EDGE) for word in name.split()]
    words = [word for word in words if word]
    while words and words[0].lower() in _ARTICLES:
        words.pop(0)
    if not words or words[-1].lower() in _JOINS or re.search(r"[’']s?$", name):
        return False
    if any(_TITLED.fullmatch(word) for word in words[:3]) and len(words) > 1:
        return True
    if any(_HEAD.fullmatch(word) for word in words):
        return not _THINGS.fullmatch(words[-1].rstrip(".")) or words[-1].lower() == "parks"
    if _ACRONYM.fullmatch(words[-1]):
        return True
    named = len(words) in (2, 3) and all(word[0].isupper() for word in words) and not name.lower().startswith("the ")
    return named and not _THINGS.fullmatch(words[-1].rstrip(".")) and not words[-1][-1].isdigit()


def tidy(name: str) -> str:
    """A name without the white space and punctuation around it; the points of "C.C.C." stay."""
    bare = name.strip().strip(_EDGE).strip()
    return bare if re.search(r"(?:[A-Z]\.){2,6}$", bare) else bare.rstrip(".")

"""Whether a question is asked in Welsh: pure."""

from __future__ import annotations

import re

from index.analysis import fold

_PLAIN = frozenset(
    fold(
        "oedd roedd doedd ydy ydyw sydd maent ydynt bydd fydd byddai fyddai bod fod gyda gydag wedi dros gan mewn ym "
        "yng hyn hynny hwnnw honno nid nad nac ddim neu hefyd fel ers rhwng trwy drwy wrth wedyn rhaid dylai dylid "
        "gellir unrhyw ynghylch ynglŷn oherwydd faint sut pryd pwy ble ein eich gwnaed wnaed gwnaeth wnaeth cafodd "
        "gafodd cafwyd gafwyd dywedwyd ddywedwyd penderfynwyd benderfynwyd penderfyniad benderfyniad penderfyniadau "
        "cytunwyd gytunwyd derbyniwyd dderbyniwyd trafodwyd drafodwyd adroddwyd adroddiad cofnodion gofnodion "
        "cyfarfod gyfarfod cyfarfodydd gyfarfodydd cynghorwyr gynghorwyr cadeirydd gadeirydd cais gais ceisiadau "
        "geisiadau cyllideb gyllideb cynllunio gynllunio ffordd ffyrdd mynwent fynwent llwybr lwybr llwybrau lwybrau"
    ).split()
)
"""Words that no English question holds and that names of places and people rarely do: function words, and what
councils do and speak of, as it stands and after a mutation."""

_SHARED = frozenset(fold("y yr yn a ac ar o i am at beth mae pam yw ei eu dan ger pa na ni hyd heb oes").split())
"""Welsh function words that also stand in names ("Pen-y-bont ar Ogwr", "Mae") or are English words."""

_ENGLISH = frozenset(
    "the of and what which was were is are did does do how when where who why about for in on to with by from".split()
)
_WORDS = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_NEEDED = 3


def is_welsh(text: str) -> bool:
    """Whether a question is in Welsh, by its function words: a Welsh name in an English question does not make it so.

    A word that is plainly Welsh counts 3, one that names and English share 1; there must be 3 in all, and more than
    thrice as many as there are English function words.
    """
    words = [fold(word) for word in _WORDS.findall(text)]
    welsh = sum(_NEEDED * (word in _PLAIN) + (word in _SHARED) for word in words)
    return welsh >= _NEEDED and welsh > _NEEDED * sum(word in _ENGLISH for word in words)

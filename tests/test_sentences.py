from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.sentences import sentences


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    "marked",
    [
        "The report was noted. | Members thanked the officers.",
        "Cllr. A. Thomas asked about the bridge. | Cllr. J. B. Rees replied.",
        "Mr J.B. Rees spoke. | Mrs. Pugh did not.",
        "A grant of £9.50 was made. | £10.25 had been asked for.",
        "The meeting closed at 9.30 p.m. | The next is in May.",
        "It opened at 7.00 p.m. in the hall.",
        "Pens, paper, etc. | The Clerk would order them.",
        "Pens, paper, etc. were ordered.",
        "Members were sent copies of Bulletin No. 5 by post.",
        "The answer was no. | The Chair moved on.",
        "See paras. 4 and 5, fig. 2 and pp. 7-9 of it.",
        "He had dealt with Rhos C.C.C. | The Clerk would write again.",
        "The C.C.C. highways team was told, e.g. by post, i.e. in writing.",
        "Harrow Ltd. were chosen. | Plume plc. | Members agreed.",
        "Dean v. Morfa was cited.",
        "Was it safe? | It was. | Good! | Fine.",
        "“Will it last?” he asked. | “It will.” | Nobody spoke.",
        'The sign says "No entry." | It stays.',
        "It failed (see Appendix B.) | The Board was told.",
        "It had risen in District A. | Caseloads fell. | Option C. | Officers liked it.",
        "It was proposed by A. Thomas and seconded by Cllr B. Rees.",
        "Plan B. | The Chair preferred it.",
        "(The Mayor left.) | (She came back.)",
        "They waited… | Nothing came.",
        "They waited... and nothing came.",
        "In 2024. | In 2025.",
        "Minute 12 was amended. | 3 members voted against.",
        "It was due on 3 Dec. | The Clerk would ask.",
        "It was due on 3 Dec. 2024.",
        "It was resolved. | (a) that it be built. | (ii) that it be paid for, i.e. in full.",
        "Work by the hwb. | • first point. | • second point.",
    ],
)
def test_boundaries(marked: str) -> None:
    assert split(marked.replace(" | ", " ")) == marked.split(" | ")


@pytest.mark.parametrize(
    "numbered",
    [
        "1. The lamp was mended.",
        "12. The lamp was mended.",
        "347. The lamp was mended.",
        "77/21. The lamp was mended.",
        "18.07.1. The lamp was mended.",
        "C 08/042. The lamp was mended.",
        "AUD/32. The lamp was mended.",
        "(199). The lamp was mended.",
        "1a. The lamp was mended.",
        "a. The lamp was mended.",
        "B. The lamp was mended.",
        "ii. The lamp was mended.",
        "XIV. The lamp was mended.",
        "• 2. The lamp was mended.",
    ],
)
def test_a_number_belongs_to_the_sentence_behind_it(numbered: str) -> None:
    assert split(numbered) == [numbered]
    assert split(f"It was agreed. {numbered} {numbered}") == ["It was agreed.", numbered, numbered]


def test_a_number_at_the_end_of_a_sentence_ends_it() -> None:
    assert split("There were 12. Four had left by 1999. Two stayed.") == [
        "There were 12.",
        "Four had left by 1999.",
        "Two stayed.",
    ]


def test_ranges_are_into_the_text_and_without_white_space_around() -> None:
    assert sentences("  One.\u00a0 Two.  \n\n Three ") == [(2, 6), (8, 12), (17, 22)]


def test_a_line_break_ends_a_sentence() -> None:
    assert split("RESOLVED that\nthe plan be adopted\r\nand kept") == [
        "RESOLVED that",
        "the plan be adopted",
        "and kept",
    ]


@pytest.mark.parametrize("blank", ["", " ", "\n\n", "\u00a0\t"])
def test_blank_text_has_none(blank: str) -> None:
    assert sentences(blank) == []


TEXTS = st.one_of(
    st.text(),
    st.lists(
        st.sampled_from(
            [
                "Cllr.",
                "A.",
                "Thomas",
                "£9.50",
                "p.m.",
                "etc.",
                "No.",
                "5.",
                "ii.",
                "“Yes.”",
                "(no)",
                "?",
                "…",
                " ",
                "\n",
                "the",
            ]
        )
    ).map(" ".join),
)


@given(TEXTS)
def test_nothing_is_lost_and_nothing_twice(text: str) -> None:
    ranges = sentences(text)
    assert "".join("".join(text[a:b].split()) for a, b in ranges) == "".join(text.split())
    assert all(a < b for a, b in ranges)
    assert all(b <= c for (_, b), (c, _) in pairwise(ranges))
    assert all(text[a:b] == text[a:b].strip() for a, b in ranges)

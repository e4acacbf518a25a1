from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis import LONGEST_TERM, content_terms, fold, indexed, terms


def words(text: str) -> list[str]:
    return [term for term, _, _ in terms(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Caseloads, caseload", ["caseload", "caseload"]),
        ("the Council's councillors’ plans", ["the", "council", "councillor", "plan"]),
        ("O'Brien and O’Brien", ["obrien", "and", "obrien"]),
        ("Café CAFE cafe\u0301", ["cafe", "cafe", "cafe"]),
        ("24/00109", ["24/00109", "24", "00109"]),
        ("R/54/149A/LB", ["r/54/149a/lb", "r", "54", "149a", "lb"]),
        ("C 08/042", ["c", "08/042", "08", "042"]),
        ("Minute 77/21.", ["minut", "77/21", "77", "21"]),
        ("item 13.1", ["item", "13.1", "13", "1"]),
        ("£500,000 or 500000", ["500000", "or", "500000"]),
        ("£1,234,567.50", ["1234567.50", "1234567", "50"]),
        ("12,13 and 1,2345", ["12", "13", "and", "1", "2345"]),
        ("long-term, co‑operation", ["long", "term", "co", "oper"]),
        ("Covid-19", ["covid", "19"]),
        ("2023-24, 2023–24 and 2023/24", ["2023/24", "2023", "24"] * 2 + ["and", "2023/24", "2023", "24"]),
        ("and/or Cabinet/Council", ["and", "or", "cabinet", "council"]),
        ("5th, 21st, 2nd and 3rd", ["5", "21", "2", "and", "3"]),
        ("agreed.The budget", ["agre", "the", "budget"]),
        ("(a) • ... — £", ["a"]),
        ("snake_case", ["snake", "case"]),
        ("", []),
    ],
)
def test_terms(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_offsets_are_of_the_words_as_printed() -> None:
    text = "The Board’s caseloads (24/00109’s) cost £500,000 at the Café."
    found = {term: text[start:end] for term, start, end in terms(text)}
    assert found == {
        "the": "the",
        "board": "Board’s",
        "caseload": "caseloads",
        "24/00109": "24/00109’s",
        "24": "24",
        "00109": "00109’s",
        "cost": "cost",
        "500000": "500,000",
        "at": "at",
        "cafe": "Café",
    }


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("what was said about caseloads", ("caseload",)),
        ("What did the Board say about the Board's budget?", ("board", "budget")),
        ("what was that", ("what", "was", "that")),
        ("May 2024", ("may", "2024")),
        ("the minute 77/21", ("minut", "77/21", "77", "21")),
        ("???", ()),
    ],
)
def test_content_terms(query: str, expected: tuple[str, ...]) -> None:
    assert content_terms(query) == expected


def test_a_word_without_end_is_cut() -> None:
    assert words("x" * 5000) == ["x" * LONGEST_TERM]


def test_fold() -> None:
    assert fold("ÀÉÎõü ﬁ İ") == "aeiou fi i"


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=200))
def test_any_text_has_terms_without_spaces_that_stand_where_they_say(text: str) -> None:
    found = terms(text)
    assert indexed(text).split() == [term for term, _, _ in found]
    for term, start, end in found:
        assert 0 <= start < end <= len(text)
        assert term
        assert not any(character.isspace() for character in term)

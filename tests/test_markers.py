from __future__ import annotations

import pytest

from ingest.readers import markers


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("(a) that the report be noted", "(a)"),
        ("(a)", "(a)"),
        ("(iv) that it be sent", "(iv)"),
        ("(17) Mr Oak proposed", "(17)"),
        ("• homes", "•"),
        ("•homes", "•"),
        ("o homes", "o"),
        ("- homes", "-"),
        ("1. Apologies", "1."),
        ("1.. Present", "1.."),
        ("84. Apologies", "84."),
        ("347 Apologies", None),
        ("2.1 On 16 December", "2.1"),
        ("1.2. The report", "1.2."),
        ("18.07.1 Apologies", "18.07.1"),
        ("4.4.5iii) The Clerk", "4.4.5iii)"),
        ("5xv) The Clerk", "5xv)"),
        ("iv) Diary", "iv)"),
        ("9) Referring to", "9)"),
        ("9)Referring to", "9)"),
        ("77/21 Apologies", "77/21"),
        ("C 08/042 Apologies", "C 08/042"),
        ("CA.6 Apologies", "CA.6"),
        ("1a. Apologies", "1a."),
        ("7.30 pm in the Hall", None),
        ("2.5 million was spent", None),
        ("10% of homes", None),
        ("Only a sentence.", None),
        ("Mr Oak (a) said", None),
        (". Note", None),
        ("£1. Apologies", None),
        ("", None),
    ],
)
def test_label(text: str, label: str | None) -> None:
    assert markers.label(text) == label


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("9.", "10.", True),
        ("(a)", "(b)", True),
        ("iv)", "v)", True),
        ("2.1", "2.2", True),
        ("2.9", "3.1", False),
        ("9.", "9)", False),
        ("9.", "11.", False),
        ("•", "•", False),
    ],
)
def test_follows(first: str, second: str, expected: bool) -> None:
    assert markers.follows(first, second) is expected


@pytest.mark.parametrize("text", ["APOLOGIES", "84. APOLOGIES FOR ABSENCE", "MEETING 11th JULY 2018"])
def test_titles_in_capitals(text: str) -> None:
    assert markers.is_capitals(text)


@pytest.mark.parametrize("text", ["SA19 7DD", "TOTAL £1,050.00", "BMcT", "Apologies", "R. A. B."])
def test_no_titles_in_capitals(text: str) -> None:
    assert not markers.is_capitals(text)


@pytest.mark.parametrize("text", ["RESOLVED – That", "Resolved:", "3) RESOLVED that", "For (36)", "Motion carried."])
def test_decisions(text: str) -> None:
    assert markers.is_decision(text)


@pytest.mark.parametrize("text", ["Resolution of disputes", "For the Board", "Notedness", "4. Motions on notice"])
def test_no_decisions(text: str) -> None:
    assert not markers.is_decision(text)

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.bench.meetings import Miss, agrees, markdown, measure

TEXT = """Burlow Parish Council

Minutes of the meeting held on 4 March 2025

Present: Cllr A Penrose

1. Lamps

The lamps were mended.

2. Boats

The boats were sold.
"""
LABEL = {
    "path": "a.txt",
    "date": "2025-03-04",
    "council": "Burlow Parish Council",
    "committee": "Parish Council",
    "status": "unknown",
    "language": "en",
    "numbers": ["1", "2"],
}


def test_a_document_is_scored_by_every_field_of_its_label(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "a.txt.json").write_text(json.dumps({"held_on": "2020-01-01"}))
    result = measure(tmp_path, [LABEL, LABEL | {"date": None, "status": "draft"}])
    assert (result.labelled["date"], result.right["date"], result.right["numbers"], result.invented) == (2, 1, 2, 1)
    assert result.misses == [
        Miss("a.txt", "date", '"2025-03-04"', "null"),
        Miss("a.txt", "status", '"unknown"', '"draft"'),
    ]
    assert "| date | 2 | 1 | 50.0% |" in list(markdown(result))


def test_a_document_that_is_missing_has_nothing_right(tmp_path: Path) -> None:
    assert not measure(tmp_path, [LABEL]).right


@pytest.mark.parametrize(
    ("read", "right"),
    [
        (["1", "2", "3", "4", "5", "6", "7", "8", "9", "10"], True),
        (["1", "2", "3", "4", "5", "6", "7", "8", "9"], True),
        (["1", "2", "3", "4", "5", "6", "7", "8"], False),
        (["2", "1", "3", "4", "5", "6", "7", "8", "9", "10"], False),
        (["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11"], False),
    ],
)
def test_numbers_are_found_when_nine_in_ten_are_in_order_and_none_is_false(read: list[str], right: bool) -> None:
    assert agrees("numbers", read, [str(n) for n in range(1, 11)]) is right

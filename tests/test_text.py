from __future__ import annotations

import pytest

from ingest.errors import ReadError
from ingest.minutes import Block, BlockKind, Raw
from ingest.readers.media import TEXT
from tests.reading import read

SENTENCE = "The Board’s café cost £5 – “too much”, said Councillor Dace."


def blocks(text: str | bytes) -> list[Block]:
    return read(Raw("x.txt", TEXT, text if isinstance(text, bytes) else text.encode()))


@pytest.mark.parametrize(
    "data",
    [
        SENTENCE.encode(),
        b"\xef\xbb\xbf" + SENTENCE.encode(),
        SENTENCE.encode("cp1252"),
        SENTENCE.encode("utf-16"),
        b"\xfe\xff" + SENTENCE.encode("utf-16-be"),
        SENTENCE.encode("utf-16-le"),
        SENTENCE.encode("utf-16-be"),
        SENTENCE.encode() + b"\x00",
    ],
)
def test_encodings(data: bytes) -> None:
    assert [block.text for block in blocks(data)] == [SENTENCE]


def test_bytes_that_are_no_writing_are_refused() -> None:
    with pytest.raises(ReadError, match="not text"):
        blocks(bytes(range(1, 32)) * 20)


def test_a_council_page_saved_as_text() -> None:
    page = (
        "Agenda item\n\nRiver Path\n\nTo consider the path.\n\nMinutes:\n\n"
        "The Board considered a report.\u00a0 It was advised that the path would open.\n\n\u00a0\n\n"
        "  \u2022 the value of the path;\n\n \n\nSupporting documents:\n"
    )
    assert blocks(page) == [
        Block("Agenda item"),
        Block("River Path"),
        Block("To consider the path."),
        Block("Minutes:", BlockKind.HEADING),
        Block("The Board considered a report. It was advised that the path would open."),
        Block("• the value of the path;", BlockKind.LIST_ITEM, None, "•"),
        Block("Supporting documents:"),
    ]


def test_text_wrapped_at_a_margin_is_unwrapped() -> None:
    page = (
        "The Clerk reported that the new path along the river had been opened\n"
        "by the Mayor on Sunday and that it was already in use by walkers and\n"
        "by cyclists. The Board thanked the volunteers.\n"
        "Councillor Dace asked whether the bridge would be repaired before the\n"
        "winter.\n"
    )
    assert [block.text for block in blocks(page)] == [
        "The Clerk reported that the new path along the river had been opened by the Mayor on Sunday and that it was"
        " already in use by walkers and by cyclists. The Board thanked the volunteers.",
        "Councillor Dace asked whether the bridge would be repaired before the winter.",
    ]


def test_a_paragraph_a_line_stays_a_block_a_line() -> None:
    speech = "The Chair (Ann Orrell): " + "I call this meeting to order and ask you all to be brief. " * 4
    assert [block.text for block in blocks(f"{speech}\nMr Dace: Thank you.\nThe Chair: And again:\n{speech}")] == [
        speech.strip(),
        "Mr Dace: Thank you.",
        "The Chair: And again:",
        speech.strip(),
    ]


def test_short_lines_that_are_not_wrapped_stay_apart() -> None:
    page = "Present\nAnn Orrell\nBob Dace, who left after the third item of the agenda\nCid Rudkin\nDee Wyke\n"
    assert len(blocks(page)) == 5


def test_line_ends_of_windows_and_form_feeds() -> None:
    assert [block.text for block in blocks("One.\r\n\r\nTwo.\fThree.")] == ["One.", "Two.", "Three."]


def test_a_text_of_lines_without_end_is_refused() -> None:
    with pytest.raises(ReadError, match=r"more than 1,000,000 lines, .* split it"):
        blocks("a\n" * 1_000_001)


def test_one_line_of_ten_million_characters_is_one_block() -> None:
    line = "The path was wet. " * 550_000
    assert blocks(line) == [Block(line.strip())]


def test_a_paragraph_wrapped_over_fifty_thousand_lines_is_one_block() -> None:
    line = "and the path was wet on every day of all that year"
    assert [len(block.text) for block in blocks("\n".join([line] * 50_000))] == [50_000 * (len(line) + 1) - 1]

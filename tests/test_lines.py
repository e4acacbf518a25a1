"""Lines of a page into blocks; `page` builds them as typed, a blank line being the gap."""

from __future__ import annotations

from ingest.minutes import Block, BlockKind
from ingest.readers import hyphens, lines
from ingest.readers.lines import Line

FULL = "The Clerk reported that the new path along the river had been opened by the Mayor on"


def page(text: str, number: int = 1) -> list[Line]:
    return lines.from_text(text.strip("\n").split("\n"), number)


def texts(text: str) -> list[str]:
    return [block.text for block in lines.blocks(page(text))]


def test_wrapped_lines_make_one_paragraph() -> None:
    assert texts(
        f"{FULL}\n12. June and that it was already in use. The Board thanked the volunteers and asked that"
        "\nthey be sent a letter."
    ) == [
        f"{FULL} 12. June and that it was already in use. The Board thanked the volunteers and asked that"
        " they be sent a letter."
    ]


def test_a_blank_line_parts_paragraphs() -> None:
    assert texts("The path was opened.\n\nThe Board thanked the volunteers.") == [
        "The path was opened.",
        "The Board thanked the volunteers.",
    ]


def test_a_short_line_with_a_full_stop_ends_its_paragraph() -> None:
    assert texts(f"{FULL}\nSunday.\n{FULL}\nMonday.") == [f"{FULL} Sunday.", f"{FULL} Monday."]


def test_a_line_that_ends_in_an_abbreviation_goes_on() -> None:
    long = "The path was opened. It was proposed by Councillor Dace and seconded, at length, by Cllr."
    assert texts(f"{long}\nOrrell.") == [f"{long} Orrell."]


def test_list_items_are_blocks_with_their_marker_as_label() -> None:
    found = lines.blocks(
        page("The Clerk reported on:\n• the path\n• the bridge, which had been closed since the storm of\nFebruary")
    )
    assert found == [
        Block("The Clerk reported on:", page=1),
        Block("• the path", BlockKind.LIST_ITEM, 1, "•"),
        Block("• the bridge, which had been closed since the storm of February", BlockKind.LIST_ITEM, 1, "•"),
    ]


def test_a_marker_alone_on_its_line_joins_what_follows_even_over_a_blank_line() -> None:
    assert lines.blocks(page("RESOLVED:\n\n(a)\n\nthat the report be noted")) == [
        Block("RESOLVED:", page=1),
        Block("(a) that the report be noted", BlockKind.LIST_ITEM, 1, "(a)"),
    ]


def test_a_number_that_continues_a_list_is_no_wrapped_number() -> None:
    first = "1. The Clerk reported that the new path along the river had been opened by the Mayor on Sunday"
    assert texts(f"{first}\n2. The Board thanked the volunteers.") == [first, "2. The Board thanked the volunteers."]


def test_a_right_margin_action_owner_is_kept() -> None:
    assert texts("The key would be returned by Wednesday 20 June.                Clerk") == [
        "The key would be returned by Wednesday 20 June. Clerk"
    ]


def test_titles_in_capitals_numbered_or_bold_are_headings() -> None:
    found = lines.blocks(
        [
            Line("MINUTES OF THE MEETING HELD ON", 1, gap=True),
            Line("TUESDAY, 7 MAY 2024", 1),
            Line("Apologies and other matters of attendance", 1, bold=True),
            Line("Apologies were received from Councillor Dace, who was ill.", 1),
            Line("12. Declarations of interest", 1),
            Line("There were none.", 1),
        ]
    )
    assert [(block.kind, block.text, block.label) for block in found] == [
        (BlockKind.HEADING, "MINUTES OF THE MEETING HELD ON TUESDAY, 7 MAY 2024", None),
        (BlockKind.HEADING, "Apologies and other matters of attendance", None),
        (BlockKind.PARAGRAPH, "Apologies were received from Councillor Dace, who was ill.", None),
        (BlockKind.HEADING, "12. Declarations of interest", "12."),
        (BlockKind.PARAGRAPH, "There were none.", None),
    ]


def test_a_numbered_sentence_is_a_list_item() -> None:
    found = lines.blocks(
        page("3. The accounts were approved\n4. The next meeting is on 8 October\n\nThe Board rose at nine.")
    )
    assert [block.kind for block in found] == [BlockKind.LIST_ITEM, BlockKind.LIST_ITEM, BlockKind.PARAGRAPH]


def test_a_decision_in_bold_capitals_is_no_heading() -> None:
    found = lines.blocks([Line("RESOLVED:", 1, gap=True, bold=True), Line("To support the application.", 1)])
    assert found == [Block("RESOLVED:", page=1), Block("To support the application.", page=1)]


def test_a_decision_begins_a_block_and_is_not_torn_from_it_was() -> None:
    considered = "The Board considered at some length the nominations of trustees for the river charity"
    assert texts(f"{considered}\nRESOLVED that it be noted.\n{considered} and it was\nRESOLVED that it be noted.") == [
        considered,
        "RESOLVED that it be noted.",
        f"{considered} and it was RESOLVED that it be noted.",
    ]


def test_a_paragraph_runs_over_the_page() -> None:
    found = lines.blocks([*page(f"The Board met.\n\n{FULL}", 1), *page("Sunday.\n\nThe Board rose.", 2)])
    assert found == [
        Block("The Board met.", page=1),
        Block(f"{FULL} Sunday.", page=1, turns=(len(FULL) + 1,)),
        Block("The Board rose.", page=2),
    ]


def test_a_page_without_text_is_counted_in_the_turns() -> None:
    (found,) = lines.blocks([*page(FULL, 1), *page("Sunday.", 3)])
    assert found == Block(f"{FULL} Sunday.", page=1, turns=(len(FULL) + 1, len(FULL) + 1))


def test_a_sentence_that_ends_with_its_page_is_not_joined_to_the_next() -> None:
    assert len(lines.blocks([*page(f"{FULL} Sunday.", 1), *page("The Board rose.", 2)])) == 2


def test_dirt_without_a_letter_or_digit_is_no_block() -> None:
    assert texts("`\n\nThe Board rose.\n\n.") == ["The Board rose."]


def test_a_cut_word_is_put_together() -> None:
    assert hyphens.joined(["the Coun-", "cillor asked"], frozenset())[0] == "the Councillor asked"


def test_the_document_decides_on_the_hyphen() -> None:
    words = hyphens.vocabulary(["a multi-agency team", "an agency and a father", "inclusive work", "the policyholder"])
    assert hyphens.joined(["multi-", "agency"], words)[0] == "multi-agency"
    assert hyphens.joined(["father-", "inclusive"], words)[0] == "father-inclusive"
    assert hyphens.joined(["policy-", "holder"], words)[0] == "policyholder"
    assert hyphens.joined(["non-", "attendance"], words)[0] == "non-attendance"


def test_halves_of_cut_words_are_no_words_of_the_document() -> None:
    assert hyphens.vocabulary(["we require-", "ments were met"]) == {"we", "were", "met"}


def test_a_hyphen_before_a_capital_or_digit_stays() -> None:
    assert hyphens.joined(["Mr Crow-", "Brown for 2025-", "26"], frozenset())[0] == "Mr Crow-Brown for 2025-26"


def test_other_signs_of_a_line_break_hyphen() -> None:
    assert [hyphens.shown(f"Coun{sign}") for sign in "\ufffe\x02\u00ad\ufffd"] == ["Coun-"] * 4

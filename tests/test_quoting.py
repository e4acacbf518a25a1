"""What a language model is shown of the record, and where its quotes stand in it."""

from __future__ import annotations

from dataclasses import replace

from index.backend import Place
from search_api.answer import Citation
from search_api.quoting import Clean, Passage, words
from tests.quoted import statement


def passage(text: str) -> Passage:
    return Passage.of(statement(text), "")


def found(text: str, quote: str) -> str | None:
    """The words of the document that a quote is taken for."""
    one = passage(text)
    span = one.find(quote)
    cited = one.cite(*span) if span else None
    return cited.quote if cited else None


def test_what_cannot_be_seen_is_left_out_and_each_character_knows_its_place() -> None:
    clean = Clean.of(" \u202eA\u00ad\u200bb \u00a0\t c\x00\r\n\u2028 d\ufeff\n")
    assert clean.text == "Ab c\nd"
    assert clean.at == (2, 5, 6, 10, 12, 16)


def test_nothing_but_what_cannot_be_seen() -> None:
    assert Clean.of(" \u200b\n") == Clean("", ())


def test_words_with_the_marks_between_them() -> None:
    text = "(a) Torbay’s £1,250.50 – 12.5% of “A/24-3”, at 9.30 a.m.;\n• -3 > 2"
    assert [(word.before, word.text) for word in words(text)] == [
        ("(", "a"),
        (")", "Torbay's"),
        ("", "£1,250.50"),
        ("-", "12.5%"),
        ("", "of"),
        ('"', "A/24-3"),
        ('",', "at"),
        ("", "9.30"),
        ("", "a.m"),
        (".;", "-3"),
        (">", "2"),
    ]
    assert [word.text for word in words(text) if word.breaks] == ["-3"]
    assert all(text.replace("’", "'")[word.start : word.end] == word.text for word in words(text))


def test_a_quote_is_found_whatever_its_white_space_and_the_shape_of_its_marks() -> None:
    record = "The  Board’s “Plan”\u00a0–\nat\u200b last"
    assert found(record, 'Board\'s "Plan" - at last') == "Board’s “Plan”\u00a0–\nat\u200b last"
    assert found(record, "The Board’s") == "The  Board’s"
    assert found(record, "Board's Plan") is None
    assert found(record, 'board\'s "Plan"') is None


def test_a_quote_is_whole_words() -> None:
    record = "The heart was let now; art was let now."
    one = passage(record)
    assert one.find("art was let now") == (record.index("; art") + 2, len(record) - 1)
    assert one.find("eart was") is None
    assert one.find("let no") is None


def test_a_list_stays_with_its_head() -> None:
    record = "The Board met. RESOLVED: That\n(a) the hall be let; and\n(b) the park be kept.\nIt closed."
    assert [" ".join(word.text for word in one.words) for one in passage(record).sentences] == [
        "The Board met",
        "RESOLVED That a the hall be let and b the park be kept",
        "It closed",
    ]


def test_what_begins_in_the_next_passage_is_not_cited_under_this_one() -> None:
    whole = statement("The hall was let. The park was kept.").citation
    short = Place(replace(whole.place.passage, end=18, text=whole.quote[:18]), whole.place.record)
    one = Passage.of(replace(statement("x y z"), citation=Citation(short, 0, len(whole.quote), whole.quote)), "")

    assert one.cite(4, 36) == Citation(short, 4, 36, "hall was let. The park was kept.")
    assert one.cite(18, 36) is None

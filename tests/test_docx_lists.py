"""The numbers that Word prints before the paragraphs of its lists and headings."""

from __future__ import annotations

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from tests.test_docx import blocks, item, with_body


def level(at: int, form: str, text: str, more: str = "", *, start: int = 1) -> str:
    """A w:lvl; `more` are elements that stand between its form and its text."""
    form = f'<w:start w:val="{start}"/><w:numFmt w:val="{form}"/>'
    return f'<w:lvl w:ilvl="{at}">{form}{more}<w:lvlText w:val="{text}"/></w:lvl>'


def numbered(
    body: str, levels: str, lists: str = '<w:num w:numId="91"><w:abstractNumId w:val="91"/></w:num>'
) -> list[str]:
    """The texts of a body whose lists have these levels."""
    return texts_of(body, f'<w:abstractNum w:abstractNumId="91">{levels}</w:abstractNum>', lists)


def texts_of(body: str, *parts: str, styles: str = "") -> list[str]:
    document = with_body(body)
    for part in parts:
        for element in parse_xml(f"<w:numbering {nsdecls('w')}>{part}</w:numbering>"):
            document.part.numbering_part.element.append(element)
    for element in parse_xml(f"<w:styles {nsdecls('w')}>{styles}</w:styles>"):
        document.styles.element.append(element)
    return [block.text for block in blocks(document)]


TWO = level(0, "decimal", "%1.") + level(1, "decimal", "%1.%2")


def test_a_level_begins_again_below_any_level_above_it() -> None:
    body = item("a") + item("b", 1) + item("c", 1) + item("d") + item("e", 1)
    assert numbered(body, TWO) == ["1. a", "1.1 b", "1.2 c", "2. d", "2.1 e"]


def test_a_level_that_never_begins_again() -> None:
    levels = level(0, "decimal", "%1.") + level(1, "decimal", "%2)", '<w:lvlRestart w:val="0"/>')
    assert numbered(item("a") + item("b", 1) + item("c") + item("d", 1), levels) == ["1. a", "1) b", "2. c", "2) d"]


def test_a_level_that_begins_again_below_the_first_only() -> None:
    levels = TWO + level(2, "lowerLetter", "(%3)", '<w:lvlRestart w:val="1"/>')
    body = item("a") + item("b", 1) + item("c", 2) + item("d", 1) + item("e", 2) + item("f") + item("g", 2)
    assert numbered(body, levels) == ["1. a", "1.1 b", "(a) c", "1.2 d", "(b) e", "2. f", "(a) g"]


def test_digits_for_the_levels_above_and_nothing_behind_the_number() -> None:
    levels = level(0, "upperRoman", "%1.") + level(1, "decimal", "%1.%2:", '<w:isLgl/><w:suff w:val="nothing"/>')
    assert numbered(item("a") + item("b") + item("c", 1), levels) == ["I. a", "II. b", "2.1:c"]


def test_words_before_a_number_and_forms_of_numbers() -> None:
    levels = level(0, "decimal", "Minute %1:", start=9) + level(1, "ordinal", "%2") + level(2, "decimalZero", "%3.")
    assert numbered(item("a") + item("b", 1) + item("c", 2), levels) == ["Minute 9: a", "1st b", "01. c"]


def test_a_list_that_puts_another_level_in_the_place_of_its_own() -> None:
    own = f'<w:lvlOverride w:ilvl="0">{level(0, "lowerLetter", "(%1)", start=3)}</w:lvlOverride>'
    lists = f'<w:num w:numId="91"><w:abstractNumId w:val="91"/>{own}</w:num>'
    assert numbered(item("a") + item("b"), TWO, lists) == ["(c) a", "(d) b"]


def test_a_new_start_is_used_once() -> None:
    lists = '<w:num w:numId="91"><w:abstractNumId w:val="91"/></w:num><w:num w:numId="92"><w:abstractNumId w:val="91"/>'
    lists += '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    body = item("a") + item("b", number=92) + item("c", number=92) + item("d")
    assert numbered(body, TWO, lists) == ["1. a", "5. b", "6. c", "7. d"]


def test_a_list_style_has_its_levels_where_the_style_has_them() -> None:
    abstract = f'<w:abstractNum w:abstractNumId="90"><w:styleLink w:val="Items"/>{TWO}</w:abstractNum>'
    abstract += '<w:abstractNum w:abstractNumId="91"><w:numStyleLink w:val="Items"/></w:abstractNum>'
    lists = '<w:num w:numId="91"><w:abstractNumId w:val="91"/></w:num>'
    assert texts_of(item("a") + item("b", 1), abstract, lists) == ["1. a", "1.1 b"]


def test_list_styles_that_refer_to_each_other_have_no_levels() -> None:
    abstract = '<w:abstractNum w:abstractNumId="90"><w:styleLink w:val="A"/><w:numStyleLink w:val="B"/></w:abstractNum>'
    abstract += (
        '<w:abstractNum w:abstractNumId="91"><w:styleLink w:val="B"/><w:numStyleLink w:val="A"/></w:abstractNum>'
    )
    lists = '<w:num w:numId="91"><w:abstractNumId w:val="91"/></w:num>'
    assert texts_of(item("a"), abstract, lists) == ["a"]


HEADINGS = "".join(
    f"<w:style w:type='paragraph' w:styleId='Title{n}'><w:name w:val='Heading of ours {n}'/>{based}<w:pPr>{pr}"
    f"<w:outlineLvl w:val='{n}'/></w:pPr></w:style>"
    for n, based, pr in (
        (0, "", "<w:numPr><w:numId w:val='91'/></w:numPr>"),
        (1, "", "<w:numPr><w:numId w:val='91'/></w:numPr>"),
        (2, "<w:basedOn w:val='Title1'/>", "<w:numPr><w:ilvl w:val='2'/></w:numPr>"),
    )
)


def heading(text: str, at: int, own: str = "") -> str:
    return f"<w:p><w:pPr><w:pStyle w:val='Title{at}'/>{own}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def test_headings_are_numbered_by_their_styles() -> None:
    levels = (
        level(0, "decimal", "%1", '<w:pStyle w:val="Title0"/>')
        + level(1, "decimal", "%1.%2", '<w:pStyle w:val="Title1"/>')
        + level(2, "decimal", "%1.%2.%3")
    )
    abstract = f'<w:abstractNum w:abstractNumId="91">{levels}</w:abstractNum>'
    lists = '<w:num w:numId="91"><w:abstractNumId w:val="91"/></w:num>'
    none = "<w:numPr><w:numId w:val='0'/></w:numPr>"
    body = heading("a", 0) + heading("b", 1) + heading("c", 2) + heading("d", 1) + heading("Annex", 0, none)
    assert texts_of(body + heading("e", 0), abstract, lists, styles=HEADINGS) == [
        "1 a",
        "1.1 b",
        "1.1.1 c",
        "1.2 d",
        "Annex",
        "2 e",
    ]


@pytest.mark.parametrize("gone", ["<w:del/>", "<w:vanish/>"])
def test_paragraphs_that_are_gone_are_not_counted(gone: str) -> None:
    numbers = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="91"/></w:numPr>'
    middle = (
        f"<w:p><w:pPr>{numbers}<w:rPr>{gone}</w:rPr></w:pPr><w:del><w:r><w:delText>x</w:delText></w:r></w:del></w:p>"
    )
    assert numbered(item("a") + middle + item("b"), TWO) == ["1. a", "2. b"]


def test_styles_based_on_each_other_in_a_circle() -> None:
    styles = "".join(
        f"<w:style w:type='paragraph' w:styleId='S{n}'><w:basedOn w:val='S{(n + 1) % 3}'/></w:style>" for n in range(3)
    )
    body = "<w:p><w:pPr><w:pStyle w:val='S0'/></w:pPr><w:r><w:t>The path was opened.</w:t></w:r></w:p>"
    assert texts_of(body, styles=styles) == ["The path was opened."]


def test_a_numbered_paragraph_in_the_style_of_a_title_is_an_item() -> None:
    document = docx.Document()
    document.add_heading("The path was opened by the Mayor. " * 8, 2)
    document.add_heading("Gates", 2)
    assert [block.kind.value for block in blocks(document)] == ["paragraph", "heading"]

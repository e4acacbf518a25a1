from __future__ import annotations

import pytest

from ingest.errors import NoTextError, ReadError
from ingest.minutes import Block, BlockKind, Raw
from ingest.readers.media import HTML, MARKDOWN
from tests.reading import read

HEADING, ITEM, ROW = BlockKind.HEADING, BlockKind.LIST_ITEM, BlockKind.TABLE_ROW


def blocks(page: str | bytes, media_type: str = HTML) -> list[Block]:
    return read(Raw("x.html", media_type, page if isinstance(page, bytes) else page.encode()))


def texts(page: str) -> list[str]:
    return [block.text for block in blocks(page)]


def test_headings_paragraphs_and_lists() -> None:
    page = """<h2>Apologies</h2><p>There were
        none.</p><ul><li>a path</li></ul><ol start="3"><li>a <b>bridge</b></li><li value="9">a gate</ol>
        <ol type="a"><li>one<ol type="i"><li>two</ol><li>three</ol>"""
    assert blocks(page) == [
        Block("Apologies", HEADING),
        Block("There were none."),
        Block("a path", ITEM),
        Block("3. a bridge", ITEM, None, "3."),
        Block("9. a gate", ITEM, None, "9."),
        Block("a. one", ITEM, None, "a."),
        Block("i. two", ITEM, None, "i."),
        Block("b. three", ITEM, None, "b."),
    ]


def test_a_list_without_markers_prints_none() -> None:
    assert texts('<ol style="list-style-type: none"><li>(a) one</ol><ol reversed><li>x<li>y</ol>') == [
        "(a) one",
        "2. x",
        "1. y",
    ]


def test_paragraphs_inside_a_list_item() -> None:
    assert blocks("<ol><li><p>One.</p><p>More of it.</p></li></ol>") == [
        Block("1. One.", ITEM, None, "1."),
        Block("More of it."),
    ]


def test_line_breaks_part_blocks_only_where_a_typist_would() -> None:
    page = "<p>It was<br>RESOLVED that it<br/>be noted.<br>Carried.<br><br>Ann Orrell<br>Bob Dace<br>(a) one</p>"
    assert texts(page) == ["It was RESOLVED that it be noted.", "Carried.", "Ann Orrell", "Bob Dace", "(a) one"]


def test_text_beside_blocks_is_kept_in_order() -> None:
    assert texts("<div>One <i>and</i> two.<p>Three.</p>Four.</div>Five.") == [
        "One and two.",
        "Three.",
        "Four.",
        "Five.",
    ]


def test_data_tables_are_rows_of_cells() -> None:
    page = """<table><caption>Votes</caption><tr><th>Name<th>Vote<th></tr>
        <tr><td>Dace<td><td>For</tr><tr><td>1.<td>Orrell<td>Against</tr><tr><td> <td></tr></table>"""
    assert blocks(page) == [
        Block("Votes"),
        Block("Name | Vote", ROW),
        Block("Dace | | For", ROW),
        Block("1. Orrell | Against", ROW, None, "1."),
    ]


def test_tables_that_only_arrange_the_page_are_paragraphs() -> None:
    inner = "<table><tr><td>a<td>b</tr></table>"
    page = f"<table><tr><td><h3>Title</h3><p>Text.</p></td><td>{inner}</td></tr>"
    page += "<tr><td>12.<td><ul><li>One</ul></tr></table>"
    assert blocks(page) == [
        Block("Title", HEADING),
        Block("Text."),
        Block("a | b", ROW),
        Block("12. One", ITEM, None, "12."),
    ]


def test_definition_lists_are_rows() -> None:
    assert blocks("<dl><dt>Date</dt><dd>7 May</dd><div><dt>Venue</dt><dd>Hall</dd><dd>Annexe</dd></div></dl>") == [
        Block("Date | 7 May", ROW),
        Block("Venue | Hall | Annexe", ROW),
    ]


def test_everything_around_the_record_is_left_out() -> None:
    page = """<html><head><title>T</title><style>p{}</style></head><body class="has-sidebar">
        <div id="cookie-banner">We use cookies.</div><header>Anytown Council</header>
        <nav><ul><li><a href="/">Home</a></li></ul></nav><div class="breadcrumbs">Home &gt; Minutes</div>
        <form><label>Search</label><input><button>Go</button></form><script>var x = "text";</script>
        <main><header><h1>River Board</h1></header><p>The path was opened on Sunday by the Mayor.</p>
        <div class="share-buttons social">Share this</div><p hidden>Secret</p><p style="display:none">None</p></main>
        <aside>Related pages</aside><footer>Contact us</footer></body></html>"""
    assert texts(page) == ["River Board", "The path was opened on Sunday by the Mayor."]


def test_without_a_marked_main_part_lists_of_links_are_left_out() -> None:
    menu = "".join(f'<li><a href="/{n}">Page {n}</a></li>' for n in range(5))
    page = f"<body><div><ul>{menu}</ul></div><div><p>{'The path was opened on Sunday. ' * 5}</p></div></body>"
    assert texts(page) == [("The path was opened on Sunday. " * 5).strip()]


def test_a_form_around_the_whole_page_is_no_reason_to_lose_it() -> None:
    page = '<body><form><div class="main-menu"><p>The path was opened.</p><p>The Board rose.</p></div></form></body>'
    assert texts(page) == ["The path was opened.", "The Board rose."]


def test_moderngov_item() -> None:
    page = """<body><div id="modgov"><div class="mgContent"><ul class="mgActionList"><li><a href="x">Committees</a></ul>
        <h1>Agenda item</h1><table class="mgItemTable"><tr><td class="mgItemNumberCell"><p>347.</p></td>
        <td><p class="mgAiTitleTxt"><a name="AI1"></a>River Path <span class="mgFileSize">PDF 153 KB</span></p>
        <div class="mgWordPara"><p>To consider the path.</p></div><p class="mgSubItemTitleTxt">Minutes:</p>
        <div class="mgWordPara"><p>The path was opened.&nbsp; It was wet.</p><p>&nbsp;</p></div>
        <ul class="mgBulletList"><li><a href="y">Report</a>, <span class="mgFileSize">PDF 20 KB</span></li></ul>
        </td></tr><tr><td class="mgItemNumberCell"><p>C 08/042</p></td><td><p class="mgAiTitleTxt">Gates</p></td></tr>
        </table></div></div></body>"""
    assert blocks(page) == [
        Block("Agenda item", HEADING),
        Block("347. River Path", HEADING, None, "347."),
        Block("To consider the path."),
        Block("Minutes:", HEADING),
        Block("The path was opened. It was wet."),
        Block("Report,", ITEM),
        Block("C 08/042 Gates", HEADING, None, "C 08/042"),
    ]


def test_word_html_prints_its_own_markers() -> None:
    page = """<p class="MsoListParagraph"><span style="mso-list:Ignore">(a)<span>&nbsp;&nbsp;</span></span>be noted;</p>
        <p class="MsoNormal"><b>River Path</b></p><p><b>RESOLVED:</b></p>"""
    assert blocks(page) == [
        Block("(a) be noted;", ITEM, None, "(a)"),
        Block("River Path", HEADING),
        Block("RESOLVED:"),
    ]


@pytest.mark.parametrize(
    "page",
    [
        "<p>Café – £5</p>".encode("cp1252"),
        '<meta charset="iso-8859-1"><p>Café – £5</p>'.encode("cp1252"),
        '<?xml version="1.0" encoding="utf-8"?><html><p>Café – £5</p></html>'.encode(),
        "<p>Café – £5</p>".encode("utf-16"),
        b"<p>Caf&eacute; &ndash; &pound;5</p>",
    ],
)
def test_encodings(page: bytes) -> None:
    assert blocks(page)[-1].text == "Café – £5"


def test_the_charset_that_the_page_declares() -> None:
    page = '<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-2"><p>Łódź</p>'
    assert blocks(page.encode("iso-8859-2"))[-1].text == "Łódź"


@pytest.mark.parametrize("name", ["hex", "no-such-charset", "utf-16"])
def test_a_charset_that_cannot_be_true_is_passed_over(name: str) -> None:
    assert blocks(f"<meta charset={name}><p>Café – £5</p>".encode("cp1252"))[-1].text == "Café – £5"


def test_a_page_of_nothing_but_scripts_holds_no_text() -> None:
    with pytest.raises(NoTextError):
        blocks("<html><body><script>render()</script></body></html>")


def test_bold_type_that_is_never_closed_loses_nothing() -> None:
    assert texts("<p>One.</p>" + "<b>" * 1500 + "<p>Two.</p>") == ["One.", "Two."]


@pytest.mark.parametrize("depth", [1500, 50_000])
def test_nesting_that_cannot_be_read_is_refused_and_not_cut_off(depth: int) -> None:
    with pytest.raises(ReadError, match="nested too deep"):
        blocks("<p>One.</p>" + "<div>x" * depth + "<p>Two.</p>")


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        ("<table><tr><td>" * 10_000 + "x", "nested too deep"),
        ("<b>" * 2_000_001 + "x", "more than 2 million tags, .* split it"),
        ("<p " + " ".join(f"a{n}" for n in range(100_000)) + ">x", "a thousand attributes"),
    ],
)
def test_pages_made_to_fill_the_memory_are_refused(page: str, reason: str) -> None:
    with pytest.raises(ReadError, match=reason):
        blocks(page)


@pytest.mark.parametrize(
    ("page", "found"),
    [
        ("<table><tr><td colspan=1000000000 rowspan=1000000000>a<td>b<tr><td>c<td>d</table>", ["a | b", "c | d"]),
        ("<p>" + "a<br>" * 100_000, ["a " * 99_999 + "a"]),
        ("<p>" + "<span>a </span>" * 100_000, ["a " * 99_999 + "a"]),
        ("<p>a" + "<script>b</script>a" * 100_000, ["a" * 100_001]),
        ("<div class=menu>" * 100 + "<p>a</p>" * 20_000, ["a"] * 20_000),
        ("<p>" + "word " * 2_000_000, [("word " * 2_000_000).strip()]),
        ("<pre>" + "a\n" * 200_000 + "</pre>", ["a " * 199_999 + "a"]),
    ],
    ids=["spans", "breaks", "inline", "dropped", "menus", "line", "pre"],
)
def test_millions_of_tiny_parts_are_read_in_linear_time(page: str, found: list[str]) -> None:
    assert texts(page) == found


def test_nothing_in_a_page_is_run_or_fetched_or_shown_but_its_words() -> None:
    page = """<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY y "yyyy">]>
        <base href="http://127.0.0.1:9/"><link rel=stylesheet href="http://127.0.0.1:9/a.css">
        <body onload="run(1)"><p onclick="run(2)">The <a href="javascript:run(3)">path</a> was opened&x;.</p>
        <iframe src="http://127.0.0.1:9/b">Framed</iframe><object data="c">Object</object><embed src="d">
        <svg onload="run(4)"><text>Drawn</text></svg><img src="http://127.0.0.1:9/e.png" onerror="run(5)" alt="Seal">
        <noscript>Turn on scripts</noscript><template><p>Later</p></template><script>run(6)</script>"""
    assert " ".join(texts(page)).replace("&x;", "").replace("]>", "").split() == ["The", "path", "was", "opened."]


@pytest.mark.parametrize(
    "around",
    [
        '<a class="skip-link" href="#c">Skip to content</a>{}',
        "<div><p>Skip to main content</p></div>{}",
        '<div id="breadcrumb">You are here: Home</div>{}',
        "{}<p>Last updated: 3 March 2024</p>",
        '{}<p class="last-modified">Changed on 3 March 2024</p>',
        "{}<div>Was this page helpful? Yes No</div>",
        "{}<p>© 2026 Anytown Council</p>",
        '<ul class="language-switcher"><li>English<li>Cymraeg</ul>{}',
        '{}<div class="sharedaddy"><h3>Share this:</h3></div>',
        '<table><tr><td><a href="a">Home</a><td><a href="b">News</a><td><a href="c">Jobs</a></table>{}',
    ],
)
def test_what_sites_print_around_a_record(around: str) -> None:
    record = "<h1>River Board</h1><p>The path was opened on Sunday by the Mayor and the whole Board.</p>"
    assert texts(f"<body>{around.format(record)}</body>") == [
        "River Board",
        "The path was opened on Sunday by the Mayor and the whole Board.",
    ]


def test_links_to_papers_are_no_menu() -> None:
    papers = "".join(f'<li><a href="files/{n}.pdf">Report {n}</a>' for n in range(1, 4))
    page = f"<body><p>{'The path was opened on Sunday. ' * 5}</p><ul>{papers}</ul></body>"
    assert texts(page)[1:] == ["Report 1", "Report 2", "Report 3"]


def test_the_title_of_a_page_names_a_record_without_a_heading() -> None:
    head = "<html><head><title> River Board:\n 7 May </title></head><body>"
    assert blocks(f"{head}<p>The path was opened.</p>") == [
        Block("River Board: 7 May", HEADING),
        Block("The path was opened."),
    ]
    assert texts(f"{head}<h2>Minutes</h2><p>The path was opened.</p>") == ["Minutes", "The path was opened."]


def test_a_fragment_from_word_by_way_of_moderngov() -> None:
    page = """<div class="WordSection1">
        <!--[if gte mso 9]><xml><w:WordDocument>X-NONE</w:WordDocument></xml><![endif]-->
        <xml><o:OfficeDocumentSettings>false</o:OfficeDocumentSettings></xml>
        <p class="MsoNormal">The Board agreed that the path
        would be opened&amp;nbsp;on Sunday &amp;ndash; weather permitting.<o:p></o:p></p>
        <p class="MsoNormal"><o:p>&nbsp;</o:p></p>
        <p class="MsoListParagraph"><![if !supportLists]><span style='mso-list:Ignore'>·<span>&nbsp;&nbsp;</span></span>
        <![endif]>to note the
        report;</p>
        <p class="MsoListParagraph"><span style='mso-list:Ignore'>2.<span>&nbsp; </span></span>to close.</p></div>"""
    assert blocks(page) == [
        Block("The Board agreed that the path would be opened on Sunday – weather permitting."),
        Block("· to note the report;", ITEM, None, "·"),
        Block("2. to close.", ITEM, None, "2."),
    ]


def test_typed_lines_are_read_as_in_plain_text() -> None:
    assert texts("<pre>RIVER BOARD\n\nThe path was\nopened.\n\n1. Gates</pre>") == [
        "RIVER BOARD",
        "The path was opened.",
        "1. Gates",
    ]


def test_markdown() -> None:
    page = "---\n\n# Minutes\n\nThe path\nwas *opened*.\n\n4. one\n5. two\n\n- gate\n\n"
    page += "| Name | Vote |\n|---|---|\n| Dace | For |\n"
    assert blocks(page, MARKDOWN) == [
        Block("Minutes", HEADING),
        Block("The path was opened."),
        Block("4. one", ITEM, None, "4."),
        Block("5. two", ITEM, None, "5."),
        Block("gate", ITEM),
        Block("Name | Vote", ROW),
        Block("Dace | For", ROW),
    ]


def test_markdown_with_words_that_look_like_menus_or_html() -> None:
    assert [block.text for block in blocks("<nav>Menu of the day</nav>\n\nThe <b>Mayor</b> & 3 < 4.", MARKDOWN)] == [
        "Menu of the day",
        "The Mayor & 3 < 4.",
    ]

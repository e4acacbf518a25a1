"""A source as a page of a council's website, with the menus, banner and footer that stand around a record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from itertools import groupby

from corpus.markup import MERGED, NOTICE, Line, Shape, Source

PAGE = """<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<title>{title} - {council}</title>
<style>nav li {{ display: inline; }}</style>
</head>
<body>
<div id="cookie-banner" role="region" aria-label="Cookies">
<p>We use cookies to make this website work and to learn how it is used.</p>
<button>Accept all cookies</button> <button>Reject optional cookies</button>
</div>
<header>
<a href="#content">Skip to main content</a>
<a href="/">{council}</a>
<form action="/search"><label for="q">Search this site</label> <input id="q" name="q"></form>
</header>
<nav aria-label="Main menu">
<ul>
<li><a href="/pay">Pay for it</a></li>
<li><a href="/report">Report it</a></li>
<li><a href="/bins">Bins and recycling</a></li>
<li><a href="/planning">Planning</a></li>
<li><a href="/democracy">Your council</a></li>
</ul>
</nav>
<nav class="breadcrumb" aria-label="Breadcrumb">
<a href="/">Home</a> &gt; <a href="/democracy">Your council</a> &gt; <a href="/meetings">Meetings</a>
</nav>
{content}
<footer>
<ul>
<li><a href="/accessibility">Accessibility statement</a></li>
<li><a href="/privacy">Privacy notice</a></li>
<li><a href="/contact">Contact us</a></li>
</ul>
<p>Was this page useful? <a href="/feedback">Tell us what you think</a></p>
<p>&copy; {council}</p>
</footer>
</body>
</html>
"""

SITE = """<main id="content">
<article>
{body}
<p>{notice}</p>
</article>
<aside><h2>Related pages</h2><ul><li><a href="/meetings">All meetings</a></li></ul></aside>
</main>"""

MODERNGOV = """<div id="modgov">
<div id="content" class="mgContent">
<ul class="mgActionList"><li><a href="mgCommittees.aspx">Committees</a></li><li><a href="mgCalendar.aspx">Meetings
calendar</a></li></ul>
{body}
<div class="mgWordPara"><p>{notice}</p></div>
</div>
</div>"""

TAGS = {
    Shape.HEADING: '<h1 class="mgMainTitleTxt">{}</h1>',
    Shape.ITEM: "<h2>{}</h2>",
    Shape.SUBHEADING: '<p class="mgSubItemTitleTxt">{}</p>',
    Shape.BULLET: "<li>{}</li>",
    Shape.LABELLED: "<p>{}</p>",
    Shape.AGENDA: "<p>{}</p>",
    Shape.PARAGRAPH: "<p>{}</p>",
}
LISTS = {Shape.BULLET: ("<ul>", "</ul>"), Shape.ROW: ("<table>", "</table>")}
APART = {Shape.SUBHEADING, Shape.ROW}
"""What does not stand among the paragraphs of a ModernGov page."""


def render_html(source: Source) -> bytes:
    """A page in UTF-8, in the style that the source names: "site", "moderngov" or "moderngov-item"."""
    frame, body = {
        "site": (SITE, _site),
        "moderngov": (MODERNGOV, _meeting),
        "moderngov-item": (MODERNGOV, _item),
    }[source.style]
    content = frame.format(body="\n".join(body(source.lines)), notice=NOTICE)
    return PAGE.format(title=escape(source.title), council=escape(source.council), content=content).encode()


def _site(lines: Iterable[Line]) -> Iterator[str]:
    for shape, group in groupby(lines, key=lambda line: line.shape):
        if shape is Shape.PAGE_BREAK:
            continue
        opening, closing = LISTS.get(shape, ("", ""))
        if opening:
            yield opening
        yield from (_tag(line).replace(' class="mgMainTitleTxt"', "") for line in group)
        if closing:
            yield closing


def _tag(line: Line) -> str:
    return _row(line) if line.shape is Shape.ROW else TAGS[line.shape].format(escape(line.printed, quote=False))


def _row(line: Line) -> str:
    cells: list[tuple[str, int]] = []
    for cell in line.cells:
        if cell == MERGED:
            cells[-1] = (cells[-1][0], cells[-1][1] + 1)
        else:
            cells.append((cell, 1))
    spans = ((escape(text, quote=False), f' colspan="{width}"' if width > 1 else "") for text, width in cells)
    return "<tr>" + "".join(f"<td{span}>{text}</td>" for text, span in spans) + "</tr>"


def _meeting(lines: tuple[Line, ...]) -> Iterator[str]:
    starts = [at for at, line in enumerate(lines) if line.shape is Shape.ITEM]
    yield from _item(lines[: starts[0]])
    yield '<table class="mgItemTable">'
    for position, (start, stop) in enumerate(zip(starts, [*starts[1:], len(lines)], strict=True)):
        title, rest = lines[start], lines[start + 1 : stop]
        size = f' <span class="mgFileSize">PDF {61 + 47 * position}&nbsp;KB</span>'
        paper = size if any(line.shape is Shape.AGENDA for line in rest) else ""
        yield f'<tr><td class="mgItemNumberCell"><p>{escape(title.number)}</p></td>'
        yield f'<td><p class="mgAiTitleTxt"><a name="AI{2900 + position}"></a>{escape(title.text)}{paper}</p>'
        yield from _paragraphs(rest)
        yield "</td></tr>"
    yield "</table>"


def _item(lines: Iterable[Line]) -> Iterator[str]:
    for position, line in enumerate(line for line in lines if line.shape is Shape.HEADING):
        tag = _tag(line)
        yield tag.replace("h1", "h2").replace("mgMainTitleTxt", "mgSubTitleTxt") if position else tag
    yield from _paragraphs(line for line in lines if line.shape is not Shape.HEADING)


def _paragraphs(lines: Iterable[Line]) -> Iterator[str]:
    """Word's paragraphs as the system prints them, each followed by an empty one, and its tables."""
    for apart, group in groupby(lines, key=lambda line: line.shape if line.shape in APART else None):
        if apart is Shape.SUBHEADING:
            yield from map(_tag, group)
        elif apart is Shape.ROW:
            yield '<div class="mgWordPara"><table>'
            yield from map(_tag, group)
            yield "</table></div>"
        else:
            yield '<div class="mgWordPara">'
            yield "\n<p>&nbsp;</p>\n".join(map(_tag, group))
            yield "</div>"

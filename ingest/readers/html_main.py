"""The part of a web page that holds its record: without menus, banners, footers, forms and scripts."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from ingest.errors import ReadError

_NEVER = (
    "audio button canvas dialog head iframe input map noscript object option script select style svg template textarea "
    "video xml"
).split()
_WORD_SETTINGS = ("w:", "m:", "o:office", "o:shape")
"""The tags in which Word puts settings into a page that it saves, with words such as "false" and "X-NONE"."""
_AROUND = {"nav", "aside", "footer", "header"}
_AROUND_ROLES = {"navigation", "banner", "contentinfo", "search", "dialog", "complementary", "menu", "menubar", "alert"}
_AROUND_NAMES = re.compile(
    r"cookie|breadcrumbs?|sharedaddy|addtoany|(?:^|[-_\s])(?:nav|navbar|navigation|menu|sidebar|skip|share|sharing|social|"
    r"pagination|pager|footer|masthead|banner|search|consent|toolbar|topbar|widget|related|comments?|print|newsletter|"
    r"subscribe|feedback|back-?to-?top|last-?(?:updated|modified|reviewed)|lang(?:uage)?-?(?:switch(?:er)?|select(?:or)?)|"
    r"translate|login|modal|popup|site-?header|site-?info|copyright|screen-reader-text|sr-only|visually-?hidden)(?:$|[-_\s])"
    r"|mgFileSize|mgLinks|mgHide|mgActionBar|mgActionList|mgSubMenu|mgBreadcrumb|mgTabs",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_MAIN = (
    "//*[@id='modgov']",
    "//*[contains(concat(' ', normalize-space(@class), ' '), ' mgContent ')]",
    "//main",
    "//*[@role='main']",
    "//article",
    "//*[@id='content' or @id='main' or @id='main-content' or @id='maincontent']",
)
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_INLINE = ("a", "b", "big", "em", "font", "i", "small", "span", "strong", "tt", "u")
_DEEP = 200
"""No page means to nest so deep: its <b> or <font> were never closed, and each holds all that follows."""
_MOST = 0.5
"""What holds more than this share of a page's text is no menu, whatever it is called."""
_MOST_MARKUP = 2_000_000
"""Tags and attributes in one page: each takes some 400 bytes, and 25 MB of real pages hold about as many."""
_OVERFULL = re.compile(r"""<[a-zA-Z](?:[^\s"'<>;(){}]*+(?:"[^"]*+"|'[^']*+')?+\s++){1000}""")
"""A tag with a thousand attributes, for each of which the parser looks through all of them."""
_PAPER = re.compile(r"\.(?:pdf|docx?|rtf|odt|xlsx?|ashx)\b|/documents?/", re.IGNORECASE)
"""Where a link leads that belongs to a record: to its papers."""
_LONGEST_LINK = 40
"""Characters: what menus call their pages is shorter on average."""


@dataclass(frozen=True, slots=True)
class Main:
    """The lxml element with the record of a page, and what the page calls itself in its <title>."""

    root: Any
    title: str


@dataclass(frozen=True, slots=True)
class _Size:
    """The characters below an element without white space, those of them in links, the links, and those to papers."""

    text: int
    linked: int
    links: int
    papers: int


def main_part(page: str, *, whole: bool = False) -> Main | None:
    """Return the part of `page` with the record (all of it if `whole`), None where the page has no element.

    Nothing that the page names is fetched, and nothing in it is run.

    Raises ReadError where it is nested too deep, or made to fill the memory.
    """
    root = _parsed(page)
    if root is None:
        return None
    title = root.findtext("head/title") or ""
    _drop(root, _is_never)
    if whole:
        return Main(root, title)
    sizes = _sizes(root)
    chosen = _chosen(root, sizes)
    marked = chosen is not root
    most = _MOST * sizes[chosen].text
    _drop(chosen, lambda element: sizes[element].text <= most and _is_around(element, inside=marked))
    if not marked:
        sizes = _sizes(root)
        _drop(chosen, lambda element: sizes[element].text <= most and _is_link_list(element, sizes[element]))
    return Main(chosen, title)


def _parsed(page: str) -> Any | None:
    if page.count("<") + page.count("=") > _MOST_MARKUP:
        raise ReadError(
            f"the web page is made of more than {_MOST_MARKUP // 1_000_000} million tags, which no real one is: "
            "if it is one, split it"
        )
    if _OVERFULL.search(page):
        raise ReadError("the web page is damaged: one of its tags has a thousand attributes; open it and save it again")
    parser = lxml_html.HTMLParser(
        remove_comments=True, remove_pis=True, no_network=True, encoding="utf-8", huge_tree=True
    )
    # As bytes: lxml refuses a string that declares an encoding of its own.
    data = _NOT_XML.sub(" ", page).encode("utf-8", errors="replace")
    try:
        root = lxml_html.document_fromstring(data, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None
    if any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log):
        # The parser stops at such a place, and what follows it would be lost without a word.
        raise ReadError("the web page is damaged: its parts are nested too deep; open it and save it again")
    if _depth(root) > _DEEP:
        etree.strip_tags(root, *_INLINE)
    return root


def _depth(root: Any) -> int:
    """Return how deep the elements below `root` are nested."""
    depth = deepest = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


def _sizes(root: Any) -> Mapping[Any, _Size]:
    """Return the size of each element from `root` down, each text counted once."""
    found: dict[Any, _Size] = {}
    for _, element in etree.iterwalk(root, events=("end",)):
        text, linked, links, papers = _seen(element.text), 0, 0, 0
        for child in element:
            below = found.get(child, _NOTHING)
            text += below.text + _seen(child.tail)
            linked, links, papers = linked + below.linked, links + below.links, papers + below.papers
        if element.tag == "a":
            linked, links, papers = text, links + 1, papers + bool(_PAPER.search(element.get("href") or ""))
        found[element] = _Size(text, linked, links, papers)
    return found


_NOTHING = _Size(0, 0, 0, papers=0)


def _seen(text: str | None) -> int:
    """Return the number of characters of a text, without white space."""
    return len("".join(text.split())) if text else 0


def _chosen(root: Any, sizes: Mapping[Any, _Size]) -> Any:
    """Return the element that the page marks as its main part and that holds a fair share of its text, else `root`."""
    for path in _MAIN:
        found = max(root.xpath(path), key=lambda element: sizes[element].text, default=None)
        if found is not None and sizes[found].text >= max(0.15 * sizes[root].text, 40):
            return found
    return root


def _drop(root: Any, unwanted: Callable[[Any], bool]) -> None:
    """Empty the elements below `root` for which `unwanted` holds; the text behind them stays."""
    walk = etree.iterwalk(root, events=("start",))
    for _, element in walk:
        if element is not root and unwanted(element):
            walk.skip_subtree()
            # Emptied, not taken out: to put the text behind each to what stands before takes time that grows as n².
            element.clear(keep_tail=True)
            element.tag = "span"


def _is_never(element: Any) -> bool:
    if element.tag in _NEVER or element.tag.startswith(_WORD_SETTINGS):
        return True
    hidden = element.get("hidden") is not None or element.get("aria-hidden") == "true"
    return hidden or bool(_HIDDEN.search(element.get("style") or ""))


def _is_around(element: Any, *, inside: bool) -> bool:
    """Whether `element` is a menu, banner or the like by its tag, role or name; `inside` a main part headers stay."""
    if element.tag in _AROUND and not (inside and element.tag == "header"):
        return True
    if (element.get("role") or "").lower() in _AROUND_ROLES:
        return True
    if element.tag in {"body", "html", "table", "td", "tr", "tbody"}:
        return False
    return any(_AROUND_NAMES.search(element.get(name) or "") for name in ("class", "id"))


def _is_link_list(element: Any, size: _Size) -> bool:
    """Whether `element` is a list of links to pages of the site and little else."""
    if element.tag not in {"ul", "ol", "div", "p", "table"} or size.papers > 0.5 * size.links:
        return False
    return size.links >= 3 and size.linked > 0.8 * size.text and size.linked <= _LONGEST_LINK * size.links

"""The part of a web page that holds its record: without menus, banners, footers, forms and scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from ingest.errors import ReadError

_NEVER = (
    "audio button canvas dialog head iframe input map noscript object option script select style svg template textarea "
    "video"
).split()
_AROUND = {"nav", "aside", "footer", "header"}
_AROUND_ROLES = {"navigation", "banner", "contentinfo", "search", "dialog", "complementary", "menu", "menubar", "alert"}
_AROUND_NAMES = re.compile(
    r"cookie|breadcrumb|(?:^|[-_\s])(?:nav|navbar|navigation|menu|sidebar|skip|share|sharing|social|pagination|footer|masthead|"
    r"banner|search|consent|toolbar|widget|related|comments?|print|screen-reader-text|sr-only|visually-?hidden)(?:$|[-_\s])"
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


def main_part(page: str, *, whole: bool = False) -> Any | None:
    """Return the lxml element with the record of `page` (all of it if `whole`), None where the page has no element."""
    root = _parsed(page)
    if root is None:
        return None
    _drop(root, _is_never)
    if whole:
        return root
    chosen = _chosen(root)
    marked = chosen is not root
    total = _length(chosen)
    _drop(chosen, lambda element: _is_around(element, inside=marked) and _length(element) <= _MOST * total)
    if not marked:
        _drop(chosen, lambda element: _is_link_list(element) and _length(element) <= _MOST * total)
    return chosen


def _parsed(page: str) -> Any | None:
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


def _chosen(root: Any) -> Any:
    """Return the element that the page marks as its main part and that holds a fair share of its text, else `root`."""
    total = _length(root)
    for path in _MAIN:
        found = max(root.xpath(path), key=_length, default=None)
        if found is not None and _length(found) >= max(0.15 * total, 40):
            return found
    return root


def _drop(root: Any, unwanted: Any) -> None:
    """Remove the elements below `root` for which `unwanted` holds; the text behind them stays."""
    for element in list(_elements(root)):
        if element is not root and element.getparent() is not None and unwanted(element):
            element.drop_tree()


def _elements(root: Any) -> Iterator[Any]:
    return (element for element in root.iter() if isinstance(element.tag, str))


def _is_never(element: Any) -> bool:
    if element.tag in _NEVER:
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


def _is_link_list(element: Any) -> bool:
    """Whether `element` is a list of links and little else."""
    if element.tag not in {"ul", "ol", "div", "p", "table"}:
        return False
    links = element.findall(".//a")
    return len(links) >= 3 and sum(_length(link) for link in links) > 0.8 * _length(element)


def _length(element: Any) -> int:
    """Return the number of characters below `element`, without white space."""
    return sum(len(text) - sum(map(str.isspace, text)) for text in element.itertext() if isinstance(text, str))

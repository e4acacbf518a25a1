"""Web pages."""

from __future__ import annotations

import re

from ingest.minutes import Block, BlockKind, Raw
from ingest.readers.decode import decode
from ingest.readers.html_main import main_part
from ingest.readers.html_walk import Walker
from ingest.readers.normalise import clean

_SITE = re.compile(
    r"skip to (?:the )?(?:main )?(?:content|navigation)|(?:back to |return to )?top(?: of (?:the )?page)?|"
    r"(?:print|share|email|rate|translate) this (?:page|article)|(?:page )?last (?:updated|modified|reviewed)\b.{0,40}|"
    r"was this page (?:helpful|useful)\b.{0,60}|"
    r"(?:accept|reject|manage) (?:all )?cookies|cookie (?:settings|preferences)|"
    r"search(?: for| this site)?:|font size:?|(?:web ?)?(?:site|design) by\b.{0,60}|powered by\b.{0,60}|"
    r"(?:©|copyright)\s.{0,100}|all rights reserved\.?|you are here:?.{0,100}",
    re.IGNORECASE,
)
"""Lines that sites print around any of their pages, and no record does."""


def read(raw: Raw) -> list[Block]:
    """Return the blocks of a web page's main part, or of a fragment: without menus, banners and forms.

    The page's <title> comes first where it has text but no heading at all.

    Raises ReadError where the bytes are no text, or a page that is nested too deep or made to fill the memory.
    """
    main = main_part(decode(raw.data, html=True))
    if main is None:
        return []
    found = [block for block in Walker().walk(main.root) if not _SITE.fullmatch(block.text)]
    title = clean(main.title)
    if found and title and not any(block.kind is BlockKind.HEADING for block in found):
        return [Block(title, BlockKind.HEADING), *found]
    return found


def blocks_of(page: str) -> list[Block]:
    """Return the blocks of all of `page`, which has no site around it."""
    main = main_part(page, whole=True)
    return [] if main is None else Walker().walk(main.root)

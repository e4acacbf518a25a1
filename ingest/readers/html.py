"""Web pages."""

from __future__ import annotations

from ingest.minutes import Block, Raw
from ingest.readers.decode import decode
from ingest.readers.html_main import main_part
from ingest.readers.html_walk import Walker


def read(raw: Raw) -> list[Block]:
    """Return the blocks of a web page's main part, or of a fragment: without menus, banners and forms.

    Raises ReadError where the bytes are no text.
    """
    return blocks_of(decode(raw.data, html=True))


def blocks_of(page: str, *, whole: bool = False) -> list[Block]:
    """Return the blocks of the main part of `page`, or of all of it (`whole`)."""
    root = main_part(page, whole=whole)
    return [] if root is None else Walker().walk(root)

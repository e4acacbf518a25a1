"""Markdown."""

from __future__ import annotations

from markdown_it import MarkdownIt

from ingest.minutes import Block, Raw
from ingest.readers.decode import decode
from ingest.readers.html import blocks_of


def read(raw: Raw) -> list[Block]:
    """Return the blocks of a Markdown file, read as the web page that it stands for.

    Raises ReadError where the bytes are no text.
    """
    page = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(decode(raw.data))
    return blocks_of(page)

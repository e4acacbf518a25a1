"""A source as plain text, wrapped as a typist would, or as Markdown."""

from __future__ import annotations

import textwrap
from itertools import groupby

from corpus.markup import MERGED, NOTICE, Line, Shape, Source

WIDTH = 96
MARKERS = {Shape.BULLET: "- ", Shape.AGENDA: ""}


def render_text(source: Source) -> bytes:
    """UTF-8 text; an empty line stands between two lines of the record, except between the rows of a table."""
    blocks = []
    for shape, group in groupby(source.lines, key=lambda line: line.shape):
        if shape is not Shape.PAGE_BREAK:
            wrapped = [_wrap(MARKERS.get(shape, "") + line.printed) for line in group]
            blocks.append(("\n" if shape is Shape.ROW else "\n\n").join(wrapped))
    return ("\n\n".join([*blocks, _wrap(NOTICE)]) + "\n").encode()


def _wrap(words: str) -> str:
    return textwrap.fill(words, WIDTH, break_on_hyphens=False, break_long_words=False)


def render_markdown(source: Source) -> bytes:
    """UTF-8 Markdown: headings, bullets, tables; lettered points as paragraphs, since Markdown has no such list."""
    blocks = []
    for shape, group in groupby(source.lines, key=lambda line: line.shape):
        if shape is Shape.ROW:
            blocks.append(_table(list(group)))
        elif shape is not Shape.PAGE_BREAK:
            marker = "" if shape in {Shape.LABELLED, Shape.PARAGRAPH} else shape.value
            blocks.extend(marker + line.printed for line in group)
    return ("\n\n".join([*blocks, NOTICE]) + "\n").encode()


def _table(rows: list[Line]) -> str:
    written = ["| " + " | ".join("" if cell == MERGED else cell for cell in row.cells) + " |" for row in rows]
    written.insert(1, "|" + " --- |" * len(rows[0].cells))
    return "\n".join(written)

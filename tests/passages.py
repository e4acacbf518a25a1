"""Documents made of lines, for tests: "# " marks a heading, "- " a list item; the mark is no part of the text."""

from __future__ import annotations

from hashlib import sha256

from ingest.minutes import Block, BlockKind, Document, Facts, Minutes
from ingest.segment import segment

UNSTATED = Facts()
KINDS = {"# ": BlockKind.HEADING, "- ": BlockKind.LIST_ITEM}


def block(line: str) -> Block:
    """One block."""
    return Block(line[2:], KINDS[line[:2]]) if line[:2] in KINDS else Block(line)


def document(*lines: str, source: str = "/minutes/one.txt") -> Document:
    """A document of these blocks."""
    return document_of(tuple(block(line) for line in lines), source)


def document_of(blocks: tuple[Block, ...], source: str = "/minutes/one.txt") -> Document:
    """A document of these blocks."""
    digest = sha256(repr(blocks).encode()).hexdigest()
    return Document(f"id of {source}", source, "One", "text/plain", digest, digest, blocks)


def segmented(*lines: str, facts: Facts = UNSTATED) -> Minutes:
    """Minutes of these blocks."""
    return segment(document(*lines), facts)

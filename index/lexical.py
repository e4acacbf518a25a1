"""Nearness by words: BM25 in tantivy, over a passage's words and, for less, over what its title and meeting say."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import tantivy
from tantivy import FieldType, Occur, Query, Searcher

from index.analysis import indexed
from index.backend import Filters
from index.keys import name_key
from index.ranking import CONTEXT_WEIGHT

HEAP_BYTES = 64_000_000
"""Memory that tantivy may fill before it writes a segment."""

DIGITS = 4
"""Decimals of a BM25 score that count: tantivy sums float32 in the order of its segments, which may differ."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A passage as it is found by words; council and committee are keys that compare (`index.keys.name_key`)."""

    row: int
    body: str
    context: str
    kind: str
    council: str | None
    committee: str | None
    held_on: date | None


class LexicalIndex:
    """An inverted index in a folder; read through the state at which it was opened."""

    def __init__(self, index: tantivy.Index) -> None:
        self._schema = _schema()
        self._searcher: Searcher = index.searcher()

    @classmethod
    def open(cls, folder: Path) -> LexicalIndex:
        """Open what `append` wrote."""
        if not os.access(folder, os.W_OK):
            return cls._open_copy(folder)
        index = tantivy.Index(_schema(), path=str(folder))
        index.config_reader("manual")  # a snapshot never changes: nothing needs to watch its folder for reloads
        return cls(index)

    @classmethod
    def _open_copy(cls, folder: Path) -> LexicalIndex:
        """Open a copy that is deleted at once: tantivy makes a lock file where it reads, and maps what it has read."""
        with TemporaryDirectory(prefix="minutebook-") as copy:
            for path in folder.iterdir():
                if path.suffix != ".lock":
                    shutil.copyfile(path, Path(copy) / path.name)
            return cls.open(Path(copy))

    def best(self, words: Sequence[str], filters: Filters, depth: int) -> list[tuple[int, float]]:
        """At least the `depth` best row numbers holding any of the words, with BM25 scores, best first.

        score = BM25(body) + CONTEXT_WEIGHT · BM25(context), k1 = 1.2, b = 0.75. Where several are equally good at the
        end of the list, all of them are in it.
        """
        query = self._filtered([(Occur.Should, self._word(word)) for word in words], filters)
        wanted = depth + 1
        while words:
            found = self._search(query, wanted)
            if len(found) < wanted or found[-1][1] < found[depth - 1][1]:
                return found
            wanted *= 4
        return []

    def holding_all(self, words: Sequence[str], filters: Filters) -> list[tuple[int, float]]:
        """Every row number holding each of the words, in its body or its context, scored as in `best`, best first."""
        if not words:
            return []
        query = self._filtered([(Occur.Must, self._word(word)) for word in words], filters)
        return self._search(query, max(self._searcher.num_docs, 1))

    def _search(self, query: Query, limit: int) -> list[tuple[int, float]]:
        hits = self._searcher.search(query, limit, count=False).hits
        rows = self._searcher.fast_field_values("row", [address for _, address in hits])
        return [(int(row or 0), round(score, DIGITS)) for row, (score, _) in zip(rows, hits, strict=True)]

    def _word(self, word: str) -> Query:
        body = Query.term_query(self._schema, "body", word, "freq")
        context = Query.term_query(self._schema, "context", word, "freq")
        return Query.boolean_query([(Occur.Should, body), (Occur.Should, Query.boost_query(context, CONTEXT_WEIGHT))])

    def _filtered(self, clauses: list[tuple[Occur, Query]], filters: Filters) -> Query:
        conditions = [(Occur.Must, Query.const_score_query(query, 0.0)) for query in self._conditions(filters)]
        if not conditions:
            return Query.boolean_query(clauses)
        return Query.boolean_query([(Occur.Must, Query.boolean_query(clauses)), *conditions])

    def _conditions(self, filters: Filters) -> list[Query]:
        names = {
            "council": name_key(filters.council),
            "committee": name_key(filters.committee),
            "kind": filters.kind and str(filters.kind),
        }
        conditions = [
            Query.term_query(self._schema, field, name, "basic") for field, name in names.items() if name is not None
        ]
        if filters.since or filters.until:
            since = filters.since.toordinal() if filters.since else None
            until = filters.until.toordinal() if filters.until else None
            conditions.append(Query.range_query(self._schema, "held_on", FieldType.Integer, since, until))
        return conditions


def append(folder: Path, entries: Iterable[Entry]) -> None:
    """Add passages to the index in `folder`, which is made where it is empty.

    Raises:
        OSError: it cannot be written.
    """
    with _write_errors(folder):
        writer = tantivy.Index(_schema(), path=str(folder)).writer(HEAP_BYTES, 1)
    for entry in entries:
        document = _document(entry)
        with _write_errors(folder):
            writer.add_document(document)
    with _write_errors(folder):
        writer.commit()
        writer.wait_merging_threads()


@contextmanager
def _write_errors(folder: Path) -> Iterator[None]:
    # tantivy raises ValueError for all that goes wrong, a full disk included.
    try:
        yield
    except ValueError as error:
        raise OSError(f"{folder}: {error}") from error


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for name in ("body", "context"):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    for name in ("kind", "council", "committee"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("row", fast=True)
    builder.add_integer_field("held_on", indexed=True, fast=True)
    return builder.build()


def _document(entry: Entry) -> tantivy.Document:
    document = tantivy.Document()
    document.add_integer("row", entry.row)
    document.add_text("body", indexed(entry.body))
    document.add_text("context", indexed(entry.context))
    document.add_text("kind", entry.kind)
    if entry.council is not None:
        document.add_text("council", entry.council)
    if entry.committee is not None:
        document.add_text("committee", entry.committee)
    if entry.held_on is not None:
        document.add_integer("held_on", entry.held_on.toordinal())
    return document

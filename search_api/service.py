"""What Minutebook does: add documents, search, and answer. The two halves of the house meet here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from index.backend import UNFILTERED, Filters, Index, Query, Results
from index.gaps import spans_asked
from ingest.encode import Encoder
from ingest.minutes import Vectors
from ingest.sources import Source
from ingest.workers import DocumentReader
from search_api.adding import Outcome, Run
from search_api.answer import Answer
from search_api.answering import Answerer, Material, Reply
from search_api.becoming import Registered
from search_api.keeping import KeptRegister
from search_api.promises import asked_of_register, told
from search_api.question import sought
from search_api.register import Register
from search_api.timeline import DEPTH, Timeline, timeline

ANSWER_DEPTH = 10
"""How many passages an answer is chosen from; twenty gave no better answers and took twice as long."""
NEAREST = 3


class Service:
    """One archive, with a model that encodes for it and an answerer."""

    def __init__(self, index: Index, encoder: Encoder, answerer: Answerer, reader: DocumentReader) -> None:
        self.index = index
        self._reader = reader
        self._encoder = encoder
        self._answerer = answerer
        self._register = KeptRegister(index)

    def add(self, source: Source, keep_missing: bool = False) -> Iterator[Outcome]:
        """Bring the archive up to date with a source, and say what became of each document.

        Documents that the source speaks for and no longer has are withdrawn, unless `keep_missing`. A source that has
        nothing left at all is taken for a mistake (a disk that is not mounted): nothing is withdrawn then. Nor is what
        lies below a folder that failed, since what is there now is unknown. What OCR read of a document is forgotten
        when that leaves the archive.
        """
        before = self._digests()
        yield from Run(self.index, source, keep_missing).outcomes(self._encoder, self._reader)
        self._reader.forget(before - self._digests())

    def _digests(self) -> set[str]:
        return {record.sha256 for record in self.index.documents()}

    def search(self, query: Query) -> Results:
        """Find passages."""
        return self.index.search(query, self.encode(query.text))

    def ask(self, question: str, filters: Filters = UNFILTERED) -> Answer:
        """Answer a question with quotes, or with the nearest passages where the archive does not say."""
        material = self.material(question, filters)
        asked = asked_of_register(question, filters, material.held)
        promised = asked.found(self._register.now()) if asked else []
        reply = Reply(told(promised)) if promised else self._answerer.answer(material)
        listed = asked.address if asked and promised else None
        nearest = () if reply.statements else material.hits[:NEAREST]
        today = date.today()
        gaps = tuple(gap for span in spans_asked(question, filters) for gap in self.index.gaps(span, today))
        searched = material.held if filters == UNFILTERED else self.index.stats(filters)
        return Answer(question, reply.statements, nearest, searched, gaps, reply.lacking, reply.mode, listed)

    def material(self, question: str, filters: Filters = UNFILTERED) -> Material:
        """What an answer to a question is made of."""
        vector, found, sentences = self._found(Query(sought(question), limit=ANSWER_DEPTH, filters=filters))
        return Material(question, vector, found, sentences, self.index.stats())

    def encode(self, text: str) -> Vectors:
        """Encode a question or a part of it: float32 (d,)."""
        return self._encoder.encode_query(text)

    def timeline(self, topic: str, filters: Filters = UNFILTERED) -> Timeline:
        """What was said on a topic meeting by meeting, what moved, and the latest position."""
        vector, found, sentences = self._found(Query(topic, limit=DEPTH, filters=filters))
        return timeline(topic, vector, found.hits, sentences, self.index.stats(filters))

    def register(self) -> Register:
        """The register of commitments, made anew where the archive changed."""
        return self._register.now()

    def commitments_of(self, results: Results) -> Mapping[str, Sequence[Registered]]:
        """The commitments that the passages found hold, by the id of the passage, as the register stood lately."""
        register = self._register.lately()
        passages = (hit.place.passage.id for hit in results.hits)
        return {passage: held for passage in passages if (held := register.of_passage(passage))}

    def _found(self, query: Query) -> tuple[Vectors, Results, tuple[Vectors, ...]]:
        """A query encoded, what is found for it, and the vectors of the sentences of each hit."""
        vector = self.encode(query.text)
        found = self.index.search(query, vector)
        return vector, found, self.index.sentences([hit.place.passage.id for hit in found.hits])

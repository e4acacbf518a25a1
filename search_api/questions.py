"""Gold questions: what people ask of an archive, each with the words that answer it."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from ingest.errors import SourceError


class Evidence(BaseModel):
    """Words of a document that answer a question.

    `doc` ends in the document's folder and file name. `copy_of_first` marks text that is filed elsewhere too, and
    `translation` the same in another language: neither is found in addition to what it repeats.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    doc: str
    quote: str
    copy_of_first: bool = False
    translation: bool = False


class Question(BaseModel):
    """A gold question; one that the archive does not answer has no evidence."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str
    question: str
    answerable: bool
    evidence: tuple[Evidence, ...] = ()
    kind: str = "-"


def read_questions(path: Path) -> list[Question]:
    """Read a file with one question a line.

    Raises:
        SourceError: it cannot be read, or a line is no question; the line is named.
    """
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(f"the questions {path} cannot be read: {error}") from error
    questions = [_question(path, number, line) for number, line in enumerate(lines, start=1) if line.strip()]
    if not any(question.answerable and question.evidence for question in questions):
        raise SourceError(f"{path} holds no question with evidence")
    return questions


def _question(path: Path, number: int, line: str) -> Question:
    try:
        return Question.model_validate_json(line)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the line"
        raise SourceError(f"{path}, line {number} is no question: {where}: {first['msg']}") from None

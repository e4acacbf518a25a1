from __future__ import annotations

from pathlib import Path

import pytest

from ingest.errors import SourceError
from ingest.found import Raw
from search_api.questions import Evidence, Question
from tests.bench.abstention import chosen, grown, markdown, pieces, plan
from tests.fakes import memory_service

LAMPS = "The Board agreed that four lamps in Mill Lane would be mended before the winter."
BOATS = "The Board agreed that two boats at the quay would be sold to the sailing club."
FILLER = " ".join(f"Speaker {n} thanked the witness for coming." for n in range(100))


def question(name: str, text: str, *evidence: tuple[str, str]) -> Question:
    found = tuple(Evidence(doc=doc, quote=quote) for doc, quote in evidence)
    return Question(id=name, question=text, answerable=bool(found), evidence=found)


ASKED = (
    question("boats", "two boats at the quay", ("2024/b.txt", BOATS)),
    question("both", "lamps and boats", ("2024/a.txt", LAMPS), ("2024/b.txt", BOATS)),
    question("lamps", "four lamps in Mill Lane", ("2024/c.txt", LAMPS)),
    question("gone", "the price of coal", ("2024/z.txt", "Coal is dear this winter.")),
    question("thanks", "Who thanked the witness?"),
)


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """Three documents in one folder, and a text of 700 words in another."""
    (tmp_path / "minutes" / "2024").mkdir(parents=True)
    for name, text in (("a", LAMPS), ("b", BOATS), ("c", LAMPS)):
        (tmp_path / "minutes" / "2024" / f"{name}.txt").write_text(f"Minutes\n\n{text}\n", encoding="utf-8")
    (tmp_path / "filler").mkdir()
    (tmp_path / "filler" / "speech.txt").write_text(FILLER, encoding="utf-8")
    (tmp_path / "filler" / "list.jsonl").write_text("{}", encoding="utf-8")
    return tmp_path / "minutes", tmp_path / "filler"


def test_documents_are_chosen_that_complete_the_most_questions() -> None:
    # "a" completes one question, "b" and "c" together three: 1 for a document against 3 for two.
    needs = [frozenset("a"), frozenset("bc"), frozenset("bc"), frozenset("bc"), frozenset("de")]

    assert chosen(needs, 1) == frozenset("a")
    assert chosen(needs, 2) == frozenset("bc")
    assert chosen(needs, 4) == frozenset("abc")
    assert chosen(needs, 5) == frozenset("abcde")


def test_filler_is_cut_as_long_as_the_number_asked_for_allows() -> None:
    texts = [Raw("x/a.txt", "text/plain", b"a " * 500), Raw("x/b.txt", "text/plain", b"b " * 350)]

    # Of 400 words: 2 and 1 pieces. For four, 350 words at most: 2 and 1; of 349: 2 and 2.
    assert sorted((raw.source, len(raw.data.split())) for raw in pieces(texts, 4)) == [
        ("x/a-0000.txt", 349),
        ("x/a-0001.txt", 151),
        ("x/b-0000.txt", 349),
        ("x/b-0001.txt", 1),
    ]
    assert len(pieces(texts, 1)) == 1
    with pytest.raises(SourceError, match="850 words of plain text, too few for 100 documents"):
        pieces(texts, 100)


def test_an_archive_begins_with_the_evidence_and_ends_with_filler(folders: tuple[Path, Path]) -> None:
    minutes, filler = folders

    planned = plan(minutes, ASKED, filler, [1, 4])

    names = [Path(raw.source).name for raw in planned.raws]
    assert names[:3] == ["b.txt", "a.txt", "c.txt"]
    assert names[3:] in (["speech-0000.txt"], ["speech-0001.txt"])
    assert [asked.id for asked in planned.questions] == ["boats", "thanks"]


def test_an_archive_is_asked_the_same_at_every_size(folders: tuple[Path, Path]) -> None:
    minutes, filler = folders
    planned = plan(minutes, ASKED, filler, [2, 5])

    moments = list(grown(memory_service(), planned))

    # One sentence holds the words of "boats", none those of "both"; "thanks" is answered by the filler alone.
    assert [one.documents for one in moments] == [2, 5]
    assert moments[0].said == {"boats": BOATS, "both": "", "thanks": ""}
    figures = [{name: figure.value for name, figure in one.figures.items()} for one in moments]
    assert [(one["answered"], one["supported"], one["refused"], one["words"]) for one in figures] == [
        (0.5, 0.5, 1.0, 16),
        (0.5, 0.5, 0.0, 16),
    ]
    lines = list(markdown(planned, moments))
    assert lines[0] == "2 questions with an answer at every size, 1 without one"
    assert lines[-1] == (
        "From 2 to 5 documents: 1 refused before are answered (thanks), 0 answered before are refused (-), "
        "0 are answered with other quotes"
    )

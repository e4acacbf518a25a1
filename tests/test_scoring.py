import pytest

from search_api.questions import Evidence, Question
from search_api.scoring import Found, borne_on, gold, is_document, score_ranking, words

EIGHT = "one two three four five six seven eight"


def question(*evidence: Evidence) -> Question:
    return Question(id="q", question="?", answerable=True, evidence=evidence)


def test_words_are_compared_without_what_printing_put_into_them() -> None:
    assert words("Children\u2019s care\ufffegivers’ £5,000 (10%)") == ("childrens", "caregivers", "£5", "000", "10%")


@pytest.mark.parametrize(
    ("source", "doc", "same"),
    [
        ("/minutes/kent/a.pdf", "kent/a.pdf", True),
        ("/minutes/kent/a.pdf", "documents/kent/a.pdf", True),
        ("https://example.org/kent/a%20b.pdf", "kent/a b.pdf", True),
        (r"C:\minutes\kent\a.pdf", "kent/a.pdf", True),
        ("/minutes/kent/a.pdf", "a.pdf", True),
        ("a.pdf", "kent/a.pdf", True),
        ("/minutes/torbay/a.pdf", "kent/a.pdf", False),
        ("/minutes/kent/aa.pdf", "a.pdf", False),
        ("", "a.pdf", False),
    ],
)
def test_a_document_is_known_by_the_end_of_its_path(source: str, doc: str, same: bool) -> None:
    assert is_document(source, doc) is same


def test_a_text_bears_on_evidence_by_a_run_of_eight_words_in_the_right_document() -> None:
    passages = gold(question(Evidence(doc="a.txt", quote=f"Zero {EIGHT} nine")))

    assert borne_on(Found(f"… {EIGHT}!", ("x/a.txt",)), passages) == {0}
    assert borne_on(Found("two three four five six seven eight nine", ("x/a.txt",)), passages) == {0}
    assert borne_on(Found("one two three four five six seven", ("x/a.txt",)), passages) == frozenset()
    assert borne_on(Found(EIGHT, ("x/b.txt",)), passages) == frozenset()
    assert borne_on(Found(EIGHT, ("x/b.txt", "x/a.txt")), passages) == {0}


def test_a_shorter_quote_must_be_there_as_a_whole() -> None:
    passages = gold(question(Evidence(doc="a.txt", quote="Forty potholes"), Evidence(doc="a.txt", quote="—")))

    assert borne_on(Found("the forty potholes", ("a.txt",)), passages) == {0}
    assert borne_on(Found("forty small potholes", ("a.txt",)), passages) == frozenset()


def test_copies_and_translations_count_once() -> None:
    first = Evidence(doc="a.txt", quote=EIGHT)
    copy = Evidence(doc="b.txt", quote=f"{EIGHT} nine")
    welsh = Evidence(doc="a_cy.txt", quote="un dau tri", translation=True)
    marked = Evidence(doc="c.txt", quote="other words", copy_of_first=True)
    other = Evidence(doc="a.txt", quote="something else altogether")

    passages = gold(question(first, copy, welsh, marked, other))

    assert [[quote.doc for quote in passage] for passage in passages] == [
        ["a.txt", "b.txt", "a_cy.txt", "c.txt"],
        ["a.txt"],
    ]


def test_a_copy_without_a_first_is_a_passage_of_its_own() -> None:
    passages = gold(
        question(Evidence(doc="a.txt", quote="one", copy_of_first=True), Evidence(doc="a.txt", quote="two"))
    )

    assert len(passages) == 2


def test_a_ranking_is_scored_as_worked_out_by_hand() -> None:
    passages = gold(
        question(
            Evidence(doc="a.txt", quote="first passage"),
            Evidence(doc="a.txt", quote="second passage"),
            Evidence(doc="b.txt", quote="third passage"),
        )
    )
    ranking = ["nothing", "first passage", "first passage again", "x", "third passage"]
    found = [Found(text, ("a.txt",)) for text in [*ranking, *["x"] * 5, "second passage"]]

    # Ranks 2 and 3 are relevant; the third passage is of another document, and the second stands at rank 11.
    assert score_ranking(found, passages) == {
        "success@1": 0.0,
        "success@5": 1.0,
        "mrr@10": 1 / 2,
        "evidence@10": 1 / 3,
        "precision@5": 2 / 5,
    }


def test_nothing_found_scores_nothing() -> None:
    assert set(score_ranking([], gold(question(Evidence(doc="a.txt", quote="one")))).values()) == {0.0}


def test_only_the_first_2000_characters_of_a_hit_count() -> None:
    passages = gold(question(Evidence(doc="a.txt", quote="needle")))

    assert score_ranking([Found("x" * 1990 + " needle", ("a.txt",))], passages)["success@1"] == 1.0
    assert score_ranking([Found("x" * 1995 + " needle", ("a.txt",))], passages)["success@1"] == 0.0

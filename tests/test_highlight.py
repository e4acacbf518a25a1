from search_api.highlight import matched_ranges


def marked(text: str, query: str) -> list[str]:
    return [text[start:end] for start, end in matched_ranges(text, query)]


def test_words_match_in_any_form_and_case() -> None:
    assert marked("Caseloads fell; each caseload was checked.", "what was said about caseload") == [
        "Caseloads",
        "caseload",
    ]


def test_stop_words_are_not_marked() -> None:
    assert marked("It was said that the bins were full.", "what was said about the bins") == ["bins"]


def test_an_identifier_is_marked_once_as_a_whole() -> None:
    assert marked("Decision 24/00109 was called in.", "24/00109") == ["24/00109"]


def test_nothing_matches_nothing() -> None:
    assert matched_ranges("The bins were full.", "giraffe") == []

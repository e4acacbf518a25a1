"""What speaks for a sentence and for an answer; the weights themselves are fitted, and no test depends on them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ingest.minutes import Kind
from search_api.candidates import Candidate
from search_api.question import Question, read
from search_api.wanted import Wanted
from search_api.weighing import ANSWER, BEST, REPEATED, SENTENCE, agrees, answer_signs, sentence_signs, weighed
from tests.answering_fixtures import candidates_of, hit, material

OPEN = read("Why were the lamps mended?", ())
LAMPS = "Seven lamps had been mended along the quay."


def candidate(text: str = LAMPS, kind: Kind = Kind.MINUTES, similarity: float | None = 0.5) -> Candidate:
    (found,) = candidates_of(material(OPEN.text, [hit(text, kind=kind, similarity=similarity)], {}))
    return found


def ranked(*nears: float) -> list[Candidate]:
    return [replace(candidate(), near=near, held=0.0, around=0.0, about=0.0) for near in nears]


def signs(question: Question, found: list[Candidate], *weights: float) -> dict[str, float]:
    return answer_signs(question, found, weights or [0.0] * len(found))


def test_the_signs_of_a_sentence() -> None:
    one = replace(candidate(), rank=3, near=0.7, asked=0.6, held=0.25, around=0.75)

    assert sentence_signs(OPEN, one) == {
        "near": 0.7,
        "asked": 0.6,
        "similarity": 0.5,
        "held": 0.25,
        "around": 0.75,
        "first": 1 / (1 + 3),
        "short": 0,
        "report": 0,
        "agrees": 0,
        "figure": 0,
    }


def test_agreeing_counts_where_a_figure_is_asked_for() -> None:
    counted = read("How many lamps were mended?", ())
    (telling,) = candidates_of(material(counted.text, [hit(LAMPS)], {}))
    (silent,) = candidates_of(material(counted.text, [hit("The lamps had been mended along the quay.")], {}))

    assert [sentence_signs(counted, one)["agrees"] for one in (telling, silent)] == [1, 0]
    assert sentence_signs(OPEN, telling)["agrees"] == 0


@pytest.mark.parametrize(
    ("one", "sign", "value"),
    [
        (candidate("All seven lamps had been mended again."), "short", 1),  # seven words
        (candidate("All seven lamps had been mended once again."), "short", 0),  # eight
        (candidate("Lamps 4 to 9 had been mended along the quay."), "figure", 1),
        (candidate(kind=Kind.REPORT), "report", 1),
        (candidate(similarity=None), "similarity", 0),
    ],
)
def test_a_sign_of_a_sentence(one: Candidate, sign: str, value: float) -> None:
    assert sentence_signs(OPEN, one)[sign] == value


def test_each_weight_has_its_sign() -> None:
    assert set(SENTENCE) == set(sentence_signs(OPEN, candidate()))
    assert set(ANSWER) == set(signs(OPEN, ranked(0.5)))


def test_what_agrees_and_is_near_never_speaks_against() -> None:
    assert all(SENTENCE[name] >= 0 for name in ("near", "similarity", "held"))
    assert SENTENCE["short"] <= 0
    assert all(ANSWER[name] >= 0 for name in ("beyond", "agreeing", "whole", "keywords", "similarity"))
    assert ANSWER["loss"] <= 0


def test_the_weighted_sum() -> None:
    # 2 · 0.5 − 3 · 1 + 4 · 0 = −2
    assert weighed({"near": 0.5, "short": 1.0, "figure": 0.0}, {"near": 2, "short": -3, "figure": 4}) == -2


def test_beyond_is_the_best_of_the_first_five_without_what_shared_words_bring() -> None:
    found = [replace(one, around=around) for one, around in zip(ranked(0.9, 0.8), (1.0, 0.0), strict=True)]
    assert signs(OPEN, found)["beyond"] == pytest.approx(max(0.9 - REPEATED * 1, 0.8 - REPEATED * 0))

    sixth = ranked(0.1, 0.2, 0.3, 0.2, 0.1, 0.9)
    assert signs(OPEN, sixth)["beyond"] == 0.3


def test_agreeing_is_the_best_of_all_that_agree() -> None:
    far, near, nearest = ranked(0.4, 0.8, 0.9)
    found = [far, replace(near, held=0.5), replace(nearest, dated=False)]

    # 0.4 − 0.3 · 0 = 0.4 and 0.8 − 0.3 · 0.5 = 0.65; the nearest is of another year.
    assert signs(OPEN, found)["agreeing"] == pytest.approx(max(0.4, 0.8 - REPEATED * 0.5))


def test_loss_is_what_the_best_that_agrees_weighs_less() -> None:
    found = ranked(0.9, 0.8, 0.7)
    found[0] = replace(found[0], names=0.5)

    assert signs(OPEN, found, 6.0, 4.5, 1.0)["loss"] == 6.0 - 4.5
    assert signs(OPEN, ranked(0.9, 0.8), 6.0, 4.5)["loss"] == 0


def test_nothing_that_agrees_loses_most() -> None:
    found = [replace(one, dated=False) for one in ranked(0.9, 0.8)]

    given = signs(OPEN, found, 6.0, 4.5)

    assert (given["agreeing"], given["loss"], given["whole"]) == (0, BEST, 0)


def test_whole_where_all_words_stand_around_one_that_agrees() -> None:
    whole, part = (replace(one, around=around) for one, around in zip(ranked(0.5, 0.5), (1.0, 0.9), strict=True))

    assert signs(OPEN, [part, whole])["whole"] == 1
    assert signs(OPEN, [part, replace(whole, dated=False)])["whole"] == 0
    rounded = sum([0.1] * 10)
    assert rounded < 1
    assert signs(OPEN, [replace(whole, around=rounded)])["whole"] == 1


@pytest.mark.parametrize(
    ("question", "about", "sign"), [("lamps quay", 1.0, 1), ("lamps quay", 0.9, 0), ("What of the lamps?", 1.0, 0)]
)
def test_keywords_that_a_passage_holds_all(question: str, about: float, sign: float) -> None:
    found = [replace(one, about=about) for one in ranked(0.5)]

    assert signs(read(question, ()), found)["keywords"] == sign


def test_a_yes_or_no_question_is_weighed_by_how_near_the_five_nearest_are() -> None:
    asked = read("Were the lamps mended?", ())

    # (0.9 + 0.8 + 0.7 + 0.6 + 0.5) / 5 = 0.7, in whatever order they weigh
    given = signs(asked, ranked(0.1, 0.5, 0.6, 0.7, 0.8, 0.9))
    assert given["yes or no"] == 1
    assert given["yes or no near"] == pytest.approx(0.7)

    # (0.9 + 0.3) / 2 = 0.6
    assert signs(asked, ranked(0.9, 0.3))["yes or no near"] == pytest.approx(0.6)
    assert (signs(OPEN, ranked(0.9))["yes or no"], signs(OPEN, ranked(0.9))["yes or no near"]) == (0, 0)


def test_several_and_the_similarity_of_the_nearest_passage() -> None:
    found = [candidate(similarity=None), candidate(similarity=0.4), candidate(similarity=0.6)]

    assert signs(OPEN, found)["similarity"] == 0.6
    assert signs(OPEN, found[:1])["similarity"] == 0
    assert signs(OPEN, found)["several"] == 0
    assert signs(read("Which streets have lamps?", ()), found)["several"] == 1


def test_to_agree_is_to_be_of_the_year_and_to_have_every_name() -> None:
    assert agrees(OPEN, candidate())
    assert not agrees(OPEN, replace(candidate(), dated=False))
    assert not agrees(OPEN, replace(candidate(), names=0.75))


def test_to_agree_is_to_tell_a_figure_itself_and_a_date_or_vote_at_least_around() -> None:
    cost, when = read("How much did the lamps cost?", ()), read("When were the lamps mended?", ())
    beside = replace(candidate(), told=frozenset(), told_around=frozenset({Wanted.MONEY, Wanted.DATE}))
    itself = replace(beside, told=beside.told_around)

    assert [agrees(cost, one) for one in (candidate(), beside, itself)] == [False, False, True]
    assert [agrees(when, one) for one in (candidate(), beside, itself)] == [False, True, True]


def test_to_agree_no_person_or_decision_need_be_seen() -> None:
    assert agrees(read("Who mended the lamps?", ()), candidate())
    assert agrees(read("What did the Board resolve?", ()), candidate())

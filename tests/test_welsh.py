from __future__ import annotations

import pytest

from index.welsh import is_welsh


@pytest.mark.parametrize(
    "text",
    [
        "Beth benderfynwyd am y fynwent?",
        "Pryd mae'r cyfarfod nesaf?",
        "pwy oedd yn bresennol",
        "Beth yw'r sefyllfa ar y bont?",
        "ceisiadau cynllunio",
        "A gytunwyd ar y cais am grant gan ‘Awards for All’?",
        "YNGLŶN Â’R LLWYBR",
    ],
)
def test_a_question_in_welsh(text: str) -> None:
    assert is_welsh(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Cyngor Cymuned Llanfair a Rhyd",
        "Pen-y-bont ar Ogwr",
        "Beth Jones and Mae Evans",
        "What did the Council say of Bryn y Môr and Ysgol Gymraeg?",
        "Who asked about the cyfarfod of Menter Iaith?",
        "EU funding since 2016",
        "What was agreed about the budget?",
        "fly tipping at Heol Fawr",
    ],
)
def test_a_question_that_is_not(text: str) -> None:
    assert not is_welsh(text)

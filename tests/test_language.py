from __future__ import annotations

import pytest

from ingest.language import language_of
from ingest.minutes import Block


@pytest.mark.parametrize(
    ("texts", "language"),
    [
        (("Cafodd y cofnodion eu derbyn yn gywir gan y cyngor.", "Roedd y clerc wedi ysgrifennu."), "cy"),
        (("The minutes were received by the council as correct.", "The clerk had written to the owner."), "en"),
        (("Cyngor Cymuned Llanfair y Bryn", "The clerk reported that the path by the mill was closed."), "en"),
        (("Llanfair Community Council", "Cynhelir y cyfarfod nesaf yn y neuadd."), "cy"),
        (("Cynhelir y cyfarfod am 7.00", "Pawb i fod yno"), "cy"),
        (("CYFARFOD Y CYNGOR", "12/03/19"), "cy"),
        (("12/03/19", "£40.00"), "en"),
        ((), "en"),
    ],
)
def test_the_small_words_of_the_whole_text_decide(texts: tuple[str, ...], language: str) -> None:
    assert language_of([Block(text) for text in texts]) == language

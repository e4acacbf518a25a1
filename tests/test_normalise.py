from __future__ import annotations

import pytest

from ingest.readers.normalise import clean


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("was advised.\u00a0 The Board", "was advised. The Board"),
        ("a\u2009b\u202fc\u3000d\te", "a b c d e"),
        ("  one \r\n two\u2028three ", "one two three"),
        ("co\u00adoperate\u200b\ufeff", "cooperate"),
        ("Cafe\u0301", "Café"),
        ("\uf0b7\u00a0Plinth", "• Plinth"),
        ("\uf0a7 Plinth", "▪ Plinth"),
        ("ﬁnancial oﬃce", "financial office"),
        ("Signed ______ Dated ____", "Signed Dated"),
        ("Cllr Dace ............ For", "Cllr Dace For"),
        ("Chairman\ufffd\ufffd \ufffd\ufffd\ufffd", "Chairman"),
        ("Li\ufffdley", "Li\ufffdley"),
        ("bi\ufffemonthly", "bi-monthly"),
        ("a \x07bell\x9f", "a bell"),
        ("wait… what...", "wait… what..."),
        ("2025-26 – 27", "2025-26 – 27"),
        ("recieve the the minuets", "recieve the the minuets"),
    ],
)
def test_what_cannot_be_seen_goes_and_spelling_stays(raw: str, expected: str) -> None:
    assert clean(raw) == expected

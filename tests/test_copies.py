"""Near-copies: the same minutes filed twice are one hit, those of another year are not."""

from __future__ import annotations

import numpy as np

from index.copies import Copy, copies_among, is_copy, suspects

MINUTE = (
    "Members agreed that the clerk would ask the county to mend the footbridge at Low Mill before the winter of 2024"
)


def test_a_copy_holds_most_runs_of_words_and_every_number() -> None:
    assert is_copy(MINUTE, f"12. {MINUTE}.")
    assert is_copy(MINUTE.upper(), MINUTE)
    assert not is_copy(MINUTE.replace("2024", "2025"), MINUTE)  # another year's minutes
    assert not is_copy(f"{MINUTE} and to report back in May", MINUTE)  # 17 of 24 runs of four words: 0.71


def test_a_part_is_a_copy_of_the_whole_and_not_the_reverse() -> None:
    whole = f"{MINUTE}. The chairman thanked all who had helped at the fair, and the meeting closed at nine."
    assert is_copy(MINUTE, whole)
    assert not is_copy(whole, MINUTE)


def sketch(*hashes: int) -> np.ndarray[tuple[int], np.dtype[np.uint32]]:
    return np.array(hashes, dtype=np.uint32)


def test_suspects_share_four_fifths_of_the_smaller_sketch() -> None:
    sketches = [sketch(1, 2, 3, 4, 5), sketch(1, 2, 3, 4, 9, 10, 11), sketch(1, 2, 3, 8, 9), sketch(1, 2, 3, 4)]
    # 0 and 1 share 4 of 5; 0 and 2 share 3; the last is too short to be suspected.
    assert suspects(sketches) == [(0, 1), (1, 2)]
    assert suspects([]) == []
    assert suspects([sketch(), sketch()]) == []


def test_what_is_read_are_the_suspects_alone() -> None:
    same = sketch(1, 2, 3, 4, 5)
    texts = {
        0: f"{MINUTE}. The chairman thanked all who had helped at the fair in the hall.",
        2: MINUTE,
        3: f"9 {MINUTE}",
    }
    read: list[list[int]] = []

    def reader(wanted: list[int]) -> dict[int, str]:
        read.append(wanted)
        return texts

    found = copies_among([same, sketch(11, 12, 13, 14, 15), same, same], reader)

    # 3 says "9", which 0 does not, and stands; 2 is a part of 0.
    assert found == [Copy(at=2, of=0, mutual=False)]
    assert read == [[0, 2, 3]]


def test_twins_are_copies_of_each_other() -> None:
    same = sketch(1, 2, 3, 4, 5)
    found = copies_among([same, same], lambda _: {0: MINUTE, 1: f"{MINUTE} at last"})
    assert found == [Copy(at=1, of=0, mutual=True)]

from __future__ import annotations

from index.planning import Range, plan


def segment(first: int, last: int, standing: int) -> Range:
    return Range(first, last, standing, f"{first}-{last}")


def test_a_segment_twice_as_large_is_left_alone() -> None:
    large, fresh = segment(0, 10, 20), Range(10, 11, 10)
    assert plan([large, fresh]) == [large, fresh]


def test_smaller_segments_are_taken_in_one_after_the_other() -> None:
    held = [segment(0, 10, 100), segment(10, 14, 40), segment(14, 15, 19), segment(15, 16, 9)]
    # 5 takes in 9, 14 takes in 19, 33 takes in 40; 100 is no less than 2 · 33 but less than 2 · 73.
    assert plan([*held, Range(16, 17, 5)]) == [Range(0, 17, 173)]
    assert plan([segment(0, 10, 146), *held[1:], Range(16, 17, 5)]) == [segment(0, 10, 146), Range(10, 17, 73)]


def test_nothing_new_leaves_everything() -> None:
    held = [segment(0, 10, 5), segment(10, 11, 4)]
    assert plan([*held, Range(11, 11, 0)]) == held


def test_what_is_to_be_built_anew_takes_in_what_stands_before_it() -> None:
    damaged = Range(10, 20, 30)
    assert plan([segment(0, 10, 60), damaged, segment(20, 21, 10)]) == [
        segment(0, 10, 60),
        damaged,
        segment(20, 21, 10),
    ]
    assert plan([segment(0, 10, 59), damaged, segment(20, 21, 10)]) == [Range(0, 20, 89), segment(20, 21, 10)]


def test_ranges_in_which_nothing_stands_are_left_out() -> None:
    assert plan([Range(0, 10, 0), segment(10, 11, 4), Range(11, 12, 0)]) == [segment(10, 11, 4)]
    assert plan([Range(0, 0, 0)]) == plan([]) == []


def test_a_thousand_additions_of_one_make_few_segments() -> None:
    held: list[Range] = []
    built = 0
    for number in range(1000):
        held = plan([*held, Range(number, number + 1, 1)])
        built += sum(part.standing for part in held if part.name is None)
        held = [segment(part.first, part.last, part.standing) for part in held]
    assert [part.standing for part in held] == [512, 256, 128, 64, 32, 8]
    assert built < 1000 * 10 / 2 + 1000

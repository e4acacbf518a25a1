from __future__ import annotations

import threading
from collections.abc import Generator

import pytest

from ingest.ahead import ahead


class Made:
    """Makes the numbers from 0, and says how far it is and whether it was closed."""

    def __init__(self, count: int, fails_at: int | None = None) -> None:
        self.count = count
        self.fails_at = fails_at
        self.made: list[int] = []
        self.grew = threading.Condition()
        self.closed = False

    def numbers(self) -> Generator[int, None, None]:
        try:
            for number in range(self.count):
                if number == self.fails_at:
                    raise ValueError("no more")
                with self.grew:
                    self.made.append(number)
                    self.grew.notify()
                yield number
        finally:
            self.closed = True

    def wait_for(self, count: int) -> None:
        with self.grew:
            assert self.grew.wait_for(lambda: len(self.made) >= count, timeout=60)


@pytest.mark.parametrize("count", [0, 1, 2, 3, 50])
@pytest.mark.parametrize("depth", [0, 1, 4])
def test_all_items_come_in_their_order(count: int, depth: int) -> None:
    made = Made(count)
    assert list(ahead(made.numbers(), depth)) == list(range(count))
    assert made.closed


def test_so_many_are_made_ahead_and_no_more() -> None:
    made = Made(50)
    items = ahead(made.numbers(), 3)
    for number in range(47):
        assert next(items) == number
        made.wait_for(number + 4)
        assert made.made == list(range(number + 4))
    items.close()


def test_an_error_comes_after_the_items_before_it() -> None:
    made = Made(50, fails_at=2)
    items = ahead(made.numbers(), 10)
    assert [next(items), next(items)] == [0, 1]
    with pytest.raises(ValueError, match="no more"):
        next(items)
    assert list(items) == []


def test_closing_it_ends_the_generator_and_the_thread() -> None:
    before = threading.enumerate()
    made = Made(50)
    items = ahead(made.numbers(), 3)
    assert next(items) == 0
    assert len(threading.enumerate()) == len(before) + 1
    items.close()
    assert made.closed
    assert threading.enumerate() == before
    assert len(made.made) <= 4

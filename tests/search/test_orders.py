"""Orders cut into runs give the pages, and the studies between two values, that plain sorting and looking give."""

from random import Random

import numpy as np
import pytest
from pyroaring import BitMap

from studies.search.orders import ABSENT, SMALLEST_RUN, Order, bitmap_of

MANY = 6_000  # several runs


def drawn(draw: Random, values: int) -> np.ndarray:
    """A column in which a tenth of the studies have no figure; number 0 stands for none."""
    column = [draw.choice([ABSENT, *range(values)]) if draw.random() < 0.9 else ABSENT for _ in range(MANY)]
    return np.array([ABSENT, *column], np.int64)


@pytest.mark.parametrize("values", [3, 40, 5_000])
@pytest.mark.parametrize("falling", [False, True])
def test_a_page_is_that_of_plain_sorting(values, falling):
    draw = Random(values)  # noqa: S311  # a seeded draw
    column, names = drawn(draw, values), np.array([0, *draw.sample(range(MANY), MANY)], np.int64)
    everything = BitMap(range(1, MANY + 1))
    order = Order(column, names, falling).cut(everything)
    assert len(order.runs) > 2
    for _ in range(30):
        found = BitMap(draw.sample(range(1, MANY + 1), draw.choice([10, 3_500, MANY])))
        sign = -1 if falling else 1
        plain = sorted(found, key=lambda one: (column[one] == ABSENT, sign * column[one], names[one]))
        start = draw.randrange(MANY)
        assert order.page(found, start, start + 25) == plain[start : start + 25]


@pytest.mark.parametrize("values", [1, 3, 40, 5_000])
def test_what_lies_between_two_values_is_found_by_runs(values):
    draw = Random(values)  # noqa: S311  # a seeded draw
    column = drawn(draw, values)
    numbers = BitMap(draw.sample(range(1, MANY + 1), MANY - SMALLEST_RUN))  # some were withdrawn
    order = Order(column, np.arange(MANY + 1), falling=False).cut(numbers)
    for _ in range(60):
        low, high = draw.randrange(-2, values + 2), draw.randrange(-2, values + 2)
        if low <= high:
            assert order.between(low, high) == BitMap(one for one in numbers if low <= column[one] <= high)
    assert order.between(0, 2**31) == BitMap(one for one in numbers if column[one] != ABSENT)


def test_what_moves_is_found_where_it_is_now():
    draw = Random(5)  # noqa: S311  # a seeded draw
    column, everything = drawn(draw, 400), BitMap(range(1, MANY + 1))
    order = Order(column, np.arange(MANY + 1), falling=False).cut(everything)
    for _ in range(200):
        number, value = draw.randrange(1, MANY + 1), draw.choice([ABSENT, draw.randrange(600)])
        order = order.moved(number, int(column[number]), value)
        column[number] = value
        low = draw.randrange(400)
        assert order.between(low, low + 50) == BitMap(one for one in everything if low <= column[one] <= low + 50)


def test_no_study_is_between_anything_in_an_empty_base():
    order = Order(np.zeros(1, np.int64), np.zeros(1, np.int64), falling=False).cut(BitMap())
    assert order.between(0, 10) == BitMap()


def test_numbers_become_a_bitmap():
    assert bitmap_of(np.array([5, 3, 70_000], np.int64)) == BitMap([3, 5, 70_000])
    assert bitmap_of(np.zeros(0, np.int64)) == BitMap()

"""Intervals against R: tests/reference/intervals_from_R.csv holds the figures and the calls that made them."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studies.statistics import clopper_pearson, wilson

REFERENCE = Path(__file__).parent.parent / "reference" / "intervals_from_R.csv"
ROWS = list(csv.DictReader(REFERENCE.read_text().splitlines()))


@pytest.mark.parametrize("row", ROWS, ids=[f"{row['x']} of {row['n']}" for row in ROWS])
def test_intervals_are_those_of_r(row):
    events, total = int(row["x"]), int(row["n"])
    for interval, name in ((wilson(events, total), "wilson"), (clopper_pearson(events, total), "cp")):
        assert interval.lower == pytest.approx(float(row[f"{name}_lb"]), abs=1e-9)
        assert interval.upper == pytest.approx(float(row[f"{name}_ub"]), abs=1e-9)


@given(st.integers(1, 500).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total))))
def test_an_interval_contains_its_proportion(count):
    events, total = count
    for interval in (wilson(events, total), clopper_pearson(events, total)):
        assert 0 <= interval.lower <= events / total <= interval.upper <= 1


@pytest.mark.parametrize(("events", "total"), [(1, 0), (-1, 5), (6, 5)])
def test_an_impossible_count_has_no_interval(events, total):
    with pytest.raises(ValueError, match="No proportion"):
        wilson(events, total)

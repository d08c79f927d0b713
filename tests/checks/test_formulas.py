"""The arithmetic of formulas."""

import pytest

from studies.checks.formulas import equations


@pytest.mark.parametrize(
    "formula",
    [
        "0.24 × 100 = 24",
        "24 % × 100 = 24",
        "17 progressed + 2 early deaths = 19",
        "3 + 3 + 3 = 9 by cycles received",
        "no partial and no complete response: 0 + 0 = 0",
        "3 weeks × 7 = 21 days",
        "3 / 9 = 33.3 %; nine patients enrolled",
        "7 of 29 = 24.1 %",
        "14 + 19 = 33 of 44",
        "100 − 24 = 76 %",
        "44 – 13 = 31",
        "0.24 x 17 = 4.08 → 4",
        "1.5 × 10^7 = 15 × 10^6",
        "1.5 × 10⁷ = 15 × 10⁶",
        "(14 + 11) × 2 = 50",
        "45,730 ÷ 10 = 4,573",
        "-5 + 6 = 1",
    ],
)
def test_right_arithmetic_holds(formula):
    pairs = equations(formula)
    assert pairs
    assert all(left.agrees_with(right) for left, right in pairs)


@pytest.mark.parametrize(
    "formula", ["0.24 × 100 = 25", "17 + 2 = 20", "3 / 9 = 34.3 %", "5 = 0.3", "7 of 29 = 25 %", "2 × 10^3 = 200"]
)
def test_wrong_arithmetic_does_not(formula):
    assert not all(left.agrees_with(right) for left, right in equations(formula))


@pytest.mark.parametrize(
    "formula",
    [
        "one patient",
        "stated in words: no evidence",
        "n = 44",
        "same dose as in cycle 1: 75 mg/m2",
        "3 / 0 = 1",
        "(3 = 3",
    ],
)
def test_words_are_no_arithmetic(formula):
    assert equations(formula) == []

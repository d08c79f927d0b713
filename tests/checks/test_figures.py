"""Which figures stand in a printed text."""

from decimal import Decimal

import pytest

from studies.checks.figures import grades_in, percents, printed_decimals, prints


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("14 (32%)", "14"),
        ("14 (32%)", "32"),
        ("35 | 11", "11"),
        ("45,730/µl", "45730"),
        ("64\u202f000", "64000"),
        ("Eight of 9 patients", "8"),
        ("Twenty-seven percent", "27"),
        ("Thirty-two (73%)", "32"),
        ("Fifty patients", "50"),
        ("both CR patients", "2"),
        ("median of seven (range, 1-8)", "7"),
        ("P = .018", "0.018"),
        ("p<.00001", "0.00001"),
        ("64 years (49-86)", "86"),
        ("range 49–86", "86"),
        ("stored at −20°C", "-20"),
        ("0.5×106-1.5×107 cells/kg", "0.5"),
        ("0.5×106-1.5×107 cells/kg", "15"),  # in millions
        ("0.5 × 10^6", "0.5"),
        ("0.5 × 10⁶", "500000"),
        ("5 x 106 bone marrow cells", "5"),
        ("<1", "1"),
        ("≥3", "3"),
        ("grade ≥3 … >10%", "10"),
        ("4,8 g/dl", "4.8"),
        ("t (3,3)", "3"),
        ("9 of 17, 53%", "17"),
        ("90th day", "90"),
        ("the third cycle", "3"),
        ("11q−", "11"),
        ("156.8", "156.8"),
    ],
)
def test_a_printed_figure_is_found(printed, value):
    assert prints(printed, Decimal(value))


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("14 (32%)", "4"),
        ("135 | 41", "35"),
        ("45,730/µl", "45"),
        ("45,730/µl", "730"),
        ("64 years (49-86)", "-86"),
        ("stored at −20°C", "20"),
        ("49 -86", "-86"),
        ("12.3 months", "12"),
        ("12.3 months", "3"),
        ("someone", "1"),
        ("no response", "0"),
        ("", "0"),
    ],
)
def test_what_is_not_printed_is_not_found(printed, value):
    assert not prints(printed, Decimal(value))


@pytest.mark.parametrize(
    ("printed", "percent", "decimals"),
    [
        ("14 (32%)", "32", 0),
        ("14 | 32", "32", 0),
        ("32.0 percent", "32", 1),
        ("14 of 14 (14.0%)", "14", 1),
        ("twenty percent", "20", 0),
        ("nothing", "32", None),
    ],
)
def test_the_precision_of_a_percent_is_the_printed_one(printed, percent, decimals):
    assert printed_decimals(printed, Decimal(percent)) == decimals


def test_percents_are_the_figures_with_their_sign():
    assert percents("Eleven patients (25%); 46.5 percent of 13") == [(Decimal(25), 0), (Decimal("46.5"), 1)]


@pytest.mark.parametrize(
    ("text", "grades"), [("grade III to IV", {3, 4}), ("G1-2", {1, 2}), ("Grade 3", {3}), ("grade I to II", {1, 2})]
)
def test_grades_are_read_in_arabic_and_roman_figures(text, grades):
    assert grades_in(text) == grades

"""Numbers as readers see them."""

from decimal import Decimal

import pytest

from studies.rendering import numbers

NARROW = numbers.NARROW


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("6.500000"), "6.5"),
        (Decimal("100"), "100"),
        (1000, "1000"),
        (45730, f"45{NARROW}730"),
        (Decimal("-3.20"), "−3.2"),
        (Decimal("0.00001"), "0.00001"),
        (0, "0"),
        (None, ""),
    ],
)
def test_a_number_has_no_exponent_no_padding_and_its_thousands_apart(value, text):
    assert numbers.number(value) == text


@pytest.mark.parametrize(
    ("events", "total", "text"),
    [(14, 44, "32"), (0, 9, "0"), (1, 333, "0.3"), (332, 333, "99.7"), (1, 8, "13"), (10, 40, "25"), (44, 44, "100")],
)
def test_a_computed_percent_is_whole_unless_it_would_say_none_or_all(events, total, text):
    assert numbers.share_percent(events, total) == f"{text}{NARROW}%"


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (Decimal("6.5"), "mo", "6.5 months"),
        (1, "mo", "1 month"),
        (Decimal("3.6"), "%", f"3.6{NARROW}%"),
        (880, "/uL", "880/µL"),
        (75, "mg/m2", "75 mg/m²"),
        (Decimal("0.5"), "10*6/kg", "0.5 ×10⁶/kg"),
        (None, "mo", ""),
    ],
)
def test_a_value_stands_with_its_unit(value, unit, text):
    assert numbers.with_unit(value, unit) == text


def test_bounds_with_a_minus_sign_are_told_apart_by_a_word():
    assert numbers.span("20", "47") == "20–47"
    assert numbers.span("−3", "5") == "−3 to 5"


def test_a_p_value_keeps_its_sign_and_its_digits():
    assert numbers.p_value(Decimal("0.037")) == "P = 0.037"
    assert numbers.p_value(Decimal("0.00001"), "<") == "P < 0.00001"


@pytest.mark.parametrize(
    ("partial", "text"), [("2005-12", "December 2005"), ("2013", "2013"), ("2010-05-04", "4 May 2010")]
)
def test_a_partial_date_is_said_in_words(partial, text):
    assert numbers.date_text(partial) == text

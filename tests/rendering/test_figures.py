"""What a figure says, and when it has an interval."""

from decimal import Decimal

import pytest

from studies.models import AdverseEvent, Endpoint, Outcome
from studies.rendering.figures import event_figure, outcome_figure

RESPONSE = Endpoint(slug="overall-response", name="Overall response", kind="proportion", domain="response")
SURVIVAL = Endpoint(slug="overall-survival", name="Overall survival", kind="time_to_event", domain="survival")
RATE = Endpoint(slug="overall-survival-rate", name="Overall survival rate", kind="rate_at_time", domain="survival")


def outcome(endpoint=RESPONSE, **values) -> Outcome:
    return Outcome(endpoint=endpoint, **values)


def said(row: Outcome) -> str:
    return outcome_figure(row, None, "").plain.replace("\u202f", " ")


def test_a_proportion_is_never_a_bare_percent():
    row = outcome(events=14, total=44, denominator_unit="patients", percent=Decimal(32))
    assert said(row) == "14/44 32 % 95 % CI 20–47 %"
    assert outcome_figure(row, None, "").interval_ours


def test_a_printed_interval_is_kept_and_not_ours():
    row = outcome(
        events=14,
        total=44,
        denominator_unit="patients",
        percent=Decimal(32),
        lower=Decimal(19),
        upper=Decimal(48),
        bounds_kind="ci",
        bounds_level=Decimal(95),
    )
    assert said(row) == "14/44 32 % 95 % CI 19–48 %"
    assert not outcome_figure(row, None, "").interval_ours


def test_a_percent_without_counts_says_so():
    row = outcome(percent=Decimal(24), total=29, denominator_unit="patients")
    assert said(row) == "24 % of 29 patients, count not reported"


def test_a_lost_count_says_that_it_is_lost():
    row = outcome(percent=Decimal(3), total=333, denominator_unit="courses", events_state="missing_in_copy")
    assert said(row) == "3 % of 333 courses, count missing in our copy"


def test_nothing_in_nine_is_a_result_with_an_interval():
    row = outcome(events=0, total=9, denominator_unit="patients")
    assert said(row) == "0/9 0 % 95 % CI 0–30 %"


@pytest.mark.parametrize("unit", ["courses", "specimens"])
def test_what_clusters_in_patients_has_no_binomial_interval(unit):
    row = outcome(events=135, total=333, denominator_unit=unit, percent=Decimal(41))
    assert said(row) == f"135/333 {unit} 41 %"


def test_fewer_than_five_patients_have_neither_percent_nor_interval():
    row = outcome(events=1, total=1, denominator_unit="patients")
    assert said(row) == "1/1"


def test_a_kaplan_meier_rate_has_no_interval_of_ours():
    row = outcome(RATE, statistic="rate", estimate=Decimal(65), unit="%", n_analysed=50)
    assert said(row) == "65 %"


def test_a_median_stands_with_its_unit_and_bounds():
    row = outcome(
        SURVIVAL,
        statistic="median",
        estimate=Decimal("6.5"),
        unit="mo",
        lower=Decimal("3.1"),
        upper_state="not_reached",
        bounds_kind="ci",
        bounds_level=Decimal(95),
    )
    assert said(row) == "median 6.5 months (95 % CI 3.1–not reached)"


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("not_reported", "figure not reported"),
        ("not_reached", "not reached"),
        ("not_estimable", "not estimable"),
        ("missing_in_copy", "missing in our copy"),
        ("misprinted", "misprinted"),
    ],
)
def test_an_absent_value_is_written_in_words(state, words):
    assert said(outcome(SURVIVAL, state=state)) == words


def test_an_adverse_event_carries_its_own_denominator_and_unit():
    event = AdverseEvent(affected=135, at_risk=333, denominator_unit="courses", percent=Decimal(41))
    assert event_figure(event, None, "").plain.replace("\u202f", " ") == "135/333 courses 41 %"


def test_a_percent_with_its_sign_keeps_it():
    event = AdverseEvent(percent=Decimal(1), percent_operator="<", at_risk=333, denominator_unit="courses")
    said_of = event_figure(event, None, "").plain.replace("\u202f", " ")
    assert said_of == "<1 % of 333 courses, count not reported"

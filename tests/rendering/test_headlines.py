"""The first figures of an arm in words, and what is said beside a comparison and a lone bound."""

from decimal import Decimal

import pytest

from studies.evidence import headline_of
from studies.models import (
    AdverseEvent,
    AdverseEventTerm,
    Arm,
    ArmSchedule,
    Comparison,
    Endpoint,
    Outcome,
    Study,
    Subgroup,
)
from studies.rendering.comparisons import how_compared
from studies.rendering.facts import fact_text
from studies.rendering.figures import outcome_figure
from studies.rendering.headlines import headline_line, joint_of

ARM = Arm(pk=1, label="only")
ALL, YOUNG = Subgroup(variable="all"), Subgroup(variable="age", level="young")
RESPONSE = Endpoint(slug="overall-response", name="Overall response", kind="proportion", domain="response")
COMPOSITE = Endpoint(
    slug="composite-complete-remission", name="Composite complete remission", kind="proportion", domain="response"
)
RATE = Endpoint(slug="overall-survival-rate", name="Overall survival rate", kind="rate_at_time", domain="survival")
DURATION = Endpoint(slug="response-duration", name="Response duration", kind="time_to_event", domain="response")


def line(outcomes=(), events=(), preferred="overall-response"):
    return headline_line(headline_of(ARM, outcomes, events, preferred), {"arm_schedules": []}, None)


def row(endpoint, subgroup=ALL, **values) -> Outcome:
    return Outcome(arm_id=1, subgroup=subgroup, endpoint=endpoint, key=endpoint.slug, **values)


def test_a_response_given_for_subgroups_alone_is_not_called_unreported():
    assert line([row(RESPONSE, YOUNG, events=4, total=9)]).no_response == "for subgroups only"
    assert line().no_response == "not reported"


def test_a_composite_remission_is_named_by_what_it_is_made_of():
    found = line([row(COMPOSITE, category="CR + CRh", percent=Decimal(17))]).response
    assert (found.short, found.name) == ("CR + CRh", "Composite complete remission: CR + CRh")


def test_a_survival_rate_whose_time_is_told_in_words_keeps_them():
    found = line([row(RATE, estimate=Decimal(78), unit="%", timing="at a median follow-up of 5 years")]).survival_rate
    assert found.when == "at a median follow-up of 5 years"


def test_an_event_counted_only_where_related_says_so():
    term = AdverseEventTerm(name="Any adverse event")
    event = AdverseEvent(
        arm_id=1, subgroup=ALL, term=term, key="any", grade_from=3, grade_to=4, affected=25, at_risk=210,
        denominator_unit="patients", attribution="related",
    )  # fmt: skip
    assert line(events=[event]).severe[0].name == "Any adverse event, treatment-related, grade 3–4"


@pytest.mark.parametrize(
    ("roles", "word"),
    [
        (["combined", "combined"], "with"),
        (["alternative", "alternative"], "or"),
        (["combined", "sequence"], "then"),
        (["sequence", "dose_level"], "or"),
    ],
)
def test_the_regimens_of_an_arm_are_joined_as_they_were_given(roles, word):
    assert joint_of([ArmSchedule(role=role) for role in roles]) == word


def test_what_qualifies_a_p_value_is_said_with_it():
    comparison = Comparison(test="noninferiority", p_sides="one", adjusted_for="multivariate")
    assert how_compared(comparison) == "noninferiority; one-sided; adjusted: multivariate"


@pytest.mark.parametrize(
    ("bounds", "said"),
    [
        ({"follow_up_from": Decimal(2)}, "at least 2 years"),
        ({"follow_up_to": Decimal(2)}, "up to 2 years"),
        ({"follow_up_from": Decimal(2), "follow_up_to": Decimal(4)}, "range 2–4 years"),
        ({"follow_up_median": Decimal(3), "follow_up_from": Decimal(2)}, "median 3 years (at least 2 years)"),
    ],
)
def test_a_follow_up_of_which_one_end_is_known_says_which(bounds, said):
    assert fact_text(Study(follow_up_unit="a", **bounds), "follow_up")[0] == said


def test_a_range_with_one_end_is_not_shown_as_half_a_range():
    figure = outcome_figure(
        row(DURATION, estimate=Decimal(28), unit="mo", upper=Decimal(48), bounds_kind="range"), None, ""
    )
    assert figure.plain == "28 months (range up to 48)"

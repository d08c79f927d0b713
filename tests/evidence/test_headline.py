"""The first figures of an arm."""

from decimal import Decimal

import pytest

from studies.evidence import headline_of, preferred_endpoint
from studies.models import AdverseEvent, AdverseEventTerm, Arm, Endpoint, Outcome, Subgroup

ARM = Arm(pk=1, label="only")
ALL = Subgroup(variable="all")
YOUNG = Subgroup(variable="age", level="young")


def outcome(slug: str, subgroup: Subgroup = ALL, **values) -> Outcome:
    endpoint = Endpoint(slug=slug, kind="proportion", domain="response")
    return Outcome(arm_id=1, subgroup=subgroup, endpoint=endpoint, key=slug, **values)


def event(name: str, affected: int, at_risk: int, unit: str, *, hematologic: bool = False) -> AdverseEvent:
    term = AdverseEventTerm(name=name, hematologic=hematologic)
    return AdverseEvent(
        arm_id=1,
        subgroup=ALL,
        term=term,
        key=name,
        grade_from=3,
        grade_to=4,
        affected=affected,
        at_risk=at_risk,
        denominator_unit=unit,
    )


@pytest.mark.parametrize(
    ("diseases", "slug"),
    [([1], "complete-remission"), ([2], "overall-response"), ([1, 2], "overall-response"), ([9], "overall-response")],
)
def test_the_headline_response_is_the_diseases_own_and_a_mix_has_overall_response(diseases, slug):
    assert preferred_endpoint(diseases, {1: "complete-remission", 2: "overall-response"}) == slug


def test_where_the_own_response_is_not_given_the_next_one_is_taken():
    found = headline_of(ARM, [outcome("overall-response", events=1, total=9)], [], "complete-remission")
    assert found.response.endpoint.slug == "overall-response"


def test_nothing_in_nine_is_a_response_that_is_shown():
    found = headline_of(ARM, [outcome("overall-response", events=0, total=9)], [], "overall-response")
    assert found.response.events == 0


def test_a_subgroups_result_is_never_the_arms():
    young = outcome("overall-response", YOUNG, percent=Decimal(80))
    found = headline_of(ARM, [young], [], "overall-response")
    assert found.response is None
    assert found.of_subgroups_only == {"response"}


def test_a_source_that_gives_no_response_at_all_has_none_for_subgroups_either():
    absent = outcome("overall-response", YOUNG, state="not_reported")
    assert headline_of(ARM, [absent], [], "overall-response").of_subgroups_only == frozenset()


def test_a_composite_remission_says_in_its_category_what_it_is_made_of():
    composite = outcome("composite-complete-remission", percent=Decimal(17), category="CR + CRh")
    assert headline_of(ARM, [composite], [], "complete-remission").response is composite
    other = outcome("complete-remission", percent=Decimal(17), category="by flow cytometry")
    assert headline_of(ARM, [other], [], "complete-remission").response is None


def test_an_absent_value_is_no_headline():
    absent = outcome("overall-survival", state="not_reported")
    assert headline_of(ARM, [absent], [], "overall-response").survival is None


def test_shares_of_courses_and_of_patients_are_not_compared():
    events = [
        event("neutropenia", 135, 333, "courses", hematologic=True),
        event("pneumonia", 10, 333, "courses"),
        event("mucormycosis", 4, 44, "patients"),
    ]
    found = headline_of(ARM, [], events, "overall-response")
    assert found.severe_hematologic.key == "neutropenia"
    assert found.severe_other.key == "pneumonia"

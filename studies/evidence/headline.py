"""The figures that a reader of a study wants first, one line an arm."""

from collections.abc import Iterable
from dataclasses import dataclass

from studies.choices import ArmRole, ValueState
from studies.models import AdverseEvent, Arm, Outcome

OVERALL_RESPONSE = "overall-response"
COMPLETE_REMISSION = "complete-remission"
COMPOSITE = "composite-complete-remission"
# Where a source does not give its disease's own response, the next that it gives, labelled as what it is.
COMPLETE = (
    COMPLETE_REMISSION,
    COMPOSITE,
    "morphological-remission",
    "complete-remission-or-better",
    "metabolic-complete-response",
)
FALLBACKS = (
    OVERALL_RESPONSE,
    "major-response",
    "hematologic-response",
    *COMPLETE,
    "major-cytogenetic-response",
    "complete-cytogenetic-response",
    "major-molecular-response",
    "very-good-partial-remission-or-better",
    "durable-complete-remission",
    "complete-remission-incomplete",
    "clinical-benefit",
)
SURVIVAL, SURVIVAL_RATE, EARLY_DEATH = "overall-survival", "overall-survival-rate", "early-death"
HEADLINE_ENDPOINTS = (*FALLBACKS, SURVIVAL, SURVIVAL_RATE, EARLY_DEATH)
DAYS = {"d": 1, "wk": 7, "mo": 30, "a": 365}
SEVERE = 3
FEWEST = 5  # patients of whom a percent is told


@dataclass(frozen=True)
class Headline:
    """One arm's first figures; None where the source gives none."""

    arm: Arm
    response: Outcome | None
    complete_remission: Outcome | None
    survival: Outcome | None  # the median, or that it was not reached
    survival_rate: Outcome | None  # the latest, where no median is given
    early_death: Outcome | None
    severe_hematologic: AdverseEvent | None
    severe_other: AdverseEvent | None
    of_subgroups_only: frozenset[str]  # which of “response” and “survival” the source gives for subgroups alone


def preferred_endpoint(disease_ids: Iterable[int], headline_endpoints: dict[int, str]) -> str:
    """The response that belongs to these diseases: their common one, else overall response for a mix.

    ``headline_endpoints`` is ``Disease.objects.headline_endpoints()``.
    """
    own = {headline_endpoints.get(pk, OVERALL_RESPONSE) for pk in disease_ids}
    return own.pop() if len(own) == 1 else OVERALL_RESPONSE


def headline_of(arm: Arm, outcomes: Iterable[Outcome], events: Iterable[AdverseEvent], preferred: str) -> Headline:
    """The first figures of an arm, from its whole-arm rows only: a subgroup's result is never the arm's."""
    own = [row for row in outcomes if row.arm_id == arm.pk]
    whole = [row for row in own if row.subgroup.is_all and (not row.category or row.endpoint.slug == COMPOSITE)]
    # Acute leukemia is judged by complete remission: any kind of it goes before a wider response.
    following = (*COMPLETE, *FALLBACKS) if preferred == COMPLETE_REMISSION else FALLBACKS
    response = _first(whole, (preferred, *following))
    complete = _first(whole, (COMPLETE_REMISSION,))
    survival = _survival(whole)
    severe = [
        row
        for row in events
        if row.arm_id == arm.pk and row.subgroup.is_all and (row.grade_from or 0) >= SEVERE and _share(row) is not None
    ]
    return Headline(
        arm=arm,
        response=response,
        complete_remission=complete,
        survival=survival,
        survival_rate=_latest_rate(whole) if survival is None or survival.state else None,
        early_death=_first(whole, (EARLY_DEATH,)),
        severe_hematologic=_commonest(row for row in severe if row.term.hematologic),
        severe_other=_commonest(_of_one_unit(severe)),
        of_subgroups_only=frozenset(
            name
            for name, found, slugs in (
                ("response", response, {preferred, *FALLBACKS}),
                ("survival", survival or _latest_rate(whole), {SURVIVAL, SURVIVAL_RATE}),
            )
            if found is None and any(row.endpoint.slug in slugs and not row.state for row in own)
        ),
    )


def arms_in_reading_order(sections: dict) -> list[Arm]:
    """A study's arms as a list tells them: experimental before control; all arms together are none."""
    arms = (arm for arm in sections["arms"] if arm.role != ArmRole.ALL)
    return sorted(arms, key=lambda arm: (arm.role == ArmRole.CONTROL, arm.position, arm.key))


def sortable_response(sections: dict, preferred: str) -> int | None:
    """The headline response of the first arm in 1/100 of a percent; None where fewer than five or none are told of."""
    for arm in arms_in_reading_order(sections)[:1]:
        row = headline_of(arm, sections["outcomes"], sections["adverse_events"], preferred).response
        if row is None or (row.total is not None and row.total < FEWEST):
            return None
        if row.events is not None and row.total:
            return round(10_000 * row.events / row.total)
        return None if row.percent is None or row.percent_operator else round(100 * row.percent)
    return None


def _first(outcomes: list[Outcome], slugs: Iterable[str]) -> Outcome | None:
    """The first endpoint in order that has a value; the longest-standing row of several."""
    for slug in slugs:
        found = [row for row in outcomes if row.endpoint.slug == slug and not row.state]
        if found:
            return min(found, key=lambda row: (row.time_point is not None, bool(row.timing), row.position, row.key))
    return None


def _survival(outcomes: list[Outcome]) -> Outcome | None:
    """Median survival; where none is given, the statement that it was not reached."""
    unreached = (row for row in outcomes if row.endpoint.slug == SURVIVAL and row.state == ValueState.NOT_REACHED)
    return _first(outcomes, (SURVIVAL,)) or next(unreached, None)


def _latest_rate(outcomes: list[Outcome]) -> Outcome | None:
    """The survival rate at the latest time; one whose time is told in words only where there is no other."""
    rates = [row for row in outcomes if row.endpoint.slug == SURVIVAL_RATE and not row.state]
    return max(rates, key=lambda row: (DAYS.get(row.time_unit, 0) * (row.time_point or 0), -row.position), default=None)


def _of_one_unit(severe: list[AdverseEvent]) -> list[AdverseEvent]:
    """Non-hematologic events in the unit of the commonest event: shares of courses and of patients do not compare."""
    commonest = _commonest(severe)
    other = [row for row in severe if not row.term.hematologic]
    alike = [row for row in other if commonest and row.denominator_unit == commonest.denominator_unit]
    return alike or other


def _share(row: AdverseEvent) -> float | None:
    if row.affected is not None and row.at_risk:
        return row.affected / row.at_risk
    return float(row.percent) / 100 if row.percent is not None else None


def _commonest(events: Iterable[AdverseEvent]) -> AdverseEvent | None:
    return max(events, key=lambda row: (_share(row), -row.position, row.key), default=None)

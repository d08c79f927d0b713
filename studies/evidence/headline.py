"""The figures that a reader of a study wants first, one line an arm."""

from collections.abc import Iterable
from dataclasses import dataclass

from studies.models import AdverseEvent, Arm, Outcome

HEADLINE_ENDPOINTS = (
    "overall-response",
    "complete-remission",
    "complete-remission-incomplete",
    "morphological-remission",
    "overall-survival",
    "early-death",
)
OVERALL_RESPONSE = "overall-response"
COMPLETE_REMISSION = "complete-remission"
# Where a source does not give its disease's own response, the next that it gives, labelled as what it is.
FALLBACKS = (OVERALL_RESPONSE, COMPLETE_REMISSION, "morphological-remission", "complete-remission-incomplete")
SEVERE = 3


@dataclass(frozen=True)
class Headline:
    """One arm's first figures; None where the source gives none."""

    arm: Arm
    response: Outcome | None
    complete_remission: Outcome | None
    survival: Outcome | None
    early_death: Outcome | None
    severe_hematologic: AdverseEvent | None
    severe_other: AdverseEvent | None


def preferred_endpoint(disease_ids: Iterable[int], headline_endpoints: dict[int, str]) -> str:
    """The response that belongs to these diseases: their common one, else overall response for a mix.

    ``headline_endpoints`` is ``Disease.objects.headline_endpoints()``.
    """
    own = {headline_endpoints.get(pk, OVERALL_RESPONSE) for pk in disease_ids}
    return own.pop() if len(own) == 1 else OVERALL_RESPONSE


def headline_of(arm: Arm, outcomes: Iterable[Outcome], events: Iterable[AdverseEvent], preferred: str) -> Headline:
    """The first figures of an arm, from its whole-arm rows only: a subgroup's result is never the arm's."""
    whole = [row for row in outcomes if row.arm_id == arm.pk and row.subgroup.is_all and not row.category]
    response = _first(whole, (preferred, *FALLBACKS))
    complete = _first(whole, (COMPLETE_REMISSION,))
    severe = [
        row
        for row in events
        if row.arm_id == arm.pk and row.subgroup.is_all and (row.grade_from or 0) >= SEVERE and _share(row) is not None
    ]
    return Headline(
        arm=arm,
        response=response,
        complete_remission=complete,
        survival=_first(whole, ("overall-survival",)),
        early_death=_first(whole, ("early-death",)),
        severe_hematologic=_commonest(row for row in severe if row.term.hematologic),
        severe_other=_commonest(_of_one_unit(severe)),
    )


def _first(outcomes: list[Outcome], slugs: Iterable[str]) -> Outcome | None:
    """The first endpoint in order that has a value; the longest-standing row of several."""
    for slug in slugs:
        found = [row for row in outcomes if row.endpoint.slug == slug and not row.state]
        if found:
            return min(found, key=lambda row: (row.time_point is not None, bool(row.timing), row.position, row.key))
    return None


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

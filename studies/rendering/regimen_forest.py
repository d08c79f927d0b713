"""The headline response of each study of a regimen as a forest: rows and intervals, no pooled value."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from studies.choices import ArmRole
from studies.evidence import Aspect, Candidate, Excluded, Result, Stratum, Synthesis, gather, headline_of
from studies.evidence.comparability import NOT_STATED
from studies.models import Arm, Endpoint, Outcome, Regimen, Study

from .forest import Forest, Kind, forest_of
from .lines import within
from .list_items import citation_of

OR = " or "  # between the regimens of one arm


@dataclass(frozen=True)
class RegimenForest:
    """The plot, or None where no arm has a response that can be drawn; what is left out; records of one cohort."""

    forest: Forest | None
    excluded: tuple[Excluded, ...]
    overlaps: tuple[tuple[str, ...], ...]


def regimen_forest(
    regimen: Regimen,
    rows: Iterable[tuple[Study, dict]],
    preferred: Callable[[dict], str],
    links: Iterable[tuple[int, int]],
) -> RegimenForest:
    """The forest over the arms of ``rows`` (``records.list_sections``) that were given the regimen.

    ``preferred`` names the headline response of a study's sections; arms with another response stand apart.
    """

    def wanted(given: Iterable) -> bool:
        return any(row.schedule.regimen_id == regimen.pk for row in given)

    candidates = [
        Candidate(study, {**sections, "outcomes": _headlines(sections, wanted, preferred(sections))},
                  citation_of(study, sections))
        for study, sections in rows
    ]  # fmt: skip
    evidence = gather(candidates, links, counted=True, wanted=wanted)
    names = {one.study.pk: one.citation for one in candidates}
    overlaps = tuple(tuple(names[study.pk] for study in group) for group in evidence.overlaps)
    strata = _by_endpoint(evidence.results)
    if not strata:
        return RegimenForest(None, evidence.excluded, overlaps)
    first = evidence.results[0].outcome.endpoint
    drawn = forest_of(first, Synthesis(evidence, tuple(strata.values()), None))
    results = iter([one for stratum in strata.values() for one in stratum.results])
    told = tuple(
        replace(row, about=_about(next(results), regimen)) if row.kind is Kind.RESULT else row for row in drawn.rows
    )
    return RegimenForest(
        replace(drawn, title=f"{regimen.name}: headline response", rows=told), evidence.excluded, overlaps
    )


def _headlines(sections: dict, wanted: Callable[[Iterable], bool], preferred: str) -> list[Outcome]:
    """The headline response of each arm that was given the regimen."""

    def given(arm: Arm) -> list:
        return [row for row in sections["arm_schedules"] if row.arm_id == arm.pk]

    found = (
        headline_of(arm, sections["outcomes"], (), preferred).response for arm in sections["arms"] if wanted(given(arm))
    )
    return [row for row in found if row is not None]


def _by_endpoint(results: Iterable[Result]) -> dict[Endpoint, Stratum]:
    """Results of one endpoint together, in the endpoints' own order; never pooled."""
    grouped: dict[Endpoint, list[Result]] = {}
    for result in sorted(results, key=lambda one: (one.outcome.endpoint.position, one.outcome.endpoint.slug)):
        grouped.setdefault(result.outcome.endpoint, []).append(result)
    return {endpoint: Stratum(endpoint.name, tuple(found), None) for endpoint, found in grouped.items()}


def _about(result: Result, regimen: Regimen) -> str:
    """In which disease and setting, by which criteria, whether as control, and what else the arm was given."""
    labels = result.labels
    names = labels[Aspect.REGIMEN].split(OR)
    parts = (
        labels[Aspect.DISEASE],
        labels[Aspect.SETTING],
        labels[Aspect.CRITERIA],
        "control arm" if result.arm.role == ArmRole.CONTROL else "",
        f"given {OR.join(map(within, names))}" if names != [regimen.name] else "",
    )
    return "; ".join(part for part in parts if part and part != NOT_STATED)

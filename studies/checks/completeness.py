"""Whether a study is whole enough for readers: asked when it is to be published, not of a draft in the making."""

from collections.abc import Mapping
from typing import Any

from studies.choices import ReportRole

from .aggregate import Aggregate
from .findings import Finding, Severity

RULE = "whole-enough"


def lacking(aggregate: Aggregate) -> list[Finding]:
    """What a study needs before readers see it, one impossible finding for each thing it lacks."""
    rows: Mapping[str, tuple[Any, ...]] = aggregate.sections
    known = aggregate.study.n_enrolled is not None or any(
        fact.field == "n_enrolled" and fact.state for fact in rows["facts"]
    )
    needed = (
        (any(link.role == ReportRole.PRIMARY for link in rows["study_reports"]), "no primary report"),
        (bool(rows["study_diseases"]), "no disease"),
        (bool(rows["arms"]), "no arm"),
        (bool(rows["arm_schedules"]), "no schedule that an arm was given"),
        (any(rows[name] for name in ("outcomes", "adverse_events", "patient_events")), "no result and no harm"),
        (known, "no number of patients, and no reason for its absence"),
    )
    return [Finding(RULE, Severity.IMPOSSIBLE, f"The study has {what}.", ()) for there, what in needed if not there]

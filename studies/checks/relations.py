"""Rules on what the rows of a record point at."""

from typing import Any

from studies.models import Study
from studies.models.base import StudyRow

from .aggregate import Aggregate, foreign_keys, related
from .findings import Said, impossible, rule
from .words import named


@rule("own-rows", impossible)
def own_rows(aggregate: Aggregate) -> Said:
    """A row points at rows of its own study only."""
    for row in aggregate.rows():
        for field in foreign_keys(type(row)):
            other = related(row, field.name)
            if isinstance(other, StudyRow) and not _belongs_to(aggregate.study, other):
                yield f"{named(row)} points at {other.key}, which belongs to another study.", [row]


def _belongs_to(study: Study, row: Any) -> bool:
    if study.pk is not None:
        return row.study_id == study.pk
    return related(row, "study") is study


@rule("known-report", impossible)
def known_report(aggregate: Aggregate) -> Said:
    """Each figure comes from one of the study's reports."""
    reports = {row.report.slug for row in aggregate["study_reports"] if related(row, "report") is not None}
    for row in aggregate.sourced():
        named_reports = {entry["report"] for entry in row.also_at or () if entry.get("report")}
        if (report := related(row, "report")) is not None:
            named_reports.add(report.slug)
        for slug in sorted(named_reports - reports):
            yield f"{named(row)} is read from {slug}, which is not among the study's reports.", [row]

"""What a list shows of each study, read in a fixed number of queries however many studies there are."""

from collections.abc import Iterable

from django.db.models import Prefetch, QuerySet

from studies.models import (
    AdverseEvent,
    Arm,
    ArmSchedule,
    Outcome,
    Registration,
    Study,
    StudyDisease,
    StudyReport,
    StudySetting,
)

SEVERE = 3
ANCESTORS = "__parent" * 4  # as deep as our trees are


def list_sections(pks: list[int], endpoints: Iterable[str]) -> list[tuple[Study, dict]]:
    """The studies of these keys in this order, each with the sections that its line needs.

    Of the outcomes only rows of the named endpoints, of the adverse events only whole-arm rows of grade 3 and above.
    """
    prefetched = heads() | {
        "registrations": Registration.objects.order_by("key"),
        "outcomes": Outcome.objects.select_related("endpoint", "criteria", "subgroup")
        .filter(endpoint__slug__in=endpoints)
        .order_by("position", "key"),
        "adverse_events": whole(AdverseEvent.objects.select_related("term", "subgroup"))
        .filter(grade_from__gte=SEVERE)
        .order_by("position", "key"),
    }
    return read_in_order(Study.objects.all(), "pk", pks, prefetched)


def heads() -> dict[str, QuerySet]:
    """The sections that say of a study in brief who was given what, and where it was reported."""
    return {
        "arms": Arm.objects.order_by("position", "key"),
        "arm_schedules": ArmSchedule.objects.select_related("schedule__regimen").order_by("key"),
        "study_diseases": StudyDisease.objects.select_related(f"disease{ANCESTORS}").order_by("key"),
        "study_settings": StudySetting.objects.select_related(f"setting{ANCESTORS}").order_by("key"),
        "study_reports": StudyReport.objects.select_related("report").order_by("role", "key"),
    }


def whole(rows: QuerySet) -> QuerySet:
    """Rows of all patients of an arm."""
    return rows.filter(subgroup__variable="all")


def read_in_order(
    studies: QuerySet, field: str, values: Iterable, prefetched: dict[str, QuerySet]
) -> list[tuple[Study, dict]]:
    """The studies whose ``field`` is one of ``values``, in the order of these, each with its prefetched sections."""
    wanted = list(values)
    found = studies.filter(**{f"{field}__in": wanted}).prefetch_related(
        *[Prefetch(name, queryset=rows) for name, rows in prefetched.items()]
    )
    known = {getattr(study, field): study for study in found}
    return [
        (known[one], {name: list(getattr(known[one], name).all()) for name in prefetched})
        for one in wanted
        if one in known
    ]

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
    prefetched = {
        "arms": Arm.objects.order_by("position", "key"),
        "arm_schedules": ArmSchedule.objects.select_related("schedule__regimen").order_by("key"),
        "study_diseases": StudyDisease.objects.select_related(f"disease{ANCESTORS}").order_by("key"),
        "study_settings": StudySetting.objects.select_related(f"setting{ANCESTORS}").order_by("key"),
        "study_reports": StudyReport.objects.select_related("report").order_by("role", "key"),
        "registrations": Registration.objects.order_by("key"),
        "outcomes": Outcome.objects.select_related("endpoint", "criteria", "subgroup")
        .filter(endpoint__slug__in=endpoints)
        .order_by("position", "key"),
        "adverse_events": _whole(AdverseEvent.objects.select_related("term", "subgroup"))
        .filter(grade_from__gte=SEVERE)
        .order_by("position", "key"),
    }
    studies = Study.objects.filter(pk__in=pks).prefetch_related(
        *[Prefetch(name, queryset=rows) for name, rows in prefetched.items()]
    )
    by_pk = {study.pk: study for study in studies}
    return [
        (by_pk[pk], {name: list(getattr(by_pk[pk], name).all()) for name in prefetched}) for pk in pks if pk in by_pk
    ]


def _whole(rows: QuerySet) -> QuerySet:
    return rows.filter(subgroup__variable="all")

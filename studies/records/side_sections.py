"""What a comparison shows of each study, read in a fixed number of queries however many studies there are."""

from collections.abc import Iterable

from django.db.models import Prefetch

from studies.models import (
    AdverseEvent,
    Arm,
    ArmSchedule,
    Characteristic,
    Outcome,
    Study,
    StudyDisease,
    StudyReport,
    StudySetting,
)

from .list_rows import ANCESTORS


def side_sections(slugs: Iterable[str]) -> list[tuple[Study, dict]]:
    """The published studies of these slugs in this order, each with the sections that its columns need."""
    prefetched = {
        "arms": Arm.objects.order_by("position", "key"),
        "arm_schedules": ArmSchedule.objects.select_related("schedule__regimen").order_by("key"),
        "study_diseases": StudyDisease.objects.select_related(f"disease{ANCESTORS}").order_by("key"),
        "study_settings": StudySetting.objects.select_related(f"setting{ANCESTORS}").order_by("key"),
        "study_reports": StudyReport.objects.select_related("report").order_by("role", "key"),
        "characteristics": Characteristic.objects.select_related("subgroup").filter(subgroup__variable="all"),
        "outcomes": Outcome.objects.select_related("endpoint", "criteria", "subgroup").filter(subgroup__variable="all"),
        "adverse_events": AdverseEvent.objects.select_related("term", "subgroup").filter(subgroup__variable="all"),
    }
    listed = list(slugs)
    studies = (
        Study.objects.published()
        .filter(slug__in=listed)
        .prefetch_related(*[Prefetch(name, queryset=rows) for name, rows in prefetched.items()])
    )
    by_slug = {study.slug: study for study in studies}
    return [
        (by_slug[slug], {name: list(getattr(by_slug[slug], name).all()) for name in prefetched})
        for slug in listed
        if slug in by_slug
    ]

"""Studies that a reader chooses to compare: ``s`` in the address, repeated."""

import re
from collections.abc import Collection

from django.http import QueryDict

from studies.choices import ReportRole
from studies.models import Study, StudyReport
from studies.rendering.notes import citation_short

CHOSEN = "s"
NAME = re.compile(r"[a-z0-9-]{1,120}")
MOST_READ = 50  # a list holds no more choices than this; nobody compares as many
FEWEST, MOST = 2, 6  # studies that are compared


def chosen_slugs(data: QueryDict) -> list[str]:
    """What the address names, each once, in its order; what can be no study's name is left out."""
    named = dict.fromkeys(value for value in data.getlist(CHOSEN) if NAME.fullmatch(value))
    return list(named)[:MOST_READ]


def chosen_elsewhere(chosen: list[str], here: Collection[str]) -> list[tuple[str, str]]:
    """Chosen studies that are not on this page of the list, each with its citation."""
    away = [slug for slug in chosen if slug not in here]
    if not away:
        return []
    published = Study.objects.published().filter(slug__in=away).values_list("slug", flat=True)
    primary = StudyReport.objects.filter(study__slug__in=away, role=ReportRole.PRIMARY).select_related(
        "report", "study"
    )
    names = {slug: slug for slug in published}
    names |= {link.study.slug: citation_short(link.report) for link in primary if link.study.slug in names}
    return [(slug, names[slug]) for slug in away if slug in names]

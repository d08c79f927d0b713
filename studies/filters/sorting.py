"""The orders of the study list. Keys are made in Python, then the slug by code point; absent last."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import QuerySet

from studies.choices import ReportRole
from studies.models import StudyReport


@dataclass(frozen=True)
class Sort:
    """An order: its words, and its key of a study."""

    label: str
    key: Callable[["Keys"], tuple]


class Keys(NamedTuple):
    """What orders read of a study."""

    slug: str
    year: int | None
    n: int | None


def _falling(value: int | None) -> tuple:
    return (value is None, -(value or 0))


def _rising(value: int | None) -> tuple:
    return (value is None, value or 0)


SORTS: dict[str, Sort] = {
    "-year": Sort("newest first", lambda row: (_falling(row.year), row.slug)),
    "year": Sort("oldest first", lambda row: (_rising(row.year), row.slug)),
    "-n": Sort("most patients first", lambda row: (_falling(row.n), row.slug)),
    "n": Sort("fewest patients first", lambda row: (_rising(row.n), row.slug)),
    "name": Sort("by name", lambda row: (row.slug,)),
}
DEFAULT = "-year"


def ordered(queryset: QuerySet, sort: str = "") -> list[int]:
    """Primary keys of the studies in order: the same on every database."""
    rows = list(queryset.values_list("pk", "slug", "n_enrolled"))
    years = dict(
        StudyReport.objects.filter(role=ReportRole.PRIMARY, study__in=[pk for pk, _, _ in rows])
        .order_by("report__year")
        .values_list("study_id", "report__year")
    )
    key = SORTS.get(sort, SORTS[DEFAULT]).key
    keyed = [(key(Keys(slug, years.get(pk), n)), pk) for pk, slug, n in rows]
    return [pk for _, pk in sorted(keyed)]

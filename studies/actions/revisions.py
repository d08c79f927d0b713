"""History: appended to, never changed."""

from datetime import datetime
from typing import cast

from django.db.models import QuerySet
from django.utils import timezone

from studies.choices import State
from studies.models import Revision, Study
from studies.records import digest, rows_of_studies, rows_of_study, sorted_keys, to_the_millisecond

PUBLIC = (State.PUBLISHED, State.WITHDRAWN)  # what has been published has a history
FIXTURES = "fixtures"
LOADED = "loaded from fixtures"


def now() -> datetime:
    """This moment, as files and databases alike can hold it."""
    return to_the_millisecond(timezone.now())


def append_revision(*, study: Study, by: str, at: datetime, reason: str) -> Revision:
    """Keeps what the study now is as its newest version."""
    last = study.revisions.order_by("version").last()
    revision = _revision(study, rows_of_study(study), by=by, at=at, reason=reason)
    revision.previous_digest = last.digest if last else ""
    revision.save(force_insert=True)
    return revision


def first_revision(study: Study, rows: list[dict]) -> Revision:
    """What is kept of a published study that came without a history: what it is, unsaved."""
    return _revision(study, rows, by=FIXTURES, at=cast("datetime", study.published_at), reason=LOADED)


def give_first_revisions(studies: QuerySet[Study]) -> list[int]:
    """Begins the history of those of the studies that were published and have none; their primary keys."""
    without = studies.filter(state__in=PUBLIC, revisions__isnull=True)
    begun = Revision.objects.bulk_create(first_revision(study, rows) for study, rows in rows_of_studies(without))
    return [one.study_id for one in begun]


def _revision(study: Study, rows: list[dict], *, by: str, at: datetime, reason: str) -> Revision:
    return Revision(
        study=study,
        version=study.version,
        snapshot=sorted_keys(rows),
        digest=digest(rows),
        by=by,
        at=at,
        reason=reason,
    )

"""Ready-made study pages as rows: read with the version they are of, written with the stamp of what made them."""

import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.db import connection

from studies.choices import State
from studies.models import IndexState, Study, StudyPage

from .live import Moved
from .snapshot import Snapshot

AT_ONCE = 500  # rows a statement
PAGE = (
    f"SELECT state.token, study.id, page.body FROM {IndexState._meta.db_table} state "  # noqa: S608  # names of our own
    f"LEFT JOIN {Study._meta.db_table} study ON study.slug = %s AND study.state = %s "
    f"LEFT JOIN {StudyPage._meta.db_table} page ON page.study_id = study.id AND page.stamp = %s"
)


def stored_page(snapshot: Snapshot, slug: str, stamp: str) -> tuple[int, str] | None:
    """Primary key and page of a published study as code of this stamp made it; None where there is none.

    Raises Moved if the data are of another version.
    """
    with connection.cursor() as cursor:
        cursor.execute(PAGE, [slug, State.PUBLISHED, stamp])
        row = cursor.fetchone()
    if row is None or row[0] != snapshot.token:
        raise Moved
    _, study, body = row
    return (study, zlib.decompress(body).decode()) if body else None


def bodies_of(studies: Iterable[int]) -> dict[int, str]:
    """What is stored of these studies' pages, by primary key, whatever made it."""
    rows = StudyPage.objects.filter(study__in=list(studies)).values_list("study", "body")
    return {pk: zlib.decompress(body).decode() for pk, body in rows}


def keep_pages(bodies: Mapping[int, str], stamp: str) -> None:
    """Stores pages by the primary key of their study, in place of those that were there."""
    StudyPage.objects.bulk_create(
        [StudyPage(study_id=pk, stamp=stamp, body=zlib.compress(body.encode())) for pk, body in bodies.items()],
        AT_ONCE, update_conflicts=True, unique_fields=["study"], update_fields=["stamp", "body"],
    )  # fmt: skip


def forget_pages(studies: Iterable[int] | None = None) -> None:
    """Deletes the pages of these studies, or all; within a transaction that holds the state of the index."""
    if studies is None:
        StudyPage.objects.all().delete()
        return
    for some in pieces(sorted(studies)):
        StudyPage.objects.filter(study__in=some).delete()


def pieces(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    """As many keys as a statement takes, and the next."""
    return (keys[start : start + AT_ONCE] for start in range(0, len(keys), AT_ONCE))

"""Records out, as fixture files: the same bytes from every database."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from studies.actions import first_revision
from studies.models import Revision, Study, StudyLink
from studies.models.study import StudyQuerySet
from studies.records import SHARED_FILES, canonical_text, row_of, rows_of_shared, rows_of_studies

from .needed import needed_rows

T = TypeVar("T")
TRIES = 5


class StillChanging(Exception):
    """The studies were changed each time they were read; try again."""


def exportable(*, drafts: bool = False) -> StudyQuerySet:
    """The studies that files hold: those that have been published, drafts if asked for, never a working copy."""
    studies = Study.objects.exportable().order_by("slug")
    return studies if drafts else studies.filter(version__gte=1)


def fixture_files(*, drafts: bool = False) -> dict[str, str]:
    """Path → text of every fixture file: shared records, studies, and histories that say more than the study.

    Raises StillChanging.
    """

    def read() -> dict[str, str]:
        shared = {f"{file}.json": canonical_text(rows_of_shared(file)) for file in SHARED_FILES}
        return shared | _study_files(exportable(drafts=drafts))

    return _unchanged(read)


def study_files(studies: Iterable[Study]) -> dict[str, str]:
    """Path → text of the files of these studies and of their histories.

    Raises StillChanging; ValueError for a working copy, which no file holds.
    """
    return _unchanged(lambda: _study_files(studies))


def study_file(study: Study) -> str:
    """The text of one study's file, as it stands among the fixtures. Raises as ``study_files`` does."""
    return study_files([study])[f"studies/{study.slug}.json"]


def bundle(studies: Iterable[Study]) -> str:
    """One fixture that loads into an empty database: these studies, and every shared record that they need.

    Links to studies that are not in it are left out. Raises as ``study_files`` does.
    """
    studies = list(studies)
    return _unchanged(lambda: canonical_text(_bundled(studies)))


def _bundled(studies: list[Study]) -> list[dict]:
    slugs = {study.slug for study in studies}
    own = [row for _, rows in _exported(studies) for row in rows if not _leads_out(row, slugs)]
    return needed_rows(own) + own


def _leads_out(row: dict, slugs: set[str]) -> bool:
    return row["model"] == StudyLink._meta.label_lower and row["fields"]["other"][0] not in slugs


def _exported(studies: Iterable[Study]) -> Iterator[tuple[Study, list[dict]]]:
    for study, rows in rows_of_studies(studies):
        if study.is_working_copy:
            raise ValueError(f"{study.slug} is a working copy, which no file holds.")
        yield study, rows


def _unchanged(read: Callable[[], T]) -> T:
    """What ``read`` gives, if no study was changed while it read. Raises StillChanging after some tries."""
    for _ in range(TRIES):
        before = _stamp()
        found = read()
        if _stamp() == before:
            return found
    raise StillChanging("The studies are being changed just now. Try again in a moment.")


def _stamp() -> list[tuple]:
    return list(Study.objects.order_by("pk").values_list("pk", "version", "edits"))


def _study_files(studies: Iterable[Study]) -> dict[str, str]:
    files = {}
    for study, rows in _exported(studies):
        files[f"studies/{study.slug}.json"] = canonical_text(rows)
        if history := _history(study, rows):
            files[f"history/{study.slug}.json"] = canonical_text(history)
    return files


def _history(study: Study, rows: list[dict]) -> list[dict]:
    """The study's revisions; none if they are what loading the study's own file makes."""
    kept = [row_of(revision) for revision in _revisions(study)]
    if len(kept) == 1 and kept == [row_of(first_revision(study, rows))]:
        return []
    return kept


def _revisions(study: Study) -> list[Revision]:
    return list(study.revisions.select_related("study").order_by("version"))

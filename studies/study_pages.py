"""Study pages made ready: what of a study's page depends on the study alone is rendered when it changes, not when it
is read.

What depends on other studies, those with the same patients and those like it, is put in when the page is read.
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import DatabaseError, transaction
from django.db.models import Prefetch, prefetch_related_objects
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe

from studies.choices import State
from studies.evidence import preferred_endpoint
from studies.models import Disease, IndexedStudy, Revision, Study, StudyLink, StudyPage
from studies.records import aggregates_of_studies
from studies.rendering.list_items import list_item
from studies.rendering.markup import PART, without_indentation
from studies.rendering.sources import abstract_alone, discrepancy_lines, source_lines
from studies.rendering.study_page import study_page
from studies.search import Snapshot
from studies.search.live import first_state, locked_state
from studies.search.pages import bodies_of, forget_pages, keep_pages, pieces, stored_page
from studies.search.stamps import stamp_of
from studies.search.store import Progress

log = logging.getLogger(__name__)

LINKED = "linked"
TEMPLATE = "components/study.html"
BATCH = 50  # studies that are read together


@dataclass(frozen=True)
class ReadyPage:
    """A study's page in parts: around the studies with the same patients, and around those like it."""

    study: int  # primary key
    known: tuple[str, ...]  # its regimens, diseases and settings, as the index names them, and whether it has links
    title: SafeString
    description: SafeString
    head: SafeString
    body: SafeString
    foot: SafeString

    @property
    def linked(self) -> bool:
        """Whether it may share patients with other studies."""
        return LINKED in self.known


def ready_page(snapshot: Snapshot, slug: str) -> ReadyPage | None:
    """The stored page of a published study; None where there is none yet, or no such study.

    Raises Moved if the data are of another version.
    """
    stored = stored_page(snapshot, slug, stamp())
    return _read(*stored) if stored else None


def made_page(study: Study) -> ReadyPage:
    """The page of a study whose page is not stored."""
    ((_, make),) = _makers([study])
    return _read(study.pk, make())


def _read(study: int, text: str) -> ReadyPage:
    known, *parts = text.split(PART)
    return ReadyPage(study, tuple(known.split()), *map(mark_safe, parts))  # our own template's


def made_pages(studies: Sequence[Study]) -> Iterator[tuple[Study, str]]:
    """Each study with the text of its page: a fixed number of queries for many studies.

    A page that cannot be made is told to the log and left out: a fault of ours keeps nobody from publishing.
    """
    for study, make in _makers(studies):
        try:
            yield study, make()
        except DatabaseError:
            raise
        except Exception:
            log.exception("The page of %s cannot be made.", study.slug)


def _makers(studies: Sequence[Study]) -> Iterator[tuple[Study, Callable[[], str]]]:
    """Each study with what makes the text of its page; all that is asked of the database is asked here."""
    headlines = Disease.objects.headline_endpoints()
    links = StudyLink.objects.filter(other__in=studies, study__state=State.PUBLISHED)
    linked = set(links.values_list("other", flat=True))
    prefetch_related_objects(studies, Prefetch("revisions", Revision.objects.order_by("-version").defer("snapshot")))
    for study, sections in aggregates_of_studies(studies):
        known = _known(sections, linked=study.pk in linked or bool(sections["links"]))
        preferred = preferred_endpoint([row.disease_id for row in sections["study_diseases"]], headlines)
        yield study, partial(_text, study, sections, known, preferred)


def _text(study: Study, sections: dict[str, list[Any]], known: list[str], preferred: str) -> str:
    context = {
        "study": study,
        "item": list_item(study, sections, preferred),
        "sections": sections,
        "page": study_page(study, sections, preferred),
        "sources": source_lines(sections),
        "abstract_alone": abstract_alone(sections),
        "discrepancies": discrepancy_lines(sections),
        "revisions": study.revisions.all(),
    }
    page = get_template(TEMPLATE).render(context)
    return PART.join([" ".join(known), without_indentation(page)])


def _known(sections: dict, *, linked: bool) -> list[str]:
    named = [LINKED] if linked else []
    named += [f"regimen:{row.regimen.slug}" for row in sections["schedules"]]
    named += [f"disease:{row.disease.slug}" for row in sections["study_diseases"]]
    named += [f"setting:{row.setting.slug}" for row in sections["study_settings"]]
    return list(dict.fromkeys(named))


def published(pks: Iterable[int]) -> list[Study]:
    """Those of these studies that are published."""
    return list(Study.objects.published().filter(pk__in=list(pks)))


def renew_pages(studies: Iterable[int], most: int) -> None:
    """Brings the pages of these studies up to date within the caller's transaction, which holds the index' state.

    So of those they link to, which are to know of it; of a link that was taken away it is enough that none is found.
    Of more than ``most`` the pages are deleted only: each is made for its readers until ``make_pages`` runs.
    """
    wanted = set(studies)
    for some in pieces(list(wanted)):
        links = StudyLink.objects.filter(study__in=some, other__isnull=False)
        wanted |= set(links.values_list("other", flat=True))
    forget_pages(wanted)
    if len(wanted) <= most:
        keep_pages({study.pk: text for study, text in made_pages(published(wanted))}, stamp())


def missing_pages() -> list[int]:
    """Published studies, by primary key, whose page is still to be made by this code."""
    made = StudyPage.objects.filter(stamp=stamp())
    indexed = IndexedStudy.objects.exclude(study__in=made.values("study")).order_by("number")
    return list(indexed.values_list("study", flat=True))


def make_pages(pks: Sequence[int], progress: Progress | None = None) -> int:
    """Makes and stores these pages, and says how many.

    Writers are kept waiting only while pages are stored; those made of a version that is no more are left for the
    next time.
    """
    done = 0
    for start in range(0, len(pks), BATCH):
        before = first_state()
        bodies = {study.pk: text for study, text in made_pages(published(pks[start : start + BATCH]))}
        with transaction.atomic():
            if locked_state().token == before.token:
                keep_pages(bodies, stamp())
                done += len(bodies)
        if progress:
            progress(min(start + BATCH, len(pks)), len(pks))
    return done


def wrong_pages() -> list[str]:
    """Slugs of studies whose stored page is not what the tables make, or that should have none."""
    found: list[str] = []
    stored = list(StudyPage.objects.filter(stamp=stamp()).order_by("study").values_list("study", flat=True))
    for start in range(0, len(stored), BATCH):
        some = stored[start : start + BATCH]
        bodies = bodies_of(some)
        made = {study.pk: text for study, text in made_pages(published(some))}
        wrong = [pk for pk in some if not _same(bodies.get(pk, ""), made.get(pk, ""))]
        found += Study.objects.filter(pk__in=wrong).order_by("slug").values_list("slug", flat=True)
    return found


def _same(stored: str, made: str) -> bool:
    """Whether a stored page is what is made now; that it looks for links which are no more is no fault."""
    (had, _, was), (has, _, now) = stored.partition(PART), made.partition(PART)
    return was == now and bool(now) and set(has.split()) <= set(had.split()) <= {*has.split(), LINKED}


def stamp() -> str:
    """The fingerprint of the code and templates that make pages."""
    return stamp_of("studies/**/*.py", "templates/**/*.html")

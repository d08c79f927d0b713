"""Keeping the search index: it follows every change of what readers may see, in the same transaction.

Documents are made here, above the rooms they are made from: codes and words by ``search``, the headline response by
``evidence``, the list's line by ``rendering`` and its template.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.db import models, transaction
from django.db.models.signals import post_delete, post_save
from django.template.loader import get_template

from studies.evidence import HEADLINE_ENDPOINTS, preferred_endpoint
from studies.evidence.headline import sortable_response
from studies.models import (
    AgentClass,
    Disease,
    IndexedStudy,
    IndexState,
    Report,
    ResponseCriteria,
    ScheduleComponent,
    Study,
    Synonym,
)
from studies.models.signals import public_changed
from studies.records.list_rows import list_sections
from studies.rendering.list_items import list_item
from studies.rendering.markup import without_indentation
from studies.search.comparison import check_bitmaps
from studies.search.documents import Document, documents
from studies.search.live import first_state, locked_state
from studies.search.stamps import stamp_of
from studies.search.store import BATCH, Progress, apply, differing, rebuild
from studies.search.vocabulary import KINDS, load_vocabulary
from studies.study_pages import renew_pages, wrong_pages

LINE = "components/study_lines.html"
PARTS_OF_LINE = ("study_lines", "named", "figure", "figure_text", "bar", "ours")
MOST_AT_ONCE = 2_000  # studies that one edit of a term may bring up to date while somebody waits
MOST_PAGES_AT_ONCE = 100  # whose whole pages are made while somebody waits
MADE_BY = ("rendering", "evidence", "search", "records", "choices", "statistics")


def made(pks: Sequence[int]) -> list[Document]:
    """The whole documents of these published studies."""
    found = {document.study: document for document in documents(pks, load_vocabulary(""))}
    headlines = Disease.objects.headline_endpoints()
    template = get_template(LINE)
    for study, sections in list_sections(list(found), HEADLINE_ENDPOINTS):
        preferred = preferred_endpoint([row.disease_id for row in sections["study_diseases"]], headlines)
        document = found[study.pk]
        document.line = without_indentation(template.render({"item": list_item(study, sections, preferred)}))
        document.response = sortable_response(sections, preferred)
    return list(found.values())


@transaction.atomic
def follow(studies: Iterable[int], *, terms: bool = False, pages: bool = False) -> None:
    """Brings the index up to date about these studies, published or not, within the caller's transaction."""
    locked_state()  # what is edited elsewhere meanwhile is followed after us, or was before
    wanted = set(studies)
    documents = made(sorted(wanted))
    apply(documents, sorted(wanted - {document.study for document in documents}), terms=terms, pages=pages)
    renew_pages(sorted(wanted), MOST_PAGES_AT_ONCE)


def listen() -> None:
    """Follows every change from now on: what actions announce, and what the admin saves of shared terms."""
    public_changed.connect(_announced, dispatch_uid="index studies")
    for model in (*(model for model, _ in KINDS.values()), Report, ResponseCriteria):
        post_save.connect(_edited, model, dispatch_uid=f"index saved {model.__name__}")
    for model in (*(model for model, _ in KINDS.values()), Synonym):
        post_delete.connect(_names_changed, model, dispatch_uid=f"index deleted {model.__name__}")
    post_save.connect(_names_changed, Synonym, dispatch_uid="index saved Synonym")


def _announced(studies: Iterable[int], *, terms: bool, **_: Any) -> None:
    wanted = list(studies)
    if len(wanted) > MOST_AT_ONCE:
        rebuild_index()
    elif wanted or terms:
        follow(wanted, terms=terms, pages=True)


def _edited(instance: models.Model, *, raw: bool = False, **_: Any) -> None:
    if not raw:
        follow_shared(instance)


def _names_changed(*, raw: bool = False, **_: Any) -> None:
    if not raw:
        apply((), terms=True)


@transaction.atomic
def follow_shared(changed: models.Model) -> None:
    """Brings the index up to date after an edit of a shared term, name or report.

    Where more studies use it than can be done while somebody waits, their lines stay as they are; the state says so.
    """
    locked_state()
    users = sorted(studies_using(changed))
    apply(made(users) if len(users) <= MOST_AT_ONCE else (), terms=True)
    renew_pages(users, MOST_PAGES_AT_ONCE)
    if len(users) > MOST_AT_ONCE:
        IndexState.objects.update(behind=f"{changed} was changed, and {len(users)} studies use it.")


def studies_using(changed: models.Model) -> set[int]:
    """Published studies with a row that points at the shared record, or at one below it."""
    term: Any = getattr(changed, "term", changed)
    below = type(term)._default_manager.with_descendants([term]) if hasattr(term, "parent_id") else {term.pk}
    if isinstance(term, AgentClass):
        return set(_with(ScheduleComponent, "agent__agent_class", below))
    found: set[int] = set()
    for relation in type(term)._meta.get_fields(include_hidden=True):
        model: Any = relation.related_model
        pointed_at = relation.auto_created and not relation.concrete
        if pointed_at and any(column.name == "study" for column in model._meta.concrete_fields):
            found |= set(_with(model, relation.field.name, below))
    return found


def _with(model: Any, column: str, terms: Collection[int]) -> Iterable[int]:
    rows = model._default_manager.filter(**{f"{column}__in": terms}, study__in=Study.objects.published())
    return rows.values_list("study", flat=True)


def rebuild_index(progress: Progress | None = None) -> int:
    """The whole index anew; says how many studies it holds. Ready-made pages are forgotten: see ``make_pages``."""
    return rebuild(made, stamp(), progress)


def is_current() -> bool:
    """Whether the index was made by this very code."""
    return first_state().stamp == stamp()


def is_behind() -> bool:
    """Whether an edit of a term left lines as they were, for too many studies use it."""
    return bool(first_state().behind)


def stamp() -> str:
    """The fingerprint of the code and templates that make documents."""
    rooms = (f"studies/{room}/*.py" for room in MADE_BY)
    return stamp_of("studies/indexing.py", *rooms, *(f"templates/components/{name}.html" for name in PARTS_OF_LINE))


def differences() -> list[str]:
    """What the index has otherwise than the tables, a sentence each; nothing is changed."""
    pks = list(Study.objects.published().order_by("slug").values_list("pk", flat=True))
    wrong = check_bitmaps()
    indexed = set(IndexedStudy.objects.values_list("study", flat=True))
    wrong += [f"Study {pk} is in the index and not published." for pk in sorted(indexed - set(pks))]
    for start in range(0, len(pks), BATCH):
        some = pks[start : start + BATCH]
        rows = IndexedStudy.objects.in_bulk(some)
        for document in made(some):
            if document.study not in rows:
                wrong.append(f"{document.slug} is published and not in the index.")
            elif different := differing(document, rows[document.study]):
                wrong.append(f"{document.slug}: the index has another {', '.join(different)}.")
    return wrong + [f"{slug}: its ready-made page is another." for slug in wrong_pages()]

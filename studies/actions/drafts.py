"""Drafts: studies on their way to publication, and working copies of published ones."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from django.db import transaction
from django.db.models import F

from studies.choices import State
from studies.models import Study
from studies.models.study import DRAFT_SUFFIX
from studies.records import MODELS, Row, in_order, key_of, renamed, row_of, rows_of_study

from .insertion import insert
from .refusals import Refused, Stale, named
from .revisions import PUBLIC

DRAFTS = (State.DRAFT, State.IN_REVIEW)
REVIEW = ("review_status", "reviewed_by", "reviewed_at")
T = TypeVar("T")


@transaction.atomic
def create_study(*, by: str, **fields) -> Study:
    """A new draft. Raises ValidationError if a field is wrong."""
    by = named(by)
    study = Study(**fields, state=State.DRAFT, created_by=by, saved_by=[by])
    study.full_clean()
    study.save(force_insert=True)
    return study


@transaction.atomic
def revise(*, study: Study, by: str) -> Study:
    """A working copy of a published (or withdrawn) study, with all its rows; not yet reviewed by anybody.

    Raises Refused if the study is a draft itself, or has a working copy already.
    """
    rows = [_row(number, one) for number, one in enumerate(rows_of_study(locked(study)), start=1)]
    head = {name: value for name, value in rows[0].fields.items() if name not in REVIEW}
    rows[0] = Row("", 1, Study, rows[0].key, head)
    return draft_from_rows(study=study, rows=rows, by=by)


@transaction.atomic
def draft_from_rows(*, study: Study, rows: Sequence[Row], by: str) -> Study:
    """A working copy of a published (or withdrawn) study that holds what these rows of it say.

    Raises Refused if the study is a draft itself, or has a working copy already; NotLoadable if a row is wrong.
    """
    by = named(by)
    study = locked(study)
    if study.state not in PUBLIC:
        raise Refused(f"{study.slug} is a draft already: edit it.")
    if Study.objects.filter(revises=study).exists():
        raise Refused(f"{study.slug} has a working copy already: edit that one, or discard it.")
    slug = f"{study.slug}{DRAFT_SUFFIX}"
    copied = renamed(in_order(rows), slug)
    stored = row_of(study)["fields"]
    fields = copied[0].fields | {name: stored[name] for name in ("version", "published_at")}
    fields.pop("state", None)
    copied[0] = Row(copied[0].file, copied[0].number, Study, copied[0].key, fields)
    insert(copied, {slug: {"created_by": by, "saved_by": [by], "revises": study}})
    return Study.objects.get(slug=slug)


@transaction.atomic
def save_draft(*, study: Study, by: str, seen_edits: int, apply: Callable[[], T]) -> T:
    """Carries out ``apply``, which saves the study or its rows, if the draft is still the one that was read.

    ``seen_edits`` is ``study.edits`` as the form showed it. Whoever saves a draft cannot approve it later.

    Raises Stale if it was saved or published since; Refused if it is published: that needs a working copy.
    """
    by = named(by)
    mine = Study.objects.filter(pk=study.pk, edits=seen_edits, state__in=DRAFTS)
    if not mine.update(edits=F("edits") + 1):
        raise _why_not(study)
    stored = Study.objects.get(pk=study.pk)
    study.edits, study.saved_by = stored.edits, sorted({*stored.saved_by, by})
    Study.objects.filter(pk=study.pk).update(saved_by=study.saved_by)
    return apply()


@transaction.atomic
def discard_draft(*, study: Study, by: str, seen_edits: int) -> None:
    """Deletes a working copy, or a draft that was never published, with its rows.

    Raises Stale if it was saved since it was read; Refused if it is published.
    """
    named(by)
    if not Study.objects.filter(pk=study.pk, edits=seen_edits, state__in=DRAFTS).update(edits=F("edits") + 1):
        raise _why_not(study)
    Study.objects.get(pk=study.pk).delete()


def locked(study: Study) -> Study:
    """The study as it now is, kept from other writers until the transaction ends.

    Raises Refused if it is gone.
    """
    try:
        # Not the key: whoever saves a working copy takes a share of the published study's key when committing,
        # and would wait for a publisher who waits for that working copy.
        return Study.objects.select_for_update(no_key=True).get(pk=study.pk)
    except Study.DoesNotExist:
        raise Refused(f"{study.slug} is no longer there: it was published or discarded meanwhile.") from None


def _why_not(study: Study) -> Refused:
    stored = Study.objects.filter(pk=study.pk).first()
    if stored is None:
        return Stale(f"{study.slug} is no longer there: it was published or discarded meanwhile.")
    if stored.state not in DRAFTS:
        return Refused(f"{study.slug} is {stored.get_state_display()}: revise it, and edit the working copy.")
    return Stale(f"{study.slug} was saved by somebody else meanwhile.")


def _row(number: int, one: dict) -> Row:
    model = MODELS[one["model"]]
    return Row("", number, model, key_of(model, one["fields"]), one["fields"])

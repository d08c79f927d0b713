"""Publishing, withdrawing and renaming: what readers see changes here, and each time history keeps it whole."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from studies.checks import Aggregate, lacking, run_checks, unexplained
from studies.choices import State
from studies.models import FormerSlug, Study
from studies.models.signals import public_changed
from studies.models.study import DRAFT_SUFFIX, SLUG
from studies.records import SECTIONS, digest, field_named, row_fields, rows_of_study

from .drafts import DRAFTS, locked
from .refusals import Refused, Stale, named, reasoned
from .revisions import PUBLIC, append_revision, give_first_revisions, now

OWN_FIELDS = {"slug", "state", "version", "published_at"}  # of the published study, whatever the working copy says


@transaction.atomic
def publish(*, study: Study, by: str, reason: str, seen_digest: str | None = None) -> Study:
    """Publishes a draft; a working copy takes the place of what it revises, which keeps its key and its slug.

    ``seen_digest`` is the digest of the draft's rows that the reviewer had before them.

    Raises Refused if it is no draft, if ``by`` saved it (a reviewer is never the extractor), if it lacks what a
    reader needs, if a check finds what no discrepancy explains, if it links to a study that is not published;
    Stale if it is not what was reviewed.
    """
    by, reason = named(by), reasoned(reason)
    draft = _draft(study, by, seen_digest)
    at = now()
    published = draft
    if draft.revises is not None:
        published = locked(draft.revises)
        give_first_revisions(Study.objects.filter(pk=published.pk))
        _replace(published, draft)
    published.state, published.published_at = State.PUBLISHED, at
    return _next_version(published, by=by, at=at, reason=reason)


@transaction.atomic
def withdraw(*, study: Study, by: str, reason: str) -> Study:
    """Takes a published study from the readers. Its history, and the reason, stay.

    Raises Refused if it is not published.
    """
    by, reason = named(by), reasoned(reason)
    study = locked(study)
    if study.state != State.PUBLISHED:
        raise Refused(f"{study.slug} is not published.")
    give_first_revisions(Study.objects.filter(pk=study.pk))
    study.state = State.WITHDRAWN
    return _next_version(study, by=by, at=now(), reason=reason)


@transaction.atomic
def rename(*, study: Study, slug: str, by: str) -> Study:
    """Gives a study another name in addresses; addresses with the old one go on working.

    Raises Refused if the name is taken or cannot be one, or if this is a working copy.
    """
    by = named(by)
    study = locked(study)
    _refuse_name(study, slug)
    old, study.slug = study.slug, slug
    if study.state not in PUBLIC:
        study.edits += 1
        study.save()
        return study
    give_first_revisions(Study.objects.filter(pk=study.pk))
    # The working copy first: once the study's own name, a key, is changed, no save of its working copy can commit.
    Study.objects.filter(revises=study).update(slug=f"{slug}{DRAFT_SUFFIX}")
    FormerSlug.objects.filter(slug=slug).delete()
    FormerSlug.objects.create(slug=old, study=study)
    return _next_version(study, by=by, at=now(), reason=f"renamed from {old}")


def _draft(study: Study, by: str, seen_digest: str | None) -> Study:
    """The draft, locked, if it may be published by this person."""
    if study.revises is not None:
        locked(study.revises)
    draft = locked(study)
    if draft.state not in DRAFTS:
        raise Refused(f"{draft.slug} is {draft.get_state_display()}; only a draft can be published.")
    if by == draft.created_by or by in draft.saved_by:
        raise Refused("A reviewer is never the extractor: whoever saved the draft cannot approve it.")
    if seen_digest is not None and digest(rows_of_study(draft)) != seen_digest:
        raise Stale(f"{draft.slug} was changed after it was reviewed.")
    aggregate = Aggregate.from_study(draft)
    standing = [*lacking(aggregate), *unexplained(run_checks(aggregate), aggregate)]
    if standing:
        raise Refused("Put right or explain first: " + " ".join(finding.sentence for finding in standing))
    for slug in draft.links.exclude(other__state__in=PUBLIC).values_list("other__slug", flat=True):
        raise Refused(f"It links to {slug}, which is not published.")
    return draft


def _next_version(study: Study, *, by: str, at: datetime, reason: str) -> Study:
    study.version += 1
    study.edits += 1
    study.save()
    append_revision(study=study, by=by, at=at, reason=reason)
    public_changed.send(Study, studies=[study.pk], terms=False)
    return study


def _replace(published: Study, draft: Study) -> None:
    """The draft's fields and rows become the published study's; the draft is no more."""
    for field in row_fields(Study):
        if field.name not in OWN_FIELDS:
            setattr(published, field.name, getattr(draft, field.name))
    published.created_by, published.saved_by = draft.created_by, draft.saved_by
    sections = [model for model in SECTIONS.values() if model is not FormerSlug]
    for model in reversed(sections):
        model._default_manager.filter(study=published).delete()
    try:
        with transaction.atomic():
            for model in sections:
                model._default_manager.filter(study=draft).update(study=published)
    except IntegrityError as error:
        raise Refused(f"The database refuses a row of the working copy: {error}") from error
    Study.objects.get(pk=draft.pk).delete()


def _refuse_name(study: Study, slug: str) -> None:
    try:
        SLUG(slug)
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from None
    if study.revises_id is not None or slug.endswith(DRAFT_SUFFIX):
        raise Refused("A working copy has no name of its own: rename the published study.")
    if len(slug) + len(DRAFT_SUFFIX) > field_named(Study, "slug").max_length:
        raise Refused("The name is too long.")
    if Study.objects.filter(slug=slug).exists():
        raise Refused(f"There is a study named {slug}.")
    if FormerSlug.objects.filter(slug=slug).exclude(study=study).exists():
        raise Refused(f"Another study was once named {slug}, and its old address goes on working.")

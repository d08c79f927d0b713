"""Loading fixtures: what is absent goes in, what is equal stays, what differs is listed and not touched."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db import transaction

from studies.models import FormerSlug, Revision, Study, StudyLink
from studies.models.signals import public_changed
from studies.records import (
    MODELS,
    SECTIONS,
    SHARED_FILES,
    NotLoadable,
    Problem,
    Row,
    in_order,
    key_of,
    row_of,
    rows_of_shared,
    rows_of_studies,
)

from .comparison import Difference, differences, differences_of_rows
from .drafts import draft_from_rows
from .insertion import insert
from .refusals import Refused, named
from .revisions import PUBLIC, give_first_revisions

STUDY_MODELS = {Study, *SECTIONS.values()}
PUBLICATION = {"state", "version", "published_at"}


@dataclass
class LoadReport:
    """What became of each record of the files. A study, with all its rows and its history, is one record."""

    inserted: list[str] = field(default_factory=list)
    equal: list[str] = field(default_factory=list)
    differs: list[Difference] = field(default_factory=list)
    drafted: list[str] = field(default_factory=list)
    not_drafted: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _StudyFile:
    """A study as the files have it: its rows in their order, and its revisions if they came too."""

    rows: list[Row]
    history: list[Row]

    @property
    def slug(self) -> str:
        return self.rows[0].key[0]

    @property
    def former_slugs(self) -> list[str]:
        return [row.key[0] for row in self.rows if row.model is FormerSlug]


def load_rows(*, rows: Sequence[Row], by: str, as_draft: bool = False, dry_run: bool = False) -> LoadReport:
    """Loads the rows of fixture files, all or none.

    A shared record is inserted if it is absent, left alone if it is equal, and listed field by field if it
    differs; so is a study, as one record. With ``as_draft`` a published study that differs gets a working copy
    that holds what the file says, unless it has one already. With ``dry_run`` nothing is kept.

    Raises NotLoadable with every problem found; then nothing is loaded.
    """
    by = named(by)
    _refuse_repetitions(rows)
    report = LoadReport()
    files = _study_files(rows)
    with transaction.atomic():
        new = _compare_shared([row for row in rows if row.model not in STUDY_MODELS | {Revision}], report)
        absent, differing = _compare_studies(files, report)
        for file in absent:
            new += [*file.rows, *file.history]
        insert(new, {file.slug: {"created_by": by, "saved_by": [by]} for file in absent})
        _refuse_links_to_drafts(absent)
        begun = give_first_revisions(Study.objects.filter(slug__in=[file.slug for file in files]))
        if as_draft:
            _draft(differing, by, report)
        loaded = Study.objects.filter(slug__in=[file.slug for file in absent]).values_list("pk", flat=True)
        terms = any(row.model not in STUDY_MODELS | {Revision} for row in new)
        public_changed.send(Study, studies=[*dict.fromkeys([*loaded, *begun])], terms=terms)
        transaction.set_rollback(dry_run)
    return report


def _study_files(rows: Iterable[Row]) -> list[_StudyFile]:
    own: dict[str, list[Row]] = defaultdict(list)
    history: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row.model is Revision:
            history[row.key[0]].append(row)
        elif row.model in STUDY_MODELS:
            own[row.fields["study"][0] if "study" in row.fields else row.key[0]].append(row)
    orphans = [row for slug in history.keys() - own.keys() for row in history[slug]]
    if orphans:
        raise NotLoadable(Problem.of(row, "study", "the study itself is not among the files.") for row in orphans)
    return [_StudyFile(in_order(own[slug]), sorted(history[slug], key=lambda row: row.key)) for slug in sorted(own)]


def _compare_shared(rows: Sequence[Row], report: LoadReport) -> list[Row]:
    """The rows of terms, synonyms, codes and reports that are new."""
    stored = _stored_shared() if rows else {}
    new = []
    for row in rows:
        fields = stored.get((row.model, row.key))
        if fields is None:
            new.append(row)
            report.inserted.append(row.name)
        else:
            _note(row.name, differences(row, fields), report)
    return new


def _stored_shared() -> dict[tuple, dict]:
    found = {}
    for file in SHARED_FILES:
        for one in rows_of_shared(file):
            model = MODELS[one["model"]]
            found[model, key_of(model, one["fields"])] = one["fields"]
    return found


def _compare_studies(
    files: Sequence[_StudyFile], report: LoadReport
) -> tuple[list[_StudyFile], list[tuple[_StudyFile, Study, list[Difference]]]]:
    """Files of studies that are absent, and those of studies that differ, with how."""
    wanted = {slug for file in files for slug in (file.slug, *file.former_slugs)}
    renamed_here = dict(FormerSlug.objects.filter(slug__in=wanted).values_list("slug", "study__slug"))
    stored = {
        study.slug: (study, rows)
        for study, rows in rows_of_studies(Study.objects.filter(slug__in=wanted | set(renamed_here.values())))
    }
    absent, differing = [], []
    for file in files:
        names = [file.slug, renamed_here.get(file.slug), *file.former_slugs]
        name = next((name for name in names if name in stored), None)
        if name is None:
            absent.append(file)
            report.inserted.append(f"study {file.slug}")
            continue
        study, rows = stored[name]
        found = _differences_of_study(file, study, rows)
        if found:
            differing.append((file, study, found))
        _note(f"study {file.slug}", found, report)
    return absent, differing


def _differences_of_study(file: _StudyFile, study: Study, rows: Sequence[dict]) -> list[Difference]:
    if study.slug != file.slug:
        return [Difference(file.rows[0].file, file.rows[0].name, "slug", file.slug, study.slug)]
    found = differences_of_rows(file.rows, rows)
    if file.history:
        stored = {one.version: row_of(one)["fields"] for one in study.revisions.select_related("study")}
        for row in file.history:
            found += differences(row, stored.get(row.key[-1], {}))
    return found


def _note(name: str, found: list[Difference], report: LoadReport) -> None:
    report.differs.extend(found)
    if not found:
        report.equal.append(name)


def _draft(differing: Iterable[tuple[_StudyFile, Study, list[Difference]]], by: str, report: LoadReport) -> None:
    for file, study, found in differing:
        if {difference.field for difference in found} <= PUBLICATION:
            report.not_drafted.append(f"{study.slug}: its content is the same.")
            continue
        try:
            report.drafted.append(draft_from_rows(study=study, rows=file.rows, by=by).slug)
        except Refused as refusal:
            report.not_drafted.append(f"{study.slug}: {refusal}")


def _refuse_repetitions(rows: Iterable[Row]) -> None:
    """One record stands in one file only."""
    first: dict[tuple, Row] = {}
    problems = []
    for row in rows:
        earlier = first.setdefault((row.model, row.key), row)
        if earlier is not row:
            problems.append(Problem.of(row, "", f"{earlier} is the same record."))
    if problems:
        raise NotLoadable(problems)


def _refuse_links_to_drafts(files: Iterable[_StudyFile]) -> None:
    """A published study must not tell of one that is not."""
    rows = {row.key: row for file in files for row in file.rows if row.model is StudyLink}
    links = StudyLink.objects.filter(study__slug__in={key[0] for key in rows}, study__state__in=PUBLIC)
    problems = [
        Problem.of(rows[link.natural_key()], "other", f"{link.other} is not published.")
        for link in links.exclude(other__state__in=PUBLIC).select_related("study", "other")
    ]
    if problems:
        raise NotLoadable(problems)

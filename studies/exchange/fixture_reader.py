"""Fixture files in, checked rows out. Nothing is saved, and nothing is let through that we would not write.

What one row can tell is judged here; what needs the other rows or the database (references, constraints) is
judged by ``actions.load_rows``.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePosixPath

from django.db import models

from studies.models import Code, Revision, Study, Synonym
from studies.models.base import StudyRow
from studies.models.labels import TERMS, Label
from studies.models.study import DRAFT_SUFFIX
from studies.records import (
    MODELS,
    SECTIONS,
    SHARED_FILES,
    NotLoadable,
    Problem,
    Row,
    digest,
    field_named,
    key_of,
    row_fields,
    without_defaults,
)

from .field_values import Wrong, field_value
from .strict_json import NotJson, faults, parse, shown

Models = set[type[models.Model]]

LABELS: Models = {Synonym, Code}
SHARED_MODELS: Models = {model for models_in_file, _ in SHARED_FILES.values() for model in models_in_file}
STUDY_MODELS: Models = {Study, *SECTIONS.values()}


def read_fixtures(files: Iterable[tuple[str, bytes]]) -> list[Row]:
    """The rows of all files (name, content). Raises NotLoadable with every problem of every file."""
    rows: list[Row] = []
    problems: list[Problem] = []
    for name, content in files:
        try:
            rows.extend(read_fixture(name, content))
        except NotLoadable as refused:
            problems.extend(refused.problems)
    if problems:
        raise NotLoadable(problems)
    return rows


def read_fixture(name: str, content: bytes) -> list[Row]:
    """The rows of one file. Raises NotLoadable with every problem found.

    The name says what may stand in it: ``terms/….json`` and ``reports.json`` hold their kinds of shared records,
    ``studies/<slug>.json`` one study and only its rows, ``history/<slug>.json`` its revisions. A file of any
    other name is a bundle: shared records and whole studies.
    """
    try:
        return _read(name, content)
    except NotJson as fault:
        raise NotLoadable([Problem(name, str(fault))]) from None
    except RecursionError:
        raise NotLoadable([Problem(name, "the values are nested too deeply.")]) from None


def _read(name: str, content: bytes) -> list[Row]:
    raw = parse(content)
    if not isinstance(raw, list):
        raise NotLoadable([Problem(name, "a fixture is a list of rows.")])
    allowed = _allowed(name)
    rows: list[Row] = []
    problems: list[Problem] = []
    for number, one in enumerate(raw, start=1):
        row, found = _row(name, number, one, allowed)
        problems += found
        if row is not None:
            rows.append(row)
    problems += [*_twice(rows), *_misplaced(name, rows), *_broken_history(rows)]
    if problems:
        raise NotLoadable(sorted(problems, key=lambda problem: problem.row or 0))
    return rows


def _allowed(name: str) -> Models:
    """The models whose rows may stand in a file of this name."""
    path = PurePosixPath(name)
    for file, (shared, labels) in SHARED_FILES.items():
        if path.match(f"{file}.json"):
            return {*shared, *LABELS} if labels else set(shared)
    if path.parent.name == "studies":
        return STUDY_MODELS
    return {Revision} if path.parent.name == "history" else SHARED_MODELS | LABELS | STUDY_MODELS


def _row(file: str, number: int, raw, allowed: Models) -> tuple[Row | None, list[Problem]]:
    """One row, if its model and key are known, and what is wrong with it."""
    if not isinstance(raw, dict) or not isinstance(raw.get("model"), str) or not isinstance(raw.get("fields"), dict):
        return None, [Problem(file, 'a row is a map of "model" and "fields".', number)]
    model = MODELS.get(raw["model"])
    if model is None:
        return None, [Problem(file, f"there is no model {shown(raw['model'])}.", number)]
    if model not in allowed:
        return None, [Problem(file, f"no {model._meta.verbose_name} may stand in this file.", number)]
    fields, wrong = _fields(model, raw["fields"])
    try:
        row = Row(file, number, model, key_of(model, fields), fields)
    except LookupError:
        row = None
    name = row.name if row else str(model._meta.verbose_name)
    wrong += [("", fault) for fault in _outside_fields(raw)]
    return row, [Problem(file, sentence, number, name, field) for field, sentence in wrong]


def _outside_fields(raw: dict) -> Iterator[str]:
    """What is wrong with a row beside its fields."""
    for key in raw.keys() - {"model", "fields"}:
        yield f"a row has no {shown(key)}; it is known by its natural key."
    yield from (f"the key {shown(key)} stands there twice." for key in getattr(raw, "twice", ()))


def _fields(model: type[models.Model], raw: dict) -> tuple[dict, list[tuple[str, str]]]:
    """The fields that hold what they should, and (field, sentence) of those that do not."""
    known = {field.name: field for field in row_fields(model)}
    wrong = [(key, f"the key {shown(key)} stands there twice.") for key in getattr(raw, "twice", ())]
    wrong += [(shown(key).strip('"'), "there is no such field.") for key in raw if key not in known]
    values = {}
    for name, field in known.items():
        if name not in raw:
            if _required(field):
                wrong.append((name, "it is missing."))
            continue
        found = faults(raw[name])
        try:
            if not found:
                values[name] = field_value(field, raw[name])
        except Wrong as fault:
            found = [str(fault)]
        wrong += [(name, sentence) for sentence in found]
    if issubclass(model, Label) and sum(1 for name in TERMS if values.get(name)) != 1:
        wrong.append((", ".join(TERMS), "it belongs to exactly one term."))
    return without_defaults(model, values), wrong


def _required(field: models.Field) -> bool:
    return not (field.has_default() or field.blank)


def _twice(rows: Sequence[Row]) -> Iterator[Problem]:
    first: dict[tuple, Row] = {}
    for row in rows:
        earlier = first.setdefault((row.model, row.key), row)
        if earlier is not row:
            yield Problem.of(row, "", f"row {earlier.number} has the same natural key.")


def _misplaced(file: str, rows: Sequence[Row]) -> Iterator[Problem]:
    """Rows that stand in the wrong file: of another study, or of a working copy."""
    slugs = {row.key[0] for row in rows if row.model is Study}
    path = PurePosixPath(file)
    named = {path.stem} if path.parent.name in ("studies", "history") else slugs
    if path.parent.name == "studies" and slugs != named:
        yield Problem(file, f"it must hold one study, {shown(path.stem)}.")
    for row in rows:
        owner = row.fields["study"][0] if "study" in row.fields else row.key[0] if row.model is Study else None
        if owner is None:
            continue
        if row.model is Study and owner.endswith(DRAFT_SUFFIX):
            yield Problem.of(row, "slug", "a working copy is never kept in a file.")
        if owner not in named:
            yield Problem.of(row, "study", f"it belongs to {shown(owner)}, which is another study.")
        yield from _reaching_out(row, owner)


def _reaching_out(row: Row, owner: str) -> Iterator[Problem]:
    """References from a row of one study to a row of another."""
    for name, value in row.fields.items():
        field = field_named(row.model, name)
        if field.is_relation and issubclass(field.related_model, StudyRow) and value[0] != owner:
            yield Problem.of(row, name, f"it points at a row of {shown(value[0])}, which is another study.")


def _broken_history(rows: Sequence[Row]) -> Iterator[Problem]:
    """Revisions that are not what their digests say, or do not follow each other."""
    before = ""
    for row in sorted((row for row in rows if row.model is Revision), key=lambda row: row.key):
        if digest(row.fields.get("snapshot", [])) != row.fields.get("digest"):
            yield Problem.of(row, "digest", "it is not the digest of the snapshot.")
        if row.fields.get("previous_digest", "") != before:
            yield Problem.of(row, "previous_digest", "it is not the digest of the revision before.")
        before = row.fields.get("digest", "")

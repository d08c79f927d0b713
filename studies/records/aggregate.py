"""The study aggregate: its sections, in the order in which files hold and databases load them."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import models

from studies.models import Study
from studies.models.sections import SECTIONS

from .fields import row_of

AT_ONCE = 100  # studies that are read together: enough to spare queries, few enough for memory


def aggregate_objects(study: Study) -> dict[str, list[Any]]:
    """Every row of a study by section, by key; as many queries for a large study as for a small one."""
    return _aggregates([study])[study.pk]


def rows_of_study(study: Study) -> list[dict]:
    """The whole aggregate as fixture rows."""
    return _rows(study, aggregate_objects(study))


def rows_of_studies(studies: Iterable[Study]) -> Iterator[tuple[Study, list[dict]]]:
    """Each study with its whole aggregate as fixture rows, read many at a time."""
    for study, sections in aggregates_of_studies(studies):
        yield study, _rows(study, sections)


def aggregates_of_studies(studies: Iterable[Study]) -> Iterator[tuple[Study, dict[str, list[Any]]]]:
    """Each study with its sections (see ``aggregate_objects``), read many at a time."""
    for some in _batches(studies):
        aggregates = _aggregates(some)
        for study in some:
            yield study, aggregates[study.pk]


def _batches(studies: Iterable[Study]) -> Iterator[list[Study]]:
    waiting = list(studies)
    for start in range(0, len(waiting), AT_ONCE):
        yield waiting[start : start + AT_ONCE]


def _rows(study: Study, sections: dict[str, list[models.Model]]) -> list[dict]:
    return [row_of(study), *(row_of(row) for rows in sections.values() for row in rows)]


def _aggregates(studies: list[Study]) -> dict[int, dict[str, list[Any]]]:
    """Primary key of each study → its rows by section. What a row points at within its study is that very object."""
    owners = {study.pk: study for study in studies}
    found: dict[int, dict[str, list[Any]]] = {pk: {name: [] for name in SECTIONS} for pk in owners}
    seen: dict[Any, dict[int, Any]] = {}
    for name, model in SECTIONS.items():
        inner, outer = _references(model)
        rows = model._default_manager.filter(study__in=owners).order_by().select_related(*outer)
        rows = rows.prefetch_related(*[field.name for field in model._meta.local_many_to_many])
        seen[model] = {row.pk: row for row in rows}
        for row in seen[model].values():
            row.study = owners[row.study_id]
            found[row.study_id][name].append(row)
            for field in inner:
                if (pk := getattr(row, field.attname)) is not None:
                    setattr(row, field.name, seen[field.related_model][pk])
        for sections in found.values():
            sections[name].sort(key=lambda row: row.natural_key())
    return found


def _references(model: type[models.Model]) -> tuple[list[models.Field], list[str]]:
    """Foreign keys to rows of the same study, and the names of those to shared records."""
    foreign = [field for field in model._meta.concrete_fields if field.is_relation and field.name != "study"]
    inner = [field for field in foreign if field.related_model in SECTIONS.values()]
    return inner, [field.name for field in foreign if field not in inner]

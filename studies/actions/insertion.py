"""Rows of files saved as new records, many at once, all or none.

Asking the database about each constraint of each row takes minutes for what one insert takes a second to do. So
rows are inserted together and the database judges; only if it refuses is each row asked what is wrong with it.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DatabaseError, DataError, IntegrityError, models, transaction
from django.db.models import Q

from studies.records import MODELS, NotLoadable, Problem, Row

from .instances import Made, alike, instances, problems_of, unclean


def insert(rows: Sequence[Row], local: Mapping[str, dict]) -> None:
    """Saves the rows as new records. ``local`` holds, by a study's slug, the fields that files do not carry.

    Raises NotLoadable, with row and field, if anything is wrong; then nothing is saved.
    """
    made, problems = instances(rows, local)
    if not problems:
        problems = [*unclean(made), *alike(made)]
    if problems:
        raise NotLoadable(problems)
    try:
        with transaction.atomic():
            _save(made)
    except (IntegrityError, DataError) as error:
        raise NotLoadable(list(_refused(made)) or [_unexplained(error)]) from error


def _save(made: Sequence[Made]) -> None:
    for model in MODELS.values():
        waiting = [one for one in made if one.row.model is model]
        while waiting:
            ready = [one for one in waiting if _can_be_saved(one.instance)]
            if not ready:
                raise NotLoadable([Problem.of(one.row, "", "it stands under itself.") for one in waiting])
            model._default_manager.bulk_create([one.instance for one in ready])
            waiting = [one for one in waiting if one.instance.pk is None]
    for model in MODELS.values():
        for column in model._meta.local_many_to_many:
            _save_many([one for one in made if one.row.model is model], column)


def _can_be_saved(instance: models.Model) -> bool:
    """Whether all it points at is saved."""
    return all(other.pk is not None for other in _targets(instance).values())


def _targets(instance: models.Model) -> dict[str, models.Model]:
    """The objects it points at that came with it."""
    foreign: list[Any] = [column for column in instance._meta.concrete_fields if column.is_relation]
    found = {column.name: getattr(instance, column.name) for column in foreign if column.is_cached(instance)}
    return {name: other for name, other in found.items() if other is not None}


def _save_many(made: Sequence[Made], column: Any) -> None:
    through = column.remote_field.through
    one_side, other_side = column.m2m_column_name(), column.m2m_reverse_name()
    through._default_manager.bulk_create(
        through(**{one_side: one.instance.pk, other_side: other if isinstance(other, int) else other.pk})
        for one in made
        for other in one.many.get(column.name, [])
    )


def _refused(made: Sequence[Made]) -> Iterator[Problem]:
    """What the database has against each row, by the constraint's own sentence.

    Nothing was saved, so objects that came together get numbers that no record has, to be told apart by.
    """
    for number, one in enumerate(made, start=1):
        one.instance.pk = -number
        one.instance._state.adding = True  # noqa: SLF001  # bulk_create took it for saved
    for one in made:
        for name, other in _targets(one.instance).items():
            setattr(one.instance, name, other)
        try:
            one.instance.validate_unique()
        except ValidationError as error:
            yield from problems_of(one.row, error)
        for constraint in one.row.model._meta.constraints:
            try:
                constraint.validate(one.row.model, one.instance)
            except ValidationError as error:
                sentence = f"{' '.join(error.messages)} [{constraint.name}]"
                yield Problem.of(one.row, ", ".join(_fields(one.row.model, constraint)), sentence)


def _fields(model: type[models.Model], constraint: models.BaseConstraint) -> list[str]:
    """The fields that a constraint is about, in the model's order."""
    if isinstance(constraint, models.UniqueConstraint):
        return list(constraint.fields)
    condition: Any = constraint.condition if isinstance(constraint, models.CheckConstraint) else Q()
    named = Q(condition).referenced_base_fields
    return [column.name for column in model._meta.concrete_fields if named & {column.name, column.attname}]


def _unexplained(error: DatabaseError) -> Problem:
    return Problem("the database", f"it refuses the rows: {' '.join(str(error).split())}")

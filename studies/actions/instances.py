"""Rows of files as unsaved objects that point at each other, and what is wrong with them before any saving."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models

from studies.models import Study
from studies.records import Problem, Row, field_named, json_value


@dataclass
class Made:
    """A row and its object. Many-to-many relations wait until the object is saved."""

    row: Row
    instance: models.Model
    many: dict[str, list] = field(default_factory=dict)


def instances(rows: Sequence[Row], local: Mapping[str, dict]) -> tuple[list[Made], list[Problem]]:
    """An object for each row, and the references that lead nowhere.

    ``local`` holds, by a study's slug, the fields that files do not carry. A reference is looked for among the
    rows first, then among the shared records and studies of the database.
    """
    made = [Made(row, _instance(row, local)) for row in rows]
    here = {(one.row.model, one.row.key): one.instance for one in made}
    stored: dict[type[models.Model], dict[str, int]] = {}
    problems = []

    def find(model: type[models.Model], key: tuple):
        if (model, key) in here or len(key) > 1:
            return here.get((model, key))
        if model not in stored:
            stored[model] = dict(model._default_manager.values_list("slug", "pk"))
        return stored[model].get(key[0])

    for one in made:
        for name, wanted in _references(one.row):
            keys = wanted if wanted and isinstance(wanted[0], list) else [wanted]
            found = [find(field_named(one.row.model, name).related_model, tuple(key)) for key in keys]
            problems += [
                Problem.of(one.row, name, f"{key[-1]} is neither in the files nor in the database.")
                for key, other in zip(keys, found, strict=True)
                if other is None
            ]
            _point(one, name, found)
    return made, problems


def unclean(made: Sequence[Made]) -> Iterator[Problem]:
    """What the models themselves say against an object, and values that they would change."""
    for one in made:
        before = _values(one.instance)
        try:
            one.instance.clean()
        except ValidationError as error:
            yield from problems_of(one.row, error)
            continue
        for name, value in _values(one.instance).items():
            if value != before[name]:
                yield Problem.of(one.row, name, f"write it as {json_value(value)}.")


def alike(made: Sequence[Made]) -> Iterator[Problem]:
    """Rows that agree where no two records may."""
    seen: dict[tuple, Row] = {}
    for one in made:
        for names in _unique(one.row.model):
            values = tuple(_identity(one.instance, name) for name in names)
            if None in values:
                continue
            earlier = seen.setdefault((one.row.model, names, values), one.row)
            if earlier is not one.row:
                yield Problem.of(one.row, ", ".join(names), f"it is the same as in {earlier}.")


def problems_of(row: Row, error: ValidationError) -> Iterator[Problem]:
    """A refusal in the words of the model, by field."""
    for name, messages in ValidationError(error).update_error_dict({}).items():
        for message in ValidationError(messages).messages:
            yield Problem.of(row, "" if name == NON_FIELD_ERRORS else name, message)


def _instance(row: Row, local: Mapping[str, dict]) -> models.Model:
    values = {}
    for name, value in row.fields.items():
        column = field_named(row.model, name)
        if not column.is_relation:
            values[name] = column.to_python(value)
    mine = local.get(row.key[0], {}) if row.model is Study else {}
    return row.model(**values, **mine)


def _references(row: Row) -> list[tuple[str, list]]:
    return [(name, value) for name, value in row.fields.items() if field_named(row.model, name).is_relation]


def _point(one: Made, name: str, found: list) -> None:
    column = field_named(one.row.model, name)
    if column.many_to_many:
        one.many[name] = found
    elif isinstance(found[0], int):
        setattr(one.instance, column.attname, found[0])
    else:
        setattr(one.instance, name, found[0])


def _values(instance: models.Model) -> dict:
    plain = [column for column in instance._meta.concrete_fields if not column.is_relation]
    return {column.name: column.value_from_object(instance) for column in plain}


def _unique(model: type[models.Model]) -> list[tuple[str, ...]]:
    alone = [(column.name,) for column in model._meta.concrete_fields if column.unique and not column.primary_key]
    together = [tuple(rule.fields) for rule in model._meta.constraints if isinstance(rule, models.UniqueConstraint)]
    return alone + together


def _identity(instance: models.Model, name: str):
    """What tells one value from another, saved or not."""
    column = field_named(type(instance), name)
    if not column.is_relation:
        return column.value_from_object(instance)
    pk = getattr(instance, column.attname)
    if pk is not None:
        return pk
    unsaved = getattr(instance, name) if column.is_cached(instance) else None
    return None if unsaved is None else (id(unsaved),)

"""One object as one fixture row: natural keys, no primary key, fields at their default left out."""

from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from django.db import models

from studies.models import Study
from studies.models.base import SourcedRow, StudyRow
from studies.models.measured import Measured, Timed

from .digest import sorted_keys

# What belongs to one database and not to the record: see docs/decisions.
LOCAL_FIELDS: dict[type[models.Model], set[str]] = {Study: {"edits", "revises", "created_by", "saved_by"}}

# The natural key of a study's row, and what its own fields come before: values, then their source.
KEY = ("study", "key")
LATER = [
    {field.name for base in bases for field in base._meta.local_fields} for bases in ((Measured, Timed), (SourcedRow,))
]


@cache
def row_fields(model: type[models.Model]) -> tuple[models.Field, ...]:
    """The fields of a model that its fixture rows carry, in the order in which a row is read.

    Of a study's row: what it is, its value, and last where it was read.
    """
    local: set[str] = LOCAL_FIELDS.get(model, set())
    fields = [field for field in model._meta.concrete_fields if not field.primary_key and field.name not in local]
    fields.sort(key=lambda field: _place(model, field))
    return (*fields, *model._meta.local_many_to_many)


def _place(model: type[models.Model], field: models.Field) -> int:
    if not issubclass(model, StudyRow):
        return 0
    if field.name in KEY:
        return KEY.index(field.name) - len(KEY)
    return next((place for place, names in enumerate(LATER, start=1) if field.name in names), 0)


def field_named(model: type[models.Model], name: str) -> Any:
    """One of a model's fields; of no declared type, because a field and a relation answer to different names."""
    return model._meta.get_field(name)


def row_of(instance: models.Model) -> dict:
    """One object as a Django fixture row.

    Many-to-many relations come from the object's prefetched relation if there is one.
    """
    values = {field.name: value_of(instance, field) for field in row_fields(type(instance))}
    return {"model": instance._meta.label_lower, "fields": without_defaults(type(instance), values)}


def without_defaults(model: type[models.Model], values: dict) -> dict:
    """Values as JSON holds them, in the model's order, without those that go without saying."""
    fields = {}
    for field in row_fields(model):
        value = values.get(field.name)
        if field.many_to_many:
            if value:
                fields[field.name] = value
        elif value is not None and (field.is_relation or not _is_default(field, value)):
            fields[field.name] = value
    return fields


def value_of(instance: models.Model, field: models.Field):
    """A field's value as JSON holds it: natural keys as lists, decimals as plain text, times to the millisecond."""
    if field.many_to_many:
        return sorted(list(other.natural_key()) for other in getattr(instance, field.name).all())
    if field.is_relation:
        other = getattr(instance, field.name)
        return None if other is None else list(other.natural_key())
    return json_value(field.value_from_object(instance))


def json_value(value):
    """A plain value as JSON holds it, one spelling for one value."""
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return sorted_keys(value)


def plain(value: Decimal) -> str:
    """A decimal without exponent and without trailing zeros, the same from every database."""
    text = format(value.normalize(), "f")
    return "0" if text == "-0" else text


def to_the_millisecond(moment: datetime) -> datetime:
    """The moment as files and databases alike can hold it."""
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def _is_default(field: models.Field, value) -> bool:
    if field.has_default():
        return value == field.get_default()
    return value == "" and field.blank

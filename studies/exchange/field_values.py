"""The value of one field in a file: of exactly the field's type, within its bounds, in our one spelling.

Django's own reader takes 12.7 for 12, true for 1 and "12" for 12, and rounds decimals. This one refuses.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from studies.models import Revision
from studies.models.base import StudyRow
from studies.records import json_value

from .strict_json import Number, shown

LARGEST = {"PositiveIntegerField": 2_147_483_647, "PositiveSmallIntegerField": 32_767}
PLAIN = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?(Z|[+-]\d\d:\d\d)")


class Wrong(ValueError):
    """The value is not what the field holds; the message is a sentence."""


def field_value(field: models.Field, value):
    """The value as we write it; None if it is absent. Raises Wrong."""
    if value is None:
        if field.null and field.blank:
            return None
        raise Wrong("null is no value here; leave the field out.")
    if value == "" and field.null:
        raise Wrong("it is empty; leave the field out.")
    if field.many_to_many:
        return _many(field, value)
    if field.is_relation:
        return _reference(field, value)
    typed = _typed(field, value)
    try:
        field.clean(typed, None)
    except ValidationError as error:
        raise Wrong(" ".join(error.messages)) from None
    if isinstance(typed, str) and not field.blank and not typed.strip():
        raise Wrong("it is empty.")
    return json_value(typed)


def _typed(field: models.Field, value):
    for kind, read in READERS:
        if isinstance(field, kind):
            return read(field, value)
    raise NotImplementedError(f"no strict reader for {type(field).__name__}")


def _boolean(_field: models.Field, value) -> bool:
    if not isinstance(value, bool):
        raise Wrong(f"{shown(value)} is not true or false.")
    return value


def _whole(field: models.Field, value) -> int:
    if type(value) is not int:
        raise Wrong(f"{shown(value)} is not a whole number.")
    largest = LARGEST[field.get_internal_type()]
    if not 0 <= value <= largest:
        raise Wrong(f"{value} does not lie between 0 and {largest}.")
    return value


def _decimal(field: models.DecimalField, value) -> Decimal:
    if isinstance(value, bool | Number) or not isinstance(value, int | str | Decimal):
        raise Wrong(f"{shown(value)} is not a plain decimal number.")
    text = format(value, "f") if isinstance(value, Decimal) else str(value)
    if not PLAIN.fullmatch(text):
        raise Wrong(f"{shown(value)} is not a plain decimal number.")
    whole, _, places = text.lstrip("-").partition(".")
    if len(places) > field.decimal_places:
        raise Wrong(f"{text} has more than {field.decimal_places} decimal places, and is not rounded.")
    if len(whole) > field.max_digits - field.decimal_places:
        raise Wrong(f"{shown(text)} has more digits than the field holds.")
    return Decimal(text)


def _moment(_field: models.Field, value) -> datetime:
    if not isinstance(value, str) or not MOMENT.fullmatch(value):
        raise Wrong(f"{shown(value)} is not a time such as 2026-01-31T12:00:00.000Z, to the millisecond at most.")
    try:
        return datetime.fromisoformat(value).astimezone(UTC)
    except (ValueError, OverflowError):
        raise Wrong(f"{shown(value)} is a time that does not exist.") from None


def _json(field: models.JSONField, value):
    kind = type(field.get_default()) if field.has_default() else list
    if not isinstance(value, kind):
        raise Wrong(f"{shown(value)} is not a {'list' if kind is list else 'map'}.")
    if not _only_texts(value, numbers=field.model is Revision):
        raise Wrong("it holds something that is not a text.")
    return value


def _only_texts(value, *, numbers: bool) -> bool:
    """A snapshot of a study holds whole numbers, true and false besides; nothing else may."""
    if isinstance(value, dict):
        return all(_only_texts(one, numbers=numbers) for one in value.values())
    if isinstance(value, list):
        return all(_only_texts(one, numbers=numbers) for one in value)
    return isinstance(value, str) or (numbers and isinstance(value, int))


def _text(_field: models.Field, value) -> str:
    if not isinstance(value, str):
        raise Wrong(f"{shown(value)} is not a text.")
    return value


READERS: list[tuple[type[models.Field], Callable]] = [
    (models.BooleanField, _boolean),
    (models.IntegerField, _whole),
    (models.DecimalField, _decimal),
    (models.DateTimeField, _moment),
    (models.JSONField, _json),
    (models.CharField, _text),
    (models.TextField, _text),
]


def _reference(field: Any, value) -> list[str]:
    """A natural key: [slug], or [slug of the study, key] for a row of a study."""
    parts = 2 if issubclass(field.related_model, StudyRow) else 1
    if not isinstance(value, list) or len(value) != parts or not all(isinstance(one, str) and one for one in value):
        expected = "[study, key]" if parts > 1 else "[slug]"
        raise Wrong(f"{shown(value)} is no reference; write {expected}.")
    return value


def _many(field: models.Field, value) -> list[list[str]]:
    if not isinstance(value, list):
        raise Wrong(f"{shown(value)} is not a list of references.")
    found = sorted(_reference(field, one) for one in value)
    if not found and not field.blank:
        raise Wrong("it is empty.")
    if any(one == other for one, other in pairwise(found)):
        raise Wrong("it names one record twice.")
    return found

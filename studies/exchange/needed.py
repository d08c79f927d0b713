"""Which shared records some studies need to stand alone."""

from collections.abc import Iterable

from studies.models.labels import Label
from studies.records import MODELS, SHARED_FILES, field_named, key_of, rows_of_shared

Key = tuple[str, tuple]


def needed_rows(own: Iterable[dict]) -> list[dict]:
    """The terms and reports that these rows of studies name, those that these name in turn, and their labels."""
    shared = [row for file in SHARED_FILES for row in rows_of_shared(file)]
    by_key = {_key(row): row for row in shared}
    found: set[Key] = set()
    waiting = [key for row in own for key in _named(row)]
    while waiting:
        key = waiting.pop()
        if key in by_key and key not in found:
            found.add(key)
            waiting += _named(by_key[key])
    return [row for row in shared if _belongs(row, found)]


def _belongs(row: dict, needed: set[Key]) -> bool:
    """Synonyms and codes go with their term."""
    if issubclass(MODELS[row["model"]], Label):
        return any(key in needed for key in _named(row))
    return _key(row) in needed


def _key(row: dict) -> Key:
    return row["model"], key_of(MODELS[row["model"]], row["fields"])


def _named(row: dict) -> list[Key]:
    """The records that a row points at, the reports of further places of its figure included."""
    found: list[Key] = []
    for name, value in row["fields"].items():
        field = field_named(MODELS[row["model"]], name)
        if field.is_relation:
            label = field.related_model._meta.label_lower
            found += [(label, tuple(key)) for key in (value if field.many_to_many else [value])]
    places = row["fields"].get("also_at", [])
    return found + [("studies.report", (place["report"],)) for place in places if "report" in place]

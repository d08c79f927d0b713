"""Rows of fixture files on their way into a database, and what is wrong with them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models

from studies.models import Code, FormerSlug, Revision, Study, Synonym
from studies.models.labels import TERMS, Label
from studies.models.sections import SECTIONS

from .shared import SHARED_FILES

# Every model of a fixture by its label, in an order in which each comes after those it points at.
_IN_ORDER: list[type[models.Model]] = [
    *[model for shared, _ in SHARED_FILES.values() for model in shared],
    Synonym,
    Code,
    Study,
    *SECTIONS.values(),
    Revision,
]
MODELS: dict[str, type[models.Model]] = {model._meta.label_lower: model for model in _IN_ORDER}


@dataclass(frozen=True)
class Row:
    """One row of a file: its fields as JSON holds them, spelt in the one way that we write them."""

    file: str
    number: int  # in its file, from 1
    model: type[models.Model]
    key: tuple
    fields: dict

    def __str__(self) -> str:
        return f"{self.file}, row {self.number} ({self.name})"

    @property
    def name(self) -> str:
        """What a curator calls it: “outcome orr”."""
        return f"{self.model._meta.verbose_name} {self.key[-1]}"


@dataclass(frozen=True)
class Problem:
    """Why a file cannot be loaded: where it is wrong, and a sentence that says what."""

    file: str
    sentence: str
    row: int | None = None
    name: str = ""
    field: str = ""

    @classmethod
    def of(cls, row: Row, field: str, sentence: str) -> "Problem":
        return cls(row.file, sentence, row.number, row.name, field)

    def __str__(self) -> str:
        place = self.file
        if self.row is not None:
            place += f", row {self.row}" + (f" ({self.name})" if self.name else "")
        if self.field:
            place += f", field{'s' if ', ' in self.field else ''} {self.field}"
        return f"{place}: {self.sentence}"


class NotLoadable(Exception):
    """Files that are refused whole, with every problem that was found."""

    def __init__(self, problems: Iterable[Problem]):
        self.problems = list(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def key_of(model: type[models.Model], fields: dict) -> tuple:
    """A row's natural key. Raises LookupError if a part of it is not there."""
    if issubclass(model, Label):
        kind = next((name for name in TERMS if fields.get(name)), None)
        if kind is None:
            raise LookupError(" or ".join(TERMS))
        return (kind, fields[kind][0], *(fields[name] for name in model.label_fields))
    own: tuple[str, ...] = model.natural_key_lookups  # type: ignore[attr-defined]
    lookups = (name.split("__") for name in own)
    return tuple(fields[name[0]][0] if len(name) > 1 else fields[name[0]] for name in lookups)


def in_order(rows: Iterable[Row]) -> list[Row]:
    """The rows of one study in the order in which its file holds them."""
    place = {Study: 0} | {model: place for place, model in enumerate(SECTIONS.values(), start=1)}
    return sorted(rows, key=lambda row: (place[row.model], row.key))


def renamed(rows: Iterable[Row], slug: str) -> list[Row]:
    """The rows of one study under another slug. Its former names stay with the one that had them."""
    return [_renamed(row, slug) for row in rows if row.model is not FormerSlug]


def _renamed(row: Row, slug: str) -> Row:
    if row.model is Study:
        return Row(row.file, row.number, Study, (slug,), row.fields | {"slug": slug})
    inner = [
        field.name
        for field in row.model._meta.concrete_fields
        if field.name in row.fields and (field.name == "study" or field.related_model in SECTIONS.values())
    ]
    fields = row.fields | {name: [slug, *row.fields[name][1:]] for name in inner}
    return Row(row.file, row.number, row.model, (slug, *row.key[1:]), fields)

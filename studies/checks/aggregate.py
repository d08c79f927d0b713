"""One study with its rows, held for reading."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Self

from django.db.models import ForeignKey, Model

from studies.models import DiscrepancyFigure, Study
from studies.models.base import SourcedRow, StudyRow
from studies.models.discrepancy import ABOUT
from studies.models.sections import SECTIONS as ALL_SECTIONS

# A former name is no row that a rule could judge.
SECTIONS: dict[str, Any] = {name: model for name, model in ALL_SECTIONS.items() if issubclass(model, StudyRow)}
# What a rule reads beyond a row's own relations, so that no rule asks the database row by row.
FURTHER = {"study_diseases": ("disease__parent__parent__parent__parent",)}
PREFETCHED = {"outcomes": ("endpoint__includes__includes",)}


@dataclass(frozen=True)
class Aggregate:
    """A study and its rows by section: from the database, or as a form holds them before they are saved."""

    study: Study
    sections: Mapping[str, tuple[Model, ...]]

    @classmethod
    def from_study(cls, study: Study) -> Self:
        """The study as it is stored; a query a section."""
        sections: dict[str, tuple[Any, ...]] = {}
        seen: dict[tuple[type[Model], int], Any] = {}
        for name, model in SECTIONS.items():
            sections[name] = tuple(_stored(study, name))
            seen |= {(model, row.pk): row for row in sections[name]}
            for row in sections[name]:
                _link(row, study, seen)
        return cls(study, sections)

    @classmethod
    def of(cls, study: Study, rows: Iterable[Model]) -> Self:
        """A study with rows that need not be saved."""
        sections: dict[str, list[Model]] = {name: [] for name in SECTIONS}
        for row in rows:
            sections[name_of_section(row)].append(row)
        return cls(study, {name: tuple(some) for name, some in sections.items()})

    def __getitem__(self, section: str) -> tuple[Any, ...]:
        return self.sections.get(section, ())

    def rows(self) -> Iterator[Any]:
        """Every row, section by section."""
        for name in SECTIONS:
            yield from self[name]

    def sourced(self) -> Iterator[Any]:
        """Every row that carries figures."""
        return (row for row in self.rows() if isinstance(row, SourcedRow))

    def fact(self, field: str) -> Any:
        """The row that says where the source gives this figure of the study; None if there is none."""
        return next((fact for fact in self["facts"] if fact.field == field), None)

    def places(self, row: Any) -> Iterator[tuple[str, str, Any]]:
        """Everything printed of a row: (place, what is printed there, the discrepancy's figure that quotes it)."""
        yield row.place, row.as_reported, None
        for entry in row.also_at or ():
            yield entry.get("place", ""), entry.get("as_reported", ""), None
        for figure in self["discrepancy_figures"]:
            about = subject(figure)
            if about is not None and identity(about) == identity(row):
                yield figure.place, figure.as_reported, figure


def _stored(study: Study, section: str) -> Iterable[Any]:
    model = SECTIONS[section]
    shared = [field.name for field in foreign_keys(model) if not issubclass(field.related_model, StudyRow | Study)]
    rows = model._default_manager.filter(study=study).select_related(*shared, *FURTHER.get(section, ()))
    return rows.prefetch_related(*PREFETCHED.get(section, ())).order_by("key")


def _link(row: Any, study: Study, seen: Mapping[tuple[type[Model], int], Any]) -> None:
    """What a row points at within its study is that very row, read once."""
    row.study = study
    for field in foreign_keys(type(row)):
        other = seen.get((field.related_model, getattr(row, field.attname)))
        if other is not None:
            setattr(row, field.name, other)


def foreign_keys(model: type[Model]) -> list[Any]:
    """The relations of a model to one other record each."""
    return [field for field in model._meta.concrete_fields if isinstance(field, ForeignKey)]


def name_of_section(row: Model) -> str:
    """The section that a row stands in."""
    return next(name for name, model in SECTIONS.items() if isinstance(row, model))


def identity(row: Any) -> tuple[str, str]:
    """What tells a row from the study's others, saved or not."""
    return name_of_section(row), row.key


def related(row: Any, name: str) -> Any:
    """What a row points at; None if it points nowhere, as in a form that is not filled yet."""
    return getattr(row, name, None)


def key_of(row: Any, name: str) -> str | None:
    """Key (within the study) or slug (of a shared term) of what a row points at."""
    other = related(row, name)
    return None if other is None else getattr(other, "key", None) or getattr(other, "slug", None)


def subject(figure: DiscrepancyFigure) -> Any:
    """The row a discrepancy's figure is about; None where it is about the study as a whole."""
    return next((other for name in ABOUT if (other := related(figure, name)) is not None), None)

"""How many published studies use each term, and each pair of a disease and a setting (the evidence map)."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any, TypeVar

from studies.models import Agent, ArmSchedule, Disease, Regimen, Setting, Study, StudyDisease, StudySetting

T = TypeVar("T", Disease, Setting)
PAIRS: dict[str, tuple[Any, Any, str]] = {
    "disease": (Disease, StudyDisease, "disease_id"),
    "setting": (Setting, StudySetting, "setting_id"),
    "agent": (Agent, ArmSchedule, "schedule__components__agent_id"),
    "regimen": (Regimen, ArmSchedule, "schedule__regimen_id"),
}


def studies_by(kind: str) -> dict[int, set[int]]:
    """Primary key of each term of a kind → published studies that use it or one below it."""
    model, rows, column = PAIRS[kind]
    parents = _parents(model)
    found: dict[int, set[int]] = defaultdict(set)
    published = rows._default_manager.filter(study__in=Study.objects.published())
    for term, study in published.values_list(column, "study_id"):
        above = term
        while above is not None:
            found[above].add(study)
            above = parents.get(above)
    return found


def _parents(model: Any) -> dict[int, int | None]:
    if not any(field.name == "parent" for field in model._meta.concrete_fields):
        return {}
    return dict(model._default_manager.values_list("pk", "parent_id"))


def counts_by(kind: str) -> dict[int, int]:
    """Primary key of each public term of a kind → how many published studies use it."""
    return {term: len(studies) for term, studies in studies_by(kind).items()}


def study_terms(kind: str, pks: list[int]) -> list[tuple[Any, int]]:
    """The terms of a kind that these studies use themselves, commonest first, with how many use each."""
    model, rows, column = PAIRS[kind]
    used: dict[int, set[int]] = defaultdict(set)
    for term, study in rows._default_manager.filter(study__in=pks).values_list(column, "study_id"):
        if term is not None:
            used[term].add(study)
    terms = model._default_manager.filter(pk__in=used)
    return sorted(((term, len(used[term.pk])) for term in terms), key=lambda pair: (-pair[1], pair[0].name))


@dataclass(frozen=True)
class MapRow:
    """A disease and its cells, in the order of the columns."""

    term: Disease
    depth: int
    cells: tuple[tuple[Setting, int], ...]


@dataclass(frozen=True)
class EvidenceMap:
    """Diseases by settings."""

    columns: tuple[Setting, ...]
    rows: tuple[MapRow, ...]


def evidence_map(rows: set[int] | None = None) -> EvidenceMap:
    """The map of public diseases (all, or these) by public settings."""
    by_disease, by_setting = studies_by("disease"), studies_by("setting")
    diseases = {term.pk: term for term in Disease.objects.all() if term.pk in by_disease}
    columns = _in_order({term.pk: term for term in Setting.objects.all() if term.pk in by_setting})
    shown = [
        MapRow(
            term,
            depth,
            tuple((setting, len(by_disease[term.pk] & by_setting[setting.pk])) for _, setting in columns),
        )
        for depth, term in _in_order(diseases)
        if rows is None or term.pk in rows
    ]
    return EvidenceMap(tuple(setting for _, setting in columns), tuple(shown))


def _in_order(terms: dict[int, T]) -> list[tuple[int, T]]:
    """(depth, term), each tree walked from its roots."""
    lines: list[tuple[int, T]] = []

    def walk(parent, depth):
        for term in sorted(
            (one for one in terms.values() if one.parent_id == parent), key=lambda one: (one.name, one.slug)
        ):
            lines.append((depth, term))
            walk(term.pk, depth + 1)

    walk(None, 0)
    return lines

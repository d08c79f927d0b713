"""How many published studies use each term, and each pair of a disease and a setting (the evidence map)."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any, TypeVar

from studies.models import Agent, ArmSchedule, Disease, Regimen, Setting, Study, StudyDisease, StudySetting

COLUMNS = 9  # settings of the whole map
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
    whole: bool  # every setting there is; else the commonest


def evidence_map(within: Disease | None = None) -> EvidenceMap:
    """The map of public diseases by public settings: of all diseases, or of one and what stands below it.

    The whole map has named diseases only (a group has no abbreviation, a subtype stands on its disease's page),
    and the settings that most studies have: what a reader takes in at a glance. A disease's own map has all of its
    settings.
    """
    by_disease, by_setting = studies_by("disease"), studies_by("setting")
    diseases = _in_order({term.pk: term for term in Disease.objects.all() if term.pk in by_disease})
    if within is None:
        named = {term.pk for _, term in diseases if term.abbreviation}
        shown = [(0, term) for _, term in diseases if term.pk in named and not _below(term, named, diseases)]
    else:
        below = Disease.objects.with_descendants([within])
        shown = [(depth, term) for depth, term in diseases if term.pk in below]
    studies = set().union(*(by_disease[term.pk] for _, term in shown)) if shown else set()
    settings = _in_order({term.pk: term for term in Setting.objects.all() if by_setting.get(term.pk, set()) & studies})
    used = sorted((term.pk for _, term in settings), key=lambda pk: -len(by_setting[pk] & studies))
    kept = set(used[:COLUMNS] if within is None else used)
    columns = tuple(term for _, term in settings if term.pk in kept)
    top = min((depth for depth, _ in shown), default=0)
    return EvidenceMap(
        columns,
        tuple(
            MapRow(
                term,
                depth - top,
                tuple((column, len(by_disease[term.pk] & by_setting[column.pk])) for column in columns),
            )
            for depth, term in shown
        ),
        whole=len(kept) == len(used),
    )


def _below(term: Disease, named: set[int], diseases: list[tuple[int, Disease]]) -> bool:
    """Whether a named disease stands above this one."""
    parents = {one.pk: one.parent_id for _, one in diseases}
    above = parents.get(term.pk)
    while above is not None and above not in named:
        above = parents.get(above)
    return above is not None


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

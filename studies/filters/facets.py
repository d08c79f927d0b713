"""Facets: the options of a list with what each would give, counted without the facet's own selection."""

from collections import defaultdict
from dataclasses import dataclass

from studies.choices import Design
from studies.models import Agent, ArmSchedule, Disease, Setting, StudyDisease, StudySetting

from .studies import StudyFilter


@dataclass(frozen=True)
class Option:
    """A value of a facet: how deep it stands in its tree, how many studies it gives, whether it is chosen."""

    value: str
    label: str
    count: int
    chosen: bool
    depth: int = 0


@dataclass(frozen=True)
class Facet:
    """A parameter and its options. Options that no published study has are left out."""

    name: str
    label: str
    options: tuple[Option, ...]

    @property
    def first(self) -> tuple[Option, ...]:
        return self.options[:SHOWN]

    @property
    def rest(self) -> tuple[Option, ...]:
        return self.options[SHOWN:]


SHOWN = 8


def facets_of(found: StudyFilter) -> list[Facet]:
    """The list's facets in reading order."""
    return [
        _tree(found, "disease", Disease, StudyDisease.objects.values_list("disease_id", "study_id")),
        _tree(found, "setting", Setting, StudySetting.objects.values_list("setting_id", "study_id")),
        _agents(found),
        _designs(found),
    ]


def _studies(found: StudyFilter, name: str) -> set[int]:
    return set(found.without(name).qs.values_list("pk", flat=True))


def _chosen(found: StudyFilter, name: str) -> set[str]:
    return set(found.data.getlist(name)) if found.data else set()


def _label(found: StudyFilter, name: str) -> str:
    return str(found.filters[name].label)


def _tree(found: StudyFilter, name: str, model, pairs) -> Facet:
    """A parent counts the studies of all below it."""
    within, used = _studies(found, name), defaultdict(set)
    published = set(found.queryset.values_list("pk", flat=True))
    terms = {term.pk: term for term in model._default_manager.all()}
    for own, study in pairs:
        above = own if study in published else None
        while above is not None:
            used[above].add(study)
            above = terms[above].parent_id
    chosen, options = _chosen(found, name), []

    def walk(parent: int | None, depth: int) -> None:
        for term in sorted((t for t in terms.values() if t.parent_id == parent), key=lambda t: (t.name, t.slug)):
            if term.pk in used:
                options.append(Option(term.slug, term.name, len(used[term.pk] & within), term.slug in chosen, depth))
                walk(term.pk, depth + 1)

    walk(None, 0)
    return Facet(name, _label(found, name), tuple(options))


def _agents(found: StudyFilter) -> Facet:
    # With "all in one arm" a further agent narrows the list, so its own selection stays.
    narrows = found.data.get("agent_match") == "all" if found.data else False
    published = set(found.queryset.values_list("pk", flat=True))
    within = set(found.qs.values_list("pk", flat=True)) if narrows else _studies(found, "agent")
    used = defaultdict(set)
    for agent, study in ArmSchedule.objects.values_list("schedule__components__agent_id", "study_id"):
        if study in published and agent is not None:
            used[agent].add(study)
    chosen = _chosen(found, "agent")
    agents = sorted(Agent.objects.filter(pk__in=used), key=lambda one: (-len(used[one.pk]), one.name))
    options = (Option(one.slug, one.name, len(used[one.pk] & within), one.slug in chosen) for one in agents)
    return Facet("agent", _label(found, "agent"), tuple(options))


def _designs(found: StudyFilter) -> Facet:
    within: dict[str, int] = defaultdict(int)
    for design in found.without("design").qs.values_list("design", flat=True):
        within[design] += 1
    used = set(found.queryset.values_list("design", flat=True))
    chosen = _chosen(found, "design")
    options = (Option(value, label, within[value], value in chosen) for value, label in Design.choices if value in used)
    return Facet("design", _label(found, "design"), tuple(options))

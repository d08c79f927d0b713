"""Pages of diseases, agents, settings and regimens."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from studies.filters import ordered
from studies.models import Agent, Disease, Regimen, Schedule, Setting, Study
from studies.records.maps import counts_by, evidence_map, study_terms
from studies.rendering.doses import dose_grid

from .listing import items_of


@dataclass(frozen=True)
class Kind:
    """A kind of term that has pages: its model, how studies are found by it, its words."""

    model: Any
    find: str
    singular: str
    plural: str
    parameter: str


KINDS = {
    "diseases": Kind(Disease, "for_disease", "Disease", "Diseases", "disease"),
    "agents": Kind(Agent, "with_agents", "Agent", "Agents", "agent"),
    "settings": Kind(Setting, "in_setting", "Setting", "Settings", "setting"),
    "regimens": Kind(Regimen, "with_regimen", "Regimen", "Regimens", "regimen"),
}


@require_safe
def term_index(request: HttpRequest, kind: str) -> HttpResponse:
    """All terms of a kind that a published study uses, with how many studies use each."""
    of = KINDS[kind]
    counts = counts_by(of.parameter)
    terms = [term for term in of.model._default_manager.all() if term.pk in counts]
    context = {"kind": kind, "of": of, "lines": in_tree(terms, counts)}
    return render(request, "terms/index.html", context)


def in_tree(terms: list, counts: dict[int, int]) -> list[tuple[int, Model, int]]:
    """(depth, term, studies) in the tree's order; a flat list is a tree of roots."""
    lines = []

    def walk(parent, depth):
        for term in sorted(
            (one for one in terms if getattr(one, "parent_id", None) == parent), key=lambda one: (one.name, one.slug)
        ):
            lines.append((depth, term, counts[term.pk]))
            if hasattr(term, "parent_id"):
                walk(term.pk, depth + 1)

    walk(None, 0)
    return lines


@require_safe
def term_detail(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """A term: definition, other names, codes, its studies, and what the others of each axis hold."""
    of = KINDS[kind]
    term = get_object_or_404(of.model, slug=slug)
    studies = getattr(Study.objects.published(), of.find)(term)
    pks = ordered(studies)
    if not pks:
        raise Http404("No published study uses this term.")
    context = {
        "kind": kind,
        "of": of,
        "term": term,
        "synonyms": term.synonyms.all(),
        "codes": term.codes.all(),
        "ancestors": term.ancestors() if hasattr(term, "ancestors") else [],
        "items": items_of(pks),
        "count": len(pks),
        "others": {name: study_terms(one.parameter, pks) for name, one in KINDS.items() if name != kind},
        **_extra(kind, term, pks),
    }
    return render(request, f"terms/{KINDS[kind].singular.lower()}.html", context)


def _extra(kind: str, term, pks: list[int]) -> dict:
    """What only this kind of page shows."""
    if kind == "regimens":
        schedules = (
            Schedule.objects.filter(regimen=term, study__in=pks, arm_schedules__isnull=False)
            .select_related("regimen", "study")
            .prefetch_related("components__agent", "components__steps")
            .distinct()
            .order_by("study__slug", "position", "key")
        )
        agents = set(term.agents.values_list("pk", flat=True))
        return {
            "agents": term.agents.all(),
            "grids": [(one.study, _grid(one)) for one in schedules],
            "variants": _variants(term, agents),
        }
    if kind == "diseases":
        return {"map": evidence_map(within=term)}
    return {}


def _grid(schedule: Schedule):
    components = list(schedule.components.all())
    return dose_grid(schedule, components, [step for one in components for step in one.steps.all()], None)


def _variants(term: Regimen, agents: set[int]) -> list[Regimen]:
    """Other public regimens with all of these agents, or whose agents are all among these."""
    public = counts_by("regimen")
    found = []
    for other in Regimen.objects.exclude(pk=term.pk).prefetch_related("agents"):
        theirs = {agent.pk for agent in other.agents.all()}
        if other.pk in public and agents and (agents <= theirs or (theirs and theirs <= agents)):
            found.append(other)
    return found

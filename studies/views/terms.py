"""Pages of diseases, agents, settings and regimens."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from studies.evidence import HEADLINE_ENDPOINTS
from studies.filters import Listing, Selection
from studies.models import Agent, Disease, Regimen, Schedule, Setting, Study, StudyLink
from studies.records.harm import arms_given, events_of, schedules_with
from studies.records.list_rows import list_sections
from studies.records.maps import in_tree, study_terms
from studies.rendering.doses import dose_grid
from studies.rendering.profile import GivenArm, Profile, profile_of
from studies.rendering.regimen_forest import RegimenForest, regimen_forest
from studies.search import Snapshot, check_version

from .items import chooser
from .keeping import answered
from .lines import lines_of
from .maps import agent_maps, disease_maps, studies_by

MOST_SHOWN = 50  # lines of a term's page; its list has every one
MOST_READ = 500  # studies, the newest, whose doses, results or harm a term's page tells one by one


@dataclass(frozen=True)
class Kind:
    """A kind of term that has pages: its model and its words."""

    model: Any
    singular: str
    plural: str
    parameter: str


KINDS = {
    "diseases": Kind(Disease, "Disease", "Diseases", "disease"),
    "agents": Kind(Agent, "Agent", "Agents", "agent"),
    "settings": Kind(Setting, "Setting", "Settings", "setting"),
    "regimens": Kind(Regimen, "Regimen", "Regimens", "regimen"),
}


@require_safe
def term_index(request: HttpRequest, kind: str) -> HttpResponse:
    """All terms of a kind that a published study uses, with how many studies use each."""

    def build(snapshot: Snapshot) -> HttpResponse:
        of = KINDS[kind]
        studies = studies_by(snapshot, of.parameter)
        terms = [term for term in of.model._default_manager.all() if term.pk in studies]
        lines = [(depth, term, len(studies[term.pk])) for depth, term in in_tree(terms)]
        response = render(request, "terms/index.html", {"kind": kind, "of": of, "lines": lines})
        check_version(snapshot)
        return response

    return answered(request, build)


@require_safe
def term_detail(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """A term: definition, other names, codes, its studies, and what the others of each axis hold."""
    return answered(request, lambda snapshot: _detail(request, snapshot, kind, slug))


def _detail(request: HttpRequest, snapshot: Snapshot, kind: str, slug: str) -> HttpResponse:
    of = KINDS[kind]
    term = get_object_or_404(of.model, slug=slug)
    listing = Listing(snapshot, Selection(((of.parameter, (slug,)),)))
    if not listing.count:
        raise Http404("No published study uses this term.")
    keys = listing.keys()
    context = {
        "kind": kind,
        "of": of,
        "term": term,
        "synonyms": term.synonyms.all(),
        "codes": term.codes.all(),
        "ancestors": term.ancestors() if hasattr(term, "ancestors") else [],
        "items": lines_of(snapshot, listing.numbers(0, MOST_SHOWN)),
        "count": listing.count,
        "read": MOST_READ if listing.count > MOST_READ else 0,
        "others": {name: study_terms(one.parameter, keys) for name, one in KINDS.items() if name != kind},
        **_extra(kind, term, listing),
    }
    response = render(request, f"terms/{of.singular.lower()}.html", context)
    check_version(snapshot)
    return response


def _extra(kind: str, term, listing: Listing) -> dict[str, Any]:
    """What only this kind of page shows."""
    if kind == "diseases":
        return disease_maps(listing.snapshot, term)
    if kind == "settings":
        return {}
    rows = list_sections(listing.keys(0, MOST_READ), HEADLINE_ENDPOINTS)
    if kind == "regimens":
        return _regimen(listing.snapshot, term, rows)
    return {**agent_maps(listing.snapshot, term), "profile": _profile(term, rows)}


def _regimen(snapshot: Snapshot, term: Regimen, rows: list[tuple[Study, dict]]) -> dict[str, Any]:
    """Its agents, its forest, its doses study by study, and the regimens like it."""
    pks = [study.pk for study, _ in rows]
    schedules = (
        Schedule.objects.filter(regimen=term, study__in=pks, arm_schedules__isnull=False)
        .select_related("regimen", "study")
        .prefetch_related("components__agent", "components__steps")
        .distinct()
        .order_by("study__slug", "position", "key")
    )
    agents = list(term.agents.all())
    return {
        "agents": agents,
        "responses": _forest(term, rows, chooser()),
        "grids": [(one.study, _grid(one)) for one in schedules],
        "variants": _variants(snapshot, term, {agent.pk for agent in agents}),
    }


def _forest(term: Regimen, rows: list[tuple[Study, dict]], prefer: Callable[[dict], str]) -> RegimenForest:
    pks = [study.pk for study, _ in rows]
    links = StudyLink.objects.filter(study__in=pks, other__in=pks).values_list("study_id", "other_id")
    return regimen_forest(term, rows, prefer, [(one, other) for one, other in links if other is not None])


def _profile(term: Agent, rows: list[tuple[Study, dict]]) -> Profile:
    """The adverse events of every arm that was given the agent."""
    schedules = schedules_with(term, [study.pk for study, _ in rows])
    given = [
        GivenArm(study, sections, arm, frozenset(schedules))
        for study, sections in rows
        for arm in arms_given(sections, schedules)
    ]
    return profile_of(given, events_of([one.arm for one in given]))


def _grid(schedule: Schedule):
    components = list(schedule.components.all())
    return dose_grid(schedule, components, [step for one in components for step in one.steps.all()], None)


def _variants(snapshot: Snapshot, term: Regimen, agents: set[int]) -> list[Regimen]:
    """Other public regimens with all of these agents, or whose agents are all among these."""
    public = studies_by(snapshot, "regimen")
    found = []
    for other in Regimen.objects.exclude(pk=term.pk).prefetch_related("agents"):
        theirs = {agent.pk for agent in other.agents.all()}
        if other.pk in public and agents and (agents <= theirs or (theirs and theirs <= agents)):
            found.append(other)
    return found

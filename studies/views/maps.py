"""Which evidence maps a page shows, and how much of them."""

from typing import Any

from studies.models import Agent, Disease
from studies.records.maps import EvidenceMap, Side, evidence_map, side_of
from studies.search import Snapshot

COLUMNS = 9  # of a map that a reader takes in at a glance
ABBREVIATED = 12  # columns that are headed by an abbreviation
ROWS = 12


def studies_by(snapshot: Snapshot, kind: str) -> dict[int, Any]:
    """Primary key of each term of a kind → the published studies that use it or one below it."""
    terms = snapshot.vocabulary.of_kind(kind)
    return {term.pk: studies for term in terms if (studies := snapshot.having(term.code))}


def _side(snapshot: Snapshot, kind: str) -> Side:
    return side_of(kind, studies_by(snapshot, kind))


def home_maps(snapshot: Snapshot) -> tuple[Side, EvidenceMap, EvidenceMap]:
    """The named diseases; those by the commonest settings; the commonest agents by those with most studies."""
    diseases = _side(snapshot, "disease").named()
    studies = diseases.all_studies
    settings = _side(snapshot, "setting").among(studies).commonest(COLUMNS)
    agents = _side(snapshot, "agent").among(studies).by_use().commonest(ROWS)
    return diseases, evidence_map(diseases, settings), evidence_map(agents, diseases.commonest(ABBREVIATED))


def disease_maps(snapshot: Snapshot, disease: Disease) -> dict[str, EvidenceMap]:
    """A disease and what stands below it by setting; its agents by those diseases, and by setting."""
    diseases = _side(snapshot, "disease").below(disease)
    studies = diseases.all_studies
    settings = _side(snapshot, "setting").among(studies)
    agents = _side(snapshot, "agent").among(studies).by_use().commonest(ROWS)
    within = ("disease", disease.slug)
    maps = {"map": evidence_map(diseases, settings)}
    if len(diseases.lines) > 1:
        maps["agent_map"] = evidence_map(agents, diseases)
    return maps | {"agent_settings": evidence_map(agents, settings.commonest(COLUMNS), within)}


def agent_maps(snapshot: Snapshot, agent: Agent) -> dict[str, EvidenceMap]:
    """The diseases in which an agent was studied, by setting, counted in its own studies."""
    agents = _side(snapshot, "agent")
    studies = agents.studies[agent.pk]
    diseases = _side(snapshot, "disease").among(studies).without_groups()
    settings = _side(snapshot, "setting").among(studies)
    return {"map": evidence_map(diseases, settings, ("agent", agent.slug))}

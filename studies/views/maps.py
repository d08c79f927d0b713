"""Which evidence maps a page shows, and how much of them."""

from studies.models import Agent, Disease
from studies.records.maps import EvidenceMap, Side, evidence_map, side_of

COLUMNS = 9  # of a map that a reader takes in at a glance
ABBREVIATED = 12  # columns that are headed by an abbreviation
ROWS = 12


def home_maps() -> tuple[Side, EvidenceMap, EvidenceMap]:
    """The named diseases; those by the commonest settings; the commonest agents by those with most studies."""
    diseases = side_of("disease").named()
    studies = diseases.all_studies
    settings = side_of("setting").among(studies).commonest(COLUMNS)
    agents = side_of("agent").among(studies).by_use().commonest(ROWS)
    return diseases, evidence_map(diseases, settings), evidence_map(agents, diseases.commonest(ABBREVIATED))


def disease_maps(disease: Disease) -> dict[str, EvidenceMap]:
    """A disease and what stands below it by setting; its agents by those diseases, and by setting."""
    diseases = side_of("disease").below(disease)
    studies = diseases.all_studies
    settings = side_of("setting").among(studies)
    agents = side_of("agent").among(studies).by_use().commonest(ROWS)
    within = ("disease", disease.slug)
    maps = {"map": evidence_map(diseases, settings)}
    if len(diseases.lines) > 1:
        maps["agent_map"] = evidence_map(agents, diseases)
    return maps | {"agent_settings": evidence_map(agents, settings.commonest(COLUMNS), within)}


def agent_maps(agent: Agent) -> dict[str, EvidenceMap]:
    """The diseases in which an agent was studied, by setting, counted in its own studies."""
    agents = side_of("agent")
    studies = agents.studies[agent.pk]
    diseases = side_of("disease").among(studies).without_groups()
    settings = side_of("setting").among(studies)
    return {"map": evidence_map(diseases, settings, ("agent", agent.slug))}

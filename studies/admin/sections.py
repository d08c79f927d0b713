"""The pages of a study, in the order in which it is extracted."""

from dataclasses import dataclass

from .identity_rows import (
    DiseasesInline,
    EndpointsInline,
    FactsInline,
    FormerSlugsInline,
    LinksInline,
    RegistrationsInline,
    ReportsInline,
    SettingsInline,
)
from .result_rows import (
    AdverseEventsInline,
    ComparisonsInline,
    DiscrepanciesInline,
    DiscrepancyFiguresInline,
    OutcomesInline,
    PatientEventsInline,
)
from .rows import RowInline
from .treatment_rows import (
    ArmSchedulesInline,
    ArmsInline,
    CharacteristicsInline,
    ComponentsInline,
    DoseStepsInline,
    SchedulesInline,
    SubgroupsInline,
    TherapiesInline,
)


@dataclass(frozen=True)
class Section:
    """One page of a study: its name in the address, its title, and the kinds of rows it holds."""

    name: str
    title: str
    inlines: tuple[type[RowInline], ...]


IDENTITY = Section(
    "identity",
    "Identity",
    (
        ReportsInline,
        RegistrationsInline,
        DiseasesInline,
        SettingsInline,
        EndpointsInline,
        FactsInline,
        LinksInline,
        FormerSlugsInline,
    ),
)
ROW_SECTIONS = (
    Section(
        "arms",
        "Arms and regimens",
        (ArmsInline, SchedulesInline, ComponentsInline, DoseStepsInline, ArmSchedulesInline),
    ),
    Section("patients", "Patients", (SubgroupsInline, CharacteristicsInline, TherapiesInline)),
    Section("outcomes", "Outcomes", (OutcomesInline, ComparisonsInline)),
    Section("harm", "Harm", (AdverseEventsInline, PatientEventsInline)),
    Section("discrepancies", "Discrepancies", (DiscrepanciesInline, DiscrepancyFiguresInline)),
)
SECTIONS = {section.name: section for section in (IDENTITY, *ROW_SECTIONS)}
CHECK = "check"


def name_of_page(section: str) -> str:
    """The name under which the admin site knows the address of a page of a study."""
    return "admin:studies_study_change" if section == IDENTITY.name else f"admin:studies_study_{section}"


def page_after(section: str) -> str:
    """The page that is filled next; after the last one, the check."""
    names = [*SECTIONS, CHECK]
    return names[names.index(section) + 1]

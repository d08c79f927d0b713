"""The data model: shared terms, and the study aggregate rooted in Study."""

from .adverse_event import AdverseEvent
from .adverse_event_term import AdverseEventTerm
from .agent import Agent, AgentClass
from .arm import Arm, ArmSchedule
from .characteristic import Characteristic
from .comparison import Comparison
from .discrepancy import Discrepancy, DiscrepancyFigure
from .disease import Disease
from .endpoint import Endpoint, ResponseCriteria
from .labels import Code, Synonym
from .outcome import Outcome
from .patient_event import PatientEvent
from .regimen import Regimen
from .report import Report
from .revision import Revision
from .schedule import DoseStep, Schedule, ScheduleComponent
from .search_index import IndexChange, IndexedStudy, IndexedWord, IndexState, Posting, StudyPage
from .setting import Setting
from .study import FormerSlug, Study
from .study_rows import Registration, StudyDisease, StudyEndpoint, StudyFact, StudyLink, StudyReport, StudySetting
from .subgroup import Subgroup
from .therapy import Therapy

__all__ = [
    "AdverseEvent",
    "AdverseEventTerm",
    "Agent",
    "AgentClass",
    "Arm",
    "ArmSchedule",
    "Characteristic",
    "Code",
    "Comparison",
    "Discrepancy",
    "DiscrepancyFigure",
    "Disease",
    "DoseStep",
    "Endpoint",
    "FormerSlug",
    "IndexChange",
    "IndexState",
    "IndexedStudy",
    "IndexedWord",
    "Outcome",
    "PatientEvent",
    "Posting",
    "Regimen",
    "Registration",
    "Report",
    "ResponseCriteria",
    "Revision",
    "Schedule",
    "ScheduleComponent",
    "Setting",
    "Study",
    "StudyDisease",
    "StudyEndpoint",
    "StudyFact",
    "StudyLink",
    "StudyPage",
    "StudyReport",
    "StudySetting",
    "Subgroup",
    "Synonym",
    "Therapy",
]

"""The sections of a study: its rows by the name they have on it, in the order in which files hold them."""

from django.db.models import Model

from .adverse_event import AdverseEvent
from .arm import Arm, ArmSchedule
from .characteristic import Characteristic
from .comparison import Comparison
from .discrepancy import Discrepancy, DiscrepancyFigure
from .outcome import Outcome
from .patient_event import PatientEvent
from .schedule import DoseStep, Schedule, ScheduleComponent
from .study import FormerSlug
from .study_rows import Registration, StudyDisease, StudyEndpoint, StudyFact, StudyLink, StudyReport, StudySetting
from .subgroup import Subgroup
from .therapy import Therapy

# Name of the section on a study → model. A row comes after every row it points at.
SECTIONS: dict[str, type[Model]] = {
    "former_slugs": FormerSlug,
    "registrations": Registration,
    "study_reports": StudyReport,
    "facts": StudyFact,
    "study_diseases": StudyDisease,
    "study_settings": StudySetting,
    "study_endpoints": StudyEndpoint,
    "links": StudyLink,
    "schedules": Schedule,
    "components": ScheduleComponent,
    "dose_steps": DoseStep,
    "arms": Arm,
    "arm_schedules": ArmSchedule,
    "subgroups": Subgroup,
    "therapies": Therapy,
    "characteristics": Characteristic,
    "outcomes": Outcome,
    "comparisons": Comparison,
    "adverse_events": AdverseEvent,
    "patient_events": PatientEvent,
    "discrepancies": Discrepancy,
    "discrepancy_figures": DiscrepancyFigure,
}

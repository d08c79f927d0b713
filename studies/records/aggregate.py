"""The study aggregate: its sections, in the order in which files hold and databases load them."""

from django.db import models

from studies.models import (
    AdverseEvent,
    Arm,
    ArmSchedule,
    Characteristic,
    Comparison,
    Discrepancy,
    DiscrepancyFigure,
    DoseStep,
    FormerSlug,
    Outcome,
    PatientEvent,
    Registration,
    Schedule,
    ScheduleComponent,
    Study,
    StudyDisease,
    StudyEndpoint,
    StudyFact,
    StudyLink,
    StudyReport,
    StudySetting,
    Subgroup,
    Therapy,
)

from .fields import row_of

# Name of the section on a study → model. A row comes after every row it points at.
SECTIONS: dict[str, type[models.Model]] = {
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


def aggregate_objects(study: Study) -> dict[str, list[models.Model]]:
    """Every row of a study by section, by key; one query a section, and references joined."""
    return {name: _section(study, name, model) for name, model in SECTIONS.items()}


def _section(study: Study, name: str, model: type[models.Model]) -> list[models.Model]:
    rows = getattr(study, name).select_related(*_references(model))
    rows = rows.prefetch_related(*[field.name for field in model._meta.local_many_to_many])
    found = list(rows)
    for row in found:
        row.study = study
    return sorted(found, key=lambda row: row.natural_key())


def _references(model: type[models.Model]) -> list[str]:
    return [
        field.name for field in model._meta.concrete_fields if field.is_relation and field.name != "study"
    ]


def rows_of_study(study: Study) -> list[dict]:
    """The whole aggregate as fixture rows."""
    rows = [row_of(study)]
    for section, objects in aggregate_objects(study).items():
        for instance in objects:
            for field in instance._meta.concrete_fields:
                if field.is_relation and hasattr(getattr(instance, field.name), "study_id"):
                    getattr(instance, field.name).study = study
        rows.extend(row_of(instance) for instance in objects)
    return rows

"""The database itself refuses what must never be false, by a named constraint, whoever writes."""

import pytest
from django.db import DataError, IntegrityError, connection, transaction

from studies.models import (
    AdverseEvent,
    Arm,
    Code,
    Comparison,
    Discrepancy,
    DiscrepancyFigure,
    Outcome,
    PatientEvent,
    Report,
    Revision,
    Schedule,
    ScheduleComponent,
    Study,
    StudyFact,
    StudyLink,
    Subgroup,
    Synonym,
    Therapy,
)
from tests.samples import TRIAL, load, sample_files

NONE = {"events": None, "percent": None, "lower": None, "upper": None}
BAD = {
    "outcome_events_within_total": [(Outcome, "orr", {"events": 45}), (Outcome, "orr", {"total": None})],
    "outcome_total_in_range": [(Outcome, "orr", {"events": 0, "total": 0})],
    "outcome_percent_in_range": [(Outcome, "orr", {"percent": 171}), (Outcome, "orr", {"percent": -1})],
    "outcome_lower_to_upper": [(Outcome, "orr", {"lower": 48})],
    "outcome_lower_needs_bounds_kind": [(Outcome, "orr", {"bounds_kind": ""})],
    "outcome_bounds_level_in_range": [(Outcome, "orr", {"bounds_level": 100})],
    "outcome_total_needs_denominator_unit": [(Outcome, "orr", {"denominator_unit": ""})],
    "outcome_estimate_needs_statistic": [(Outcome, "os", {"statistic": ""})],
    "outcome_estimate_in_range": [(Outcome, "os", {"estimate": 10**9 + 1})],
    "outcome_time_point_needs_time_unit": [(Outcome, "os", {"time_unit": ""})],
    "outcome_percent_operator_needs_percent": [(Outcome, "orr", {"percent": None, "percent_operator": "<"})],
    "outcome_state_only_without_value": [(Outcome, "orr", {"state": "not_reported"})],
    "outcome_events_or_events_state": [(Outcome, "orr", {"events_state": "not_reported"})],
    "outcome_percent_or_percent_state": [(Outcome, "orr", {"percent_state": "misprinted"})],
    "outcome_value_or_state": [(Outcome, "orr", NONE)],
    "outcome_place_not_empty": [(Outcome, "orr", {"place": ""}), (Outcome, "orr", {"place": "   "})],
    "outcome_key_not_empty": [(Outcome, "orr", {"key": ""})],
    "therapy_events_within_total": [(Therapy, "prior-fludarabine", {"events": 45})],
    "adverseevent_affected_within_at_risk": [
        (AdverseEvent, "neutropenia-3-4", {"affected": 334}),
        (AdverseEvent, "neutropenia-3-4", {"at_risk": None}),
    ],
    "adverseevent_grade_to_in_range": [(AdverseEvent, "neutropenia-3-4", {"grade_to": 6})],
    "adverseevent_grade_from_in_range": [(AdverseEvent, "neutropenia-3-4", {"grade_from": 0})],
    "adverseevent_grade_from_to_grade_to": [(AdverseEvent, "neutropenia-3-4", {"grade_from": 5})],
    "adverseevent_grades_together": [(AdverseEvent, "neutropenia-3-4", {"grade_to": None})],
    "adverseevent_grade_from_needs_scale": [(AdverseEvent, "neutropenia-3-4", {"scale": ""})],
    "schedulecomponent_dose_from_needs_dose_unit": [(ScheduleComponent, "aza", {"dose_unit": ""})],
    "schedulecomponent_dose_from_to_dose_to": [(ScheduleComponent, "len", {"dose_to": 1})],
    "schedulecomponent_dose_from_in_range": [(ScheduleComponent, "aza", {"dose_from": -75})],
    "schedulecomponent_dose_or_state": [(ScheduleComponent, "aza", {"dose_from": None})],
    "schedule_cycle_from_to_cycle_to": [(Schedule, "main", {"cycle_from": 56})],
    "patientevent_age_in_range": [(PatientEvent, "death-1", {"age": 200})],
    "subgroup_has_level": [(Subgroup, "a-17p", {"level": ""})],
    "studyfact_field_known": [(StudyFact, "funding", {"field": "colour"})],
    "arm_n_treated_to_n_assigned": [(Arm, "only", {"n_treated": 45})],
    "comparison_p_value_in_range": [(Comparison, "orr-17p", {"p_value": "1.2"})],
    "comparison_p_value_needs_finding": [(Comparison, "orr-17p", {"finding": ""})],
    "comparison_p_or_state": [(Comparison, "orr-17p", {"p_value": None, "p_operator": ""})],
    "comparison_estimate_needs_measure": [(Comparison, "orr-17p", {"measure": "none"})],
    "discrepancy_reason_not_empty": [(Discrepancy, "orr-two-values", {"reason": " "})],
    "discrepancyfigure_as_reported_not_empty": [(DiscrepancyFigure, "orr-table", {"as_reported": ""})],
    "study_n_evaluable_within_n_enrolled": [(Study, None, {"n_evaluable": 45})],
    "study_enrolment_in_order": [(Study, None, {"enrolment_to": "2001"})],
    "study_published_has_version": [(Study, None, {"version": 0}), (Study, None, {"published_at": None})],
    "study_reviewed_by_somebody": [(Study, None, {"review_status": "reviewed"})],
    "study_follow_up_has_unit": [(Study, None, {"follow_up_unit": ""})],
    "study_working_copy_slug": [(Study, None, {"slug": f"{TRIAL}~draft"})],
    "report_year_in_range": [(Report, "doe-2020", {"year": 1066})],
    "report_identifiers_not_empty": [(Report, "doe-2020", {"doi": ""})],
}


@pytest.fixture
def loaded(db):
    load(sample_files())


def record(model, key):
    if model is Study:
        return Study.objects.get(slug=TRIAL)
    return model.objects.get(slug=key) if model is Report else model.objects.get(study__slug=TRIAL, key=key)


def refusal(write) -> str:
    with pytest.raises((IntegrityError, DataError)) as refused, transaction.atomic():
        write()
    return str(refused.value)


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize("constraint", BAD)
def test_the_database_names_the_constraint_that_is_broken(constraint):
    for model, key, change in BAD[constraint]:
        found = record(model, key)
        for name, value in change.items():
            setattr(found, name, value)

        assert constraint in refusal(found.save)


@pytest.mark.usefixtures("loaded")
def test_rows_that_are_inserted_in_bulk_are_judged_too():
    wrong = Outcome.objects.get(study__slug=TRIAL, key="orr")
    wrong.pk, wrong.key, wrong.events = None, "another", 45

    assert "outcome_events_within_total" in refusal(lambda: Outcome.objects.bulk_create([wrong]))


@pytest.mark.usefixtures("loaded")
def test_a_negative_count_is_refused_by_the_column():
    assert "events" in refusal(lambda: Outcome.objects.filter(key="orr").update(events=-1))


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize("number", ["NaN", "Infinity"])
def test_no_number_that_is_none_gets_into_the_database(number):
    """PostgreSQL knows NaN and Infinity as numbers, SQLite knows neither: there, text stands for them."""
    with connection.cursor() as cursor:
        said = refusal(lambda: cursor.execute("UPDATE studies_outcome SET percent = %s WHERE key = 'orr'", [number]))

    assert "outcome_percent_in_range" in said or "numeric field overflow" in said


@pytest.mark.usefixtures("loaded")
def test_an_outcome_is_not_compared_with_itself():
    comparison = record(Comparison, "orr-17p")
    comparison.reference = comparison.outcome

    assert "comparison_two_outcomes" in refusal(comparison.save)


@pytest.mark.usefixtures("loaded")
def test_a_study_is_not_linked_to_itself():
    link = StudyLink.objects.get()
    link.other = link.study

    assert "studylink_not_to_itself" in refusal(link.save)


@pytest.mark.usefixtures("loaded")
def test_a_figure_that_does_not_fit_is_about_one_row():
    figure = record(DiscrepancyFigure, "orr-table")
    figure.arm = record(Arm, "only")

    assert "discrepancyfigure_about_one_row_at_most" in refusal(figure.save)


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize("model", [Synonym, Code])
def test_a_label_belongs_to_exactly_one_term(model):
    label = model.objects.filter(agent__isnull=False).first()
    name = f"{model.__name__.lower()}_of_exactly_one_term"

    assert name in refusal(lambda: model.objects.filter(pk=label.pk).update(agent=None))


@pytest.mark.usefixtures("loaded")
def test_a_version_has_one_revision():
    again = Revision.objects.first()
    again.pk = None

    said = refusal(lambda: again.save(force_insert=True))

    assert "revision_version_unique_in_study" in said or "version" in said


@pytest.mark.usefixtures("loaded")
def test_a_key_stands_once_in_a_study():
    arm = record(Arm, "only")
    arm.pk = None

    said = refusal(lambda: arm.save(force_insert=True))

    assert "arm_key_unique_in_study" in said or "studies_arm.study_id, studies_arm.key" in said

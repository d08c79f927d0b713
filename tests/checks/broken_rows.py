"""Records whose harm, estimates, denominators, relations or doses do not fit."""

from decimal import Decimal

from studies.models import ArmSchedule, DoseStep, Report, Schedule, Study, StudyFact, Subgroup

from .broken import breaks


@breaks("grades-within")
def severe_events_exceed_those_of_any_grade(record):
    record.adverse_event("any", "anemia", "10 of 44", affected=10, at_risk=44, grade_text="any")
    record.adverse_event("severe", "anemia", "12 of 44", affected=12, at_risk=44, grade_from=3, grade_to=4)


@breaks("estimate-within-bounds")
def a_median_lies_outside_its_range(record):
    bounds = {"lower": "49", "upper": "63", "bounds_kind": "range"}
    record.characteristic("age", "64 years (49-63)", statistic="median", estimate="64", unit="a", **bounds)


@breaks("estimate-within-bounds")
def a_hazard_ratio_lies_outside_its_interval(record):
    one = record.outcome("os", "overall-survival", "12 months", statistic="median", estimate="12", unit="mo")
    other = record.outcome("efs", "event-free-survival", "6 months", statistic="median", estimate="6", unit="mo")
    bounds = {"lower": Decimal("0.8"), "upper": Decimal("1.2")}
    record.comparison("hr", one, other, "0.7 (0.8-1.2)", measure="hr", estimate="0.7", **bounds)


@breaks("absent-without-value")
def a_value_has_a_reason_for_its_absence(record):
    record.outcome("os", "overall-survival", "12 months", statistic="median", estimate="12", state="not_reached")


@breaks("absent-without-value")
def a_bound_has_a_reason_for_its_absence(record):
    bounds = {"lower": "3", "upper": "20", "upper_state": "not_reached", "bounds_kind": "range"}
    record.outcome("os", "overall-survival", "12 months (3-20)", statistic="median", estimate="12", **bounds)


@breaks("not-reached")
def a_median_not_reached_has_a_value(record):
    record.outcome("os", "overall-survival", "Not reached at 12 months", statistic="median", estimate="12")


@breaks("progression-before-death")
def progression_comes_after_death(record):
    record.outcome("pfs", "progression-free-survival", "14 months", statistic="median", estimate="14", unit="mo")
    record.outcome("os", "overall-survival", "12 months", statistic="median", estimate="12", unit="mo")


@breaks("progression-before-death")
def progression_is_not_reached_but_death_is(record):
    record.outcome("pfs", "progression-free-survival", "not reached", statistic="median", state="not_reached")
    record.outcome("os", "overall-survival", "12 months", statistic="median", estimate="12", unit="mo")


@breaks("finding-fits-p")
def no_difference_has_a_small_p(record):
    one = record.outcome("os", "overall-survival", "12 months", statistic="median", estimate="12", unit="mo")
    other = record.outcome("efs", "event-free-survival", "6 months", statistic="median", estimate="6", unit="mo")
    record.comparison("p", one, other, "P = .001", finding="no_difference", p_value="0.001")


@breaks("arms-within-study")
def an_arm_exceeds_the_study(record):
    record.arm.n_treated, record.arm.as_reported = 45, "44 assigned, 45 treated"


@breaks("given-within-arm")
def a_schedule_is_given_to_more_than_the_arm(record):
    schedule = record.add(Schedule, "daily")
    record.add(ArmSchedule, "daily", arm=record.arm, schedule=schedule, n_given=45, as_reported="45 patients")


@breaks("diseases-add-up")
def diseases_leave_patients_out(record):
    record.disease("mds", 24)
    record.disease("aml", 19)


@breaks("denominator-within")
def a_denominator_exceeds_its_subgroup(record):
    bulky = record.subgroup("bulky", "nodes", 17)
    record.outcome("flare", "tumor-flare", "9 of 18", events=9, total=18, subgroup=bulky)


@breaks("denominator-within")
def a_denominator_exceeds_its_analysis_set(record):
    record.arm.n_evaluable, record.arm.as_reported = 40, "44 patients, 40 evaluable"
    record.outcome("orr", "overall-response", "9 of 42", events=9, total=42, analysis_set="evaluable")


@breaks("courses-or-patients")
def courses_are_not_all_courses(record):
    record.outcome("courses", "courses-total", "333 courses", statistic="count", estimate="333")
    record.adverse_event("a", "anemia", "35 of 330", affected=35, at_risk=330, denominator_unit="courses")


@breaks("entered-twice")
def a_result_is_entered_twice(record):
    record.rate("orr", "overall-response", 14, 44, "32")
    record.rate("orr-2", "overall-response", 14, 44, "32")


@breaks("entered-twice")
def an_adverse_event_is_entered_twice(record):
    record.adverse_event("a", "anemia", "3%", percent="3", grade_from=3, grade_to=4)
    record.adverse_event("b", "anemia", "3%", percent="3", grade_from=3, grade_to=4)


@breaks("own-rows")
def a_subgroup_is_that_of_another_study(record):
    other = Subgroup(study=Study(slug="other"), key="all", variable="all", n=44)
    record.outcome("dli", "dli-given", "14 patients", events=14, total=44, subgroup=other)


@breaks("known-report")
def a_report_is_not_the_study_s(record):
    record.outcome("dli", "dli-given", "14 patients", events=14, total=44, report=Report(slug="other"))


@breaks("fact-has-place")
def a_figure_of_the_study_has_no_place(record):
    record.study.centres = 9


@breaks("fact-has-place")
def a_figure_of_the_study_is_there_and_absent(record):
    record.study.centres = 9
    record.add(StudyFact, "centres", field="centres", state="not_reported")


@breaks("fact-has-place")
def a_place_has_no_figure(record):
    record.add(StudyFact, "centres", field="centres", as_reported="nine centres")


@breaks("fact-printed")
def a_figure_of_the_study_is_printed_otherwise(record):
    record.enrolled.as_reported = "45 patients"


@breaks("fact-printed")
def a_date_of_the_study_is_printed_otherwise(record):
    record.study.enrolment_from = "2005-11"
    record.add(StudyFact, "from", field="enrolment_from", as_reported="From December 2005")


@breaks("doses-in-order")
def doses_run_downwards(record):
    record.component("lena", "25 to 10 mg", dose_from="25", dose_to="10")


@breaks("doses-in-order")
def a_level_lies_outside_the_doses(record):
    lena = record.component("lena", "10 to 25 mg", dose_from="10", dose_to="25", dose_unit="mg")
    record.add(DoseStep, "l", component=lena, kind="level", dose=Decimal(30), dose_unit="mg", as_reported="30 mg")


@breaks("cycles-in-order")
def more_cycles_are_given_than_planned(record):
    schedule = record.add(Schedule, "daily", max_cycles=8, as_reported="eight cycles")
    cycles = {"cycles_from": 1, "cycles_to": 9, "as_reported": "cycles 1 to 9"}
    record.add(ArmSchedule, "daily", arm=record.arm, schedule=schedule, **cycles)


@breaks("cycles-in-order")
def a_day_lies_behind_the_cycle(record):
    schedule = record.add(Schedule, "daily", cycle_from=28, cycle_to=28, as_reported="28 days")
    record.component("lena", "days 1-29", days="1-29", schedule=schedule)


@breaks("explains-nothing")
def a_discrepancy_explains_what_is_right(record):
    row = record.rate("pr", "partial-remission", 10, 44, "23")
    record.discrepancy("pr", "percent-fits", outcome=row, as_reported="23%")

"""What looks wrong at first sight and is right: the checks stay silent."""

from collections.abc import Callable

import pytest

from studies.models import StudyFact

from .conftest import Record

# events, total, percent as printed
ROUNDED = [
    (29, 33, "88"),
    (26, 44, "59"),
    (14, 44, "32"),
    (10, 44, "23"),
    (8, 26, "31"),
    (5, 13, "38"),
    (4, 27, "15"),
    (2, 44, "5"),
    (9, 17, "53"),
    (35, 333, "11"),
    (52, 333, "16"),
    (51, 333, "15"),
    (31, 333, "9"),
    (12, 32, "38"),  # 37.5, half up
    (12, 32, "37.5"),
    (1, 8, "12"),  # 12.5, half to even
    (1, 8, "13"),
    (1, 3, "33.3"),
    (2, 3, "66.67"),
    (0, 9, "0"),
    (9, 9, "100"),
]

# percent as printed, total
POSSIBLE = [("24", 29), ("38", 13), ("25", 12), ("39", 18), ("31", 26), ("50", 4), ("33.3", 9), ("24", 100)]


@pytest.mark.parametrize(("events", "total", "percent"), ROUNDED)
def test_rounding_explains_the_percent(record, events, total, percent):
    record.study.n_enrolled = record.arm.n_assigned = record.everyone.n = 333
    record.enrolled.as_reported = record.arm.as_reported = record.everyone.as_reported = "333 patients"
    record.rate("result", "partial-remission", events, total, percent)
    assert record.findings() == []


@pytest.mark.parametrize(("percent", "total"), POSSIBLE)
def test_a_percent_without_a_count_is_possible(record, percent, total):
    record.study.n_enrolled = record.arm.n_assigned = record.everyone.n = 100
    record.enrolled.as_reported = record.arm.as_reported = record.everyone.as_reported = "100 patients"
    record.outcome("result", "partial-remission", f"{total} | {percent}", percent=percent, total=total)
    assert record.findings() == []


NEAR: list[Callable[[Record], object]] = []


def near_miss(record: Callable[[Record], object]) -> Callable[[Record], object]:
    NEAR.append(record)
    return record


@near_miss
def progressions_and_early_deaths_are_the_table_s_progressive_disease(record):
    record.rate("orr", "overall-response", 14, 44, "32")
    record.rate("sd", "stable-disease", 11, 44, "25")
    record.rate("pd", "progressive-disease", 19, 44, "43")
    record.rate("progression", "progression-on-treatment", 17, 44, "39")
    record.rate("death", "early-death", 2, 44, "5")


@near_miss
def best_responses_leave_out_early_deaths(record):
    record.rate("orr", "overall-response", 14, 44, "32")
    record.rate("sd", "stable-disease", 11, 44, "25")
    record.rate("pd", "progressive-disease", 17, 44, "39")
    record.rate("death", "early-death", 2, 44, "5", timing="first 30 days")


@near_miss
def responses_add_up(record):
    record.rate("orr", "overall-response", 14, 44, "32")
    record.rate("cr", "complete-remission", 3, 44, "7")
    record.rate("npr", "nodular-partial-remission", 1, 44, "2")
    record.rate("pr", "partial-remission", 10, 44, "23")


@near_miss
def not_every_part_of_a_response_is_told(record):
    record.rate("orr", "overall-response", 28, 44, "64")
    record.rate("cr", "complete-remission", 25, 44, "57")


@near_miss
def complete_remissions_are_all_responses(record):
    record.outcome("orr", "overall-response", "32%", percent="32")
    record.outcome("cr", "complete-remission", "32.4%", percent="32.4")


@near_miss
def a_response_by_other_criteria_or_at_another_time_is_another(record):
    record.rate("orr", "overall-response", 3, 44, "7", timing="at 3 months")
    record.rate("cr", "complete-remission", 9, 44, "20", timing="at 9 months")


@near_miss
def levels_that_make_up_the_whole_contain_its_rate(record):
    sensitive = record.subgroup("sensitive", "fludarabine", 32, complete=True)
    refractory = record.subgroup("refractory", "fludarabine", 12, complete=True)
    record.rate("orr", "overall-response", 15, 44, "34")
    record.outcome("orr-s", "overall-response", "32 | 38", subgroup=sensitive, total=32, percent="38")
    record.outcome("orr-r", "overall-response", "12 | 25", subgroup=refractory, total=12, percent="25")


@near_miss
def two_levels_of_several_need_not_contain_the_whole(record):
    for level, n, events, percent in (("17p", 13, 2, "15"), ("11q", 18, 7, "39")):
        group = record.subgroup(level, "FISH", n)
        record.rate(f"orr-{level}", "overall-response", events, n, percent, subgroup=group)
    record.rate("orr", "overall-response", 30, 44, "68")


@near_miss
def overlapping_levels_may_exceed_the_whole(record):
    for level, n in (("17p", 18), ("11q", 18), ("+12", 14)):
        record.subgroup(level, "FISH", n, exclusive=False)


@near_miss
def a_level_lies_within_a_union(record):
    union = record.subgroup("11q or 17p", "FISH", 26, exclusive=False)
    part = record.subgroup("11q", "FISH deletion", 18, parent=union)
    record.rate("orr", "overall-response", 14, 44, "32")
    record.rate("orr-union", "overall-response", 8, 26, "31", subgroup=union)
    record.rate("orr-11q", "overall-response", 7, 18, "39", subgroup=part)


@near_miss
def a_percent_s_place_may_print_it_at_another_precision(record):
    elsewhere = [{"place": "Text", "as_reported": "22.7%, and 11 patients (25%)"}]
    record.rate("pr", "partial-remission", 10, 44, "23", also_at=elsewhere)


@near_miss
def the_share_of_one_thing_may_stand_beside_another_s_percent(record):
    record.outcome("remission", "morphological-remission", "1 of 1 (blasts in 3.6%)", events=1, total=1)


@near_miss
def grade_bands_agree_in_text_and_table(record):
    record.outcome("courses", "courses-total", "333 courses", statistic="count", estimate="333")
    for band, n, percent in (((1, 2), 35, "11"), ((3, 4), 135, "41")):
        text = [{"place": "Text", "as_reported": f"{percent}%"}]
        fields = {"grade_from": band[0], "grade_to": band[1], "denominator_unit": "courses", "also_at": text}
        fields |= {"affected": n, "at_risk": 333, "percent": percent}
        record.adverse_event(f"g{band[0]}", "neutropenia", f"{n} | {percent}", **fields)


@near_miss
def one_event_in_patients_and_in_courses_is_told_twice(record):
    record.outcome("courses", "courses-total", "333 courses", statistic="count", estimate="333")
    record.adverse_event("a", "flare", "13 of 44", affected=13, at_risk=44)
    record.adverse_event("b", "flare", "41 of 333", affected=41, at_risk=333, denominator_unit="courses")


@near_miss
def a_severe_event_of_another_kind_is_commoner(record):
    record.adverse_event("a", "infection", "1 of 44", affected=1, at_risk=44, term_as_reported="Rotavirus")
    fields = {"affected": 3, "at_risk": 44, "grade_from": 3, "grade_to": 4, "term_as_reported": "Mucormycosis"}
    record.adverse_event("b", "infection", "3 of 44", **fields)


@near_miss
def a_value_lies_outside_the_laboratory_s_reference_range(record):
    bounds = {"lower": "313", "upper": "618", "bounds_kind": "normal"}
    record.characteristic("ldh", "800 U/L (313-618)", statistic="value", estimate="800", unit="U/L", **bounds)


@near_miss
def a_mean_lies_outside_the_quartiles(record):
    bounds = {"lower": "10", "upper": "20", "bounds_kind": "iqr"}
    record.characteristic("beta2", "mean 25 (10-20)", statistic="mean", estimate="25", **bounds)


@near_miss
def an_upper_bound_is_not_reached(record):
    bounds = {"lower": "6", "upper_state": "not_reached", "bounds_kind": "ci"}
    record.outcome("os", "overall-survival", "12 months (6-not reached)", statistic="median", estimate="12", **bounds)


@near_miss
def progression_and_death_have_one_median(record):
    for endpoint in ("progression-free-survival", "overall-survival"):
        record.outcome(endpoint, endpoint, "12 months", statistic="median", estimate="12", unit="mo")


@near_miss
def a_table_s_denominator_stands_at_its_head(record):
    record.characteristic("female", "14 | 32", events=14, total=44, percent="32", denominator_unit="patients")


@near_miss
def a_disease_within_another_is_not_added(record):
    aml = record.disease("aml", 44)
    record.disease("secondary-aml", 14, parent=aml)


@near_miss
def a_disease_without_a_number_leaves_the_sum_open(record):
    record.disease("mds", 24)
    record.disease("aml", None)


@near_miss
def a_month_is_printed_by_name(record):
    record.study.enrolment_from, record.study.enrolment_to = "2005-12", "2007"
    record.add(StudyFact, "from", field="enrolment_from", as_reported="December 2005 to February 2007")
    record.add(StudyFact, "to", field="enrolment_to", as_reported="December 2005 to February 2007")


@near_miss
def a_figure_of_the_study_is_computed(record):
    record.study.centres = 1
    record.add(StudyFact, "centres", field="centres", as_reported="our service", computed={"field": "one service"})


@near_miss
def results_at_two_times_are_two_results(record):
    for month in ("3", "6"):
        time = {"time_point": month, "time_unit": "mo"}
        record.outcome(f"cd3-{month}", "cd3", f"{month} months, 930/µl", statistic="mean", estimate="930", **time)


@pytest.mark.django_db
@pytest.mark.parametrize("near", NEAR, ids=lambda near: near.__name__)
def test_the_checks_stay_silent(near, responses):
    near(responses)
    assert responses.findings() == []

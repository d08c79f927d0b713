"""Records whose printed figures, rates, responses or subgroups do not fit."""

from .broken import breaks


@breaks("figure-printed")
def a_typed_count_is_not_printed(record):
    record.outcome("dli", "dli-given", "14 patients", events=15, total=44)


@breaks("figure-printed")
def a_time_is_printed_nowhere(record):
    record.outcome("t", "t-cells", "930/µl", estimate="930", time_point="3", time_unit="mo")


@breaks("figure-printed")
def a_grade_is_neither_in_the_place_nor_in_the_print(record):
    record.adverse_event("a", "anemia", "3%", percent="3", grade_from=3, grade_to=4, place="Results, para 1")


@breaks("computed-has-formula")
def a_formula_is_empty(record):
    record.outcome("dli", "dli-given", "14 patients", events=14, total=40, computed={"total": " "})


@breaks("computed-has-formula")
def a_formula_has_no_value(record):
    record.outcome("dli", "dli-given", "14 patients", events=14, total=44, computed={"percent": "14 / 44 = 31.8 %"})


@breaks("formula-holds")
def a_sum_is_wrong(record):
    record.outcome("dli", "dli-given", "", events=15, total=44, computed={"events": "9 + 5 = 15"})


@breaks("formula-holds")
def a_formula_gives_another_value(record):
    record.outcome("dli", "dli-given", "", events=15, total=44, computed={"events": "9 + 5 = 14"})


@breaks("percent-fits")
def ten_of_44_are_not_25_percent(record):
    record.rate("pr", "partial-remission", 10, 44, "25")


@breaks("percent-fits")
def the_printed_decimals_count(record):
    record.rate("pr", "partial-remission", 10, 44, "22.5")


@breaks("percent-fits")
def a_sign_must_hold(record):
    record.outcome("pr", "partial-remission", "1 of 44 (<1%)", events=1, total=44, percent="1", percent_operator="<")


@breaks("percent-fits-elsewhere")
def the_text_prints_another_percent(record):
    record.rate(
        "pr", "partial-remission", 10, 44, "23", also_at=[{"place": "Text", "as_reported": "10 patients (25%)"}]
    )


@breaks("percent-fits-elsewhere")
def without_counts_two_places_differ(record):
    record.outcome("pr", "partial-remission", "23%", percent="23", also_at=[{"place": "T", "as_reported": "25%"}])


@breaks("percent-possible")
def no_count_of_31_is_34_percent(record):
    record.outcome("orr", "overall-response", "34% of 31", percent="34", total=31)


@breaks("exchanged")
def two_grade_bands_are_exchanged(record):
    low = {"grade_from": 1, "grade_to": 2, "percent": "16", "also_at": [{"place": "Text", "as_reported": "15%"}]}
    high = {"grade_from": 3, "grade_to": 4, "percent": "15", "also_at": [{"place": "Text", "as_reported": "16%"}]}
    record.adverse_event("low", "thrombocytopenia", "16", **low)
    record.adverse_event("high", "thrombocytopenia", "15", **high)


@breaks("response-nests")
def complete_remissions_exceed_responses(record):
    record.rate("orr", "overall-response", 3, 44, "7")
    record.outcome("cr", "complete-remission", "20%", percent="20", denominator_unit="patients")


@breaks("responses-add-up")
def the_parts_are_fewer_than_the_whole(record):
    record.rate("orr", "overall-response", 15, 44, "34")
    record.rate("cr", "complete-remission", 3, 44, "7")
    record.rate("npr", "nodular-partial-remission", 1, 44, "2")
    record.rate("pr", "partial-remission", 10, 44, "23")


@breaks("responses-add-up")
def some_parts_are_more_than_the_whole(record):
    record.rate("orr", "overall-response", 12, 44, "27")
    record.rate("cr", "complete-remission", 3, 44, "7")
    record.rate("pr", "partial-remission", 10, 44, "23")


@breaks("best-responses")
def best_responses_exceed_the_patients(record):
    record.rate("orr", "overall-response", 14, 44, "32")
    record.rate("sd", "stable-disease", 11, 44, "25")
    record.rate("pd", "progressive-disease", 20, 44, "45")


@breaks("best-responses")
def best_responses_leave_patients_out(record):
    record.rate("orr", "overall-response", 14, 44, "32")
    record.rate("sd", "stable-disease", 11, 44, "25")
    record.rate("pd", "progressive-disease", 16, 44, "36")


@breaks("subgroup-within")
def a_union_is_larger_than_all(record):
    record.subgroup("either", "FISH", 45, exclusive=False)


@breaks("subgroups-add-up")
def levels_exceed_the_whole(record):
    record.subgroup("sensitive", "fludarabine", 33)
    record.subgroup("refractory", "fludarabine", 12)


@breaks("subgroups-add-up")
def complete_levels_leave_patients_out(record):
    record.subgroup("sensitive", "fludarabine", 31, complete=True)
    record.subgroup("refractory", "fludarabine", 12, complete=True)


@breaks("subgroup-events-add-up")
def fifteen_responses_in_parts_are_fourteen_in_all(record):
    sensitive, refractory = record.subgroup("s", "fludarabine", 32), record.subgroup("r", "fludarabine", 12)
    record.rate("orr", "overall-response", 14, 44, "32")
    record.outcome("orr-s", "overall-response", "32 | 38", subgroup=sensitive, total=32, percent="38")
    record.outcome("orr-r", "overall-response", "12 | 25", subgroup=refractory, total=12, percent="25")


@breaks("subgroup-rates-contain")
def both_parts_respond_more_often_than_all(record):
    flare, none = record.subgroup("flare", "tumor flare", 13), record.subgroup("none", "tumor flare", 31)
    record.rate("orr", "overall-response", 14, 44, "32")
    record.outcome("orr-flare", "overall-response", "38%", subgroup=flare, percent="38")
    record.outcome("orr-none", "overall-response", "34%", subgroup=none, percent="34")


@breaks("subgroup-events-within")
def a_part_has_more_events_than_the_whole(record):
    bulky = record.subgroup("bulky", "nodes", 17)
    record.rate("flare", "tumor-flare", 5, 44, "11")
    record.rate("flare-bulky", "tumor-flare", 9, 17, "53", subgroup=bulky)


@breaks("subgroup-events-within")
def a_part_has_more_patients_without_the_event_than_the_whole(record):
    bulky = record.subgroup("bulky", "nodes", 17)
    record.rate("flare", "tumor-flare", 40, 44, "91")
    record.rate("flare-bulky", "tumor-flare", 9, 17, "53", subgroup=bulky)

"""A reader's sheet written out as a nested record."""

import copy
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studies.extraction.results import counts_behind
from studies.extraction.sentences import read_source
from studies.extraction.sheet import compiled

SOURCE = read_source(
    "https://example.org/abstract\n\nA made-up trial\n"
    "Fifty patients with AML were randomized to A (n = 25) or B (n = 25). "
    "Response was 56% with A and 20% with B (P = .009). "
    "Grade ≥3 neutropenia occurred in 40% with A."
)
SHEET = {
    "title": "A against B",
    "design": "randomised",
    "report": {"doi": "10.1000/MadeUp"},
    "nct": ["NCT00000001"],
    "facts": {"n_enrolled": [50, "s1", "Fifty patients"]},
    "diseases": [{"disease": "aml", "n": 50, "at": "s1", "printed": "Fifty … AML"}],
    "arms": [
        {"key": "a", "label": "A", "role": "experimental", "n_assigned": 25, "at": "s1", "printed": "n = 25"},
        {"key": "b", "label": "B", "role": "control", "n_assigned": 25, "at": "s1", "printed": "n = 25"},
    ],
    "schedules": [
        {
            "key": "a",
            "arms": ["a"],
            "regimen": {"slug": "azacitidine"},
            "at": "s1",
            "printed": "A",
            "components": [{"agent": "azacitidine", "at": "s1", "printed": "A"}],
        }
    ],
    "outcomes": [
        {"arm": "a", "endpoint": "overall-response", "total": 25, "percent": "56", "at": "s2", "printed": "56%"},
        {"arm": "b", "endpoint": "overall-response", "total": 25, "percent": "20", "at": "s2", "printed": "20%"},
    ],
    "comparisons": [
        {"endpoint": "overall-response", "arm": "a", "against_arm": "b", "p_value": "0.009", "finding": "better",
         "at": "s2", "printed": "P = .009"},
        {"endpoint": "overall-survival", "arm": "a", "against_arm": "b", "finding": "no_difference", "at": "s2",
         "printed": "A"},
    ],
    "adverse_events": [
        {"arm": "a", "term": "neutropenia", "word": "neutropenia", "grade_from": 3, "total": 25, "percent": "40",
         "at": "s3", "printed": "≥3 neutropenia … 40%"},
    ],
}  # fmt: skip


def record(**changes) -> tuple[dict, list[str]]:
    return compiled(copy.deepcopy(SHEET) | changes, "made-up", SOURCE)


def test_a_sheet_becomes_a_record_with_keys_places_and_counts():
    made, problems = record()
    assert problems == []
    first, second, *implied = made["outcomes"]
    assert (first["key"], first["events"], first["denominator_unit"]) == ("overall-response-a", 14, "patients")
    assert first["computed"] == {"events": "14 / 25 = 56 %"}
    assert first["place"] == "Abstract, sentence 2"
    assert first["report"] == "made-up"
    assert second["events"] == 5
    assert made["subgroups"][0] | {} == {
        "key": "all", "variable": "all", "position": 1, "n": 50, "report": "made-up",
        "place": "Abstract, sentence 1", "as_reported": "Fifty patients",
    }  # fmt: skip
    assert made["study_reports"][0]["source_sha256"] == SOURCE.sha256
    assert made["reports"][0]["doi"] == "10.1000/madeup"
    assert made["components"][0]["dose_state"] == "not_reported"
    assert [row["state"] for row in implied] == ["not_reported", "not_reported"]


def test_grade_three_and_above_runs_to_five_and_says_so():
    (event,) = record()[0]["adverse_events"]
    assert (event["grade_from"], event["grade_to"], event["affected"], event["at_risk"]) == (3, 5, 10, 25)
    assert set(event["computed"]) == {"grade_to", "affected"}


def test_a_comparison_points_at_the_rows_it_compares():
    made, _ = record()
    first, second = made["comparisons"]
    assert (first["outcome"], first["reference"]) == ("overall-response-a", "overall-response-b")
    assert (second["outcome"], second["reference"]) == ("overall-survival-a", "overall-survival-b")
    assert second["p_state"] == "not_reported"


def test_what_is_printed_must_stand_in_its_sentence_in_order():
    wrong = [SHEET["outcomes"][0] | {"printed": "57%"}, SHEET["outcomes"][1] | {"printed": "20% … 56%"}]
    _, problems = record(outcomes=wrong)
    assert problems == [
        "outcomes 1 (overall-response): “57%” does not stand in s2 (in that order).",
        "outcomes 2 (overall-response): “56%” does not stand in s2 (in that order).",
    ]


def test_a_percent_that_no_count_gives_is_told():
    _, problems = record(outcomes=[SHEET["outcomes"][0] | {"total": 24}])
    assert problems == ["outcomes 1 (overall-response): no integer of 24 gives 56 %: drop the total."]


def test_several_arms_and_none_named_is_told():
    row = {name: value for name, value in SHEET["outcomes"][0].items() if name != "arm"}
    assert record(outcomes=[row])[1][0] == "outcomes 1 (overall-response): say which arm."


def test_a_number_of_patients_that_is_not_printed_is_answered():
    made, _ = record(facts={})
    assert made["facts"] == [
        {"key": "n-enrolled", "field": "n_enrolled", "state": "not_reported", "report": "made-up", "place": "Abstract"}
    ]


@pytest.mark.parametrize(
    ("percent", "total", "counts"),
    [
        ("66", 59, [39]),
        ("12", 8, [1]),
        ("13", 8, [1]),
        ("16.6", 78, []),
        ("19", 65, []),
        ("10", 1000, [*range(95, 106)]),
    ],
)
def test_counts_behind_a_percent(percent, total, counts):
    assert counts_behind(Decimal(percent), total) == counts


@given(st.integers(1, 400).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total))), st.integers(0, 2))
def test_a_count_is_found_behind_its_own_percent(count_and_total, decimals):
    count, total = count_and_total
    percent = (Decimal(count) * 100 / total).quantize(Decimal(1).scaleb(-decimals))
    assert count in counts_behind(percent, total)

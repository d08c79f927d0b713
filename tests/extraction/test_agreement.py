"""Two readings compared, and the tally that is kept."""

import copy
import json

import pytest

from studies.extraction.agreement import compare
from studies.extraction.tally import KEPT, kept, tally_of, together, written
from tests.curated import FIXTURES

A = {
    "slug": "made-up",
    "design": "single_arm",
    "n_enrolled": 9,
    "arms": [{"key": "aza", "role": "only", "label": "Azacitidine", "n_assigned": 9}],
    "subgroups": [{"key": "all", "variable": "all"}],
    "outcomes": [
        {"key": "orr", "arm": "aza", "subgroup": "all", "endpoint": "overall-response", "events": 0, "total": 9,
         "place": "Results, sentence 1", "as_reported": "none of 9"},
        {"key": "os", "arm": "aza", "subgroup": "all", "endpoint": "overall-survival", "estimate": "4"},
    ],
}  # fmt: skip


def values(tallies: dict) -> dict[str, int]:
    counts = dict.fromkeys(("equal", "differs", "only A", "only B"), 0)
    for tally in tallies.values():
        for kind in counts:
            counts[kind] += tally.counts["values", kind]
    return counts


def test_a_reading_agrees_with_itself_under_other_keys():
    b = copy.deepcopy(A)
    b["arms"][0]["key"] = "all-patients"
    for row in b["outcomes"]:
        row |= {"arm": "all-patients", "key": f"x-{row['key']}"}
    assert values(compare(A, b)) | {"equal": 0} == {"equal": 0, "differs": 0, "only A": 0, "only B": 0}


def test_another_number_differs_and_a_missing_row_is_one_readers():
    b = copy.deepcopy(A)
    b["outcomes"][0]["events"] = 1
    del b["outcomes"][1]
    assert values(compare(A, b)) | {"equal": 0} == {"equal": 0, "differs": 1, "only A": 4, "only B": 0}


def test_a_difference_is_followed_into_the_record():
    b = copy.deepcopy(A)
    b["outcomes"][0]["events"] = 1
    settled = compare(A, b, final=b)["outcomes"].settled
    assert settled == {"as B": 1}


def test_a_place_told_more_exactly_is_the_same_place():
    b = copy.deepcopy(A)
    b["outcomes"][0]["place"] = "Results"
    assert compare(A, b)["outcomes"].differences == []


def test_a_tally_counts_values_and_is_written_by_name():
    one = tally_of("made-up", A, A, 3, 4)
    assert (one.differ, one.one_only, one.found, one.recorded) == (0, 0, 3, 4)
    assert together([one, one]).values == 2 * one.values
    assert json.loads(written([one]))[0]["slug"] == "made-up"


@pytest.mark.once
def test_the_kept_tally_is_of_the_curated_studies_and_every_figure_is_found():
    studies = {path.stem for path in FIXTURES.glob("studies/*.json")}
    assert {one.slug for one in kept()} == studies
    assert [one.slug for one in kept() if one.found != one.recorded] == []
    assert written(kept()) == KEPT.read_text()

"""A blind form of a record, and the comparison with what a fresh reader put in."""

import pytest

from studies.extraction.form import blank_form, compared

RECORD = {
    "slug": "made-up",
    "phase": "2",
    "n_enrolled": 9,
    "facts": [{"key": "phase", "field": "phase"}],
    "arms": [{"key": "aza", "label": "Azacitidine", "n_assigned": 9}],
    "outcomes": [
        {
            "key": "orr",
            "arm": "aza",
            "subgroup": "all",
            "endpoint": "overall-response",
            "events": 3,
            "total": 9,
            "percent": "33",
            "computed": {"events": "3 / 9 = 33 %"},
        }
    ],
}


def filled(**values) -> list[dict]:
    form = blank_form(RECORD)
    for entry in form:
        entry["fields"] |= values.get(entry["row"].replace("/", "_"), {})
    return form


def test_a_form_holds_no_value_of_the_record():
    form = blank_form(RECORD)
    assert [entry["row"] for entry in form] == ["study", "arms/aza", "outcomes/orr"]
    assert all(value is None for entry in form for value in entry["fields"].values())
    assert form[2]["is"] == {"endpoint": "overall-response", "arm": "aza", "subgroup": "all"}


def test_every_field_that_either_filled_is_compared_but_for_what_was_computed():
    form = filled(study={"phase": 2, "n_enrolled": "9"}, arms_aza={"n_assigned": 9}, outcomes_orr={"percent": "33.0"})
    assert [(one.row, one.name, one.agrees) for one in compared(RECORD, form)] == [
        ("study", "phase", True),
        ("study", "n_enrolled", True),
        ("arms/aza", "n_assigned", True),
        ("outcomes/orr", "total", False),
        ("outcomes/orr", "percent", True),
    ]


def test_a_row_that_the_record_has_not_is_refused():
    with pytest.raises(KeyError):
        compared(RECORD, [{"row": "outcomes/cr", "is": {}, "fields": {"events": 1}}])

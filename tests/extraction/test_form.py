"""A blind form of a record, and the comparison with what a fresh reader put in."""

import pytest

from studies.extraction.form import ASKED, blank_form, compared

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


def filled(record: dict = RECORD, **values) -> dict:
    form = blank_form(record)
    for entry in form["rows"]:
        entry["fields"] |= values.get(entry["row"].replace("/", "_"), {})
    return form


def test_a_form_holds_no_value_of_the_record():
    rows = blank_form(RECORD)["rows"]
    assert [entry["row"] for entry in rows] == ["study", "arms/aza", "outcomes/orr"]
    assert all(value is None for entry in rows for value in entry["fields"].values())
    assert rows[2]["is"] == {"endpoint": "overall-response", "arm": "aza", "subgroup": "all"}


def test_every_field_of_a_form_is_asked_in_words_and_no_section_that_has_no_rows():
    form = blank_form(RECORD)
    assert set(form["asks"]) == {"study", "arms", "outcomes"}
    for entry in form["rows"]:
        assert set(entry["fields"]) == set(form["asks"][entry["row"].split("/")[0]])
    assert all(ask.strip().endswith(".") for asks in ASKED.values() for ask in asks.values())


def test_what_is_asked_of_a_row_is_not_told_of_it():
    record = {"comparisons": [{"key": "os", "outcome": "os-a", "reference": "os-b", "level": "95"}]}
    assert blank_form(record)["rows"][1]["is"] == {"outcome": "os-a", "reference": "os-b"}


def test_every_field_that_either_filled_is_compared_but_for_what_was_computed():
    form = filled(study={"phase": 2, "n_enrolled": "9"}, arms_aza={"n_assigned": 9}, outcomes_orr={"percent": "33.0"})
    assert [(one.row, one.name, one.agrees) for one in compared(RECORD, form)] == [
        ("study", "phase", True),
        ("study", "n_enrolled", True),
        ("arms/aza", "n_assigned", True),
        ("outcomes/orr", "total", False),
        ("outcomes/orr", "percent", True),
    ]


def test_a_field_that_the_reader_took_out_of_the_form_is_compared_all_the_same():
    form = filled()
    form["rows"][1]["fields"] = {}
    assert ("arms/aza", "n_assigned", False) in [(one.row, one.name, one.agrees) for one in compared(RECORD, form)]


@pytest.mark.parametrize(
    ("kept", "read"),
    [
        ("0.50", "0.5"),
        (1, "1"),
        ("0.018", ".018"),
        ("<=", "≤"),
        ("1-5", "1–5"),
        ("1,8", "1, 8"),
        ("none", None),
        ("", None),
    ],
)
def test_notation_makes_no_difference(kept, read):
    record = {"comparisons": [{"key": "os", "measure": kept}]}
    assert all(one.agrees for one in compared(record, filled(record, comparisons_os={"measure": read})))


@pytest.mark.parametrize(("kept", "read"), [("0.5", "0.05"), (1, None), ("better", "worse"), ("<", "<=")])
def test_facts_do(kept, read):
    record = {"comparisons": [{"key": "os", "finding": kept}]}
    assert [one.agrees for one in compared(record, filled(record, comparisons_os={"finding": read}))] == [False]


@pytest.mark.parametrize(
    ("section", "name", "written"),
    [
        ("outcomes", "state", "not_reported"),
        ("components", "dose_state", "not_reported"),
        ("comparisons", "p_state", "not_reported"),
        ("adverse_events", "denominator_unit", "patients"),
    ],
)
def test_what_an_empty_field_says_by_itself_is_neither_agreement_nor_disagreement(section, name, written):
    record = {section: [{"key": "one", name: written}]}
    assert compared(record, filled(record)) == []
    assert compared({section: [{"key": "one"}]}, filled(record, **{f"{section}_one": {name: written}})) == []


def test_a_state_that_the_source_prints_is_compared():
    record = {"outcomes": [{"key": "os", "state": "not_reached"}]}
    assert [one.agrees for one in compared(record, filled(record))] == [False]


@pytest.mark.parametrize(
    ("row", "read", "found"),
    [
        ({"estimate": "6", "unit": "{cycle}"}, {"estimate": "6"}, [("estimate", True)]),
        ({"estimate": "3", "unit": "1"}, {"estimate": "3"}, [("estimate", True)]),
        ({"state": "not_reached", "unit": "mo"}, {"state": "not_reached"}, [("state", True)]),
        ({"estimate": "6", "unit": "mo"}, {"estimate": "6", "unit": "wk"}, [("estimate", True), ("unit", False)]),
        ({"lower": "6", "unit": "mo"}, {}, [("unit", False), ("lower", False)]),
    ],
)
def test_a_unit_counts_where_it_says_something_of_a_number(row, read, found):
    record = {"outcomes": [{"key": "os", "endpoint": "overall-survival", **row}]}
    assert [(one.name, one.agrees) for one in compared(record, filled(record, outcomes_os=read))] == found


def test_unit_and_statistic_of_a_rate_are_told_by_its_endpoint_and_its_figure_is_not():
    row = {"key": "os", "endpoint": "overall-survival-rate", "statistic": "rate", "estimate": "71", "unit": "%"}
    form = filled({"outcomes": [row]}, outcomes_os={"estimate": "17"})
    assert [(one.name, one.agrees) for one in compared({"outcomes": [row]}, form)] == [("estimate", False)]


@pytest.mark.parametrize(
    ("kept", "read", "found"),
    [
        ({}, {"events": "1", "total": "1"}, []),
        ({"events": 1, "total": 1}, {}, []),
        ({"events": 0, "total": 1}, {"events": "0", "total": "1"}, []),
        ({"estimate": "12"}, {"estimate": "12", "events": "1", "total": "1"}, [("estimate", True)]),
        ({"events": 1, "total": 1}, {"events": "0", "total": "1"}, [("events", False)]),
        ({"events": 1, "total": 1, "computed": {"events": "one patient"}}, {"events": "0"}, [("events", False)]),
        ({}, {"events": "20", "total": "20"}, [("events", False), ("total", False)]),
    ],
)
def test_the_counts_of_one_patient_told_alone_are_ours_unless_they_contradict(kept, read, found):
    record = {"arms": [{"key": "aza", "n_assigned": 1}], "outcomes": [{"key": "day", "arm": "aza", **kept}]}
    form = filled(record, arms_aza={"n_assigned": "1"}, outcomes_day=read)
    assert [(one.name, one.agrees) for one in compared(record, form)][1:] == found


def test_the_count_of_one_patient_of_several_is_compared():
    record = {"arms": [{"key": "aza", "n_assigned": 2}], "outcomes": [{"key": "cr", "arm": "aza", "events": 1}]}
    assert ("events", False) in [(one.name, one.agrees) for one in compared(record, filled(record))]


def test_a_row_that_the_record_has_not_is_refused():
    with pytest.raises(KeyError):
        compared(RECORD, {"rows": [{"row": "outcomes/cr", "is": {}, "fields": {"events": 1}}]})

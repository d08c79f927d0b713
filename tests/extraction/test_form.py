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


@pytest.mark.parametrize(("printed", "found"), [({}, []), ({"percent": "33"}, [("percent", False), ("state", False)])])
def test_not_reported_is_right_where_all_that_the_record_has_was_computed(printed, found):
    row = {"key": "orr", "events": 9, "total": 9, "computed": {"events": "all nine", "total": "all nine"}, **printed}
    form = filled({"outcomes": [row]}, outcomes_orr={"state": "not_reported"})
    assert [(one.name, one.agrees) for one in compared({"outcomes": [row]}, form)] == found


def test_a_row_that_the_record_has_not_is_refused():
    with pytest.raises(KeyError):
        compared(RECORD, {"rows": [{"row": "outcomes/cr", "is": {}, "fields": {"events": 1}}]})

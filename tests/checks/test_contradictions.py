"""The arithmetic contradictions of Ferrajoli 2008 (lenalidomide in CLL), found without being told."""

import pytest

from studies.checks import unexplained

from .conftest import Record

COURSES = {"denominator_unit": "courses", "at_risk": 333}
# Term → count and percent of grades 1–2, of grades 3–4 (None: lost in our copy), and the percents of the text.
TABLE_5 = {
    "neutropenia": (("35", "11"), ("135", "41"), ("11", "41")),
    "thrombocytopenia": (("52", "16"), ("51", "15"), ("15", "16")),
    "anemia": (("63", "19"), None, ("19", "3")),
    "fatigue": (("71", "22"), None, ("22", "1")),
    "diarrhea": (("44", "13"), None, ("13", "2")),
    "rash": (("43", "13"), None, ("13", None)),
    "tumor-flare": (("31", "10"), None, ("10", "2")),
}


@pytest.fixture
def ferrajoli(responses: Record) -> Record:
    """The study's responses, subgroups and Table 5, as printed."""
    record = responses
    text = {"place": "Clinical responses, para 1", "as_reported": "10 patients (25%)"}
    record.rate("orr", "overall-response", 14, 44, "32")
    record.rate("cr", "complete-remission", 3, 44, "7")
    record.outcome("npr", "nodular-partial-remission", "1 of 44", events=1, total=44)
    record.rate("pr", "partial-remission", 10, 44, "23", also_at=[text])
    record.rate("sd", "stable-disease", 11, 44, "25")
    record.rate("pd", "progressive-disease", 19, 44, "43")
    record.rate("deaths", "early-death", 2, 44, "5", timing="first 30 days")
    levels(record, "fludarabine", {"sensitive": ("32", "38"), "refractory": ("12", "25")})
    levels(record, "tumor flare", {"with": ("13", "38"), "without": ("31", "34")})
    record.outcome("courses", "courses-total", "333 courses", statistic="count", estimate="333")
    for term, (low, high, percents) in TABLE_5.items():
        toxicity(record, term, (1, 2), low, percents[0])
        toxicity(record, term, (3, 4), high, percents[1])
    return record


def levels(record: Record, variable: str, rates: dict[str, tuple[str, str]]) -> None:
    """Response by the levels of a variable: patients, and percent of them."""
    for level, (n, percent) in rates.items():
        group = record.subgroup(level, variable, int(n), complete=True)
        fields = {"subgroup": group, "total": int(n), "percent": percent}
        record.outcome(f"orr-{level}", "overall-response", f"{n} | {percent}", **fields)


def toxicity(record: Record, term: str, grades: tuple[int, int], cells: tuple | None, text: str | None) -> None:
    """One grade band of a toxicity: its cells in the table, else what the text prints."""
    band = {"grade_from": grades[0], "grade_to": grades[1]} | COURSES
    if cells is not None:
        also = [{"place": "Treatment toxicity, para 1", "as_reported": f"{text}%"}]
        band |= {"affected": int(cells[0]), "percent": cells[1], "also_at": also}
        record.adverse_event(f"{term}-{grades[0]}", term, " | ".join(cells), **band)
    elif text is not None:
        record.adverse_event(f"{term}-{grades[0]}", term, f"{text}%", percent=text, **band)


def test_the_checks_find_each_contradiction_and_nothing_else(ferrajoli):
    found = {(finding.rule, *sorted(key for _, key in finding.rows)) for finding in ferrajoli.findings()}
    assert found == {
        ("percent-fits-elsewhere", "pr"),  # 10 patients (25 %) of 44
        ("percent-fits", "tumor-flare-1"),  # 31 of 333 printed as 10 %
        ("percent-fits", "fatigue-1"),  # 71 of 333 printed as 22 %
        ("exchanged", "thrombocytopenia-1", "thrombocytopenia-3"),  # 16 % and 15 % in the table, exchanged in the text
        ("percent-possible", "orr-without"),  # no count of 31 is 34 %
        ("subgroup-rates-contain", "orr", "orr-with", "orr-without"),  # 38 % and 34 % of parts, 32 % of all
        ("subgroup-events-add-up", "orr", "orr-refractory", "orr-sensitive"),  # 12 + 3, and 14 of all
    }


def test_a_discrepancy_for_each_leaves_nothing_unexplained(ferrajoli):
    rows = {row.key: row for row in ferrajoli.rows}
    ferrajoli.discrepancy("pr", "percent-fits-elsewhere", outcome=rows["pr"], as_reported="10 patients (25%)")
    ferrajoli.discrepancy("flare", "percent-fits", adverse_event=rows["tumor-flare-1"], as_reported="31 | 10")
    ferrajoli.discrepancy("fatigue", "percent-fits", adverse_event=rows["fatigue-1"], as_reported="71 | 22")
    ferrajoli.discrepancy("bands", "exchanged", adverse_event=rows["thrombocytopenia-1"], as_reported="52 | 16")
    rules = ("percent-possible", "subgroup-rates-contain")
    ferrajoli.discrepancy("by-flare", *rules, outcome=rows["orr-without"], as_reported="34%")
    ferrajoli.discrepancy("by-flu", "subgroup-events-add-up", outcome=rows["orr-sensitive"], as_reported="38")
    assert unexplained(ferrajoli.findings(), ferrajoli.aggregate()) == []

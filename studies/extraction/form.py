"""A blind re-extraction: a record's rows as a form without its values, filled by a fresh reader, and the comparison.

The form says the conventions (docs/sheet.md) in plain words, names what each row is about (whose, which endpoint,
when, where it stands) and asks the same fields of every row of a section, so that it does not tell which are filled.
What our program computed is not asked.
"""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

RULES = (
    "Fill each field from the source's text alone, its title with it. Leave it null where the text does not say it.",
    "Never work a number out: no count from a percent, no sum, no difference. A number in words is a number.",
    "Numbers are digits as printed, as text: “36.0” (“0.50” and “0.5” are equal, “.05” is “0.05”); no unit, no sign.",
    "A zero said in words (“no patient”) is the count 0, with the size of the group as its total.",
    "One patient of a case report who had it: count 1, total 1.",
    "Every figure goes into one row, the one whose “is” fits best; “place” says where it stands.",
    "Keys in “is” (arm, subgroup, outcome, reference) name other rows of this form; subgroup “all” is the whole arm.",
    "Most rows have only a few fields that apply. Null is an answer.",
)
GROUP = (
    "The size of the group that the count or the percent is of. Give it where it is printed with the figure. Else give "
    "the printed size of the row's subgroup (of the arm, where the subgroup is “all”), if the text prints one such "
    "size only; a count always has its total, if need be that of the arm. Leave it null where (1) that size is not "
    "printed; (2) sizes differ (enrolled and treated, or evaluable) and the text does not say which is meant; (3) the "
    "figure is called an incidence, a cumulative incidence or a mortality by a day, and its base is not said; (4) the "
    "figure is cited in the introduction, from before this report; (5) it is doubtful: test each percent of the series "
    "(percents of responses: of that sentence; of harm: all in the text for that arm and its patients). "
    "If for one of them no whole count of the group rounds to the printed percent, the whole series has no total."
)
PERCENT = "As printed; null where only a count is printed."
SIGN = "A sign printed before it, as <, <=, >, >=, ~ (about); null if none."
STATE = (
    "Only where the row has no printed value at all, neither figure nor bound: not_reached (a time called so; its unit "
    "is then mo), not_estimable, missing_in_copy (lost in the copy), else not_reported. Null where the text gives "
    "the value in words (“most of them”, “elderly”), and wherever any value is filled."
)
N = (
    "Its patients, if printed, be it only as a denominator; the study's number if said of all its patients or asked of "
    "them for entry. Null if only a percent is printed, or a number for several kinds together."
)
MEASURED = {
    "events": "How many had it. Null where only a percent, a rate or a median is printed.",
    "total": f"{GROUP} Null beside a median, mean or rate (unless specimens are counted).",
    "percent": f"{PERCENT} Shares of patients go here, but for endpoints that end in “-rate”: see estimate.",
    "percent_operator": SIGN,
    "estimate": "A median, mean or single value; the percent of an endpoint that ends in “-rate” (survival at a time).",
    "statistic": "What the estimate is: median (also where “median” is said of the value listed before it), mean, rate "
    "(endpoints that end in “-rate”), minimum, maximum, count (of things, not of patients), else value. Null without "
    "estimate.",
    "unit": "Of the estimate or its bounds: mo, wk, d, a (years), as the text counts; % for a rate; {cycle} for a "
    "number of cycles or courses given, 1 for other numbers (prior therapies); else UCUM: mg, g/dL, /uL, "
    "10*6, 10*6/kg, /(100.a) for per 100 patient-years. Null for counts and percents.",
    "lower": "The lower bound printed with the value, also where only a range is printed. Null where it is “not "
    "reached” or “not estimable”. “N months or more” is a lower bound without an upper one.",
    "upper": "The upper bound, likewise.",
    "bounds_kind": "Of the bounds: ci, range, iqr, normal (laboratory reference). Null without bounds.",
    "bounds_level": "The level of a ci, as 95, if printed with it. Null for other bounds.",
    "state": STATE,
}
ASKED: dict[str, dict[str, str]] = {
    "study": {
        "phase": "1, 1/2, 2, 2/3, 3 or 4 without a letter behind, where the text says it.",
        "n_enrolled": "The study's patients: enrolled, randomised, treated or described, the most that are printed.",
        "n_evaluable": "Evaluable for response or efficacy, where patients are called so.",
        "centres": "How many.",
        "enrolment_from": "When patients were enrolled or treated: 1999, 1999-05 or 1999-05-31, as precise as printed.",
        "enrolment_to": "Likewise.",
        "data_cutoff": "Of the data: the date printed as “as of” or as cut-off.",
        "follow_up_median": "Of all the study's patients; null for that of an arm or part, or not called a median.",
        "follow_up_from": "The shortest follow-up, if its range is printed; no confidence interval.",
        "follow_up_to": "The longest, likewise.",
        "follow_up_unit": "d, wk, mo or a (years), as the text counts. Null without a follow-up.",
    },
    "study_diseases": {"n": N},
    "study_settings": {"n": N},
    "schedules": {
        "cycle_from": "Length of a cycle in days, where the text prints it (“N-day cycles”, “repeated every N days”). "
        "The interval of a single drug in weeks is none.",
        "cycle_to": "The same number, or the longest where the length varies.",
        "max_cycles": "Cycles planned or allowed (“N cycles of”, “up to N”); null if treatment could go beyond.",
    },
    "components": {
        "dose_from": "The dose of one giving, or of one day; the lowest if it rises or has a range. A dose lowered for "
        "some of the patients does not count. Cells are counted in millions, unit 10*6: 2 × 10⁷ is 20.",
        "dose_to": "The highest dose, if it rises or has a range, in the same unit.",
        "dose_unit": "UCUM, without “per day”: mg, mg/m2, g/m2, mg/kg, ug/kg, 10*6, 10*6/kg. Null without dose.",
        "dose_state": "not_reported where no dose is printed for this agent, whatever it is (also a transplantation).",
        "route": "po, sc, iv, it or im, where the text says it of this agent (“oral” is po).",
        "days": "All its days of the cycle, where the text numbers them: 2-4 or 2,9. “For N days” or “daily” are none.",
    },
    "arms": {
        "n_assigned": "The arm's patients: enrolled, included, assigned, studied, reviewed, or just “n = …” (also if "
        "“evaluable” is all they are called). Null where the text says of that number only that they were "
        "treated, received or were given the therapy.",
        "n_treated": "Those of whom the text says with this number that they were treated, received or were given it.",
        "n_evaluable": "Those whom the text calls evaluable for response or efficacy, with their number.",
    },
    "subgroups": {"n": N},
    "therapies": {
        **MEASURED,
        "state": "not_reported where the text names the therapy and prints neither how many patients had it nor "
        "another figure of it; also for a condition of entry, and for what is said of the patients without number. "
        "Null where “N patients … who had had it” is said (events and total are then N), where any value is filled, "
        "and where another row of this form already takes the count (an outcome, a characteristic or a subgroup: "
        "how many were transplanted): then the whole row is null.",
    },
    "characteristics": MEASURED,
    "outcomes": MEASURED,
    "comparisons": {
        "measure": "Of the estimate or interval: hr, or, rr, rd (difference of percents), md; null if none is printed.",
        "estimate": "The ratio or difference.",
        "lower": "Its lower bound.",
        "upper": "Its upper bound.",
        "level": "Level of that interval, as 95.",
        "finding": "Always filled: what the text says of “outcome” against “reference”. better or worse (in the "
        "clinical sense; a factor that goes with response makes it better), higher or lower (values neither good "
        "nor bad, as a laboratory value or how many were transplanted), no_difference (no, or no significant, "
        "difference; similar), different (no direction said), not_stated (no verdict, or a trend only).",
        "p_operator": "The sign printed before P, as <; null for “=”.",
        "p_value": "As printed, with a leading 0.",
        "p_state": "not_reported where no P is printed for this comparison.",
    },
    "adverse_events": {
        "affected": "How many had it. Null where only a percent is printed.",
        "at_risk": GROUP,
        "denominator_unit": "Always filled: patients; courses where the text counts cycles or courses.",
        "percent": PERCENT,
        "percent_operator": SIGN,
        "state": "not_reported where no figure at all is printed for this row, be it only called common.",
    },
}
TOLD = (
    "disease", "setting", "regimen", "agent", "label", "variable", "level", "description", "kind", "exposure",
    "endpoint", "category", "term_as_reported", "grade_from", "grade_to", "grade_text", "arm", "subgroup", "schedule",
    "outcome", "reference", "time_point", "time_unit", "timing", "analysis_set", "assessor", "adjusted_for", "place",
)  # fmt: skip
SAID_BY_DEFAULT = {"measure": "none"}
VALUES = ("events", "affected", "percent", "estimate", "lower", "upper")
NOTATION = str.maketrans({"≤": "<=", "≥": ">=", "–": "-", "−": "-", "µ": "u", " ": None})


@dataclass(frozen=True)
class Field:
    """A field that either the record or the fresh reader filled."""

    row: str
    name: str
    kept: object
    read: object

    @property
    def agrees(self) -> bool:
        return self.kept == self.read


def blank_form(record: dict) -> dict:
    """The form of a nested record: the “rules”, what each field “asks”, and the “rows” to be filled."""
    rows = [{"row": "study", "is": {}, "fields": dict.fromkeys(ASKED["study"])}]
    for section, asked in ASKED.items():
        for row in record.get(section, []):
            told = {name: row[name] for name in TOLD if name in row and name not in asked}
            rows.append({"row": f"{section}/{row['key']}", "is": told, "fields": dict.fromkeys(asked)})
    asks = {section: dict(asked) for section, asked in ASKED.items() if section == "study" or record.get(section)}
    return {"rules": list(RULES), "asks": asks, "rows": rows}


def compared(record: dict, form: dict) -> list[Field]:
    """Every field that the record or the filled form has. Raises KeyError for a row that the record has not."""
    rows = {"study": record}
    for section in ASKED:
        rows |= {f"{section}/{row['key']}": row for row in record.get(section, [])}
    found = []
    for entry in form["rows"]:
        row, fields = rows[entry["row"]], entry["fields"]
        ours = _computed(record) if entry["row"] == "study" else set(row.get("computed", {}))
        if ours.intersection(VALUES) and not any(name in row and name not in ours for name in VALUES):
            ours.add("state")  # nothing of it is printed, and a reader may say so
        for name in ASKED[entry["row"].split("/")[0]]:
            kept, read = _plain(name, row.get(name)), _plain(name, fields.get(name))
            if name not in ours and not (kept is None and read is None):
                found.append(Field(entry["row"], name, kept, read))
    return found


def _computed(record: dict) -> set[str]:
    """The fields of the study itself that are ours."""
    return {fact["field"] for fact in record.get("facts", []) if "field" in fact.get("computed", {})}


def _plain(name: str, value: object) -> object:
    """A value so that equal ones are equal: numbers as numbers, signs in one spelling, no word for nothing."""
    if value in (None, "") or SAID_BY_DEFAULT.get(name) == value:
        return None
    text = str(value).translate(NOTATION)
    try:
        return Decimal(text)
    except InvalidOperation:
        return text

"""A blind re-extraction: a record's rows as a form without its values, filled by a fresh reader, and the comparison.

The form names what each row is about (whose, which endpoint, when) and asks the same fields of every row of a
section, so that it does not tell which are filled. What our program computed is not asked.
"""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

MEASURED = (
    "events", "total", "percent", "percent_operator", "estimate", "statistic", "unit", "lower", "upper", "bounds_kind",
    "bounds_level", "state",
)  # fmt: skip
ASKED: dict[str, tuple[str, ...]] = {
    "study_diseases": ("n",),
    "study_settings": ("n",),
    "schedules": ("cycle_from", "cycle_to", "max_cycles"),
    "components": ("dose_from", "dose_to", "dose_unit", "dose_state", "route", "days"),
    "arms": ("n_assigned", "n_treated", "n_evaluable"),
    "subgroups": ("n",),
    "therapies": MEASURED,
    "characteristics": MEASURED,
    "outcomes": MEASURED,
    "comparisons": ("measure", "estimate", "lower", "upper", "level", "finding", "p_operator", "p_value", "p_state"),
    "adverse_events": ("affected", "at_risk", "denominator_unit", "percent", "percent_operator", "state"),
}
STUDY = ("phase", "n_enrolled", "n_evaluable", "centres", "enrolment_from", "enrolment_to", "data_cutoff",
         "follow_up_median", "follow_up_from", "follow_up_to", "follow_up_unit")  # fmt: skip
TOLD = (
    "disease", "setting", "regimen", "agent", "label", "variable", "level", "description", "kind", "endpoint",
    "category", "term_as_reported", "grade_from", "grade_to", "grade_text", "arm", "subgroup", "schedule", "outcome",
    "reference", "time_point", "time_unit", "timing", "analysis_set", "assessor", "place",
)  # fmt: skip
SAID_BY_DEFAULT = {"measure": "none"}


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


def blank_form(record: dict) -> list[dict]:
    """The rows of a nested record to be filled: “row”, what it “is”, and its fields, all empty."""
    form = [{"row": "study", "is": {}, "fields": dict.fromkeys(STUDY)}]
    for section, names in ASKED.items():
        for row in record.get(section, []):
            told = {name: row[name] for name in TOLD if name in row and name not in names}
            form.append({"row": f"{section}/{row['key']}", "is": told, "fields": dict.fromkeys(names)})
    return form


def compared(record: dict, form: list[dict]) -> list[Field]:
    """Every field that the record or the filled form has. Raises KeyError for a row that the record has not."""
    rows = {"study": record}
    for section in ASKED:
        rows |= {f"{section}/{row['key']}": row for row in record.get(section, [])}
    found = []
    for entry in form:
        row = rows[entry["row"]]
        facts = {fact["field"] for fact in record.get("facts", []) if "field" in fact.get("computed", {})}
        ours = set(row.get("computed", {})) if entry["row"] != "study" else facts
        for name in entry["fields"]:
            kept, read = _plain(name, row.get(name)), _plain(name, entry["fields"][name])
            if name not in ours and not (kept is None and read is None):
                found.append(Field(entry["row"], name, kept, read))
    return found


def _plain(name: str, value: object) -> object:
    """A value so that equal ones are equal: numbers as numbers, what goes without saying as nothing."""
    if value in (None, "") or SAID_BY_DEFAULT.get(name) == value:
        return None
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return str(value)

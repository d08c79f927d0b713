"""A blind re-extraction: a record's rows as a form without its values, filled by a fresh reader, and the comparison.

The form says the conventions (docs/sheet.md) in plain words, names what each row is about (whose, which endpoint,
when, where it stands) and asks the same fields of every row of a section, so that it does not tell which are filled.
What our program computed is not asked, nor what is only our notation: see HOUSE.
"""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

RULES = (
    "Fill each field from the source's text alone, its title with it. Leave it null where the text does not say it.",
    "Never work a number out: no count from a percent, no sum, no difference. A number in words is a number.",
    "Numbers are digits as printed, as text: “36.0” (“0.50” and “0.5” are equal, “.05” is “0.05”); no unit, no sign.",
    "A zero said in words (“no patient”) is the count 0, with the printed size of the group as its total.",
    "Where that size is not printed, or is that of those still followed later, it is the percent 0. “All” likewise.",
    "An amount said in words (“most”, “over half”, “one third”, “rare”) is no number: its row stays empty.",
    "A value said in words (“young”, a karyotype, a list of markers) is no number either.",
    "One patient told alone (a case report, an arm of one): had it, did it or got it is 1 of 1, had it not is 0 of 1.",
    "These counts are ours: given by one side alone they are not compared, only 0 against 1 is. A value of hers is an",
    "estimate: age, a laboratory value, a time between two events, the day on which it happened, cycles given.",
    "“By day N”, “at N”, “for N” with a state (chimerism, remission) is the row's time, told in “is”, and no estimate.",
    "One patient of several (“one patient”, “in one case”) is the count 1 of its total; a value of hers, an estimate.",
    "A number whose meaning can only be guessed, since the print about it is garbled, is no value: null. A power of",
    "ten whose superscript the copy has lost (106 for 10⁶) is read as what it is.",
    "Every figure goes into one row, the one whose “is” fits best; “place” says where it stands. Only a count that is",
    "printed once with two percents, of a part and of all (“N had it: x % of the part, y % of all”), goes into both.",
    "Keys in “is” (arm, subgroup, outcome, reference) name other rows of this form; subgroup “all” is the whole arm.",
    "Most rows have only a few fields that apply. Null is an answer: an empty row says that no figure is printed.",
    "What is only our notation is not asked, leave it null: a state “not reported”, and “patients” as what is counted;",
    "also a unit without a number or of a number of cycles; unit and statistic of an endpoint that ends in “-rate”.",
)
GROUP = (
    "The size of the group that the count or the percent is of. Give it where it is printed with the figure. Else give "
    "the printed size of the row's subgroup (of the arm, where the subgroup is “all”), if the text prints one such "
    "size only; this holds for therapies and for what patients were like as for results. A count always has its total, "
    "if need be that of the arm. A percent stays without one where (1) that size is not printed; (2) sizes differ "
    "(enrolled and treated, or evaluable) and the text does not say which is meant; those evaluable for response are "
    "no rival for harm and for what patients were like, unless in the same sentence; (3) the figure is called an "
    "incidence, a cumulative incidence or a mortality, and its base is not said; (4) the figure is cited in the "
    "introduction, from before this report; (5) it is of harm in a randomised trial and the size is not printed with "
    "it; (6) the endpoint has a base of its own (transfusion independence; cytogenetic response; a response “achieved "
    "or maintained”) that is not printed; (7) it is joined to another figure by “including”, “of them” or “with”, so "
    "that it can be read as a share of that part or of all (kinds of response can not: they are of the same patients "
    "as the response); (8) its series is doubtful: for one of a series (of responses and of other things the percents "
    "of one sentence, of harm those of the whole text, all arms taken together) no whole count of its group rounds to "
    "the printed percent. Then none of the series has a total. What falls under (2) to (7) casts no such doubt on "
    "others, and a percent with a sign (“> N %”) has its total as any other."
)
PERCENT = "As printed; null where only a count is printed."
SIGN = "A sign printed before it, as <, <=, >, >=, ~ (about); null if none."
STATE = (
    "Only where the row has no printed value: not_reached (a time called so), not_estimable (called so), "
    "missing_in_copy (the copy breaks off before it). Else null."
)
N = (
    "Its patients, if printed, be it only as a denominator. The study's number where it is said of its patients as a "
    "whole (title, aim, methods, results) or asked of them for entry. Null if only a percent is printed, if a number "
    "is printed for several kinds together or for alternatives, if another figure speaks against it, if it is said "
    "only of the field or of the drug's use while the study's own patients are called otherwise (“pretreated”), "
    "and for the narrower of two names (relapsed; relapsed or refractory) that are both said of the whole."
)
MEASURED = {
    "events": "How many had it. Null where only a percent, a rate or a median is printed.",
    "total": f"{GROUP} Null beside a median, mean or rate (unless specimens are counted).",
    "percent": f"{PERCENT} Shares of patients go here, but for endpoints that end in “-rate”: see estimate.",
    "percent_operator": SIGN,
    "estimate": "A median, mean or single value; the percent of an endpoint that ends in “-rate” (survival at a time).",
    "statistic": "What the estimate is: median (also where “median” is said of the value listed before it, and for a "
    "value with its range and no word, “N (a–b)”), mean, minimum, maximum, count (a number of things, not of patients, "
    "that is none of these: cycles, courses, lines of therapy, of one patient as of all together), else value (any "
    "other single figure, with its unit). Null without estimate.",
    "unit": "Of the estimate or its bounds: mo, wk, d, a (years), as the text counts; else UCUM: %, mg, g/dL, /uL, "
    "10*6, 10*6/kg, /(100.a) for per 100 patient-years. Null for counts, for percents and for numbers of things.",
    "lower": "The lower bound printed with the value, also where only a range is printed. Null where it is “not "
    "reached”, “not estimable” or “< N”. “N months or more” is a lower bound without an upper one; the sign of “N+” "
    "is left out.",
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
        "follow_up_median": "The one median follow-up (or time from treatment to data cut-off) that is printed for "
        "this report, whatever result, arm or group that sentence tells of. Null where the follow-up itself is said to "
        "be that of an arm or a part (“in arm X median follow-up was”, “of survivors”), where arms or parts have each "
        "their own, where it is that of an earlier report, “more than N”, or neither called a median nor “N (a–b)”.",
        "follow_up_from": "The shortest follow-up, if its range or “≥ N” for each patient is printed of the study's "
        "patients, not of a part; no confidence interval.",
        "follow_up_to": "The longest, likewise.",
        "follow_up_unit": "d, wk, mo or a (years), as the text counts. Null without a follow-up.",
    },
    "study_diseases": {"n": N},
    "study_settings": {"n": N},
    "schedules": {
        "cycle_from": "Length of a cycle in days, where the text prints it (“N-day cycles”, “repeated every N days”). "
        "The interval of a single drug in weeks is none.",
        "cycle_to": "The same number, or the longest where the length varies.",
        "max_cycles": "Cycles planned or allowed: said of the treatment itself, for all its patients (“N cycles of”, "
        "“up to N”, “were to receive N”, “patients received N cycles of”). Null if treatment could go beyond, and for "
        "cycles given in the event, which are a result: a median, a range, and all that is told of one patient.",
    },
    "components": {
        "dose_from": "The dose of one giving, or of one day; the lowest if it rises or has a range. If only one is "
        "printed it stands here, also if it is called a target, a highest or a starting dose. A dose lowered for some "
        "of the patients does not count. Cells are counted in millions, unit 10*6: 2 × 10⁷ is 20.",
        "dose_to": "The highest dose, if it rises or has a range, in the same unit. Null if only one dose is printed.",
        "dose_unit": "UCUM, without “per day”: mg, mg/m2, g/m2, mg/kg, ug/kg, 10*6, 10*6/kg. Null without dose.",
        "dose_state": "missing_in_copy where the copy breaks off before it; else null.",
        "route": "po, sc, iv, it or im, where the text says it of this agent by name, anywhere (“an oral inhibitor” is "
        "po). Said before the first of several agents, it is the first one's only. “Infusion” alone is none.",
        "days": "All its days of the cycle, where the text numbers them: 2-4 or 2,9. “For N days” or “daily” are none.",
    },
    "arms": {
        "n_assigned": "The arm's patients: enrolled, included, assigned, or just “n = …” (also if “evaluable” is all "
        "they are called); also those in whom the therapy was tested, tried or studied, and the one patient of a case. "
        "Null where a sentence says of that number that they were treated, received or were given the therapy, and "
        "none that they were enrolled, included or assigned (“N patients with … received”, “N recipients”, “was "
        "administered”, be N in brackets), also if these were analysed, matched or reviewed (“we analysed N treated”).",
        "n_treated": "Those of whom some sentence says with this number that they were treated with, received or were "
        "given the arm's own therapy; a therapy before it does not count. Null for a patient told alone. Both numbers "
        "where both are said, be it in two sentences: N “enrolled” in one, the N “received” in another.",
        "n_evaluable": "Those whom the text calls evaluable for response or efficacy, with their number.",
    },
    "subgroups": {"n": N},
    "therapies": {
        **MEASURED,
        "events": "How many had it. Where all had it, events and total are both N if a sentence with the patients' "
        "number N says so, in whatever order (“N patients … who had had it”, “… after it”, “… in whom it failed”), or "
        "points to it (“N patients in this situation”). The whole row is null where only sentences without that "
        "number say it, as the title, the aim or a condition of entry, even if it is true of all; where the number is "
        "of alternatives; and where another row of this form takes the count (an outcome, a characteristic or a "
        "subgroup: how many were transplanted).",
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
        "difference, also where a trend is named beside it; similar; no benefit shown; “primary endpoint not met”), "
        "different (no direction said), not_stated (no verdict, a trend only, or “noninferior” only). The verdict is "
        "in words, anywhere in the text, also the conclusion: of this endpoint in these groups (“longer”, “favored”, "
        "“improved”, “correlated with”) or of efficacy as a whole (“superior”). What is called a predictor, or a "
        "benefit “suggested”, has the direction that words or figures show. Figures side by side, a ratio, an interval "
        "or a P value are no verdict, however large or small: not_stated.",
        "p_operator": "The sign printed before P, as <; null for “=”.",
        "p_value": "As printed, with a leading 0.",
        "p_state": "missing_in_copy where the copy breaks off before it; else null.",
    },
    "adverse_events": {
        "affected": "How many had it. Null where only a percent is printed.",
        "at_risk": GROUP,
        "denominator_unit": "courses where the text counts cycles or courses; else null.",
        "percent": PERCENT,
        "percent_operator": SIGN,
        "state": "missing_in_copy where the copy breaks off before the figure; else null.",
    },
}
TOLD = (
    "disease", "setting", "regimen", "agent", "label", "variable", "level", "description", "kind", "exposure",
    "endpoint", "category", "term_as_reported", "grade_from", "grade_to", "grade_text", "arm", "subgroup", "schedule",
    "outcome", "reference", "time_point", "time_unit", "timing", "analysis_set", "assessor", "adjusted_for", "place",
)  # fmt: skip
# What an empty field says by itself: our notation, not asked.
HOUSE = {"measure": ("none",), "denominator_unit": ("patients",), "unit": ("1",)}
HOUSE |= dict.fromkeys(("state", "dose_state", "p_state"), ("not_reported",))
COUNTED = ("events", "total", "affected", "at_risk")
NUMBERS = ("estimate", "lower", "upper")
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
    alone = {arm["key"] for arm in record.get("arms", []) if arm.get("n_assigned") == 1}
    found = []
    for entry in form["rows"]:
        row, fields = rows[entry["row"]], entry["fields"]
        ours = _computed(record) if entry["row"] == "study" else set(row.get("computed", {}))
        ours |= _notation(row, fields)
        if row.get("arm") in alone:
            ours = (ours - set(COUNTED)) | _of_one(row, fields)
        for name in ASKED[entry["row"].split("/")[0]]:
            kept, read = _plain(name, row.get(name)), _plain(name, fields.get(name))
            if name not in ours and not (kept is None and read is None):
                found.append(Field(entry["row"], name, kept, read))
    return found


def _notation(row: dict, fields: dict) -> set[str]:
    """The fields of a measured row that say nothing of the source."""
    if str(row.get("endpoint", "")).endswith("-rate"):
        return {"statistic", "unit"}
    numbers = [_plain(name, filled.get(name)) for name in NUMBERS for filled in (row, fields)]
    return {"unit"} if all(number is None for number in numbers) else set()


def _of_one(row: dict, fields: dict) -> set[str]:
    """The counts of a patient told alone: ours, unless the two sides contradict each other or count more than one."""
    both = {name: {_plain(name, filled.get(name)) for filled in (row, fields)} - {None} for name in COUNTED}
    return {name for name, values in both.items() if values in ({Decimal(0)}, {Decimal(1)}, set())}


def _computed(record: dict) -> set[str]:
    """The fields of the study itself that are ours."""
    return {fact["field"] for fact in record.get("facts", []) if "field" in fact.get("computed", {})}


def _plain(name: str, value: object) -> object:
    """A value so that equal ones are equal: numbers as numbers, signs in one spelling, no word for nothing."""
    if value in (None, "") or str(value) in HOUSE.get(name, ()) or (name == "unit" and str(value).startswith("{")):
        return None
    text = str(value).translate(NOTATION)
    try:
        return Decimal(text)
    except InvalidOperation:
        return text

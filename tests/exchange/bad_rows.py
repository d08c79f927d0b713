"""Wrong rows, one fault each: what is wrong, in which field, and what must be said of it."""

from dataclasses import dataclass

from studies.models.discrepancy import ABOUT
from tests.samples import CASE, TRIAL

LOST = object()  # the field is taken out


@dataclass
class Bad:
    """One wrong row: what is changed in which row, and what must be said about it."""

    case: str
    model: str
    key: str
    change: dict
    field: str
    says: str
    of: str = f"studies/{TRIAL}.json"


def outcome(case: str, field: str, says: str, /, **change) -> Bad:
    return Bad(case, "outcome", "orr", change, field, says)


def row(case: str, model: str, key: str, field: str, says: str, /, **change) -> Bad:
    return Bad(case, model, key, change, field, says)


def of(file: str, case: str, model: str, key: str, field: str, says: str, /, **change) -> Bad:
    return Bad(case, model, key, change, field, says, f"{file}.json")


BAD = [
    # The value of an outcome
    outcome("events above total", "events, total", "cannot exceed", events=45),
    outcome("events without total", "events, total", "need a total", total=LOST, denominator_unit=LOST),
    outcome("total of zero", "total", "at least 1", events=0, total=0),
    outcome("total without unit", "total, denominator_unit", "what the denominator counts", denominator_unit=LOST),
    outcome("percent 171", "percent", "between 0 and 100", percent="171"),
    outcome("percent below zero", "percent", "between 0 and 100", percent="-1"),
    outcome("reversed interval", "lower, upper", "above the upper", lower="47.6", upper="18.6"),
    outcome("bounds without kind", "lower, bounds_kind", "what the bounds are", bounds_kind=LOST),
    outcome("level above 99.9", "bounds_level", "99.9", bounds_level="100"),
    outcome("level of one more place", "bounds_level", "decimal places", bounds_level="95.55"),
    outcome("state beside a value", "events, percent, estimate, text, state", "keep one", state="not_reported"),
    outcome("state beside events", "events, events_state", "keep one", events_state="not_reported"),
    outcome("state beside a bound", "lower, lower_state", "keep one", lower_state="not_reached"),
    outcome("sign without percent", "percent, percent_operator", "sign needs", percent=LOST, percent_operator="<"),
    outcome("estimate without statistic", "statistic, estimate", "what the estimate is", estimate="3"),
    outcome("estimate beyond reason", "estimate", "no plausible", estimate="1000000001", statistic="mean"),
    row(
        "neither value nor state",
        "outcome",
        "cr-misprint",
        "events, percent, estimate, text, lower, upper, state",
        "why it is absent",
        state=LOST,
    ),
    row("time without unit", "outcome", "os", "time_point, time_unit", "needs its unit", time_unit=LOST),
    # Types
    outcome("12.7 events", "events", "12.7 is not a whole number", events="raw:12.7"),
    outcome("12.0 events", "events", "12.0 is not a whole number", events="raw:12.0"),
    outcome("true for a count", "events", "true is not a whole number", events=True),
    outcome("text for a count", "events", '"12" is not a whole number', events="12"),
    outcome("negative count", "events", "between 0 and", events=-1),
    outcome("count beyond the column", "total", "between 0 and 2147483647", total=2_147_483_648),
    outcome("position beyond the column", "position", "between 0 and 32767", position=40_000),
    outcome("count with an exponent", "events", "1e1 is not", events="raw:1e1"),
    outcome("count of 25 digits", "events", "is not a plain number", events="raw:1000000000000000000000000"),
    outcome("NaN", "percent", "NaN is not a plain number", percent="raw:NaN"),
    outcome("NaN as text", "percent", "not a plain decimal", percent="NaN"),
    outcome("Infinity", "upper", "Infinity is not a plain number", upper="raw:Infinity"),
    outcome("minus Infinity", "lower", "-Infinity is not a plain number", lower="raw:-Infinity"),
    outcome("1e400", "upper", "1e400 is not a plain number", upper="raw:1e400"),
    outcome("exponent as text", "upper", "not a plain decimal", upper="4e1"),
    outcome("too many decimals", "percent", "more than 6 decimal places", percent="31.8181818"),
    outcome("too many digits", "percent", "more digits", percent="12345678901"),
    outcome("decimal comma", "percent", "not a plain decimal", percent="31,8"),
    outcome("percent sign", "percent", "not a plain decimal", percent="32%"),
    outcome("space before a number", "percent", "not a plain decimal", percent=" 32"),
    outcome("false for a decimal", "percent", "not a plain decimal", percent=False),
    outcome("null for a text", "note", "leave the field out", note=None),
    outcome("number for a text", "note", "is not a text", note=5),
    outcome("NUL in a text", "note", "NUL", note="a\x00b"),
    outcome("half a character", "note", "surrogate", note="\ud800"),
    outcome("text too long", "as_reported", "at most 300", as_reported="9" * 301),
    outcome("unknown choice", "analysis_set", "not a valid choice", analysis_set="everybody"),
    outcome("unknown state", "lower_state", "not a valid choice", lower=LOST, lower_state="lost"),
    outcome("unknown field", "evnts", "no such field", evnts=12),
    outcome("field of one database", "study_id", "no such field", study_id=1),
    row("yes for true", "studyendpoint", "orr", "primary", "not true or false", primary="yes"),
    row("1 for true", "studyendpoint", "orr", "primary", "not true or false", primary=1),
    row("boolean left out", "studyendpoint", "orr", "primary", "is missing", primary=LOST),
    # Where it was read
    outcome("no place", "place", "is missing", place=LOST),
    outcome("empty place", "place", "cannot be blank", place=""),
    outcome("place of spaces", "place", "is empty", place="   "),
    outcome("no report", "report", "is missing", report=LOST),
    outcome("unknown report", "report", "nobody-1999 is neither in the files nor", report=["nobody-1999"]),
    outcome("further place without place", "also_at", "names its place", also_at=[{"as_reported": "32%"}]),
    outcome("further place with more", "also_at", "as texts", also_at=[{"place": "Abstract", "page": "3"}]),
    outcome("further places no list", "also_at", "is not a list", also_at={"place": "Abstract"}),
    outcome("number in a further place", "also_at", "not a text", also_at=[{"place": 3}]),
    outcome("computed of an unknown field", "computed", "no field of this row", computed={"evnts": "1 + 1"}),
    outcome("computed without formula", "computed", "is empty", computed={"events": " "}),
    # References
    outcome("reference as a text", "endpoint", "write [slug]", endpoint="overall-response"),
    outcome("reference without study", "arm", "write [study, key]", arm=["only"]),
    outcome("missing arm", "arm", "other is neither in the files", arm=[TRIAL, "other"]),
    outcome("arm of another study", "arm", "another study", arm=[CASE, "only"]),
    outcome("row of another study", "study", "another study", study=[CASE]),
    row("term named twice", "therapy", "prior-fludarabine", "agents", "twice", agents=[["azacitidine"]] * 2),
    # Keys
    outcome("no key", "key", "is missing", key=LOST),
    outcome("key with capitals", "key", "Lower-case", key="ORR"),
    row("key of another row", "outcome", "orr-17p", "", "same natural key", key="orr"),
    row("same fact twice", "studyfact", "funding", "study, field", "it is the same as in", field="n_enrolled"),
    # Adverse events
    row("grade 6", "adverseevent", "neutropenia-3-4", "grade_to", "from 1 to 5", grade_to=6),
    row("grade 0", "adverseevent", "neutropenia-3-4", "grade_from", "from 1 to 5", grade_from=0),
    row("grades reversed", "adverseevent", "neutropenia-3-4", "grade_from, grade_to", "above the", grade_from=5),
    row("grade without scale", "adverseevent", "neutropenia-3-4", "scale, grade_from", "its scale", scale=LOST),
    row("half a grade band", "adverseevent", "neutropenia-3-4", "grade_from, grade_to", "both ends", grade_to=LOST),
    row("affected above at risk", "adverseevent", "neutropenia-3-4", "affected, at_risk", "exceed", affected=334),
    row("affected of nobody", "adverseevent", "neutropenia-3-4", "affected, at_risk", "need", at_risk=LOST),
    row("no word for it", "adverseevent", "neutropenia-3-4", "term_as_reported", "is missing", term_as_reported=LOST),
    # Doses, times, subgroups
    row("dose without unit", "schedulecomponent", "aza", "dose_from, dose_unit", "needs its unit", dose_unit=LOST),
    row("doses reversed", "schedulecomponent", "len", "dose_from, dose_to", "above the highest", dose_to="1"),
    row("range without lowest", "schedulecomponent", "len", "dose_from, dose_to", "lowest", dose_from=LOST),
    row("negative dose", "schedulecomponent", "aza", "dose_from", "not negative", dose_from="-75"),
    row("days without end", "schedulecomponent", "aza", "days", "runs of days", days="1-"),
    row("cycles reversed", "schedule", "main", "cycle_from, cycle_to", "longer than", cycle_from=56),
    row("age of 200", "patientevent", "death-1", "age", "0 and 130", age="200"),
    row("subgroup without level", "subgroup", "a-17p", "variable, level", "needs its level", level=LOST),
    row("subgroup of itself", "subgroup", "a-17p", "", "under itself", parent=[TRIAL, "a-17p"]),
    # Comparisons and discrepancies
    row("p of 1.2", "comparison", "orr-17p", "p_value", "between 0 and 1", p_value="1.2"),
    row("p without finding", "comparison", "orr-17p", "finding", "is missing", finding=LOST),
    row("neither p nor state", "comparison", "orr-17p", "p_value, p_state", "absent", p_value=LOST, p_operator=LOST),
    row("compared with itself", "comparison", "orr-17p", "outcome, reference", "itself", outcome=[TRIAL, "orr"]),
    row("ratio of nothing", "comparison", "orr-17p", "measure, estimate", "what the estimate is", measure=LOST),
    row("about two rows", "discrepancyfigure", "orr-table", ", ".join(ABOUT), "about one row", arm=[TRIAL, "only"]),
    row("figure not quoted", "discrepancyfigure", "orr-table", "as_reported", "as printed", as_reported=LOST),
    row("rule without name", "discrepancy", "orr-two-values", "rules", "none of them empty", rules=[""]),
    # The study
    row("date of month 13", "study", TRIAL, "enrolment_from", "YYYY", enrolment_from="2005-13"),
    row("enrolment reversed", "study", TRIAL, "enrolment_from, enrolment_to", "before", enrolment_to="2001"),
    row("published without version", "study", TRIAL, "state, version, published_at", "a version", version=0),
    row("published without date", "study", TRIAL, "state, version, published_at", "a date", published_at=LOST),
    row(
        "time finer than a millisecond",
        "study",
        TRIAL,
        "published_at",
        "millisecond",
        published_at="2026-01-31T12:00:00.123456Z",
    ),
    row("time without zone", "study", TRIAL, "published_at", "is not a time", published_at="2026-01-31T12:00:00"),
    row("time that does not exist", "study", TRIAL, "published_at", "exist", published_at="2026-02-31T12:00:00Z"),
    row(
        "reviewed by nobody",
        "study",
        TRIAL,
        "review_status, reviewed_by, reviewed_at",
        "reviewer",
        review_status="reviewed",
    ),
    row("more evaluable than enrolled", "study", TRIAL, "n_enrolled, n_evaluable", "More evaluable", n_evaluable=45),
    row(
        "follow-up without unit",
        "study",
        TRIAL,
        "follow_up_median, follow_up_from, follow_up_to, follow_up_unit",
        "needs its unit",
        follow_up_unit=LOST,
    ),
    row("country in full", "study", TRIAL, "countries", "two capital letters", countries=["Italy"]),
    row("no extraction", "study", TRIAL, "extraction", "is missing", extraction=LOST),
    row("link to an unknown study", "studylink", "roe", "other", "neither in the files", other=["nobody-1999"]),
    row("link to itself", "studylink", "roe", "study, other", "not linked to itself", other=[TRIAL]),
    row("a working copy", "study", TRIAL, "slug", "never kept in a file", slug=f"{TRIAL}~draft"),
    # Shared records
    of("reports", "DOI with its address", "report", "doe-2020", "doi", "A DOI", doi="https://doi.org/10.1000/1"),
    of("reports", "DOI in capitals", "report", "doe-2020", "doi", "write it as 10.1000/abc", doi="10.1000/ABC"),
    of("reports", "empty DOI", "report", "doe-2020", "doi", "leave the field out", doi=""),
    of("reports", "PMID with letters", "report", "doe-2020", "pmid", "Digits only", pmid="PMID1"),
    of("reports", "PMID as a number", "report", "doe-2020", "pmid", "is not a text", pmid=99999991),
    of("reports", "year 1066", "report", "doe-2020", "year", "1900", year=1066),
    of("reports", "same PMID twice", "report", "roe-2021", "pmid", "the same as in", pmid="99999991"),
    of("reports", "author without name", "report", "doe-2020", "authors", "none of them empty", authors=["Doe J", " "]),
    of("reports", "copy of itself", "report", "doe-2020", "", "under itself", copy_of=["doe-2020"]),
    of("terms/diseases", "disease under itself", "disease", "cll", "parent", "under itself", parent=["cll"]),
    of("terms/agents", "unknown class", "agent", "azacitidine", "agent_class", "neither", agent_class=["none"]),
    of(
        "terms/regimens",
        "regimen without agents",
        "regimen",
        "azacitidine-lenalidomide",
        "agents",
        "is empty",
        agents=[],
    ),
]

"""Rows that say what came of it: outcomes, comparisons, harm, and where the source contradicts itself."""

from studies.models import AdverseEvent, Comparison, Discrepancy, DiscrepancyFigure, Outcome, PatientEvent
from studies.models.discrepancy import ABOUT

from .rows import ABSENT, BOUNDS, SOURCE, TIME, VALUE, RowInline


class OutcomesInline(RowInline):
    """Results of treatment."""

    model = Outcome
    head = ("endpoint", "category", "subgroup", "as_reported", "place")
    fieldsets = (
        (
            None,
            {
                "fields": (
                    "key", "arm", "subgroup", "endpoint", "category", "criteria",
                    "assessor", "analysis_set", "n_analysed", "phase_of_care", "position",
                )
            },
        ),
        VALUE,
        BOUNDS,
        ABSENT,
        TIME,
        SOURCE,
    )  # fmt: skip
    words = (
        "The typed values repeat what is printed, at the printed precision; percent only where a percent is printed. "
        "A count that the source forces but does not print is typed and named under “computed” with its formula. "
        "Criteria, analysis set, assessor and time only where the source says them. Absent is not zero."
    )


class ComparisonsInline(RowInline):
    """An outcome against its reference."""

    model = Comparison
    head = ("outcome", "reference", "finding", "as_reported", "place")
    fieldsets = (
        (None, {"fields": ("key", "outcome", "reference", "finding", "measure", "position")}),
        ("Value", {"fields": ("estimate", "lower", "upper", "level")}),
        ("P", {"fields": ("p_operator", "p_value", "p_state", "p_sides", "test", "adjusted_for")}),
        SOURCE,
    )
    words = (
        "Two outcomes of this study, by their keys. A result without a figure (“no impact of dose on survival”) is a "
        "comparison too: p “not reported”, finding “no difference”, between outcomes that are “not reported”."
    )


class AdverseEventsInline(RowInline):
    """Harm of one kind and grade."""

    model = AdverseEvent
    head = ("term_as_reported", "grade_text", "as_reported", "denominator_unit", "place")
    fieldsets = (
        (
            None,
            {
                "fields": (
                    "key", "arm", "subgroup", "term", "term_as_reported", "scale", "scale_version",
                    "grade_from", "grade_to", "grade_text", "attribution", "fatal", "timing", "position",
                )
            },
        ),
        ("Value", {"fields": ("affected", "at_risk", "denominator_unit", "percent_operator", "percent")}),
        (
            "Absent because",
            {"fields": ("state", "affected_state", "at_risk_state", "percent_state")},
        ),
        SOURCE,
    )  # fmt: skip
    words = (
        "The denominator is that of this very place: patients, courses, specimens. Harm given per patient in the text "
        "and per course in the table makes two rows. The term as reported keeps the source’s own word."
    )


class PatientEventsInline(RowInline):
    """Events of single patients."""

    model = PatientEvent
    head = ("patient", "event", "as_reported", "place")
    fieldsets = (
        (None, {"fields": ("key", "arm", "patient", "age", "event", "cause", "fatal", "position")}),
        TIME,
        SOURCE,
    )
    words = "One patient’s course where the source tells it: early deaths, a case report step by step."


class DiscrepanciesInline(RowInline):
    """Where the source contradicts itself."""

    model = Discrepancy
    head = ("kind", "statement", "used")
    fields = ("key", "kind", "statement", "used", "reason", "rules", "position")
    words = (
        "Each contradiction inside a document is one discrepancy with a figure for each place. Results table before "
        "text before abstract, unless arithmetic decides. What rounding explains is none: 9.31 % printed as 9 %. A "
        "difference in wording that changes no meaning is none. Save it, then give it its figures."
    )


class DiscrepancyFiguresInline(RowInline):
    """The figures that do not fit."""

    model = DiscrepancyFigure
    verbose_name = "figure of a discrepancy"
    verbose_name_plural = "figures of the discrepancies, one a place"
    head = ("discrepancy", "as_reported", "place", "row")
    fieldsets = (
        (None, {"fields": ("key", "discrepancy", "position")}),
        ("The row it is about (one at most, by its key)", {"fields": ABOUT}),
        SOURCE,
    )
    words = "What is printed at each place, and the row it is about; none where it is about the study as a whole."

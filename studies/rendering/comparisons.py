"""Comparisons in words: what against what, and what the source found."""

from studies.models import Comparison, Outcome

from .figures import Figure, state_words
from .lines import Line, when
from .notes import Notes
from .numbers import NARROW, number, p_value, span


def comparison_line(row: Comparison, notes: Notes) -> Line:
    """“de novo versus secondary: P = 0.037”."""
    caption = row.outcome.endpoint.name
    if row.outcome.category:
        caption = f"{caption}, {row.outcome.category}"
    if when(row.outcome) and when(row.outcome) == when(row.reference):
        caption = f"{caption}, {when(row.outcome)}"
    sides = [side_text(one, row) for one in (row.outcome, row.reference)]
    measure = f"{row.get_measure_display()} {number(row.estimate)}" if row.estimate is not None else ""
    if measure and row.lower is not None and row.upper is not None:
        level = f"{number(row.level)}{NARROW}% CI " if row.level is not None else ""
        measure = f"{measure} ({level}{span(number(row.lower), number(row.upper))})"
    p = p_value(row.p_value, row.p_operator) if row.p_value is not None else f"P {state_words(row.p_state)}"
    said = ", ".join(filter(None, (row.get_finding_display(), measure, p)))
    how = how_compared(row)
    detail = f"{sides[0]} versus {sides[1]}" + (f" ({how})" if how else "")
    figure = Figure(main=said, note=notes.of(row, f"{caption}: {detail}"), computed="estimate" in row.computed)
    return Line(caption, detail, figure)


def how_compared(row: Comparison) -> str:
    """What the reader must know of a P value: “noninferiority; one-sided; adjusted: multivariate”."""
    sides = row.get_p_sides_display() if row.p_sides else ""
    adjusted = f"adjusted: {row.adjusted_for}" if row.adjusted_for else ""
    return "; ".join(filter(None, (row.test, sides, adjusted)))


def side_text(outcome: Outcome, row: Comparison) -> str:
    """What tells one side of a comparison from the other: subgroup, time, category or arm."""
    other = row.reference if outcome is row.outcome else row.outcome
    parts = []
    if outcome.arm_id != other.arm_id:
        parts.append(outcome.arm.label)
    if outcome.subgroup_id != other.subgroup_id or not outcome.subgroup.is_all:
        parts.append(str(outcome.subgroup))
    if when(outcome) and when(outcome) != when(other):
        parts.append(when(outcome))
    if outcome.endpoint_id != other.endpoint_id:
        parts.append(outcome.endpoint.name)
    if outcome.category != other.category:
        parts.append(outcome.category or "overall")
    return ", ".join(parts) or str(outcome.subgroup)

"""Rules on doses, days and cycles."""

import re

from studies.choices import DoseStepKind

from .aggregate import Aggregate, related
from .findings import Said, inconsistent, rule
from .words import named, plain


@rule("doses-in-order", inconsistent)
def doses_in_order(aggregate: Aggregate) -> Said:
    """The lowest dose is not above the highest, and a dose level lies within its component's doses."""
    for row in aggregate["components"]:
        if row.dose_from is not None and row.dose_to is not None and row.dose_from > row.dose_to:
            yield f"{named(row)}: doses run from {plain(row.dose_from)} to {plain(row.dose_to)}.", [row]
    for step in aggregate["dose_steps"]:
        component = related(step, "component")
        if component is None or step.kind != DoseStepKind.LEVEL or None in (step.dose, component.dose_to):
            continue
        if step.dose_unit == component.dose_unit and not component.dose_from <= step.dose <= component.dose_to:
            doses = f"{plain(component.dose_from)} to {plain(component.dose_to)} {component.dose_unit}"
            yield f"{named(step)}: {plain(step.dose)} lies outside the doses given, {doses}.", [step, component]


@rule("cycles-in-order", inconsistent)
def cycles_in_order(aggregate: Aggregate) -> Said:
    """Cycles given are planned ones in order, and days of treatment lie within the cycle."""
    for row in aggregate["arm_schedules"]:
        most = getattr(related(row, "schedule"), "max_cycles", None)
        if None not in (row.cycles_from, row.cycles_to) and row.cycles_from > row.cycles_to:
            yield f"{named(row)}: cycles run from {row.cycles_from} to {row.cycles_to}.", [row, row.arm]
        if None not in (row.cycles_to, most) and row.cycles_to > most:
            yield (
                f"{named(row)}: given in cycle {row.cycles_to}, but {most} were planned.",
                [row, row.schedule, row.arm],
            )
    for row in aggregate["components"]:
        days = [int(day) for day in re.findall(r"\d+", row.days)]
        longest = getattr(related(row, "schedule"), "cycle_to", None)
        if days != sorted(days):
            yield f"{named(row)}: its days, {row.days}, are not in order.", [row]
        if days and longest is not None and days[-1] > longest:
            yield f"{named(row)}: given on day {days[-1]} of a cycle of {longest} days.", [row]

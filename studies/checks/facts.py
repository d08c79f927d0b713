"""Rules on the study's own figures: each has its place, and is what is printed there."""

import re
from calendar import month_name
from decimal import Decimal

from studies.models.study_rows import FACT_FIELDS

from .aggregate import Aggregate
from .figures import figures, prints
from .findings import Said, impossible, rule
from .words import plain

INFERRED = ("design", "prospective", "randomisation")  # a curator may tell them from the whole report
DATES = ("enrolment_from", "enrolment_to", "data_cutoff")


@rule("fact-has-place", impossible)
def fact_has_place(aggregate: Aggregate) -> Said:
    """Each filled figure of the study itself has a row with its place, and no row says that it is absent.

    Design, randomisation and whether it was prospective may be told from the whole report.
    """
    for field in FACT_FIELDS:
        value, fact = getattr(aggregate.study, field), aggregate.fact(field)
        filled, label = value not in (None, "", []), field.replace("_", " ")
        if filled and fact is None and field not in INFERRED:
            yield f"The study's {label} has no row that says where it was read.", []
        elif filled and fact is not None and fact.state:
            yield f"The study's {label} is filled, and yet “{fact.get_state_display()}”.", [fact]
        elif not filled and fact is not None and not fact.state:
            yield f"The study's {label} has its place, but no value and no reason for its absence.", [fact]


@rule("fact-printed", impossible)
def fact_printed(aggregate: Aggregate) -> Said:
    """A number or a date of the study itself stands in what is printed at its place, or is computed."""
    for fact in aggregate["facts"]:
        value = getattr(aggregate.study, fact.field, None)
        if value in (None, "") or fact.state or fact.computed:
            continue
        texts = [fact.as_reported, *(entry.get("as_reported", "") for entry in fact.also_at or ())]
        is_number = isinstance(value, int | Decimal) and not any(prints(text, value) for text in texts)
        is_date = fact.field in DATES and not any(_prints_date(text, str(value)) for text in texts)
        if is_number or is_date:
            shown = value if is_date else plain(value)
            label = fact.field.replace("_", " ")
            yield f"The study's {label} is {shown}, but “{fact.as_reported}” is printed at {fact.place}.", [fact]


def _prints_date(text: str, value: str) -> bool:
    """A date is printed where its year stands, and its month by name or number."""
    year, *rest = value.split("-")
    numbers = {int(one) for figure in figures(text) for one in figure.values if one == int(one)}
    if int(year) not in numbers:
        return False
    by_name = rest and re.search(rf"\b{month_name[int(rest[0])][:3]}", text, re.IGNORECASE)
    return not rest or int(rest[0]) in numbers or bool(by_name)

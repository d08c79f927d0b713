"""The study's own figures: design, dates, centres, follow-up; who the patients were."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from studies.models import Study

from .figures import state_words
from .lines import within
from .notes import Note, Notes
from .numbers import date_text, number, span, unit_text, with_unit

LABELS = {
    "acronym": "Acronym",
    "design": "Design",
    "phase": "Phase",
    "prospective": "Prospective",
    "randomisation": "Randomisation",
    "centres": "Centres",
    "countries": "Countries",
    "enrolment": "Enrolment",
    "n_enrolled": "Patients enrolled",
    "n_evaluable": "Patients evaluable",
    "follow_up": "Follow-up",
    "data_cutoff": "Data cut-off",
    "stopped_because": "Ended early",
    "funding": "Funding",
}
COUNTRIES = {
    "IT": "Italy",
    "US": "United States",
    "DE": "Germany",
    "BR": "Brazil",
    "FR": "France",
    "GB": "United Kingdom",
}


@dataclass(frozen=True)
class FactLine:
    """A caption, a value, and the notes that say where its parts were read."""

    label: str
    text: str
    notes: tuple[Note, ...] = ()
    links: tuple[tuple[str, str], ...] = ()


def fact_lines(study: Study, sections: dict, notes: Notes) -> tuple[FactLine, ...]:
    """One line a figure of the study; what a source does not report and is not asked for is left out."""
    facts = {fact.field: fact for fact in sections["facts"]}
    lines = [*_terms(sections, notes)]
    for name, label in LABELS.items():
        text, fields = fact_text(study, name)
        found = [facts[field] for field in fields if field in facts]
        if not text:
            text = next((state_words(fact.state) for fact in found if fact.state), "")
        if text:
            lines.append(FactLine(label, text, _distinct(notes.of(fact, label) for fact in found)))
    for primary in (True, False):
        rows = [row for row in sections["study_endpoints"] if row.primary is primary]
        if rows:
            label = f"{'Primary' if primary else 'Other'} endpoint{'' if len(rows) == 1 else 's'}"
            texts = [f"{row.endpoint.name} ({row.target})" if row.target else row.endpoint.name for row in rows]
            said = "; ".join([texts[0], *map(within, texts[1:])])
            lines.append(FactLine(label, said, _distinct(notes.of(row, label) for row in rows)))
    lines.extend(FactLine(row.get_registry_display(), row.identifier) for row in sections["registrations"])
    return tuple(lines)


def _distinct(found: Iterable[Note]) -> tuple[Note, ...]:
    """One note of several that name the same places."""
    return tuple({note.places: note for note in found}.values())


def _terms(sections: dict, notes: Notes):
    for row in sections["study_diseases"]:
        yield _term_line("Disease", row, row.disease, "diseases", notes)
    for row in sections["study_settings"]:
        yield _term_line("Setting", row, row.setting, "settings", notes)


def _term_line(label: str, row, term, kind: str, notes: Notes) -> FactLine:
    n = f"n = {number(row.n)}" if row.n is not None else ""
    text = "; ".join(filter(None, (n, getattr(row, "definition", ""))))
    return FactLine(
        label, text, (notes.of(row, f"{label}: {term.name}"),), ((term.name, reverse("term", args=(kind, term.slug))),)
    )


FOLLOW_UP = ("follow_up_median", "follow_up_from", "follow_up_to")
ENROLMENT = ("enrolment_from", "enrolment_to")


def fact_text(study: Study, name: str) -> tuple[str, tuple[str, ...]]:
    """The value in words and the columns it stands in."""
    if name == "follow_up":
        return _follow_up(study), FOLLOW_UP
    if name == "enrolment":
        ends = [date_text(date) if date else "" for date in (study.enrolment_from, study.enrolment_to)]
        return " to ".join(filter(None, ends)), ENROLMENT
    return _plain(study, name), (name,)


def _plain(study: Study, name: str) -> str:
    value = getattr(study, name)
    if value is None or value in ("", []):
        return ""
    if name == "countries":
        return ", ".join(COUNTRIES.get(code, code) for code in value)
    if name == "data_cutoff":
        return date_text(value)
    if isinstance(value, int):
        return number(value)
    display = getattr(study, f"get_{name}_display", None)
    return str(display() if display else value)


def _follow_up(study: Study) -> str:
    """“median 12 months (range 1–30)”; a bound alone as what it is: “at least 2 years”."""
    unit = study.follow_up_unit
    median = with_unit(study.follow_up_median, unit)
    bounds, low, high = "", study.follow_up_from, study.follow_up_to
    if low is not None and high is not None:
        bounds = f"range {span(number(low), number(high))}" + ("" if median else f" {unit_text(unit)}")
    elif low is not None or high is not None:
        bounds = f"at least {with_unit(low, unit)}" if high is None else f"up to {with_unit(high, unit)}"
    if not median:
        return bounds
    return " ".join(filter(None, ("median" if median else "", median, f"({bounds})" if bounds else "")))

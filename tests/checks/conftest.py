"""A small study without faults, to be broken one row at a time."""

from decimal import Decimal
from typing import Any

import pytest

from studies.checks import Aggregate, Finding, run_checks
from studies.models import (
    AdverseEvent,
    AdverseEventTerm,
    Arm,
    Characteristic,
    Comparison,
    Discrepancy,
    DiscrepancyFigure,
    Disease,
    Endpoint,
    Outcome,
    Report,
    ScheduleComponent,
    Study,
    StudyDisease,
    StudyFact,
    StudyReport,
    Subgroup,
)


class Record:
    """An aggregate of unsaved rows: 44 patients, one arm, all patients."""

    def __init__(self) -> None:
        self.study = Study(slug="doe-2008", title="A study", design="single_arm", n_enrolled=44)
        self.report = Report(slug="doe-2008", title="A report")
        self.rows: list[Any] = []
        self.endpoints: dict[str, Endpoint] = {}
        self.terms: dict[str, AdverseEventTerm] = {}
        self.rows.append(StudyReport(study=self.study, key="article", report=self.report))
        self.enrolled = self.add(StudyFact, "n-enrolled", field="n_enrolled", as_reported="44 patients")
        self.arm = self.add(Arm, "all", label="lenalidomide", role="only", n_assigned=44, as_reported="44 patients")
        self.everyone = self.add(Subgroup, "all", variable="all", n=44, as_reported="44 patients")

    def add(self, model: type, key: str, **fields: Any) -> Any:
        """A row of this study, with a report and a place unless others are given."""
        row = model(study=self.study, key=key, **{"report": self.report, "place": "Results, para 1"} | fields)
        self.rows.append(row)
        return row

    def subgroup(self, key: str, variable: str, n: int | None, **fields: Any) -> Subgroup:
        fields = {"parent": self.everyone, "as_reported": f"{n} patients"} | fields
        return self.add(Subgroup, key, variable=variable, level=key, n=n, **fields)

    def outcome(self, key: str, endpoint: str, printed: str, **fields: Any) -> Outcome:
        """A result; percents and estimates are given as texts."""
        if "total" in fields:
            fields = {"denominator_unit": "patients"} | fields
        fields = {"arm": self.arm, "subgroup": self.everyone} | fields
        return self.add(Outcome, key, endpoint=self.endpoint(endpoint), as_reported=printed, **numbers(fields))

    def rate(self, key: str, endpoint: str, events: int, total: int, percent: str, **fields: Any) -> Outcome:
        """A result printed with its counts and its percent."""
        fields = {"events": events, "total": total, "percent": percent} | fields
        return self.outcome(key, endpoint, f"{events} of {total} ({percent}%)", **fields)

    def adverse_event(self, key: str, term: str, printed: str, **fields: Any) -> AdverseEvent:
        known = self.terms.setdefault(term, AdverseEventTerm(slug=term, name=term))
        fields = {"denominator_unit": "patients", "term_as_reported": term, "scale": "ctcae"} | fields
        fields = {"arm": self.arm, "subgroup": self.everyone, "place": "Table 5, row, grades 1-2 and 3-4"} | fields
        return self.add(AdverseEvent, key, term=known, as_reported=printed, **numbers(fields))

    def characteristic(self, key: str, printed: str, **fields: Any) -> Characteristic:
        fields = {"arm": self.arm, "subgroup": self.everyone, "variable": key} | fields
        return self.add(Characteristic, key, as_reported=printed, **numbers(fields))

    def comparison(self, key: str, outcome: Outcome, reference: Outcome, printed: str, **fields: Any) -> Comparison:
        fields = numbers(fields)
        return self.add(Comparison, key, outcome=outcome, reference=reference, as_reported=printed, **fields)

    def disease(self, slug: str, n: int | None, parent: Disease | None = None) -> Disease:
        disease = Disease(slug=slug, name=slug, parent=parent)
        self.add(StudyDisease, slug, disease=disease, n=n, as_reported=f"{slug} (n={n})")
        return disease

    def component(self, key: str, printed: str, **fields: Any) -> ScheduleComponent:
        return self.add(ScheduleComponent, key, as_reported=printed, **numbers(fields))

    def discrepancy(self, key: str, *rules: str, **figure: Any) -> Discrepancy:
        """A discrepancy that explains findings of these rules, with one figure."""
        words = {"statement": "Two figures.", "used": "neither", "reason": "Nothing decides."}
        row = Discrepancy(study=self.study, key=key, kind="arithmetic", rules=list(rules), **words)
        self.rows.append(row)
        self.add(DiscrepancyFigure, f"{key}-1", discrepancy=row, **figure)
        return row

    def endpoint(self, slug: str) -> Endpoint:
        return self.endpoints.setdefault(slug, Endpoint(slug=slug, name=slug.replace("-", " ")))

    def aggregate(self) -> Aggregate:
        return Aggregate.of(self.study, self.rows)

    def findings(self) -> list[Finding]:
        return run_checks(self.aggregate())


def numbers(fields: dict[str, Any]) -> dict[str, Any]:
    """Figures given as texts, as the decimals that the columns hold."""
    decimal = ("percent", "estimate", "lower", "upper", "p_value", "time_point", "dose_from", "dose_to", "dose")
    return {
        name: Decimal(value) if name in decimal and isinstance(value, str) else value for name, value in fields.items()
    }


@pytest.fixture
def record() -> Record:
    return Record()


@pytest.fixture
def responses(record: Record, db: None) -> Record:
    """The record with the response endpoints stored: overall response includes the others."""
    parts = ["complete-remission", "nodular-partial-remission", "partial-remission"]
    for slug in ["overall-response", *parts]:
        record.endpoint(slug).save()
    record.endpoint("overall-response").includes.set([record.endpoint(slug) for slug in parts])
    return record

"""Reading an aggregate from the database, and the register of the rules."""

import re
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from studies import records
from studies.checks import RULES, Aggregate, Severity, run_checks
from studies.checks.aggregate import SECTIONS

from .conftest import Record

PAGE = Path(__file__).resolve().parents[2] / "docs" / "checks.md"


@pytest.fixture
def stored(responses: Record) -> Record:
    """The record in the database, with responses of two subgroups."""
    record = responses
    refractory = record.subgroup("refractory", "fludarabine", 12)
    record.disease("cll", 44, parent=None)
    record.rate("orr", "overall-response", 14, 44, "32")
    record.rate("cr", "complete-remission", 3, 44, "7")
    record.rate("orr-refractory", "overall-response", 3, 12, "25", subgroup=refractory)
    record.adverse_event("flare", "tumor-flare", "31 of 44 (71%)", affected=31, at_risk=44, percent="71")
    record.discrepancy("flare", "percent-fits", adverse_event=record.rows[-1], as_reported="71%")
    save(record)
    return record


def save(record: Record) -> None:
    record.study.save()
    record.report.save()
    for term in (*record.terms.values(), *record.endpoints.values()):
        term.save()
    for row in record.rows:
        if getattr(row, "disease", None) is not None:
            row.disease.save()
        for field in row._meta.concrete_fields:
            if field.is_relation and getattr(row, field.name, None) is not None:
                setattr(row, field.name, getattr(row, field.name))  # its key is known by now
        row.save()


@pytest.mark.django_db
def test_a_stored_study_gives_the_findings_of_its_unsaved_rows(stored):
    stored.discrepancy("nothing", "exchanged", as_reported="71%")
    save(stored)
    found = run_checks(Aggregate.from_study(stored.study))
    assert found == stored.findings()
    assert {finding.rule for finding in found} == {"percent-fits", "explains-nothing"}


@pytest.mark.django_db
def test_a_large_study_takes_as_many_queries_as_a_small_one(stored):
    few = queries(stored)
    for number in range(20):
        stored.rate(f"orr-{number}", "overall-response", 14, 44, "32", category=str(number))
    save(stored)
    assert queries(stored) == few


@pytest.mark.django_db
def test_checks_read_and_never_write(stored):
    with CaptureQueriesContext(
        connection,
    ) as context:
        run_checks(Aggregate.from_study(stored.study))
    assert all(query["sql"].startswith("SELECT") for query in context)


def queries(record: Record) -> int:
    with CaptureQueriesContext(connection) as context:
        run_checks(Aggregate.from_study(record.study))
    return len(context)


def test_the_sections_are_those_of_the_record():
    own = {name: model for name, model in records.SECTIONS.items() if name != "former_slugs"}
    assert list(own.items()) == list(SECTIONS.items())


def test_every_rule_is_named_and_described():
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", name) for name in RULES)
    assert all(rule.description.endswith(".") for rule in RULES.values())


@pytest.mark.once
def test_the_page_lists_the_rules_as_they_describe_themselves():
    lines = re.findall(r"^\| `([a-z-]+)` \| (\w+) \| (.+) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    rules = [(name, rule.severity.value, rule.description) for name, rule in RULES.items()]
    assert [tuple(line) for line in lines if line[0] != "found-in-source"] == rules
    assert {severity for _, severity, _ in lines} == set(Severity)

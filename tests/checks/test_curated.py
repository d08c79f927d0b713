"""The curated studies under the checks: nothing is left unexplained, and what is known to be wrong is found."""

from collections import Counter
from pathlib import Path

import pytest
from django.core.management import call_command

from studies.checks import Aggregate, run_checks, unexplained
from studies.models import Study

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
STUDIES = [path.stem for path in sorted(FIXTURES.glob("studies/*.json"))]
# The arithmetic contradictions of a source: rule → how many findings there are.
KNOWN = {
    "ferrajoli-2008-lenalidomide-cll": {
        "percent-fits": 2,  # 31 and 71 of 333 courses
        "percent-fits-elsewhere": 1,  # 10 patients (25 %)
        "exchanged": 1,  # thrombocytopenia
        "percent-possible": 1,  # 34 % of 31
        "subgroup-rates-contain": 1,  # by tumor flare
        "subgroup-events-add-up": 1,  # by fludarabine
    },
}


def aggregate_of(slug: str) -> Aggregate:
    """A curated study, loaded by Django's own command into an empty database."""
    terms = sorted(FIXTURES.glob("terms/*.json"))
    call_command("loaddata", *terms, FIXTURES / "reports.json", FIXTURES / f"studies/{slug}.json", verbosity=0)
    return Aggregate.from_study(Study.objects.get(slug=slug))


@pytest.mark.once
def test_there_are_curated_studies():
    assert STUDIES


@pytest.mark.django_db
@pytest.mark.parametrize("slug", STUDIES)
def test_the_checks_find_what_is_known_and_leave_nothing_unexplained(slug):
    aggregate = aggregate_of(slug)
    findings = run_checks(aggregate)
    assert [f"{finding.rule}: {finding.sentence}" for finding in unexplained(findings, aggregate)] == []
    assert KNOWN.get(slug, {}).items() <= Counter(finding.rule for finding in findings).items()


@pytest.mark.once
def test_known_contradictions_are_those_of_curated_studies():
    assert set(KNOWN) <= set(STUDIES)

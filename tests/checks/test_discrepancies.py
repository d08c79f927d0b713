"""What a discrepancy explains."""

import pytest

from studies.checks import unexplained
from studies.models import StudyFact

pytestmark = pytest.mark.django_db


@pytest.fixture
def contradiction(responses):
    """A record with 10 of 44 printed as 25 %."""
    responses.wrong = responses.rate("pr", "partial-remission", 10, 44, "25")
    return responses


def rules_left(record) -> list[str]:
    return [finding.rule for finding in unexplained(record.findings(), record.aggregate())]


def test_a_discrepancy_explains_a_finding_of_its_rule_about_its_row(contradiction):
    contradiction.discrepancy("pr", "percent-fits", outcome=contradiction.wrong, as_reported="25%")
    assert contradiction.findings() != []
    assert rules_left(contradiction) == []


def test_a_discrepancy_of_another_rule_explains_nothing(contradiction):
    contradiction.discrepancy("pr", "exchanged", outcome=contradiction.wrong, as_reported="25%")
    assert rules_left(contradiction) == ["percent-fits", "explains-nothing"]


def test_a_discrepancy_about_another_row_explains_nothing(contradiction):
    other = contradiction.rate("sd", "stable-disease", 11, 44, "25")
    contradiction.discrepancy("pr", "percent-fits", outcome=other, as_reported="25%")
    assert rules_left(contradiction) == ["percent-fits", "explains-nothing"]


def test_a_discrepancy_without_rules_claims_nothing(contradiction):
    contradiction.discrepancy("pr", outcome=contradiction.wrong, as_reported="25%")
    assert rules_left(contradiction) == ["percent-fits"]


def test_the_impossible_is_never_explained(record):
    fact = record.add(StudyFact, "centres", field="centres", as_reported="nine centres")
    record.discrepancy("centres", "fact-has-place", fact=fact, as_reported="nine centres")
    assert rules_left(record) == ["fact-has-place"]


def test_the_other_place_may_be_told_by_the_discrepancy_alone(responses):
    row = responses.rate("pr", "partial-remission", 10, 44, "23")
    responses.discrepancy("pr", "percent-fits-elsewhere", outcome=row, as_reported="10 patients (25%)")
    (finding,) = responses.findings()
    assert finding.rows == (("outcomes", "pr"), ("discrepancy_figures", "pr-1"))
    assert "25 %" in finding.sentence
    assert rules_left(responses) == []

"""Each rule finds what breaks it, and no other rule does."""

import pytest

from studies.checks import RULES
from studies.models import Outcome, StudyReport

from . import broken_results, broken_rows  # noqa: F401  # each fills the register
from .broken import BROKEN

CASES = [pytest.param(rule, broken, id=f"{rule}: {broken.__name__}") for rule in BROKEN for broken in BROKEN[rule]]


def test_every_rule_has_a_record_that_breaks_it():
    assert set(BROKEN) == set(RULES)


def test_the_sound_record_has_no_finding(record):
    assert record.findings() == []


@pytest.mark.django_db
@pytest.mark.parametrize(("rule", "broken"), CASES)
def test_the_rule_finds_it_and_no_other_does(rule, broken, responses):
    broken(responses)
    findings = responses.findings()
    assert {finding.rule for finding in findings} == {rule}
    assert all(finding.sentence.endswith(".") and finding.severity == RULES[rule].severity for finding in findings)


def test_rows_that_a_form_has_not_filled_yet_break_no_rule_s_code(record):
    record.rows += [Outcome(study=record.study, key="new"), StudyReport(study=record.study, key="new")]
    record.findings()

"""The curated studies under the checks: nothing is left unexplained, and what is known to be wrong is found."""

from collections import Counter

import pytest
from django.test import TestCase

from studies.checks import Aggregate, lacking, run_checks, unexplained
from studies.models import Study
from tests.curated import FIXTURES, load_corpus

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


@pytest.mark.once
def test_there_are_curated_studies():
    assert STUDIES


class CorpusTest(TestCase):
    """Every study of the base, loaded once."""

    @classmethod
    def setUpTestData(cls):
        load_corpus()

    def test_the_checks_find_what_is_known_and_leave_nothing_unexplained(self):
        for slug in STUDIES:
            with self.subTest(slug=slug):
                aggregate = Aggregate.from_study(Study.objects.get(slug=slug))
                findings = run_checks(aggregate)
                assert lacking(aggregate) == []
                assert [f"{one.rule}: {one.sentence}" for one in unexplained(findings, aggregate)] == []
                assert KNOWN.get(slug, {}).items() <= Counter(one.rule for one in findings).items()


@pytest.mark.once
def test_known_contradictions_are_those_of_curated_studies():
    assert set(KNOWN) <= set(STUDIES)

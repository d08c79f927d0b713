"""Made-up studies: marked, repeatable, never beside curated ones unasked, and sound by our own checks."""

import pytest
from django.core.management import CommandError, call_command
from django.test import TestCase

from studies.actions import Refused, generate_studies
from studies.checks import Aggregate, run_checks
from studies.checks.findings import Severity
from studies.models import Report, Study
from studies.records import rows_of_study
from tests.curated import load_seeds, load_terms


def forget() -> None:
    """Takes all studies and reports away."""
    Study.objects.all().delete()
    Report.objects.all().delete()


class GeneratedTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        load_terms()
        generate_studies(count=120, seed=3, by="tests")

    def test_every_study_says_that_it_is_made_up(self):
        for study in Study.objects.all():
            assert study.slug.startswith("synthetic-")
            assert study.title.startswith("Synthetic study")
            assert study.extraction == "synthetic"
            assert "no patient, no source" in study.summary

    def test_none_holds_an_impossible_figure(self):
        for study in Study.objects.all():
            found = [one for one in run_checks(Aggregate.from_study(study)) if one.severity is Severity.IMPOSSIBLE]
            assert not found, (study.slug, found)

    def test_the_same_seed_gives_the_same_studies(self):
        before = [rows_of_study(study) for study in Study.objects.order_by("slug")[:10]]
        forget()
        generate_studies(count=10, seed=3, by="tests")
        assert [rows_of_study(study) for study in Study.objects.order_by("slug")] == before

    def test_another_seed_gives_others(self):
        titles = set(Study.objects.values_list("title", flat=True))
        forget()
        generate_studies(count=120, seed=4, by="tests")
        assert set(Study.objects.values_list("title", flat=True)) != titles

    def test_they_are_skewed_as_literature_is(self):
        designs = [study.design for study in Study.objects.all()]
        assert designs.count("single_arm") > designs.count("randomised") > 0
        years = sorted(Study.objects.values_list("study_reports__report__year", flat=True))
        assert years[len(years) // 2] > 2005

    def test_a_second_time_is_refused(self):
        with pytest.raises(Refused, match="already"):
            generate_studies(count=1, seed=1, by="tests")


class BesideCuratedTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        load_seeds()

    def test_a_base_with_curated_studies_is_left_alone(self):
        with pytest.raises(CommandError, match="curated"):
            call_command("generate_studies", "3")
        assert Study.objects.count() == 5

    def test_unless_told_otherwise(self):
        call_command("generate_studies", "3", "--beside-curated", verbosity=0)
        assert Study.objects.count() == 8
        page = self.client.get("/studies/?sort=name")
        self.assertContains(page, '<strong class="tag">synthetic</strong>', count=3)
        self.assertContains(self.client.get("/studies/synthetic-0000001/"), "made up by a program, no patients")


@pytest.mark.django_db
def test_an_empty_base_is_filled_and_indexed(client):
    call_command("generate_studies", "30", "--seed", "5", verbosity=0)
    assert client.get("/studies/").context["count"] == 30
    call_command("index_studies", "--check", verbosity=0)


@pytest.mark.django_db
def test_nothing_can_be_made_without_terms():
    with pytest.raises(Refused, match="terms"):
        generate_studies(count=1, seed=1, by="tests")

"""The whole curated base: what it holds, and that every page of it stands."""

import re
from collections import Counter, defaultdict

from django.test import TestCase

from studies.evidence import HEADLINE_ENDPOINTS
from studies.models import AdverseEvent, Agent, Comparison, Disease, Outcome, Setting, Study, StudyReport
from tests.curated import load_corpus

# Read from pages of which no text was kept, see docs/corpus.md.
TEXT_NOT_KEPT = {"schuster-2019-tisagenlecleucel-juliet-dlbcl", "nishijima-2024-blinatumomab-dli-all"}
NAMED_ARMS = "botton-2023-enasidenib"


class CorpusTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        load_corpus()
        cls.studies = Study.objects.published()

    def designs(self) -> Counter:
        return Counter(self.studies.values_list("design", flat=True))

    def test_there_are_enough_studies_of_enough_kinds(self):
        designs = self.designs()
        assert self.studies.count() >= 60
        assert designs["randomised"] >= 5
        assert designs["retrospective"] + designs["registry"] >= 8
        assert designs["case_report"] >= 4
        assert Disease.objects.filter(study_diseases__study__in=self.studies).distinct().count() >= 10
        assert Agent.objects.filter(components__study__in=self.studies).distinct().count() >= 40
        assert Setting.objects.filter(study_settings__study__in=self.studies).distinct().count() >= 8

    def test_most_studies_have_a_response_with_its_denominator_and_survival_or_severe_harm(self):
        valued = Outcome.objects.filter(study__in=self.studies, state="")
        response = set(
            valued.filter(endpoint__domain="response", endpoint__kind="proportion", total__isnull=False).values_list(
                "study", flat=True
            )
        )
        survival = set(valued.filter(endpoint__domain="survival").values_list("study", flat=True))
        harm = set(
            AdverseEvent.objects.filter(study__in=self.studies, grade_from__gte=3).values_list("study", flat=True)
        )
        assert len(response & (survival | harm)) >= 45

    def test_there_are_groups_of_comparable_studies(self):
        """Same disease or a narrower one, same setting, same endpoint with a value of the whole arm."""
        parents = dict(Disease.objects.values_list("pk", "parent_id"))
        endpoints: dict[int, set[str]] = defaultdict(set)
        rows = Outcome.objects.filter(
            study__in=self.studies, state="", subgroup__variable="all", endpoint__slug__in=HEADLINE_ENDPOINTS
        )
        for study, slug in rows.values_list("study", "endpoint__slug"):
            endpoints[study].add(slug)
        groups: dict[tuple, set[int]] = defaultdict(set)
        for study in self.studies.prefetch_related("study_diseases", "study_settings"):
            for disease in study.study_diseases.all():
                above = disease.disease_id
                while above is not None and parents.get(above) is not None:
                    for setting in study.study_settings.all():
                        for endpoint in endpoints[study.pk]:
                            groups[above, setting.setting_id, endpoint].add(study.pk)
                    above = parents[above]
        large = {(disease, setting) for (disease, setting, _), found in groups.items() if len(found) >= 3}
        assert len(large) >= 8

    def test_every_study_has_its_page_and_it_says_what_was_read(self):
        for study in self.studies:
            with self.subTest(study.slug):
                page = self.client.get(f"/studies/{study.slug}/")
                assert page.status_code == 200
                extents = set(StudyReport.objects.filter(study=study).values_list("extent", flat=True))
                assert ("from the abstract alone" in page.content.decode()) == (extents == {"abstract"})

    def test_every_digest_is_one_and_no_two_studies_were_read_from_one_text(self):
        reports = StudyReport.objects.filter(study__in=self.studies)
        digests = dict(reports.values_list("study__slug", "source_sha256"))
        assert {slug for slug, digest in digests.items() if not digest} == TEXT_NOT_KEPT
        kept = [digest for digest in digests.values() if digest]
        assert all(re.fullmatch(r"[0-9a-f]{64}", digest) for digest in kept)
        assert len(set(kept)) == len(kept)

    def test_arms_stand_side_by_side_with_what_compares_them(self):
        study = self.studies.get(slug__contains=NAMED_ARMS)
        text = re.sub(r"<[^>]+>|\s+", " ", self.client.get(f"/studies/{study.slug}/").content.decode())
        assert re.search(r"Overall response\s+64/158.*?40\.5\s*%.*?16/161.*?9\.9\s*%.*?Enasidenib better", text)
        assert "no difference, hazard ratio 0.86, P = 0.23" in text

    def test_an_interval_of_a_hazard_ratio_is_shown_with_it(self):
        row = Comparison.objects.filter(study__in=self.studies, measure="hr", lower__isnull=False).first()
        text = self.client.get(f"/studies/{row.study.slug}/").content.decode()
        bounds = rf"{row.lower.normalize():f}–{row.upper.normalize():f}"
        assert bounds in text

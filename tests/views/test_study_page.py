"""A study's page: every figure, with its place; withdrawn, renamed and unknown studies."""

import json
import re
from pathlib import Path

from django.test import TestCase
from django.utils.html import escape

from studies.choices import State
from studies.models import FormerSlug, Study
from studies.models.base import SourcedRow
from studies.records import SECTIONS, aggregate_objects
from studies.rendering.study_page import study_page
from tests.curated import AZALENA, CASE, FERRAJOLI, FIXTURES, LESSI, MALIK, load_seeds

SLUGS = (MALIK, CASE, LESSI, AZALENA, FERRAJOLI)


class StudyPageTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        load_seeds()

    def page(self, slug: str) -> str:
        response = self.client.get(f"/studies/{slug}/")
        assert response.status_code == 200
        return response.content.decode()

    def test_every_row_with_a_figure_tells_its_place_and_what_is_printed_there(self):
        silent = {"discrepancy_figures"}  # told among the discrepancies, not as notes
        for slug in SLUGS:
            study = Study.objects.get(slug=slug)
            response = self.client.get(f"/studies/{slug}/")
            sections, page = aggregate_objects(study), response.content.decode()
            told = {place for note in study_page(study, sections, "").notes for place in note.places}
            for place in told:
                printed = f"“{escape(place.as_reported)}”" if place.as_reported else "no figure printed"
                assert f", {escape(place.place)}:</span> {printed}</p>" in page, (slug, place)
            places = {(place.place, place.as_reported) for place in told}
            for section, rows in sections.items():
                if not issubclass(SECTIONS[section], SourcedRow) or section in silent | {"subgroups"}:
                    continue
                for row in rows:
                    if section == "outcomes" and row.state:
                        continue  # a side of a comparison without a value stands in the comparison
                    assert (row.place, row.as_reported) in places, (slug, section, row.key)

    def test_every_discrepancy_is_told_with_its_figures_and_the_one_used(self):
        for slug in SLUGS:
            page = self.client.get(f"/studies/{slug}/")
            for one in Study.objects.get(slug=slug).discrepancies.all():
                self.assertContains(page, escape(one.statement))
                self.assertContains(page, escape(one.reason))

    def test_a_negative_trial_is_nought_of_nine(self):
        page = self.page(MALIK).replace("\u202f", " ")
        assert "0/9" in page
        assert "95 % CI 0–30 %" in page

    def test_courses_are_named_where_they_are_the_denominator(self):
        page = self.page(FERRAJOLI).replace("\u202f", " ")
        assert "135/333 courses" in page

    def test_absent_values_are_never_abbreviated(self):
        for slug in SLUGS:
            head = self.page(slug).split('class="notes"')[0]
            assert ">NR<" not in head
            assert "not reported" in head

    def test_nobody_is_named_as_reviewer_and_the_extraction_is_told(self):
        for slug in SLUGS:
            page = self.page(slug)
            assert "not yet reviewed by a hematologist" in page
            assert "automatic, double, reconciled" in page

    def test_the_file_of_a_study_is_the_fixture_byte_for_byte(self):
        for slug in SLUGS:
            served = self.client.get(f"/studies/{slug}/fixture.json").content
            assert served == Path(FIXTURES / "studies" / f"{slug}.json").read_bytes()
            with_terms = json.loads(self.client.get(f"/studies/{slug}/fixture.json?terms=1").content)
            assert {"studies.disease", "studies.report", "studies.study"} <= {row["model"] for row in with_terms}

    def test_the_page_does_not_depend_on_the_order_in_which_a_database_keeps_the_keys_of_a_map(self):
        before = self.page(FERRAJOLI)
        for relation in ("outcomes", "adverse_events", "characteristics", "arms", "arm_schedules", "subgroups"):
            for row in getattr(Study.objects.get(slug=FERRAJOLI), relation).all():
                row.computed = dict(reversed(row.computed.items()))
                row.save()
        assert self.page(FERRAJOLI) == before

    def test_no_address_within_a_page_stands_twice(self):
        for address in ("/regimens/azacitidine/", f"/studies/{CASE}/", f"/studies/{FERRAJOLI}/"):
            found = re.findall(r'\sid="([^"]+)"', self.client.get(address).content.decode())
            assert len(found) == len(set(found)), address

    def test_a_renamed_study_redirects_for_good(self):
        FormerSlug.objects.create(slug="old-name", study=Study.objects.get(slug=MALIK))
        response = self.client.get("/studies/old-name/")
        assert (response.status_code, response.headers["Location"]) == (301, f"/studies/{MALIK}/")

    def test_a_withdrawn_study_is_gone_and_says_so(self):
        Study.objects.filter(slug=MALIK).update(state=State.WITHDRAWN)
        response = self.client.get(f"/studies/{MALIK}/")
        assert response.status_code == 410
        self.assertContains(response, "withdrawn", status_code=410)
        assert b"0/9" not in response.content

    def test_an_unknown_study_is_not_found(self):
        assert self.client.get("/studies/no-such-study/").status_code == 404
        assert self.client.get("/studies/malik-2013-azacitidine-cll~draft/").status_code == 404

"""Ready-made study pages: the same as made on the spot, renewed with what they show, never older than the record."""

from io import StringIO
from unittest.mock import patch

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from studies import indexing, study_pages
from studies.actions import publish, rename, revise, save_draft, withdraw
from studies.indexing import differences, rebuild_index
from studies.models import Agent, Report, ResponseCriteria, Revision, Study, StudyLink, StudyPage
from studies.search import current
from studies.study_pages import make_pages, missing_pages
from tests.curated import AZALENA, FERRAJOLI, LESSI, MALIK, load_corpus, load_seeds


def shown(client, slug: str) -> str:
    response = client.get(f"/studies/{slug}/")
    assert response.status_code == 200
    return response.content.decode()


def stored(slug: str) -> bool:
    return StudyPage.objects.filter(study__slug=slug, stamp=study_pages.stamp()).exists()


class CorpusTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        load_corpus()
        call_command("index_studies", stdout=StringIO())

    def test_every_page_is_the_one_that_is_made_on_the_spot(self):
        slugs = list(Study.objects.published().values_list("slug", flat=True))
        assert len(slugs) > 60
        ready = {slug: shown(self.client, slug) for slug in slugs}
        StudyPage.objects.all().delete()
        assert {slug: shown(self.client, slug) for slug in slugs} == ready

    def test_a_stored_page_asks_two_queries_and_four_where_patients_are_shared(self):
        one, other = Study.objects.get(slug=MALIK), Study.objects.get(slug=LESSI)
        StudyLink.objects.create(study=one, other=other, kind="suspected_overlap", key="made-up")
        indexing.follow([one.pk], pages=True)
        shared = {MALIK, LESSI}
        current()
        asked = {}
        for slug in Study.objects.published().values_list("slug", flat=True):
            with CaptureQueriesContext(connection) as queries:
                page = shown(self.client, slug)
            asked[slug] = len(queries)
            assert ("Some of the same patients" in page) == (slug in shared)
        assert {slug for slug, count in asked.items() if count == 4} == shared
        assert set(asked.values()) == {2, 4}


class RenewedTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        load_seeds()

    def check(self) -> None:
        """Every study that is published has its page, and it is what the tables make."""
        assert missing_pages() == []
        assert differences() == []

    def test_a_loaded_study_has_its_page_at_once(self):
        assert all(stored(slug) for slug in (MALIK, FERRAJOLI, LESSI, AZALENA))
        self.check()

    def test_a_revision_is_on_its_page_at_once(self):
        assert "A plainer title" not in shown(self.client, FERRAJOLI)
        copy = revise(study=Study.objects.get(slug=FERRAJOLI), by="curator")

        def edit() -> None:
            copy.title = "A plainer title"
            copy.save()

        save_draft(study=copy, by="curator", seen_edits=copy.edits, apply=edit)
        assert "A plainer title" not in shown(self.client, FERRAJOLI)
        publish(study=Study.objects.get(pk=copy.pk), by="reviewer", reason="Plainer.")
        page = shown(self.client, FERRAJOLI)
        assert "A plainer title" in page
        assert "version 2" in page
        assert "Plainer." in page
        self.check()

    def test_a_renamed_study_has_its_page_under_its_new_name(self):
        rename(study=Study.objects.get(slug=MALIK), slug="malik-again", by="editor")
        assert stored("malik-again")
        assert "Cite as: HemaKB, malik-again" in shown(self.client, "malik-again")
        assert self.client.get(f"/studies/{MALIK}/").status_code == 301
        self.check()

    def test_a_withdrawn_study_has_none(self):
        withdraw(study=Study.objects.get(slug=MALIK), by="editor", reason="Doubts.")
        assert not StudyPage.objects.filter(study__slug=MALIK).exists()
        assert self.client.get(f"/studies/{MALIK}/").status_code == 410

    def test_a_study_withdrawn_behind_our_back_is_not_shown_from_its_stored_page(self):
        Study.objects.filter(slug=MALIK).update(state="withdrawn")
        assert StudyPage.objects.filter(study__slug=MALIK).exists()
        assert self.client.get(f"/studies/{MALIK}/").status_code == 410

    def test_a_term_that_is_renamed_is_renamed_on_the_pages_that_show_it(self):
        for term in (Agent.objects.get(slug="azacitidine"), ResponseCriteria.objects.filter(outcomes__isnull=False)[0]):
            before = current().token
            term.name = f"Zzyzx {term.name}"
            term.abbreviation = ""
            term.save()
            assert current().token != before
            self.check()
        assert "zzyzx azacitidine" in shown(self.client, MALIK).lower()

    def test_a_link_between_studies_is_on_both_pages(self):
        one, other = Study.objects.get(slug=MALIK), Study.objects.get(slug=LESSI)
        page = shown(self.client, LESSI)
        link = StudyLink.objects.create(
            study=one, other=other, kind="suspected_overlap", key="made-up", note="A made-up note"
        )
        indexing.follow([one.pk], pages=True)
        assert "A made-up note" in shown(self.client, MALIK)
        assert "A made-up note" in shown(self.client, LESSI)
        link.delete()
        indexing.follow([one.pk], pages=True)
        assert shown(self.client, LESSI) == page
        self.check()

    def test_where_too_many_would_have_to_be_made_they_are_made_for_their_readers(self):
        term = Agent.objects.get(slug="azacitidine")
        term.name = "Zzyzxine"
        with patch.object(indexing, "MOST_PAGES_AT_ONCE", 0):
            term.save()
        assert not stored(MALIK)
        assert stored(FERRAJOLI)
        assert "Zzyzxine" in shown(self.client, MALIK)
        call_command("index_studies", stdout=StringIO())
        assert "Zzyzxine" in shown(self.client, MALIK)
        self.check()

    def test_a_page_of_other_code_is_not_shown_and_made_anew(self):
        StudyPage.objects.update(stamp="of other code")
        assert len(missing_pages()) == 5
        page = shown(self.client, MALIK)
        assert make_pages(missing_pages()) == 5
        assert shown(self.client, MALIK) == page
        self.check()

    def test_a_page_that_says_otherwise_than_the_tables_is_found(self):
        StudyPage.objects.filter(study__slug=MALIK).update(
            body=StudyPage.objects.values_list("body", flat=True).get(study__slug=LESSI)
        )
        assert differences() == [f"{MALIK}: its ready-made page is another."]

    def test_a_link_of_a_draft_is_no_difference(self):
        draft = revise(study=Study.objects.get(slug=FERRAJOLI), by="curator")
        other = Study.objects.get(slug=MALIK)
        StudyLink.objects.create(study=draft, other=other, kind="suspected_overlap", key="made-up")
        self.check()

    def test_a_history_that_begins_with_loading_is_on_the_page(self):
        """Studies that came by loaddata have none; loading the fixtures again gives it to them."""
        Revision.objects.filter(study__slug=MALIK).delete()
        rebuild_index()
        make_pages(missing_pages())
        assert "<caption>History</caption>" not in shown(self.client, MALIK)
        load_seeds()
        assert "<caption>History</caption>" in shown(self.client, MALIK)
        self.check()

    def test_a_report_that_only_a_figure_is_from_renews_the_page(self):
        report = Report.objects.create(
            slug="made-up-letter", kind="letter", title="A letter", year=2020, authors=["Doe J"]
        )
        study = Study.objects.get(slug=MALIK)
        study.outcomes.filter(pk=study.outcomes.first().pk).update(report=report)
        indexing.follow([study.pk], pages=True)
        assert "Doe 2020" in shown(self.client, MALIK)
        report.year = 2021
        report.save()
        assert "Doe 2021" in shown(self.client, MALIK)
        self.check()

    def test_a_page_that_cannot_be_made_keeps_nobody_from_publishing(self):
        call_command("index_studies", stdout=StringIO())
        out, fault = StringIO(), patch.object(study_pages, "study_page", side_effect=ZeroDivisionError)
        with fault, self.assertLogs(level="ERROR") as told:
            rename(study=Study.objects.get(slug=MALIK), slug="malik-again", by="editor")
            call_command("index_studies", stdout=out)
        assert "The page of malik-again cannot be made." in told.output[0]
        assert "Made 0 pages.\n1 are still to be made" in out.getvalue()
        assert not stored("malik-again")
        assert "malik-again" in shown(self.client, "malik-again")

    def test_rebuilding_forgets_every_page(self):
        rebuild_index()
        assert not StudyPage.objects.exists()


@pytest.mark.django_db
def test_a_page_made_while_the_data_moved_on_is_not_stored():
    load_seeds()
    StudyPage.objects.all().delete()
    pks = missing_pages()
    made = study_pages.made_pages

    def made_meanwhile(studies):
        pages = list(made(studies))
        indexing.follow(pks[:1], pages=True)  # somebody publishes
        return pages

    with patch.object(study_pages, "made_pages", made_meanwhile), patch.object(indexing, "renew_pages"):
        assert make_pages(pks) == 0
    assert not StudyPage.objects.exists()
    assert make_pages(pks) == 5

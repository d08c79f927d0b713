"""What readers see follows what is published, at the very next request; what they may not see is in no part of it."""

import csv
import io

from django.db import transaction
from django.test import Client, TestCase

from studies.actions import load_rows, publish, rename, revise, save_draft, withdraw
from studies.actions.drafts import create_study
from studies.exchange.fixture_folder import files_in, read_files
from studies.exchange.fixture_reader import read_fixtures
from studies.indexing import differences, follow, rebuild_index
from studies.models import AgentClass, Disease, IndexedStudy, IndexedWord, Posting, Report, Study, StudyDisease, Synonym
from studies.search import current
from tests.curated import FERRAJOLI, FIXTURES, MALIK, SEEDS, load_seeds

SURFACES = frozenset({"list", "count", "facet", "words", "suggestions", "feed", "disease", "map"})


def surfaces_with(slug: str, *, words: str, client: Client | None = None) -> set[str]:
    """Where a reader meets a study of CLL: on each surface that lists, counts or suggests studies."""
    get = (client or Client()).get
    others = set(Study.objects.published().exclude(slug=slug).values_list("slug", flat=True))
    of_cll = StudyDisease.objects.filter(disease__slug="cll", study__slug__in=others).count()
    page, found = get("/studies/").context, get("/studies/", {"q": words}).context
    rows = csv.DictReader(io.StringIO(get("/studies.csv").content.decode()))
    facets = {shown.facet.name: shown.facet for shown in page["facets"]}
    options = {option.value: option for option in facets["disease"].options} if "disease" in facets else {}
    home = {term.slug: count for term, count in get("/").context["diseases"]}
    disease = get("/diseases/cll/")
    seen = {
        "list": slug in {row["study"] for row in rows} and slug in {item.slug for item in page["items"]},
        "count": page["count"] == page["total"] == len(others) + 1,
        "facet": "cll" in options and options["cll"].count == of_cll + 1,
        "words": slug in {item.slug for item in found["items"]},
        "suggestions": slug in {one["value"] for one in get("/suggest/", {"q": words}).json()["suggestions"]},
        "feed": f"/studies/{slug}/" in get("/studies.atom").content.decode(),
        "disease": disease.status_code == 200 and slug in {item.slug for item in disease.context["items"]},
        "map": home.get("cll") == of_cll + 1,
    }
    return {name for name, here in seen.items() if here}


class FollowingTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        load_seeds()

    def republished(self, slug: str, **changes: object) -> Study:
        study = Study.objects.get(slug=slug)
        copy = revise(study=study, by="curator")
        save_draft(study=copy, by="curator", seen_edits=copy.edits, apply=lambda: edit(copy, changes))
        return publish(study=copy, by="reviewer", reason="Read again.")

    def test_a_study_is_everywhere_while_it_is_published_and_nowhere_once_it_is_withdrawn(self):
        assert surfaces_with(FERRAJOLI, words="Ferrajoli") == SURFACES

        withdraw(study=Study.objects.get(slug=FERRAJOLI), by="editor", reason="Doubts.")
        assert surfaces_with(FERRAJOLI, words="Ferrajoli") == set()
        assert not self.client.get("/studies/", {"q": "Ferrajolli"}).context["mended"]  # to no word that finds nothing

        self.republished(FERRAJOLI)
        assert surfaces_with(FERRAJOLI, words="Ferrajoli") == SURFACES

    def test_a_revision_is_found_by_its_new_words_and_no_longer_by_its_old_ones(self):
        self.republished(FERRAJOLI, title="Lenalidomide and the xylophone", summary="A marimba.")
        assert surfaces_with(FERRAJOLI, words="xylophone") == SURFACES
        assert surfaces_with(FERRAJOLI, words="marimba") == SURFACES - {"suggestions"}

        self.republished(FERRAJOLI, title="Lenalidomide alone", summary="")
        assert surfaces_with(FERRAJOLI, words="xylophone") == SURFACES - {"words", "suggestions"}
        assert "xylophone" not in self.client.get("/studies/").content.decode()

    def test_a_renamed_study_is_told_by_its_new_name_and_stands_in_its_new_place(self):
        rename(study=Study.objects.get(slug=MALIK), slug="aaa-malik", by="editor")

        assert surfaces_with("aaa-malik", words="Malik") == SURFACES
        page = self.client.get("/studies/", {"sort": "name"})
        assert [item.slug for item in page.context["items"]] == sorted(Study.objects.values_list("slug", flat=True))
        self.assertContains(page, "/studies/aaa-malik/")
        self.assertNotContains(page, MALIK)

    def test_a_loaded_study_is_everywhere_at_once(self):
        path = next(path for path in files_in(FIXTURES) if path.parent.name == "studies" and path.stem not in SEEDS)
        before = self.client.get("/studies/").context["count"]

        load_rows(rows=read_fixtures(read_files([path])), by="loader")

        page = self.client.get("/studies/").context
        assert page["count"] == page["total"] == before + 1
        assert path.stem in {item.slug for item in page["items"]}
        assert f"/studies/{path.stem}/" in self.client.get("/studies.atom").content.decode()
        assert differences() == []

    def test_a_loading_that_is_only_tried_shows_nothing(self):
        path = next(path for path in files_in(FIXTURES) if path.parent.name == "studies" and path.stem not in SEEDS)
        token = current().token

        load_rows(rows=read_fixtures(read_files([path])), by="loader", dry_run=True)

        assert current().token == token

    def test_a_new_synonym_is_read_and_suggested_and_a_deleted_one_no_more(self):
        ask = {"q": "zzyzxomab"}
        assert not self.client.get("/studies/", ask).context["count"]
        synonym = Synonym.objects.create(disease=Disease.objects.get(slug="cll"), text="Zzyzxomab", kind="name")

        assert self.client.get("/studies/", ask).context["chips"][0].label == "Disease"
        (suggested,) = self.client.get("/suggest/", ask).json()["suggestions"]
        assert (suggested["value"], suggested["matched"]) == ("cll", "Zzyzxomab")

        synonym.delete()
        assert not self.client.get("/studies/", ask).context["count"]
        assert self.client.get("/suggest/", ask).json() == {"suggestions": []}

    def test_a_term_that_is_renamed_is_renamed_in_facets_and_lines(self):
        cll = Disease.objects.get(slug="cll")
        cll.name = cll.abbreviation = "Zzyzx disease"
        cll.save()

        page = self.client.get("/studies/", {"q": "zzyzx"})
        assert {item.slug for item in page.context["items"]} == set(
            Study.objects.filter(study_diseases__disease=cll).values_list("slug", flat=True)
        )
        assert all("Zzyzx disease" in item.html for item in page.context["items"])
        assert "Zzyzx disease" in {option.label for option in page.context["facets"][0].facet.options}
        assert differences() == []

    def test_a_class_that_moves_in_its_tree_moves_with_its_studies(self):
        given = AgentClass.objects.get(agents__slug="azacitidine")
        top = AgentClass.objects.create(slug="zzyzx-class", name="Zzyzx class")
        given.parent = top
        given.save()
        count = self.client.get("/studies/", {"agent_class": given.slug}).context["count"]
        assert count
        assert self.client.get("/studies/", {"agent_class": "zzyzx-class"}).context["count"] == count
        assert differences() == []

    def test_following_what_did_not_change_makes_no_new_version(self):
        token = current().token
        follow(list(Study.objects.values_list("pk", flat=True)))
        assert current().token == token

    def test_a_publication_that_is_undone_was_never_seen(self):
        token, before = current().token, surfaces_with(FERRAJOLI, words="Ferrajoli")
        with transaction.atomic():
            withdraw(study=Study.objects.get(slug=FERRAJOLI), by="editor", reason="Doubts.")
            assert not surfaces_with(FERRAJOLI, words="Ferrajoli")
            transaction.set_rollback(True)
        assert current().token == token
        assert surfaces_with(FERRAJOLI, words="Ferrajoli") == before == SURFACES


def edit(copy: Study, changes: dict[str, object]) -> None:
    for name, value in changes.items():
        setattr(copy, name, value)
    copy.save()


class DraftTest(TestCase):
    """A new draft and a working copy, each with words of its own."""

    @classmethod
    def setUpTestData(cls):
        load_seeds()
        cls.token = current().token
        draft = create_study(
            by="curator", slug="xylophone-2026", title="A xylophone", summary="Xylophones in hairy cell leukemia.",
            design="case_report", extraction="manual_single", n_enrolled=1,
        )  # fmt: skip
        report = Report.objects.first()
        term = Disease.objects.create(slug="xylophone-disease", name="Xylophone disease")
        StudyDisease.objects.create(study=draft, key="own", disease=term, n=1, report=report, place="Title")
        copy = revise(study=Study.objects.get(slug=FERRAJOLI), by="curator")
        save_draft(
            study=copy, by="curator", seen_edits=copy.edits, apply=lambda: edit(copy, {"summary": "A xylophone."})
        )
        cls.drafts = {draft.pk, copy.pk}

    def check_no_trace(self):
        assert not IndexedStudy.objects.filter(study__in=self.drafts).exists()
        assert not IndexedStudy.objects.filter(codes__contains="xylophon").exists()
        assert not Posting.objects.filter(code__contains="xylophon").exists()
        assert not IndexedWord.objects.filter(stem__contains="xylophon").exists()
        snapshot = current()
        assert not self.drafts & set(snapshot.studies[list(snapshot.everything)].tolist())
        assert not [code for code in snapshot.postings if "xylophone" in code]

    def test_a_draft_is_in_no_posting_and_no_word_of_the_index(self):
        self.check_no_trace()
        rebuild_index()
        self.check_no_trace()

    def test_a_draft_is_told_to_the_index_in_vain(self):
        follow(self.drafts)
        self.check_no_trace()

    def test_a_draft_and_its_terms_are_on_no_surface(self):
        get = self.client.get
        for words in ("xylophone", "xylophone disease", "xylophon*", '"a xylophone"'):
            page = get("/studies/", {"q": words})
            assert page.context["count"] == 0, words
            assert not [chip for chip in page.context["chips"] if chip.label == "Disease"], words
            assert get("/suggest/", {"q": words}).json() == {"suggestions": []}, words
        assert not get("/studies/", {"q": "xylophine"}).context["mended"]  # no slip is mended to it either
        assert "xylophone" not in get("/studies.atom").content.decode()
        assert get("/studies/").context["count"] == len(SEEDS)
        assert get("/diseases/xylophone-disease/").status_code == 404
        facets = get("/studies/").context["facets"]
        assert not [option for shown in facets for option in shown.facet.options if "xylophone" in option.value]

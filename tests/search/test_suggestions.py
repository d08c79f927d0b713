"""What the search box offers while one types."""

from collections.abc import Iterable

from django.test import TestCase

from studies.actions import withdraw
from studies.models import Agent, Disease, Setting, Study
from studies.search import current
from studies.search.suggestions import GROUPS, MOST, Suggestion, suggest
from tests.curated import FERRAJOLI, load_corpus
from tests.search.by_hand import Plain

STARTS = """
    a al ar az aza b br c ca car ch ci cl cy d da de di e f fl fo g h hy i ib id in l le len ly m ma me mi my n ne
    no p pe po r re ri ro s se so t te th to tr v ve vi vo 2l 3l ab5 cc-5 post after lymph leuk trans ferr kant
    nct02 zuma sobre
"""


class SuggestionsTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        load_corpus()

    def offered(self, typed: str) -> list[tuple[str, str, str]]:
        return [(one.kind, one.slug, one.matched) for one in suggest(current(), typed)]

    def terms(self, typed: str) -> Iterable[Suggestion]:
        return (one for one in suggest(current(), typed) if one.kind != "study")

    def test_there_are_at_most_eight_each_once_and_grouped(self):
        for typed in STARTS.split():
            with self.subTest(typed):
                found = suggest(current(), typed)
                groups = [one.group for one in found]
                assert len(found) <= MOST
                assert len({(one.kind, one.slug) for one in found}) == len(found)
                assert groups == sorted(groups, key=[*GROUPS.values(), "Studies"].index)

    def test_every_count_is_that_of_the_list_and_none_is_nothing(self):
        plain = Plain()
        for typed in STARTS.split():
            for one in self.terms(typed):
                with self.subTest(typed, term=one.slug):
                    assert one.count == len(plain.having(one.kind, one.slug)) > 0

    def test_the_synonym_that_matched_is_told_as_it_is_written(self):
        for typed, kind, slug, matched in (
            ("vid", "agent", "azacitidine", "Vidaza"),
            ("Revl", "agent", "lenalidomide", "Revlimid"),
            ("azaciti", "agent", "azacitidine", ""),
            ("cc-50", "agent", "lenalidomide", "CC-5013"),
            ("cc50", "agent", "lenalidomide", "CC-5013"),
            ("leucemia mieloide a", "disease", "aml", "leucemia mieloide aguda"),
            ("leucemia mielóide a", "disease", "aml", "leucemia mieloide aguda"),
            ("mieloma mult", "disease", "mm", "mieloma múltiplo"),
            ("refratár", "setting", "refractory", "refratária"),
            ("acute myeloid leukaem", "disease", "aml", ""),
            ("anemia aplást", "disease", "saa", "anemia aplástica"),
            ("hodgkin's dis", "disease", "hl", "Hodgkin's disease"),
            ("post-al", "setting", "after-allogeneic-transplantation", "post-allo"),
            ("car-t", "agent_class", "car-t", "CAR-T"),
            ("cart", "agent_class", "car-t", "CART"),
        ):
            with self.subTest(typed):
                assert (kind, slug, matched) in self.offered(typed)

    def test_a_later_word_of_a_name_is_found_after_its_first(self):
        offered = self.offered("lympho")
        assert ("disease", "lymphoma", "") in offered
        assert next(iter(self.terms("marrow"))).name == "Bone marrow failure"

    def test_what_is_offered_is_a_surface_form_and_found_by_one(self):
        """“leukemi” begins leukemia; “relapsi”, all but an ending, begins no name."""
        assert not list(self.terms("relapsi"))
        for one in self.terms("relaps"):
            assert "relaps" in (one.matched or one.name).lower()

    def test_studies_are_found_by_author_title_acronym_and_number(self):
        for typed in ("ferraj", "continuous lenal", "lenalidomide of ferraj", "nct00267059"):
            with self.subTest(typed):
                assert ("study", FERRAJOLI, "") in self.offered(typed)
        assert ("study", "neelapu-2023-zuma1-5y-lbcl", "") in self.offered("zuma")
        assert self.offered("Gökb") == self.offered("gokb") != []
        assert ("study", "gokbuget-2011-nelarabine-adult-tall", "") in self.offered("gökbuget nelara")

    def test_little_or_nothing_typed_offers_nothing(self):
        for typed in ("", " ", "a", "-", '"', "\0", "\ud800", "xyzzy", "*" * 500):
            assert self.offered(typed) == [], ascii(typed)

    def test_neither_a_draft_nor_a_term_that_only_drafts_use_is_offered(self):
        assert ("study", FERRAJOLI, "") in self.offered("ferrajoli")
        Setting.objects.create(slug="unused", name="Unused setting", axis="disease_status")
        Disease.objects.create(slug="unused", name="Unused disease")
        Agent.objects.create(slug="unused", name="Unused agent", kind="small_molecule")
        for study in Study.objects.published():
            if study.slug in (FERRAJOLI, "scheinberg-2012-alemtuzumab-saa"):
                withdraw(study=study, by="editor", reason="Doubts.")
        assert self.offered("unused") == []
        assert ("study", FERRAJOLI, "") not in self.offered("ferrajoli")
        assert not list(self.terms("severe aplastic"))

    def test_the_address_is_that_of_the_study_or_of_the_filtered_list(self):
        found = self.client.get("/suggest/", {"q": "vidaza"}).json()["suggestions"]
        assert found[0]["address"] == "/studies/?agent=azacitidine"
        assert self.client.get(found[0]["address"]).context["count"] == found[0]["count"]
        found = self.client.get("/suggest/", {"q": "ferrajoli"}).json()["suggestions"]
        assert self.client.get(found[0]["address"]).status_code == 200

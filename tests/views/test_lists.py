"""The study list: the same studies in the same order as page, CSV, JSON and RIS."""

import csv
import io
import itertools

import pytest
from django.test import TestCase
from django.utils.html import escape

from studies.indexing import follow
from studies.models import Agent, ArmSchedule, Disease, Setting, Study, StudyDisease, StudySetting
from tests.curated import load_seeds


def below(model, slug: str) -> set[str]:
    """A term and all that stands under it, walked without the code under test."""
    parents = dict(model.objects.values_list("slug", "parent__slug"))
    found = {slug}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return found


class ListTest(TestCase):
    """Filters against sets made by hand from plain rows."""

    @classmethod
    def setUpTestData(cls):
        load_seeds()

    def csv_rows(self, **query) -> list[dict]:
        response = self.client.get("/studies.csv", query)
        assert response.status_code == 200, response.content
        return list(csv.DictReader(io.StringIO(response.content.decode())))

    def page_slugs(self, **query) -> list[str]:
        return [item.slug for item in self.client.get("/studies/", query).context["items"]]

    def test_every_combination_of_disease_agent_and_setting_gives_the_right_studies_on_the_page_and_in_the_csv(self):
        diseases = {slug: self.with_term(StudyDisease, Disease, "disease", slug) for slug in self.slugs(Disease)}
        settings = {slug: self.with_term(StudySetting, Setting, "setting", slug) for slug in self.slugs(Setting)}
        agents = {
            slug: set(
                ArmSchedule.objects.filter(schedule__components__agent__slug=slug).values_list("study__slug", flat=True)
            )
            for slug in self.slugs(Agent)
            if ArmSchedule.objects.filter(schedule__components__agent__slug=slug).exists()
        }
        everything = set(Study.objects.values_list("slug", flat=True))
        nothing = {"": everything}
        tried = 0
        for (d, of_d), (a, of_a), (s, of_s) in itertools.product(
            (diseases | nothing).items(), (agents | nothing).items(), (settings | nothing).items()
        ):
            tried += 1
            if tried % 7:  # one in seven of all combinations, evenly spread; the empty ones are many
                continue
            query = {name: value for name, value in (("disease", d), ("agent", a), ("setting", s)) if value}
            expected = of_d & of_a & of_s
            assert {row["study"] for row in self.csv_rows(**query)} == expected, query
            assert set(self.page_slugs(**query)) == expected, query

    def slugs(self, model) -> list[str]:
        return list(model.objects.values_list("slug", flat=True))

    def with_term(self, rows, model, name: str, slug: str) -> set[str]:
        return set(
            rows.objects.filter(**{f"{name}__slug__in": below(model, slug)}).values_list("study__slug", flat=True)
        )

    def test_every_promised_count_is_kept(self):
        for query in ({}, {"disease": "cll"}, {"setting": "refractory", "agent": "lenalidomide"}):
            for facet in (one.facet for one in self.client.get("/studies/", query).context["facets"]):
                for option in facet.options:
                    kept = self.client.get("/studies/", query | {facet.name: option.value}).context["count"]
                    assert kept == option.count, (query, facet.name, option.value)

    def test_a_term_above_is_offered_where_it_gives_more_and_keeps_the_rest(self):
        asked = (
            {"q": "relapsed CLL"},
            {"q": "refractory leukemia lenalidomide", "sort": "n"},
            {"disease": "cll", "setting": "relapsed"},
            {"setting": "refractory", "q": "Ferrajoli"},
            {"q": "-relapsed CLL"},
            {"q": "relpased CLL Ferajoli", "as_typed": "1"},
            {"q": "Ferrajoli", "setting": "relapsed", "as_typed": "1"},
        )
        offered = 0
        for query in asked:
            page = self.client.get("/studies/", query)
            for chip in page.context["broader"]:
                self.assertContains(
                    page, f'<a href="/studies/?{escape(chip.address)}">{chip.text}</a> ({chip.count} stud'
                )
                wider = self.client.get(f"/studies/?{chip.address}").context
                assert wider["count"] == chip.count > page.context["count"], (query, chip)
                assert wider["sort"] == query.get("sort", wider["sort"])
                offered += 1
        assert offered >= 2
        above = self.client.get("/studies/", {"disease": "cll", "setting": "relapsed"}).context["broader"]
        assert ("Setting", "Relapsed or refractory") in {(chip.label, chip.text) for chip in above}
        for query in ({}, {"disease": ["cll", "aml"]}, {"q": "CLL OR AML"}, {"q": "Ferrajoli"}):
            assert not self.client.get("/studies/", query).context["broader"], query

    def test_what_an_empty_list_could_do_without_keeps_its_promise(self):
        promised = 0
        for query in (
            {"q": "relpased CLL xyzzy"},
            {"q": "relpased CLL", "as_typed": "1"},  # without a part of it slips are mended again
            {"q": "CLL xyzzy", "setting": "relapsed", "sort": "n"},
            {"disease": "cll", "agent": "decitabine"},
        ):
            page = self.client.get("/studies/", query)
            assert page.context["count"] == 0
            for chip in page.context["relaxed"]:
                promised += chip.count
                assert self.client.get(f"/studies/?{chip.address}").context["count"] == chip.count, (query, chip)
        assert promised

    def test_all_agents_means_all_in_one_arm_and_not_one_or_the_other(self):
        pair = {"agent": ["azacitidine", "lenalidomide"], "agent_match": "all"}
        alternatives = {"agent": ["azacitidine", "decitabine"], "agent_match": "all"}
        assert set(self.page_slugs(**pair)) == {"azacitidine-lenalidomide-aml-case-2014", "schroeder-2023-azalena"}
        assert self.page_slugs(**alternatives) == []
        assert "lessi-2021-hypomethylating-agents-aml" in self.page_slugs(agent=["azacitidine", "decitabine"])

    def test_prior_therapy_is_no_agent_of_the_study(self):
        assert self.page_slugs(agent="fludarabine") == []

    def test_page_csv_json_and_ris_have_the_same_studies_in_the_same_order(self):
        for sort in ("", "-year", "year", "-n", "n", "name"):
            page = self.page_slugs(sort=sort)
            assert [row["study"] for row in self.csv_rows(sort=sort)] == page
            assert [one["study"] for one in self.client.get("/studies.json", {"sort": sort}).json()["studies"]] == page
            ris = self.client.get("/studies.ris", {"sort": sort}).content.decode()
            assert ris.count("TY  - ") == ris.count("ER  - ") >= len(page)

    def test_orders_are_those_they_name(self):
        sizes = [int(row["n_enrolled"]) for row in self.csv_rows(sort="-n")]
        assert sizes == sorted(sizes, reverse=True)
        assert self.page_slugs(sort="name") == sorted(self.page_slugs())

    def test_an_unknown_value_is_a_notice_on_the_page_and_a_refusal_in_a_file(self):
        for query in ({"disease": "no-such"}, {"n_from": "many"}, {"nonsense": "1"}, {"sort": "response"}):
            page = self.client.get("/studies/", query)
            assert page.status_code == 200
            assert page.context["notices"], query
            assert self.client.get("/studies.csv", query).status_code == 400
        assert not self.client.get("/studies/", {"disease": "cll"}).context["notices"]

    def test_an_identifier_opens_its_study(self):
        for query in ("NCT00267059", " nct00267059 "):
            assert self.client.get("/studies/", {"q": query}).headers["Location"] == (
                "/studies/ferrajoli-2008-lenalidomide-cll/"
            )
        assert self.client.get("/studies/", {"q": "10.3324/HAEMATOL.2022.282570"}).status_code == 302

    def test_words_are_read_as_terms(self):
        assert self.page_slugs(q="flu-refractory CLL Revlimid") == ["ferrajoli-2008-lenalidomide-cll"]
        assert set(self.page_slugs(q="vidaza aml")) == set(self.page_slugs(agent="azacitidine", disease="aml"))
        assert set(self.page_slugs(q="MDS/MPN")) == {"schroeder-2023-azalena"}
        assert self.page_slugs(q="Ferrajoli") == ["ferrajoli-2008-lenalidomide-cll"]

    def test_a_word_of_a_diseases_name_finds_all_its_studies(self):
        for query in ("leukemia", "leukaemia", "Revlimid", "leucemia"):
            expected = 3 if query == "Revlimid" else 5
            assert len(self.page_slugs(q=query)) == expected, query

    def test_a_sign_before_a_percent_is_in_the_files_too(self):
        row = next(row for row in self.csv_rows() if row["study"] == "schroeder-2023-azalena")
        assert (row["severe_other_percent_sign"], row["severe_other_percent"]) == (">", "10")

    def test_a_page_that_is_not_there_is_a_notice_and_no_file_has_pages(self):
        for page in ("0", "abc", "99999", "-1", "1.0"):
            answer = self.client.get("/studies/", {"page": page})
            assert answer.status_code == 200
            assert answer.context["notices"], page
        assert not self.client.get("/studies/", {"page": "1"}).context["notices"]
        assert self.client.get("/studies.csv", {"page": "1"}).status_code == 400

    def test_hostile_words_do_no_harm(self):
        for query in ("\x00", "\ud800", "'; --", "(((", "%", "word " * 5000, "10.1/" + "x" * 300, "NCT", "−−"):
            assert self.client.get("/studies/", {"q": query.encode("utf-8", "surrogatepass")}).status_code == 200

    def test_an_empty_list_says_which_filter_empties_it(self):
        page = self.client.get("/studies/", {"disease": "cll", "design": "case_report"})
        self.assertContains(page, "No match here is not no evidence")
        kept = {chip.label: chip.count for chip in page.context["relaxed"]}
        assert kept == {"Disease": 1, "Design": 2}

    def test_a_draft_is_on_no_surface(self):
        Study.objects.filter(slug="schroeder-2023-azalena").update(state="draft")
        follow([Study.objects.get(slug="schroeder-2023-azalena").pk])
        assert "schroeder-2023-azalena" not in self.page_slugs()
        assert "schroeder-2023-azalena" not in {row["study"] for row in self.csv_rows()}
        for address in ("/studies/schroeder-2023-azalena/", "/studies/schroeder-2023-azalena/fixture.json"):
            assert self.client.get(address).status_code == 404
        for address in ("/diseases/cmml/", "/agents/donor-lymphocytes/", "/regimens/azacitidine-lenalidomide-dli/"):
            assert self.client.get(address).status_code == 404
        for address in ("/", "/diseases/", "/settings/first-salvage/", "/studies/?q=azalena"):
            self.assertNotContains(self.client.get(address), "schroeder", status_code=None or self.status(address))

    def status(self, address: str) -> int:
        return self.client.get(address).status_code


@pytest.mark.django_db
def test_an_empty_base_has_an_empty_list(client):
    assert client.get("/studies/").context["count"] == 0
    assert client.get("/").status_code == 200
    assert client.get("/studies.csv").content.decode().count("\n") == 1

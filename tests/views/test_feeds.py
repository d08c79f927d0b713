"""A query as a feed, and as files in the very order of its page."""

import csv
import io
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

from django.test import TestCase

from studies.actions import publish, revise, withdraw
from studies.actions.drafts import create_study
from studies.indexing import follow
from studies.models import Study
from studies.views.exports import MOST_IN_FEED
from tests.curated import FERRAJOLI, LESSI, MALIK, SEEDS, load_corpus, load_seeds, many_studies

ATOM = {"atom": "http://www.w3.org/2005/Atom"}
QUERIES = (
    "", "disease=cll", "agent=azacitidine&agent=lenalidomide&agent_match=all", "q=flu-refractory+CLL+Revlimid",
    "q=response", "q=durable+remission&year_from=2010", "disease=aml&sort=name", "design=case_report", "q=zzyzx",
)  # fmt: skip


class FeedTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        load_seeds()
        for number, slug in enumerate(SEEDS, start=1):
            Study.objects.filter(slug=slug).update(published_at=datetime(2026, 1, number, tzinfo=UTC))
        follow(list(Study.objects.values_list("pk", flat=True)))

    def feed(self, query: str = "") -> ET.Element:
        answer = self.client.get(f"/studies.atom?{query}")
        assert answer.status_code == 200, query
        assert answer["Content-Type"].startswith("application/atom+xml")
        return ET.fromstring(answer.content)  # noqa: S314  # our own

    def entries(self, query: str = "") -> list[str]:
        links = (entry.find("atom:link", ATOM).get("href") for entry in self.feed(query).findall("atom:entry", ATOM))
        return [link.removeprefix("http://testserver/studies/").rstrip("/") for link in links]

    def listed(self, query: str = "") -> list[str]:
        return [item.slug for item in self.client.get(f"/studies/?{query}").context["items"]]

    def test_the_feed_of_a_query_has_its_studies_the_newest_record_first(self):
        assert self.entries() == list(reversed(SEEDS))
        for query in QUERIES:
            expected = [slug for slug in reversed(SEEDS) if slug in self.listed(query)]
            assert self.entries(query) == expected, query
        assert self.entries("disease=cll&sort=name") == self.entries("disease=cll")

    def test_every_entry_is_what_atom_asks_for(self):
        feed = self.feed("disease=cll")
        assert feed.tag == f"{{{ATOM['atom']}}}feed"
        assert "Chronic lymphocytic leukemia" in feed.findtext("atom:title", "", ATOM)
        links = {link.get("rel"): link.get("href") for link in feed.findall("atom:link", ATOM)}
        assert links == {
            "alternate": "http://testserver/studies/?disease=cll",
            "self": "http://testserver/studies.atom?disease=cll",
        }
        for one in (feed, *feed.findall("atom:entry", ATOM)):
            assert one.findtext("atom:id", "", ATOM)
            assert one.findtext("atom:title", "", ATOM)
            assert datetime.fromisoformat(one.findtext("atom:updated", "", ATOM)).tzinfo
        entries = feed.findall("atom:entry", ATOM)
        assert len({entry.findtext("atom:id", "", ATOM) for entry in entries}) == len(entries) == 2
        titles = set(Study.objects.filter(slug__in=(MALIK, FERRAJOLI)).values_list("title", flat=True))
        assert {entry.findtext("atom:title", "", ATOM) for entry in entries} == titles

    def test_a_revised_record_comes_first_and_a_withdrawn_one_goes(self):
        publish(study=revise(study=Study.objects.get(slug=MALIK), by="curator"), by="reviewer", reason="Read again.")
        assert self.entries()[0] == MALIK
        withdraw(study=Study.objects.get(slug=LESSI), by="editor", reason="Doubts.")
        assert LESSI not in self.entries()
        assert len(self.entries()) == len(SEEDS) - 1

    def test_a_draft_is_in_no_feed(self):
        create_study(by="a", slug="a-draft", title="A draft", design="case_report", extraction="manual_single")
        revise(study=Study.objects.get(slug=MALIK), by="curator")
        assert "draft" not in self.client.get("/studies.atom").content.decode()

    def test_signs_that_xml_does_not_take_do_no_harm(self):
        Study.objects.filter(slug=MALIK).update(title='<&> "é" ]]>', summary="<script>alert(1)</script>")
        follow([Study.objects.get(slug=MALIK).pk])
        titles = [entry.findtext("atom:title", "", ATOM) for entry in self.feed().findall("atom:entry", ATOM)]
        assert '<&> "é" ]]>' in titles
        for query in ("q=%3Cb%3E%26", "q=%0B%1F", "q=%ED%A0%80", "q=%EF%BF%BF", "q=%22"):
            self.feed(query)

    def test_a_query_that_cannot_be_used_is_refused(self):
        bad = ("disease=no-such", "n_from=many", "nonsense=1", "sort=response", "page=2", f"s={MALIK}", "q=%00")
        for query in bad:
            answer = self.client.get(f"/studies.atom?{query}")
            assert answer.status_code == 400, query
            assert answer.content.decode().strip(), query
        assert self.client.post("/studies.atom").status_code == 405

    def test_a_long_list_gives_the_newest_alone(self):
        many_studies(MOST_IN_FEED + 10)
        assert len(self.entries("disease=cll")) == MOST_IN_FEED

    def test_a_list_leads_to_its_feed(self):
        self.assertContains(self.client.get("/studies/?disease=cll"), 'href="/studies.atom?disease=cll"')


class OneOrderTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        load_corpus()

    def paged(self, query: str) -> list[str]:
        pages = self.client.get(f"/studies/?{query}").context["page"].of
        return [
            item.slug
            for number in range(1, pages + 1)
            for item in self.client.get(f"/studies/?{query}&page={number}").context["items"]
        ]

    def test_page_csv_and_json_have_the_same_studies_in_the_same_order_with_words_too(self):
        ranked = 0
        for query in (*QUERIES, "q=response&sort=n", "q=remission&sort=-response"):
            slugs = self.paged(query)
            rows = csv.DictReader(io.StringIO(self.client.get(f"/studies.csv?{query}").content.decode()))
            assert [row["study"] for row in rows] == slugs, query
            assert [one["study"] for one in self.client.get(f"/studies.json?{query}").json()["studies"]] == slugs, query
            ranked += slugs != self.paged(f"{query}&sort=-year")
        assert ranked > 3  # best match first is another order than the newest first

    def test_ris_has_the_reports_of_the_list_in_its_order(self):
        for query in QUERIES:
            titles = dict(
                Study.objects.filter(study_reports__role="primary").values_list("slug", "study_reports__report__title")
            )
            text = self.client.get(f"/studies.ris?{query}").content.decode()
            told = [line.removeprefix("TI  - ").strip() for line in text.splitlines() if line.startswith("TI  - ")]
            expected = list(dict.fromkeys(titles[slug] for slug in self.paged(query) if slug in titles))
            assert [title for title in told if title in expected] == expected, query

    def test_the_feed_has_the_same_studies(self):
        for query in QUERIES:
            text = self.client.get(f"/studies.atom?{query}").content.decode()
            slugs = self.paged(query)
            assert text.count("<entry>") == min(len(slugs), MOST_IN_FEED), query
            if len(slugs) <= MOST_IN_FEED:
                assert all(f"/studies/{slug}/" in text for slug in slugs), query

"""A page that did not change is not sent again, and not made again; a page that did is new at once, for everybody."""

from contextlib import contextmanager
from datetime import date
from unittest.mock import patch

from django.test import TestCase, override_settings

from studies.actions import publish, rename, revise, withdraw
from studies.indexing import rebuild_index
from studies.models import Agent, Study
from studies.search import current
from studies.views import keeping
from tests.curated import FERRAJOLI, LESSI, MALIK, load_seeds

PAGES = (
    "/",
    "/studies/",
    "/studies/?disease=cll&sort=-n",
    "/studies/?q=lenalidomide",
    "/diseases/",
    "/diseases/cll/",
    "/agents/lenalidomide/",
    "/regimens/lenalidomide/",
    "/settings/refractory/",
    f"/studies/{MALIK}/",
    "/synthesis/?disease=cll",
    "/suggest/?q=len",
)


@contextmanager
def counted():
    """How many pages were made, not taken from what is kept."""
    made = []
    keep = keeping._keep  # every page that was made passes here
    with patch.object(keeping, "_keep", lambda key, response: made.append(key) or keep(key, response)):
        yield made


@override_settings(KEPT_PAGES=64)
class KeepingTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        load_seeds()

    def changes(self) -> dict:
        """What is published, one after the other: each is a new version."""
        return {
            "withdrawn": lambda: withdraw(study=Study.objects.get(slug=LESSI), by="editor", reason="Doubts."),
            "published": lambda: publish(
                study=revise(study=Study.objects.get(slug=LESSI), by="curator"), by="reviewer", reason="Settled."
            ),
            "published again": lambda: publish(
                study=revise(study=Study.objects.get(slug=LESSI), by="curator"), by="reviewer", reason="Once more."
            ),
            "renamed": lambda: rename(study=Study.objects.get(slug=LESSI), slug="renamed", by="editor"),
            "a term renamed": lambda: Agent.objects.get(slug="lenalidomide").save(),
            "rebuilt": rebuild_index,
        }

    def test_every_public_page_says_which_version_it_is_and_is_not_sent_to_who_has_it(self):
        for page in PAGES:
            first = self.client.get(page)
            assert first.status_code == 200, page
            assert first["Cache-Control"] == "no-cache"
            again = self.client.get(page, headers={"If-None-Match": first["ETag"]})
            assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"]), page
            several = self.client.get(page, headers={"If-None-Match": f'"other", {first["ETag"]}'})
            assert several.status_code == 304, page
            assert self.client.get(page, headers={"If-None-Match": '"other"'}).status_code == 200, page

    def test_no_two_pages_have_one_tag(self):
        tags = [self.client.get(page)["ETag"] for page in (*PAGES, "/studies/?sort=-n&disease=cll")]
        assert len(set(tags)) == len(tags)

    def test_a_kept_page_is_the_same_page(self):
        for page in PAGES:
            first = self.client.get(page)
            with counted() as made:
                again = self.client.get(page)
            assert made == [], page
            assert again.content == first.content, page
            assert (again["ETag"], again["Content-Type"]) == (first["ETag"], first["Content-Type"]), page
            assert {name.lower() for name in first.headers} == {name.lower() for name in again.headers}, page

    def test_a_page_is_stale_at_once_when_anything_is_published(self):
        for what, change in self.changes().items():
            before = {page: self.client.get(page) for page in PAGES}
            change()
            for page in PAGES:
                with counted() as made:
                    after = self.client.get(page, headers={"If-None-Match": before[page]["ETag"]})
                assert after.status_code == 200, (what, page)
                assert len(made) == 1, (what, page)
                assert after["ETag"] != before[page]["ETag"], (what, page)

    def test_a_kept_page_never_shows_what_was_withdrawn(self):
        assert self.client.get(f"/studies/{FERRAJOLI}/").status_code == 200
        for _ in range(2):
            self.assertContains(self.client.get("/studies/"), FERRAJOLI)

        withdraw(study=Study.objects.get(slug=FERRAJOLI), by="editor", reason="Doubts.")

        for _ in range(2):
            self.assertNotContains(self.client.get("/studies/"), FERRAJOLI)
            assert self.client.get(f"/studies/{FERRAJOLI}/").status_code == 410

    def test_a_page_of_yesterday_is_made_again(self):
        """It says when it was printed, and a feed or an age may hang on it."""
        first = self.client.get("/studies/")
        with patch.object(keeping, "timezone") as clock, counted() as made:
            clock.now.return_value.date.return_value = date(2031, 1, 1)
            again = self.client.get("/studies/", headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, len(made)) == (200, 1)

    @override_settings(ALLOWED_HOSTS=["one.example", "two.example"])
    def test_a_kept_page_is_for_its_own_host_and_address_only(self):
        addresses = {"/studies.atom", "/studies/?disease=cll", "/studies/?disease=aml", "/studies/"}
        for address in sorted(addresses):
            seen = {}
            for host in ("one.example", "two.example"):
                for secure in (False, True):
                    page = self.client.get(address, headers={"host": host}, secure=secure)
                    others = {"one.example", "two.example"} - {host}
                    assert not any(other in page.content.decode() for other in others), address
                    seen[host, secure] = page.get("ETag")
            if address != "/studies.atom":  # a file is made each time
                assert len(set(seen.values())) == 4, address
        assert self.client.get("/studies/?disease=cll", headers={"host": "one.example"}).context is None
        chips = self.client.get("/studies/?disease=cll&page=1", headers={"host": "one.example"}).context["chips"]
        assert [chip.text for chip in chips] == ["Chronic lymphocytic leukemia"]

    def test_what_is_no_page_is_not_kept(self):
        for address, status in (
            ("/studies/no-such/", 404),
            ("/diseases/no-such/", 404),
            ("/studies/?q=NCT00267059", 302),
        ):
            for _ in range(2):
                page = self.client.get(address)
                assert page.status_code == status
                assert "ETag" not in page, address
        assert self.client.get("/studies.csv?nonsense=1").status_code == 400

    def test_asking_for_the_head_alone_keeps_the_page_whole(self):
        head = self.client.head("/studies/?sort=n")
        assert head.content == b""
        page = self.client.get("/studies/?sort=n")
        self.assertContains(page, "</html>")
        assert page["ETag"] == head["ETag"]

    def test_no_more_pages_are_kept_than_were_asked_for_and_the_oldest_goes_first(self):
        pages = [f"/suggest/?q={word}" for word in ("aa", "bb", "cc", "dd")]
        with override_settings(KEPT_PAGES=3):
            for page in pages:
                self.client.get(page)
            with counted() as made:
                for page in pages[1:]:
                    self.client.get(page)
                assert made == []
                self.client.get(pages[0])
                assert len(made) == 1
        with override_settings(KEPT_PAGES=0), counted() as made:
            for _ in range(2):
                self.client.get("/suggest/?q=ee")
            assert len(made) == 2

    def test_an_unchanged_page_costs_one_small_question(self):
        first = self.client.get("/studies/?sort=n")
        current()
        with self.assertNumQueries(1):
            self.client.get("/studies/?sort=n", headers={"If-None-Match": first["ETag"]})
        with self.assertNumQueries(1):
            self.client.get("/studies/?sort=n")

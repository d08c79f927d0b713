"""While somebody publishes and withdraws, each answer is the plain database's of one version, and none fails."""

import csv
import io
import random
from collections.abc import Callable
from threading import Event, Thread

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client

from studies.actions import publish, rename, revise, withdraw
from studies.filters import Listing, StudyFilter, facets_of, selected
from studies.indexing import differences, rebuild_index
from studies.models import IndexState, Study
from studies.search import consistently, current, store
from studies.views.lines import lines_of
from tests.curated import AZALENA, FERRAJOLI, LESSI, MALIK, load_seeds, many_studies

pytestmark = pytest.mark.django_db(transaction=True)
QUERIES = (
    "", "disease=cll", "sort=name", "q=lenalidomide", "q=made-up+study", "design=single_arm&sort=-n", "n_from=44",
    "disease=cll&agent=lenalidomide", "q=%22response+rate%22", "year_from=2000&sort=-response",
)  # fmt: skip
JUDGED = 20  # answers that fall between two publications, and so can be compared with the tables
VERSIONS = 15


@pytest.fixture
def base(monkeypatch):
    monkeypatch.setattr(store, "FOLD_AFTER", 5)
    load_seeds()
    many_studies(40)


class Publisher(Thread):
    """Withdraws, renames, publishes again, waits for an answer that could be judged; until there were enough."""

    def __init__(self) -> None:
        super().__init__()
        self.enough, self.judged, self.error, self.published = Event(), Event(), None, 0

    def run(self) -> None:
        chance = random.Random(6)  # noqa: S311  # a repeatable choice
        try:
            while not self.enough.is_set():
                self.one_turn(chance.choice([FERRAJOLI, MALIK, LESSI, AZALENA]), chance)
                self.judged.wait()
                self.judged.clear()
        except Exception as error:  # noqa: BLE001  # whatever it is, the test tells
            self.error = error
        finally:
            connection.close()

    def one_turn(self, slug: str, chance: random.Random) -> None:
        study = Study.objects.get(slug=slug)
        other = Study.objects.published().exclude(slug__in=(FERRAJOLI, MALIK, LESSI, AZALENA)).order_by("?")[0]
        withdraw(study=study, by="editor", reason="Doubts.")
        rename(study=other, slug=f"made-up-{chance.randint(100, 10**6)}", by="editor")
        publish(study=revise(study=Study.objects.get(pk=study.pk), by="curator"), by="reviewer", reason="Settled.")
        self.published += 3


def while_publishing(ask: Callable[[str], bool]) -> None:
    """Asks in turn until enough answers could be judged and enough versions were published."""
    publisher, judged, asked = Publisher(), 0, 0
    publisher.start()
    try:
        while (judged < JUDGED or publisher.published < VERSIONS) and not publisher.error:
            if ask(QUERIES[asked % len(QUERIES)]):
                judged += 1
                publisher.judged.set()
            asked += 1
    finally:
        publisher.enough.set()
        publisher.judged.set()
        publisher.join()
    assert publisher.error is None, publisher.error
    assert differences() == []


def token() -> str:
    return IndexState.objects.values_list("token", flat=True).get()


def by_tables(query: str) -> set[str]:
    return set(StudyFilter(QueryDict(query), queryset=Study.objects.published()).qs.values_list("slug", flat=True))


def test_the_list_and_its_counts_are_those_of_the_tables_at_every_version(base):
    def ask(query: str) -> bool:
        before = token()

        def answer(snapshot):
            listing = Listing(snapshot, selected(snapshot, QueryDict(query)))
            slugs = [line.slug for line in lines_of(snapshot, listing.numbers())]
            diseases = next(facet for facet in facets_of(listing) if facet.name == "disease")
            return snapshot.token, slugs, {option.value: option.count for option in diseases.options}

        version, slugs, counts = consistently(answer)
        others = "&".join(part for part in query.split("&") if not part.startswith("disease="))
        expected, cll = by_tables(query), len(by_tables(f"{others}&disease=cll"))
        if token() != before:
            return False
        assert version == before
        assert (len(slugs), set(slugs)) == (len(expected), expected), query
        assert counts.get("cll", 0) == cll, query
        return True

    while_publishing(ask)


def test_a_page_never_mixes_versions(base):
    """Its count, its lines, its facets and its files are of one version, judged or not."""
    client = Client()

    def ask(query: str) -> bool:
        before = token()
        page = client.get(f"/studies/?{query}")
        assert page.status_code == 200
        items = [item.slug for item in page.context["items"]]
        facets = {one.facet.name: one.facet for one in page.context["facets"]}
        assert len(items) == len(set(items)) == min(25, page.context["count"])
        if "review=" not in query:
            assert sum(option.count for option in facets["review"].options) == page.context["count"]
        rows = list(csv.DictReader(io.StringIO(client.get(f"/studies.csv?{query}").content.decode())))
        expected = by_tables(query)
        if token() != before:
            return False
        assert page.context["count"] == len(rows) == len(expected), query
        assert [row["study"] for row in rows][:25] == items
        assert {row["study"] for row in rows} == expected
        return True

    while_publishing(ask)


def test_several_readers_of_one_process_never_fail_and_end_at_the_newest_version(base):
    errors: list[object] = []
    enough = Event()

    def read(start: int) -> None:
        client, asked = Client(), start
        try:
            while not enough.is_set():
                query = QUERIES[asked % len(QUERIES)]
                for address in (f"/studies/?{query}", f"/suggest/?{query}", f"/studies.atom?{query}", "/diseases/cll/"):
                    status = client.get(address).status_code
                    if status != 200:
                        errors.append((address, status))
                asked += 1
        except Exception as error:  # noqa: BLE001  # whatever it is, the test tells
            errors.append(error)
        finally:
            connection.close()

    readers = [Thread(target=read, args=(start,)) for start in range(3)]
    for reader in readers:
        reader.start()
    try:
        while_publishing(lambda query: by_tables(query) is not None)
    finally:
        enough.set()
        for reader in readers:
            reader.join()
    assert errors == []
    assert current().token == token()


def test_an_index_that_is_rebuilt_meanwhile_loses_no_publication(base):
    rebuilt = []

    def ask(query: str) -> bool:
        if len(rebuilt) < 4:
            rebuilt.append(rebuild_index())
        before, count = token(), consistently(lambda snapshot: len(snapshot.everything))
        public = Study.objects.published().count()
        if token() != before:
            return False
        assert count == public
        return True

    while_publishing(ask)
    assert len(rebuilt) == 4

"""Queries as hematologists type them: how each is read, and which studies it finds.

``queries.json`` says both by hand. What it reads as is also answered from the plain tables, without the index.
"""

import json
from pathlib import Path

from django.test import TestCase
from django.urls import reverse

from studies.indexing import rebuild_index
from studies.models import Disease, Study
from studies.search import Unit, current, find, in_order, read, rows_of, study_of_identifier
from tests.curated import AZALENA, MALIK, load_corpus, many_studies
from tests.search.by_hand import Plain

TABLE = json.loads((Path(__file__).parent / "queries.json").read_text())


def told(unit: Unit) -> str:
    """A unit as the table writes it."""
    what = unit.term.code if unit.term else f"{unit.kind}:{' '.join(unit.words)}"
    return f"-{what}" if unit.negative else what


def apart(written: str) -> tuple[str, str, bool]:
    """(kind, what, whether it must not be there) of what the table writes."""
    kind, _, what = written.removeprefix("-").partition(":")
    return kind, what, written.startswith("-")


def groups_of(row: dict) -> list[list[str]]:
    return [group if isinstance(group, list) else [group] for group in row["reads"]]


class QueriesTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        load_corpus()

    def setUp(self):
        self.snapshot = current()

    def studies(self, query: str, *, as_typed: bool = False) -> list[str]:
        found = find(self.snapshot, read(self.snapshot, query, as_typed=as_typed)).studies
        pks = self.snapshot.studies[list(found)]
        return sorted(Study.objects.filter(pk__in=[int(pk) for pk in pks]).values_list("slug", flat=True))

    def test_the_table_is_long_and_says_nothing_twice(self):
        asked = [(row["query"], row.get("as_typed", False)) for row in TABLE]
        assert len(asked) == len(set(asked)) >= 170

    def test_every_query_is_read_as_expected(self):
        for row in TABLE:
            with self.subTest(row["query"]):
                reading = read(self.snapshot, row["query"], as_typed=row.get("as_typed", False))
                assert [[told(unit) for unit in group] for group in reading.groups] == groups_of(row)
                assert dict(reading.mended) == row.get("mended", {})

    def test_every_query_finds_what_the_tables_say(self):
        plain = Plain()
        for row in TABLE:
            with self.subTest(row["query"]):
                asked = plain.asked([apart(unit) for unit in group] for group in groups_of(row))
                found = self.studies(row["query"], as_typed=row.get("as_typed", False))
                assert found == sorted(asked)
                assert found == row.get("finds", found)

    def test_a_chip_taken_away_leaves_the_rest_of_the_reading(self):
        for row in TABLE:
            reading = read(self.snapshot, row["query"], as_typed=row.get("as_typed", False))
            for unit in reading.units:
                with self.subTest(row["query"], without=told(unit)):
                    rest = [[told(one) for one in group if one is not unit] for group in reading.groups]
                    again = read(self.snapshot, reading.without(unit), as_typed=row.get("as_typed", False))
                    assert [[told(one) for one in group] for group in again.groups] == [some for some in rest if some]


class OpeningTest(TestCase):
    """An exact number opens its study."""

    @classmethod
    def setUpTestData(cls):
        load_corpus()

    def test_an_identifier_opens_its_study(self):
        for query, slug in (
            ("NCT02472691", AZALENA),
            (" nct02472691 ", AZALENA),
            ("https://clinicaltrials.gov/study/NCT02472691", AZALENA),
            ("23265768", MALIK),
            ("PMID: 23265768", MALIK),
            ("pmid 23265768", MALIK),
            ("https://pubmed.ncbi.nlm.nih.gov/23265768/", MALIK),
            ("10.1016/j.clml.2012.11.009", MALIK),
            ("doi:10.1016/J.CLML.2012.11.009", MALIK),
            ("DOI 10.1016/j.clml.2012.11.009.", MALIK),
            ("https://doi.org/10.1016/j.clml.2012.11.009", MALIK),
        ):
            with self.subTest(query):
                found = study_of_identifier(query)
                assert found is not None
                assert found.slug == slug
                response = self.client.get("/studies/", {"q": query})
                assert (response.status_code, response.headers["Location"]) == (302, reverse("study", args=[slug]))

    def test_what_is_no_number_of_ours_opens_nothing(self):
        for query in (
            "NCT99999999",
            "NCT0247269",
            "12345",
            "2013",
            "10.1000/\ud800",
            "NCT\0",
            "NCT02472691 aml",
            "٢٣٢٦٥٧٦٨",
        ):
            assert study_of_identifier(query) is None, ascii(query)

    def test_a_draft_is_not_opened(self):
        Study.objects.filter(slug=MALIK).update(state="draft")
        assert study_of_identifier("23265768") is None


class OrderTest(TestCase):
    """Words are told best match first, for reasons one can give."""

    @classmethod
    def setUpTestData(cls):
        Disease.objects.create(slug="cll", name="Chronic lymphocytic leukemia", abbreviation="CLL")
        many_studies(5)
        for number, (title, summary) in enumerate(
            (
                ("Common", "rareword"),
                ("Rareword", "common"),
                ("Both common and rareword", ""),
                ("Common", ""),
                ("", "Common"),
            ),
            start=1,
        ):
            Study.objects.filter(slug=f"made-up-{number}").update(title=title or "Neither", summary=summary)
        rebuild_index()

    def best(self, query: str) -> list[str]:
        snapshot = current()
        numbers = in_order(snapshot, find(snapshot, read(snapshot, query)), "name", 0, 100)
        return [row["slug"].removeprefix("made-up-") for row in rows_of(snapshot, numbers, "slug")]

    def test_the_title_comes_before_the_summary_and_equals_keep_the_order_of_the_list(self):
        assert self.best("common") == ["1", "3", "4", "2", "5"]

    def test_more_words_in_the_title_come_first_then_the_rarer_word(self):
        assert self.best("common rareword") == ["3", "2", "1"]

    def test_the_name_of_a_disease_counts_as_the_title(self):
        assert self.best("chronic") == ["1", "2", "3", "4", "5"]

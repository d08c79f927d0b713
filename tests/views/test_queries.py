"""How many queries a page asks: a committed number, and the same for five studies as for fifty."""

import json
from pathlib import Path

from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from studies.search import current
from tests.curated import load_seeds, many_studies

COUNTS = Path(__file__).parent / "query_counts.json"


class QueryCountTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        load_seeds()

    def asked(self, address: str) -> int:
        current()  # a process reads the index once
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert self.client.get(address).status_code == 200
        return len(queries)

    def test_each_page_asks_the_committed_number_of_queries(self):
        committed = json.loads(COUNTS.read_text())
        assert {address: self.asked(address) for address in committed} == committed

    def test_no_list_asks_more_for_more_studies(self):
        pages = ["/", "/studies/", "/studies/?disease=cll", "/studies.csv", "/diseases/cll/"]
        few = {page: self.asked(page) for page in pages}
        many_studies(45)
        assert {page: self.asked(page) for page in pages} == few

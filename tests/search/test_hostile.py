"""Ten thousand queries that nobody should type: no error, and the same studies as a look through the plain tables.

Both engines are held to that one truth, and so to each other.
"""

import random
from collections.abc import Iterator
from urllib.parse import quote

from django.test import TestCase

from studies.actions import load_rows
from studies.exchange.fixture_folder import files_in, read_files
from studies.exchange.fixture_reader import read_fixtures
from studies.search import Reading, Unit, current, find, read, rows_of
from studies.search.suggestions import MOST, suggest
from tests.curated import FIXTURES
from tests.search.by_hand import Plain

MANY, THROUGH_THE_SITE = 10_000, 240
WORDS_TEXT = """
    leukaemia AML cll MDS/MPN Revlimid azacitidina relpase lenalidomde flu-refractory post-allo relapse IL-6 CAR-T
    del(17p) 1.5 anti-CD20/CD3 Waldenström survival transplant ferrajoli toxicity months 2013 neutropenia GVHD os all r
    cr or ou the de NCT02472691 10.1000/x 23265768 T-ALL RRMM mrd+ HL-60 refractory response patients bone marrow study
    of xyzzy qwertyuiop aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
"""
SIGNS_TEXT = """
    \ud800 \udfff " "" ' '' ` \\ \\\\ \\0 % _ %s %(x)s {0} ${x} {{7*7}} * ** ? + - -- -* − | || & && ! ^ ~ : ; < > ( )
    <script> </ (( [ ] [^ (?: (?P<x> .* a{1,99999} / // ../ = == # @ OR AND NOT NEAR/3 UNION /* */ β ﬁ ß İ ı Ⅻ ½ ² ٣ ǅ
    𝐀𝐌𝐋 ＡＭＬ שלום مرحبا 白血病 \ufffd \U0001f9ec \U0001f469\u200d\U0001f52c e\u0301 \u202e \u200b \u200f \ufeff
"""
WORDS = WORDS_TEXT.split()
SIGNS = [*SIGNS_TEXT.split(), "\0", "\u0301" * 9, "\r\n", "\t", "\v", "\x1b[0m", "\x7f", "or 1=1", "' OR '1'='1"]
SIGNS += ["'; DROP TABLE studies_study; --", "UNION SELECT"]


def hostile(count: int, seed: int) -> Iterator[str]:
    """Queries out of words, signs and chance, always the same."""
    chance = random.Random(seed)  # noqa: S311  # the same every time
    for _ in range(count):
        kind = chance.random()
        if kind < 0.004:
            yield "".join(chance.choice(WORDS + SIGNS) for _ in range(4_000))[: chance.choice((256, 257, 10_240))]
        elif kind < 0.1:
            signs = (
                chance.choice((chance.randrange(1, 0x250), chance.randrange(0x110000)))
                for _ in range(chance.randrange(40))
            )
            yield "".join(map(chr, signs))
        else:
            parts = (chance.choice(WORDS if chance.random() < 0.6 else SIGNS) for _ in range(chance.randrange(1, 9)))
            yield "".join(part + chance.choice((" ", " ", "", "-", "/", '"')) for part in parts)


def asked(reading: Reading) -> list[list[tuple[str, str, bool]]]:
    """A reading as the look through the tables takes it."""

    def unit(one: Unit) -> tuple[str, str, bool]:
        kind, what = (one.term.kind, one.term.slug) if one.term else (one.kind, " ".join(one.words))
        return kind, what, one.negative

    return [[unit(one) for one in group] for group in reading.groups]


class HostileTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        """The corpus, without the statistics that ``load_corpus`` has the server gather.

        PostgreSQL keeps others from gathering any until this class is done, and it takes its time.
        """
        load_rows(rows=read_fixtures(read_files(files_in(FIXTURES))), by="tests")

    def test_ten_thousand_find_what_the_tables_hold(self):
        snapshot, plain = current(), Plain()
        everything = list(snapshot.everything)
        slugs = dict(zip(everything, (row["slug"] for row in rows_of(snapshot, everything, "slug")), strict=True))
        some, none = 0, 0
        for query in hostile(MANY, seed=4):
            reading = read(snapshot, query)
            found = find(snapshot, reading)
            assert {slugs[number] for number in found.studies} == plain.asked(asked(reading)), ascii(query)
            assert sum(map(len, found.ranks)) in (0, len(found.studies)), ascii(query)
            some, none = some + (0 < len(found.studies) < len(slugs)), none + (not found.studies)
        assert some > MANY / 10  # not all of them found nothing, or everything
        assert none > MANY / 10

    def test_a_chip_taken_away_never_fails(self):
        snapshot = current()
        for query in hostile(MANY // 10, seed=5):
            reading = read(snapshot, query)
            for unit in reading.units:
                rest = [one for one in reading.units if one is not unit]
                assert len(read(snapshot, reading.without(unit)).units) <= len(rest), ascii(query)

    def test_suggestions_stand_whatever_is_typed(self):
        snapshot = current()
        for query in hostile(MANY // 10, seed=6):
            assert len(suggest(snapshot, query)) <= MOST, ascii(query)

    def test_the_site_answers(self):
        for query in hostile(THROUGH_THE_SITE, seed=7):
            typed = quote(query.encode("utf-8", "surrogatepass"), safe="")
            with self.subTest(ascii(query)):
                assert self.client.get(f"/studies/?q={typed}").status_code in (200, 302)
                assert self.client.get(f"/suggest/?q={typed}").status_code == 200

    def test_what_is_too_long_is_said_and_not_read(self):
        response = self.client.get("/studies/", {"q": "leukemia " * 1_200})
        assert response.status_code == 200
        assert response.context["notices"]
        assert response.context["count"] == response.context["total"]

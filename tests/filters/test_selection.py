"""What an address asks for is read lightly, and just as the filter itself would read it."""

import random
from urllib.parse import urlencode

from django.http import QueryDict
from django.test import TestCase

from studies.choices import Design, ReviewStatus
from studies.filters import SORTS, Selection, StudyFilter, selected
from studies.filters.selection import CHOICES, RANGES, TERMS
from studies.models import AdverseEventTerm, Agent, AgentClass, Disease, Endpoint, Regimen, Setting, Study
from studies.search import current
from tests.curated import load_seeds

SEED, ADDRESSES = 20, 2_500
MODELS = dict(zip(TERMS, (Disease, Setting, Agent, AgentClass, Regimen, Endpoint, AdverseEventTerm), strict=True))
SINGLE = {"agent_match": ("any", "all"), "as_typed": ("1",), "sort": tuple(SORTS)}
NUMBERS = ("0", "7", "1899", "1900", "2013", "2100", "2101", "10000000", "10000001", "123456789", "007")
ODD_NUMBERS = (" 5", "5 ", "5.0", "5.5", "1e3", "+5", "-5", "-0", "٣", "²", "1_000", "0x10", "NaN", "Infinity", "1,000")
ODD = ("", " ", "no-such", "CLL", "cll ", "cll\0", "\0", "é", "白血病", "%", "'; --", "a" * 300, "None", "True", "١")
WORDS = (
    "cll",
    " lenalidomide ",
    '"tumor flare"',
    "-aml",
    "a" * 256,
    "a" * 257,
    "é" * 256,
    "  ",
    "x\0y",
    "\N{NO-BREAK SPACE}",
)
NAMES = ("nonsense", "page", "s", "diseases", "Disease", "", "n_from ", "year", "csrfmiddlewaretoken", "é")


class SelectionTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        load_seeds()
        cls.slugs = {name: list(model.objects.values_list("slug", flat=True)) for name, model in MODELS.items()}

    def pairs(self, chance: random.Random) -> list[tuple[str, str]]:
        """Parameters of an address: most of them plain, some odd, some of them twice."""
        found: list[tuple[str, str]] = []
        names = [*StudyFilter.base_filters, *NAMES]
        weights = [*[6] * len(StudyFilter.base_filters), *[1] * len(NAMES)]
        for name in chance.choices(names, weights, k=chance.randint(0, 4)):
            for _ in range(chance.choice([1, 1, 1, 2, 3])):
                value = self.value(chance, name)
                found += [(name, value)] * chance.choice([1, 1, 1, 1, 2])
        chance.shuffle(found)
        return found

    def value(self, chance: random.Random, name: str) -> str:
        if chance.random() < 0.15:
            return chance.choice(ODD_NUMBERS if name in RANGES else ODD)
        if name in TERMS:
            return chance.choice(self.slugs[name])
        if name in CHOICES:
            return chance.choice((Design if name == "design" else ReviewStatus).values)
        if name in RANGES:
            return chance.choice((*NUMBERS, "", str(chance.randint(0, 3000))))
        return chance.choice({"q": WORDS}.get(name, (*SINGLE.get(name, ("1", "x")), "")))

    def check(self, query: str) -> Selection:
        found = selected(current(), QueryDict(query))
        judge = StudyFilter(QueryDict(query), queryset=Study.objects.published())
        assert list(found.notices) == judge.notices, query
        values = judge.values
        assert [name for name, _ in found.values] == [name for name in StudyFilter.base_filters if name in values], (
            query
        )
        for name, taken in found.values:
            assert len(taken) == len(set(taken)), query
            if name in TERMS:
                assert set(taken) == {term.slug for term in values[name]}, query
            elif name in CHOICES:
                assert set(taken) == set(values[name]), query
            elif name in RANGES:
                assert (len(taken), found.number(name)) == (1, int(values[name])), query
            else:
                assert taken == (values[name],), query
        return found

    def test_every_address_is_read_as_the_filter_reads_it(self):
        chance = random.Random(SEED)  # noqa: S311  # a repeatable choice
        noticed = taken = 0
        for _ in range(ADDRESSES):
            found = self.check(urlencode(self.pairs(chance)))
            noticed += bool(found.notices)
            taken += bool(found.values) and not found.notices
        assert min(noticed, taken) > ADDRESSES / 5, f"seed {SEED}: {noticed} with a notice, {taken} plain"

    def test_every_odd_value_of_every_parameter_is_read_as_the_filter_reads_it(self):
        for name in (*StudyFilter.base_filters, *NAMES[:3]):
            for value in (*NUMBERS, *ODD_NUMBERS, *ODD, *WORDS):
                self.check(urlencode([(name, value)]))

    def test_of_a_parameter_that_has_one_value_the_last_counts(self):
        assert self.check("n_from=5&n_from=9").values == (("n_from", ("9",)),)
        assert self.check("n_from=5&n_from=").values == ()
        assert self.check("q=cll&q=aml&sort=n&sort=-n").values == (("q", ("aml",)), ("sort", ("-n",)))

    def test_a_value_twice_is_the_value_once_and_the_page_shown_asks_for_nothing(self):
        found = self.check("disease=cll&disease=cll&page=3&s=x&s=y")
        assert (found.values, found.notices) == ((("disease", ("cll",)),), ())

    def test_parameters_stand_in_one_order_however_they_were_asked(self):
        assert self.check("sort=n&design=case_report&disease=cll&q=x") == self.check(
            "q=x&disease=cll&design=case_report&sort=n"
        )

    def test_a_plain_address_is_read_without_a_query(self):
        snapshot = current()
        with self.assertNumQueries(0):
            found = selected(
                snapshot, QueryDict("q=x&disease=cll&agent=lenalidomide&n_from=5&sort=-n&design=case_report")
            )
        assert len(found.values) == 6

    def test_a_selection_without_one_of_its_parameters_keeps_the_others(self):
        found = self.check("disease=cll&n_from=5")
        assert found.without("disease").values == (("n_from", ("5",)),)
        assert (found.get("agent"), found.one("q"), found.number("n_to")) == ((), "", None)

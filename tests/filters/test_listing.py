"""A list as the index answers it is the list that the database gives: studies, counts, orders, pages."""

from django.db.models import Max, Q
from django.http import QueryDict
from django.test import TestCase

from studies.actions import generate_studies
from studies.evidence import HEADLINE_ENDPOINTS, preferred_endpoint
from studies.evidence.headline import sortable_response
from studies.filters import SORTS, Listing, StudyFilter, facets_of, selected
from studies.indexing import rebuild_index
from studies.models import Disease, Study
from studies.records.list_rows import list_sections
from studies.search import current
from tests.curated import load_corpus
from tests.filters.combinations import Combinations, Query

SEED, QUERIES, MADE_UP = 43, 500, 300


class ListingTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        load_corpus()
        generate_studies(count=MADE_UP, seed=SEED, by="tests", beside_curated=True)
        rebuild_index()
        cls.slugs = dict(Study.objects.values_list("pk", "slug"))
        cls.having: dict[tuple[str, str], frozenset[int]] = {}

    def listing(self, query: Query) -> Listing:
        found = Listing(current(), selected(current(), data(query)))
        assert not found.selection.notices, query
        return found

    def by_tables(self, query: Query) -> frozenset[int]:
        """The studies by the filter's own queryset."""
        return frozenset(StudyFilter(data(query), queryset=Study.objects.published()).qs.values_list("pk", flat=True))

    def by_tables_with(self, name: str, value: str) -> frozenset[int]:
        """The studies with one value of a facet, asked of the database once."""
        if (name, value) not in self.having:
            self.having[name, value] = self.by_tables({name: [value]})
        return self.having[name, value]

    def test_500_combinations_of_filters_give_the_studies_and_the_counts_of_the_database(self):
        combinations, found_some, counted, with_all = Combinations(SEED), 0, 0, 0
        for number in range(QUERIES):
            query = combinations.query()
            said, listing = f"seed {SEED}, query {number}: {query}", self.listing(query)
            keys = listing.keys()
            assert len(keys) == len(set(keys)) == listing.count, said
            assert frozenset(keys) == self.by_tables(query), said
            counted += self.check_counts(listing, query, said, number)
            found_some += bool(keys)
            with_all += query.get("agent_match") == ["all"]
        assert found_some > QUERIES / 2
        assert counted > 100 * QUERIES
        assert with_all > QUERIES / 25

    def check_counts(self, listing: Listing, query: Query, said: str, number: int) -> int:
        """Every count by sets that the database gave; some by a query of their own, with the option chosen."""
        counted = 0
        for at, facet in enumerate(facets_of(listing)):
            all_together = facet.name == "agent" and query.get("agent_match") == ["all"]
            others = self.by_tables({name: values for name, values in query.items() if name != facet.name})
            for place, option in enumerate(facet.options):
                told = f"{said}, {option}"
                assert option.chosen == (option.value in query.get(facet.name, [])), told
                if not all_together:
                    assert option.count == len(others & self.by_tables_with(facet.name, option.value)), told
                drawn = (number + at) % 3 == 0 and place == number % len(facet.options)
                if drawn or (all_together and option.count):
                    kept = query.get(facet.name, []) if all_together else []
                    values = list(dict.fromkeys([*kept, option.value]))
                    assert option.count == len(self.by_tables(query | {facet.name: values})), told
                counted += 1
        return counted

    def test_a_facet_offers_every_value_that_a_published_study_has_and_no_other(self):
        offered = {facet.name: {option.value for option in facet.options} for facet in facets_of(self.listing({}))}
        for name, values in offered.items():
            field = StudyFilter.base_filters[name]
            every = (
                {value for value, _ in field.extra["choices"]}
                if "choices" in field.extra
                else set(field.queryset(None).values_list("slug", flat=True))
            )
            assert values == {value for value in every if self.by_tables({name: [value]})}, name

    def sorting_keys(self) -> dict[str, dict[int, int | None]]:
        """Study → key of each order, by plain queries; None where it has none."""
        years = Study.objects.annotate(
            newest=Max("study_reports__report__year", filter=Q(study_reports__role="primary"))
        )
        headlines = Disease.objects.headline_endpoints()
        response = {}
        for study, sections in list_sections(list(self.slugs), HEADLINE_ENDPOINTS):
            diseases = [row.disease_id for row in sections["study_diseases"]]
            response[study.pk] = sortable_response(sections, preferred_endpoint(diseases, headlines))
        return {
            "year": dict(years.values_list("pk", "newest")),
            "n": dict(Study.objects.values_list("pk", "n_enrolled")),
            "response": response,
            "name": dict.fromkeys(self.slugs, 0),
        }

    def test_orders_are_by_their_key_then_by_name_and_what_has_none_comes_last(self):
        keys, combinations = self.sorting_keys(), Combinations(SEED + 1)
        assert any(key is None for key in keys["response"].values())
        for number in range(60):
            query = {name: values for name, values in combinations.query().items() if name not in {"q", "sort"}}
            for sort in SORTS if number else (*SORTS, ""):
                listing = self.listing(query | ({"sort": [sort]} if sort else {}))
                column, turned = (sort or "-year").lstrip("-"), -1 if (sort or "-year").startswith("-") else 1

                def place(pk: int, column: str = column, turned: int = turned) -> tuple:
                    key = keys[column][pk]
                    return key is None, turned * (key or 0), self.slugs[pk]

                assert listing.keys() == sorted(self.by_tables(query), key=place), (sort, query)

    def test_pages_in_turn_are_the_whole_list_and_no_study_stands_twice(self):
        combinations = Combinations(SEED + 2)
        for number in range(80):
            query = combinations.query()
            listing, size = self.listing(query), (1, 7, 25, 100)[number % 4]
            whole = listing.numbers()
            for again in (listing, self.listing(query)):
                pages = [again.numbers(start, start + size) for start in range(0, listing.count + size, size)]
                assert [one for page in pages for one in page] == whole, query
                assert all(len(page) == size for page in pages[:-2])
            assert len(set(whole)) == len(whole) == listing.count

    def test_words_are_told_best_match_first_unless_an_order_is_asked_for(self):
        query = {"q": ["durable"]}
        listing = self.listing(query)
        assert listing.sort == ""
        assert listing.count > 25
        by_name = self.listing(query | {"sort": ["name"]}).numbers()
        assert sorted(listing.numbers()) == sorted(by_name)
        slugs = [self.slugs[int(pk)] for pk in current().studies[by_name]]
        assert slugs == sorted(slugs)

    def test_all_agents_in_one_arm_is_narrower_than_any_of_them(self):
        pair = {"agent": ["azacitidine", "venetoclax"]}
        together = self.by_tables(pair | {"agent_match": ["all"]})
        assert together < self.by_tables(pair)
        listing = self.listing(pair | {"agent_match": ["all"]})
        assert frozenset(listing.keys()) == together
        agents = next(facet for facet in facets_of(listing) if facet.name == "agent")
        assert {option.value: option.count for option in agents.options if option.chosen} == dict.fromkeys(
            pair["agent"], len(together)
        )


def data(query: Query) -> QueryDict:
    found = QueryDict(mutable=True)
    for name, values in query.items():
        found.setlist(name, values)
    return found

"""Evidence maps: every count is the plain count of the database, and what a map leaves out is the rarer."""

from django.test import TestCase

from studies.indexing import follow
from studies.models import Agent, ArmSchedule, Disease, Setting, Study, StudyDisease, StudySetting
from studies.records.maps import EvidenceMap, evidence_map, in_tree, side_of
from studies.search import current
from studies.views.maps import ABBREVIATED, COLUMNS, ROWS, agent_maps, disease_maps, home_maps, studies_by
from tests.curated import AZALENA, load_corpus

TREES = {"disease": (Disease, StudyDisease), "setting": (Setting, StudySetting)}


class MapTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        load_corpus()
        cls.public = set(Study.objects.filter(state="published").values_list("pk", flat=True))

    def plain(self, kind: str, slug: str) -> set[int]:
        """Published studies of a term, by rows alone."""
        if kind == "agent":
            rows = ArmSchedule.objects.filter(schedule__components__agent__slug=slug)
        else:
            model, links = TREES[kind]
            slugs = {slug}
            pairs = list(model.objects.values_list("slug", "parent__slug"))
            while more := {one for one, parent in pairs if parent in slugs} - slugs:
                slugs |= more
            rows = links.objects.filter(**{f"{kind}__slug__in": slugs})
        return set(rows.values_list("study", flat=True)) & self.public

    def check(self, shown: EvidenceMap):
        besides = [self.plain(*pair) for pair in shown.also]
        assert shown.rows
        for row in shown.rows:
            assert [term for term, _ in row.cells] == list(shown.columns)
            for term, count in row.cells:
                studies = self.plain(shown.down.kind, row.term.slug) & self.plain(shown.across.kind, term.slug)
                assert count == len(studies.intersection(*besides)), (row.term.slug, term.slug)

    def test_counts_of_the_home_page_are_the_databases(self):
        _, by_setting, by_agent = home_maps(current())
        self.check(by_setting)
        self.check(by_agent)
        assert len(by_setting.columns) <= COLUMNS
        assert len(by_agent.columns) <= ABBREVIATED
        assert len(by_agent.rows) == ROWS
        assert not by_agent.whole
        assert any(not count for row in by_agent.rows for _, count in row.cells)

    def test_the_home_page_has_the_commonest_agents_and_named_diseases_only(self):
        side, _, by_agent = home_maps(current())
        assert all(term.abbreviation for _, term in side.lines)
        shown = {row.term.pk for row in by_agent.rows}
        studies = set().union(*(self.plain("disease", term.slug) for _, term in side.lines))
        uses = {agent: len(self.plain("agent", agent.slug) & studies) for agent in Agent.objects.all()}
        least = min(count for agent, count in uses.items() if agent.pk in shown)
        assert all(count <= least for agent, count in uses.items() if agent.pk not in shown)
        ranked = [uses[row.term] for row in by_agent.rows]
        assert ranked == sorted(ranked, reverse=True)

    def test_counts_of_a_diseases_maps_are_the_databases(self):
        for slug in ("aml", "cll", "lymphoid-neoplasm"):
            maps = disease_maps(current(), Disease.objects.get(slug=slug))
            for shown in maps.values():
                self.check(shown)
        assert "agent_map" not in disease_maps(
            current(), Disease.objects.get(slug="hcl")
        )  # nothing narrower to tell apart

    def test_counts_of_an_agents_map_are_the_databases_in_its_own_studies(self):
        for slug in ("azacitidine", "lenalidomide", "rituximab"):
            self.check(agent_maps(current(), Agent.objects.get(slug=slug))["map"])

    def test_a_count_is_what_the_list_behind_it_holds(self):
        shown = agent_maps(current(), Agent.objects.get(slug="lenalidomide"))["map"]
        for row in shown.rows[:4]:
            for term, count in row.cells:
                query = {"agent": "lenalidomide", "disease": row.term.slug, "setting": term.slug}
                assert self.client.get("/studies/", query).context["count"] == count

    def test_pages_link_counts_and_name_gaps(self):
        page = self.client.get("/agents/lenalidomide/")
        self.assertContains(page, "?disease=cll&amp;setting=refractory&amp;agent=lenalidomide")
        self.assertContains(page, '<span class="absent">no study</span>')
        self.assertContains(self.client.get("/"), "?agent=azacitidine&amp;disease=aml")
        self.assertContains(self.client.get("/diseases/aml/"), "?agent=azacitidine&amp;setting=")

    def test_a_draft_is_in_no_map(self):
        Study.objects.filter(slug=AZALENA).update(state="draft")
        follow([Study.objects.get(slug=AZALENA).pk])
        self.public = set(Study.objects.filter(state="published").values_list("pk", flat=True))
        self.check(home_maps(current())[1])
        self.check(agent_maps(current(), Agent.objects.get(slug="lenalidomide"))["map"])

    def test_terms_stand_in_their_tree_and_a_flat_list_by_name(self):
        terms = list(Disease.objects.filter(slug__in=("aml", "apl", "cll")))
        assert [(depth, term.slug) for depth, term in in_tree(terms)] == [(0, "aml"), (1, "apl"), (0, "cll")]
        agents = [term.name for _, term in side_of("agent", studies_by(current(), "agent")).lines]
        assert agents == sorted(agents)


class EmptyMapTest(TestCase):
    def test_an_empty_base_has_empty_maps(self):
        assert evidence_map(side_of("disease", {}), side_of("setting", {})).rows == ()
        assert home_maps(current())[2].rows == ()

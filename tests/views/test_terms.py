"""Pages of terms: an agent's adverse events line by line, a regimen's forest, the ways to read studies together."""

from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from studies.choices import SystemOrganClass
from studies.indexing import rebuild_index
from studies.models import AdverseEvent, Agent, Arm, ArmSchedule, Outcome, Regimen, Study
from studies.records import aggregate_objects
from studies.records.harm import arms_given
from studies.rendering.profile import OPEN
from studies.search import current
from tests.curated import AZALENA, FERRAJOLI, copy_of, load_corpus, load_seeds

ALL = "all"


def lines_of(profile) -> list:
    """(class, term, line) in the order of the page."""
    return [
        (one.name, term, line) for one in (*profile.first, *profile.rest) for term in one.terms for line in term.lines
    ]


class ProfileTest(TestCase):
    """The five first studies: what they report is known by heart."""

    @classmethod
    def setUpTestData(cls):
        load_seeds()

    def profile(self, agent: str = "lenalidomide"):
        return self.client.get(f"/agents/{agent}/").context["profile"]

    def test_each_figure_has_its_own_denominator_and_unit(self):
        found = {
            (term.name, line.grade, line.unit, line.figure.main)
            for _, term, line in lines_of(self.profile())
            if line.slug == FERRAJOLI
        }
        assert ("Neutropenia", "Grade 3–4", "courses", "135/333 courses") in found
        assert ("Cryptosporidiosis", "Grade 3–4", "patients", "1/44") in found

    def test_courses_and_patients_never_share_a_line_and_nothing_is_summed(self):
        """A line is one whole-arm row of the records, and each such row is one line."""
        arms = ArmSchedule.objects.filter(schedule__components__agent__slug="lenalidomide").values("arm")
        rows = AdverseEvent.objects.filter(arm__in=arms, subgroup__variable=ALL).select_related("study", "term")
        kept = sorted(
            (row.study.slug, row.term.name, row.get_denominator_unit_display(), row.affected, row.at_risk)
            for row in rows if row.affected is not None
        )  # fmt: skip
        shown = []
        for _, term, line in lines_of(self.profile()):
            if "/" in line.figure.main:
                affected, at_risk = line.figure.main.split(" ")[0].split("/")
                shown.append((line.slug, term.name, line.unit, int(affected), int(at_risk)))
        assert sorted(shown) == kept
        assert len(lines_of(self.profile())) == rows.count()

    def test_rows_of_subgroups_are_left_out(self):
        before = len(lines_of(self.profile()))
        part = Study.objects.get(slug=FERRAJOLI).subgroups.exclude(variable=ALL).first()
        row = AdverseEvent.objects.filter(study__slug=FERRAJOLI, affected__isnull=False).first()
        row.pk, row.key, row.subgroup = None, "of-a-part", part
        row.save()
        assert len(lines_of(self.profile())) == before

    def test_the_page_says_that_rates_are_not_comparable_and_what_was_given_besides(self):
        page = self.client.get("/agents/lenalidomide/")
        self.assertContains(page, "Rates of different studies and regimens are not comparable as such")
        self.assertContains(page, f'<a href="/studies/{AZALENA}/#safety">')
        given = {line.given for _, _, line in lines_of(page.context["profile"]) if line.slug == AZALENA}
        assert given == {"Azacitidine + lenalidomide + donor lymphocytes"}

    def test_a_long_profile_opens_with_its_first_terms(self):
        profile = self.profile()
        assert sum(len(one.terms) for one in profile.first) == OPEN
        assert profile.terms_left > 0
        self.assertContains(
            self.client.get("/agents/lenalidomide/"), f"<summary>{profile.terms_left} more terms</summary>"
        )

    def test_an_agent_without_events_says_so(self):
        part = Study.objects.get(slug=FERRAJOLI).subgroups.exclude(variable=ALL).first()
        AdverseEvent.objects.update(subgroup=part)
        self.assertContains(self.client.get("/agents/azacitidine/"), "Not reported by term")

    def test_pages_of_terms_ask_no_more_for_more_studies(self):
        pages = ("/agents/lenalidomide/", "/regimens/lenalidomide/", "/diseases/cll/", "/settings/refractory/", "/")
        few = [self.asked(page) for page in pages]
        for number in range(8):
            copy_of(FERRAJOLI, number)
        rebuild_index()
        assert "made-up-copy-7" in {line.slug for _, _, line in lines_of(self.profile())}
        assert [self.asked(page) for page in pages] == few

    def asked(self, address: str) -> int:
        current()  # a process reads the index once
        with CaptureQueriesContext(connection) as queries:
            assert self.client.get(address).status_code == 200
        return len(queries)


class TermPagesTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        load_corpus()

    def agents(self):
        return Agent.objects.filter(components__study__state="published", components__schedule__arm_schedules__gt=0)

    def test_a_profile_has_the_arms_that_were_given_the_agent_and_no_other(self):
        order = list(SystemOrganClass.labels)
        for agent in self.agents().distinct():
            profile = self.client.get(f"/agents/{agent.slug}/").context["profile"]
            lines = lines_of(profile)
            given = ArmSchedule.objects.filter(schedule__components__agent=agent, study__state="published")
            apart = AdverseEvent.objects.filter(arm__in=given.values("arm"), subgroup__variable=ALL)
            together = AdverseEvent.objects.filter(
                arm__role="all", subgroup__variable=ALL, study__in=given.values("study")
            )
            assert apart.count() <= len(lines) <= apart.count() + together.count(), agent.slug
            classes = [order.index(name) for name, _, _ in lines]
            assert classes == sorted(classes)
            for one in (*profile.first, *profile.rest):
                counts = [term.studies for term in one.terms]
                assert counts == sorted(counts, reverse=True), (agent.slug, one.name)

    def test_all_arms_together_were_given_what_each_was_given(self):
        study = Study.objects.filter(arms__role="experimental", arms__schedules__isnull=False).first()
        sections = aggregate_objects(study)
        together = Arm(pk=-1, role="all", study=study)
        arms = [arm for arm in sections["arms"] if arm.role != ALL]
        sections = sections | {"arms": [*arms, together]}
        all_of_them = {row.schedule_id for row in sections["arm_schedules"]}
        assert together in arms_given(sections, all_of_them)
        of_one = {row.schedule_id for row in sections["arm_schedules"] if row.arm_id == arms[0].pk}
        others = {row.schedule_id for row in sections["arm_schedules"] if row.arm_id != arms[0].pk}
        if others - of_one:
            assert together not in arms_given(sections, of_one - others)

    def test_a_regimens_forest_has_the_responses_of_its_own_arms_and_no_pooled_value(self):
        drawn = 0
        for regimen in Regimen.objects.filter(schedules__arm_schedules__study__state="published").distinct():
            page = self.client.get(f"/regimens/{regimen.slug}/")
            found = page.context["responses"]
            arms = list(ArmSchedule.objects.filter(schedule__regimen=regimen).values_list("arm", flat=True))
            rows = Outcome.objects.filter(arm__in=arms, subgroup__variable=ALL, endpoint__domain="response")
            own = set(rows.order_by().values_list("study__slug", "events", "total"))
            for row in found.forest.rows if found.forest else ():
                assert row.kind in {"stratum", "result"}, regimen.slug
                if row.kind == "result":
                    drawn += 1
                    assert (row.slug, int(row.events), int(row.total)) in own
                    assert row.mark.lower < row.mark.upper
            self.assertNotContains(page, "Pooled")
            self.assertContains(page, f'href="/synthesis/?regimen={regimen.slug}"')
        assert drawn > 20

    def test_arms_with_another_response_stand_apart(self):
        for regimen in Regimen.objects.filter(schedules__arm_schedules__study__state="published").distinct():
            found = self.client.get(f"/regimens/{regimen.slug}/").context["responses"]
            rows = found.forest.rows if found.forest else ()
            assert not rows or rows[0].kind == "stratum"

    def test_every_kind_of_page_leads_to_its_studies_read_together(self):
        for address, query in (
            ("/diseases/cll/", "disease=cll"),
            ("/agents/azacitidine/", "agent=azacitidine"),
            ("/settings/refractory/", "setting=refractory"),
            ("/regimens/lenalidomide/", "regimen=lenalidomide"),
        ):
            self.assertContains(self.client.get(address), f'href="/synthesis/?{query}"')
            assert self.client.get(f"/synthesis/?{query}").status_code == 200

"""Studies side by side, and how they are chosen from the list."""

import gzip
import re

from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from studies.models import Arm, Report, Study, StudyLink
from tests.curated import AZALENA, CASE, FERRAJOLI, LESSI, MALIK, load_seeds, many_studies

BUDGET = 40_000


def many_with_arms(count: int) -> None:
    """Made-up studies, each with its only arm."""
    many_studies(count)
    for study in Study.objects.filter(slug__startswith="made-up-"):
        report = Report.objects.get(slug=study.slug)
        Arm.objects.create(study=study, key="only", label="Only arm", role="only", report=report, place="Title")


def rows_of(page, key: str) -> dict[tuple[str, str], list[str]]:
    """A section's rows by caption and detail: what each cell says, in one line."""
    section = next(section for section in page.sections if section.key == key)
    return {
        (row.caption, row.detail): [" ".join(cell.said).strip() for _, cell in row.cells]
        for table in (section.shared, section.alone)
        for _, rows in table.groups
        for row in rows
    }


class CompareTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        load_seeds()

    def compare(self, *slugs: str, **query):
        return self.client.get("/compare/", {"s": slugs, **query})

    def outcomes(self, *slugs: str) -> dict[tuple[str, str], list[str]]:
        return rows_of(self.compare(*slugs).context["page"], "outcomes")

    def test_columns_are_the_arms_in_the_order_of_the_address(self):
        heads = self.compare(MALIK, FERRAJOLI).context["page"].facts.heads
        assert [head.slug for head in heads] == [MALIK, FERRAJOLI]
        assert [head.label for head in heads] == ["Malik 2013", "Ferrajoli 2008"]
        page = self.compare(FERRAJOLI, MALIK)
        self.assertContains(page, f'<a href="/studies/{MALIK}/">Malik 2013</a>')
        self.assertContains(page, "n\xa0=\xa044 · single-arm trial")

    def test_a_studys_own_figures_stand_once_over_its_arms(self):
        study = Study.objects.get(slug=FERRAJOLI)
        only = study.arms.get()
        Arm.objects.create(study=study, key="other", label="Other arm", role="control", report=only.report, place="T")
        page = self.compare(FERRAJOLI, MALIK)
        assert [head.label for head in page.context["page"].facts.heads] == [
            "Ferrajoli 2008, Lenalidomide", "Ferrajoli 2008, Other arm", "Malik 2013",
        ]  # fmt: skip
        self.assertContains(page, '<td role="cell" colspan="2" data-label="Ferrajoli 2008">')

    def test_other_criteria_are_another_row_and_the_empty_cell_names_them(self):
        rows = self.outcomes(FERRAJOLI, MALIK)
        ours, theirs = (row for row in rows if row[0] == "Overall response")
        assert rows[ours][0].startswith("14/44 32")
        assert rows[ours][1].startswith("other criteria: NCI-IWCLL")
        assert rows[theirs][0].startswith("other criteria: NCI-WG")
        assert rows[theirs][1].startswith("0/9")

    def test_courses_and_patients_never_share_a_row(self):
        page = self.compare(FERRAJOLI, AZALENA).context["page"]
        for (_, detail), cells in rows_of(page, "events").items():
            counted = [cell for cell in cells if re.match(r"\d+/\d+", cell)]
            assert len({"courses" in cell for cell in counted}) <= 1
            assert all("courses" in cell for cell in counted) or "courses" not in detail

    def test_what_differs_between_the_studies_is_said_above(self):
        said = " ".join(self.compare(FERRAJOLI, MALIK, AZALENA).context["page"].warnings)
        assert "Diseases are mixed: chronic lymphocytic leukemia (Ferrajoli 2008, Malik 2013); " in said
        assert "Settings are mixed: " in said
        assert "a difference between columns is no effect of treatment." in said
        assert "Response criteria are mixed: NCI-WG (Ferrajoli 2008)" in said
        assert "Case reports" not in said
        assert "Case reports stand beside series" in " ".join(self.compare(CASE, LESSI).context["page"].warnings)

    def test_shared_patients_are_a_warning(self):
        mine, other = Study.objects.get(slug=FERRAJOLI), Study.objects.get(slug=MALIK)
        StudyLink.objects.create(study=mine, key="malik", other=other, kind="suspected_overlap")
        for order in ((FERRAJOLI, MALIK), (MALIK, FERRAJOLI)):
            self.assertContains(
                self.compare(*order), "Patients are shared: Ferrajoli 2008 is suspected to overlap with Malik 2013."
            )

    def test_differences_only_hides_what_every_column_says_alike(self):
        every, some = (self.compare(FERRAJOLI, MALIK, only=only).context["page"] for only in ("", "differences"))
        size = [sum(table.size for table in self.tables(page)) for page in (every, some)]
        assert (every.hidden, some.hidden) == (0, size[0] - size[1])
        assert some.hidden > 0
        for table in self.tables(some):
            assert not any(row.alike for _, rows in table.groups for row in rows)
        self.assertContains(self.compare(FERRAJOLI, MALIK), "&amp;only=differences")

    def tables(self, page) -> list:
        return [page.facts, *(table for one in page.sections for table in (one.shared, one.alone))]

    def test_too_few_too_many_and_unknown_studies_are_a_sentence(self):
        many_with_arms(6)
        seven = [FERRAJOLI, *(f"made-up-{number}" for number in range(1, 7))]
        Study.objects.filter(slug=LESSI).update(state="draft")
        for slugs, said in (
            ((), "No study is chosen."),
            ((FERRAJOLI,), "One study is chosen."),
            ((FERRAJOLI, FERRAJOLI), "One study is chosen."),
            (seven, "7 studies are chosen"),
            ((FERRAJOLI, LESSI), f"“{LESSI}” is no published study."),
            ((FERRAJOLI, MALIK, "no-such"), "“no-such” is no published study."),
        ):
            page = self.compare(*slugs)
            self.assertContains(page, said, msg_prefix=str(slugs))
        assert len(self.compare(*seven[:6]).context["page"].facts.heads) == 6
        assert self.compare(FERRAJOLI, MALIK, "no-such").context["page"]

    def test_hostile_input_does_no_harm(self):
        for value in ("\x00", "\ud800", "'; --", "x" * 5000, "<script>", "../", "a~draft", "−"):
            for address in ("/compare/", "/studies/"):
                page = self.client.get(address, {"s": [value.encode("utf-8", "surrogatepass"), FERRAJOLI]})
                assert page.status_code == 200, (address, value)
        assert self.client.get("/compare/", {"s": [f"x-{n}" for n in range(900)]}).status_code == 200
        assert self.client.get("/compare/?only=nonsense&only=differences").status_code == 200
        assert self.client.post("/compare/").status_code == 405

    def test_the_lists_filters_are_left_behind(self):
        answer = self.compare(FERRAJOLI, MALIK, q="", disease="cll", page="2")
        self.assertRedirects(answer, f"/compare/?s={FERRAJOLI}&s={MALIK}")

    def test_six_studies_are_asked_for_in_as_many_queries_as_two(self):
        def asked(*slugs: str) -> int:
            with CaptureQueriesContext(connection) as queries:
                assert self.compare(*slugs).context["page"]
            return len(queries)

        many_with_arms(1)
        assert asked(MALIK, FERRAJOLI) == asked(MALIK, FERRAJOLI, CASE, LESSI, AZALENA, "made-up-1") == 10

    def test_the_page_keeps_its_budget(self):
        assert len(gzip.compress(self.compare(MALIK, FERRAJOLI, CASE, LESSI, AZALENA).content)) <= BUDGET


class ChoosingTest(TestCase):
    """Boxes in the list, and what is chosen on other pages of it."""

    @classmethod
    def setUpTestData(cls):
        load_seeds()
        many_studies(60)

    def test_a_box_a_study_ticked_where_it_is_chosen(self):
        page = self.client.get("/studies/", {"s": [FERRAJOLI], "sort": "name"})
        self.assertContains(page, f'<input type="checkbox" name="s" value="{FERRAJOLI}" checked>', count=1, html=True)
        self.assertContains(page, f'<input type="checkbox" name="s" value="{CASE}">', count=1, html=True)
        assert page.content.count(b'name="s"') == len(page.context["items"]) == 25
        for elsewhere in ("/", "/diseases/cll/", f"/studies/{FERRAJOLI}/"):
            self.assertNotContains(self.client.get(elsewhere), 'name="s"')

    def test_what_is_chosen_elsewhere_is_carried_and_can_be_dropped(self):
        page = self.client.get("/studies/", {"s": [FERRAJOLI, "no-such"], "sort": "name", "page": "2"})
        assert page.context["elsewhere"] == [(FERRAJOLI, "Ferrajoli 2008")]
        self.assertContains(page, f'<input type="checkbox" name="s" value="{FERRAJOLI}" checked>', count=1, html=True)

    def test_a_choice_is_no_filter_and_in_no_file(self):
        page = self.client.get("/studies/", {"s": [FERRAJOLI], "disease": "cll"})
        assert not page.context["notices"]
        assert page.context["question"] == "?disease=cll"
        self.assertContains(page, 'href="/studies.csv?disease=cll"')
        assert self.client.get("/studies.csv", {"s": FERRAJOLI}).status_code == 400

    def test_enter_still_searches(self):
        text = self.client.get("/studies/").content.decode()
        form = text[text.index('id="list-form"') :]
        first = re.search(r'<button type="submit"([^>]*)>([^<]*)', form)
        assert first.group(2) == "Search"
        assert "formaction" not in first.group(1)  # goes to the list itself
        assert "name=" not in first.group(1)  # and chooses no page

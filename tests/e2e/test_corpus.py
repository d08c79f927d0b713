"""The pages that the whole base strains: many arms, long names, percents without counts."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from studies.models import Study
from tests.curated import load_corpus

from .test_reading import PHONE, RULES, WIDE

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

PAGES = ("/", "/studies/", "/diseases/", "/agents/", "/settings/", "/diseases/lbcl/", "/about/",
         "/synthesis/?disease=aml", "/synthesis/?endpoint=overall-survival&disease=aml",
         "/synthesis/?disease=lbcl&accept=regimen&accept=criteria&accept=disease&accept=overlap&by=none",
         "/methods/", "/diseases/aml/", "/agents/lenalidomide/", "/agents/azacitidine/", "/regimens/azacitidine/",
         "/settings/refractory/")  # fmt: skip


@pytest.fixture(autouse=True)
def corpus(transactional_db) -> None:
    load_corpus()


def with_most_arms() -> list[str]:
    """The addresses of the three studies with most arms."""
    studies = sorted(Study.objects.published(), key=lambda study: (-study.arms.count(), study.slug))
    return [f"/studies/{study.slug}/" for study in studies[:3]]


@pytest.mark.parametrize("size", [PHONE, WIDE], ids=["390", "1440"])
def test_axe_finds_nothing_in_the_whole_base_and_none_scrolls_sideways(browser: Browser, live_server, size):
    context = browser.new_context(viewport=size)
    page = context.new_page()
    for address in (*PAGES, *with_most_arms()):
        page.goto(live_server.url + address)
        found = Axe().run(page, options=RULES)
        assert found.violations_count == 0, f"{address}: {found.generate_report()}"
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= size["width"], address
    context.close()


def test_on_a_phone_each_figure_stands_under_its_arms_name(page: Page, live_server):
    page.set_viewport_size(PHONE)
    study = Study.objects.published().get(slug__contains="botton-2023-enasidenib")
    page.goto(f"{live_server.url}/studies/{study.slug}/")
    row = page.locator(".arms").first.get_by_role("row").filter(has_text="Overall response")
    first, second = row.get_by_role("cell").nth(0), row.get_by_role("cell").nth(1)
    expect(first).to_contain_text("64/158")
    assert first.bounding_box()["y"] < second.bounding_box()["y"]
    assert first.evaluate("cell => getComputedStyle(cell, '::before').content") == '"Enasidenib"'

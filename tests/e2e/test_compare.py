"""Choosing studies in the list and reading them side by side."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from studies.models import Study
from tests.curated import AZALENA, CASE, FERRAJOLI, LESSI, MALIK, load_corpus, load_seeds, many_studies

from .test_reading import PHONE, RULES, WIDE

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


def test_scenario_9_three_studies_compared_with_denominators_and_a_warning_on_mixed_settings(page: Page, live_server):
    load_seeds()
    page.goto(live_server.url)
    page.get_by_role("link", name="Studies", exact=True).click()  # 1
    for citation in ("Ferrajoli 2008", "Malik 2013", "Schroeder 2023"):
        page.get_by_role("checkbox", name=f"Compare {citation}").check()  # 2, 3, 4
    page.get_by_role("button", name="Compare chosen").click()  # 5
    page.wait_for_url(f"**/compare/?s=*{FERRAJOLI}*")
    warning = page.get_by_role("note", name="What differs between these studies")
    expect(warning).to_contain_text("Settings are mixed")
    expect(warning).to_contain_text("no effect of treatment")
    outcomes = page.get_by_role("region", name="Outcomes", exact=True)
    expect(outcomes).to_contain_text("14/44")
    expect(outcomes).to_contain_text("0/9")
    expect(outcomes).to_contain_text("28/50")


def test_a_choice_survives_paging_without_a_script(browser: Browser, live_server):
    load_seeds()
    many_studies(60)
    context = browser.new_context(viewport=WIDE, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/studies/?sort=name")
    page.get_by_role("checkbox", name="Compare Ferrajoli 2008").check()
    page.get_by_role("checkbox", name="Compare Lessi 2021").check()
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_text("Page 2 of 3")).to_be_visible()
    page.get_by_role("checkbox", name="Lessi 2021").uncheck()
    page.get_by_role("button", name="Next").click()
    page.get_by_role("checkbox", name="Compare Malik 2013").check()
    page.get_by_role("button", name="Previous").click()
    expect(page.get_by_role("group", name="Chosen on other pages").get_by_role("checkbox")).to_have_count(2)
    page.get_by_role("button", name="Compare chosen").click()
    expect(page.get_by_role("heading", name="2 studies side by side")).to_be_visible()
    heads = page.locator(".side .full")
    expect(heads.get_by_role("link", name="Ferrajoli 2008")).to_be_visible()
    expect(heads.get_by_role("link", name="Malik 2013")).to_be_visible()
    context.close()


def test_enter_in_the_search_field_searches_though_studies_are_chosen(page: Page, live_server):
    load_seeds()
    page.goto(f"{live_server.url}/studies/?s={FERRAJOLI}")
    page.locator("#q").fill("azacitidine")
    page.locator("#q").press("Enter")
    page.wait_for_url("**/studies/?q=azacitidine*")
    expect(page.get_by_role("checkbox", name="Ferrajoli 2008")).to_be_checked()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, WIDE], ids=["390", "1440"])
def test_axe_finds_nothing_and_the_page_never_scrolls_sideways(browser: Browser, live_server, size, scheme):
    load_corpus()
    most = sorted(Study.objects.published(), key=lambda study: (-study.arms.count(), study.slug))
    chosen = ([FERRAJOLI, MALIK, AZALENA], [CASE, LESSI], [study.slug for study in most[:6]], [FERRAJOLI])
    addresses = ["/compare/?" + "&".join(f"s={slug}" for slug in slugs) for slugs in chosen]
    context = browser.new_context(viewport=size, color_scheme=scheme)
    page = context.new_page()
    found = []
    for address in (*addresses, f"{addresses[0]}&only=differences", f"/studies/?s={FERRAJOLI}&s={CASE}&page=2"):
        page.goto(live_server.url + address)
        page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true })")
        results = Axe().run(page, options=RULES)
        found += [(address, one["id"], one["nodes"][0]["html"][:160]) for one in results.response["violations"]]
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            found.append((address, "scrolls sideways", ""))
    context.close()
    assert found == []


def test_on_a_phone_each_figure_stands_beside_its_studys_name(page: Page, live_server):
    load_seeds()
    page.set_viewport_size(PHONE)
    page.goto(f"{live_server.url}/compare/?s={FERRAJOLI}&s={MALIK}")
    row = page.get_by_role("region", name="Outcomes", exact=True).get_by_role("row").filter(has_text="14/44")
    cells = row.get_by_role("cell")
    assert cells.nth(0).bounding_box()["y"] < cells.nth(1).bounding_box()["y"]
    assert cells.nth(0).evaluate("cell => getComputedStyle(cell, '::before').content") == '"Ferrajoli 2008"'


def test_on_a_wide_screen_what_is_asked_stays_in_sight(browser: Browser, live_server):
    load_corpus()
    most = sorted(Study.objects.published(), key=lambda study: (-study.arms.count(), study.slug))
    context = browser.new_context(viewport=WIDE)
    page = context.new_page()
    page.goto(f"{live_server.url}/compare/?" + "&".join(f"s={study.slug}" for study in most[:6]))
    region = page.get_by_role("region", name="Outcomes", exact=True)
    asked = region.get_by_role("rowheader").nth(1)
    before = asked.bounding_box()["x"]
    region.evaluate("part => { part.scrollLeft = 400 }")
    assert region.evaluate("part => part.scrollLeft") > 0
    assert abs(asked.bounding_box()["x"] - before) < 2
    context.close()

"""A reader's walks: the scenarios, counted in interactions; accessibility; budgets."""

import csv
import gzip
import io
import urllib.request

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.curated import AZALENA, CASE, FERRAJOLI, MALIK, load_seeds, many_studies

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

PHONE = {"width": 390, "height": 844}
WIDE = {"width": 1440, "height": 900}
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
PAGES = (
    "/",
    "/studies/",
    "/studies/?disease=cll&setting=refractory&agent=lenalidomide&q=Ferrajoli",
    "/studies/?disease=cll&design=case_report",
    "/studies/?disease=no-such",
    f"/studies/{FERRAJOLI}/",
    f"/studies/{CASE}/",
    f"/studies/{AZALENA}/",
    f"/studies/{MALIK}/",
    "/diseases/",
    "/diseases/aml/",
    "/agents/azacitidine/",
    "/settings/refractory/",
    "/regimens/azacitidine-lenalidomide/",
    "/methods/",
    "/about/",
    "/no-such-page/",
)


@pytest.fixture(autouse=True)
def curated(transactional_db) -> None:
    load_seeds()


def fits(page: Page, selector: str) -> bool:
    """The whole of an element is on the screen, nothing scrolled."""
    box = page.locator(selector).bounding_box()
    return page.evaluate("scrollY") == 0 and box["y"] >= 0 and box["y"] + box["height"] <= page.viewport_size["height"]


@pytest.mark.parametrize("slug", [MALIK, CASE, AZALENA, FERRAJOLI])
def test_scenario_4_the_bottom_line_needs_no_scroll_on_a_phone(page: Page, live_server, slug: str):
    page.set_viewport_size(PHONE)
    page.goto(live_server.url)
    page.locator(f'a[href="/studies/{slug}/"]').first.click()  # 1
    page.wait_for_url(f"**/studies/{slug}/")
    assert fits(page, ".bottom-line")


def test_scenario_5_grade_3_to_4_neutropenia_with_its_denominator_and_unit(page: Page, live_server):
    page.goto(live_server.url)
    page.locator(f'a[href="/studies/{FERRAJOLI}/"]').first.click()  # 1
    page.get_by_role("link", name="Safety").click()  # 2
    table = page.get_by_role("region", name="Adverse events")
    row = table.get_by_role("row").filter(
        has=page.get_by_role("rowheader", name="Neutropenia (treatment-related)", exact=True)
    )
    column = table.get_by_role("columnheader").all_inner_texts().index("Grade 3–4")
    cell = row.get_by_role("cell").nth(column - 1)
    expect(cell).to_contain_text("135/333 courses")
    cell.get_by_role("button").click()  # 3
    note = page.locator(".note:popover-open")
    expect(note).to_contain_text("Table 5")


def test_scenario_6_the_first_days_doses_as_text_and_as_grid(page: Page, live_server):
    page.goto(live_server.url)
    page.locator(f'a[href="/studies/{CASE}/"]').first.click()  # 1
    page.get_by_role("navigation", name="On this page").get_by_role("link", name="Regimen").click()  # 2
    regimen = page.locator("#regimen")
    expect(regimen.get_by_text("Azacitidine 75 mg/m²").first).to_be_visible()
    expect(regimen.locator("p", has_text="Day 1:").first).to_contain_text("Azacitidine 75 mg/m²")
    grid = regimen.locator("table.grid").first
    first_day = grid.get_by_role("row").filter(has_text="Azacitidine").locator("td").first
    expect(first_day).to_have_class("given")
    expect(grid.get_by_role("row").filter(has_text="Lenalidomide").locator("td").first).not_to_have_class("given")


def test_scenario_11_a_computed_number_opens_its_formula_and_escape_gives_the_focus_back(page: Page, live_server):
    page.goto(f"{live_server.url}/studies/{MALIK}/")
    figure = page.locator("button.figure.computed").first
    figure.focus()
    page.keyboard.press("Enter")
    note = page.locator(".note:popover-open")
    expect(note).to_contain_text("ƒ")
    page.keyboard.press("Escape")
    expect(note).to_have_count(0)
    assert figure.evaluate("element => element === document.activeElement")


def test_scenario_14_filter_page_and_save_without_a_script(browser: Browser, live_server):
    many_studies(60)
    context = browser.new_context(viewport=WIDE, java_script_enabled=False, accept_downloads=True)
    page = context.new_page()
    page.goto(f"{live_server.url}/studies/")
    page.get_by_role("checkbox", name="Chronic lymphocytic leukemia").check()  # 1
    page.get_by_role("button", name="Show studies").first.click()  # 2
    count = int(page.locator(".count strong").inner_text())
    assert count == 62
    page.get_by_role("button", name="Next").click()  # 3
    expect(page.get_by_text("Page 2 of 3")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()  # 4
    text = download.value.path().read_text(encoding="utf-8")
    assert len(list(csv.DictReader(io.StringIO(text)))) == count
    context.close()


def test_a_keyboard_alone_goes_from_home_to_a_list_to_a_study(page: Page, live_server):
    page.goto(live_server.url)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Disease, agent, setting, author, NCT, PMID or DOI")).to_be_focused()
    page.keyboard.type("lenalidomide cll")
    page.keyboard.press("Enter")
    page.wait_for_url("**/studies/?q=lenalidomide*")
    link = page.locator(f'a[href="/studies/{FERRAJOLI}/"]').first
    for _ in range(90):
        if link.evaluate("element => element === document.activeElement"):
            break
        page.keyboard.press("Tab")
    expect(link).to_be_focused()
    outline = link.evaluate("element => getComputedStyle(element).outlineStyle")
    assert outline != "none"
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/studies/{FERRAJOLI}/")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, WIDE], ids=["phone", "wide"])
def test_axe_finds_nothing_on_any_page_and_none_scrolls_sideways(browser: Browser, live_server, size, scheme):
    context = browser.new_context(viewport=size, color_scheme=scheme)
    page = context.new_page()
    found = []
    for address in PAGES:
        page.goto(f"{live_server.url}{address}")
        results = Axe().run(page, options=RULES)
        found += [
            (address, one["id"], [node["html"][:160] for node in one["nodes"][:3]])
            for one in results.response["violations"]
        ]
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            found.append((address, "scrolls sideways"))
    context.close()
    assert found == []


def test_pages_reflow_at_320_pixels(browser: Browser, live_server):
    context = browser.new_context(viewport={"width": 320, "height": 640})
    page = context.new_page()
    wide = []
    for address in PAGES:
        page.goto(f"{live_server.url}{address}")
        if page.evaluate("document.documentElement.scrollWidth > 320"):
            wide.append(address)
    context.close()
    assert wide == []


def test_pages_keep_their_budgets(live_server):
    many_studies(60)

    def packed(address: str) -> int:
        with urllib.request.urlopen(f"{live_server.url}{address}") as response:  # noqa: S310  # our own server
            return len(gzip.compress(response.read()))

    kilobyte = 1000
    assert packed("/studies/") <= 20 * kilobyte
    for slug in (MALIK, CASE, AZALENA, FERRAJOLI):
        assert packed(f"/studies/{slug}/") <= 25 * kilobyte, slug
    styles = [packed(f"/static/css/{name}.css") for name in ("tokens", "base", "layout", "components", "print")]
    assert sum(styles) <= 20 * kilobyte
    assert packed("/static/js/page.js") <= 25 * kilobyte


def test_a_printed_study_holds_its_footnotes_and_its_address(browser: Browser, live_server):
    context = browser.new_context(viewport=WIDE)
    page = context.new_page()
    page.goto(f"{live_server.url}/studies/{MALIK}/")
    page.emulate_media(media="print")
    expect(page.locator(".note").first).to_be_visible()
    expect(page.locator(".site-foot .print-only")).to_be_visible()
    expect(page.locator("nav.contents")).to_be_hidden()
    assert len(page.pdf(prefer_css_page_size=True)) > 10_000
    context.close()

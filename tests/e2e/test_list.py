"""The list itself: filters that apply in place, a phone's way, without script, accessibility and budgets."""

import gzip
import re
import urllib.request
from collections.abc import Callable
from urllib.parse import parse_qsl

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route, expect

from studies.models import Study
from tests.curated import CASE, FERRAJOLI, load_corpus, load_seeds, many_studies

from .test_reading import PHONE, RULES, WIDE
from .test_search import as_tables_have_it, query_of, shown

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

KILOBYTE = 1000
STATES: dict[str, str] = {
    "full": "/studies/",
    "words with snippets": "/studies/?q=erythroid+response",
    "suggestions open": "/studies/?disease=aml",
    "empty": "/studies/?q=hydroxyxyzzy+-azacitidine&disease=cll&setting=refractory",
    "notices": "/studies/?disease=no-such&page=99&year_from=1066&nonsense=1",
    "mended": "/studies/?q=azacitadine+leukemai&disease=aml&disease=mds&agent=azacitidine&agent=lenalidomide&n_to=400",
    "chosen": f"/studies/?s={FERRAJOLI}&s={CASE}&page=2",
}


def mark(page: Page) -> Callable[[], bool]:
    """Whether the page is still the one that it is now, not another that was loaded since."""
    page.evaluate("window.marked = true")
    return lambda: page.evaluate("window.marked === true")


def test_a_tick_changes_the_list_in_place_keeps_the_focus_and_tells_the_count_only(page: Page, live_server):
    load_corpus()
    page.goto(f"{live_server.url}/studies/")
    same = mark(page)
    told = page.locator("#count")
    told.evaluate("one => { one.marked = true }")
    page.locator("#more-disease > summary").click()
    box = page.locator("#disease-aml")
    box.focus()
    page.keyboard.press("Space")
    page.wait_for_url("**/studies/?disease=aml")
    expect(told.locator("strong")).to_have_text(str(as_tables_have_it("disease=aml")))
    expect(page.locator("#disease-aml")).to_be_focused()
    expect(page.locator("#disease-aml")).to_be_checked()
    expect(page.locator("#more-disease")).to_have_attribute("open", "")
    expect(page).to_have_title(re.compile("Acute myeloid leukemia"))
    # The very element that was there, so that a screen reader tells its change; and no other region is live.
    assert told.evaluate("one => one.marked === true")
    live = page.locator("main :is([role=status], [role=alert], [aria-live])")
    assert [one.get_attribute("id") for one in live.all() if one.inner_text()] == ["count"]
    expect(page.get_by_role("link", name="Remove Disease: Acute myeloid leukemia")).to_be_visible()
    page.keyboard.press("Space")
    page.wait_for_url("**/studies/")
    expect(told.locator("strong")).to_have_text(str(Study.objects.published().count()))
    expect(page.locator("#disease-aml")).to_be_focused()
    assert same()


def test_a_box_that_can_be_ticked_no_more_leaves_the_focus_to_the_filters(page: Page, live_server):
    load_seeds()
    page.goto(f"{live_server.url}/studies/?disease=aml&q=hydroxyxyzzy")
    page.locator("#disease-aml").focus()
    page.keyboard.press("Space")
    page.wait_for_url("**/studies/?q=hydroxyxyzzy")
    expect(page.locator("#disease-aml")).to_be_disabled()
    expect(page.locator("#filters > summary")).to_be_focused()


def test_two_ticks_at_once_both_count_and_an_address_holds_nothing_empty(page: Page, live_server):
    load_seeds()
    page.goto(f"{live_server.url}/studies/")
    same = mark(page)
    page.route("**/studies/?*", slowly)
    page.locator("#disease-aml").check()
    page.locator("#disease-cll").check()
    page.wait_for_url("**disease=cll**")
    expect(page.locator("#count strong")).to_have_text(str(as_tables_have_it("disease=aml&disease=cll")))
    for slug in ("aml", "cll"):
        expect(page.locator(f"#disease-{slug}")).to_be_checked()
    page.locator("#sort").select_option("most patients first")
    page.wait_for_url("**sort=-n**")
    page.locator("#n_from").fill("10")
    page.locator("#n_from").press("Tab")
    page.wait_for_url("**n_from=10**")
    page.get_by_label("all in one arm").check()
    page.wait_for_url("**agent_match=all**")
    asked = parse_qsl(query_of(page), keep_blank_values=True)
    assert sorted(asked) == [
        ("agent_match", "all"), ("disease", "aml"), ("disease", "cll"), ("n_from", "10"), ("sort", "-n"),
    ]  # fmt: skip
    assert same()
    page.unroute("**/studies/?*")
    page.locator("#q").press("Enter")
    page.wait_for_load_state()
    assert sorted(parse_qsl(query_of(page), keep_blank_values=True)) == sorted(asked)
    assert not same()


def slowly(route: Route) -> None:
    answer = route.fetch()
    route.fulfill(response=answer)


def test_where_the_list_cannot_come_in_place_the_browser_asks_for_it(browser: Browser, live_server):
    load_seeds()
    context = browser.new_context(viewport=WIDE)
    page = context.new_page()  # one that htmx may complain in
    page.goto(f"{live_server.url}/studies/")
    same = mark(page)
    page.evaluate("() => { XMLHttpRequest.prototype.send = function () { this.onerror() } }")
    page.locator("#disease-aml").check()
    page.wait_for_url("**/studies/?disease=aml")
    expect(page.locator("#count strong")).to_have_text(str(as_tables_have_it("disease=aml")))
    assert not same()
    context.close()


def test_words_are_told_best_match_first_and_another_order_may_be_asked_for(page: Page, live_server):
    load_seeds()
    page.goto(f"{live_server.url}/studies/")
    page.locator("#q").fill("erythroid response")
    page.get_by_role("button", name="Search").click()
    page.wait_for_url("**/studies/?q=erythroid+response")
    expect(page.locator("#sort option:checked")).to_have_text("best match first")
    page.locator("#sort").select_option("newest first")
    page.wait_for_url("**sort=-year**")
    expect(page.locator("#sort option:checked")).to_have_text("newest first")


def test_a_phone_applies_its_filters_together_and_says_beforehand_how_many_studies_they_leave(
    browser: Browser, live_server
):
    load_corpus()
    context = browser.new_context(viewport=PHONE, has_touch=True)
    page = context.new_page()
    page.goto(f"{live_server.url}/studies/")
    filters, button = page.locator("#filters"), page.locator("#filters .apply.last button")
    expect(filters).not_to_have_attribute("open", "")
    expect(button).to_be_hidden()
    filters.locator("> summary").tap()
    expect(button).to_have_text(f"Show {Study.objects.published().count()} studies")
    expect(button).to_be_in_viewport(ratio=1)
    for facet, slug in (("disease", "aml"), ("disease", "cll"), ("setting", "refractory")):
        box = page.locator(f"#{facet}-{slug}")
        if not box.is_visible():
            page.locator(f"#more-{facet} > summary").tap()
        box.tap()
    expected = as_tables_have_it("disease=aml&disease=cll&setting=refractory")
    expect(button).to_have_text(f"Show {expected} studies")
    expect(button).to_be_in_viewport(ratio=1)
    assert query_of(page) == ""
    assert button.bounding_box()["height"] >= 44
    button.tap()
    page.wait_for_url("**setting=refractory**")
    assert shown(page) == expected
    expect(filters).not_to_have_attribute("open", "")
    expect(filters.locator("> summary")).to_have_text("Filters (3)")
    page.locator("#sort").focus()
    page.locator("#sort").select_option("oldest first")
    page.wait_for_url("**sort=year**")
    expect(filters).not_to_have_attribute("open", "")
    expect(page.locator("#sort")).to_be_focused()
    context.close()


def test_without_a_script_all_is_there_but_the_suggestions(browser: Browser, live_server):
    load_seeds()
    for size in (WIDE, PHONE):
        context = browser.new_context(viewport=size, java_script_enabled=False)
        page = context.new_page()
        page.goto(f"{live_server.url}/studies/")
        buttons = page.get_by_role("button", name="Show studies")
        expect(buttons).to_have_count(2)
        for at in (0, 1):
            expect(buttons.nth(at)).to_be_visible()
        page.locator("#disease-aml").check()
        buttons.last.click()
        page.wait_for_url("**disease=aml**")
        assert shown(page) == as_tables_have_it("disease=aml")
        expect(page.locator("#disease-aml")).to_be_checked()
        page.locator("#q").fill("azacitadine response")
        page.locator("#q").press("Enter")
        expect(page.locator(".mended")).to_contain_text("azacitidine")
        expect(page.locator("#sort option:checked")).to_have_text("best match first")
        page.get_by_role("link", name="Remove Disease: Acute myeloid leukemia").click()
        assert "disease=" not in page.url
        page.get_by_role("link", name="Clear all").click()
        assert shown(page) == Study.objects.published().count()
        context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, WIDE], ids=["390", "1440"])
def test_axe_finds_nothing_in_any_state_of_the_list_and_none_scrolls_sideways(
    browser: Browser, live_server, size, scheme
):
    load_corpus()
    context = browser.new_context(viewport=size, color_scheme=scheme, has_touch=size is PHONE)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    found = []
    for state, address in STATES.items():
        page.goto(live_server.url + address)
        if state == "full":  # every filter in sight
            page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true })")
        if state == "suggestions open":
            page.locator("#q").press_sequentially("azac", delay=15)
            page.get_by_role("option").first.wait_for()
            page.keyboard.press("ArrowDown")
            box = page.get_by_role("listbox", name="Suggestions").bounding_box()
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= size["width"]
            assert box["y"] + box["height"] <= size["height"]
        results = Axe().run(page, options=RULES)
        found += [
            (state, one["id"], [node["html"][:160] for node in one["nodes"][:3]])
            for one in results.response["violations"]
        ]
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            found.append((state, "scrolls sideways", []))
    context.close()
    assert found == []
    assert complaints == []


def test_the_list_reflows_at_320_pixels(browser: Browser, live_server):
    load_corpus()
    context = browser.new_context(viewport={"width": 320, "height": 640}, has_touch=True)
    page = context.new_page()
    wide = []
    pages = {f"page {number}": f"/studies/?page={number}" for number in (2, 3)}
    for state, address in (STATES | pages).items():
        page.goto(live_server.url + address)
        page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true })")
        if page.evaluate("document.documentElement.scrollWidth > 320"):
            wide.append(state)
    for address in ("/", "/methods/"):  # the box in the head, and the big one
        page.goto(live_server.url + address)
        for box in page.get_by_role("combobox").all():
            box.press_sequentially("azac", delay=15)
            page.get_by_role("option").first.wait_for()
            if page.evaluate("document.documentElement.scrollWidth > 320"):
                wide.append(f"suggestions on {address}")
            box.press("Escape")
    context.close()
    assert wide == []


def test_a_list_of_the_whole_base_keeps_its_budget(live_server):
    load_corpus()
    many_studies(60)

    def read(address: str) -> bytes:
        with urllib.request.urlopen(f"{live_server.url}{address}") as response:  # noqa: S310  # our own server
            return response.read()

    listed = read("/studies/")
    assert listed.count(b'class="choose"') == 25
    assert len(gzip.compress(listed)) <= 20 * KILOBYTE
    assert len(gzip.compress(read("/studies/?q=response"))) <= 20 * KILOBYTE
    page = listed.decode()
    styles = re.findall(r'<link rel="stylesheet" href="([^"]+)"', page)
    scripts = re.findall(r'<script src="([^"]+)"', page)
    assert len(scripts) == 4
    assert sum(len(gzip.compress(read(one))) for one in styles) <= 20 * KILOBYTE
    assert sum(len(gzip.compress(read(one))) for one in scripts) <= 25 * KILOBYTE
    assert not re.search(r"<style|\sstyle=|<script>|\son[a-z]+=", page)

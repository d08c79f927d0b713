"""Searching and filtering as readers do it: the scenarios, counted in interactions, and the box that suggests."""

import re
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.http import QueryDict
from playwright.sync_api import Browser, Locator, Page, expect

from studies.filters import StudyFilter
from studies.models import ArmSchedule, Study
from tests.curated import AZALENA, CASE, load_corpus, load_seeds

from .test_reading import PHONE, WIDE

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

BIG_BOX = "Disease, agent, setting, author, NCT, PMID or DOI"
AML_REFRACTORY = "/studies/?disease=aml&setting=refractory"


class Reader:
    """A reader at the home page whose every interaction is counted."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.interactions = page, 0
        page.goto(address)

    def clicks(self, what: Locator) -> None:
        self.interactions += 1
        what.click()

    def types(self, text: str) -> None:
        """Into what has the focus, at a human's pace."""
        self.interactions += 1
        self.page.keyboard.type(text, delay=15)

    def presses(self, key: str) -> None:
        self.interactions += 1
        self.page.keyboard.press(key)

    def goes_back(self) -> None:
        self.interactions += 1
        self.page.go_back()

    def searches(self, text: str) -> None:
        self.clicks(self.page.get_by_label(BIG_BOX))
        self.types(text)
        self.presses("Enter")


def shown(page: Page) -> int:
    return int(page.locator("#count strong").inner_text())


def rows(page: Page) -> list[str]:
    return page.locator(".studies tbody tr").all_inner_texts()


def as_tables_have_it(query: str) -> int:
    """How many studies the tables have for an address, asked without the index."""
    filtered = StudyFilter(QueryDict(query), queryset=Study.objects.published())
    assert filtered.notices == []
    return filtered.qs.distinct().count()


def query_of(page: Page) -> str:
    return urlsplit(page.url).query


def is_whole(page: Page) -> None:
    """A page with its frame, whose filters are those of its address."""
    expect(page.locator(".site-head nav")).to_be_attached()
    expect(page.locator(".site-foot")).to_be_attached()
    ticked = page.locator("#filters input[type=checkbox]:checked")
    asked = [value for name, value in parse_qsl(query_of(page)) if name in {"disease", "setting", "agent"}]
    expect(ticked).to_have_count(len(asked))
    assert sorted(box.get_attribute("value") for box in ticked.all()) == sorted(asked)


def test_scenario_1_the_response_to_two_agents_after_transplantation_is_in_sight_on_a_phone(
    browser: Browser, live_server
):
    load_corpus()
    context = browser.new_context(viewport=PHONE, has_touch=True)
    reader = Reader(context.new_page(), live_server.url)
    reader.searches("azacitidine lenalidomide post-transplant relapse")
    card = reader.page.get_by_role("row").filter(has=reader.page.get_by_role("rowheader", name="lenalidomide"))
    response = card.locator('[data-label="Response"]')
    expect(response).to_contain_text("28/50")
    expect(response).to_contain_text("95 % CI 42–69")
    for text in ("28/50", "95 % CI"):
        expect(response.get_by_text(text).first).to_be_in_viewport(ratio=1)
    assert reader.page.evaluate("scrollY") == 0
    assert reader.interactions <= 5
    context.close()


def test_scenario_2_a_brand_becomes_a_chip_of_its_agent(page: Page, live_server):
    load_seeds()
    reader = Reader(page, live_server.url)
    reader.clicks(page.get_by_label(BIG_BOX))
    reader.types("Vidaza")
    reader.clicks(page.get_by_role("option", name="Vidaza → Azacitidine"))
    page.wait_for_url("**/studies/?agent=azacitidine")
    expect(page.get_by_role("list", name="Applied filters")).to_contain_text("Agent: Azacitidine")
    given = ArmSchedule.objects.filter(schedule__components__agent__slug="azacitidine").values("study")
    assert shown(page) == Study.objects.published().filter(pk__in=given).count() > 0
    assert reader.interactions <= 3


def test_scenario_3_a_registry_number_opens_its_study(page: Page, live_server):
    load_seeds()
    reader = Reader(page, live_server.url)
    reader.searches("NCT02472691")
    page.wait_for_url(f"**/studies/{AZALENA}/")
    assert reader.interactions <= 3


def test_scenario_7_two_diseases_and_a_setting_give_what_the_tables_have_and_so_would_every_option(
    page: Page, live_server
):
    load_corpus()
    reader = Reader(page, live_server.url)
    reader.clicks(page.locator(f'.map a[href="{AML_REFRACTORY}"]').first)
    reader.clicks(page.locator("#more-disease summary"))
    reader.clicks(page.get_by_role("checkbox", name=re.compile("^Chronic lymphocytic leukemia")))
    page.wait_for_url("**disease=cll**")
    assert reader.interactions <= 5
    query = query_of(page)
    assert sorted(parse_qsl(query)) == [("disease", "aml"), ("disease", "cll"), ("setting", "refractory")]
    expect(page.locator("#count strong")).to_have_text(str(as_tables_have_it(query)))
    promised = page.locator("#filters .option").evaluate_all(
        "all => all.map(one => [one.control.name, one.control.value, one.querySelector('.n').textContent])"
    )
    assert len(promised) > 100
    for name, value, count in promised:
        others = "&".join(f"{one}={each}" for one, each in parse_qsl(query) if one != name)
        assert as_tables_have_it(f"{others}&{name}={value}") == int(count), (name, value)


def test_scenario_8_an_address_gives_the_same_rows_and_going_back_gives_whole_pages(
    page: Page, browser: Browser, live_server
):
    load_seeds()
    reader = Reader(page, live_server.url)
    reader.clicks(page.get_by_role("link", name="Studies", exact=True))
    everything = rows(page)
    reader.clicks(page.get_by_role("checkbox", name=re.compile("^Acute myeloid leukemia")))
    page.wait_for_url("**/studies/?disease=aml")
    expect(page.locator("#count strong")).to_have_text(str(as_tables_have_it("disease=aml")))
    filtered = rows(page)
    assert filtered != everything

    context = browser.new_context(viewport=WIDE)
    fresh = context.new_page()
    fresh.goto(page.url)
    assert rows(fresh) == filtered
    context.close()

    reader.clicks(page.locator(f'a[href="/studies/{CASE}/"]').first)
    page.wait_for_url(f"**/studies/{CASE}/")
    reader.goes_back()
    page.wait_for_url("**/studies/?disease=aml")
    assert rows(page) == filtered
    is_whole(page)
    reader.goes_back()
    page.wait_for_url("**/studies/")
    expect(page.locator("#count strong")).to_have_text(str(Study.objects.published().count()))
    assert rows(page) == everything
    is_whole(page)
    page.go_forward()
    page.wait_for_url("**/studies/?disease=aml")
    expect(page.locator("#count strong")).to_have_text(str(as_tables_have_it("disease=aml")))
    assert rows(page) == filtered
    is_whole(page)
    assert reader.interactions <= 6


def test_scenario_12_an_empty_list_says_what_emptied_it_and_keeps_its_promise(page: Page, live_server):
    load_seeds()
    reader = Reader(page, live_server.url)
    reader.clicks(page.locator(f'.map a[href="{AML_REFRACTORY}"]').first)
    expect(page.locator("#list-form")).to_be_visible()
    reader.clicks(page.locator("#q[role=combobox]"))  # before the script is there, the order alone has the role
    reader.types("hydroxyxyzzy")
    reader.presses("Enter")
    expect(page.get_by_text("No match here is not no evidence")).to_be_visible()
    way = page.locator(".empty li a").first
    promised = int(re.search(r": (\d+) stud", way.inner_text()).group(1))
    reader.clicks(way)
    page.wait_for_url("**/studies/?disease=aml&setting=refractory")
    assert shown(page) == promised == as_tables_have_it("disease=aml&setting=refractory") > 0
    assert reader.interactions <= 5


def test_scenario_13_a_printed_list_repeats_its_head_and_says_its_query_and_version(page: Page, live_server):
    load_corpus()
    reader = Reader(page, live_server.url)
    reader.clicks(page.get_by_role("link", name="Studies", exact=True))
    reader.clicks(page.get_by_role("checkbox", name=re.compile("^Lymphoid neoplasms")))
    page.wait_for_url("**/studies/?disease=*")
    expect(page.locator("#printed")).to_contain_text(page.url)  # though the page came in place
    page.emulate_media(media="print")
    said = page.locator(".print-only.query")
    expect(said).to_contain_text(f"{shown(page)} of")
    expect(said).to_contain_text("Disease Lymphoid neoplasms")
    expect(said).to_contain_text(re.compile(r"version \d+"))
    for hidden in ("#filters", ".search-row", ".chips", ".sort", ".compare-bar", ".export"):
        expect(page.locator(hidden).first).to_be_hidden()
    head = page.locator(".studies thead")
    assert head.evaluate("head => getComputedStyle(head).display") == "table-header-group"
    assert page.locator(".studies tbody tr").first.evaluate("row => getComputedStyle(row).breakInside") == "avoid"
    for shape in ({"prefer_css_page_size": True}, {"format": "Letter", "landscape": True}):
        assert len(re.findall(rb"/Type /Page\b", page.pdf(**shape))) > 1
    assert reader.interactions <= 5


def test_the_box_that_suggests_is_walked_by_keyboard(page: Page, live_server):
    load_seeds()
    page.goto(live_server.url)
    box = page.get_by_label(BIG_BOX)
    listbox = page.get_by_role("listbox", name="Suggestions").last
    expect(box).to_have_role("combobox")
    expect(box).to_have_attribute("aria-expanded", "false")
    box.focus()
    page.keyboard.type("azac", delay=15)
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(box).to_have_attribute("aria-controls", listbox.get_attribute("id"))
    options = listbox.get_by_role("option")
    count = options.count()
    assert 1 < count <= 8
    assert not box.get_attribute("aria-activedescendant")
    for key, at in (("ArrowDown", 0), ("ArrowDown", 1), ("ArrowUp", 0), ("ArrowUp", count - 1), ("ArrowDown", 0)):
        page.keyboard.press(key)
        expect(box).to_have_attribute("aria-activedescendant", options.nth(at).get_attribute("id"))
        expect(listbox.locator('[aria-selected="true"]')).to_have_count(1)
        expect(options.nth(at)).to_have_attribute("aria-selected", "true")
    expect(box).to_be_focused()
    page.keyboard.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(listbox).to_be_hidden()
    assert not box.get_attribute("aria-activedescendant")
    expect(box).to_have_value("azac")
    page.keyboard.type("i", delay=15)
    expect(listbox).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/studies/?agent=azacitidine")


def test_a_term_chosen_in_the_list_joins_its_filters_and_what_is_ticked_to_be_compared(page: Page, live_server):
    load_seeds()
    page.goto(f"{live_server.url}/studies/?disease=aml")
    page.locator(f'input[name="s"][value="{CASE}"]').check()
    page.locator("#q").press_sequentially("revlimid", delay=15)
    page.get_by_role("option", name="Revlimid → Lenalidomide").click()
    page.wait_for_url("**agent=lenalidomide**")
    assert sorted(parse_qsl(query_of(page))) == [("agent", "lenalidomide"), ("disease", "aml"), ("s", CASE)]
    expect(page.locator("#q")).to_have_value("")
    expect(page.locator(f'input[name="s"][value="{CASE}"]')).to_be_checked()


def test_a_slip_is_shown_and_undone_and_the_next_search_is_read_anew(page: Page, live_server):
    load_seeds()
    page.goto(f"{live_server.url}/studies/?q=azacitadine")
    told = page.locator(".mended")
    expect(told).to_contain_text("“azacitadine” was read as azacitidine")
    assert shown(page) == as_tables_have_it("agent=azacitidine")
    told.get_by_role("link", name="Search for what was typed").click()
    page.wait_for_url("**as_typed=1*")
    expect(told).to_have_count(0)
    assert shown(page) == 0
    page.locator("#q").fill("lenalidomyde")
    page.locator("#q").press("Enter")
    page.wait_for_url("**/studies/?q=lenalidomyde")
    expect(told).to_contain_text("was read as lenalidomide")

"""Curators' walks: scenario 15 by keyboard alone, and accessibility of every page that they type into."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from playwright.sync_api import Browser, Locator, Page, expect

from studies.actions import revise
from studies.models import Report, Study
from tests.curated import AZALENA, MALIK, load_seeds

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

PASSWORD = "a long enough password"
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
SECTIONS = ("change", "arms", "patients", "outcomes", "harm", "discrepancies", "check")
UNFOLD = "for (const row of [...document.querySelectorAll('details.hk-row')].slice(0, 3)) row.open = true"
ADD_ROWS = "for (const link of document.querySelectorAll('.add-row a')) link.click()"


@pytest.fixture(autouse=True)
def curated(transactional_db) -> None:
    load_seeds()
    for name in ("anna", "berta"):
        User.objects.create_superuser(name, password=PASSWORD)


def log_in(page: Page, address: str, name: str) -> None:
    page.context.clear_cookies()
    page.goto(f"{address}/admin/")
    page.get_by_label("Username").press_sequentially(name)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Welcome")).to_be_visible()


def types(page: Page, field: Locator, text: str) -> None:
    """Into a field that the keyboard reached, in place of what it held."""
    field.focus()
    page.keyboard.press("Control+A")
    page.keyboard.type(text)


def saves(page: Page) -> None:
    with page.expect_navigation():
        page.keyboard.press("Control+s")


def presses(page: Page, button: Locator) -> None:
    button.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")


def reasons_and_publishes(page: Page, address: str, draft: Study) -> None:
    page.goto(f"{address}/admin/studies/study/{draft.pk}/check/")
    types(page, page.get_by_label("What was reviewed"), "Read against the abstract.")
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_scenario_15_a_curator_by_keyboard_and_a_second_user_who_publishes(page: Page, live_server):
    study = Study.objects.get(slug=MALIK)
    log_in(page, live_server.url, "anna")
    page.goto(f"{live_server.url}/admin/studies/study/{study.pk}/outcomes/?q=alive")
    presses(page, page.get_by_role("button", name="Revise"))
    draft = Study.objects.get(revises=study)

    page.goto(f"{live_server.url}/admin/studies/study/{draft.pk}/outcomes/?q=alive")
    events, percent = page.get_by_label("Events:", exact=True).first, page.get_by_label("Percent:", exact=True).first
    types(page, events, "10")
    saves(page)
    expect(page.get_by_text("Events need a total and cannot exceed it.")).to_be_visible()

    types(page, events, "3")
    types(page, percent, "51")
    types(page, page.get_by_label("As reported:").first, "3 patients (51%)")
    saves(page)
    expect(page.get_by_text("3 of 9 is 33").first).to_be_visible()

    log_in(page, live_server.url, "berta")
    reasons_and_publishes(page, live_server.url, draft)
    expect(page.get_by_text("Not done.")).to_be_visible()

    log_in(page, live_server.url, "anna")
    explains(page, f"{live_server.url}/admin/studies/study/{draft.pk}/discrepancies/")
    reasons_and_publishes(page, live_server.url, draft)
    expect(page.get_by_text("A reviewer is never the extractor")).to_have_count(2)

    log_in(page, live_server.url, "berta")
    reasons_and_publishes(page, live_server.url, draft)
    expect(page.get_by_text("Published.")).to_be_visible()
    page.goto(f"{live_server.url}/studies/{MALIK}/")
    expect(page.get_by_text("⚠ The percent is not that of its counts.").first).to_be_attached()


def explains(page: Page, address: str) -> None:
    """A discrepancy for the percent that does not fit, then its figure."""
    page.goto(address)
    new = page.get_by_role("button", name="Add another Discrepancy")
    new.focus()
    page.keyboard.press("Enter")
    row = page.locator(".dynamic-discrepancies").last
    types(page, row.get_by_label("Key:"), "alive-percent")
    row.get_by_label("Kind:").select_option("arithmetic")
    types(page, row.get_by_label("Statement:"), "The percent is not that of its counts.")
    types(page, row.get_by_label("Used:"), "3 of 9")
    types(page, row.get_by_label("Reason:"), "Counts before percents.")
    types(page, row.get_by_label("Rules:"), "percent-fits")
    saves(page)
    page.get_by_role("button", name="Add another Figure of a discrepancy").focus()
    page.keyboard.press("Enter")
    row = page.locator(".dynamic-discrepancy_figures").last
    types(page, row.get_by_label("Key:"), "alive-percent-results")
    row.get_by_label("Discrepancy:", exact=True).select_option("alive-percent")
    types(page, row.get_by_label("Outcome:"), "alive")
    types(page, row.get_by_label("Place:"), "Abstract, Results, sentence 7")
    types(page, row.get_by_label("As reported:"), "3 patients (51%)")
    saves(page)
    expect(page.get_by_text("nothing stands in the way")).to_be_visible()


def test_a_report_that_there_is_already_is_refused(page: Page, live_server):
    Report.objects.filter(study_reports__study__slug=MALIK).update(doi="10.1000/182")
    log_in(page, live_server.url, "anna")
    page.goto(f"{live_server.url}/admin/studies/report/add/")
    types(page, page.get_by_label("Slug:"), "again")
    page.get_by_label("Kind:").select_option("article")
    types(page, page.get_by_label("Title:"), "Again")
    types(page, page.get_by_label("Doi:"), "https://doi.org/10.1000/182")
    saves(page)
    expect(page.get_by_text("Report with this Doi already exists.")).to_be_visible()


def test_a_term_is_chosen_by_a_brand_name(page: Page, live_server):
    draft = revise(study=Study.objects.get(slug=MALIK), by="anna")
    log_in(page, live_server.url, "anna")
    page.goto(f"{live_server.url}/admin/studies/study/{draft.pk}/arms/?q=azacitidine")
    component = page.locator("#components-0")
    component.get_by_role("combobox", name="Agent").focus()
    page.keyboard.press("Enter")
    page.keyboard.type("Revlimid")
    expect(page.locator(".select2-results__option")).to_have_text(["Lenalidomide"])
    page.keyboard.press("Enter")
    saves(page)
    assert draft.components.filter(agent__slug="lenalidomide").exists()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_of_a_study_is_accessible(browser: Browser, live_server, scheme: str):
    published = Study.objects.get(slug=MALIK)
    draft = revise(study=Study.objects.get(slug=AZALENA), by="anna")
    # The rules are run from outside the page, which its own policy would not let them.
    context = browser.new_context(viewport={"width": 1440, "height": 900}, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    log_in(page, live_server.url, "anna")
    pages = [f"studies/study/{study.pk}/{section}/" for study in (draft, published) for section in SECTIONS]
    pages += ["", "studies/study/", "studies/study/add/", "studies/study/manual/", "studies/agent/", "studies/report/"]
    found = []
    for address in pages:
        page.goto(f"{live_server.url}/admin/{address}", wait_until="load")
        page.evaluate(UNFOLD)
        page.evaluate(ADD_ROWS)
        page.wait_for_timeout(100)
        results = Axe().run(page, options=RULES).response["violations"]
        found += [(address, one["id"], [node["html"][:160] for node in one["nodes"][:3]]) for one in results]
    context.close()
    assert found == []

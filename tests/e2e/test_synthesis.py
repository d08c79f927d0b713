"""Reading studies together: from the list to the pooled value and the file that repeats it."""

import csv
import re

import pytest
from playwright.sync_api import Page, expect

from studies.statistics import Pooled, pool
from tests.curated import load_corpus

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

POINT = 0.1  # percent


def test_scenario_10_the_forests_csv_reproduces_the_pooled_value_and_the_case_report_is_left_out(
    page: Page, live_server
):
    load_corpus()
    page.goto(f"{live_server.url}/studies/?disease=aml")
    page.get_by_role("link", name="together: forest plot").click()  # 1
    page.get_by_role("link", name="Pool across diseases all the same").click()  # 2
    page.get_by_role("link", name="Pool across regimens all the same").click()  # 3
    expect(page.get_by_text("a case report: one patient is no rate").first).to_be_visible()
    texts = page.locator("tr.pooled").all_text_contents()
    shown = [float(found.group(1)) for found in (re.search(r"([\d.]+)\s*%", text) for text in texts) if found]
    with page.expect_download() as saved:
        page.get_by_role("link", name="CSV", exact=True).click()  # 4
    rows = list(csv.DictReader(saved.value.path().read_text(encoding="utf-8-sig").splitlines()))
    strata: dict[str, list[tuple[int, int]]] = {}
    for row in rows:
        if row["row"] == "result":
            strata.setdefault(row["stratum"], []).append((int(row["events"]), int(row["total"])))
    ours = [100 * found.estimate for found in map(pool, strata.values()) if isinstance(found, Pooled)]
    assert ours
    assert len(ours) == len(shown)
    assert all(abs(mine - other) < POINT for mine, other in zip(ours, shown, strict=True))

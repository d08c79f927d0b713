"""What a reader on a phone waits for: LCP, CLS and INP on slow 4G with a processor four times slower, in Chromium.

Answers are compressed as the proxy compresses them (deploy/).
"""

from collections.abc import Iterator
from statistics import median

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.conftest import browser  # noqa: F401  # a fixture

from .serving import database, fetched, site
from .test_list import SIZES

TURNS = 5
SLOW_4G = {"offline": False, "latency": 150, "downloadThroughput": 1_600_000 / 8, "uploadThroughput": 750_000 / 8}
WATCH = """
window.seen = {lcp: 0, cls: 0, inp: 0};
new PerformanceObserver(list => { for (const one of list.getEntries()) seen.lcp = one.startTime; })
  .observe({type: "largest-contentful-paint", buffered: true});
new PerformanceObserver(list => { for (const one of list.getEntries())
    if (!one.hadRecentInput) seen.cls += one.value; })
  .observe({type: "layout-shift", buffered: true});
new PerformanceObserver(list => { for (const one of list.getEntries())
    if (one.interactionId) seen.inp = Math.max(seen.inp, one.duration); })
  .observe({type: "event", durationThreshold: 16, buffered: true});
"""


@pytest.fixture(scope="module", params=SIZES)
def address(request: pytest.FixtureRequest) -> Iterator[str]:
    with database("sqlite", request.param) as url, site(url, GZIP="1") as found:
        yield found


def opened(browser: Browser, width: int, height: int) -> Page:  # noqa: F811  # the fixture's value
    context = browser.new_context(viewport={"width": width, "height": height})
    page = context.new_page()
    page.add_init_script(WATCH)
    devtools = context.new_cdp_session(page)
    devtools.send("Network.enable")
    devtools.send("Network.emulateNetworkConditions", SLOW_4G)
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    return page


def interact(page: Page) -> None:
    """What readers do on the list: open the filters, choose, type with suggestions."""
    phone = page.locator("#filters").get_attribute("open") is None
    if phone:
        page.locator("#filters > summary").click()
    page.locator("#filters label.option:not(.rare):not(.zero)").first.click()
    page.wait_for_timeout(1500)
    if phone:
        page.locator("#filters .apply.last button").click()
        page.wait_for_load_state("networkidle")
    page.locator("#q").click()
    page.keyboard.type("azac", delay=120)
    page.wait_for_timeout(1000)
    page.keyboard.press("Escape")
    page.wait_for_timeout(500)


def test_print_what_a_reader_waits_for(address: str, browser: Browser) -> None:  # noqa: F811
    slug = fetched(f"{address}/studies/").read().decode().partition('href="/studies/synthetic-')[2].partition('/"')[0]
    pages = {"home": "/", "list": "/studies/", "list, a disease": "/studies/?disease=aml",
             "list, words": "/studies/?q=cohort", "study": f"/studies/synthetic-{slug}/"}  # fmt: skip
    print("\nslow 4G, processor four times slower: LCP s, CLS, INP ms (medians)")
    for width, height in ((390, 844), (1440, 900)):
        for name, path in pages.items():
            seen = []
            for _ in range(TURNS):
                page = opened(browser, width, height)
                page.goto(address + path, wait_until="networkidle")
                page.wait_for_timeout(300)
                first = page.evaluate("seen")
                if "list" in name:
                    interact(page)
                later = page.evaluate("seen")  # of another page, where the filters were sent
                seen.append({"lcp": first["lcp"]} | {what: max(first[what], later[what]) for what in ("cls", "inp")})
                page.context.close()
            lcp, cls, inp = (median(one[what] for one in seen) for what in ("lcp", "cls", "inp"))
            print(f"  {width:5} {name:18} LCP {lcp / 1000:5.2f}   CLS {cls:6.3f}   INP {inp:5.0f}")

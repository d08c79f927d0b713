"""The study list and its neighbours through gunicorn, beside hello, the ORM, Datasette and Groonga, in one run.

    python3 dev.py bench                                     1,000 and 100,000 studies, both engines
    BENCH_SIZES=1000 BENCH_ENGINES=sqlite python3 dev.py bench
    BENCH_SIZES=1000000 BENCH_ENGINES=sqlite python3 dev.py bench -- -k hello     the 100,000 taken ten times

Databases are made once and kept under .local/bench; what is missing here (wrk, groonga) is said, not passed over.
"""

import json
import os
import platform
import shutil
import subprocess
import sys
from collections import defaultdict
from contextlib import ExitStack
from statistics import geometric_mean, median

import pytest

from . import rivals
from .plot import keep
from .serving import BENCH, LONGEST, ROOT, asked, database, fetched, patiently, site

SIZES = [int(size) for size in os.environ.get("BENCH_SIZES", "1000,100000").split(",")]
ENGINES = os.environ.get("BENCH_ENGINES", "sqlite,postgresql").split(",")
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "5"))
KEPT = {"study, kept", "a repeated page", "not changed (304)"}  # asked of a site that keeps pages
RIVAL_TURNS = 2

pytestmark = pytest.mark.skipif(not shutil.which("wrk"), reason="wrk is not installed (apt-get install wrk)")


def _asked_from(url: str) -> dict:
    """What is asked of this base, drawn by a process that knows it."""
    program = (
        "import django, json; django.setup()\n"
        "from studies.search import current\n"
        "from studies.models import IndexedStudy\n"
        "from tests.benchmarks.questions import codes, mix, questions, standing_in\n"
        "s = current()\n"
        "slugs = list(IndexedStudy.objects.order_by('number').values_list('slug', flat=True))\n"
        "slugs = slugs[::max(1, len(slugs) // 1600)]\n"
        "from studies.study_pages import make_pages, missing_pages\n"
        "from studies.models import Study\n"
        "ready = set(Study.objects.filter(slug__in=slugs[:900]).values_list('pk', flat=True))\n"
        "make_pages([pk for pk in missing_pages() if pk in ready])\n"
        "words = [word for word in s.known_words.values() if len(word) > 3]\n"
        "print(json.dumps({'questions': questions(s, slugs), 'mix': mix(s), 'disease': codes(s, 'disease')[:12],"
        " 'agent': codes(s, 'agent')[:6], 'broad': standing_in(s, words, 0.1),"
        " 'broadest': standing_in(s, words, 0.6)}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True,
        env=os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "hemakb.settings"},
    )  # fmt: skip
    return json.loads(done.stdout)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("engine", ENGINES)
def test_print_what_the_list_takes_against_hello(engine: str, size: int) -> None:
    with ExitStack() as stack:
        url = stack.enter_context(database(engine, size))
        plan = _asked_from(url)
        address = stack.enter_context(site(url, KEPT_PAGES="0"))
        keeping = stack.enter_context(site(url))
        paths = {"hello": ["/hello/"], **plan["questions"], "mix": plan["mix"]}
        repeated = "/studies/?disease=" + plan["disease"][0]
        etag = fetched(keeping + repeated).headers["ETag"]
        paths |= {"a repeated page": [repeated], "not changed (304)": [repeated]}
        took = defaultdict(list)
        for path in plan["questions"]["study, kept"] * 3:
            fetched(keeping + path).read()
        for turn in range(ROUNDS + 1):
            for name, some in paths.items():
                turned = some[turn * 97 % len(some) :] + some[: turn * 97 % len(some)]
                tag = etag if name == "not changed (304)" else ""
                one = asked(keeping if name in KEPT else address, turned, etag=tag)
                if turn:  # what the first turn pays is not counted
                    took[name].append(one)
        memory = _memory(address)
    hello = median(one.median for one in took["hello"])
    print(f"\n{engine}, {size} studies, {platform.machine()}, {os.cpu_count()} cores, {ROUNDS} turns")
    for name, some in took.items():
        middle, slow = median(one.median for one in some), median(one.slow for one in some)
        slowly = f"95 of 100 below {slow:8.2f} ms {slow / hello:6.1f} ×"
        print(f"  {name:32} {middle:8.2f} ms {middle / hello:6.1f} × hello   {slowly}")
    print(f"  memory of a worker: {memory} MB")
    keep(
        BENCH / "results.json",
        engine,
        size,
        {name: median(one.median for one in some) / hello for name, some in took.items()},
    )


def _memory(address: str) -> str:
    """Resident megabytes of the largest worker that listens there."""
    port = address.rpartition(":")[2]
    listed = subprocess.run(["ps", "-eo", "rss,args"], capture_output=True, text=True, check=True).stdout
    found = [int(line.split()[0]) for line in listed.splitlines() if f":{port}" in line and "gunicorn" in line]
    return f"{max(found, default=0) / 1024:.0f}"


def _rival_paths(plan: dict) -> dict[str, list[dict[str, str]]]:
    diseases, agents = plan["disease"], plan["agent"]
    return {
        "no filter": [{}],
        "a disease": [{"disease": one} for one in diseases],
        "disease and agent": [{"disease": one, "agent": agents[at % len(agents)]} for at, one in enumerate(diseases)],
        "broad text": [{"q": word} for word in plan["broad"]],
        "words of most studies": [{"q": word} for word in plan["broadest"]],
        "broad text in a disease": [{"q": plan["broad"][0], "disease": one} for one in diseases],
    }


def _own(some: dict[str, str], turn: int) -> str:
    from urllib.parse import urlencode

    return f"/studies/?{urlencode(some | {'page': str(turn % 3 + 1)})}" if some else f"/studies/?page={turn % 3 + 1}"


@pytest.mark.skipif("sqlite" not in ENGINES, reason="the rivals are filled from SQLite")
@pytest.mark.parametrize("size", SIZES)
def test_print_what_others_take_for_the_same_questions(size: int, monkeypatch) -> None:
    with ExitStack() as stack:
        url = stack.enter_context(database("sqlite", size))
        plan = _asked_from(url)
        ours = stack.enter_context(site(url, KEPT_PAGES="0"))
        _fill_rivals(url, str(size))
        servers = {"Datasette": (stack.enter_context(rivals.datasette(str(size))), rivals.of_datasette)}
        if shutil.which("groonga"):
            servers["Groonga"] = (stack.enter_context(rivals.groonga(str(size))), rivals.of_groonga)
        else:
            print("Groonga is not installed: left out.")
        took = defaultdict(list)
        for turn in range(RIVAL_TURNS):
            for name, some in _rival_paths(plan).items():
                for rival, (address, query) in servers.items():
                    own = [_own(one, at + turn) for at, one in enumerate(some * 3)]
                    took[name, "HemaKB"].append(asked(ours, own).median)
                    host, _, path = address.removeprefix("http://").partition("/")
                    took[name, rival].append(patiently(f"http://{host}", [f"/{path}{query(**one)}" for one in some]))
                if turn == 0:  # by itself: a question given up goes on in its worker, which is ended with it
                    with site(url, workers=1) as tables:
                        orm = ["/by-orm/" + _own(one, 0).partition("/studies/")[2] for one in some]
                        took[name, "the ORM's joins"].append(patiently(tables, orm))
    print(f"\n{size} studies on SQLite: full page of HemaKB, JSON of the others")
    ratios = defaultdict(list)
    for (name, who), some in took.items():
        middle, own = median(some), median(took[name, "HemaKB"])
        ratios[who].append(middle / own)
        given_up = " (given up: at least)" if max(some) >= 1000 * LONGEST else ""
        print(f"  {name:28} {who:16} {middle:10.2f} ms {middle / own:8.1f} × HemaKB{given_up}")
    for who, some in ratios.items():
        print(f"  geometric mean: {who:16} {geometric_mean(some):8.1f} × HemaKB")


def _fill_rivals(url: str, name: str) -> None:
    """The rivals' own files, written by a process that reads this base."""
    program = (
        "import django, sys; django.setup()\n"
        "from tests.benchmarks.rivals import datasette, groonga\n"
        "import shutil\n"
        "with datasette(sys.argv[1]): pass\n"
        "if shutil.which('groonga'):\n"
        "    with groonga(sys.argv[1]): pass\n"
    )
    subprocess.run(
        [sys.executable, "-c", program, name], cwd=ROOT, check=True,
        env=os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "hemakb.settings"},
    )  # fmt: skip

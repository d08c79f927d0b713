"""What it costs the readers that a study is published: the next answer of every worker has it."""

import http.client
import json
import os
import subprocess
import sys
from contextlib import ExitStack, closing
from statistics import median
from time import perf_counter

import pytest

from .serving import ROOT, database, site
from .test_list import ENGINES, SIZES

TIMES = 12
WORKERS = 2
PUBLISHER = """
import django, sys; django.setup()
from time import perf_counter
from studies.actions import publish, revise, save_draft
from studies.models import Study
for line in sys.stdin:
    word = line.strip()
    study = Study.objects.filter(state="published", slug__startswith="synthetic-").order_by("?")[0]
    draft = revise(study=study, by="curator")
    def apply():
        draft.title = f"Synthetic study: {word}"
        draft.save()
    save_draft(study=draft, by="curator", seen_edits=draft.edits, apply=apply)
    began = perf_counter()
    publish(study=draft, by="publisher", reason="benchmark")
    print(f"{study.slug} {1000 * (perf_counter() - began):.1f}", flush=True)
"""


def _asked(connection: http.client.HTTPConnection, path: str) -> tuple[float, str]:
    began = perf_counter()
    connection.request("GET", path)
    text = connection.getresponse().read().decode()
    took = 1000 * (perf_counter() - began)
    connection.close()  # the server would, while a study is published
    return took, text


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("engine", ENGINES)
def test_print_what_a_publication_costs_the_reader_who_comes_next(engine: str, size: int) -> None:
    first, after, published = [], [], []
    with ExitStack() as stack:
        url = stack.enter_context(database(engine, size))
        # A site of one worker each: every one of them has to follow by itself.
        sites = [stack.enter_context(site(url, workers=1)) for _ in range(WORKERS)]
        readers = [
            stack.enter_context(closing(http.client.HTTPConnection(one.removeprefix("http://")))) for one in sites
        ]
        publisher = stack.enter_context(
            subprocess.Popen(
                [sys.executable, "-c", PUBLISHER], cwd=ROOT, stdin=-1, stdout=-1, text=True, bufsize=1,
                env=os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "hemakb.settings"},
            )
        )  # fmt: skip
        for reader in readers:
            for page in range(1, 6):
                _asked(reader, f"/studies/?page={page}")
        for time in range(TIMES):
            word = f"zq{os.getpid()}x{time}"
            publisher.stdin.write(f"{word}\n")
            slug, took = publisher.stdout.readline().split()
            published.append(float(took))
            for reader in readers:
                first.append(_asked(reader, f"/studies/?disease=aml&page={time + 1}")[0])
                after.append(median(_asked(reader, f"/studies/?disease=aml&page={page}")[0] for page in range(60, 65)))
                assert slug in _asked(reader, f"/studies/?q={word}")[1], "the next reader does not find it"
                found = json.loads(_asked(reader, f"/suggest/?q={word}")[1])["suggestions"]
                assert [one["value"] for one in found] == [slug]
        publisher.stdin.close()
    more = [one - other for one, other in zip(first, after, strict=True)]
    print(f"\n{engine}, {size} studies, {TIMES} publications, {WORKERS} workers")
    print(
        f"  publishing                  {median(published):8.1f} ms, {median(published) / median(after):6.1f} × a list"
    )
    print(f"  a list                      {median(after):8.1f} ms")
    print(
        f"  the first list after it     {median(first):8.1f} ms: {median(more):.1f} ms more, at most {max(more):.1f} ms"
    )

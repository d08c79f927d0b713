"""How long a synthesis over some two hundred studies takes, against the list of the same studies, in one run."""

from statistics import median
from time import perf_counter

from django.test import TestCase

from studies.models import Study
from tests.curated import copy_of, load_corpus

STUDIES = 200
ROUNDS = 7
PAGES = {
    "list": "/studies/",
    "synthesis, blocked": "/synthesis/?endpoint=overall-response",
    "synthesis, all pooled": "/synthesis/?endpoint=overall-response&accept=disease&accept=regimen&accept=criteria"
    "&accept=overlap&by=none",
    "its picture": "/synthesis.svg?endpoint=overall-response&accept=disease&accept=regimen&accept=criteria"
    "&accept=overlap&by=none",
}


class SynthesisOverManyStudies(TestCase):
    @classmethod
    def setUpTestData(cls):
        load_corpus()
        originals = list(Study.objects.order_by("slug").values_list("slug", flat=True))
        for number in range(STUDIES - len(originals)):
            copy_of(originals[number % len(originals)], number)

    def test_print_the_ratios(self):
        assert Study.objects.count() == STUDIES
        seconds = {name: [] for name in PAGES}
        for name, url in PAGES.items():  # what the first answer of a process pays is not counted
            assert self.client.get(url).status_code == 200, name
        for _ in range(ROUNDS):
            for name, url in PAGES.items():
                began = perf_counter()
                self.client.get(url)
                seconds[name].append(perf_counter() - began)
        middle = {name: median(found) for name, found in seconds.items()}
        print(f"\n{STUDIES} studies, median of {ROUNDS}:")
        for name, found in middle.items():
            print(f"  {name:24} {1000 * found:7.0f} ms   {found / middle['list']:5.2f} × list")

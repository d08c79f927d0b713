"""The synthesis page and its files over the whole base."""

import csv
import io
import itertools
import json
import random
import re
import shutil
import subprocess
from xml.etree import ElementTree as ET

from django.test import TestCase
from PIL import Image

from studies.models import Disease, Setting
from tests.curated import load_corpus

SEED = 20261121
HALF = 0.5
EVERYTHING = (
    "endpoint=overall-response&accept=disease&accept=regimen&accept=criteria&accept=time&accept=overlap&by=none"
)
BLOCKING = ("disease", "regimen", "criteria", "time", "overlap")
LABELS = {"disease": "diseases", "regimen": "regimen", "criteria": "criteria", "time": "time"}


class SynthesisTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        load_corpus()

    def page(self, query: str = "") -> str:
        answer = self.client.get(f"/synthesis/?{query}")
        assert answer.status_code == 200, query
        return answer.content.decode()

    def analysis(self, query: str) -> dict:
        answer = self.client.get(f"/synthesis.json?{query}")
        assert answer.status_code == 200, query
        return json.loads(answer.content)

    def table(self, query: str) -> list[tuple[str, str]]:
        """Name and value of each row of the page's table."""
        rows = re.findall(
            r'<tr role="row" class="(?:result|pooled|prediction)">(.*?)</tr>', self.page(query), re.DOTALL
        )
        plain = [re.sub(r"\s+", " ", re.sub(r"<svg.*?</svg>|<[^>]+>", " ", row)) for row in rows]
        return [(row.split("  ")[0].strip(), row) for row in plain]

    def test_over_all_studies_it_blocks_says_what_is_mixed_and_offers_the_strata(self):
        text = self.page("endpoint=overall-response")
        assert "Diseases are mixed: not pooled" in text
        assert "Regimens are mixed: not pooled" in text
        assert re.search(r"Pool each of the \d+ apart", text)
        assert not [row for row in self.analysis("endpoint=overall-response")["rows"] if row["row"] == "pooled"]

    def test_what_is_pooled_is_named_with_its_model_and_its_spread(self):
        text = self.page(EVERYTHING)
        for word in ("Pooled by", "interval:", "τ²", "I²", "H²", "degrees of freedom", "no comparison"):
            assert word in text, word

    def test_case_reports_are_named_as_left_out(self):
        text = self.page("endpoint=overall-response")
        left_out = text[text.index('id="left-out"') :]
        assert "a case report: one patient is no rate" in left_out

    def test_page_picture_and_csv_hold_the_same_rows_in_the_same_order(self):
        rows = list(
            csv.DictReader(io.StringIO(self.client.get(f"/synthesis.csv?{EVERYTHING}").content.decode("utf-8-sig")))
        )
        table = self.table(EVERYTHING)
        picture = self.client.get(f"/synthesis.svg?{EVERYTHING}").content.decode()
        parsed = ET.fromstring(picture)  # noqa: S314  # our own picture
        drawn = [text.text for text in parsed.iter("{http://www.w3.org/2000/svg}text")]
        values = [f"{float(row['value']):.1f}" for row in rows if row["row"] == "result"]
        assert len(rows) == len(table)
        for row, (_, shown) in zip(rows, table, strict=True):
            if row["row"] == "result":
                assert f" {row['events']} " in shown
                assert f"{float(row['value']):.1f}" in shown
        in_picture = [text.split("\u202f")[0] for text in drawn if text and re.match(r"[\d.]+\u202f% \[", text)]
        assert in_picture[: len(values)] == values

    def test_the_picture_has_a_title_a_description_and_the_png_its_size(self):
        answer = self.client.get(f"/synthesis.svg?{EVERYTHING}")
        root = ET.fromstring(answer.content)  # noqa: S314  # our own picture
        names = {"{http://www.w3.org/2000/svg}title", "{http://www.w3.org/2000/svg}desc"}
        assert names <= {one.tag for one in root}
        assert all(one.text for one in root if one.tag in names)
        image = Image.open(io.BytesIO(self.client.get(f"/synthesis.png?{EVERYTHING}").content))
        assert image.size == (int(root.get("width")) * 2, int(root.get("height")) * 2)

    def test_times_are_not_pooled(self):
        analysis = self.analysis("endpoint=overall-survival&disease=aml&accept=regimen")
        assert {row["row"] for row in analysis["rows"]} == {"result"}
        assert "Not pooled: medians and survival rates" in self.page("endpoint=overall-survival&disease=aml")

    def test_no_choice_gives_an_error_or_pools_over_what_was_not_accepted(self):
        chance = random.Random(SEED)  # noqa: S311  # a choice of queries
        endpoints = (
            "overall-response",
            "complete-remission",
            "overall-survival",
            "overall-survival-rate",
            "no-such",
            "",
        )
        diseases = ("aml", "cll", "lbcl", "hl", "mm", "saa", "no-such", "")
        strata = ("", "none", "setting", "disease", "regimen", "criteria", "nonsense")
        methods = ("", "reml", "pm", "dl", "ee", "glmm", "pft", "nonsense")
        tests = ("", "z", "knha", "adhoc", "t")
        for number in range(120):
            accepted = [one for one in BLOCKING if chance.random() < HALF]
            pairs = [
                ("endpoint", chance.choice(endpoints)), ("disease", chance.choice(diseases)),
                ("by", chance.choice(strata)), ("method", chance.choice(methods)), ("test", chance.choice(tests)),
                *(("accept", one) for one in accepted),
            ]  # fmt: skip
            query = "&".join(f"{name}={value}" for name, value in pairs if value)
            with self.subTest(f"{number}: {query}, seed {SEED}"):
                self.page(query)
                answer = self.client.get(f"/synthesis.json?{query}")
                assert answer.status_code in (200, 400)
                if answer.status_code == 200:
                    self.no_unasked_mix(json.loads(answer.content), accepted)

    def no_unasked_mix(self, analysis: dict, accepted: list[str]) -> None:
        pooled = {row["stratum"] for row in analysis["rows"] if row["row"] == "pooled"}
        assert not (pooled and analysis["same_patients"] and "overlap" not in accepted)
        for stratum, (aspect, column) in itertools.product(pooled, LABELS.items()):
            values = {row[column] for row in analysis["rows"] if row["row"] == "result" and row["stratum"] == stratum}
            assert len(values) == 1 or aspect in accepted, (aspect, values)

    def test_what_was_pooled_all_the_same_is_said_and_can_be_taken_back(self):
        text = self.page(EVERYTHING)
        notice = text[text.index("Pooled all the same") :].split("</div>")[0]
        assert re.search(r"\d+ different diseases", notice)
        back = re.search(r'different diseases \(<a href="/synthesis/\?([^"]+)"', notice).group(1).replace("&amp;", "&")
        assert "Diseases are mixed: not pooled" in self.page(back)

    def test_results_of_different_times_are_not_pooled_unasked(self):
        query = "endpoint=alive-at-follow-up&accept=disease&accept=regimen&accept=criteria&by=none"
        assert "Times are mixed: not pooled" in self.page(query)
        times = [row["time"] for row in self.analysis(query)["rows"] if row["row"] == "result"]
        assert len(set(times)) > 1

    def test_a_median_that_was_not_reached_stands_in_the_forest_in_words(self):
        query = "endpoint=overall-survival"
        rows = [row for row in self.analysis(query)["rows"] if row.get("note") == "not reached"]
        assert rows
        assert all(row["value"] is None for row in rows)
        shown = [text for _, text in self.table(query) if "not reached" in text]
        assert len(shown) >= len(rows)
        left_out = {(one["study"], one["sentence"]) for one in self.analysis(query)["left_out"]}
        assert not [sentence for _, sentence in left_out if "not reached" in sentence]

    def test_settings_that_differ_are_said_where_the_strata_are_something_else(self):
        assert "Settings differ:" in self.page(EVERYTHING)

    def test_there_is_no_script_for_what_is_not_pooled(self):
        assert 'href="/synthesis.R' not in self.page("endpoint=overall-survival")
        answer = self.client.get("/synthesis.R?endpoint=overall-survival")
        assert answer.status_code == 400
        assert "not pooled" in answer.content.decode()

    def test_bad_words_are_told_on_the_page_and_refused_in_files(self):
        assert "nonsense" in self.page("by=nonsense")
        assert self.client.get("/synthesis.csv?by=nonsense").status_code == 400
        assert self.client.get("/synthesis.csv?accept=%00&disease=%F0").status_code == 400

    def test_the_r_script_gives_the_value_shown(self):
        rscript = shutil.which("Rscript")
        if rscript is None:
            self.skipTest("R with metafor is not installed: the script is not run")
        for choices in ("", "&method=pm", "&method=dl&test=z", "&method=ee", "&method=pft", "&method=reml&test=knha"):
            query = EVERYTHING + choices
            script = self.client.get(f"/synthesis.R?{query}").content.decode()
            ran = subprocess.run([rscript, "-"], input=script, capture_output=True, text=True, check=False)
            assert ran.returncode == 0, ran.stderr
            line = next(line for line in ran.stdout.splitlines() if line.count("\t") == 3)
            theirs = [float(number) for number in line.split("\t")[1:]]
            ours = next(row for row in self.analysis(query)["rows"] if row["row"] == "pooled")
            for mine, other in zip((ours["value"], ours["lower"], ours["upper"]), theirs, strict=True):
                assert abs(mine - other) < 0.1, (choices, ours, theirs)

    def test_every_group_of_the_base_answers_with_its_value_or_why_not_and_accounts_for_each_study(self):
        """Disease × setting × endpoint with three studies or more: pooled or refused in words, none forgotten."""
        pooled = groups = 0
        for disease, setting, endpoint, slugs in self.groups():
            query = f"disease={disease}&setting={setting}&endpoint={endpoint}"
            chosen = "".join(f"&accept={aspect}" for aspect in BLOCKING) + "&by=none"
            with self.subTest(query):
                groups += 1
                closed, opened = self.analysis(query), self.analysis(query + chosen)
                assert closed["blocked"] or any(row["row"] in {"pooled", "not pooled"} for row in closed["rows"])
                assert not opened["blocked"]
                results = [row for row in opened["rows"] if row["row"] == "result"]
                assert {row["study"] for row in results} | {one["study"] for one in opened["left_out"]} == slugs
                assert all(one["sentence"] for one in opened["left_out"])
                (last,) = [row for row in opened["rows"] if row["row"] in {"pooled", "not pooled"}] or [None]
                if len(results) >= 3:
                    pooled += 1
                    assert last["lower"] <= last["value"] <= last["upper"], last
                    assert opened["model"]
                    assert {"tau2", "i2"} <= set(opened["heterogeneity"][""])
        assert groups >= 8
        assert pooled >= 8

    def groups(self) -> list[tuple[str, str, str, set[str]]]:
        """(disease, setting, endpoint, studies): three and more studies of the list under both filters."""
        found = []
        for disease in Disease.objects.filter(study_diseases__isnull=False).distinct():
            for setting in Setting.objects.filter(study_settings__isnull=False).distinct():
                rows = self.client.get(f"/studies.csv?disease={disease.slug}&setting={setting.slug}").content.decode()
                slugs = {row["study"] for row in csv.DictReader(io.StringIO(rows.removeprefix("\ufeff")))}
                if len(slugs) >= 3:
                    found += [
                        (disease.slug, setting.slug, one, slugs) for one in ("overall-response", "complete-remission")
                    ]
        return found

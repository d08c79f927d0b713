"""Somebody who changes a base at random, so that the index has much to follow."""

import random
from datetime import UTC, datetime

from studies.indexing import follow
from studies.models import Disease, Report, Study, StudyDisease

WORDS = ["xylophone", "marimba", "celesta", "remission", "durable", "flare", "IL-6", "del(17p)", "Waldenström"]
SLUG_STARTS = ("0-", "a-", "made-up-", "m", "schroeder-", "zz-")


class Editor:
    """Changes published studies at random, each time as one new version; one seed, one course of changes."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311  # a repeatable choice
        self.report = Report.objects.order_by("slug")[0]

    def some(self, state: str, most: int = 3) -> list[Study]:
        found = list(Study.objects.filter(state=state, revises=None).order_by("pk"))
        return self.random.sample(found, min(self.random.randint(1, most), len(found)))

    def step(self) -> None:
        deeds = [self.edit, self.edit, self.leave, self.come_back, self.rename, self.add, self.all_at_once]
        self.random.choice(deeds)()

    def edit(self) -> None:
        follow([self.edited(study) for study in self.some("published")])

    def edited(self, study: Study) -> int:
        study.title, study.summary = (" ".join(self.random.choices(WORDS, k=3)) for _ in range(2))
        study.n_enrolled, study.n_evaluable = self.random.choice([None, 0, 7, 7, 400]), None
        study.published_at = datetime(2020, self.random.randint(1, 12), 1, tzinfo=UTC)
        study.save()
        study.study_diseases.all().delete()
        term = self.random.choice(list(Disease.objects.order_by("pk")))
        StudyDisease.objects.create(study=study, key="of", disease=term, n=1, report=self.report, place="Title")
        Report.objects.filter(study_reports__study=study).update(year=self.random.choice([None, 1999, 2005, 2026]))
        return study.pk

    def leave(self) -> None:
        follow([self.with_state(study, "withdrawn") for study in self.some("published")])

    def come_back(self) -> None:
        follow([self.with_state(study, "published") for study in self.some("withdrawn")])

    def with_state(self, study: Study, state: str) -> int:
        Study.objects.filter(pk=study.pk).update(state=state)
        return study.pk

    def rename(self) -> None:
        follow([self.renamed(study) for study in self.some("published")])

    def renamed(self, study: Study) -> int:
        slug = f"{self.random.choice(SLUG_STARTS)}{self.random.randint(0, 10**6)}"
        Study.objects.filter(pk=study.pk).update(slug=slug)
        return study.pk

    def add(self) -> None:
        slug = f"{self.random.choice(SLUG_STARTS)}new-{self.random.randint(0, 10**9)}"
        study = Study(slug=slug, design="single_arm", extraction="manual_single", state="published", version=1)
        follow([self.edited(study)])

    def all_at_once(self) -> None:
        """Some edited, some renamed, some gone, some back: one version."""
        going, back = self.some("published"), self.some("withdrawn")
        changed = {self.with_state(study, "published") for study in back}
        changed |= {self.with_state(study, "withdrawn") for study in going}
        changed |= {self.edited(study) for study in self.some("published")}
        changed |= {self.renamed(study) for study in self.some("published")}
        follow(changed)

"""Filter combinations as readers put them together, chosen at random from what a base holds."""

import random

from studies.filters import SORTS, StudyFilter
from studies.filters.selection import TERMS
from studies.models import Study

Query = dict[str, list[str]]
WORDS = (
    "relapsed",
    "CLL",
    "azacitidine",
    "-synthetic",
    "phase",
    "toxicity",
    "durable OR poor",
    "remis*",
    "transplantation",
)


class Combinations:
    """One seed, one course of queries: each takes what some study has, so that most find something."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311  # a repeatable choice
        self.values = {name: self._used(name) for name in (*TERMS, "design", "review")}

    def _used(self, name: str) -> list[str]:
        """Values by the database alone: each as often as studies have it, and some that none has."""
        field = StudyFilter.base_filters[name]
        if name not in TERMS:
            column = "review_status" if name == "review" else name
            return list(Study.objects.published().values_list(column, flat=True)) + [
                one for one, _ in field.extra["choices"]
            ]
        paths = {
            "disease": "study_diseases__disease",
            "setting": "study_settings__setting",
            "agent": "components__agent",
            "agent_class": "components__agent__agent_class",
            "regimen": "schedules__regimen",
            "reported": "outcomes__endpoint",
            "event": "adverse_events__term",
        }
        used = Study.objects.published().values_list(f"{paths[name]}__slug", flat=True)
        every = field.queryset(None).values_list("slug", flat=True)
        return [*(slug for slug in used if slug), *every]

    def query(self) -> Query:
        names = self.random.sample([*self.values, "year", "n", "q"], k=self.random.choice([0, 1, 1, 2, 2, 3, 4]))
        found: Query = {}
        for name in names:
            found |= self._of(name)
        if "agent" in found and self.random.random() < 0.5:
            found["agent_match"] = [self.random.choice(["all", "all", "any"])]
        if self.random.random() < 0.7:
            found["sort"] = [self.random.choice(list(SORTS))]
        return found

    def _of(self, name: str) -> Query:
        if name == "q":
            return {"q": [self.random.choice(WORDS)]}
        if name in {"year", "n"}:
            low, high = sorted(self.random.sample(range(1990, 2027) if name == "year" else range(300), k=2))
            ends = self.random.choice([("from",), ("to",), ("from", "to")])
            return {f"{name}_{end}": [str(low if end == "from" else high)] for end in ends}
        return {name: list(dict.fromkeys(self.random.choices(self.values[name], k=self.random.choice([1, 1, 2, 3]))))}

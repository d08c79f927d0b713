"""Made-up studies for tests of size: no patient, no source, every figure from a seeded generator.

They are skewed as literature is: few diseases and agents fill most studies, most studies are small, single-arm and
recent, and of the words a few stand everywhere and most stand hardly anywhere.
"""

import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from typing import Any

from studies.choices import Design

PREFIX = "synthetic-"
TITLE = "Synthetic study"
NOTE = "Made up by a program to test the software: no patient, no source."
FIRST_DAY = datetime(2020, 1, 1, tzinfo=UTC)
DESIGNS = (
    (Design.SINGLE_ARM, 40), (Design.RETROSPECTIVE, 28), (Design.RANDOMISED, 9), (Design.CASE_SERIES, 9),
    (Design.CASE_REPORT, 6), (Design.PROSPECTIVE_COHORT, 4), (Design.REGISTRY, 3), (Design.CONTROLLED, 1),
)  # fmt: skip
CONSONANTS, VOWELS = "bdfgklmnprstvz", "aeio"
SYLLABLES = [consonant + vowel for consonant in CONSONANTS for vowel in VOWELS]
COMMON_WORDS = ["cohort", "centre", "outpatient", "tolerated", "durable", "biomarker", "dose-finding", "elderly"]
WORDS, NAMES = 6_000, 4_000


class Inventor:
    """Draws studies one after another; the same seed gives the same studies."""

    def __init__(self, seed: int, terms: dict[str, Sequence[Any]]) -> None:
        self.random = random.Random(seed)
        self.terms = {name: _Skewed(self.random, list(some)) for name, some in terms.items()}
        self.words = _Skewed(self.random, COMMON_WORDS + self._made_words(WORDS), 0.9)
        self.names = _Skewed(self.random, [word.capitalize() for word in self._made_words(NAMES)], 0.6)
        self.designs = [one for one, _ in DESIGNS], list(accumulate(weight for _, weight in DESIGNS))

    def _made_words(self, count: int) -> list[str]:
        made: dict[str, None] = {}
        while len(made) < count:
            syllables = self.random.choices(SYLLABLES, k=self.random.randint(2, 4))
            made["".join(syllables) + self.random.choice("nrsxlm")] = None
        return list(made)

    def some(self, kind: str, most: int) -> list[Any]:
        """One term of a kind, seldom more, each once."""
        count = 1 + sum(self.random.random() < 0.25 for _ in range(most - 1))
        return list(dict.fromkeys(self.terms[kind].one() for _ in range(count)))

    def study(self, number: int) -> dict[str, Any]:
        """The plan of one study: its own fields, and what its rows are to say."""
        draw = self.random
        design = draw.choices(self.designs[0], cum_weights=self.designs[1])[0]
        n = 1 if design == Design.CASE_REPORT else max(2, int(draw.lognormvariate(3.7, 0.9)))
        diseases, settings = self.some("disease", 2), self.some("setting", 2)
        arms = 2 if design in {Design.RANDOMISED, Design.CONTROLLED} and n >= 10 else 1
        regimens = [self.terms["regimen"].one() for _ in range(arms)]
        words = [self.words.one() for _ in range(draw.randint(12, 30))]
        authors = [f"{self.names.one()} {draw.choice('ABCDEFGHJKLM')}" for _ in range(draw.randint(1, 6))]
        return {
            "slug": f"{PREFIX}{number:07d}",
            "title": f"{TITLE}: {regimens[0].name} in {diseases[0].name}, {words[0]}"[:300],
            "summary": f"{NOTE} {n} patients with {diseases[0].name}. {' '.join(words).capitalize()}.",
            "design": design, "n": n, "diseases": diseases, "settings": settings, "regimens": regimens,
            "year": min(2026, max(1990, int(draw.triangular(1990, 2027, 2022)))), "authors": authors,
            "published_at": FIRST_DAY + timedelta(seconds=draw.randint(0, 6 * 365 * 86_400)),
            "registered": draw.random() < 0.5, "phase": draw.choice(["", "", "1", "2", "2", "3"]),
            "arms": [self._results(size) for size in _sizes(n, arms)],
        }  # fmt: skip

    def _results(self, n: int) -> dict[str, Any]:
        """What one arm of n patients came to."""
        draw = self.random
        responders = _successes(draw, n, draw.betavariate(2, 3))
        return {
            "n": n, "responders": responders, "complete": _successes(draw, responders, 0.4),
            "survival": round(draw.lognormvariate(2.3, 0.7), 1) if draw.random() < 0.7 else None,
            "endpoints": self.some("endpoint", 3),
            "events": [(term, _successes(draw, n, draw.betavariate(1.5, 4))) for term in self.some("event", 4)],
        }  # fmt: skip


def _sizes(n: int, arms: int) -> list[int]:
    return [n] if arms == 1 else [n // 2, n - n // 2]


def _successes(draw: random.Random, n: int, share: float) -> int:
    """Of n, about this share: exactly drawn for few, by its normal approximation for many."""
    if n <= 30:
        return sum(draw.random() < share for _ in range(n))
    spread = (n * share * (1 - share)) ** 0.5
    return min(n, max(0, round(draw.gauss(n * share, spread))))


class _Skewed:
    """Draws items with a share that falls as their place grows (Zipf's law)."""

    def __init__(self, draw: random.Random, items: list[Any], steepness: float = 0.8) -> None:
        self.draw, self.items = draw, items
        self.weights = list(accumulate(1 / (place + 2) ** steepness for place in range(len(items))))

    def one(self) -> Any:
        return self.draw.choices(self.items, cum_weights=self.weights)[0]

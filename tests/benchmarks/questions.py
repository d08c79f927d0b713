"""The questions of the benchmark as addresses, drawn with a seed from what the base holds."""

import random
from urllib.parse import urlencode

from pyroaring import BitMap

from studies.search import Snapshot
from studies.search.documents import TIERS
from studies.search.live import words_in
from studies.search.words import stem

MANY = 400
PAGE = 25


def questions(snapshot: Snapshot, slugs: list[str], seed: int = 1) -> dict[str, list[str]]:
    """Name of each question → addresses that ask it, all of them different where that is possible."""
    draw = random.Random(seed)
    diseases, agents, settings, designs = (codes(snapshot, kind) for kind in ("disease", "agent", "setting", "design"))
    words = [word for word in snapshot.known_words.values() if len(word) > 3]
    pages = len(snapshot.everything) // PAGE
    broad, broadest = standing_in(snapshot, words, 0.1), standing_in(snapshot, words, 0.6)

    def asking(make) -> list[str]:
        return list(dict.fromkeys(make() for _ in range(MANY)))

    def one(some: list[str]) -> str:
        return some[min(int(draw.expovariate(0.15)), len(some) - 1)]

    triple = asking(lambda: _list(disease=one(diseases), agent=one(agents), setting=one(settings)))
    return {
        "no filter": [_list(page=page) for page in range(1, min(pages, 40) + 1)],
        "a disease with those below it": [
            _list(disease=disease, page=page) for disease in diseases for page in (1, 2, 3)
        ],
        "disease, agent and setting": triple,
        "broad text": [_list(q=word, page=page) for word in broad for page in range(1, 30)],
        "words of most studies": [_list(q=word, page=page) for word in broadest for page in range(1, 30)],
        "narrow text": asking(lambda: _list(q=draw.choice(words))),
        "text and filters": asking(lambda: _list(q=draw.choice(broad), disease=one(diseases), design=one(designs))),
        "page 500": [_list(page=page) for page in range(min(480, pages - 20), min(520, pages))],
        "by response": [_list(sort="-response", page=page) for page in range(1, min(pages, 40) + 1)],
        "by response, in a disease": [
            _list(sort="-response", disease=disease, page=page) for disease in diseases for page in (1, 2)
        ],
        "study, kept": [f"/studies/{slug}/" for slug in slugs[:40]],
        "study, ready-made": [f"/studies/{slug}/" for slug in slugs[100:900]],
        "study, made on the spot": [f"/studies/{slug}/" for slug in slugs[900:1600]],
        "suggestions": [f"/suggest/?q={draw.choice([*words, 'azacitidine'])[:4]}" for _ in range(MANY)],
    }


def standing_in(snapshot: Snapshot, words: list[str], share: float, count: int = 4) -> list[str]:
    """The words that stand in a share of the studies nearest to this one."""
    wanted = share * len(snapshot.everything)
    held = {word: len(BitMap.union(*words_in(snapshot, [f"{tier}:{stem(word)}" for tier in TIERS]).values()))
            for word in words}  # fmt: skip
    return sorted(words, key=lambda word: (abs(held[word] - wanted), word))[:count]


def mix(snapshot: Snapshot, count: int = 3_000, seed: int = 2) -> list[str]:
    """Random lists as readers ask for them: filters, words, orders and pages."""
    draw = random.Random(seed)
    kinds = {
        kind: codes(snapshot, kind) for kind in ("disease", "agent", "setting", "agent_class", "design", "reported")
    }
    words = [word for word in snapshot.known_words.values() if len(word) > 3]
    found: dict[str, None] = {}
    while len(found) < count:
        asked: list[tuple[str, str]] = []
        for kind in draw.sample(list(kinds), draw.randint(0, 3)):
            asked += [(kind, draw.choice(kinds[kind])) for _ in range(1 if draw.random() < 0.8 else 2)]
        if draw.random() < 0.3:
            asked.append(("q", " ".join(draw.choice(words) for _ in range(draw.randint(1, 2)))))
        if draw.random() < 0.2:
            asked.append(("year_from", str(draw.randint(1995, 2024))))
        if draw.random() < 0.2:
            asked.append(("n_from", str(draw.randint(5, 200))))
        if draw.random() < 0.3:
            asked.append(("sort", draw.choice(["year", "-n", "n", "name", "-response"])))
        if draw.random() < 0.2:
            asked.append(("page", "1" if asked else str(draw.randint(1, 30))))
        found[f"/studies/?{urlencode(asked)}"] = None
    return list(found)


def codes(snapshot: Snapshot, kind: str) -> list[str]:
    """The values of a facet that studies have, commonest first."""
    held = [code for code in snapshot.postings if code.startswith(f"{kind}:")]
    return [code.partition(":")[2] for code in sorted(held, key=lambda code: (-len(snapshot.postings[code]), code))]


def _list(**asked: object) -> str:
    return f"/studies/?{urlencode({name: value for name, value in asked.items() if value})}"

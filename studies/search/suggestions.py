"""What a reader may mean while typing: terms by any of their names, and studies by their words."""

from dataclasses import dataclass

from pyroaring import BitMap

from .documents import REST, TITLE, word_code
from .live import rows_of, words_in
from .matching import MOST_STARTS
from .snapshot import NOBODY, Snapshot
from .vocabulary import VocabularyTerm
from .words import FILLERS, fold, stem, unfinished

MOST = 8
MOST_OF_KIND = 3
FEWEST_LETTERS = 2
LETTERS_FOR_STUDIES = 3
GROUPS = {"disease": "Diseases", "agent": "Agents", "regimen": "Regimens", "setting": "Settings",
          "agent_class": "Classes of agents"}  # fmt: skip


@dataclass(frozen=True)
class Suggestion:
    """A term or a study, the name by which it was found where that is another, and how many studies it gives."""

    group: str
    kind: str
    slug: str
    name: str
    matched: str
    count: int


def suggest(snapshot: Snapshot, typed: str) -> list[Suggestion]:
    """At most eight suggestions, grouped: names that begin so before names with a later word that does."""
    start = fold(typed[:80])
    starts = [one for one in (start, *unfinished(start)) if len(one) >= FEWEST_LETTERS]
    return next(filter(None, (_beginning(snapshot, one) for one in starts)), [])


def _beginning(snapshot: Snapshot, start: str) -> list[Suggestion]:
    """What a folded start begins."""
    found: dict[str, list[tuple[tuple, Suggestion]]] = {kind: [] for kind in GROUPS}
    best: dict[str, tuple] = {}
    for from_first, form, term in snapshot.vocabulary.beginning_with(start):
        if term.kind not in GROUPS or not (count := len(snapshot.having(term.code))):
            continue
        merit = (not from_first, fold(form) != start, _other(form, term) != "", -count, term.name)
        if term.code in best and best[term.code] <= merit:
            continue
        best[term.code] = merit
        one = Suggestion(GROUPS[term.kind], term.kind, term.slug, term.name, _other(form, term), count)
        found[term.kind] = [(m, s) for m, s in found[term.kind] if s.slug != term.slug] + [(merit, one)]
    studies = _studies(snapshot, start)
    ranked = {kind: [one for _, one in sorted(some, key=lambda pair: pair[0])] for kind, some in found.items()}
    return _chosen(ranked, MOST - len(studies)) + studies


def _chosen(ranked: dict[str, list[Suggestion]], room: int) -> list[Suggestion]:
    """The first of each kind before the second of any, told kind by kind."""
    taken: dict[str, int] = dict.fromkeys(ranked, 0)
    for turn in range(MOST_OF_KIND + 1):
        for kind, some in ranked.items():
            if turn < len(some) and sum(taken.values()) < room:
                taken[kind] += 1
    return [one for kind, some in ranked.items() for one in some[: taken[kind]]]


def _other(form: str, term: VocabularyTerm) -> str:
    return "" if fold(form) == fold(term.name) else form


def _studies(snapshot: Snapshot, start: str) -> list[Suggestion]:
    """The newest studies with these words in title, acronym, authors or registry number, the last one as a start."""
    *words, last = start.split()
    if len(last) < LETTERS_FOR_STUDIES:
        return []
    begun = list(dict.fromkeys([stem(last), *snapshot.known_words.beginning(last, MOST_STARTS)]))
    hits = snapshot.everything
    for stems in (*([stem(word)] for word in words if word not in FILLERS), begun):
        codes = [word_code(tier, one) for one in stems for tier in (TITLE, REST)]
        hits = hits & BitMap.union(NOBODY, *words_in(snapshot, codes).values())
    numbers = snapshot.order("-year").page(hits, 0, MOST_OF_KIND - 1)
    rows = rows_of(snapshot, numbers, "slug", "texts")
    return [Suggestion("Studies", "study", row["slug"], row["texts"]["title"], "", 1) for row in rows]

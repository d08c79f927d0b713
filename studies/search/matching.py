"""Which studies a reading finds, and in what order they are told.

A hit is better the more of its words stand in the title or in the names of its terms; then the more stand in our
summary; then the rarer those words are. Hits that are equal in all this keep the list's own order.
"""

from dataclasses import dataclass

from pyroaring import BitMap

from .documents import REST, SUMMARY, TIERS, TITLE, word_code
from .live import folded_with, words_in
from .reader import Reader
from .reading import Reading, Unit
from .sentences import texts_with
from .slips import meant_for
from .snapshot import NOBODY, Snapshot
from .vocabulary import ABOUT
from .words import FILLERS, fold, stem, written_words

MOST_RANKED = 5  # groups of words that the order looks at
SHORTEST_CUT = 6  # letters of a stem that the start of a word may go beyond
MOST_STARTS = 400  # words that one start may stand for
READ_AT_ONCE = 2_000


@dataclass(frozen=True)
class Found:
    """The studies of a reading, and the same in rising order of merit: disjoint, best first."""

    studies: BitMap
    ranks: tuple[BitMap, ...] = ()


def read(snapshot: Snapshot, query: str, *, as_typed: bool = False) -> Reading:
    """The reading of a query against this version's terms and words."""
    return snapshot.once(("read", query, as_typed), lambda: _reader(snapshot).read(query, as_typed=as_typed))


def _reader(snapshot: Snapshot) -> Reader:
    def finds(stemmed: str) -> bool:
        return any(_words(snapshot, [stemmed]))

    return Reader(
        snapshot.vocabulary,
        used=lambda term: bool(snapshot.having(term.code)),
        known=lambda stemmed: stemmed in snapshot.known_words or stemmed in snapshot.vocabulary.named_by,
        finds=finds,
        mend=lambda word: meant_for(
            word, _names(snapshot), snapshot.known_words.values(), lambda one: finds(stem(one))
        ),
    )


def find(snapshot: Snapshot, reading: Reading) -> Found:
    """The studies that the reading asks for, ranked where it asks for words."""
    return snapshot.once(("find", reading.groups), lambda: _find(snapshot, reading))


def _find(snapshot: Snapshot, reading: Reading) -> Found:
    found = snapshot.everything
    tiers_of_groups = []
    for group in reading.groups:
        tiers = [_tiers(snapshot, unit) for unit in group]
        held = BitMap.union(NOBODY, *(part for one in tiers for part in one))
        if group[0].negative:
            found = found - held
        else:
            found = found & held
            if any(unit.is_text for unit in group):
                tiers_of_groups.append([BitMap.union(NOBODY, *(one[tier] for one in tiers)) for tier in TIERS])
    return Found(found, _ranked(found, tiers_of_groups, len(snapshot.everything)))


def _tiers(snapshot: Snapshot, unit: Unit) -> list[BitMap]:
    """The studies that a unit finds, by the tier in which it stands; a study may be in several."""
    if unit.term:
        return [snapshot.any_of(snapshot.vocabulary.asked_by(unit.term)), NOBODY, NOBODY]
    if unit.kind == "phrase" and len(unit.words) > 1:
        return _phrase(snapshot, unit.words)
    if unit.kind == "start":
        return _starting(snapshot, unit.words[0])
    return _words(snapshot, [stem(unit.words[0])])


def _words(snapshot: Snapshot, stems: list[str]) -> list[BitMap]:
    """Studies with one of these stems, by tier: in their own text, or in the name of a term they have."""
    codes = {tier: [word_code(tier, one) for one in stems] for tier in TIERS}
    held = words_in(snapshot, (code for some in codes.values() for code in some))
    named = {term.code: term for one in stems for term in snapshot.vocabulary.named_by.get(one, ())}
    by_term = {tier: snapshot.any_of(code for code, term in named.items() if (term.kind in ABOUT) == (tier == TITLE))
               for tier in (TITLE, REST)}  # fmt: skip
    return [BitMap.union(by_term.get(tier, NOBODY), *(held[code] for code in codes[tier])) for tier in TIERS]


def _starting(snapshot: Snapshot, start: str) -> list[BitMap]:
    """Words that begin so: their stem does, or it is all but the ending of what was typed (transplantat*)."""
    known, named = snapshot.known_words, snapshot.vocabulary.named_by
    begun = sorted({*known.beginning(start, MOST_STARTS), *(one for one in named if one.startswith(start))})[
        :MOST_STARTS
    ]
    shorter = (start[:size] for size in range(SHORTEST_CUT, len(start)))
    cut = sorted(one for one in shorter if one in known or one in named)
    return _words(snapshot, list(dict.fromkeys([stem(start), *cut, *begun])))


def _phrase(snapshot: Snapshot, words: tuple[str, ...]) -> list[BitMap]:
    """Studies with these words beside each other: in a term's name, else looked up in the candidates' own texts."""
    return snapshot.once(("phrase", words), lambda: _looked_up(snapshot, words))


def _looked_up(snapshot: Snapshot, words: tuple[str, ...]) -> list[BitMap]:
    phrase = " ".join(words)
    named = [
        term
        for term in snapshot.vocabulary.named_by.get(stem(words[0]), ())
        if any(f" {phrase} " in f" {fold(form)} " for form in term.forms)
    ]
    held = [_words(snapshot, [stem(word)]) for word in words if word not in FILLERS]
    candidates = (
        BitMap.intersection(*(BitMap.union(*tiers) for tiers in held))
        if held
        else snapshot.any_of(term.code for term in named)
    )
    found = [snapshot.any_of(term.code for term in named if (term.kind in ABOUT) == (tier == TITLE)) & candidates
             if tier != SUMMARY else BitMap() for tier in TIERS]  # fmt: skip
    numbers = list(candidates)
    for start in range(0, len(numbers), READ_AT_ONCE):
        some = numbers[start : start + READ_AT_ONCE]
        for number, folded in folded_with(snapshot, some, phrase).items():
            holding = texts_with(folded, phrase)
            for tier, names in TIERS.items():
                if not holding.isdisjoint(names):
                    found[tier].add(number)
    return found


def _ranked(found: BitMap, tiers_of_groups: list[list[BitMap]], everything: int) -> tuple[BitMap, ...]:
    """The hits in disjoint sets, best first."""
    if not tiers_of_groups:
        return ()
    parts: list[tuple[tuple[int, int, float, float], BitMap]] = [((0, 0, 0.0, 0.0), found)]
    for tiers in tiers_of_groups[:MOST_RANKED]:
        rarity = 1 - sum(map(len, tiers)) / (3 * everything + 1)
        split = []
        for (titles, summaries, in_titles, in_summaries), some in parts:
            title = some & tiers[TITLE]
            summary = (some - title) & tiers[SUMMARY]
            split += [
                ((titles + 1, summaries, in_titles + rarity, in_summaries), title),
                ((titles, summaries + 1, in_titles, in_summaries + rarity), summary),
                ((titles, summaries, in_titles, in_summaries), some - title - summary),
            ]
        parts = [(merit, some) for merit, some in split if some]
    merits: dict[tuple, BitMap] = {}
    for merit, some in parts:
        merits[merit] = merits[merit] | some if merit in merits else some
    return tuple(merits[merit] for merit in sorted(merits, reverse=True))


def in_order(snapshot: Snapshot, found: Found, order: str, start: int, stop: int) -> list[int]:
    """The numbers of the hits at these places: best first where they are ranked, then in the order asked for."""
    by = snapshot.order(order)
    if not found.ranks:
        return by.page(found.studies, start, stop)
    taken: list[int] = []
    for rank in found.ranks:
        if start >= stop:
            break
        if start < len(rank):
            taken.extend(by.page(rank, start, min(stop, len(rank))))
        start, stop = max(0, start - len(rank)), max(0, stop - len(rank))
    return taken


def narrowed(found: Found, within: BitMap) -> Found:
    """The hits that are also in these studies, ranked as before."""
    ranks = tuple(kept for kept in (rank & within for rank in found.ranks) if kept)
    return Found(found.studies & within, ranks)


def _names(snapshot: Snapshot) -> dict[str, int]:
    """The words of the names of terms that published studies have, each with how many have such a term at most."""
    return snapshot.always("names", lambda: _counted_names(snapshot))


def _counted_names(snapshot: Snapshot) -> dict[str, int]:
    counted: dict[str, int] = {}
    for term in snapshot.vocabulary.terms.values():
        if having := len(snapshot.having(term.code)):
            for word in (word for form in term.forms for word in written_words(form)):
                counted[word] = max(counted.get(word, 0), having)
    return counted

"""Facets: the options of a list with what each would give, counted without the facet's own selection."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from studies.choices import Design, ReviewStatus
from studies.search import Snapshot, VocabularyTerm

from .listing import Listing
from .studies import StudyFilter

SHOWN = 6


@dataclass(frozen=True)
class Choice:
    """A value that a facet offers: what it is called, how deep it stands in its tree, whether it is a common one."""

    value: str
    label: str
    depth: int = 0
    common: bool = False


@dataclass(frozen=True)
class Option:
    """A choice in a list: how many studies it would give, and whether it is chosen."""

    value: str
    label: str
    count: int
    chosen: bool
    depth: int = 0
    common: bool = False


@dataclass(frozen=True)
class Facet:
    """A parameter and its choices, with how many studies each would give and which are chosen.

    What no published study has is left out; what the list has none of stays, at 0.
    """

    name: str
    label: str
    choices: Sequence[Choice]
    counts: Sequence[int]  # of each choice
    chosen: frozenset[str]

    @property
    def options(self) -> tuple[Option, ...]:
        """Choice by choice."""
        return tuple(
            Option(one.value, one.label, count, one.value in self.chosen, one.depth, one.common)
            for one, count in zip(self.choices, self.counts, strict=True)
        )


FLAT = ("agent", "reported")
ORDER = ("disease", "setting", "agent", "agent_class", "design", "reported", "review")


def choices_of(snapshot: Snapshot, name: str) -> list[Choice]:
    """What a facet offers in this version: trees by name, agents and endpoints the commonest first."""
    return snapshot.always(("choices", name), lambda: _with_commonest(snapshot, name, _choices(snapshot, name)))


def _with_commonest(snapshot: Snapshot, name: str, choices: list[Choice]) -> list[Choice]:
    """The same with the commonest of the base marked. What is above a term is as common: a tree is cut, not torn."""
    ranked = sorted(choices, key=lambda one: (-len(snapshot.having(f"{name}:{one.value}")), one.depth))
    commonest = {one.value for one in ranked[:SHOWN]}
    return [replace(one, common=one.value in commonest) for one in choices]


def _choices(snapshot: Snapshot, name: str) -> list[Choice]:
    if name in {"design", "review"}:
        known = Design.choices if name == "design" else ReviewStatus.choices
        return [Choice(value, label) for value, label in known if snapshot.having(f"{name}:{value}")]
    used = [term for term in snapshot.vocabulary.of_kind(name) if snapshot.having(term.code)]
    if name in FLAT:
        used.sort(key=lambda term: (-len(snapshot.having(term.code)), term.name))
        return [Choice(term.slug, term.name) for term in used]
    return _tree(used)


def _tree(terms: list[VocabularyTerm]) -> list[Choice]:
    found: list[Choice] = []

    def walk(parent: str, depth: int) -> None:
        for term in terms:
            if term.parent == parent:
                found.append(Choice(term.slug, term.name, depth))
                walk(term.slug, depth + 1)

    walk("", 0)
    return found


@cache
def label_of(name: str) -> str:
    """What a parameter is called."""
    return str(StudyFilter.base_filters[name].label)


def facets_of(listing: Listing) -> list[Facet]:
    """The list's facets in reading order."""
    found = []
    for name in ORDER:
        choices, chosen = choices_of(listing.snapshot, name), frozenset(listing.selection.get(name))
        found.append(Facet(name, label_of(name), choices, listing.counts(name, [one.value for one in choices]), chosen))
    return found

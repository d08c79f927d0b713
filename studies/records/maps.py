"""How many published studies use each term, and how many each pair of terms of two kinds (the evidence maps).

Studies are any sets that know &, | and their size: the index's own, or plain ones.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import reduce
from operator import or_
from typing import Any

from studies.models import Agent, ArmSchedule, Disease, Regimen, Setting, StudyDisease, StudySetting

Studies = Any
AT_ONCE = 5_000  # studies that are asked for together

PAIRS: dict[str, tuple[Any, Any, str]] = {
    "disease": (Disease, StudyDisease, "disease_id"),
    "setting": (Setting, StudySetting, "setting_id"),
    "agent": (Agent, ArmSchedule, "schedule__components__agent_id"),
    "regimen": (Regimen, ArmSchedule, "schedule__regimen_id"),
}


def study_terms(kind: str, pks: list[int]) -> list[tuple[Any, int]]:
    """The terms of a kind that these studies use themselves, commonest first, with how many use each."""
    model, rows, column = PAIRS[kind]
    used: dict[int, set[int]] = defaultdict(set)
    for start in range(0, len(pks), AT_ONCE):
        some = rows._default_manager.filter(study__in=pks[start : start + AT_ONCE])
        for term, study in some.values_list(column, "study_id"):
            if term is not None:
                used[term].add(study)
    terms = model._default_manager.filter(pk__in=used)
    return sorted(((term, len(used[term.pk])) for term in terms), key=lambda pair: (-pair[1], pair[0].name))


def in_tree(terms: Iterable[Any]) -> list[tuple[int, Any]]:
    """(depth, term) in the tree's order; a term whose broader one is not among them is a root, as in a flat list."""
    listed = sorted(terms, key=lambda one: (one.name, one.slug))
    own = {term.pk for term in listed}
    below: dict[int | None, list[Any]] = defaultdict(list)
    for term in listed:
        above = getattr(term, "parent_id", None)
        below[above if above in own else None].append(term)
    lines: list[tuple[int, Any]] = []

    def walk(parent: int | None, depth: int) -> None:
        for term in below[parent]:
            lines.append((depth, term))
            walk(term.pk, depth + 1)

    walk(None, 0)
    return lines


@dataclass(frozen=True)
class Side:
    """One side of a map: terms of a kind in the order in which they are read, and the studies of each."""

    kind: str
    lines: tuple[tuple[int, Any], ...]
    studies: Mapping[int, Studies]
    whole: bool = True  # every term that a study uses; else the commonest of them

    @property
    def page(self) -> str:
        """The address of this kind's pages."""
        return f"{self.kind}s"

    @property
    def all_studies(self) -> Studies:
        """The studies of all its terms together."""
        return reduce(or_, [self.studies[term.pk] for _, term in self.lines] or [frozenset()])

    def among(self, studies: Studies) -> "Side":
        """What these studies use, counted in them alone."""
        kept = {pk: both for pk, own in self.studies.items() if studies and (both := own & studies)}
        return replace(self, studies=kept, lines=tuple(line for line in self.lines if line[1].pk in kept))

    def commonest(self, most: int) -> "Side":
        """The terms that most studies use, in the order they had."""
        ranked = sorted((term.pk for _, term in self.lines), key=lambda pk: -len(self.studies[pk]))
        kept = set(ranked[:most])
        return replace(
            self,
            lines=tuple(line for line in self.lines if line[1].pk in kept),
            whole=self.whole and len(ranked) <= most,
        )

    def by_use(self) -> "Side":
        """The terms in a flat list, commonest first."""
        lines = sorted((term for _, term in self.lines), key=lambda term: (-len(self.studies[term.pk]), term.name))
        return replace(self, lines=tuple((0, term) for term in lines))

    def below(self, term: Any) -> "Side":
        """A term of a tree and what stands under it."""
        found = {term.pk}
        for _, one in self.lines:
            if one.parent_id in found:
                found.add(one.pk)
        return self._only(found)

    def named(self) -> "Side":
        """Diseases that have an abbreviation and stand under no other that has one: a group of diseases has none."""
        found: set[int] = set()
        inner: set[int] = set()
        for _, term in self.lines:
            if term.parent_id in found | inner:
                inner.add(term.pk)
            elif term.abbreviation:
                found.add(term.pk)
        return self._only(found)

    def without_groups(self) -> "Side":
        """Diseases but no groups of them: those with an abbreviation, or with no narrower one here."""
        above = {term.parent_id for _, term in self.lines}
        return self._only({term.pk for _, term in self.lines if term.abbreviation or term.pk not in above})

    def _only(self, pks: set[int]) -> "Side":
        return replace(self, lines=tuple(in_tree(term for _, term in self.lines if term.pk in pks)))


def side_of(kind: str, studies: Mapping[int, Studies]) -> Side:
    """The terms of a kind that have published studies: by primary key, those that use the term or one below it."""
    terms = PAIRS[kind][0]._default_manager.all()
    return Side(kind, tuple(in_tree(term for term in terms if studies.get(term.pk))), studies)


@dataclass(frozen=True)
class MapRow:
    """A term and its cells, in the order of the columns."""

    term: Any
    depth: int
    cells: tuple[tuple[Any, int], ...]


@dataclass(frozen=True)
class EvidenceMap:
    """Terms of one kind by those of another; ``also`` holds the list's parameters that every count has besides."""

    down: Side
    across: Side
    rows: tuple[MapRow, ...]
    also: tuple[tuple[str, str], ...] = ()

    @property
    def columns(self) -> tuple[Any, ...]:
        return tuple(term for _, term in self.across.lines)

    @property
    def whole(self) -> bool:
        """Every term that its studies use; else the commonest."""
        return self.down.whole and self.across.whole


def evidence_map(down: Side, across: Side, *also: tuple[str, str]) -> EvidenceMap:
    """The map of two sides: how many studies use each pair."""
    rows = tuple(
        MapRow(
            term,
            depth,
            tuple((column, len(down.studies[term.pk] & across.studies[column.pk])) for _, column in across.lines),
        )
        for depth, term in down.lines
    )
    return EvidenceMap(down, across, rows, also)

"""A list of studies as one version of the index answers it: which, in what order, and what each option would give."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from pyroaring import BitMap

from studies.search import ORDERS, Found, Reading, Snapshot, find, in_order, narrowed, read
from studies.search.documents import TOGETHER

from .selection import CHOICES, TERMS, Selection
from .sorting import BY_MERIT, DEFAULT, SORTS

WIDE = ("year_from", "year_to", "n_from", "n_to")
LARGEST = 2**31  # patients: more than any study has
PARTS = (*TERMS, *CHOICES, *WIDE, "q")  # parameters that narrow the list


@dataclass
class Listing:
    """The studies that a selection asks for, in one version of the data."""

    snapshot: Snapshot
    selection: Selection

    @cached_property
    def reading(self) -> Reading:
        """How the words were read."""
        return read(self.snapshot, self.selection.one("q"), as_typed=bool(self.selection.one("as_typed")))

    @cached_property
    def _words(self) -> Found:
        return find(self.snapshot, self.reading)

    @cached_property
    def parts(self) -> dict[str, BitMap]:
        """The studies that each applied parameter lets through alone."""
        return {name: self._part(name) for name in PARTS if self.selection.get(name)}

    def _part(self, name: str) -> BitMap:
        values = self.selection.get(name)
        if name == "q":
            return self._words.studies
        if name == "agent" and self.selection.one("agent_match") == "all":
            return together(self.snapshot, values)
        if name in WIDE:
            return self._range(name, int(self.selection.number(name) or 0))
        return self.snapshot.any_of(f"{name}:{value}" for value in values)

    def _range(self, name: str, limit: int) -> BitMap:
        column, _, side = name.partition("_")
        within = _years if column == "year" else _sizes
        return self.snapshot.once((name, limit), lambda: within(self.snapshot, limit, above=side == "from"))

    @cached_property
    def studies(self) -> BitMap:
        return self.within(())

    def within(self, *names_left_out: object) -> BitMap:
        """The studies that every parameter but these lets through."""
        left_out = {name for name in names_left_out if name}
        parts = [part for name, part in self.parts.items() if name not in left_out]
        if not parts:
            return self.snapshot.everything
        return BitMap.intersection(*parts) if len(parts) > 1 else parts[0]

    @property
    def count(self) -> int:
        return len(self.studies)

    @property
    def sort(self) -> str:
        """The order asked for; empty where words are told best match first."""
        asked = self.selection.one("sort")
        return asked or ("" if self.reading.has_text else DEFAULT)

    @property
    def sorts(self) -> dict[str, str]:
        """The orders on offer."""
        return ({"": BY_MERIT} if self.reading.has_text else {}) | SORTS

    def numbers(self, start: int = 0, stop: int | None = None) -> list[int]:
        """The studies at these places of the list, by their number in the index."""
        stop = self.count if stop is None else stop
        if self.sort:
            return self.snapshot.order(self.sort).page(self.studies, start, stop)
        return in_order(self.snapshot, narrowed(self._words, self.studies), DEFAULT, start, stop)

    def newest(self, most: int) -> list[int]:
        """The studies that were published last, whatever the order of the list."""
        return self.snapshot.order("-published").page(self.studies, 0, most)

    def keys(self, start: int = 0, stop: int | None = None) -> list[int]:
        """The same by primary key."""
        return [int(pk) for pk in self.snapshot.studies[self.numbers(start, stop)]]

    def counts(self, name: str, values: Sequence[str]) -> Sequence[int]:
        """How many studies each value of a facet would give, its own selection left out.

        With all agents in one arm a further agent narrows the list, so there the selection stays.
        """
        if name == "agent" and self.selection.one("agent_match") == "all":
            counts = self._agents_together()
            return [counts.get(value, 0) for value in values]
        within, snapshot = self.within(name), self.snapshot
        key = (name, tuple(values))
        if within is snapshot.everything:
            return snapshot.always(("counts", *key), lambda: [len(snapshot.having(f"{name}:{one}")) for one in values])
        held = snapshot.always(("held", *key), lambda: [snapshot.having(f"{name}:{one}") for one in values])
        return [*map(within.intersection_cardinality, held)]

    def _agents_together(self) -> dict[str, int]:
        """For each agent the studies of the list in which an arm was given it with all that are chosen."""
        chosen, others = set(self.selection.get("agent")), self.within("agent")
        found: dict[str, BitMap] = {}
        for agents, studies in combinations(self.snapshot):
            if chosen <= agents:
                for agent in agents:
                    found[agent] = found[agent] | studies if agent in found else studies
        return {agent: others.intersection_cardinality(studies) for agent, studies in found.items()}


def combinations(snapshot: Snapshot) -> list[tuple[frozenset[str], BitMap]]:
    """What was given together in one arm, by the agents' slugs, and in which studies."""
    return snapshot.always(TOGETHER, lambda: _combinations(snapshot))


def _combinations(snapshot: Snapshot) -> list[tuple[frozenset[str], BitMap]]:
    prefix = f"{TOGETHER}:"
    return [
        (frozenset(code.removeprefix(prefix).split("+")), studies)
        for code, studies in snapshot.postings.items()
        if code.startswith(prefix)
    ]


def together(snapshot: Snapshot, agents: tuple[str, ...]) -> BitMap:
    """The studies in which one arm was given all of these agents."""
    asked = set(agents)
    return BitMap.union(BitMap(), *(studies for given, studies in combinations(snapshot) if asked <= given))


def _years(snapshot: Snapshot, limit: int, *, above: bool) -> BitMap:
    """Studies with a primary report of this year or later (or earlier)."""
    years = (int(code.removeprefix("year:")) for code in snapshot.postings if code.startswith("year:"))
    return snapshot.any_of(f"year:{year}" for year in years if (year >= limit if above else year <= limit))


def _sizes(snapshot: Snapshot, limit: int, *, above: bool) -> BitMap:
    """Studies of at least (or at most) so many patients."""
    by_size = snapshot.order("n")
    return by_size.between(limit, LARGEST) if above else by_size.between(0, limit)


assert set(SORTS) <= set(ORDERS)  # noqa: S101  # an order that readers are offered is one that the index keeps

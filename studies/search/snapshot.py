"""One version of the index in memory. It never changes: a new version is a new snapshot that shares what stayed."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

import numpy as np
from pyroaring import BitMap

from .known import KnownWords
from .orders import ABSENT, Numbers, Order
from .vocabulary import Vocabulary

# What lists are ordered by: name of the column, whether it falls. Equal values follow by name.
ORDERS: dict[str, tuple[str, bool]] = {
    "-year": ("year", True),
    "year": ("year", False),
    "-n": ("n", True),
    "n": ("n", False),
    "-response": ("response", True),
    "-published": ("published", True),
    "name": ("name", False),
}
COLUMNS = ("year", "n", "response", "published")
NOBODY = BitMap()
MOST_ASKED = 2_000
T = TypeVar("T")


@dataclass(frozen=True)
class Move:
    """One study in a new version: its number, the codes it gained and lost, its columns, its place among the slugs.

    ``name`` is that place in the new version; of a study that is no more, in the version before.
    """

    number: int
    study: int
    gained: tuple[str, ...]
    lost: tuple[str, ...]
    columns: Mapping[str, int | None] | None  # None: it is no more
    name: int | None  # None: its slug is the same

    @classmethod
    def of(cls, entry: Mapping[str, Any]) -> "Move":
        return cls(**{**entry, "gained": tuple(entry["gained"]), "lost": tuple(entry["lost"])})


@dataclass
class Snapshot:
    """What a process knows of one version.

    ``postings`` holds facet values whole, ``words`` those postings of words that were asked for so far;
    ``columns`` are by a study's number.
    """

    version: int
    token: str
    vocabulary: Vocabulary
    everything: BitMap
    postings: dict[str, BitMap]
    columns: dict[str, Numbers]
    studies: Numbers  # primary key by number
    known_words: KnownWords
    words: dict[str, BitMap] = field(default_factory=dict)
    pending: dict[str, list[tuple[int, int, bool]]] = field(default_factory=dict)  # word → version, number, gained
    orders: dict[str, Order] = field(default_factory=dict)
    kept: dict[Any, Any] = field(default_factory=dict)  # what is made once, and kept as long as this version stands
    asked: dict[Any, Any] = field(default_factory=dict)  # answers to queries, as many as there is room for
    folded: int = 0  # the version up to which no change is pending

    def having(self, code: str) -> BitMap:
        """The studies with a facet value; none where no study has it."""
        return self.postings.get(code, NOBODY)

    def any_of(self, codes: Iterable[str]) -> BitMap:
        """The studies with one of these facet values."""
        return BitMap.union(NOBODY, *(self.having(code) for code in codes))

    def order(self, name: str) -> Order:
        """An order of the list, made when it is first asked for."""
        if name not in self.orders:
            column, falling = ORDERS[name]
            self.orders[name] = Order(self.columns[column], self.columns["name"], falling).cut(self.everything)
        return self.orders[name]

    def always(self, key: Any, make: Callable[[], T]) -> T:
        """What every page of this version needs, made when it is first asked for."""
        if key not in self.kept:
            self.kept[key] = make()
        return self.kept[key]

    def once(self, key: Any, make: Callable[[], T]) -> T:
        """The answer to a query, made when it is first asked for. Other threads ask, and make room, meanwhile."""
        found = self.asked.get(key)
        if found is None:
            found = make()
            if len(self.asked) > MOST_ASKED:
                self.asked.clear()
            self.asked[key] = found
        return found

    def forget_pending(self, folded: int) -> None:
        """Forgets what the stored bitmaps hold by now: they are never again of an older version than this."""
        if folded > self.folded:
            later = {code: [one for one in held if one[0] > folded] for code, held in self.pending.items()}
            self.pending = {code: held for code, held in later.items() if held}
            self.folded = folded

    def moved(self, version: int, token: str, moves: Iterable[Move], new_words: Mapping[str, str]) -> "Snapshot":
        """The next version: this one with the studies that changed."""
        new = _Next(self, new_words)
        for move in moves:
            new.take(version, move)
        return new.snapshot(version, token)


class _Next:
    """A snapshot in the making: copies what it changes, and shares the rest."""

    def __init__(self, old: Snapshot, new_words: Mapping[str, str]) -> None:
        self.old = old
        self.everything = old.everything.copy()
        self.postings, self.words, self.orders = dict(old.postings), dict(old.words), dict(old.orders)
        self.copied: set[str] = set()
        self.columns = {name: column.copy() for name, column in old.columns.items()}
        self.studies = old.studies
        self.pending = dict(old.pending)
        self.known_words = old.known_words
        self.known_words.add(new_words)

    def take(self, version: int, move: Move) -> None:
        self._make_room(move.number)
        self._take_orders(move)
        (self.everything.add if move.columns is not None else self.everything.discard)(move.number)
        self.studies[move.number] = move.study
        for codes, gained in ((move.gained, True), (move.lost, False)):
            for code in codes:
                self._put(code, move.number, gained=gained)
                if code[1] == ":":
                    self.pending[code] = [*self.pending.get(code, ()), (version, move.number, gained)]

    def _put(self, code: str, number: int, *, gained: bool) -> None:
        held = self.words if code[1] == ":" else self.postings
        if code not in held and held is self.words:
            return  # it is read when somebody asks, with what is pending
        if code not in self.copied:
            held[code] = held[code].copy() if code in held else BitMap()
            self.copied.add(code)
        (held[code].add if gained else held[code].discard)(number)
        if not held[code] and held is self.postings:
            del held[code]
            self.copied.discard(code)

    def _make_room(self, number: int) -> None:
        if number < len(self.studies):
            self.studies = self.studies.copy()
            return
        more = max(number + 1 - len(self.studies), 64)
        self.studies = np.concatenate([self.studies, np.zeros(more, np.int64)])
        self.columns = {
            name: np.concatenate([column, np.full(more, ABSENT, np.int64)]) for name, column in self.columns.items()
        }

    def _take_orders(self, move: Move) -> None:
        number = move.number
        before = self._values(number) if number in self.everything else {}
        if before and move.name is not None:
            self._put_order("name", number, before["name"], None)
            self._shift(before["name"] + 1, -1)
            self.columns["name"][number] = ABSENT
        if move.columns is None:
            after: dict[str, int] = {}
        else:
            if move.name is not None:
                self._shift(move.name, 1)
                self.columns["name"][number] = move.name
                self._put_order("name", number, None, move.name)
            for name in COLUMNS:
                value = move.columns[name]
                self.columns[name][number] = ABSENT if value is None else value
            after = self._values(number)
        for name in COLUMNS:
            if before.get(name) != after.get(name):
                self._put_order(name, number, before.get(name), after.get(name))

    def _values(self, number: int) -> dict[str, int]:
        return {name: int(column[number]) for name, column in self.columns.items()}

    def _put_order(self, column: str, number: int, before: int | None, after: int | None) -> None:
        for name, order in self.orders.items():
            if ORDERS[name][0] == column:
                self.orders[name] = order.moved(number, before, after)

    def _shift(self, start: int, by: int) -> None:
        """Slugs from a place on move by one, and with them where the runs of the order by name begin."""
        names = self.columns["name"]
        names[names >= start] += by
        if order := self.orders.get("name"):
            bounds = tuple(bound + by if bound >= start else bound for bound in order.bounds)
            self.orders["name"] = replace(order, bounds=bounds)

    def snapshot(self, version: int, token: str) -> Snapshot:
        orders = {
            name: replace(order, column=self.columns[ORDERS[name][0]], names=self.columns["name"])
            for name, order in self.orders.items()
        }
        return Snapshot(
            version, token, self.old.vocabulary, self.everything, self.postings, self.columns, self.studies,
            self.known_words, self.words, self.pending, orders,
            folded=self.old.folded,
        )  # fmt: skip

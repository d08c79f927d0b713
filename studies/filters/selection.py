"""What an address asks of the list, read without the weight of forms.

The parameters are those that ``StudyFilter`` defines. Where a value is not one that its filter takes, the filter
itself judges the whole address, so that there is one authority on what is valid and one wording of what is not.
"""

from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from django.http import QueryDict

from studies.search import Snapshot
from studies.search.words import LONGEST_QUERY

from .studies import SlugsFilter, StudyFilter

TERMS = ("disease", "setting", "agent", "agent_class", "regimen", "reported", "event")
CHOICES = ("design", "review")
RANGES = ("year_from", "year_to", "n_from", "n_to")
BESIDE = frozenset({"page", "s"})  # the page shown, and studies chosen to be compared
LONGEST_NUMBER = 8


@dataclass(frozen=True)
class Selection:
    """Valid values by parameter, each once and in order; parameters that ask for nothing are left out."""

    values: tuple[tuple[str, tuple[str, ...]], ...] = ()
    notices: tuple[str, ...] = ()

    def get(self, name: str) -> tuple[str, ...]:
        return dict(self.values).get(name, ())

    def one(self, name: str, default: str = "") -> str:
        """The value of a parameter that has one."""
        return (self.get(name) or (default,))[0]

    def number(self, name: str) -> int | None:
        value = self.one(name)
        return int(Decimal(value)) if value else None

    def without(self, name: str) -> "Selection":
        """The same with one parameter taken out."""
        return Selection(tuple(pair for pair in self.values if pair[0] != name))


def selected(snapshot: Snapshot, data: QueryDict) -> Selection:
    """What the address asks for, and a sentence for each value that cannot be used."""
    found: dict[str, tuple[str, ...]] = {}
    for name, values in data.lists():
        if name in BESIDE:
            continue
        taken = _taken(snapshot, name, values)
        if taken is None:
            return _judged(data)
        if taken:
            found[name] = taken
    return _in_order(found)


def _in_order(found: dict[str, tuple[str, ...]], notices: tuple[str, ...] = ()) -> Selection:
    return Selection(tuple((name, found[name]) for name in StudyFilter.base_filters if name in found), notices)


def _taken(snapshot: Snapshot, name: str, values: list[str]) -> tuple[str, ...] | None:
    """The values if they are plainly valid; None where the filter is to judge."""
    if name in TERMS:
        good = all(snapshot.vocabulary.get(name, value) for value in values)
    elif name in CHOICES:
        good = all(value in _choices(name) for value in values)
    else:
        values = [values[-1]] if values[-1] else []
        value = values[0] if values else ""
        if name == "q":
            values = [value.strip()] if value.strip() else []
            good = len(value) <= LONGEST_QUERY and "\0" not in value
        elif name in RANGES:
            good = not value or _within(name, value)
            values = [str(int(value))] if good and value else []
        else:
            good = name in StudyFilter.base_filters and (not value or value in _choices(name))
    return tuple(dict.fromkeys(values)) if good else None


@cache
def _choices(name: str) -> frozenset[str]:
    return frozenset(str(value) for value, _ in StudyFilter.base_filters[name].extra["choices"])


def _within(name: str, value: str) -> bool:
    """Whether these are plain digits of a number that the filter takes."""
    extra = StudyFilter.base_filters[name].extra
    plain = value.isascii() and value.isdecimal() and len(value) <= LONGEST_NUMBER
    return plain and extra["min_value"] <= int(value) <= extra["max_value"]


def _judged(data: QueryDict) -> Selection:
    """The same by the filter itself: the values it takes, and what it says of the others."""
    judge = StudyFilter(data, queryset=StudyFilter.Meta.model.objects.published())
    found: dict[str, tuple[str, ...]] = {}
    for name, value in judge.values.items():
        found[name] = tuple(dict.fromkeys(_texts(name, value)))
    return _in_order(found, tuple(judge.notices))


def _texts(name: str, value: Any) -> list[str]:
    if isinstance(StudyFilter.base_filters[name], SlugsFilter):
        return [term.slug for term in value]
    return [str(one) for one in value] if isinstance(value, list) else [str(value)]

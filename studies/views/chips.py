"""Applied filters as chips, each with the address that takes it off."""

from dataclasses import dataclass

from django.http import QueryDict

from studies.filters import StudyFilter

SILENT = {"sort", "page", "s", "agent_match"}


@dataclass(frozen=True)
class Chip:
    """One applied value: what it is of, what it says, and the list without it."""

    label: str
    text: str
    address: str
    count: int | None = None


def chips_of(found: StudyFilter) -> list[Chip]:
    """A chip for each applied value, in the order of the form."""
    return [
        Chip(str(found.filters[name].label), _text(found, name, value), _without(found.data, name, raw))
        for name, value, raw in _applied(found)
    ]


def without_each(found: StudyFilter) -> list[Chip]:
    """For an empty list: what each filter alone keeps away."""
    chips = []
    for name in dict.fromkeys(name for name, _, _ in _applied(found)):
        relaxed = found.without(name)
        texts = ", ".join(_text(found, other, value) for other, value, _ in _applied(found) if other == name)
        data = found.data.copy()
        data.pop(name, None)
        chips.append(Chip(str(found.filters[name].label), texts, data.urlencode(), relaxed.qs.count()))
    return sorted(chips, key=lambda chip: -(chip.count or 0))


def _applied(found: StudyFilter):
    for name, value in found.values.items():
        if name in SILENT:
            continue
        several = value if hasattr(value, "__iter__") and not isinstance(value, str) else [value]
        for one in several:
            yield name, one, getattr(one, "slug", str(one))


def _text(found: StudyFilter, name: str, value) -> str:
    if name == "q":
        return f"“{value}”"
    choices = dict(getattr(found.form.fields[name], "choices", ())) if name in {"design", "review"} else {}
    return str(choices.get(value, value))


def _without(data: QueryDict, name: str, raw: str) -> str:
    data = data.copy()
    rest = [value for value in data.getlist(name) if value != raw]
    if len(rest) == len(data.getlist(name)):
        rest = []
    data.setlist(name, rest)
    data.pop("page", None)
    return data.urlencode()

"""Applied filters as chips, each with the address that takes it off."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import QueryDict

from studies.choices import Design, ReviewStatus
from studies.filters import Listing, Selection, label_of
from studies.search import KINDS, Snapshot, VocabularyTerm, fold

TREES = ("disease", "setting", "agent_class")
SILENT = {"sort", "agent_match", "as_typed"}
LABELS = {"design": dict(Design.choices), "review": dict(ReviewStatus.choices)}
OF_UNIT = {"word": "Word", "phrase": "Phrase", "start": "Words"}


@dataclass(frozen=True)
class Chip:
    """One applied value: what it is of, what it says, and the list without it."""

    label: str
    text: str
    address: str
    count: int | None = None
    typed: str = ""  # what of the query was read so


def chips_of(listing: Listing, data: QueryDict) -> list[Chip]:
    """A chip for each applied value, in the order of the parameters; the words of a query as they were read."""
    found = list(_read(listing, data))
    for name, values in listing.selection.values:
        if name not in SILENT and name != "q":
            found += [
                Chip(label_of(name), text_of(listing.snapshot, name, value), without(data, name, value))
                for value in values
            ]
    return found


def _read(listing: Listing, data: QueryDict) -> Iterator[Chip]:
    reading = listing.reading
    for unit in reading.units:
        label = label_of(unit.term.kind) if unit.term else OF_UNIT[unit.kind]
        address = replaced(data, "q", reading.without(unit))
        typed = unit.typed.strip('"')
        written = fold(typed).replace(" ", "") == "".join(unit.words)  # as typed it is easier to know again
        text = f"“{typed if written and unit.kind != 'start' else unit.text}”" if unit.is_text else unit.text
        same = fold(typed) == fold(unit.text)
        yield Chip(f"Not {label.lower()}" if unit.negative else label, text, address, typed="" if same else typed)


def broader(listing: Listing, data: QueryDict) -> list[Chip]:
    """Terms above those that are asked for, where they give more studies: relapsed or refractory, for relapsed."""
    found = []
    for group in listing.reading.groups:
        term = group[0].term
        if len(group) == 1 and term and not group[0].negative and not listing.selection.get(term.kind):
            found.append((term, listing.reading.without(group[0])))
    for name in TREES:
        values = listing.selection.get(name)
        if len(values) == 1 and (term := listing.snapshot.vocabulary.get(name, values[0])):
            found.append((term, listing.selection.one("q")))
    offers = [_above(listing, data, term, query) for term, query in found if term.kind in TREES and term.parent]
    return [chip for chip in offers if (chip.count or 0) > listing.count]


def _above(listing: Listing, data: QueryDict, term: VocabularyTerm, query: str) -> Chip:
    """The list with the term above this one in its place, and the rest of the query."""
    above = listing.snapshot.vocabulary.terms[term.kind, term.parent]
    instead = {"q": (query,) if query else (), term.kind: (above.slug,)}
    rest = tuple((name, values) for name, values in listing.selection.values if name not in instead)
    count = Listing(listing.snapshot, Selection((*rest, *instead.items()))).count
    address = replaced(data, "q", query)
    return Chip(label_of(term.kind), above.name, replaced(QueryDict(address), term.kind, above.slug), count)


def without_each(listing: Listing, data: QueryDict) -> list[Chip]:
    """For an empty list: what each filter alone keeps away, and each thing that the query asks for."""
    chips = []
    for name in listing.parts:
        if name == "q" and len(listing.reading.units) > 1:
            continue
        texts = ", ".join(text_of(listing.snapshot, name, value) for value in listing.selection.get(name))
        chips.append(Chip(label_of(name), texts, replaced(data, name, ""), len(listing.within(name))))
    for unit in listing.reading.units if len(listing.reading.units) > 1 else ():
        query = listing.reading.without(unit)
        other = Listing(listing.snapshot, _with_query(listing.selection, query))
        label = label_of(unit.term.kind) if unit.term else OF_UNIT[unit.kind]
        chips.append(Chip(label, unit.text, replaced(data, "q", query), other.count))
    return sorted(chips, key=lambda chip: -(chip.count or 0))


def _with_query(selection: Selection, query: str) -> Selection:
    return Selection(tuple((name, (query,) if name == "q" else values) for name, values in selection.values))


def text_of(snapshot: Snapshot, name: str, value: str) -> str:
    """A value in words."""
    if name in KINDS:
        term = snapshot.vocabulary.get(name, value)
        return term.name if term else value
    return f"“{value}”" if name == "q" else str(LABELS.get(name, {}).get(value, value))


def without(data: QueryDict, name: str, value: str) -> str:
    """The address without one value of a parameter."""
    rest = [one for one in data.getlist(name) if one != value]
    return _address(data, name, rest if len(rest) < len(data.getlist(name)) else [])


def replaced(data: QueryDict, name: str, value: str) -> str:
    """The address with another value of a parameter; without the parameter where that is empty."""
    return _address(data, name, [value] if value else [])


def _address(data: QueryDict, name: str, values: list[str]) -> str:
    data = data.copy()
    data.setlist(name, values)
    for other in ("page", "as_typed") if name == "q" else ("page",):
        data.pop(other, None)
    return data.urlencode()

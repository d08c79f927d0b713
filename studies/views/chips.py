"""Applied filters as chips, each with the address that takes it off."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import QueryDict

from studies.choices import Design, ReviewStatus
from studies.filters import Listing, Selection, label_of
from studies.search import KINDS, Snapshot, Unit, VocabularyTerm, fold

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
        label = _label(unit)
        address = replaced(data, "q", reading.without(unit))
        typed = unit.typed.strip('"')
        written = fold(typed).replace(" ", "") == "".join(unit.words)  # as typed it is easier to know again
        text = f"“{typed if written and unit.kind != 'start' else unit.text}”" if unit.is_text else unit.text
        same = fold(typed) == fold(unit.text)
        yield Chip(f"Not {label.lower()}" if unit.negative else label, text, address, typed="" if same else typed)


def _label(unit: Unit) -> str:
    return label_of(unit.term.kind) if unit.term else OF_UNIT[unit.kind]


def broader(listing: Listing, data: QueryDict) -> list[Chip]:
    """Terms above those that are asked for, where they give more studies: relapsed or refractory, for relapsed."""
    found: list[tuple[VocabularyTerm, dict[str, str]]] = []
    for group in listing.reading.groups:
        term = group[0].term
        if len(group) == 1 and term and not group[0].negative and not listing.selection.get(term.kind):
            found.append((term, {"q": listing.reading.without(group[0])}))
    for name in KINDS:
        values = listing.selection.get(name)
        if len(values) == 1 and (term := listing.snapshot.vocabulary.get(name, values[0])):
            found.append((term, {}))
    offers = []
    for term, rest in found:
        if above := listing.snapshot.vocabulary.get(term.kind, term.parent) if term.parent else None:
            offers.append(_instead(listing, data, rest | {term.kind: above.slug}, label_of(term.kind), above.name))
    return [chip for chip in offers if (chip.count or 0) > listing.count]


def _instead(listing: Listing, data: QueryDict, changes: dict[str, str], label: str, text: str) -> Chip:
    """The list with other values of some parameters; of another query slips are mended again."""
    left_out = {*changes, *(("as_typed",) if "q" in changes else ())}
    kept = [(name, values) for name, values in listing.selection.values if name not in left_out]
    put = [(name, (value,)) for name, value in changes.items() if value]
    for name, value in changes.items():
        data = QueryDict(replaced(data, name, value))
    return Chip(label, text, data.urlencode(), Listing(listing.snapshot, Selection((*kept, *put))).count)


def without_each(listing: Listing, data: QueryDict) -> list[Chip]:
    """For an empty list: what each filter alone keeps away, and each thing that the query asks for."""
    chips = []
    for name in listing.parts:
        if name == "q" and len(listing.reading.units) > 1:
            continue
        texts = ", ".join(text_of(listing.snapshot, name, value) for value in listing.selection.get(name))
        chips.append(Chip(label_of(name), texts, replaced(data, name, ""), len(listing.within(name))))
    reading = listing.reading
    several = reading.units if len(reading.units) > 1 else ()
    chips += [_instead(listing, data, {"q": reading.without(unit)}, _label(unit), unit.text) for unit in several]
    return sorted(chips, key=lambda chip: -(chip.count or 0))


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

"""Facets as markup. An option's markup is made once, by its template, with a hole where its count goes."""

from dataclasses import dataclass, replace

from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe

from studies.filters import Facet, Listing, Option, facets_of
from studies.filters.facets import SHOWN
from studies.search import Snapshot

HOLE = 987_654_321  # a count that no base has


@dataclass(frozen=True)
class ShownFacet:
    """A facet with the markup of its first options and of the rest, which stand open if one of them is chosen."""

    name: str
    label: str
    options: tuple[Option, ...]
    first: SafeString
    rest: SafeString
    hidden: int
    open: bool


def shown_facets(listing: Listing) -> list[ShownFacet]:
    """The list's facets in reading order, ready to be placed."""
    return [_shown(listing.snapshot, facet) for facet in facets_of(listing) if facet.options]


def _shown(snapshot: Snapshot, facet: Facet) -> ShownFacet:
    markup = _markup(snapshot, facet)
    html = []
    for option in facet.options:
        plain, chosen, empty = markup[option.value]
        if option.chosen:
            html.append(f"{chosen[0]}{option.count}{chosen[1]}")
        else:
            html.append(f"{plain[0]}{option.count}{plain[1]}" if option.count else empty)
    first, rest = html[:SHOWN], html[SHOWN:]
    opened = any(option.chosen for option in facet.options[SHOWN:])
    return ShownFacet(facet.name, facet.label, facet.options, _safe(first), _safe(rest), len(rest), opened)


def _safe(parts: list[str]) -> SafeString:
    return mark_safe("".join(parts))  # noqa: S308  # made by our own template


def _markup(snapshot: Snapshot, facet: Facet) -> dict[str, tuple[list[str], list[str], str]]:
    """Value of each option → its markup around the count when it is offered, chosen, and without a study."""
    key = ("markup", facet.name)
    if key not in snapshot.kept:
        template = get_template("components/option.html")

        def made(option: Option, count: int, *, chosen: bool) -> str:
            shown = replace(option, count=count, chosen=chosen)
            return template.render({"facet": facet, "option": shown}).strip()

        snapshot.kept[key] = {
            option.value: (
                made(option, HOLE, chosen=False).split(str(HOLE)),
                made(option, HOLE, chosen=True).split(str(HOLE)),
                made(option, 0, chosen=False),
            )
            for option in facet.options
        }
    return snapshot.kept[key]

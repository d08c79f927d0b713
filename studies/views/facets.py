"""Facets as markup. An option's markup is made once, by its template, with a hole where its count goes."""

from dataclasses import dataclass
from functools import lru_cache

from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe

from studies.filters import Facet, Listing, Option, facets_of

HOLE = 987_654_321  # a count that no base has


@dataclass(frozen=True)
class ShownFacet:
    """A facet with the markup of its options, of which a page shows the commonest and the chosen at first."""

    name: str
    label: str
    options: tuple[Option, ...]
    html: SafeString
    hidden: int


def shown_facets(listing: Listing) -> list[ShownFacet]:
    """The list's facets in reading order, ready to be placed."""
    return [_shown(facet) for facet in facets_of(listing) if facet.options]


def _shown(facet: Facet) -> ShownFacet:
    html = []
    for option in facet.options:
        plain, chosen, empty = _markup(facet.name, option.value, option.label, option.depth, common=option.common)
        if option.chosen:
            html.append(f"{chosen[0]}{option.count}{chosen[1]}")
        else:
            html.append(f"{plain[0]}{option.count}{plain[1]}" if option.count else empty)
    hidden = sum(not option.common and not option.chosen for option in facet.options)
    return ShownFacet(facet.name, facet.label, facet.options, _safe(html), hidden)


def _safe(parts: list[str]) -> SafeString:
    return mark_safe("".join(parts))  # noqa: S308  # made by our own template


@lru_cache(maxsize=5_000)
def _markup(name: str, value: str, label: str, depth: int, *, common: bool) -> tuple[list[str], list[str], str]:
    """An option's markup: around its count when it is offered, around it when it is chosen, and without a study."""
    template = get_template("components/option.html")

    def made(count: int, *, chosen: bool) -> str:
        return template.render({"name": name, "option": Option(value, label, count, chosen, depth, common)}).strip()

    return made(HOLE, chosen=False).split(str(HOLE)), made(HOLE, chosen=True).split(str(HOLE)), made(0, chosen=False)

"""Facets as markup. An option's markup is made once, by its template, with a hole where its count goes."""

from dataclasses import dataclass
from functools import lru_cache, partial

from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe

from studies.filters import Choice, Facet, Listing, Option, facets_of
from studies.search import Snapshot

HOLE = 987_654_321  # a count that no base has


@dataclass(frozen=True)
class ShownFacet:
    """A facet with the markup of its options, of which a page shows the commonest and the chosen at first."""

    facet: Facet
    html: SafeString
    hidden: int


@dataclass(frozen=True)
class Markup:
    """An option's markup: around its count when it is offered, around it when it is chosen, and without a study."""

    plain: tuple[str, str]
    chosen: tuple[str, str]
    empty: str


def shown_facets(listing: Listing) -> list[ShownFacet]:
    """The list's facets in reading order, ready to be placed. Of an open list they are made once a version."""
    snapshot, found = listing.snapshot, []
    for facet in facets_of(listing):
        if listing.within(facet.name) is snapshot.everything and not facet.chosen:
            found.append(snapshot.always(("shown", facet.name), partial(_shown, snapshot, facet)))
        else:
            found.append(_shown(snapshot, facet))
    return [facet for facet in found if facet.html]


def _shown(snapshot: Snapshot, facet: Facet) -> ShownFacet:
    markups = snapshot.always(
        ("markup", facet.name), lambda: [(_markup(facet.name, one), one.common) for one in facet.choices]
    )
    html = [
        f"{markup.plain[0]}{count}{markup.plain[1]}" if count else markup.empty
        for (markup, _), count in zip(markups, facet.counts, strict=True)
    ]
    hidden = sum(not common for _, common in markups)
    if facet.chosen:
        for at, choice in enumerate(facet.choices):
            if choice.value in facet.chosen:
                html[at] = str(facet.counts[at]).join(markups[at][0].chosen)
                hidden -= not choice.common
    return ShownFacet(facet, mark_safe("".join(html)), hidden)  # noqa: S308  # our own template's


@lru_cache(maxsize=5_000)
def _markup(name: str, choice: Choice) -> Markup:
    template = get_template("components/option.html")

    def made(count: int, *, chosen: bool) -> str:
        option = Option(choice.value, choice.label, count, chosen, choice.depth, choice.common)
        return template.render({"name": name, "option": option}).strip()

    def around(*, chosen: bool) -> tuple[str, str]:
        before, _, after = made(HOLE, chosen=chosen).partition(str(HOLE))
        return before, after

    return Markup(around(chosen=False), around(chosen=True), made(0, chosen=False))

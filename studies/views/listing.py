"""The study list: the main door, answered from the index."""

from functools import cache
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from studies.filters import Listing, selected
from studies.filters.selection import LONGEST_NUMBER
from studies.search import Snapshot, check_version, fold, study_of_identifier

from .chips import broader, chips_of, without_each
from .choosing import CHOSEN, chosen_elsewhere, chosen_slugs
from .facets import shown_facets
from .keeping import answered
from .lines import lines_of

PAGE_SIZE = 25
HIDDEN = ("regimen", "event", "as_typed")  # parameters without a control of their own on the page
NUMBERS = {"year_from": "Published from", "year_to": "Published to", "n_from": "Patients from", "n_to": "Patients to"}


@require_safe
def study_list(request: HttpRequest) -> HttpResponse:
    """Search, filters with counts, chips, one line a study."""
    if study := study_of_identifier(request.GET.get("q", "")):
        return redirect("study", slug=study.slug)
    return answered(request, lambda snapshot: _page(request, snapshot), proves=True)


def listing_of(snapshot: Snapshot, data: QueryDict) -> Listing:
    """The list that an address asks for."""
    return Listing(snapshot, selected(snapshot, data))


def _page(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    data = request.GET
    listing = listing_of(snapshot, data)
    page, strayed = page_of(data, listing.count)
    chosen = chosen_slugs(data)
    start = (page.number - 1) * PAGE_SIZE
    items = lines_of(
        snapshot, listing.numbers(start, start + PAGE_SIZE), reading=listing.reading, choosing=True, chosen=chosen
    )
    elsewhere = chosen_elsewhere(chosen, [item.slug for item in items])
    if elsewhere:
        check_version(snapshot)
    query = data.get("q", "")
    context = {
        "query": query,
        "unread": query if fold(query) and not listing.reading.groups else "",
        "notices": [*listing.selection.notices, *strayed],
        "count": listing.count,
        "total": len(snapshot.everything),
        "version": snapshot.version,
        "page": page,
        "items": items,
        "chosen": chosen,
        "elsewhere": elsewhere,
        "facets": shown_facets(listing),
        "all_agents": listing.selection.one("agent_match") == "all",
        "chips": chips_of(listing, data),
        "broader": broader(listing, data),
        "relaxed": without_each(listing, data) if not listing.count else [],
        "mended": listing.reading.mended,
        "sort": listing.sort,
        "sorts": listing.sorts,
        "question": f"?{address}" if (address := address_of(data)) else "",
        "files": files(),
        "kept": [(name, value) for name in HIDDEN for value in data.getlist(name) if value],
        "ranges": [(name, label, data.get(name, "")) for name, label in NUMBERS.items()],
    }
    return render(request, "studies/list.html", context)


@cache
def files() -> list[tuple[str, str]]:
    """What a list may be saved as, with the address of each."""
    kinds = {"CSV": "csv", "JSON": "json", "RIS": "ris", "Atom feed": "atom"}
    return [(label, reverse(f"studies-{kind}")) for label, kind in kinds.items()]


class Page:
    """A page of the list: its number and its neighbours."""

    def __init__(self, number: int, of: int) -> None:
        self.number, self.of = number, of
        self.previous = number - 1 if number > 1 else None
        self.next = number + 1 if number < of else None


def page_of(data: QueryDict, count: int) -> tuple[Page, list[str]]:
    """The page asked for; one that is not there is the nearest, with a sentence that says so."""
    last = max(1, -(-count // PAGE_SIZE))
    asked = data.get("page", "1")
    plain = asked.isascii() and asked.isdecimal() and len(asked) <= LONGEST_NUMBER and not asked.startswith("0")
    number = min(int(asked), last) if plain else 1
    good = asked == str(number)
    return Page(number, last), [] if good else [f"Page: “{asked[:20]}” is none of the {last} pages."]


def address_of(data: QueryDict) -> str:
    """The list's query in canonical order, without its page and what is chosen from it."""
    pairs = [
        (name, value)
        for name, values in sorted(data.lists())
        for value in values
        if value and name not in {"page", CHOSEN}
    ]
    return urlencode(pairs)

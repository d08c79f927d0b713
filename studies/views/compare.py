"""Two to six studies side by side."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from studies.evidence.side_by_side import columns_of
from studies.models import StudyLink
from studies.records.side_sections import side_sections
from studies.rendering.compare_page import compare_page
from studies.rendering.markup import without_indentation

from .choosing import CHOSEN, FEWEST, MOST, chosen_slugs

ONLY, DIFFERENCES = "only", "differences"
LONGEST = 80  # letters of an unusable value that are shown


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """The chosen studies' arms as columns; fewer than two or more than six are asked for again."""
    chosen, only = chosen_slugs(request.GET), request.GET.get(ONLY) == DIFFERENCES
    if set(request.GET) - {CHOSEN, ONLY}:  # the list's form sends its filters along
        return redirect(f"{reverse('compare')}?{address_of(chosen, only=only)}")
    found = side_sections(chosen)
    slugs = [study.slug for study, _ in found]
    context = {
        "notices": notices_of(request.GET.getlist(CHOSEN), slugs),
        "asked_for": asked_for(len(found)),
        "slugs": slugs,
        "studies": len(found),
        "only_differences": only,
        "address": address_of(slugs, only=False),
        "differences": address_of(slugs, only=True),
    }
    if FEWEST <= len(found) <= MOST:
        columns = columns_of(found)
        pks = [study.pk for study, _ in found]
        links = StudyLink.objects.filter(study__in=pks, other__in=pks).order_by("study", "key")
        context["page"] = compare_page(columns, links, only_differences=only)
    response = render(request, "compare.html", context)
    response.content = without_indentation(response.content.decode())  # a long page
    return response


def address_of(slugs: list[str], *, only: bool) -> str:
    """The comparison's query: its studies in their order, and whether what is alike is hidden."""
    return urlencode([(CHOSEN, slug) for slug in slugs] + ([(ONLY, DIFFERENCES)] if only else []))


def notices_of(named: list[str], found: list[str]) -> list[str]:
    """A sentence for each name that is no published study's."""
    unknown = [name for name in dict.fromkeys(named) if name and name not in found]
    said = [f"“{name[:LONGEST]}” is no published study." for name in unknown[:MOST]]
    return [*said, *([f"And {len(unknown) - MOST} more."] if len(unknown) > MOST else [])]


def asked_for(count: int) -> str:
    """What is missing for a comparison, in a sentence; nothing where it can be made."""
    if count < FEWEST:
        chosen = "No study is chosen" if count == 0 else "One study is chosen"
        return f"{chosen}. Choose two to six in the list: tick “Compare” at each, then “Compare chosen”."
    if count > MOST:
        return f"{count} studies are chosen: more than six cannot be read side by side. Untick some in the list."
    return ""

"""The study list, as page, CSV, JSON and RIS: the same studies in the same order."""

import json
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from studies.evidence import HEADLINE_ENDPOINTS, preferred_endpoint
from studies.exchange.csv_text import csv_text
from studies.exchange.ris import ris_text
from studies.exchange.study_columns import STUDY_COLUMNS
from studies.filters import SORTS, StudyFilter, facets_of, ordered
from studies.models import Disease, Study
from studies.records.list_rows import list_sections
from studies.rendering.list_items import list_items
from studies.search import fold, read_query, study_of_identifier

from .chips import chips_of, without_each
from .choosing import CHOSEN, chosen_elsewhere, chosen_slugs

PAGE_SIZE = 25


def list_filter(request: HttpRequest) -> StudyFilter:
    """The list's parameters, over what readers may see."""
    return StudyFilter(request.GET, queryset=Study.objects.published(), request=request)


def chooser():
    """Names the headline response of a study's sections; one query for the whole tree."""
    headline_endpoints = Disease.objects.headline_endpoints()
    return lambda sections: preferred_endpoint(
        [row.disease_id for row in sections["study_diseases"]], headline_endpoints
    )


def items_of(pks: list[int]):
    """List items of these studies, in this order."""
    return list_items(list_sections(pks, HEADLINE_ENDPOINTS), chooser())


@require_safe
def study_list(request: HttpRequest) -> HttpResponse:
    """The main door: search, filters with counts, chips, one line a study."""
    query = request.GET.get("q", "")
    if study := study_of_identifier(query):
        return redirect("study", slug=study.slug)
    found = list_filter(request)
    pks = ordered(found.qs, request.GET.get("sort", ""))
    page, strayed = page_of(request, pks)
    reading = read_query(query) if query else None
    items = items_of(list(page.object_list))
    chosen = chosen_slugs(request.GET)
    context = {
        "filter": found,
        "notices": found.notices + strayed,
        "count": len(pks),
        "total": found.queryset.count(),
        "page": page,
        "items": items,
        "chosen": chosen,
        "elsewhere": chosen_elsewhere(chosen, [item.slug for item in items]),
        "facets": facets_of(found),
        "chips": chips_of(found),
        "relaxed": without_each(found) if not pks else [],
        "reading": reading if reading and (reading.terms or fold(query)) else None,
        "sorts": SORTS,
        "address": address_of(request),
        "kept": {name: request.GET.getlist(name) for name in ("agent_class", "regimen", "review")},
        "ranges": [found.form[name] for name in ("year_from", "year_to", "n_from", "n_to")],
    }
    return render(request, "studies/list.html", context)


def page_of(request: HttpRequest, pks: list[int]) -> tuple[Page, list[str]]:
    """The page asked for; one that is not there is the nearest, with a sentence that says so."""
    pages = Paginator(pks, PAGE_SIZE)
    asked = request.GET.get("page", "1")
    page = pages.get_page(asked)
    return page, [] if asked == str(page.number) else [f"Page: “{asked[:20]}” is none of the {pages.num_pages} pages."]


def address_of(request: HttpRequest) -> str:
    """The list's query in canonical order, without its page and what is chosen from it."""
    pairs = [
        (name, value)
        for name, values in sorted(request.GET.lists())
        for value in values
        if value and name not in {"page", CHOSEN}
    ]
    return urlencode(pairs)


def refused(found: StudyFilter) -> HttpResponse | None:
    """An export says no where a page would show a notice: a file must hold what was asked for."""
    asked = {"page": "Page: a file holds the whole list.", CHOSEN: "s: a file holds the whole list, chosen or not."}
    said = found.notices + [sentence for name, sentence in asked.items() if name in found.data]
    if said:
        return HttpResponse("\n".join(said) + "\n", status=400, content_type="text/plain; charset=utf-8")
    return None


def _rows(request: HttpRequest, found: StudyFilter):
    pks = ordered(found.qs, request.GET.get("sort", ""))
    prefer = chooser()
    return [(study, sections, prefer(sections)) for study, sections in list_sections(pks, HEADLINE_ENDPOINTS)]


def _attachment(text: str, kind: str, ending: str) -> HttpResponse:
    response = HttpResponse(text, content_type=f"{kind}; charset=utf-8")
    day = timezone.now().date().isoformat()
    response["Content-Disposition"] = f'attachment; filename="hemakb-studies-{day}.{ending}"'
    return response


@require_safe
def study_list_csv(request: HttpRequest) -> HttpResponse:
    """The list as CSV: one row a study, raw typed values."""
    found = list_filter(request)
    if no := refused(found):
        return no
    rows = [[column.value(*row) for column in STUDY_COLUMNS] for row in _rows(request, found)]
    return _attachment(csv_text([column.name for column in STUDY_COLUMNS], rows), "text/csv", "csv")


@require_safe
def study_list_json(request: HttpRequest) -> HttpResponse:
    """The list as JSON: the CSV's columns as keys."""
    found = list_filter(request)
    if no := refused(found):
        return no
    studies = [{column.name: column.value(*row) for column in STUDY_COLUMNS} for row in _rows(request, found)]
    answer = {"query": address_of(request), "count": len(studies), "studies": studies}
    return _attachment(json.dumps(answer, ensure_ascii=False, indent=1, default=str), "application/json", "json")


@require_safe
def study_list_ris(request: HttpRequest) -> HttpResponse:
    """The reports of the list as RIS, in the list's order."""
    found = list_filter(request)
    if no := refused(found):
        return no
    reports = [link.report for _, sections, _ in _rows(request, found) for link in sections["study_reports"]]
    return _attachment(ris_text(dict.fromkeys(reports)), "application/x-research-info-systems", "ris")

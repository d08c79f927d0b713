"""A study's page, and its record as a file."""

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from studies.choices import State
from studies.evidence import preferred_endpoint
from studies.exchange.fixture_writer import bundle, study_file
from studies.exchange.ris import ris_text
from studies.models import Disease, FormerSlug, Study
from studies.records import aggregate_objects
from studies.rendering.list_items import primary_report
from studies.rendering.sources import abstract_alone, discrepancy_lines, shared_patients, source_lines
from studies.rendering.study_page import study_page

from .listing import items_of

MOST_RELATED = 6
INDENTATION = re.compile(rb"\n\s+")


@require_safe
def study_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """A published study whole. A former name redirects; a withdrawn study is a tombstone."""
    public = (State.PUBLISHED, State.WITHDRAWN)
    if former := FormerSlug.objects.filter(slug=slug, study__state__in=public).select_related("study").first():
        return redirect("study", slug=former.study.slug, permanent=True)
    study = get_object_or_404(Study, slug=slug, state__in=public)
    if study.state == State.WITHDRAWN:
        return render(request, "studies/withdrawn.html", {"study": study}, status=410)
    sections = aggregate_objects(study)
    preferred = preferred_endpoint(
        [row.disease_id for row in sections["study_diseases"]], Disease.objects.headline_endpoints()
    )
    item, *related = items_of([study.pk, *related_to(study, sections)])
    context = {
        "study": study,
        "item": item,
        "sections": sections,
        "page": study_page(study, sections, preferred),
        "report": primary_report(sections),
        "sources": source_lines(sections),
        "abstract_alone": abstract_alone(sections),
        "shared": shared_patients(sections["links"], list(study.linked_from.select_related("study"))),
        "discrepancies": discrepancy_lines(sections),
        "related": related,
        "revisions": study.revisions.order_by("-version").defer("snapshot"),
    }
    return without_indentation(render(request, "studies/detail.html", context))


def without_indentation(response: HttpResponse) -> HttpResponse:
    """The longest page of the site, without the white space that only its templates need."""
    response.content = INDENTATION.sub(b"\n", response.content)
    return response


def related_to(study: Study, sections: dict) -> list[int]:
    """Studies with a regimen of this one, or with its disease in its setting: most in common first."""
    others = Study.objects.published().exclude(pk=study.pk)
    regimens = {row.regimen for row in sections["schedules"]}
    diseases = [row.disease for row in sections["study_diseases"]]
    settings = [row.setting for row in sections["study_settings"]]
    same_regimen = list(others.with_regimen(*regimens).order_by("slug").values_list("pk", flat=True))
    alike = list(others.for_disease(*diseases).in_setting(*settings).order_by("slug").values_list("pk", flat=True))
    return list(dict.fromkeys([*same_regimen, *alike]))[:MOST_RELATED]


def published(slug: str) -> Study:
    """A study that readers may see, else 404."""
    return get_object_or_404(Study.objects.published(), slug=slug)


def _file(text: str, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(text, content_type=f"{kind}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
def study_fixture(request: HttpRequest, slug: str) -> HttpResponse:
    """The study's fixture, byte for byte as in our repository; ``?terms=1`` adds the terms and reports it uses."""
    study = published(slug)
    if request.GET.get("terms") == "1":
        return _file(bundle([study]), "application/json", f"{slug}-with-terms.json")
    return _file(study_file(study), "application/json", f"{slug}.json")


@require_safe
def study_ris(_request: HttpRequest, slug: str) -> HttpResponse:
    """The study's reports as RIS."""
    study = published(slug)
    links = study.study_reports.select_related("report").order_by("role", "key")
    return _file(ris_text(link.report for link in links), "application/x-research-info-systems", f"{slug}.ris")

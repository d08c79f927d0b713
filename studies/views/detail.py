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
from studies.rendering.list_items import list_item, primary_report
from studies.rendering.sources import abstract_alone, discrepancy_lines, shared_patients, source_lines
from studies.rendering.study_page import study_page
from studies.search import Snapshot, check_version

from .keeping import answered
from .lines import lines_of

MOST_RELATED = 6
INDENTATION = re.compile(rb"\n\s+")


@require_safe
def study_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """A published study whole. A former name redirects; a withdrawn study is a tombstone."""
    return answered(request, lambda snapshot: _detail(request, snapshot, slug))


def _detail(request: HttpRequest, snapshot: Snapshot, slug: str) -> HttpResponse:
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
    context = {
        "study": study,
        "item": list_item(study, sections, preferred),
        "sections": sections,
        "page": study_page(study, sections, preferred),
        "report": primary_report(sections),
        "sources": source_lines(sections),
        "abstract_alone": abstract_alone(sections),
        "shared": shared_patients(sections["links"], list(study.linked_from.select_related("study"))),
        "discrepancies": discrepancy_lines(sections),
        "related": lines_of(snapshot, related_to(snapshot, study, sections)),
        "revisions": study.revisions.order_by("-version").defer("snapshot"),
    }
    response = without_indentation(render(request, "studies/detail.html", context))
    check_version(snapshot)
    return response


def without_indentation(response: HttpResponse) -> HttpResponse:
    """The longest page of the site, without the white space that only its templates need."""
    response.content = INDENTATION.sub(b"\n", response.content)
    return response


def related_to(snapshot: Snapshot, study: Study, sections: dict) -> list[int]:
    """Studies with a regimen of this one, then those with its disease in its setting; by their numbers in the index."""
    regimens = snapshot.any_of(f"regimen:{row.regimen.slug}" for row in sections["schedules"])
    diseases = snapshot.any_of(f"disease:{row.disease.slug}" for row in sections["study_diseases"])
    settings = snapshot.any_of(f"setting:{row.setting.slug}" for row in sections["study_settings"])
    by_name, found = snapshot.order("name"), []
    for studies in (regimens, diseases & settings):
        found += by_name.page(studies, 0, MOST_RELATED + 1)
    own = {number for number in found if snapshot.studies[number] == study.pk}
    return [number for number in dict.fromkeys(found) if number not in own][:MOST_RELATED]


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

"""A study's page, and its record as a file."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from studies.choices import State
from studies.exchange.fixture_writer import bundle, study_file
from studies.exchange.ris import ris_text
from studies.models import FormerSlug, Study, StudyLink
from studies.rendering.sources import SharedPatients, shared_patients
from studies.search import Snapshot, check_version
from studies.study_pages import ReadyPage, made_page, ready_page

from .keeping import answered
from .lines import lines_of

MOST_RELATED = 6


@require_safe
def study_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """A published study whole. A former name redirects; a withdrawn study is a tombstone."""
    return answered(request, lambda snapshot: _detail(request, snapshot, slug), proves=True)


def _detail(request: HttpRequest, snapshot: Snapshot, slug: str) -> HttpResponse:
    if ready := ready_page(snapshot, slug):
        return _placed(request, snapshot, ready)
    check_version(snapshot)
    public = (State.PUBLISHED, State.WITHDRAWN)
    if former := FormerSlug.objects.filter(slug=slug, study__state__in=public).select_related("study").first():
        return redirect("study", slug=former.study.slug, permanent=True)
    study = get_object_or_404(Study, slug=slug, state__in=public)
    if study.state == State.WITHDRAWN:
        return render(request, "studies/withdrawn.html", {"study": study}, status=410)
    response = _placed(request, snapshot, made_page(study))
    check_version(snapshot)
    return response


def _placed(request: HttpRequest, snapshot: Snapshot, page: ReadyPage) -> HttpResponse:
    """The page with what depends on other studies. The lines come last: they prove the version of all that was read."""
    context = {
        "page": page,
        "shared": _shared(page.study) if page.linked else (),
        "related": lines_of(snapshot, related_to(snapshot, page)),
    }
    return render(request, "studies/detail.html", context)


def _shared(study: int) -> tuple[SharedPatients, ...]:
    own, others = StudyLink.objects.filter(study=study), StudyLink.objects.filter(other=study)
    return shared_patients(list(own.select_related("other")), list(others.select_related("study")))


def related_to(snapshot: Snapshot, page: ReadyPage) -> list[int]:
    """Studies with a regimen of this one, then those with its disease in its setting; by their numbers in the index."""
    regimens, diseases, settings = (
        snapshot.any_of(code for code in page.known if code.startswith(kind))
        for kind in ("regimen:", "disease:", "setting:")
    )
    by_name, found = snapshot.order("name"), []
    for studies in (regimens, diseases & settings):
        found += by_name.page(studies, 0, MOST_RELATED + 1)
    own = {number for number in found if snapshot.studies[number] == page.study}
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

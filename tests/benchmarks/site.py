"""The addresses of the benchmarked site: the project's own, a page that says hello and one that asks the ORM."""

from django.db.models import Count
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path

from hemakb.urls import urlpatterns as own


def hello(request: HttpRequest) -> HttpResponse:
    """What any page costs behind the same server and middleware."""
    return HttpResponse("hello")


def by_orm(request: HttpRequest) -> JsonResponse:
    """The list's question asked of the tables: count, one page of slugs, four facets, by joins and GROUP BY."""
    from studies.filters import StudyFilter
    from studies.models import Study

    found = StudyFilter(request.GET, queryset=Study.objects.published()).qs
    facets = {
        name: list(found.values(column).annotate(studies=Count("pk", distinct=True)).order_by("-studies")[:50])
        for name, column in (
            ("disease", "study_diseases__disease__slug"),
            ("setting", "study_settings__setting__slug"),
            ("agent", "components__agent__slug"),
            ("design", "design"),
        )
    }
    rows = list(found.order_by("-n_enrolled", "slug").values("slug", "title")[:25])
    return JsonResponse({"count": found.count(), "rows": rows, "facets": facets})


urlpatterns = [path("hello/", hello), path("by-orm/", by_orm), *own]

"""Home, methods and about."""

from django.db.models import Count, Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from studies.choices import Extraction, ReviewStatus, ValueState
from studies.extraction.tally import kept, together
from studies.filters import Listing, Selection
from studies.models import (
    AdverseEvent,
    Characteristic,
    Comparison,
    Discrepancy,
    Outcome,
    Study,
)
from studies.search import Snapshot, check_version

from .keeping import answered
from .lines import lines_of
from .maps import home_maps

MOST_RECENT = 5


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Search, diseases with counts, the maps of what has been studied where and with what, the newest records."""
    return answered(request, lambda snapshot: _home(request, snapshot))


def _home(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    side, by_setting, by_agent = home_maps(snapshot)
    diseases = [(term, len(side.studies[term.pk])) for _, term in side.lines]
    newest = Listing(snapshot, Selection())
    context = {
        "diseases": sorted(diseases, key=lambda pair: (-pair[1], pair[0].name)),
        "map": by_setting,
        "agent_map": by_agent,
        "recent": lines_of(snapshot, newest.numbers(0, MOST_RECENT)),
        "stamp": Study.objects.published().aggregate(studies=Count("pk"), newest=Max("published_at")),
    }
    response = render(request, "home.html", context)
    check_version(snapshot)
    return response


@require_safe
def methods(request: HttpRequest) -> HttpResponse:
    """How records are made, and what every sign on the pages means."""
    return render(request, "methods.html", {"states": ValueState.choices})


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What HemaKB is, who made its records, what it does not know."""
    published = Study.objects.published()
    of_published = {"study__in": published}
    slugs = set(published.values_list("slug", flat=True))
    tallies = [one for one in kept() if one.slug in slugs]
    context = {
        "tally": together(tallies),
        "tallies": tallies,
        "studies": published.count(),
        "unreviewed": published.filter(review_status=ReviewStatus.UNREVIEWED).count(),
        "automatic": published.filter(
            extraction__in=(Extraction.AUTOMATIC_DOUBLE, Extraction.AUTOMATIC_SINGLE)
        ).count(),
        "holdings": [
            (model._meta.verbose_name_plural, model._default_manager.filter(**of_published).count())
            for model in (Characteristic, Outcome, Comparison, AdverseEvent, Discrepancy)
        ],
    }
    return render(request, "about.html", context)

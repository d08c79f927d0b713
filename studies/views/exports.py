"""The study list as files: the same studies in the same order as CSV, JSON, RIS and a feed."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.http import require_safe

from studies.evidence import HEADLINE_ENDPOINTS
from studies.exchange.csv_text import csv_text
from studies.exchange.ris import ris_text
from studies.exchange.study_columns import STUDY_COLUMNS
from studies.filters import Listing
from studies.models import Study
from studies.records.list_rows import list_sections
from studies.search import Snapshot, check_version, consistently

from .chips import chips_of
from .choosing import CHOSEN
from .items import chooser
from .listing import address_of, listing_of

AT_ONCE = 500
MOST_IN_FEED = 50


def refused(listing: Listing, request: HttpRequest) -> HttpResponse | None:
    """An export says no where a page would show a notice: a file must hold what was asked for."""
    asked = {"page": "Page: a file holds the whole list.", CHOSEN: "s: a file holds the whole list, chosen or not."}
    said = [*listing.selection.notices, *(sentence for name, sentence in asked.items() if name in request.GET)]
    if said:
        return HttpResponse("\n".join(said) + "\n", status=400, content_type="text/plain; charset=utf-8")
    return None


def _exported(request: HttpRequest, made: Any) -> HttpResponse:
    """What ``made`` makes of the list, all of it of one version of the data."""

    def answer(snapshot: Snapshot) -> HttpResponse:
        listing = listing_of(snapshot, request.GET)
        if no := refused(listing, request):
            return no
        response = made(listing)
        check_version(snapshot)
        return response

    return consistently(answer)


def _rows(listing: Listing) -> Iterator[tuple[Study, dict, str]]:
    keys, prefer = listing.keys(), chooser()
    for start in range(0, len(keys), AT_ONCE):
        for study, sections in list_sections(keys[start : start + AT_ONCE], HEADLINE_ENDPOINTS):
            yield study, sections, prefer(sections)


def _attachment(text: str, kind: str, ending: str) -> HttpResponse:
    response = HttpResponse(text, content_type=f"{kind}; charset=utf-8")
    day = timezone.now().date().isoformat()
    response["Content-Disposition"] = f'attachment; filename="hemakb-studies-{day}.{ending}"'
    return response


@require_safe
def study_list_csv(request: HttpRequest) -> HttpResponse:
    """The list as CSV: one row a study, raw typed values."""

    def made(listing: Listing) -> HttpResponse:
        rows = [[column.value(*row) for column in STUDY_COLUMNS] for row in _rows(listing)]
        return _attachment(csv_text([column.name for column in STUDY_COLUMNS], rows), "text/csv", "csv")

    return _exported(request, made)


@require_safe
def study_list_json(request: HttpRequest) -> HttpResponse:
    """The list as JSON: the CSV's columns as keys."""

    def made(listing: Listing) -> HttpResponse:
        studies = [{column.name: column.value(*row) for column in STUDY_COLUMNS} for row in _rows(listing)]
        answer = {"query": address_of(request.GET), "count": len(studies), "studies": studies}
        return _attachment(json.dumps(answer, ensure_ascii=False, indent=1, default=str), "application/json", "json")

    return _exported(request, made)


@require_safe
def study_list_ris(request: HttpRequest) -> HttpResponse:
    """The reports of the list as RIS, in the list's order."""

    def made(listing: Listing) -> HttpResponse:
        reports = [link.report for _, sections, _ in _rows(listing) for link in sections["study_reports"]]
        return _attachment(ris_text(dict.fromkeys(reports)), "application/x-research-info-systems", "ris")

    return _exported(request, made)


@require_safe
def study_list_atom(request: HttpRequest) -> HttpResponse:
    """The studies of the list that were published or revised last, as a feed to follow a question by."""

    def made(listing: Listing) -> HttpResponse:
        home = request.build_absolute_uri
        said = "; ".join(f"{chip.label}: {chip.text}" for chip in chips_of(listing, request.GET))
        address = address_of(request.GET)
        feed = Atom1Feed(
            title=f"HemaKB: {said or 'all studies'}",
            link=home(reverse("studies") + (f"?{address}" if address else "")),
            description="Salvage-therapy studies, the newest records first",
            feed_url=home(),
        )
        keys = [int(pk) for pk in listing.snapshot.studies[listing.newest(MOST_IN_FEED)]]
        known = Study.objects.in_bulk(keys)
        for study in (known[key] for key in keys if key in known):
            feed.add_item(
                title=study.title,
                link=home(reverse("study", args=[study.slug])),
                description=study.summary,
                updateddate=study.published_at or datetime.now(UTC),
                unique_id=home(reverse("study", args=[study.slug])),
            )
        return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)

    return _exported(request, made)

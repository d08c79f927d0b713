"""The check page of a study, and what is decided there: revise, publish, withdraw, rename, discard."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_GET, require_POST

from studies.actions import Refused, discard_draft, publish, rename, revise, withdraw
from studies.choices import State
from studies.models import Study
from studies.records import digest, rows_of_study

from .findings import Findings
from .sections import CHECK, IDENTITY, name_of_page

DRAFTS = (State.DRAFT, State.IN_REVIEW)
MAY_EDIT = "studies.change_study"
MAY_PUBLISH = "studies.add_revision"  # whoever publishes appends a revision to the history


@dataclass(frozen=True)
class Deed:
    """One decision: its words, who may take it, and the action that carries it out."""

    said: str
    permission: str
    carry_out: Callable[[Study, HttpRequest], Study | None]


def _publish(study: Study, request: HttpRequest) -> Study:
    reason, seen = request.POST.get("reason", ""), request.POST.get("seen_digest", "")
    return publish(study=study, by=request.user.get_username(), reason=reason, seen_digest=seen)


def _withdraw(study: Study, request: HttpRequest) -> Study:
    return withdraw(study=study, by=request.user.get_username(), reason=request.POST.get("reason", ""))


def _rename(study: Study, request: HttpRequest) -> Study:
    return rename(study=study, by=request.user.get_username(), slug=request.POST.get("slug", "").strip())


def _revise(study: Study, request: HttpRequest) -> Study:
    return revise(study=study, by=request.user.get_username())


def _discard(study: Study, request: HttpRequest) -> None:
    seen = request.POST.get("seen_edits", "")
    if not seen.isdecimal():
        raise Refused("Open the page again: it does not say which state of the draft you saw.")
    discard_draft(study=study, by=request.user.get_username(), seen_edits=int(seen))


DEEDS = {
    "revise": Deed("This is the working copy: readers go on seeing the published study.", MAY_EDIT, _revise),
    "publish": Deed("Published.", MAY_PUBLISH, _publish),
    "withdraw": Deed("Withdrawn: readers see that it was, and why.", MAY_PUBLISH, _withdraw),
    "rename": Deed("Renamed: the old address goes on working.", MAY_PUBLISH, _rename),
    "discard": Deed("Discarded.", MAY_EDIT, _discard),
}


class PublicationAdmin(admin.ModelAdmin):
    """The check page, and one address a decision."""

    def get_urls(self) -> list[URLPattern]:
        own = [path(f"<int:object_id>/{CHECK}/", self._guarded(self.check_view), name=f"studies_study_{CHECK}")]
        own += [
            path(f"<int:object_id>/{name}/", self._guarded(self.deed_view), {"deed": name}, f"studies_study_{name}")
            for name in DEEDS
        ]
        return own + super().get_urls()

    def _guarded(self, view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        method = require_POST if view == self.deed_view else require_GET
        return self.admin_site.admin_view(method(view))

    def check_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """What the checks find, what may be decided, and what was."""
        study = self.get_object(request, str(object_id))
        if study is None:
            return self._gone(request)
        if not self.has_view_permission(request, study):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            **self.study_context(request, study, CHECK),
            "title": f"Check {study}",
            "opts": self.opts,
            "original": study,
            "has_view_permission": True,
            "findings": Findings.of(study),
            "digest": digest(rows_of_study(study)),
            "revisions": (study.revises or study).revisions.order_by("-version").defer("snapshot"),
            "may_publish": request.user.has_perm(MAY_PUBLISH),
        }
        return TemplateResponse(request, "admin/studies/study/check.html", context)

    def _gone(self, request: HttpRequest) -> HttpResponse:
        self.message_user(request, "That study is no longer there: it was published or discarded.", messages.WARNING)
        return HttpResponseRedirect(reverse("admin:studies_study_changelist"))

    def study_context(self, request: HttpRequest, study: Study, section: str) -> dict[str, Any]:
        """What every page of a study shows: its pages, its state, its working copy."""
        raise NotImplementedError

    def deed_view(self, request: HttpRequest, object_id: int, deed: str) -> HttpResponse:
        """Carries out one decision, or says why not."""
        study = self.get_object(request, str(object_id))
        if study is None:
            return self._gone(request)
        chosen = DEEDS[deed]
        if not request.user.has_perm(chosen.permission):
            raise PermissionDenied
        try:
            with transaction.atomic():
                result = chosen.carry_out(study, request)
                self.log_change(request, result or study, f"{deed}: {request.POST.get('reason', '')}".rstrip(": "))
        except Refused as refusal:
            self.message_user(request, f"Not done. {refusal}", messages.ERROR)
            return HttpResponseRedirect(reverse(name_of_page(CHECK), args=[object_id]))
        self.message_user(request, f"{(result or study).slug}. {chosen.said}", messages.SUCCESS)
        if result is None:
            return HttpResponseRedirect(reverse("admin:studies_study_changelist"))
        page = IDENTITY.name if deed == "revise" else CHECK
        return HttpResponseRedirect(reverse(name_of_page(page), args=[result.pk]))

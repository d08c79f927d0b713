"""What a reader may mean while typing, as JSON for the search box."""

from urllib.parse import urlencode

from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from studies.search import Snapshot
from studies.search.suggestions import Suggestion, suggest

from .keeping import answered


@require_safe
def suggestions(request: HttpRequest) -> JsonResponse:
    """At most eight: group, name, the synonym that matched, how many studies, where choosing leads."""

    def build(snapshot: Snapshot) -> JsonResponse:
        found = suggest(snapshot, request.GET.get("q", "").replace("\0", " "))
        return JsonResponse({"suggestions": [_as_json(one) for one in found]})

    return answered(request, build)  # type: ignore[return-value]


def _as_json(one: Suggestion) -> dict[str, object]:
    if one.kind == "study":
        address = reverse("study", args=[one.slug])
    else:
        address = f"{reverse('studies')}?{urlencode({one.kind: one.slug})}"
    return {
        "group": one.group, "kind": one.kind, "value": one.slug, "name": one.name, "matched": one.matched,
        "count": one.count, "address": address,
    }  # fmt: skip

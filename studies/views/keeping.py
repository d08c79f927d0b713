"""Public pages as answers of one version of the data: what is unchanged is not sent, what is made is kept."""

import hashlib
from collections.abc import Callable
from datetime import date

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import timezone

from studies.search import Snapshot, check_version, consistently
from studies.search.stamps import stamp_of

LARGEST = 400_000  # bytes of a page that is kept
_pages: dict[tuple, tuple[bytes, str]] = {}  # (version, address, day) → page and its type, oldest first


def answered(request: HttpRequest, build: Callable[[Snapshot], HttpResponse], *, proves: bool = False) -> HttpResponse:
    """The page that ``build`` makes of one version of the data; 304 where the reader has it already.

    What depends on more than address, version and day (a session, an account) must not be answered so. One that
    ``proves`` raises Moved whenever its version is not the newest (see ``consistently``).
    """

    def answer(snapshot: Snapshot) -> HttpResponse:
        day, address = timezone.now().date(), request.build_absolute_uri()
        tag = _tag(snapshot, address, day)
        if tag in request.headers.get("If-None-Match", ""):
            if proves:
                check_version(snapshot)
            return _tagged(HttpResponseNotModified(), tag)
        key = (snapshot.token, address, day)
        if kept := _pages.get(key):
            if proves:
                check_version(snapshot)
            content, kind = kept
            return _tagged(HttpResponse(content, content_type=kind), tag)
        response = build(snapshot)
        if response.status_code == HttpResponse.status_code and not response.streaming:
            _keep(key, response)
            _tagged(response, tag)
        return response

    return consistently(answer, proves=proves)


def _tag(snapshot: Snapshot, address: str, day: date) -> str:
    asked = f"{snapshot.token} {release()} {day} {address}"
    return f'W/"{hashlib.blake2s(asked.encode(), digest_size=12).hexdigest()}"'


def _tagged(response: HttpResponse, tag: str) -> HttpResponse:
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = "no-cache"  # keep it, but ask us each time whether it still holds
    return response


def _keep(key: tuple, response: HttpResponse) -> None:
    if settings.KEPT_PAGES and len(response.content) <= LARGEST:
        for oldest in list(_pages)[: len(_pages) + 1 - settings.KEPT_PAGES]:
            _pages.pop(oldest, None)
        _pages[key] = (response.content, response.headers["Content-Type"])


def release() -> str:
    """The fingerprint of the code, templates and styles that make pages."""
    return stamp_of("studies/**/*.py", "templates/**/*.html", "static/**/*.*")

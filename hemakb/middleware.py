"""What every answer of the site has in common, beyond Django's own middleware."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.log import log_response

from hemakb.outage import outage

log = logging.getLogger(__name__)


class AdminNoStoreMiddleware:
    """Keeps drafts and accounts out of every cache, the browser's own included."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        match = request.resolver_match
        if match and "admin" in match.namespaces:
            response.headers["Cache-Control"] = "no-store, private"
        return response


class DatabaseDownMiddleware:
    """Answers 503 where a page could not reach the database: the fault is ours, and passing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        sentence = outage(exception)
        if not sentence:
            return None
        text = "The database cannot be reached at the moment. Please try again shortly.\n"
        headers = {"Retry-After": "30", "Cache-Control": "no-store"}
        response = HttpResponse(text, content_type="text/plain; charset=utf-8", status=503, headers=headers)
        # Through Django's helper, which marks the answer as logged: one line a request, not two.
        log_response("%s: %s", request.path, sentence, response=response, request=request, logger=log)
        return response


def client_address(request: HttpRequest) -> str:
    """The reader's address: the peer's, or the one that the outermost trusted proxy saw.

    Each proxy appends the address it was asked from, so only the last PROXIES entries of
    X-Forwarded-For can be believed; what stands before them is the client's own word.
    """
    chain = [entry.strip() for entry in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    if 0 < settings.PROXIES <= len(chain):
        return chain[-settings.PROXIES]
    return request.META.get("REMOTE_ADDR", "")

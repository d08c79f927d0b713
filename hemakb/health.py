"""Two addresses for whoever watches the server.

/healthz  the process answers (restart it when it does not)
/readyz   the database is reachable, its tables and its search index are those of this code (send no readers while not)
"""

from __future__ import annotations

from collections.abc import Callable

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse

from studies.indexing import is_current


class HealthMiddleware:
    """Answers both addresses before any check of host or scheme, which a probe would not pass."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path == "/healthz":
            return _line("ok")
        if request.path == "/readyz":
            fault = why_not_ready()
            return _line(fault or "ready", status=503 if fault else 200)
        return self.get_response(request)


def why_not_ready() -> str:
    """One line that says what is wrong, or nothing."""
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if waiting:
            return f"Migrations are waiting to be applied: {len(waiting)}."
        return "" if is_current() else "The search index is missing or of other code: run manage.py index_studies."
    except DatabaseError:
        return "The database cannot be reached."


def _line(text: str, status: int = 200) -> HttpResponse:
    headers = {"Cache-Control": "no-store"}
    return HttpResponse(f"{text}\n", content_type="text/plain; charset=utf-8", status=status, headers=headers)

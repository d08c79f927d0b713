"""Which rows of a section a page shows: a study may have hundreds, and a form holds what one save can carry."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import HttpRequest

ROWS_A_PAGE = 40
PAGE_NUMBER = re.compile("[1-9][0-9]{0,4}")
LOOKED_THROUGH = ("slug", "key", "place", "as_reported")


class Window:
    """The part of each list of rows that an address asks for: ``q`` (in key, place or figure) and page ``p``."""

    def __init__(self, query: Mapping[str, Any]) -> None:
        self.words = str(query.get("q", ""))[:100].replace("\0", "")
        number = str(query.get("p", ""))
        self.page = int(number) if PAGE_NUMBER.fullmatch(number) else 1
        self.longest = 0

    def narrow(self, rows: QuerySet) -> QuerySet:
        """The rows of this page, still a queryset that may be filtered further."""
        if self.words:
            columns = {field.name for field in rows.model._meta.concrete_fields} & set(LOOKED_THROUGH)
            rows = rows.filter(Q(*[(f"{name}__icontains", self.words) for name in columns], _connector=Q.OR))
        pks = list(rows.values_list("pk", flat=True))
        self.longest = max(self.longest, len(pks))
        start = (self.page - 1) * ROWS_A_PAGE
        return rows.filter(pk__in=pks[start : start + ROWS_A_PAGE])

    @property
    def pages(self) -> list[tuple[int, str]]:
        """(number, query string) of each page, if there are several."""
        last = -(-self.longest // ROWS_A_PAGE)
        if last <= 1 and self.page == 1:
            return []
        words = {"q": self.words} if self.words else {}
        return [(number, urlencode(words | {"p": number})) for number in range(1, last + 1)]


def window_of(request: HttpRequest) -> Window:
    """The window of this request, one for all the lists of its page."""
    window: Window | None = getattr(request, "rows_window", None)
    if window is None:
        window = Window(request.GET)
        request.rows_window = window  # type: ignore[attr-defined]
    return window

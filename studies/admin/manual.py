"""The extraction manual, as a page beside the forms."""

import re
from pathlib import Path

from django.conf import settings
from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

STEP = re.compile(r"^\d+\. ", re.MULTILINE)


def manual_view(request: HttpRequest) -> HttpResponse:
    """How a study is extracted, step by step."""
    path = Path(settings.BASE_DIR) / "docs" / "extraction.md"
    if not path.exists():
        raise Http404("The extraction manual is not installed here.")
    preface, *steps = STEP.split(path.read_text(encoding="utf-8").partition("\n")[2])
    context = {
        **admin.site.each_context(request),
        "title": "How a study is extracted",
        "preface": marked(preface),
        "steps": [marked(step) for step in steps],
    }
    return TemplateResponse(request, "admin/studies/manual.html", context)


def marked(text: str) -> SafeString:
    """Our own Markdown of one paragraph as HTML: bold, code and emphasis."""
    html: str = escape(" ".join(text.split()))
    html = re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", html)
    html = re.sub(r"`(.+?)`", r"<code>\1</code>", html)
    return mark_safe(re.sub(r"\*(.+?)\*", r"<em>\1</em>", html))  # noqa: S308  # escaped above

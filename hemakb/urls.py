"""Every address of the site: the admin under /admin/, everything else in `studies.urls`."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import include, path


def favicon(request: HttpRequest) -> HttpResponse:
    """Browsers ask here on pages that name no icon of their own, such as the admin's."""
    return redirect(static("icon.svg"))


urlpatterns = [
    path("favicon.ico", favicon),
    path("admin/", admin.site.urls),
    path("", include("studies.urls")),
]

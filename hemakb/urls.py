"""Every address of the site: the admin under /admin/, everything else in `studies.urls`."""

from django.contrib import admin
from django.urls import path

urlpatterns = [
    path("admin/", admin.site.urls),
]

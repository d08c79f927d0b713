"""Curating: the admin site, whose forms follow the extraction manual."""

from django.contrib import admin

from . import reports, study, terms

__all__ = ["reports", "study", "terms"]

admin.site.site_header = "HemaKB curation"
admin.site.site_title = "HemaKB curation"

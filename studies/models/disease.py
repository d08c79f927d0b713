"""Diseases, as a tree."""

from django.db import models

from .base import NaturalKeyManager, TreeQuerySet, TreeTerm


class DiseaseQuerySet(TreeQuerySet):
    """Questions of the whole tree, asked in one query."""

    def headline_endpoints(self) -> dict[int, str]:
        """Primary key of each disease → slug of its own headline response, inherited from above; absent if none."""
        rows = {pk: (up, slug) for pk, up, slug in self.values_list("pk", "parent_id", "headline_endpoint__slug")}
        found = {}
        for pk, (above, own) in rows.items():
            up, slug = above, own
            while slug is None and up is not None:
                up, slug = rows[up]
            if slug is not None:
                found[pk] = slug
        return found


class Disease(TreeTerm):
    """A disease entity: chronic lymphocytic leukemia under mature B-cell neoplasms."""

    headline_endpoint = models.ForeignKey(
        "studies.Endpoint",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="The response that readers of this disease look for first; inherited from the broader disease.",
    )

    objects = NaturalKeyManager.from_queryset(DiseaseQuerySet)()

    class Meta(TreeTerm.Meta):
        pass

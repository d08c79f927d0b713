"""Diseases, as a tree."""

from django.db import models

from .base import NaturalKeyManager, TreeQuerySet, TreeTerm


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

    objects = NaturalKeyManager.from_queryset(TreeQuerySet)()

    class Meta(TreeTerm.Meta):
        pass

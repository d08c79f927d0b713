"""Settings: who the patients were when salvage began."""

from django.db import models

from studies.choices import SettingAxis

from .base import NaturalKeyManager, TreeQuerySet, TreeTerm


class Setting(TreeTerm):
    """Disease status, transplantation, fitness, intent or line, each a tree of its own."""

    axis = models.CharField(max_length=20, choices=SettingAxis.choices)

    objects = NaturalKeyManager.from_queryset(TreeQuerySet)()

    class Meta(TreeTerm.Meta):
        pass

"""Agents and their classes."""

from django.db import models

from studies.choices import AgentKind

from .base import NaturalKeyManager, Term, TreeQuerySet, TreeTerm


class AgentClass(TreeTerm):
    """A class of agents: hypomethylating agents, immunomodulatory drugs."""

    objects = NaturalKeyManager.from_queryset(TreeQuerySet)()

    class Meta(TreeTerm.Meta):
        verbose_name_plural = "agent classes"


class Agent(Term):
    """What is given: a drug, a cell product, donor lymphocytes. Brands and spellings are its synonyms."""

    kind = models.CharField(max_length=20, choices=AgentKind.choices)
    agent_class = models.ForeignKey(AgentClass, on_delete=models.PROTECT, null=True, blank=True, related_name="agents")

    objects = NaturalKeyManager()

    class Meta(Term.Meta):
        pass

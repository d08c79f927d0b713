"""Named combinations of agents."""

from django.db import models

from .agent import Agent
from .base import NaturalKeyManager, Term


class Regimen(Term):
    """A combination of agents that studies share and readers browse. Exact doses are each study's schedule."""

    agents = models.ManyToManyField(Agent, related_name="regimens")

    objects = NaturalKeyManager()

    class Meta(Term.Meta):
        pass

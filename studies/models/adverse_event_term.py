"""Terms for harm."""

from django.db import models

from studies.choices import SystemOrganClass

from .base import NaturalKeyManager, Term


class AdverseEventTerm(Term):
    """A CTCAE term (or one the CTCAE lacks, such as tumor flare) with its system organ class."""

    system_organ_class = models.CharField(max_length=20, choices=SystemOrganClass.choices)
    hematologic = models.BooleanField(default=False, help_text="A cytopenia or another toxicity of the blood.")

    objects = NaturalKeyManager()

    class Meta(Term.Meta):
        pass

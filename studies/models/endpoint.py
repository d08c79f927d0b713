"""Endpoints and the criteria that define a response."""

from django.db import models

from studies.choices import Direction, EndpointDomain, EndpointKind

from .base import NaturalKeyManager, Term


class Endpoint(Term):
    """What was measured: overall response, overall survival, marrow blasts."""

    kind = models.CharField(max_length=20, choices=EndpointKind.choices)
    domain = models.CharField(max_length=20, choices=EndpointDomain.choices)
    direction = models.CharField(max_length=10, choices=Direction.choices, default=Direction.NEITHER)
    position = models.PositiveSmallIntegerField(default=100, help_text="Order on a page, within its domain.")
    includes = models.ManyToManyField(
        "self",
        symmetrical=False,
        blank=True,
        related_name="included_in",
        help_text="Narrower endpoints nested in this one: overall response includes complete remission.",
    )

    objects = NaturalKeyManager()

    class Meta(Term.Meta):
        ordering = ("domain", "position", "slug")


class ResponseCriteria(Term):
    """A published definition of response, with its version: NCI-WG 1996, iwCLL 2008."""

    version = models.CharField(max_length=40, blank=True)

    objects = NaturalKeyManager()

    class Meta(Term.Meta):
        verbose_name_plural = "response criteria"

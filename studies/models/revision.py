"""History: what each published version was."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from .base import NaturalKeyManager
from .constraints import not_empty, within


class Revision(models.Model):
    """A published version of a study, whole: a snapshot, its digest and the digest before it.

    Who did it is text, so that history outlives accounts.
    """

    study = models.ForeignKey("studies.Study", on_delete=models.PROTECT, related_name="revisions")
    version = models.PositiveIntegerField()
    snapshot = models.JSONField(encoder=DjangoJSONEncoder, help_text="The aggregate as a fixture.")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the snapshot's canonical text.")
    previous_digest = models.CharField(max_length=64, blank=True)
    by = models.CharField(max_length=200, help_text="Who published it.")
    at = models.DateTimeField()
    reason = models.TextField(blank=True)

    natural_key_lookups = ("study__slug", "version")
    objects = NaturalKeyManager()

    class Meta:
        ordering = ("study", "version")
        constraints = [
            models.UniqueConstraint(fields=("study", "version"), name="%(class)s_version_unique_in_study"),
            within("version", 1, 1_000_000, "Versions count from 1."),
            not_empty("digest", "A revision has its digest."),
            not_empty("by", "A revision says who published it."),
        ]

    def __str__(self) -> str:
        return f"{self.study} version {self.version}"

    def natural_key(self):
        return (self.study.slug, self.version)

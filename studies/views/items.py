"""Names the headline response of a study's sections."""

from collections.abc import Callable

from studies.evidence import preferred_endpoint
from studies.models import Disease


def chooser() -> Callable[[dict], str]:
    """The response that belongs to a study's diseases; one query for the whole tree."""
    headline_endpoints = Disease.objects.headline_endpoints()
    return lambda sections: preferred_endpoint(
        [row.disease_id for row in sections["study_diseases"]], headline_endpoints
    )

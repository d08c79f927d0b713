"""An exact NCT number, PMID or DOI opens the study it belongs to."""

import re

from django.db.models import Q

from studies.models import Study

NCT = re.compile(r"\ANCT\d{8}\Z", re.IGNORECASE)
PMID = re.compile(r"\A(?:PMID:?\s*)?(\d{5,9})\Z", re.IGNORECASE)
DOI = re.compile(r"\A(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?(10\.\d{4,9}/\S+)\Z", re.IGNORECASE)


def study_of_identifier(query: str) -> Study | None:
    """The one published study of an identifier; None where it is none, or names several."""
    query = query.strip().replace("\0", "")
    if NCT.match(query):
        found = Q(registrations__identifier__iexact=query)
    elif match := PMID.match(query):
        found = Q(study_reports__report__pmid=match[1])
    elif match := DOI.match(query):
        found = Q(study_reports__report__doi=match[1].lower())
    else:
        return None
    studies = list(Study.objects.published().filter(found).distinct()[:2])
    return studies[0] if len(studies) == 1 else None

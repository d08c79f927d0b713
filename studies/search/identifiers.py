"""An exact NCT number, PMID or DOI opens the study it belongs to."""

import re

from django.db.models import Q

from studies.models import Study

HOW = re.IGNORECASE | re.ASCII
NCT = re.compile(r"\A(?:https?://\S+/)?(NCT\d{8})/?\Z", HOW)
PMID = re.compile(r"\A(?:https?://pubmed\.ncbi\.nlm\.nih\.gov/|PMID:?\s*)?(\d{5,9})/?\Z", HOW)
DOI = re.compile(r"\A(?:https?://(?:dx\.|www\.)?doi\.org/|doi:?\s*)?(10\.\d{4,9}/[!-~]+)\Z", HOW)


def study_of_identifier(query: str) -> Study | None:
    """The one published study of an identifier; None where it is none, or names several."""
    query = query.strip().rstrip(".,;")
    if match := NCT.match(query):
        found = Q(registrations__identifier__iexact=match[1])
    elif match := PMID.match(query):
        found = Q(study_reports__report__pmid=match[1])
    elif match := DOI.match(query):
        found = Q(study_reports__report__doi=match[1].lower())
    else:
        return None
    studies = list(Study.objects.published().filter(found).distinct()[:2])
    return studies[0] if len(studies) == 1 else None

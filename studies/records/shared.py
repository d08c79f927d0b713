"""Shared terms and reports as fixture rows: a file a kind of term, and one for the reports."""

from collections.abc import Iterable
from typing import Any

from django.db import models

from studies.models import (
    AdverseEventTerm,
    Agent,
    AgentClass,
    Code,
    Disease,
    Endpoint,
    Regimen,
    Report,
    ResponseCriteria,
    Setting,
    Synonym,
)

from .fields import row_of

# File (without its ending) → the models it holds and the label fields whose synonyms and codes go with them.
# In this order they load into an empty database.
SHARED_FILES: dict[str, tuple[tuple[type[models.Model], ...], tuple[str, ...]]] = {
    "terms/adverse_event_terms": ((AdverseEventTerm,), ("adverse_event_term",)),
    "terms/agents": ((AgentClass, Agent), ("agent_class", "agent")),
    "terms/endpoints": ((Endpoint,), ("endpoint",)),
    "terms/response_criteria": ((ResponseCriteria,), ("criteria",)),
    "terms/diseases": ((Disease,), ("disease",)),
    "terms/regimens": ((Regimen,), ("regimen",)),
    "terms/settings": ((Setting,), ("setting",)),
    "reports": ((Report,), ()),
}


def rows_of_shared(file: str) -> list[dict]:
    """All rows of one shared file: terms broader first, then by slug; then their synonyms and codes."""
    model_list, labels = SHARED_FILES[file]
    rows = [row_of(term) for model in model_list for term in _broader_first(model)]
    for model in (Synonym, Code):
        for label in labels:
            found = model._default_manager.filter(**{f"{label}__isnull": False}).select_related(label)
            rows.extend(row_of(one) for one in sorted(found, key=lambda one: one.natural_key()) if labels)
    return rows


def _broader_first(model: type[models.Model]) -> Iterable[models.Model]:
    many = [field.name for field in model._meta.local_many_to_many]
    foreign = [field.name for field in model._meta.concrete_fields if field.is_relation]
    terms: list[Any] = list(model._default_manager.select_related(*foreign).prefetch_related(*many))
    above = next((name for name in ("parent", "copy_of") if name in foreign), None)
    by_pk = {term.pk: term for term in terms}

    def depth(term) -> int:
        count = 0
        while above and (pk := getattr(term, f"{above}_id")) is not None:
            term, count = by_pk[pk], count + 1
        return count

    return sorted(terms, key=lambda term: (depth(term), term.natural_key()))

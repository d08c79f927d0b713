"""Free words in a study's own text: titles, summary, authors, journals, registry numbers, names of its terms."""

from collections import defaultdict
from typing import Any

from studies.models import (
    Agent,
    ArmSchedule,
    Disease,
    Regimen,
    Registration,
    Setting,
    Study,
    StudyDisease,
    StudyReport,
    StudySetting,
    Synonym,
)

from .words import fold

# Kind of term → its model, the rows that give it to a study, and the column that names it there.
TERMS: dict[str, tuple[Any, Any, str]] = {
    "disease": (Disease, StudyDisease, "disease_id"),
    "setting": (Setting, StudySetting, "setting_id"),
    "agent": (Agent, ArmSchedule, "schedule__components__agent_id"),
    "regimen": (Regimen, ArmSchedule, "schedule__regimen_id"),
}


def studies_with_words(words: tuple[str, ...]) -> list[int]:
    """Primary keys of published studies whose text holds every word, or a word that begins with it."""
    texts: dict[int, list[str]] = defaultdict(list)
    columns = ("pk", "title", "acronym", "summary", "conclusion", "slug")
    for pk, *parts in Study.objects.published().values_list(*columns):
        texts[pk].extend(parts)
    published = {"study__in": list(texts)}
    reports = StudyReport.objects.filter(**published).values_list(
        "study_id", "report__title", "report__journal", "report__authors"
    )
    for pk, title, journal, authors in reports:
        texts[pk].extend((title, journal, " ".join(authors)))
    for pk, identifier in Registration.objects.filter(**published).values_list("study_id", "identifier"):
        texts[pk].append(identifier)
    for kind, (model, rows, column) in TERMS.items():
        names = _names(kind, model)
        for pk, term in rows.objects.filter(**published).values_list("study_id", column).distinct():
            texts[pk].extend(names.get(term, ()))
    return [pk for pk, parts in texts.items() if _holds(fold(" ".join(parts)), words)]


def _names(kind: str, model: Any) -> dict[int, list[str]]:
    """Primary key of each term → its names and those of the broader terms above it."""
    tree = hasattr(model, "parent")
    own: dict[int, list[str]] = {}
    above: dict[int, int | None] = {}
    columns = ("pk", "name", "abbreviation", *(["parent_id"] if tree else []))
    for pk, name, abbreviation, *parent in model.objects.values_list(*columns):
        own[pk], above[pk] = [name, abbreviation], parent[0] if parent else None
    for pk, text in Synonym.objects.filter(**{f"{kind}__in": list(own)}).values_list(f"{kind}_id", "text"):
        own[pk].append(text)
    return {pk: [text for term in _line(pk, above) for text in own[term]] for pk in own}


def _line(term: int | None, above: dict[int, int | None]) -> list[int]:
    line = []
    while term is not None:
        line.append(term)
        term = above[term]
    return line


def _holds(text: str, words: tuple[str, ...]) -> bool:
    padded = f" {text}"
    return all(f" {word}" in padded for word in words)

"""Free words in a study's own text: titles, summary, authors, journals, registry numbers."""

from collections import defaultdict

from studies.models import Registration, Study, StudyReport

from .words import fold


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
    return [pk for pk, parts in texts.items() if _holds(fold(" ".join(parts)), words)]


def _holds(text: str, words: tuple[str, ...]) -> bool:
    padded = f" {text}"
    return all(f" {word}" in padded for word in words)

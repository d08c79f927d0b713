"""A query read as terms of the field, and what is left of it as words."""

from dataclasses import dataclass

from django.db import models

from studies.models import Agent, AgentClass, Disease, Regimen, Setting, Synonym

from .words import fold, words_of

KINDS: dict[str, type[models.Model]] = {
    "disease": Disease,
    "setting": Setting,
    "regimen": Regimen,
    "agent": Agent,
    "agent_class": AgentClass,
}
LONGEST_NAME = 8  # words


@dataclass(frozen=True)
class ReadTerm:
    """A term that the query names, and the words that named it."""

    kind: str
    slug: str
    name: str
    matched: str


@dataclass(frozen=True)
class Reading:
    """How a query was read: terms first, the rest as free words."""

    terms: tuple[ReadTerm, ...]
    words: tuple[str, ...]


def read_query(query: str) -> Reading:
    """The longest names come first: “post-transplant relapse” is a setting before “relapse” is."""
    forms = _surface_forms()
    words, terms, rest = words_of(query), [], []
    start = 0
    while start < len(words):
        for end in range(min(len(words), start + LONGEST_NAME), start, -1):
            phrase = " ".join(words[start:end])
            if phrase in forms:
                kind, slug, name = forms[phrase]
                terms.append(ReadTerm(kind, slug, name, phrase))
                start = end
                break
        else:
            rest.append(words[start])
            start += 1
    return Reading(tuple(dict.fromkeys(terms)), tuple(rest))


def _surface_forms() -> dict[str, tuple[str, str, str]]:
    """Folded names, abbreviations and synonyms → (kind, slug, name). Of two kinds the earlier wins."""
    forms: dict[str, tuple[str, str, str]] = {}
    synonyms: dict[str, list[tuple[str, str]]] = {kind: [] for kind in KINDS}
    filled = [models.Q(**{f"{kind}__isnull": False}) for kind in KINDS]
    for row in Synonym.objects.filter(models.Q(*filled, _connector=models.Q.OR)).values(
        "text", *[f"{kind}__slug" for kind in KINDS]
    ):
        kind = next(kind for kind in KINDS if row[f"{kind}__slug"])
        synonyms[kind].append((row[f"{kind}__slug"], row["text"]))
    for kind, model in KINDS.items():
        names = {}
        for slug, name, abbreviation in model._default_manager.values_list("slug", "name", "abbreviation"):
            names[slug] = name
            for text in (name, abbreviation):
                _add(forms, text, (kind, slug, name))
        for slug, text in sorted(synonyms[kind]):
            _add(forms, text, (kind, slug, names[slug]))
    return forms


def _add(forms: dict, text: str, term: tuple[str, str, str]) -> None:
    if folded := fold(text):
        forms.setdefault(folded, term)

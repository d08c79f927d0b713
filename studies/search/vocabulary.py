"""The terms of the field in memory: names, abbreviations, synonyms and trees, as queries and facets use them."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from studies.models import AdverseEventTerm, Agent, AgentClass, Disease, Endpoint, Regimen, Setting, Synonym

from .words import FILLERS, closed, fold, stem, stems_of, written_words

# The list's parameter for a kind of term → its model and the field of a synonym that names it. Of two kinds with one
# name the earlier is meant.
KINDS: dict[str, tuple[Any, str]] = {
    "disease": (Disease, "disease"),
    "setting": (Setting, "setting"),
    "agent": (Agent, "agent"),
    "agent_class": (AgentClass, "agent_class"),
    "regimen": (Regimen, "regimen"),
    "reported": (Endpoint, "endpoint"),
    "event": (AdverseEventTerm, "adverse_event_term"),
}
ABOUT = frozenset({"disease", "setting", "agent", "agent_class", "regimen"})  # kinds that say what a study is about
SHORTEST_STEMMED = 5  # letters of a name whose other forms mean it too: an abbreviation has none
SIGNED = re.compile(r"^[≥≤]|[+−-]$")
BETWEEN_AGENTS = frozenset({"plus", "and", "with"})


@dataclass(frozen=True)
class VocabularyTerm:
    """A term: ``parent`` is the slug of the broader one, ``forms`` are its names as they are written.

    ``meant_by`` are those of them that mean it in a query: a regimen's name that only tells its agents means these.
    """

    kind: str
    slug: str
    pk: int
    name: str
    abbreviation: str
    parent: str
    forms: tuple[str, ...]
    meant_by: tuple[str, ...]

    @property
    def code(self) -> str:
        """Its facet value in the index."""
        return f"{self.kind}:{self.slug}"


@dataclass
class Vocabulary:
    """All terms of one version of the vocabulary."""

    token: str
    terms: dict[tuple[str, str], VocabularyTerm] = field(default_factory=dict)

    def of_kind(self, kind: str) -> list[VocabularyTerm]:
        return self._kinds.get(kind, [])

    def get(self, kind: str, slug: str) -> VocabularyTerm | None:
        return self.terms.get((kind, slug))

    def by_pk(self, kind: str) -> dict[int, VocabularyTerm]:
        return self._by_pk[kind]

    def line(self, term: VocabularyTerm) -> Iterator[VocabularyTerm]:
        """The term and the broader ones above it."""
        above: VocabularyTerm | None = term
        while above is not None:
            yield above
            above = self.get(above.kind, above.parent) if above.parent else None

    @cached_property
    def _kinds(self) -> dict[str, list[VocabularyTerm]]:
        kinds: dict[str, list[VocabularyTerm]] = defaultdict(list)
        for term in self.terms.values():
            kinds[term.kind].append(term)
        return kinds

    @cached_property
    def _by_pk(self) -> dict[str, dict[int, VocabularyTerm]]:
        return {kind: {term.pk: term for term in self.of_kind(kind)} for kind in KINDS}

    @cached_property
    def forms(self) -> dict[str, list[VocabularyTerm]]:
        """Folded form → the terms it names, in the order of the kinds; closed up too where that is no other's form.

        What only a sign tells apart (MRD, MRD+, MRD−) names none of them: as a word it finds them all.
        """
        found: dict[str, list[VocabularyTerm]] = defaultdict(list)
        closed_up: dict[str, list[VocabularyTerm]] = defaultdict(list)
        signed = set()
        for term in (term for kind in KINDS for term in self.of_kind(kind)):
            for form in dict.fromkeys(map(fold, term.meant_by)):
                found[form].append(term)
            for form in dict.fromkeys(map(closed, term.meant_by)):
                closed_up[form].append(term)
            signed |= {fold(form) for form in term.meant_by if SIGNED.search(form)}
        unclear = {form for form in signed if len(found[form]) > 1}
        return {form: terms for form, terms in (closed_up | found).items() if form and form not in unclear}

    @cached_property
    def stemmed(self) -> dict[str, list[VocabularyTerm]]:
        """The same by the stems of the form's words: “lenalidomid”, “relapses”.

        An endpoint of one word is meant by that very word: an infusion is not “Infused”.
        """
        found: dict[str, list[VocabularyTerm]] = defaultdict(list)
        for form, terms in self.forms.items():
            if len(form) >= SHORTEST_STEMMED:
                found[stems_of(form)].extend(term for term in terms if term.kind != "reported" or " " in form)
        return dict(found)

    def meant(self, words: str) -> list[VocabularyTerm]:
        """The terms that folded words name, in the order of the kinds: by the very form, else by its stems."""
        return self.forms.get(words) or self.stemmed.get(stems_of(words), [])

    def asked_by(self, term: VocabularyTerm) -> list[str]:
        """The facet values that a query for a term asks for: its own, and those of terms that are called after it."""
        return [term.code, *(one.code for one in self.of_kind(term.kind) if _is_a(one, term))]

    @cached_property
    def longest(self) -> int:
        """Words of the longest form."""
        return max((len(form.split()) for form in self.forms), default=0)

    @cached_property
    def named_by(self) -> dict[str, list[VocabularyTerm]]:
        """Stem → the terms that have the word in one of their names."""
        found: dict[str, dict[str, VocabularyTerm]] = defaultdict(dict)
        for term in self.terms.values():
            for form in term.forms:
                for word in written_words(form):
                    found[stem(word)][term.code] = term
        return {word: list(terms.values()) for word, terms in found.items()}

    @cached_property
    def _starts(self) -> list[tuple[str, str, str, int]]:
        """(folded form from one of its words on, kind, slug, number of the form), in order: what a start finds."""
        found = set()
        for term in self.terms.values():
            for number, form in enumerate(term.forms):
                words = fold(form).split()
                for start in range(len(words)):
                    if start == 0 or words[start] not in FILLERS:
                        found.add((" ".join(words[start:]), term.kind, term.slug, number))
                if closed(form):
                    found.add((closed(form), term.kind, term.slug, number))
        return sorted(found)

    def beginning_with(self, typed: str) -> Iterator[tuple[bool, str, VocabularyTerm]]:
        """(whether the form begins so, the form as written, its term) of every form that has the folded text so far."""
        start = bisect_left(self._starts, (typed,))
        while start < len(self._starts) and self._starts[start][0].startswith(typed):
            _, kind, slug, number = self._starts[start]
            term = self.terms[kind, slug]
            form = term.forms[number]
            yield fold(form).startswith(typed) or closed(form).startswith(typed), form, term
            start += 1


def load_vocabulary(token: str) -> Vocabulary:
    """All terms from the database, in their own order."""
    vocabulary = Vocabulary(token)
    synonyms = _synonyms()
    agents_of: dict[int, set[int]] = defaultdict(set)
    for regimen, agent in Agent.regimens.through.objects.values_list("regimen_id", "agent_id"):
        agents_of[regimen].add(agent)
    for kind, (model, _) in KINDS.items():
        columns = ["pk", "slug", "name"]
        columns += [name for name in ("abbreviation",) if _has(model, name)]
        columns += ["parent__slug"] if _has(model, "parent") else []
        for row in model._default_manager.order_by("name", "slug").values(*columns):
            name, short = row["name"], row.get("abbreviation", "")
            forms = tuple(dict.fromkeys(form for form in (name, short, *synonyms[kind, row["pk"]]) if form))
            only_agents = _words_of_agents(vocabulary, agents_of[row["pk"]]) if kind == "regimen" else frozenset()
            vocabulary.terms[kind, row["slug"]] = VocabularyTerm(
                kind, row["slug"], row["pk"], name, short,
                parent=row.get("parent__slug") or "", forms=forms,
                meant_by=tuple(form for form in forms if not set(fold(form).split()) <= only_agents),
            )  # fmt: skip
    return vocabulary


def _is_a(one: VocabularyTerm, other: VocabularyTerm) -> bool:
    """Whether the names alone say that one is a kind of the other; events and endpoints stand in no tree.

    Acute graft-versus-host disease is graft-versus-host disease; an overall survival rate is overall survival.
    """
    narrow, broad = fold(one.name), fold(other.name)
    if one.kind == "reported":
        return narrow == f"{broad} rate"
    return one.kind == "event" and narrow.endswith(f" {broad}") and not narrow.startswith("non ")


def _has(model: Any, name: str) -> bool:
    return any(column.name == name for column in model._meta.concrete_fields)


def _words_of_agents(vocabulary: Vocabulary, agents: Iterable[int]) -> frozenset[str]:
    """The words of a name that tells a regimen's agents and nothing else: “Azacitidine + lenalidomide”."""
    own = set(agents)
    told = (term for term in vocabulary.terms.values() if term.kind == "agent" and term.pk in own)
    return BETWEEN_AGENTS | {word for term in told for form in term.forms for word in fold(form).split()}


def _synonyms() -> dict[tuple[str, int], list[str]]:
    found: dict[tuple[str, int], list[str]] = defaultdict(list)
    fields = {column: kind for kind, (_, column) in KINDS.items()}
    for row in Synonym.objects.order_by("text", "pk").values("text", *[f"{column}_id" for column in fields]):
        for column, kind in fields.items():
            if row[f"{column}_id"] is not None:
                found[kind, row[f"{column}_id"]].append(row["text"])
    return found

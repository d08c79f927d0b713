"""What a query asks for, answered from the plain tables in plain Python: the truth that the index is held to.

Nothing here looks at the index. Terms are asked of the querysets that filters use, words are looked for in the texts.
"""

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from studies.models import (
    AdverseEventTerm,
    Agent,
    AgentClass,
    Disease,
    Endpoint,
    Regimen,
    Registration,
    Setting,
    Study,
    StudyReport,
    Synonym,
)
from studies.search import fold
from studies.search.words import FILLERS, stem, written_words

Slugs = frozenset[str]
MODELS: dict[str, Any] = {
    "disease": Disease,
    "setting": Setting,
    "agent": Agent,
    "agent_class": AgentClass,
    "regimen": Regimen,
    "reported": Endpoint,
    "event": AdverseEventTerm,
}
COLUMNS = {"reported": "endpoint", "event": "adverse_event_term"}
SHORTEST_CUT = 6


class Plain:
    """The published studies as the tables hold them."""

    def __init__(self) -> None:
        self.published = Study.objects.published()
        self.everything: Slugs = frozenset(self.published.values_list("slug", flat=True))
        self._known: dict[tuple, Slugs] = {}

    def asked(self, groups: Iterable[Iterable[tuple[str, str, bool]]]) -> set[str]:
        """The studies of a reading: groups of (kind, what, whether it must not be there)."""
        found = set(self.everything)
        for group in groups:
            units = list(group)
            held = frozenset().union(*(self.having(kind, what) for kind, what, _ in units))
            found = found - held if units[0][2] else found & held
        return found

    def having(self, kind: str, what: str) -> Slugs:
        """The studies that one thing finds: a term by kind and slug, a word, a phrase, the start of a word."""
        if (kind, what) not in self._known:
            look = {"word": self._word, "phrase": self._phrase, "start": self._start}.get(kind)
            self._known[kind, what] = look(what) if look else self._by_name(kind, what)
        return self._known[kind, what]

    def _term(self, kind: str, term: Any) -> Slugs:
        """The studies with a term, a broader one by its narrower ones."""
        filters = {
            "disease": self.published.for_disease,
            "setting": self.published.in_setting,
            "agent": self.published.with_agents,
            "regimen": self.published.with_regimen,
            "reported": self.published.reporting,
            "event": self.published.with_event,
        }
        if kind == "agent_class":
            agents = Agent.objects.filter(agent_class__in=AgentClass.objects.with_descendants([term]))
            found = self.published.with_agents(*agents)
        else:
            found = filters[kind](term)
        return frozenset(found.values_list("slug", flat=True))

    def _by_name(self, kind: str, slug: str) -> Slugs:
        """The same, and an event or endpoint also by those called after it: an acute GVHD, an OS rate."""
        term = MODELS[kind].objects.get(slug=slug)
        found = self._term(kind, term)
        for other in MODELS[kind].objects.all() if kind in COLUMNS else ():
            broad, narrow = fold(term.name), fold(other.name)
            rate = kind == "reported" and narrow == broad + " rate"
            if rate or (kind == "event" and narrow.endswith(" " + broad) and "non " not in narrow):
                found |= self._term(kind, other)
        return found

    def _word(self, word: str) -> Slugs:
        return self._with_stems({stem(word)})

    def _start(self, start: str) -> Slugs:
        known = self.names_by_stem.keys() | self.studies_by_stem.keys()
        cut = {one for one in known if start.startswith(one) and len(one) >= SHORTEST_CUT}
        return self._with_stems({stem(start)} | cut | {one for one in known if one.startswith(start)})

    def _with_stems(self, stems: set[str]) -> Slugs:
        in_texts = (self.studies_by_stem[one] for one in stems if one in self.studies_by_stem)
        named = {term for one in stems for term in self.names_by_stem.get(one, ())}
        return frozenset().union(*in_texts, *(self._term_of(*term) for term in named))

    def _phrase(self, phrase: str) -> Slugs:
        if " " not in phrase:
            return self._word(phrase)
        spaced = f" {phrase} "
        in_texts = {slug for slug, texts in self.folded_texts.items() if any(spaced in text for text in texts)}
        if all(word in FILLERS for word in phrase.split()):
            in_texts = set()  # nobody looks for these
        named = [term for term, names in self.folded_names.items() if any(spaced in name for name in names)]
        return frozenset(in_texts).union(*(self._term_of(*term) for term in named))

    def _term_of(self, kind: str, slug: str) -> Slugs:
        key = ("only", kind, slug)
        if key not in self._known:
            self._known[key] = self._term(kind, MODELS[kind].objects.get(slug=slug))
        return self._known[key]

    @cached_property
    def names(self) -> dict[tuple[str, str], list[str]]:
        """All names of every term, by kind and slug."""
        found: dict[tuple[str, str], list[str]] = {}
        for kind, model in MODELS.items():
            for term in model.objects.all():
                others = Synonym.objects.filter(**{COLUMNS.get(kind, kind): term}).values_list("text", flat=True)
                found[kind, term.slug] = [term.name, getattr(term, "abbreviation", ""), *others]
        return found

    @cached_property
    def folded_names(self) -> dict[tuple[str, str], list[str]]:
        return {term: [f" {fold(name)} " for name in names] for term, names in self.names.items()}

    @cached_property
    def folded_texts(self) -> dict[str, list[str]]:
        return {slug: [f" {fold(text)} " for text in texts] for slug, texts in self.texts.items()}

    @cached_property
    def names_by_stem(self) -> dict[str, set[tuple[str, str]]]:
        found: dict[str, set[tuple[str, str]]] = defaultdict(set)
        for term, names in self.names.items():
            for name in names:
                for word in written_words(name):
                    found[stem(word)].add(term)
        return dict(found)

    @cached_property
    def texts(self) -> dict[str, list[str]]:
        """Our own texts of every study, and what its reports and registrations say."""
        found: dict[str, list[str]] = {}
        reports: dict[str, list[str]] = defaultdict(list)
        registered: dict[str, list[str]] = defaultdict(list)
        for row in StudyReport.objects.select_related("study", "report").order_by("study", "key"):
            one = row.report
            said = f"{', '.join(one.authors)}. {one.title}. {one.journal} {one.year or ''}"
            reports[row.study.slug].append(said)
        for one in Registration.objects.select_related("study").order_by("study", "key"):
            registered[one.study.slug].append(one.identifier)
        for study in self.published:
            own = [study.title, study.acronym, study.summary, study.conclusion]
            found[study.slug] = [*own, "\n".join(reports[study.slug]), ", ".join(registered[study.slug])]
        return found

    @cached_property
    def studies_by_stem(self) -> dict[str, Slugs]:
        found: dict[str, set[str]] = defaultdict(set)
        for slug, texts in self.texts.items():
            for text in texts:
                for word in written_words(text):
                    if word not in FILLERS:
                        found[stem(word)].add(slug)
        return {one: frozenset(slugs) for one, slugs in found.items()}

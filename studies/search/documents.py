"""What the index is to know of a study: facet values, words by tier, columns that lists are ordered by."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from studies.choices import ReportRole, ScheduleRole, ValueState
from studies.models import (
    AdverseEvent,
    Agent,
    ArmSchedule,
    Outcome,
    Registration,
    ScheduleComponent,
    Study,
    StudyDisease,
    StudyReport,
    StudySetting,
)

from .sentences import folded_texts, sentences_of
from .vocabulary import Vocabulary
from .words import FILLERS, stem, written_words

TITLE, SUMMARY, REST = range(3)  # the tiers of a study's text, most telling first
TIERS = {TITLE: ("title", "acronym"), SUMMARY: ("summary", "conclusion"), REST: ("reports", "registries")}
LONGEST_WORD = 60  # letters
TOGETHER = "together"  # agents that one arm was given together


@dataclass
class Document:
    """A study as the index holds it. ``codes`` name its facet values and, by tier, the stems of its words."""

    study: int
    slug: str
    codes: set[str] = field(default_factory=set)
    texts: dict[str, str] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)  # stem → word as first met
    year: int | None = None
    n: int | None = None
    published: int = 0
    response: int | None = None  # 1/100 of a percent
    folded: str = ""  # the words of its texts
    sentences: str = ""  # of its texts, each with its stems
    line: str = ""

    def read_texts(self) -> None:
        """Takes the words of its texts, each in its best tier and in every other it stands in; and their sentences."""
        self.folded, self.sentences = folded_texts(self.texts), sentences_of(self.texts)
        for tier, names in TIERS.items():
            for word in written_words(" ".join(self.texts.get(name, "") for name in names)):
                if word not in FILLERS and len(word) <= LONGEST_WORD:
                    self.codes.add(word_code(tier, stem(word)))
                    self.words.setdefault(stem(word), word)


def word_code(tier: int, stemmed: str) -> str:
    """The posting of a stem in a tier."""
    return f"{tier}:{stemmed}"


def together_code(agents: Iterable[str]) -> str:
    """The posting of agents that were given together, by slug."""
    return f"{TOGETHER}:{'+'.join(sorted(agents))}"


def documents(pks: Iterable[int], vocabulary: Vocabulary) -> Iterator[Document]:
    """The documents of these published studies, without response and line; a fixed number of queries."""
    found = _heads(pks)
    _add_terms(found, vocabulary)
    _add_treatment(found, vocabulary)
    _add_results(found, vocabulary)
    _add_reports(found)
    for document in found.values():
        document.read_texts()
        yield document


def _heads(pks: Iterable[int]) -> dict[int, Document]:
    columns = ("pk", "slug", "title", "acronym", "summary", "conclusion", "design", "review_status", "n_enrolled",
               "published_at")  # fmt: skip
    found = {}
    for row in Study.objects.published().filter(pk__in=list(pks)).values(*columns):
        texts = {name: row[name] for name in ("title", "acronym", "summary", "conclusion")}
        found[row["pk"]] = Document(
            row["pk"], row["slug"], {f"design:{row['design']}", f"review:{row['review_status']}"}, texts,
            n=row["n_enrolled"], published=int(row["published_at"].timestamp()),
        )  # fmt: skip
    return found


def _rows(model: Any, found: dict[int, Document], *columns: str) -> Any:
    return model._default_manager.filter(study__in=list(found)).order_by("study", "key").values_list("study", *columns)


def _add_terms(found: dict[int, Document], vocabulary: Vocabulary) -> None:
    """Diseases and settings, each with the broader ones above it."""
    for kind, model, column in (("disease", StudyDisease, "disease_id"), ("setting", StudySetting, "setting_id")):
        terms = vocabulary.by_pk(kind)
        for study, pk in _rows(model, found, column):
            found[study].codes.update(term.code for term in vocabulary.line(terms[pk]))


def _add_treatment(found: dict[int, Document], vocabulary: Vocabulary) -> None:
    """Regimens and agents that an arm was given, classes with the broader ones, and what was given together.

    Together are the agents of one schedule, and those of an arm's schedules that are no alternatives to each other.
    """
    agents, regimens, classes = (vocabulary.by_pk(kind) for kind in ("agent", "regimen", "agent_class"))
    class_of = dict(Agent.objects.values_list("pk", "agent_class"))
    given: dict[int, set[int]] = defaultdict(set)
    for _, schedule, agent in _rows(ScheduleComponent, found, "schedule", "agent"):
        given[schedule].add(agent)
    arms: dict[tuple[int, int], set[int]] = defaultdict(set)
    sets: dict[int, set[frozenset[int]]] = defaultdict(set)
    for study, arm, schedule, regimen, role in _rows(
        ArmSchedule, found, "arm", "schedule", "schedule__regimen", "role"
    ):
        found[study].codes.add(regimens[regimen].code)
        sets[study].add(frozenset(given[schedule]))
        if role != ScheduleRole.ALTERNATIVE:
            arms[study, arm] |= given[schedule]
    for (study, _), some in arms.items():
        sets[study].add(frozenset(some))
    for study, combinations in sets.items():
        codes = found[study].codes
        for pk in frozenset().union(*combinations):
            codes.add(agents[pk].code)
            if class_of[pk] is not None:
                codes.update(term.code for term in vocabulary.line(classes[class_of[pk]]))
        whole = (one for one in combinations if one and not any(one < other for other in combinations))
        codes.update(together_code(agents[pk].slug for pk in one) for one in whole)


def _add_results(found: dict[int, Document], vocabulary: Vocabulary) -> None:
    """Endpoints that it reports, and adverse events."""
    terms = vocabulary.by_pk("reported")
    reported = _rows(Outcome, found, "endpoint").exclude(state=ValueState.NOT_REPORTED)
    for study, pk in reported.order_by().distinct():
        found[study].codes.add(terms[pk].code)
    terms = vocabulary.by_pk("event")
    for study, pk in _rows(AdverseEvent, found, "term").order_by().distinct():
        found[study].codes.add(terms[pk].code)


def _add_reports(found: dict[int, Document]) -> None:
    """Years, authors, titles and journals of its reports, and its registry numbers."""
    reports: dict[int, list[str]] = defaultdict(list)
    columns = ("role", "report__year", "report__title", "report__journal", "report__authors")
    for study, role, year, title, journal, authors in _rows(StudyReport, found, *columns):
        reports[study].append(f"{', '.join(authors)}. {title}. {journal} {year or ''}")
        if role == ReportRole.PRIMARY and year is not None:
            found[study].codes.add(f"year:{year}")
            found[study].year = max(year, found[study].year or year)
    registries: dict[int, list[str]] = defaultdict(list)
    for study, identifier in _rows(Registration, found, "identifier"):
        registries[study].append(identifier)
    for study, document in found.items():
        document.texts |= {"reports": "\n".join(reports[study]), "registries": ", ".join(registries[study])}

"""The study list's parameters: names, choices, validation."""

import django_filters
from django.db.models import QuerySet

from studies.choices import Design, ReviewStatus
from studies.models import AdverseEventTerm, Agent, AgentClass, Disease, Endpoint, Regimen, Setting, Study
from studies.search import consistently, find, read
from studies.search.words import LONGEST_QUERY

from .sorting import SORTS


class SlugsFilter(django_filters.ModelMultipleChoiceFilter):
    """Terms by slug, repeated in the address: ?disease=aml&disease=mds."""

    def __init__(self, model, **kwargs):
        said = {"invalid_choice": f"“%(value)s” is no {model._meta.verbose_name} we know."}
        terms = {"queryset": lambda _request: model._default_manager.all(), "to_field_name": "slug"}
        super().__init__(**terms, error_messages=said, **kwargs)


class StudyFilter(django_filters.FilterSet):
    """Published studies by disease, setting, agent, class, regimen, design, what is reported, year, n and words.

    OR inside a parameter, AND between parameters; ``agent_match=all`` asks for all agents within one arm;
    ``as_typed`` mends no slips of the query. This is the one definition of the parameters. Pages are answered from the
    index (``Selection``, ``Listing``); ``qs`` asks the tables the same, and is what the index is tested against.
    """

    q = django_filters.CharFilter(method="filter_words", label="Words", max_length=LONGEST_QUERY)
    as_typed = django_filters.ChoiceFilter(choices=[("1", "as typed")], method="filter_nothing", label="Slips")
    disease = SlugsFilter(Disease, method="filter_disease", label="Disease")
    setting = SlugsFilter(Setting, method="filter_setting", label="Setting")
    agent = SlugsFilter(Agent, method="filter_agent", label="Agent")
    agent_match = django_filters.ChoiceFilter(
        choices=[("any", "any of them"), ("all", "all in one arm")], method="filter_nothing", label="Agents"
    )
    agent_class = SlugsFilter(AgentClass, method="filter_agent_class", label="Class of agent")
    regimen = SlugsFilter(Regimen, method="filter_regimen", label="Regimen")
    design = django_filters.MultipleChoiceFilter(choices=Design.choices, label="Design")
    reported = SlugsFilter(Endpoint, method="filter_reported", label="Endpoint reported")
    event = SlugsFilter(AdverseEventTerm, method="filter_event", label="Adverse event")
    year_from = django_filters.NumberFilter(
        method="filter_year_from", label="Published from", min_value=1900, max_value=2100, decimal_places=0
    )
    year_to = django_filters.NumberFilter(
        method="filter_year_to", label="Published to", min_value=1900, max_value=2100, decimal_places=0
    )
    n_from = django_filters.NumberFilter(
        field_name="n_enrolled",
        lookup_expr="gte",
        label="Patients from",
        min_value=0,
        max_value=10**7,
        decimal_places=0,
    )
    n_to = django_filters.NumberFilter(
        field_name="n_enrolled", lookup_expr="lte", label="Patients to", min_value=0, max_value=10**7, decimal_places=0
    )
    review = django_filters.MultipleChoiceFilter(
        field_name="review_status", choices=ReviewStatus.choices, label="Review"
    )
    sort = django_filters.ChoiceFilter(choices=list(SORTS.items()), method="filter_nothing", label="Sort")

    class Meta:
        model = Study
        fields: list[str] = []

    @property
    def notices(self) -> list[str]:
        """A sentence for each value that could not be used; a page shows them, an export refuses."""
        said: list[str] = []
        for name, errors in self.form.errors.items():
            field = self.form.fields.get(name)
            said.extend(f"{field.label if field else name}: {error}" for error in errors)
        known = {*self.form.fields, "page", "s"}  # the page shown, and studies chosen to be compared
        said.extend(f"“{name[:60]}” is no filter of this list." for name in self.data if name not in known)
        return said

    @property
    def values(self) -> dict:
        """The valid values, empty ones left out."""
        self.form.is_valid()
        return {name: value for name, value in self.form.cleaned_data.items() if _is_given(value)}

    def without(self, name: str) -> "StudyFilter":
        """The same list with one parameter taken out: what a facet counts."""
        data = self.data.copy()
        data.pop(name, None)
        return type(self)(data, queryset=self.queryset, request=self.request)

    def filter_nothing(self, queryset: QuerySet, _name: str, _value) -> QuerySet:
        return queryset

    def filter_words(self, queryset, _name, value):
        as_typed = bool(self.data.get("as_typed")) if self.data else False

        def found(snapshot):
            numbers = list(find(snapshot, read(snapshot, value, as_typed=as_typed)).studies)
            return queryset.filter(pk__in=[int(pk) for pk in snapshot.studies[numbers]])

        return consistently(found)

    def filter_disease(self, queryset, _name, value):
        return queryset.for_disease(*value) if value else queryset

    def filter_setting(self, queryset, _name, value):
        return queryset.in_setting(*value) if value else queryset

    def filter_agent(self, queryset, _name, value):
        match = self.data.get("agent_match", "any") if self.data else "any"
        return queryset.with_agents(*value, match=match) if value else queryset

    def filter_agent_class(self, queryset, _name, value):
        if not value:
            return queryset
        classes = AgentClass.objects.with_descendants(value)
        return queryset.with_agents(*Agent.objects.filter(agent_class__in=classes))

    def filter_regimen(self, queryset, _name, value):
        return queryset.with_regimen(*value) if value else queryset

    def filter_reported(self, queryset, _name, value):
        return queryset.reporting(*value) if value else queryset

    def filter_event(self, queryset, _name, value):
        return queryset.with_event(*value) if value else queryset

    def filter_year_from(self, queryset, _name, value):
        return queryset.published_since(int(value))

    def filter_year_to(self, queryset, _name, value):
        return queryset.published_until(int(value))


def _is_given(value) -> bool:
    return value is not None and value != "" and (not hasattr(value, "__len__") or len(value) > 0)

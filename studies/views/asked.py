"""What a reader asks of a synthesis: studies, endpoint, choices; every one of them is in the address."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone

from studies.choices import EndpointKind
from studies.evidence import BLOCKING, STRATA, Aspect, Candidate, Choices, Synthesis, gather, synthesise
from studies.filters import Listing, selected
from studies.models import Agent, AgentClass, Disease, Endpoint, Regimen, StudyLink
from studies.records.list_rows import list_sections
from studies.rendering.forest import Forest, forest_of
from studies.rendering.list_items import citation_of
from studies.search import Snapshot
from studies.statistics import BOUNDS_OF, Bounds, Estimator, Model, Scale

POOLABLE = (EndpointKind.PROPORTION, EndpointKind.TIME_TO_EVENT, EndpointKind.RATE_AT_TIME)
TOGETHER = "none"
METHODS = {
    "reml": (Scale.LOGIT, Estimator.REML, "logit, REML"),
    "pm": (Scale.LOGIT, Estimator.PAULE_MANDEL, "logit, Paule–Mandel"),
    "dl": (Scale.LOGIT, Estimator.DERSIMONIAN_LAIRD, "logit, DerSimonian–Laird"),
    "ee": (Scale.LOGIT, Estimator.FIXED, "logit, one common proportion"),
    "glmm": (Scale.LOGIT, Estimator.BINOMIAL_NORMAL, "binomial-normal model"),
    "pft": (Scale.DOUBLE_ARCSINE, Estimator.REML, "Freeman–Tukey double arcsine, REML"),
}
INTERVALS = {
    Bounds.AD_HOC: "Hartung–Knapp with the ad-hoc correction",
    Bounds.HARTUNG_KNAPP: "Hartung–Knapp",
    Bounds.T: "t with k − 1 degrees of freedom",
    Bounds.NORMAL: "normal",
}
ASPECTS = {
    Aspect.DISEASE: "Diseases",
    Aspect.REGIMEN: "Regimens",
    Aspect.CRITERIA: "Response criteria",
    Aspect.TIME: "Times",
    Aspect.SETTING: "Settings",
    Aspect.OVERLAP: "Patients",
    Aspect.ANALYSIS_SET: "Analysis sets",
}


class SynthesisForm(forms.Form):
    """What a reader chooses on the page; every choice is in the address."""

    endpoint = forms.ModelChoiceField(
        Endpoint.objects.filter(kind__in=POOLABLE).order_by("name"), to_field_name="slug", required=False
    )
    by = forms.ChoiceField(
        choices=[("", "settings, where they are mixed"), *((one, ASPECTS[one].lower()) for one in STRATA),
                 (TOGETHER, "nothing: all together")],
        required=False, label="Strata by",
    )  # fmt: skip
    accept = forms.MultipleChoiceField(choices=[(one, ASPECTS[one]) for one in BLOCKING], required=False)
    once = forms.BooleanField(required=False)
    controls = forms.BooleanField(required=False, label="with control arms")
    method = forms.ChoiceField(
        choices=[("", "the default"), *((name, label) for name, (_, _, label) in METHODS.items())],
        required=False, label="Model",
    )  # fmt: skip
    test = forms.ChoiceField(choices=[("", "the default"), *INTERVALS.items()], required=False, label="Interval")


@dataclass
class Asked:
    """A request for a synthesis: the studies, the endpoint, the choices, and what could not be used."""

    data: QueryDict
    snapshot: Snapshot

    @cached_property
    def form(self) -> SynthesisForm:
        form = SynthesisForm(self.data)
        form.is_valid()
        return form

    @cached_property
    def list_data(self) -> QueryDict:
        """The list's own parameters."""
        data = self.data.copy()
        for name in SynthesisForm.base_fields:
            data.pop(name, None)
        return data

    @cached_property
    def listing(self) -> Listing:
        """The studies behind it, as their list has them."""
        return Listing(self.snapshot, selected(self.snapshot, self.list_data))

    @cached_property
    def notices(self) -> list[str]:
        said = [
            f"{self.form.fields[name].label or name.capitalize()}: {' '.join(map(str, errors))}"
            for name, errors in self.form.errors.items()
        ]
        return [*self.listing.selection.notices, *said, *([self._model[1]] if self._model[1] else [])]

    @cached_property
    def pks(self) -> list[int]:
        return self.listing.keys()

    @cached_property
    def endpoint(self) -> Endpoint:
        """The one asked for; else the diseases' own response."""
        asked = self.form.cleaned_data.get("endpoint")
        if asked:
            return asked
        chosen = self.listing.selection.get("disease")
        diseases = Disease.objects.filter(slug__in=chosen).select_related("headline_endpoint")
        own = {disease.headline_endpoint.slug for disease in diseases if disease.headline_endpoint}
        slug = own.pop() if len(own) == 1 else "overall-response"
        return Endpoint.objects.filter(slug=slug).first() or Endpoint.objects.order_by("position", "slug")[0]

    @cached_property
    def _model(self) -> tuple[Model | None, str]:
        """The model chosen, and a sentence where the choice does not exist."""
        method, test = (self.form.cleaned_data.get(name) or "" for name in ("method", "test"))
        if not method and not test:
            return None, ""
        scale, estimator, label = METHODS[method or "reml"]
        offered = BOUNDS_OF[estimator]
        bounds = Bounds(test) if test else (offered[-1] if estimator is not Estimator.FIXED else offered[0])
        if bounds not in offered:
            bounds, refused = offered[-1], bounds
            return Model(scale, estimator, bounds), f"Interval: {label} has none by {INTERVALS[refused]}."
        return Model(scale, estimator, bounds), ""

    @property
    def counted(self) -> bool:
        return self.endpoint.kind == EndpointKind.PROPORTION

    @cached_property
    def synthesis(self) -> Synthesis:
        cleaned = self.form.cleaned_data
        rows = list_sections(self.pks, [self.endpoint.slug])
        links = StudyLink.objects.filter(study__in=self.pks, other__in=self.pks).values_list("study_id", "other_id")
        evidence = gather(
            [Candidate(study, sections, citation_of(study, sections)) for study, sections in rows],
            [(one, other) for one, other in links if other is not None],
            counted=self.counted,
            wanted=self._wanted(),
            controls=cleaned.get("controls", False),
            once=cleaned.get("once", False),
        )
        return synthesise(evidence, self.choices, pooled=self.counted)

    @cached_property
    def choices(self) -> Choices:
        cleaned = self.form.cleaned_data
        by = cleaned.get("by") or ""
        return Choices(
            accepted=frozenset(Aspect(one) for one in cleaned.get("accept") or ()),
            by=Aspect(by) if by and by != TOGETHER else None,
            together=by == TOGETHER,
            model=self._model[0],
        )

    def _wanted(self) -> Callable[[Iterable], bool] | None:
        """Whether an arm's schedules hold what the list was filtered by; None where it was not by treatment."""
        selection = self.listing.selection
        agents = set(Agent.objects.filter(slug__in=selection.get("agent")).values_list("pk", flat=True))
        if chosen := selection.get("agent_class"):
            classes = AgentClass.objects.with_descendants(AgentClass.objects.filter(slug__in=chosen))
            agents |= set(Agent.objects.filter(agent_class__in=classes).values_list("pk", flat=True))
        regimens = set(Regimen.objects.filter(slug__in=selection.get("regimen")).values_list("pk", flat=True))
        if not agents and not regimens:
            return None
        of_regimen = {
            pk for pk, agent in Agent.regimens.through.objects.values_list("regimen_id", "agent_id") if agent in agents
        } if agents else set()  # fmt: skip
        return lambda given: any(row.schedule.regimen_id in regimens | of_regimen for row in given)

    @cached_property
    def forest(self) -> Forest:
        return forest_of(self.endpoint, self.synthesis)

    def address(self, **changes: Any) -> str:
        """The query with some parameters replaced; None takes one out, a set adds to what is there."""
        data = self.data.copy()
        data.pop("page", None)
        for name, value in changes.items():
            if value is None:
                data.pop(name, None)
            elif isinstance(value, set):
                data.setlist(name, sorted({*data.getlist(name), *value}))
            else:
                data[name] = value
        return data.urlencode()

    def without(self, name: str, value: str) -> str:
        """The query with one value of a parameter taken out."""
        data = self.data.copy()
        data.pop("page", None)
        data.setlist(name, [one for one in data.getlist(name) if one != value])
        return data.urlencode()

    @property
    def list_address(self) -> str:
        """The studies behind it, as a list."""
        return self.list_data.urlencode()

    @property
    def footer(self) -> str:
        day = timezone.now().date().isoformat()
        return f"HemaKB, {day}. {model_sentence(self.synthesis)} Results of single arms: no comparison is implied."


def model_sentence(synthesis: Synthesis) -> str:
    """The model in words: scale, estimator, interval; nothing where nothing was pooled."""
    model = synthesis.model
    if model is None:
        return "Not pooled."
    chosen = (model.scale, model.estimator)
    label = next(words for scale, estimator, words in METHODS.values() if (scale, estimator) == chosen)
    prediction = "" if model.estimator is Estimator.FIXED else "; prediction interval: as metafor’s"
    return f"Pooled by {label}; interval: {INTERVALS[model.bounds]}{prediction}."

"""Other names of terms, and their codes in outside systems."""

from django.db import models

from studies.choices import CodeSystem, SynonymKind

from .constraints import not_empty

TERMS = {
    "disease": "studies.Disease",
    "agent_class": "studies.AgentClass",
    "agent": "studies.Agent",
    "setting": "studies.Setting",
    "regimen": "studies.Regimen",
    "endpoint": "studies.Endpoint",
    "criteria": "studies.ResponseCriteria",
    "adverse_event_term": "studies.AdverseEventTerm",
}


def term_field(name: str, related_name: str) -> models.ForeignKey:
    return models.ForeignKey(TERMS[name], on_delete=models.CASCADE, null=True, blank=True, related_name=related_name)


def exactly_one_term() -> models.CheckConstraint:
    """One real foreign key a kind of term, and just one of them filled."""
    condition = models.Q()
    for chosen in TERMS:
        condition |= models.Q(**{f"{name}__isnull": name != chosen for name in TERMS})
    return models.CheckConstraint(
        name="%(class)s_of_exactly_one_term",
        condition=condition,
        violation_error_message="It belongs to exactly one term.",
    )


def unique_per_term(*fields: str) -> list[models.UniqueConstraint]:
    return [models.UniqueConstraint(fields=(name, *fields), name=f"%(class)s_unique_per_{name}") for name in TERMS]


class LabelManager(models.Manager):
    """Finds a label by (kind of term, the term's slug, its own text)."""

    def get_by_natural_key(self, kind: str, slug: str, *values):
        fields: tuple[str, ...] = self.model.label_fields  # type: ignore[attr-defined]
        lookups = dict(zip(fields, values, strict=True))
        return self.get(**{f"{kind}__slug": slug, **lookups})


class Label(models.Model):
    """Something said of exactly one term."""

    disease = term_field("disease", "%(class)ss")
    agent_class = term_field("agent_class", "%(class)ss")
    agent = term_field("agent", "%(class)ss")
    setting = term_field("setting", "%(class)ss")
    regimen = term_field("regimen", "%(class)ss")
    endpoint = term_field("endpoint", "%(class)ss")
    criteria = term_field("criteria", "%(class)ss")
    adverse_event_term = term_field("adverse_event_term", "%(class)ss")

    label_fields: tuple[str, ...]
    objects = LabelManager()

    class Meta:
        abstract = True

    @property
    def term_kind(self) -> str:
        """The name of the one field that is filled."""
        return next(name for name in TERMS if getattr(self, f"{name}_id") is not None)

    @property
    def term(self):
        """The term it belongs to."""
        return getattr(self, self.term_kind)

    def natural_key(self):
        return (self.term_kind, self.term.slug, *(getattr(self, field) for field in self.label_fields))


class Synonym(Label):
    """Another name of a term: a brand, a spelling, a research code, a word of another language."""

    text = models.CharField(max_length=160)
    kind = models.CharField(max_length=20, choices=SynonymKind.choices)
    language = models.CharField(max_length=8, blank=True, help_text="Of a translation: pt, de.")

    label_fields = ("text",)

    class Meta:
        ordering = ("text", "pk")
        constraints = [
            exactly_one_term(),
            *unique_per_term("text"),
            not_empty("text", "A synonym needs its text."),
        ]

    def __str__(self) -> str:
        return self.text


class Code(Label):
    """A term's code in an outside system, with the public source that confirmed it. Never guessed."""

    system = models.CharField(max_length=20, choices=CodeSystem.choices)
    code = models.CharField(max_length=40, help_text="A string: leading zeros stay.")
    label = models.CharField(max_length=200, blank=True, help_text="The name that the system gives it.")
    source = models.CharField(max_length=400, blank=True, help_text="What confirmed it.")

    label_fields = ("system", "code")

    class Meta:
        ordering = ("system", "code", "pk")
        constraints = [
            exactly_one_term(),
            *unique_per_term("system", "code"),
            not_empty("code", "A code is not empty; leave the row out."),
        ]

    def __str__(self) -> str:
        return f"{self.get_system_display()} {self.code}"

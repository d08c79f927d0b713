"""What several models share: terms, rows of a study, locators, measured values."""

from decimal import Decimal
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models

from studies.choices import ValueState

from .constraints import not_empty

KEY = RegexValidator(r"\A[a-z0-9]+(-[a-z0-9]+)*\Z", "Lower-case letters, digits and single hyphens only.")
PARTIAL_DATE = RegexValidator(r"\A\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?\Z", "YYYY, YYYY-MM or YYYY-MM-DD.")
LIMIT = Decimal(10) ** 9


def state_field(what: str) -> models.CharField:
    """Why a value is absent; blank where it is present or simply not asked for."""
    return models.CharField(
        max_length=20, choices=ValueState.choices, blank=True, default="", help_text=f"Why {what} is absent, if it is."
    )


def decimal_field(help_text: str, **extra) -> models.DecimalField:
    """A clinical number: never a float."""
    return models.DecimalField(max_digits=16, decimal_places=6, null=True, blank=True, help_text=help_text, **extra)


def count_field(help_text: str) -> models.PositiveIntegerField:
    """A count, absent unless the source gives it."""
    return models.PositiveIntegerField(null=True, blank=True, help_text=help_text)


class NaturalKeyManager(models.Manager):
    """Finds a record by the fields of its natural key, so that files carry no primary keys."""

    def get_by_natural_key(self, *values):
        lookups: tuple[str, ...] = self.model.natural_key_lookups  # type: ignore[attr-defined]
        return self.get(**dict(zip(lookups, values, strict=True)))


class Term(models.Model):
    """A shared term of the field, with its definition in our own words."""

    slug = models.CharField(max_length=80, unique=True, validators=[KEY], help_text="Its name in addresses.")
    name = models.CharField(max_length=160, unique=True)
    abbreviation = models.CharField(max_length=40, blank=True)
    definition = models.TextField(blank=True, help_text="What it is, in our own words.")

    natural_key_lookups = ("slug",)

    class Meta:
        abstract = True
        ordering: ClassVar[tuple[str, ...]] = ("name", "slug")
        constraints = [
            not_empty("slug", "A term needs its name in addresses."),
            not_empty("name", "A term needs a name."),
        ]

    def __str__(self) -> str:
        return self.name

    def natural_key(self):
        return (self.slug,)


class TreeQuerySet(models.QuerySet):
    """Trees are small: read whole, walked in Python, alike on every engine."""

    def with_descendants(self, terms) -> set[int]:
        """Primary keys of these terms and of all below them."""
        children: dict[int | None, list[int]] = {}
        for pk, parent in self.model._default_manager.values_list("pk", "parent_id"):
            children.setdefault(parent, []).append(pk)
        found: set[int] = set()
        waiting = [term.pk for term in terms]
        while waiting:
            pk = waiting.pop()
            if pk not in found:
                found.add(pk)
                waiting.extend(children.get(pk, ()))
        return found


class TreeTerm(Term):
    """A term that stands under a broader one."""

    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", help_text="The broader term."
    )

    class Meta(Term.Meta):
        abstract = True

    def ancestors(self) -> list["TreeTerm"]:
        """The broader terms, root first; this one left out."""
        line, term = [], self.parent
        while term is not None:
            line.append(term)
            term = term.parent
        return line[::-1]

    def clean(self):
        super().clean()
        line: list[TreeTerm] = [self]
        while line[-1].parent is not None:
            line.append(line[-1].parent)
            if line[-1] in line[:-1]:
                raise ValidationError({"parent": "A term cannot stand under itself."})


def owned_by_study(related_name: str) -> models.ForeignKey:
    """The study that a row belongs to, and the name its rows have there."""
    return models.ForeignKey("studies.Study", on_delete=models.CASCADE, related_name=related_name)


def within_study(model: str, related_name: str, help_text: str = "", **extra) -> models.ForeignKey:
    """Another row of the same study. It cannot be deleted alone, and goes with its study."""
    return models.ForeignKey(
        f"studies.{model}", on_delete=models.RESTRICT, related_name=related_name, help_text=help_text, **extra
    )


class StudyRow(models.Model):
    """A row of a study's aggregate. Its key is unique in the study, so files carry no primary keys."""

    study: models.ForeignKey  # each model declares it, with the name its rows have on a study
    key = models.CharField(
        max_length=100, validators=[KEY], help_text="Short name of this row within the study: “orr”, “neutropenia-3-4”."
    )

    natural_key_lookups = ("study__slug", "key")
    objects = NaturalKeyManager()

    class Meta:
        abstract = True
        ordering: ClassVar[tuple[str, ...]] = ("study", "key")
        constraints = [
            models.UniqueConstraint(
                fields=("study", "key"),
                name="%(class)s_key_unique_in_study",
                violation_error_message="Another row of this study has the same key.",
            ),
            not_empty("key", "A row needs a key."),
        ]

    def __str__(self) -> str:
        return self.key

    def natural_key(self):
        return (*self.study.natural_key(), self.key)

    natural_key.dependencies = ["studies.study"]  # type: ignore[attr-defined]

    def clean(self):
        """Rows that a row points at belong to the same study."""
        super().clean()
        for field in self._meta.concrete_fields:
            related: Any = field.related_model
            if field.name != "study" and related and issubclass(related, StudyRow):
                other = getattr(self, field.name, None)
                if other is not None and other.study_id != self.study_id:  # type: ignore[attr-defined]
                    raise ValidationError({field.name: "This row belongs to another study."})


class SourcedRow(StudyRow):
    """A row that carries figures, and says where each was read."""

    report = models.ForeignKey("studies.Report", on_delete=models.PROTECT, related_name="+")
    place = models.CharField(
        max_length=200,
        help_text="Section, table and row, or paragraph: “Table 2, row CR”, “Results, para 1, sentence 2”.",
    )
    as_reported = models.CharField(
        max_length=300,
        blank=True,
        help_text="The printed figure as it stands, whole: “14 (32%)”. Never a sentence of the source.",
    )
    also_at = models.JSONField(
        default=list,
        blank=True,
        help_text="Further places of the same figure: [{“place”: …, “as_reported”: …, “report”: its slug if another}].",
    )
    computed = models.JSONField(
        default=dict,
        blank=True,
        help_text="Values that we computed: {field: formula with its figures}, “events”: “0.24 × 100 = 24”.",
    )
    note = models.TextField(blank=True, help_text="What a reader must know to read this figure right; our own words.")

    class Meta(StudyRow.Meta):
        abstract = True
        constraints = [*StudyRow.Meta.constraints, not_empty("place", "A figure needs its place in the report.")]

    def clean(self):
        super().clean()
        check_also_at(self.also_at)
        fields = {field.name for field in self._meta.concrete_fields}
        if not isinstance(self.computed, dict):
            raise ValidationError({"computed": "A map of field names to formulas."})
        for name, formula in self.computed.items():
            if name not in fields:
                raise ValidationError({"computed": f"“{name}” is no field of this row."})
            if not isinstance(formula, str) or not formula.strip():
                raise ValidationError({"computed": f"The formula of “{name}” is empty."})


def check_also_at(also_at) -> None:
    """Each further place is a map with a place, what is printed there and perhaps another report's slug."""
    if not isinstance(also_at, list):
        raise ValidationError({"also_at": "A list of further places."})
    for entry in also_at:
        if not isinstance(entry, dict) or not str(entry.get("place", "")).strip():
            raise ValidationError({"also_at": "Each further place names its place."})
        unknown = set(entry) - {"place", "as_reported", "report"}
        if unknown or not all(isinstance(value, str) for value in entry.values()):
            raise ValidationError({"also_at": "A further place holds place, as_reported and report, as texts."})

"""Arms, doses and other therapy."""

from django.db.models import TextChoices


class ArmRole(TextChoices):
    EXPERIMENTAL = "experimental", "experimental"
    CONTROL = "control", "control"
    ONLY = "only", "the only arm"
    ALL = "all", "all arms together"


class ScheduleRole(TextChoices):
    """How an arm's schedules stand to each other."""

    COMBINED = "combined", "given together"
    ALTERNATIVE = "alternative", "one or the other"
    DOSE_LEVEL = "dose_level", "dose level"
    SEQUENCE = "sequence", "one after the other"


class Combination(TextChoices):
    """How a component stands to the others of its schedule."""

    TOGETHER = "together", "with the others"
    ALTERNATIVE = "alternative", "instead of another"
    SEQUENTIAL = "sequential", "after the others"


class DoseBasis(TextChoices):
    FLAT = "flat", "flat dose"
    SURFACE = "surface", "per body surface"
    WEIGHT = "weight", "per body weight"


class Route(TextChoices):
    ORAL = "po", "orally"
    SUBCUTANEOUS = "sc", "subcutaneously"
    INTRAVENOUS = "iv", "intravenously"
    INTRATHECAL = "it", "intrathecally"
    INTRAMUSCULAR = "im", "intramuscularly"


class DoseStepKind(TextChoices):
    ESCALATION = "escalation", "escalation"
    REDUCTION = "reduction", "reduction"
    LEVEL = "level", "dose level"


class TherapyKind(TextChoices):
    PRIOR = "prior", "prior therapy"
    BRIDGING = "bridging", "bridging therapy"
    CONDITIONING = "conditioning", "conditioning"
    TRANSPLANT = "transplant", "transplantation"
    PROPHYLAXIS = "prophylaxis", "prophylaxis"
    SUPPORTIVE = "supportive", "supportive care"
    SUBSEQUENT = "subsequent", "subsequent therapy"


class Exposure(TextChoices):
    EXPOSED = "exposed", "exposed"
    REFRACTORY = "refractory", "refractory"
    INTOLERANT = "intolerant", "intolerant"
    SENSITIVE = "sensitive", "sensitive"
    NOT_GIVEN = "not_given", "not given"

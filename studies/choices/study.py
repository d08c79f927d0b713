"""What a study, a report and a discrepancy are."""

from django.db.models import TextChoices


class Answer(TextChoices):
    """A yes-or-no question; blank means the source does not say."""

    YES = "yes", "yes"
    NO = "no", "no"


class Design(TextChoices):
    RANDOMISED = "randomised", "randomised trial"
    CONTROLLED = "controlled", "non-randomised comparative trial"
    SINGLE_ARM = "single_arm", "single-arm trial"
    PROSPECTIVE_COHORT = "prospective_cohort", "prospective cohort"
    RETROSPECTIVE = "retrospective", "retrospective series"
    REGISTRY = "registry", "registry study"
    CASE_SERIES = "case_series", "case series"
    CASE_REPORT = "case_report", "case report"


class Phase(TextChoices):
    ONE = "1", "phase I"
    ONE_TWO = "1/2", "phase I/II"
    TWO = "2", "phase II"
    TWO_THREE = "2/3", "phase II/III"
    THREE = "3", "phase III"
    FOUR = "4", "phase IV"
    NOT_APPLICABLE = "na", "not applicable"


class Randomisation(TextChoices):
    NONE = "none", "not randomised"
    OPEN = "open", "randomised, open-label"
    BLINDED = "blinded", "randomised, blinded"
    UNSPECIFIED = "unspecified", "randomised, blinding not stated"


class Registry(TextChoices):
    CLINICALTRIALS = "nct", "ClinicalTrials.gov"
    EUDRACT = "eudract", "EudraCT"
    ISRCTN = "isrctn", "ISRCTN"
    OTHER = "other", "other registry"


class LinkKind(TextChoices):
    """How two study records share patients."""

    SAME_COHORT = "same_cohort", "same cohort"
    SUBSET = "subset", "subset of"
    SUSPECTED_OVERLAP = "suspected_overlap", "suspected overlap with"


class ReportKind(TextChoices):
    ARTICLE = "article", "article"
    CASE_REPORT = "case_report", "case report"
    MEETING_ABSTRACT = "meeting_abstract", "meeting abstract"
    LETTER = "letter", "letter"
    REGISTRY_RECORD = "registry_record", "registry record"


class ReportRole(TextChoices):
    """What a report is to a study."""

    PRIMARY = "primary", "primary report"
    UPDATE = "update", "update"
    ABSTRACT = "abstract", "abstract"
    COPY = "copy", "another copy"


class ReportStatus(TextChoices):
    """Blank: nothing known against it."""

    CORRECTED = "corrected", "corrected"
    CONCERN = "concern", "expression of concern"
    RETRACTED = "retracted", "retracted"


class DiscrepancyKind(TextChoices):
    ARITHMETIC = "arithmetic", "figures that do not fit each other"
    TWO_VALUES = "two_values", "two figures for one thing"
    EXCHANGED = "exchanged", "figures exchanged between places"
    IMPOSSIBLE = "impossible", "an impossible figure"
    MISPRINT = "misprint", "a misprint"
    WORDING = "wording", "statements that differ"

"""How an outcome was measured and compared."""

from django.db.models import TextChoices


class AnalysisSet(TextChoices):
    """Who is in the denominator; blank means the source does not say."""

    ENROLLED = "enrolled", "all enrolled"
    INTENTION_TO_TREAT = "itt", "intention to treat"
    TREATED = "treated", "all treated"
    EVALUABLE = "evaluable", "evaluable"
    RESPONDERS = "responders", "responders"
    TESTED = "tested", "patients with the test"
    TRANSPLANTED = "transplanted", "transplanted"


class Assessor(TextChoices):
    INVESTIGATOR = "investigator", "investigators"
    INDEPENDENT = "independent", "independent committee"
    CENTRAL_LABORATORY = "central_laboratory", "central laboratory"


class PhaseOfCare(TextChoices):
    BASELINE = "baseline", "before treatment"
    SALVAGE = "salvage", "during salvage treatment"
    TRANSPLANTATION = "transplantation", "after transplantation"
    FOLLOW_UP = "follow_up", "follow-up"


class TimeOrigin(TextChoices):
    DIAGNOSIS = "diagnosis", "diagnosis"
    ENROLMENT = "enrolment", "enrolment"
    RANDOMISATION = "randomisation", "randomisation"
    TREATMENT_START = "treatment_start", "start of treatment"
    RESPONSE = "response", "response"
    RELAPSE = "relapse", "relapse"
    TRANSPLANTATION = "transplantation", "transplantation"


class Measure(TextChoices):
    HAZARD_RATIO = "hr", "hazard ratio"
    RISK_DIFFERENCE = "rd", "risk difference"
    ODDS_RATIO = "or", "odds ratio"
    RISK_RATIO = "rr", "risk ratio"
    MEAN_DIFFERENCE = "md", "difference"
    NONE = "none", "no measure given"


class Finding(TextChoices):
    """What the source says of a comparison, whether or not it gives a p-value."""

    BETTER = "better", "better than the reference"
    WORSE = "worse", "worse than the reference"
    HIGHER = "higher", "higher than the reference"
    LOWER = "lower", "lower than the reference"
    DIFFERENT = "different", "different, direction not stated"
    NO_DIFFERENCE = "no_difference", "no difference"
    NOT_STATED = "not_stated", "not stated"


class PSides(TextChoices):
    ONE = "one", "one-sided"
    TWO = "two", "two-sided"

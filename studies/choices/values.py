"""How a value stands: present, or absent for a stated reason; its statistic, unit and bounds."""

from django.db.models import TextChoices


class ValueState(TextChoices):
    """Why a value is absent. Absent is never zero, and is written in words."""

    NOT_REPORTED = "not_reported", "not reported"
    NOT_REACHED = "not_reached", "not reached"
    NOT_ESTIMABLE = "not_estimable", "not estimable"
    MISSING_IN_COPY = "missing_in_copy", "missing in our copy"
    MISPRINTED = "misprinted", "misprinted"


class DenominatorUnit(TextChoices):
    """What a denominator counts. Courses cluster in patients: no binomial interval for them."""

    PATIENTS = "patients", "patients"
    COURSES = "courses", "courses"
    SPECIMENS = "specimens", "specimens"
    METAPHASES = "metaphases", "metaphases"
    CELLS = "cells", "cells"


class Operator(TextChoices):
    """A sign printed before a percent or a p-value; blank means "equals"."""

    LESS = "<", "<"
    AT_MOST = "<=", "≤"
    GREATER = ">", ">"
    AT_LEAST = ">=", "≥"
    ABOUT = "~", "about"


class Statistic(TextChoices):
    """What an estimate is."""

    MEDIAN = "median", "median"
    MEAN = "mean", "mean"
    RATE = "rate", "Kaplan–Meier or cumulative rate"
    COUNT = "count", "count"
    VALUE = "value", "single value"
    MAXIMUM = "maximum", "maximum"
    MINIMUM = "minimum", "minimum"


class BoundsKind(TextChoices):
    """What a lower and an upper bound are."""

    CONFIDENCE = "ci", "confidence interval"
    RANGE = "range", "range"
    INTERQUARTILE = "iqr", "interquartile range"
    NORMAL = "normal", "reference range of the laboratory"


class TimeUnit(TextChoices):
    """Unit of a time: UCUM symbols, and the cycle."""

    DAY = "d", "days"
    WEEK = "wk", "weeks"
    MONTH = "mo", "months"
    YEAR = "a", "years"
    CYCLE = "{cycle}", "cycles"

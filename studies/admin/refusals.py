"""Why a database refused what was typed, in the words of the rule it broke."""

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models

POINTED_AT = "Other rows point at a row that was to be deleted: delete those first. Nothing was saved."
UNKNOWN = "The database refuses these values. Nothing was saved."


def sentence_of(error: Exception) -> str:
    """What a curator reads when something was refused in the moment of saving."""
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    if isinstance(error, models.RestrictedError | models.ProtectedError):
        return POINTED_AT
    if not isinstance(error, IntegrityError):
        return str(error)
    said = str(error)
    rules = [rule for model in apps.get_app_config("studies").get_models() for rule in model._meta.constraints]
    return next((str(rule.violation_error_message) for rule in rules if rule.name in said), UNKNOWN)

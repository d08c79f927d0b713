"""What the JSON fields of the model may hold."""

import re

from django.core.exceptions import ValidationError


def list_of_texts(value) -> None:
    """A list of texts, none of them empty. Raises ValidationError."""
    if not isinstance(value, list) or not all(isinstance(one, str) and one.strip() for one in value):
        raise ValidationError("A list of texts, none of them empty.")


def country_codes(value) -> None:
    """A list of ISO 3166 codes of two letters. Raises ValidationError."""
    if not isinstance(value, list) or not all(isinstance(one, str) and re.fullmatch("[A-Z]{2}", one) for one in value):
        raise ValidationError("A list of country codes of two capital letters: [“IT”].")


def map_of_texts(value) -> None:
    """A map of texts to texts, none of them empty. Raises ValidationError."""
    if not isinstance(value, dict) or not all(isinstance(one, str) and one.strip() for one in value.values()):
        raise ValidationError("A map whose values are texts, none of them empty.")

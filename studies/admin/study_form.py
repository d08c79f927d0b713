"""A study's own fields as typed, and the lock that keeps two curators from overwriting each other."""

from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from studies.models import Study

STALE = "stale"


class StudyForm(forms.ModelForm):
    """The study's fields. ``seen_edits`` says which state of the draft the curator had in view."""

    refusal = ""  # why an action refused these values when they were about to be saved

    class Meta:
        model = Study
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is not None:
            self.fields["seen_edits"] = forms.IntegerField(
                widget=forms.HiddenInput, initial=self.instance.edits, min_value=0
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        seen = cleaned.get("seen_edits")
        if seen is not None and seen != self.instance.edits:
            raise ValidationError("The study was saved meanwhile: nothing of this form was saved.", code=STALE)
        if self.refusal:
            raise ValidationError(self.refusal)
        return cleaned

    @property
    def is_stale(self) -> bool:
        """Whether somebody saved the study after this form was read."""
        return self.is_bound and self.has_error(NON_FIELD_ERRORS, STALE)

"""The forms of what is handed in."""

from __future__ import annotations

from types import MappingProxyType

from django import forms
from django.utils.translation import gettext_lazy as _

from salerno.policy.forms import CarefulForm, DeclaredForm
from salerno.services.articles.clauses import HANDING_IN, SUBMISSION, SUBMITTED_FILE
from salerno.services.articles.values.handed import Handed, NewSubmission, State

MOST_LETTERS = 30_000


class SubmissionForm(CarefulForm):
    """A letter, a case or an image."""

    point = HANDING_IN
    kind = forms.ChoiceField(label=_("What it is"), choices=Handed)
    title = forms.CharField(label=_("Title"), max_length=200)
    byline = forms.CharField(
        label=_("Your name, as it is to be printed"),
        max_length=200,
        help_text=_("With your institution, if you like."),
    )
    text = forms.CharField(
        label=_("The text"),
        max_length=MOST_LETTERS,
        help_text=_("Weigh what you write of patients: nobody may be recognised by it."),
        widget=forms.Textarea(attrs={"rows": "14"}),
    )
    file = forms.FileField(
        label=_("A picture or a PDF"),
        help_text=_("Place and camera are taken out of pictures. You can add more files later."),
    )
    fields_of = MappingProxyType(
        {"kind": SUBMISSION, "title": SUBMISSION, "byline": SUBMISSION, "text": SUBMISSION,
         "file": SUBMITTED_FILE}
    )  # fmt: skip

    def new(self) -> NewSubmission:
        """What is handed in."""
        given = self.cleaned_data
        return NewSubmission(
            given["kind"], given["title"], given["text"], given["byline"], self.is_sure
        )


class FileForm(DeclaredForm):
    """One file more."""

    point = HANDING_IN
    file = forms.FileField(
        label=_("A picture or a PDF"), help_text=_("Place and camera are taken out of pictures.")
    )
    fields_of = MappingProxyType({"file": SUBMITTED_FILE})
    controls = frozenset({"do"})


class DecideForm(forms.Form):
    """What becomes of it: read by its author."""

    state = forms.ChoiceField(choices=[(one.value, one.label) for one in State])
    words = forms.CharField(
        label=_("Your letter to the author"),
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": "8"}),
    )

"""One control of each kind, in a form."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy


class DateBoxes(forms.MultiWidget):
    """Three boxes for a date: what a person types from memory."""

    def __init__(self) -> None:
        numeric = {"inputmode": "numeric"}
        super().__init__({name: forms.TextInput(numeric) for name in ("day", "month", "year")})

    def decompress(self, value: object) -> list[str | None]:
        """A date of birth is never shown again."""
        return [None, None, None]


class Birth(forms.MultiValueField):
    """A date in three boxes."""

    widget = DateBoxes

    def __init__(self, **options: Any) -> None:
        super().__init__(fields=[forms.IntegerField()] * 3, **options)

    def compress(self, data_list: list[int]) -> str:
        """The boxes as one text."""
        return "-".join(str(one) for one in data_list)


class Sample(forms.Form):
    """One control of each kind. The password is wrong, so that an error shows."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        help_text=gettext_lazy("We write to it once, to see that it is yours."),
    )
    password = forms.CharField(
        label=gettext_lazy("Password"),
        min_length=12,
        help_text=gettext_lazy("At least 12 characters. A sentence is fine."),
        error_messages={"min_length": gettext_lazy("This is shorter than 12 characters.")},
        widget=forms.PasswordInput,
    )
    born = Birth(
        label=gettext_lazy("Date of birth"),
        help_text=gettext_lazy("For example, 9 6 1994. We keep only whether you are 13 or older."),
    )
    specialty = forms.ChoiceField(
        label=gettext_lazy("Specialty"),
        required=False,
        choices=[
            ("", gettext_lazy("I would rather not say")),
            ("im", gettext_lazy("Internal medicine")),
            ("pe", gettext_lazy("Pediatrics")),
        ],
    )
    shown = forms.ChoiceField(
        label=gettext_lazy("Who sees your photograph"),
        required=False,
        initial="me",
        choices=[("me", gettext_lazy("Only you")), ("members", gettext_lazy("Members"))],
        widget=forms.RadioSelect,
    )
    letters = forms.MultipleChoiceField(
        label=gettext_lazy("Letters"),
        required=False,
        choices=[
            ("toc", gettext_lazy("The table of contents, on Thursdays")),
            ("offers", gettext_lazy("Offers of our own, at most one a month")),
        ],
        widget=forms.CheckboxSelectMultiple,
    )
    photograph = forms.FileField(
        label=gettext_lazy("Photograph"),
        required=False,
        help_text=gettext_lazy("JPEG or PNG, at most 8 MB. Place and camera are taken out."),
    )
    note = forms.CharField(
        label=gettext_lazy("Note to the record"), required=False, widget=forms.Textarea
    )
    agree = forms.BooleanField(label=gettext_lazy("I accept the terms."))

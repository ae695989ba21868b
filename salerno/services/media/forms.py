"""The form of a photograph."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from salerno.policy.forms import DeclaredForm
from salerno.policy.words import AUDIENCES
from salerno.privacy.declare import Reach
from salerno.services.media.actions import widest
from salerno.services.media.clauses import PHOTOGRAPH, PHOTOGRAPH_POINT


class PhotographForm(DeclaredForm):
    """A file, and who sees it."""

    point = PHOTOGRAPH_POINT
    file = forms.FileField(
        label=_("A picture of you"),
        help_text=_("JPEG, PNG or WebP, at most 8 MB. Place and camera are taken out."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )
    audience = forms.TypedChoiceField(label=_("Who sees it"), coerce=int)
    fields_of = MappingProxyType({"file": PHOTOGRAPH, "audience": PHOTOGRAPH})
    controls = frozenset({"do"})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(int(one), AUDIENCES[one]) for one in Reach if one <= widest()]
        audience: Any = self.fields["audience"]
        audience.choices = choices

    def audience_chosen(self) -> Reach:
        """The audience, the viewer alone where none was chosen."""
        return Reach(int(self.cleaned_data.get("audience") or 0))

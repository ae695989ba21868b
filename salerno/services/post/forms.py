"""Where messages reach somebody. The words of the yes stand beside the box, from the pack."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from salerno.policy.forms import DeclaredForm
from salerno.policy.purposes import MARKETING_SMS
from salerno.privacy.law import in_force
from salerno.services.post.clauses import CONTACT_POINT, NUMBER, POSTAL
from salerno.services.post.values.telephones import number as telephone


class NumberForm(DeclaredForm):
    """A number, and the yes to it. The box is never ticked beforehand."""

    point = CONTACT_POINT
    number = forms.CharField(
        label=gettext_lazy("Telephone number"),
        max_length=30,
        help_text=gettext_lazy("With its country, such as +1 617 555 0123."),
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )
    yes = forms.BooleanField(required=False)
    fields_of = MappingProxyType({"number": NUMBER})
    controls = frozenset({"yes"})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ruled = in_force().purpose(MARKETING_SMS.id)
        self.fields["yes"].label = ruled.ask or ruled.text

    def clean_number(self) -> str:
        """The number as a machine writes it."""
        written = telephone(str(self.cleaned_data.get("number", "")))
        if not written:
            raise forms.ValidationError(
                _("This is no telephone number. Write it with its country, +1 …")
            )
        return written

    def clean_yes(self) -> bool:
        """Without the yes the number is not kept."""
        if not self.cleaned_data.get("yes"):
            raise forms.ValidationError(_("Without your yes we do not keep the number."))
        return True


class PostalForm(DeclaredForm):
    """A postal address for offers; an empty one takes it back."""

    point = CONTACT_POINT
    postal = forms.CharField(
        label=gettext_lazy("Postal address"), max_length=400, widget=forms.Textarea
    )
    fields_of = MappingProxyType({"postal": POSTAL})

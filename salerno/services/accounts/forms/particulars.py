"""What a person may tell besides: demographics, a number, a region, an address."""

from __future__ import annotations

from types import MappingProxyType

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from salerno.policy.forms import DeclaredForm
from salerno.services.accounts import clauses, rules
from salerno.services.accounts.forms.fields import field_of, regions
from salerno.services.accounts.models import Demographics, PostalAddress


class DemographicsForm(DeclaredForm):
    """Each may be answered with "I prefer not to say"; that is also the answer of silence."""

    point = clauses.DEMOGRAPHICS_POINT
    gender = field_of(Demographics, "gender")
    birth_decade = field_of(Demographics, "birth_decade")
    background = field_of(Demographics, "background")
    fields_of = MappingProxyType(
        dict.fromkeys(("gender", "birth_decade", "background"), clauses.DEMOGRAPHICS)
    )

    def answers(self) -> dict[str, str]:
        """What was said."""
        return {name: self.cleaned_data[name] or "unsaid" for name in self.fields_of}


class RecoveryPhoneForm(DeclaredForm):
    """A number for recovery, and nothing else."""

    point = clauses.RECOVERY_POINT
    recovery_phone = forms.CharField(
        label=gettext_lazy("Telephone number"),
        max_length=30,
        help_text=gettext_lazy("With the code of the country: +1 555 0100. Empty clears it."),
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    fields_of = MappingProxyType({"recovery_phone": clauses.RECOVERY_PHONE})

    def clean_recovery_phone(self) -> str:
        """A number that can be dialled, or nothing."""
        given: str = self.cleaned_data["recovery_phone"]
        number = rules.phone_number(given)
        if given and not number:
            raise ValidationError(_("Begin with + and the code of the country."))
        return number


class RegionForm(DeclaredForm):
    """Where somebody lives."""

    point = clauses.REGION_POINT
    region = forms.ChoiceField(
        label=gettext_lazy("Where you live"),
        choices=regions,
        help_text=gettext_lazy("It decides which law protects you."),
    )
    fields_of = MappingProxyType({"region": clauses.REGION})


class PostalAddressForm(DeclaredForm):
    """Where print goes. Shown only when something printed or an invoice needs it."""

    point = clauses.POSTAL_POINT
    lines = field_of(PostalAddress, "lines")
    postal_code = field_of(PostalAddress, "postal_code")
    city = field_of(PostalAddress, "city")
    country = forms.ChoiceField(label=gettext_lazy("Country"), choices=regions)
    fields_of = MappingProxyType(
        dict.fromkeys(("lines", "postal_code", "city", "country"), clauses.POSTAL_ADDRESS)
    )

    def address(self) -> dict[str, str]:
        """What was sent."""
        return {name: self.cleaned_data[name] for name in self.fields_of}

"""The forms of the desk and of the person."""

from __future__ import annotations

from types import MappingProxyType

from django import forms
from django.utils.translation import gettext_lazy as _

from salerno.policy.forms import DeclaredForm
from salerno.privacy.law import in_force
from salerno.services.accounts.values.countries import shown_countries
from salerno.services.institutions.clauses import (
    ADMINISTRATOR,
    AFFILIATION,
    APPOINTMENT_POINT,
    CLAIM_POINT,
)
from salerno.services.institutions.values import Appointment, Invite, Kind, NewOrganisation


class OrganisationForm(DeclaredForm):
    """A partner: a body, and nobody in it."""

    point = APPOINTMENT_POINT
    name = forms.CharField(label=_("Name of the institution"), max_length=120)
    slug = forms.SlugField(
        label=_("Address"), max_length=60, help_text=_("Small letters and hyphens.")
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices)
    country = forms.ChoiceField(
        label=_("Country"), choices=shown_countries, initial=lambda: in_force().operator.country
    )
    contract = forms.CharField(
        label=_("Contract"), max_length=120, help_text=_("Its number and day, as it is filed.")
    )
    bans_passing_on = forms.BooleanField(label=_("The contract bans passing anything on"))
    controls = frozenset({"name", "slug", "kind", "country", "contract", "bans_passing_on"})

    def organisation(self) -> NewOrganisation:
        """What was sent."""
        return NewOrganisation(**self.cleaned_data)


class ClaimForm(DeclaredForm):
    """Somebody of whom an institution says that they belong to it."""

    point = CLAIM_POINT
    email = forms.EmailField(label=_("The address they sign in with"), max_length=254)
    known_as = forms.CharField(
        label=_("The name by which the institution knows them"),
        max_length=120,
        help_text=_("As it stands in its own list. The report uses this name."),
    )
    cohort = forms.CharField(
        label=_("Cohort"), max_length=60, required=False,
        help_text=_("A name for those who begin together, such as Autumn 2026. May stay empty."),
    )  # fmt: skip
    fields_of = MappingProxyType({"known_as": AFFILIATION, "cohort": AFFILIATION})
    parts = frozenset({"cohort"})
    controls = frozenset({"email"})

    def invite(self) -> Invite:
        """What was sent."""
        return Invite(**self.cleaned_data)


class ReaderForm(DeclaredForm):
    """Somebody who is to look after an institution."""

    point = APPOINTMENT_POINT
    email = forms.EmailField(label=_("The address they sign in with"), max_length=254)
    cohort = forms.CharField(
        label=_("Cohort"), max_length=60, required=False,
        help_text=_("They look after this cohort alone. Empty: after all."),
    )  # fmt: skip
    bills = forms.BooleanField(label=_("The bills go to them"), required=False)
    fields_of = MappingProxyType({"cohort": ADMINISTRATOR, "bills": ADMINISTRATOR})
    parts = frozenset({"cohort", "bills"})
    controls = frozenset({"email", "do"})

    def appointment(self) -> Appointment:
        """What was sent."""
        return Appointment(**self.cleaned_data)


class LeaverForm(forms.Form):
    """Somebody who belongs no more."""

    email = forms.EmailField(label=_("Their address"), max_length=254)

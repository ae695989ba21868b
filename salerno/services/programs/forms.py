"""The forms of this room: inviting, a roster, and the desk's."""

from __future__ import annotations

from types import MappingProxyType

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy

from salerno.policy.forms import DeclaredForm
from salerno.services.programs.clauses import INVITATION, INVITING
from salerno.services.programs.formats import roster
from salerno.services.programs.values import Entry, NewProgram

SHORT = RegexValidator(r"\A[a-z0-9][a-z0-9-]*\Z", gettext_lazy("Small letters, digits, hyphens."))
BASIS = gettext_lazy("In a sentence, such as: our residents know that we pass their addresses on.")


class InviteForm(DeclaredForm):
    """One person who is offered a seat."""

    point = INVITING
    email = forms.EmailField(label=gettext_lazy("Their address"), max_length=254)
    name = forms.CharField(label=gettext_lazy("Their name"), max_length=roster.MOST_NAME)
    basis = forms.CharField(
        label=gettext_lazy("Why you may name them to us"), max_length=200, help_text=BASIS
    )
    fields_of = MappingProxyType({"email": INVITATION, "name": INVITATION, "basis": INVITATION})
    controls = frozenset({"do"})

    def entries(self) -> list[Entry]:
        """The one line that it is."""
        said = self.cleaned_data
        return [Entry(1, said["email"].lower(), said["name"])]


class RosterForm(forms.Form):
    """A table of those who are offered seats."""

    file = forms.FileField(
        label=gettext_lazy("The roster"),
        help_text=gettext_lazy("CSV in UTF-8 with two columns: email, name. No others."),
    )
    basis = forms.CharField(
        label=gettext_lazy("Why you may name them to us"), max_length=200, help_text=BASIS
    )


class ProgramForm(forms.Form):
    """A program under contract."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    slug = forms.CharField(label=gettext_lazy("Short name"), max_length=60, validators=[SHORT])
    address = forms.CharField(label=gettext_lazy("Postal address"), max_length=300)
    country = forms.CharField(
        label=gettext_lazy("Country"),
        validators=[RegexValidator(r"\A[A-Z]{2}\Z", gettext_lazy("Two capital letters."))],
    )
    contract = forms.CharField(label=gettext_lazy("Contract"), max_length=120)
    contract_ends = forms.DateField(
        label=gettext_lazy("Its last day"), widget=forms.DateInput(attrs={"type": "date"})
    )
    is_confidential = forms.BooleanField(
        label=gettext_lazy("It promises confidentiality"), required=False
    )

    def new(self) -> NewProgram:
        """What was sent."""
        return NewProgram(**self.cleaned_data)


class ReaderForm(forms.Form):
    """Who administers a program."""

    email = forms.EmailField(label=gettext_lazy("The address they sign in with"), max_length=254)


class BlockForm(forms.Form):
    """Seats that were paid by a bill."""

    count = forms.IntegerField(label=gettext_lazy("Seats"), min_value=1, max_value=10_000)
    reference = forms.CharField(label=gettext_lazy("Number of the bill"), max_length=60)
    ends = forms.DateField(
        label=gettext_lazy("Their last day"), widget=forms.DateInput(attrs={"type": "date"})
    )

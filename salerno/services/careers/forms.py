"""The forms of this room."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from salerno.policy.forms import DeclaredForm
from salerno.services.accounts.values import Specialty
from salerno.services.accounts.values.countries import shown_countries
from salerno.services.careers.clauses import (
    APPLICATION,
    APPLYING,
    CONTACT_EMAIL,
    CONTACT_NAME,
    CONTACT_PHONE,
    DOCUMENT,
    FILING,
    PRESENTING,
    PROFILE,
    SENT_DOCUMENT,
    WORKING,
)
from salerno.services.careers.rules import CONTACT, MOST_DAYS
from salerno.services.careers.values import (
    WORKED,
    DocumentLine,
    NewApplication,
    NewEmployer,
    NewPosting,
    Practice,
    Search,
    Sort,
    Stage,
    Visibility,
)

ANY = ("", _("Any"))


def _countries() -> list[tuple[str, Any]]:
    return [ANY, *shown_countries()]


class SearchForm(forms.Form):
    """What is looked for; nothing about anybody is stored."""

    q = forms.CharField(label=_("Words"), max_length=120, required=False)
    specialty = forms.ChoiceField(
        label=_("Specialty"), choices=[ANY, *Specialty.choices], required=False
    )
    country = forms.ChoiceField(label=_("Country"), choices=_countries, required=False)
    practice = forms.ChoiceField(
        label=_("Kind of practice"), choices=[ANY, *Practice.choices], required=False
    )
    visa = forms.BooleanField(label=_("With help for a visa"), required=False)

    def search(self) -> Search:
        """The search; what is not valid asks for nothing."""
        self.is_valid()
        given = self.cleaned_data
        return Search(
            given.get("q", ""), given.get("specialty", ""), given.get("country", ""),
            given.get("practice", ""), bool(given.get("visa")),
        )  # fmt: skip


class ProfileForm(DeclaredForm):
    """The physician profile. Every line may be left."""

    point = PRESENTING
    state = forms.ChoiceField(
        label=_("Who finds it"), choices=Visibility, widget=forms.RadioSelect, required=False
    )
    headline = forms.CharField(label=_("In one line"), max_length=160)
    specialty = forms.ChoiceField(label=_("Specialty"), choices=[ANY, *Specialty.choices])
    country = forms.ChoiceField(label=_("Where you want to work"), choices=_countries)
    practice = forms.ChoiceField(label=_("Kind of practice"), choices=[ANY, *Practice.choices])
    needs_visa = forms.BooleanField(label=_("I need help for a visa"))
    statement = forms.CharField(
        label=_("What you look for"), max_length=3000, widget=forms.Textarea(attrs={"rows": "6"})
    )
    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    phone = forms.CharField(label=_("Telephone"), max_length=30)
    shows = forms.MultipleChoiceField(
        label=_("What employers see of it, if the profile is open"),
        choices=[("name", _("Name")), ("email", _("E-mail address")), ("phone", _("Telephone"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    fields_of = MappingProxyType(
        {"state": PROFILE, "headline": PROFILE, "specialty": PROFILE, "country": PROFILE,
         "practice": PROFILE, "needs_visa": PROFILE, "statement": PROFILE, "name": CONTACT_NAME,
         "email": CONTACT_EMAIL, "phone": CONTACT_PHONE}
    )  # fmt: skip
    controls = frozenset({"shows"})

    def lines(self) -> dict[str, object]:
        """The lines of the profile."""
        left = ("state", "shows")
        return {name: value for name, value in self.cleaned_data.items() if name not in left}

    def visibility(self) -> Visibility:
        """Who finds it: nobody, where nothing was chosen."""
        return Visibility(self.cleaned_data.get("state") or Visibility.HIDDEN)

    def switches(self) -> tuple[str, ...]:
        """The contact details that were ticked."""
        return tuple(one for one in CONTACT if one in self.cleaned_data.get("shows", ()))


class DocumentForm(DeclaredForm):
    """A CV or a letter."""

    point = FILING
    sort = forms.ChoiceField(label=_("What it is"), choices=Sort)
    name = forms.CharField(label=_("How you call it"), max_length=120)
    file = forms.FileField(
        label=_("The file"), help_text=_("PDF or Word, at most 5 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.doc,.docx"}),
    )  # fmt: skip
    fields_of = MappingProxyType({"sort": DOCUMENT, "name": DOCUMENT, "file": DOCUMENT})


class ApplyForm(DeclaredForm):
    """An application. Nothing of a profile is asked."""

    point = APPLYING
    name = forms.CharField(label=_("Your name"), max_length=120)
    words = forms.CharField(
        label=_("Your words"), max_length=6000, widget=forms.Textarea(attrs={"rows": "8"})
    )
    documents = forms.TypedMultipleChoiceField(
        label=_("Documents to send"), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    shows_email = forms.BooleanField(
        label=_("Show my e-mail address now"),
        required=False,
        help_text=_("Otherwise you write to each other here, and neither sees an address."),
    )
    fields_of = MappingProxyType(
        {"name": APPLICATION, "words": APPLICATION, "documents": SENT_DOCUMENT}
    )
    controls = frozenset({"shows_email"})
    parts = frozenset({"words"})

    def __init__(self, *args: Any, own: list[DocumentLine] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        documents: Any = self.fields["documents"]
        documents.choices = [(one.id, f"{one.sort_title}: {one.name}") for one in own or []]
        if not own:
            del self.fields["documents"]

    def new(self) -> NewApplication:
        """The application."""
        given = self.cleaned_data
        return NewApplication(
            given["name"], given.get("words", ""), tuple(given.get("documents") or ()),
            bool(given.get("shows_email")),
        )  # fmt: skip


class MessageForm(DeclaredForm):
    """A message to the other side."""

    point = WORKING
    text = forms.CharField(
        label=_("Your message"), max_length=6000, widget=forms.Textarea(attrs={"rows": "4"})
    )
    fields_of = MappingProxyType({"text": APPLICATION})
    controls = frozenset({"do"})


class StageForm(forms.Form):
    """Where an application stands: read by the applicant."""

    stage = forms.ChoiceField(
        label=_("Where it stands"), choices=[(one.value, one.label) for one in WORKED]
    )

    def chosen(self) -> Stage:
        """The stage."""
        return Stage(self.cleaned_data["stage"])


class EmployerForm(forms.Form):
    """An organisation; nothing about anybody."""

    name = forms.CharField(label=_("Name of the employer"), max_length=160)
    website = forms.URLField(label=_("Website"), max_length=200, assume_scheme="https")
    city = forms.CharField(label=_("City"), max_length=80)
    country = forms.ChoiceField(label=_("Country"), choices=shown_countries)
    about = forms.CharField(
        label=_("About it"), max_length=2000, required=False,
        widget=forms.Textarea(attrs={"rows": "5"}),
    )  # fmt: skip

    def new(self) -> NewEmployer:
        """The employer."""
        return NewEmployer(**self.cleaned_data)


class PostingForm(forms.Form):
    """A position; nothing about anybody."""

    title = forms.CharField(label=_("Title"), max_length=160)
    specialty = forms.ChoiceField(label=_("Specialty"), choices=Specialty)
    practice = forms.ChoiceField(label=_("Kind of practice"), choices=Practice)
    city = forms.CharField(label=_("City"), max_length=80)
    country = forms.ChoiceField(label=_("Country"), choices=shown_countries)
    text = forms.CharField(
        label=_("The position"), max_length=6000, widget=forms.Textarea(attrs={"rows": "8"})
    )
    visa = forms.BooleanField(label=_("We help with a visa"), required=False)
    days = forms.IntegerField(
        label=_("For how many days it is shown"), min_value=1, max_value=MOST_DAYS, initial=30
    )

    def new(self) -> NewPosting:
        """The position."""
        return NewPosting(**self.cleaned_data)


class VerifyForm(forms.Form):
    """What staff found out about an employer."""

    do = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no")])
    contract = forms.CharField(
        label=_("The terms it accepted"), max_length=160, required=False,
        help_text=_("Jobseekers read it beside what the employer received."),
    )  # fmt: skip

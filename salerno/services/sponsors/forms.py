"""The sheet of a consent, and the forms of the desk."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from salerno.policy.forms import DeclaredForm
from salerno.policy.words import Gloss
from salerno.privacy import law
from salerno.services.sponsors.clauses import LEAD, SHARING
from salerno.services.sponsors.values import (
    MOST_NAMES,
    Field,
    NewPaper,
    NewSponsor,
    PaperPage,
    Sheet,
)

MOST_MB = 20
SHORT = RegexValidator(r"\A[a-z0-9][a-z0-9-]*\Z", gettext_lazy("Small letters, digits, hyphens."))


class SheetForm(DeclaredForm):
    """One box for each sponsor, none ticked beforehand, and the digest of what was shown."""

    point = SHARING
    share = forms.MultipleChoiceField(
        label=gettext_lazy("Who may have it"), widget=forms.CheckboxSelectMultiple
    )
    sheet = forms.CharField(widget=forms.HiddenInput, max_length=64)
    fields_of = MappingProxyType({"share": LEAD})
    controls = frozenset({"sheet"})
    if_left = MappingProxyType(
        {"share": gettext_lazy("Left unticked, nothing is sent to this sponsor.")}
    )

    def __init__(self, *args: Any, sheet: Sheet | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.days = sheet.paper.term_days if sheet is not None else 0
        if sheet is not None:
            share: Any = self.fields["share"]
            takers = sheet.paper.takers
            share.choices = [(str(one.id), _("Yes: send it to %s") % one.name) for one in takers]
            self.fields["sheet"].initial = sheet.digest

    def gloss(self, name: str) -> Gloss:
        """The clause's own, with the end that this paper has, which is never later."""
        own = super().gloss(name)
        if not self.days:
            return own
        span = ngettext("%(n)d day", "%(n)d days", self.days) % {"n": self.days}
        return replace(own, kept=_("%s, or until you take it back.") % span)

    def clean_share(self) -> list[int]:
        """The sponsors that were ticked. A box that did not come was not ticked."""
        chosen = [int(one) for one in self.cleaned_data.get("share", [])]
        if not chosen:
            raise forms.ValidationError(
                _("Nothing is ticked, so nothing was sent. Tick a sponsor, or leave this page.")
            )
        return chosen


class SponsorForm(forms.Form):
    """A company."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    slug = forms.CharField(
        label=gettext_lazy("Short name"),
        max_length=60,
        validators=[SHORT],
        help_text=gettext_lazy("Its folder and its file are named so."),
    )
    address = forms.CharField(label=gettext_lazy("Postal address"), max_length=300)
    country = forms.CharField(
        label=gettext_lazy("Country"),
        validators=[RegexValidator(r"\A[A-Z]{2}\Z", gettext_lazy("Two capital letters."))],
        help_text=gettext_lazy("Two capital letters, such as DE."),
    )
    contract = forms.CharField(label=gettext_lazy("Contract"), max_length=120)
    privacy_link = forms.URLField(
        label=gettext_lazy("Its privacy policy"),
        max_length=300,
        assume_scheme="https",
        widget=forms.TextInput(attrs={"inputmode": "url"}),
    )
    words = forms.CharField(
        label=gettext_lazy("What it makes, and what it paid for"), max_length=300, required=False
    )
    has_drop = forms.BooleanField(
        label=gettext_lazy("Lay leads in its folder as well"), required=False
    )

    def new(self) -> NewSponsor:
        """What was sent."""
        return NewSponsor(**self.cleaned_data)


class PaperForm(forms.Form):
    """A paper, what its sponsors ask, and on which condition."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=300)
    slug = forms.CharField(
        label=gettext_lazy("Address"),
        max_length=80,
        validators=[SHORT],
        help_text=gettext_lazy("The last part of its address: /papers/…"),
    )
    summary = forms.CharField(
        label=gettext_lazy("What it is"), max_length=2000, required=False, widget=forms.Textarea
    )
    byline = forms.CharField(label=gettext_lazy("Written by"), max_length=200, required=False)
    label = forms.CharField(
        label=gettext_lazy("Label"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("Stands wherever the paper is named. Without one it stays here."),
    )
    sponsors = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Sponsors"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    fields_asked = forms.MultipleChoiceField(
        label=gettext_lazy("Fields that are passed on"),
        choices=Field.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    term_days = forms.IntegerField(label=gettext_lazy("Days until a lead ends"), min_value=1)
    download_without_sharing = forms.BooleanField(
        label=gettext_lazy("It can be taken without sharing"), required=False
    )
    file = forms.FileField(
        label=gettext_lazy("The paper"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "application/pdf"}),
        help_text=gettext_lazy("PDF, at most 20 MB."),
    )

    def __init__(self, *args: Any, sponsors: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["sponsors"]
        chosen.choices = sponsors
        days: Any = self.fields["term_days"]
        most = law.in_force().clause(LEAD.id).term.days
        days.max_value = most
        days.help_text = _("At most %(n)d, as the policy says.") % {"n": most}

    def clean_term_days(self) -> int:
        """Within what the policy allows."""
        given = int(self.cleaned_data["term_days"])
        most = law.in_force().clause(LEAD.id).term.days
        if given > most:
            raise forms.ValidationError(_("The policy allows %(n)d days.") % {"n": most})
        return given

    def clean_sponsors(self) -> list[int]:
        """As many as somebody can read before they say yes."""
        given: list[int] = self.cleaned_data["sponsors"]
        if len(given) > MOST_NAMES:
            words = _("A paper has at most %(n)d sponsors: who shares is shown each of them.")
            raise forms.ValidationError(words % {"n": MOST_NAMES})
        return given

    def clean_file(self) -> UploadedFile[Any] | None:
        """A PDF by its first bytes, and not too large."""
        given: UploadedFile[Any] | None = self.cleaned_data.get("file")
        if given is None:
            return None
        if (given.size or 0) > MOST_MB * 1_000_000:
            raise forms.ValidationError(_("It is larger than 20 MB."))
        first = given.read(5)
        given.seek(0)
        if first != b"%PDF-":
            raise forms.ValidationError(_("This is not a PDF."))
        return given

    def new(self) -> NewPaper:
        """What was sent."""
        said = self.cleaned_data
        return NewPaper(
            said["slug"], said["title"], said["summary"], said["label"],
            tuple(one.value for one in Field if one.value in said["fields_asked"]),
            said["download_without_sharing"], said["term_days"], tuple(said["sponsors"]),
            said["byline"],
        )  # fmt: skip


def filled(page: PaperPage) -> dict[str, object]:
    """A paper as its form shows it."""
    return {
        "title": page.title, "slug": page.slug, "summary": page.summary, "label": page.label,
        "byline": page.byline,
        "sponsors": [one.id for one in page.sponsors], "fields_asked": list(page.fields),
        "term_days": page.term_days,
        "download_without_sharing": page.download_without_sharing,
    }  # fmt: skip


class StopForm(forms.Form):
    """Why a sponsor is switched off."""

    reason = forms.CharField(label=gettext_lazy("Why"), max_length=200)


class TokenForm(forms.Form):
    """What a sponsor sends to fetch its file by hand."""

    token = forms.CharField(
        label=gettext_lazy("Token"),
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("The one that you were given for your feed."),
    )

"""The forms of this room: what staff book, and a line of one's own list."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from salerno.policy.forms import DeclaredForm
from salerno.privacy.law import Recipient
from salerno.services.adverts import rules
from salerno.services.adverts.clauses import INTEREST, INTERESTS_POINT
from salerno.services.adverts.values import (
    CampaignCard,
    NewAdvertiser,
    NewCampaign,
    Placement,
)

SHORT = RegexValidator(r"\A[a-z0-9][a-z0-9-]*\Z", gettext_lazy("Small letters, digits, hyphens."))
COUNTRY = RegexValidator(r"\A[A-Z]{2}\Z", gettext_lazy("Two capital letters."))


class InterestForm(DeclaredForm):
    """One subject for one's own list."""

    point = INTERESTS_POINT
    subject = forms.CharField(label=gettext_lazy("A subject"), max_length=60)
    fields_of = MappingProxyType({"subject": INTEREST})
    if_left = MappingProxyType({"subject": gettext_lazy("Left empty, your list stays as it is.")})


class AdvertiserForm(forms.Form):
    """A company."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    slug = forms.CharField(label=gettext_lazy("Short name"), max_length=60, validators=[SHORT])
    address = forms.CharField(label=gettext_lazy("Postal address"), max_length=300)
    country = forms.CharField(
        label=gettext_lazy("Country"),
        validators=[COUNTRY],
        help_text=gettext_lazy("Two capital letters, such as DE."),
    )
    contract = forms.CharField(label=gettext_lazy("Contract"), max_length=120)
    policy_link = forms.URLField(
        label=gettext_lazy("Its privacy policy"),
        max_length=300,
        required=False,
        assume_scheme="https",
        help_text=gettext_lazy("Shown beside each banner. Without it no campaign goes live."),
    )

    def new(self) -> NewAdvertiser:
        """The company as it was handed in."""
        return NewAdvertiser(**self.cleaned_data)


class ListField(forms.CharField):
    """Words with commas between them."""

    def clean(self, value: Any) -> tuple[str, ...]:
        """Each word once, in the order given."""
        said = super().clean(value) or ""
        return tuple(dict.fromkeys(one.strip() for one in re.split(r"[,\n]", said) if one.strip()))


class CampaignForm(forms.Form):
    """What was booked."""

    advertiser = forms.TypedChoiceField(label=gettext_lazy("Advertiser"), coerce=int)
    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    unit = forms.CharField(
        label=gettext_lazy("For the benefit of"),
        max_length=120,
        help_text=gettext_lazy("The unit whose service or product is promoted."),
    )
    delivered_by = forms.CharField(
        label=gettext_lazy("Delivered by"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Left empty: by ourselves."),
    )
    placements = forms.MultipleChoiceField(
        label=gettext_lazy("Where"), choices=Placement, widget=forms.CheckboxSelectMultiple
    )
    subjects = ListField(
        label=gettext_lazy("Subjects of the page"),
        max_length=600,
        required=False,
        help_text=gettext_lazy("With commas between them. Left empty: every page."),
    )
    countries = ListField(
        label=gettext_lazy("Countries"),
        max_length=200,
        required=False,
        help_text=gettext_lazy(
            "Two capital letters each. Asked only of readers who let advertising be chosen."
        ),
    )
    segment = forms.CharField(
        label=gettext_lazy("Interest"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("One subject that at least twenty people have on their lists."),
    )
    starts_at = forms.DateTimeField(
        label=gettext_lazy("Starts"), help_text=gettext_lazy("As 2026-12-01 08:00.")
    )
    ends_at = forms.DateTimeField(
        label=gettext_lazy("Ends"), help_text=gettext_lazy("As 2026-12-31 20:00.")
    )
    budget = forms.IntegerField(
        label=gettext_lazy("Shows in all"), min_value=1, max_value=100_000_000
    )
    cap = forms.IntegerField(
        label=gettext_lazy("Most on one device a day"),
        min_value=0,
        max_value=50,
        help_text=gettext_lazy("0: no cap. Counted on the device, where its reader allows it."),
    )

    def __init__(
        self, *args: Any, advertisers: Sequence[tuple[int, str]] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["advertiser"]
        chosen.choices = [(str(number), name) for number, name in advertisers]

    def clean_subjects(self) -> tuple[str, ...]:
        """The subjects as pages name them."""
        said: tuple[str, ...] = self.cleaned_data["subjects"]
        return tuple(one for one in map(rules.subject_of, said) if one)

    def clean_countries(self) -> tuple[str, ...]:
        """Two letters each."""
        said: tuple[str, ...] = self.cleaned_data["countries"]
        for one in said:
            COUNTRY(one)
        return said

    def clean_segment(self) -> str:
        """The interest as lists name it."""
        return rules.subject_of(self.cleaned_data["segment"])

    def clean(self) -> dict[str, Any]:
        """A campaign ends after it starts."""
        said = super().clean() or {}
        starts, ends = said.get("starts_at"), said.get("ends_at")
        if starts and ends and ends <= starts:
            self.add_error("ends_at", _("It must end after it starts."))
        return said

    def new(self) -> NewCampaign:
        """The campaign as it was handed in."""
        said = self.cleaned_data | {"placements": tuple(self.cleaned_data["placements"])}
        return NewCampaign(**said)


def filled(card: CampaignCard | None) -> dict[str, object]:
    """What a campaign's form begins with."""
    if card is None:
        return {"cap": 3, "placements": [Placement.ARTICLE.value]}
    return {
        **vars(card), "advertiser": card.advertiser.id, "placements": list(card.placements),
        "subjects": ", ".join(card.subjects), "countries": ", ".join(card.countries),
    }  # fmt: skip


class CreativeForm(forms.Form):
    """What is shown: a picture with words, or markup for a closed frame."""

    TEXTS = ("headline", "words", "link", "alt", "markup")
    headline = forms.CharField(label=gettext_lazy("Headline"), max_length=80)
    words = forms.CharField(label=gettext_lazy("Words"), max_length=200, required=False)
    link = forms.URLField(
        label=gettext_lazy("Leads to"),
        max_length=500,
        assume_scheme="https",
        help_text=gettext_lazy("It may carry nothing of a reader."),
    )
    image = forms.FileField(
        label=gettext_lazy("Picture"),
        required=False,
        help_text=gettext_lazy("JPEG, PNG or WebP, at most 2 MB."),
    )
    alt = forms.CharField(
        label=gettext_lazy("The picture in words"), max_length=200, required=False
    )
    markup = forms.CharField(
        label=gettext_lazy("Markup"),
        max_length=20_000,
        required=False,
        widget=forms.Textarea,
        help_text=gettext_lazy("Instead of a picture. It stands in a closed frame."),
    )


class VendorForm(forms.Form):
    """Who fills a place."""

    vendor = forms.ChoiceField(label=gettext_lazy("Filled by"), required=False)

    def __init__(
        self, *args: Any, vendors: Mapping[str, Recipient] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["vendor"]
        named = [(name, one.name) for name, one in (vendors or {}).items()]
        chosen.choices = [("", _("our own campaigns")), *named]

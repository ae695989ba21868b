"""The forms of this room: a seat, an event, a ticket at the door."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from salerno.policy.forms import DeclaredForm
from salerno.services.events.clauses import BADGE, REGISTRATION_POINT
from salerno.services.events.values import Event, Mode, NewEvent

SHORT = RegexValidator(r"\A[a-z0-9][a-z0-9-]*\Z", gettext_lazy("Small letters, digits, hyphens."))


class SeatForm(DeclaredForm):
    """A seat: nothing is needed but the press."""

    point = REGISTRATION_POINT
    badge = forms.CharField(
        label=gettext_lazy("The name on your badge"), max_length=80, required=False
    )
    is_listed = forms.BooleanField(
        label=gettext_lazy("Show this name to the others who come"), required=False
    )
    fields_of = MappingProxyType({"badge": BADGE})
    controls = frozenset({"is_listed"})
    if_left = MappingProxyType(
        {"badge": gettext_lazy("Left empty, your badge is blank and you stand on no list.")}
    )


class EventForm(forms.Form):
    """An event."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    slug = forms.CharField(
        label=gettext_lazy("Address"), max_length=80, validators=[SHORT],
        help_text=gettext_lazy("It stands at /events/ and this."),
    )  # fmt: skip
    summary = forms.CharField(label=gettext_lazy("In one sentence"), max_length=500)
    words = forms.CharField(
        label=gettext_lazy("What happens"), max_length=10_000, required=False,
        widget=forms.Textarea,
    )  # fmt: skip
    mode = forms.ChoiceField(label=gettext_lazy("How"), choices=Mode)
    venue = forms.CharField(label=gettext_lazy("Where"), max_length=300, required=False)
    link = forms.URLField(
        label=gettext_lazy("The way to join"), max_length=500, required=False,
        assume_scheme="https", help_text=gettext_lazy("Shown to those who have a seat."),
    )  # fmt: skip
    starts_at = forms.DateTimeField(
        label=gettext_lazy("Begins"), help_text=gettext_lazy("As 2026-12-01 18:00.")
    )
    ends_at = forms.DateTimeField(
        label=gettext_lazy("Ends"), help_text=gettext_lazy("As 2026-12-01 19:30.")
    )
    closes_at = forms.DateTimeField(
        label=gettext_lazy("Registration closes"), required=False,
        help_text=gettext_lazy("Left empty: when it begins."),
    )  # fmt: skip
    capacity = forms.IntegerField(label=gettext_lazy("Seats"), min_value=1, max_value=100_000)
    is_accredited = forms.BooleanField(label=gettext_lazy("It is accredited"), required=False)
    has_list = forms.BooleanField(
        label=gettext_lazy("Those who come may stand on a list that they share"), required=False
    )

    def clean(self) -> dict[str, Any]:
        """An event in person has a place, one online a link."""
        said = super().clean() or {}
        mode = said.get("mode")
        if mode in {Mode.PERSON, Mode.BOTH} and not said.get("venue"):
            self.add_error("venue", _("Say where it is."))
        if mode in {Mode.ONLINE, Mode.BOTH} and not said.get("link"):
            self.add_error("link", _("Give the address at which people join."))
        return said

    def new(self) -> NewEvent:
        """The event as it was handed in."""
        return NewEvent(**self.cleaned_data)


class DoorForm(forms.Form):
    """A ticket."""

    code = forms.CharField(label=gettext_lazy("The code of the ticket"), max_length=20)


def filled(event: Event | None) -> dict[str, object]:
    """What an event's form begins with."""
    return dict(vars(event)) if event is not None else {"capacity": 50, "mode": Mode.ONLINE}

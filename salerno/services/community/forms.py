"""The forms of this room."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from salerno.policy.forms import DeclaredForm
from salerno.policy.words import AUDIENCES
from salerno.privacy.declare import Reach
from salerno.services.community.clauses import INVITATION, INVITING, OPENING, TOPIC
from salerno.services.community.queries import audiences
from salerno.services.community.values import Medium, NewInvitation, NewReuse

INVITED_ONLY = _("Only those whom you invite")


def audience_words(one: Reach) -> str:
    """An audience of a discussion, in words."""
    return str(INVITED_ONLY if one < Reach.MEMBERS else AUDIENCES[one])


class OpenForm(DeclaredForm):
    """A discussion."""

    point = OPENING
    title = forms.CharField(
        label=_("What it is about"),
        max_length=120,
        help_text=_("No patient and nobody else by name."),
    )
    audience = forms.TypedChoiceField(
        label=_("Who reads it and takes part"), coerce=int, widget=forms.RadioSelect
    )
    fields_of = MappingProxyType({"title": TOPIC, "audience": TOPIC})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        audience: Any = self.fields["audience"]
        audience.choices = [(int(one), audience_words(one)) for one in audiences()]


class InviteForm(DeclaredForm):
    """An address, and which lines of the inviter's profile the letter shows."""

    point = INVITING
    address = forms.EmailField(
        label=_("Their e-mail address"),
        max_length=254,
        help_text=_("Invite people you know. One letter is sent, and no second one after a no."),
    )
    lines = forms.MultipleChoiceField(
        label=_("What the letter says of you"), required=False, widget=forms.CheckboxSelectMultiple
    )
    fields_of = MappingProxyType({"address": INVITATION})
    controls = frozenset({"lines"})

    def __init__(self, *args: Any, own: list[tuple[str, str]] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lines: Any = self.fields["lines"]
        lines.choices = own or []
        if not own:
            del self.fields["lines"]

    def new(self, discussion: int = 0) -> NewInvitation:
        """The invitation."""
        given = self.cleaned_data
        return NewInvitation(given["address"], tuple(given.get("lines") or ()), discussion)


class ReuseForm(forms.Form):
    """Where a contribution is used again. Its author reads every word of it."""

    post = forms.IntegerField(
        label=_("Number of the post"), min_value=1, max_value=2**63 - 1,
        help_text=_("It stands in the address of the post, after “post-”."),
    )  # fmt: skip
    publication = forms.CharField(label=_("Publication"), max_length=200)
    medium = forms.ChoiceField(label=_("Medium"), choices=Medium)
    licence = forms.CharField(
        label=_("Licence"), max_length=200, help_text=_("The clause of the terms it rests on.")
    )
    is_named = forms.BooleanField(label=_("With the author’s name"), required=False)

    def new(self) -> NewReuse:
        """The re-use."""
        return NewReuse(**self.cleaned_data)

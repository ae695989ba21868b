"""The forms of the desk. Who asks is a body; the one form about a person is the refusal."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from salerno.policy.forms import DeclaredForm
from salerno.services.directory import queries
from salerno.services.directory.clauses import EVIDENCE, REFUSAL, REFUSAL_POINT
from salerno.services.directory.values import Asked, Channel, Inquiry, Scope

WORDS = {
    "name": _("Name"),
    "photograph": _("Photograph"),
    "city": _("City"),
    "state": _("State or region"),
    "country": _("Country"),
    "course": _("Course"),
    "dates": _("Dates"),
}
NARROWED = ("city", "state", "country")


class _ByWhom(DeclaredForm):
    """Who asks, and what for: a body, and no person."""

    recipient = forms.CharField(
        label=_("Who asks"), max_length=120, help_text=_("The body, and no person’s name.")
    )
    purpose = forms.CharField(label=_("What for"), max_length=60)


class ReleaseForm(_ByWhom):
    """A release: fields of the published definition, and no others."""

    point = REFUSAL_POINT
    course = forms.SlugField(
        label=_("Address of one course"),
        max_length=60,
        required=False,
        help_text=_("Left empty: all courses."),
    )
    controls = frozenset({"recipient", "purpose", "which", "course", *NARROWED})

    def own_fields(self) -> dict[str, forms.Field]:
        """The definition of the pack in force, and by which of it a list may be narrowed."""
        known = queries.definition()
        which = forms.MultipleChoiceField(
            label=_("Which fields"),
            choices=[(one, WORDS[one]) for one in known],
            widget=forms.CheckboxSelectMultiple,
        )
        help_text = _("Only those. Left empty: everybody.")
        only = {
            one: forms.CharField(
                label=WORDS[one], max_length=80, required=False, help_text=help_text
            )
            for one in NARROWED
            if one in known
        }
        return {"which": which, **only}

    def asked(self) -> Asked:
        """What was sent."""
        sent = self.cleaned_data
        narrowed = {one: sent[one] for one in NARROWED if sent.get(one)}
        return Asked(
            sent["recipient"], sent["purpose"], tuple(sent["which"]), sent["course"], narrowed
        )


class InquiryForm(_ByWhom):
    """Whether somebody studies here."""

    point = REFUSAL_POINT
    name = forms.CharField(label=_("The name that is asked about"), max_length=120)
    controls = frozenset({"recipient", "purpose", "name"})

    def inquiry(self) -> Inquiry:
        """What was sent."""
        return Inquiry(**self.cleaned_data)


class RefusalForm(DeclaredForm):
    """A refusal that came by post or telephone."""

    point = REFUSAL_POINT
    email = forms.EmailField(label=_("The address they sign in with"), max_length=254)
    scope = forms.ChoiceField(label=_("What they keep out of"), choices=Scope.choices)
    channel = forms.ChoiceField(label=_("How it reached us"), choices=Channel.choices)
    evidence = forms.CharField(
        label=_("Where the proof is filed"),
        max_length=200,
        help_text=_("A number or a shelf. It goes when the account is erased."),
    )
    fields_of = MappingProxyType({"scope": REFUSAL, "channel": REFUSAL, "evidence": EVIDENCE})
    controls = frozenset({"email"})

    def sent(self) -> dict[str, Any]:
        """What the action takes."""
        kept = self.cleaned_data
        return {
            **kept, "scope": Scope(kept["scope"]), "channel": Channel(kept["channel"]),
        }  # fmt: skip

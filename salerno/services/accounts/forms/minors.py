"""Age, guardians, and the report of a child's account."""

from __future__ import annotations

from types import MappingProxyType

from django import forms
from django.utils.translation import gettext_lazy

from salerno.policy.forms import DeclaredForm
from salerno.privacy import clock
from salerno.services.accounts import clauses, rules
from salerno.services.accounts.forms.register import BirthDateField
from salerno.services.accounts.values import AgeAnswer


class AgeForm(DeclaredForm):
    """The same question as at the beginning, and as neutral."""

    point = clauses.AGE_POINT
    birth = BirthDateField(
        label=gettext_lazy("Date of birth"),
        help_text=gettext_lazy(
            "For example, 9 6 1994. The date is not kept; of a minor, the year of coming of age is."
        ),
    )
    fields_of = MappingProxyType({"birth": clauses.AGE_ANSWER})

    def answer(self) -> AgeAnswer:
        """What is taken from the date, which itself leaves this form nowhere."""
        born = self.cleaned_data["birth"]
        return AgeAnswer(rules.age_on(clock.today(), born), rules.adult_year(born))


class GuardianForm(DeclaredForm):
    """Whom to ask."""

    point = clauses.GUARDIAN_POINT
    email = forms.EmailField(
        label=gettext_lazy("E-mail address of a parent or guardian"),
        help_text=gettext_lazy("We write to it about this program, and about nothing else."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    fields_of = MappingProxyType({"email": clauses.GUARDIAN})
    controls = frozenset({"program"})
    if_left = MappingProxyType({"email": gettext_lazy("Without it the program stays closed.")})


class ReportForm(DeclaredForm):
    """Which account, and why; who says so is not asked."""

    point = clauses.CHILD_POINT
    email = forms.EmailField(
        label=gettext_lazy("The address that the child signs in with"),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    words = forms.CharField(
        label=gettext_lazy("How you know"),
        max_length=600,
        required=False,
        help_text=gettext_lazy("As little about the child as you can. Our desk reads it."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    fields_of = MappingProxyType({"words": clauses.CHILD_REPORT})
    controls = frozenset({"email"})

    def needs(self, name: str) -> bool:
        """Nobody needs to say how they know."""
        return False

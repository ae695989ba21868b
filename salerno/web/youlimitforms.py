"""What a person says when they restrict, object, or ask for a correction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from salerno.policy.forms import DeclaredForm
from salerno.privacy.clauses import OWN_WORDS
from salerno.privacy.declare import Clause
from salerno.privacy.points import KEEPING
from salerno.privacy.proceedings import MOST_WORDS
from salerno.privacy.restriction import Ground

GROUNDS = (
    (Ground.ACCURACY, _("It is wrong. Use it for nothing until you have checked it.")),
    (Ground.UNLAWFUL, _("You used it against the law. Keep it, and do not use it.")),
    (Ground.CLAIMS, _("You no longer need it, and I do: for a legal claim of mine.")),
)


class Said(DeclaredForm):
    """A form with words of the person's own."""

    point = KEEPING
    fields_of: ClassVar[Mapping[str, Clause]] = MappingProxyType({"words": OWN_WORDS})

    words = forms.CharField(
        label=_("In your words"),
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": "5"}),
    )


class RestrictForm(Said):
    """What is restricted, and on which of the three grounds."""

    controls = frozenset({"clause", "ground", "review_date"})

    clause = forms.ChoiceField(label=_("What"))
    ground = forms.ChoiceField(label=_("Why"), choices=GROUNDS, widget=forms.RadioSelect)
    review_date = forms.DateField(
        label=_("Keep it at least until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("For a legal claim. Left empty, we look at it again in a year."),
    )

    field_order = ("clause", "ground", "words", "review_date")

    def __init__(self, *args: Any, clauses: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["clause"]
        choice.choices = [("", _("Choose one")), *clauses]


class ObjectForm(Said):
    """The use to which somebody objects."""

    controls = frozenset({"purpose"})

    purpose = forms.ChoiceField(label=_("To which use"), widget=forms.RadioSelect)

    field_order = ("purpose", "words")

    def __init__(self, *args: Any, purposes: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["purpose"]
        choice.choices = list(purposes)


class AskForm(Said):
    """What is wrong, and what would be right."""

    controls = frozenset({"clause", "contested"})

    clause = forms.ChoiceField(label=_("What is wrong"))
    contested = forms.BooleanField(
        label=_("Use it for nothing until this is decided"),
        required=False,
        help_text=_("Nobody but you sees it meanwhile, and nothing is worked out from it."),
    )

    field_order = ("clause", "words", "contested")

    def __init__(self, *args: Any, clauses: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["clause"]
        choice.choices = [("", _("Choose one")), *clauses]

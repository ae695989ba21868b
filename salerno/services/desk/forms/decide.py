"""What staff fill when they decide: begin a record, decide it, tell, review, hear."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from salerno.policy.forms import DeclaredForm
from salerno.privacy.restriction import Ground
from salerno.services.desk import queries
from salerno.services.desk.clauses import WORDS, WORKING
from salerno.services.desk.forms.staff import DAY, MOMENT, MOMENT_FORMATS

CHANNELS = (
    ("letter", gettext_lazy("By a letter, now")),
    ("telephone", gettext_lazy("We told them by telephone")),
    ("post", gettext_lazy("We wrote by post")),
)
RESTRICTING = (Ground.ACCURACY, Ground.UNLAWFUL, Ground.CLAIMS)
ASKED = {
    "restriction": ("ground", "clause"),
    "objection": ("purpose",),
    "correction": ("clause", "contested"),
}


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": str(rows)})


class BeginForm(DeclaredForm):
    """Enter for the person what they asked for: one field contested, one use objected to."""

    point = WORKING
    words = forms.CharField(
        label=gettext_lazy("In the person’s words"), max_length=2000, widget=_area(3)
    )
    ground = forms.ChoiceField(label=gettext_lazy("Why it is restricted"), required=False)
    clause = forms.ChoiceField(label=gettext_lazy("Which data"), required=False)
    purpose = forms.ChoiceField(label=gettext_lazy("Which use"), required=False)
    contested = forms.BooleanField(
        label=gettext_lazy("Nothing uses it while it is checked"), required=False
    )
    fields_of = MappingProxyType({"words": WORDS})
    controls = frozenset({"do", "ground", "clause", "purpose", "contested"})

    def __init__(
        self, *args: Any, kind: str = "", uses: list[tuple[str, str]] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        shown = ASKED.get(kind, ())
        choices: dict[str, Any] = {
            "ground": [(one.value, one.label) for one in RESTRICTING],
            "clause": queries.kinds_to_choose(),
            "purpose": uses or [],
        }
        for name, listed in choices.items():
            field: Any = self.fields[name]
            field.choices = [("", _("Choose")), *listed]
            field.required = name in shown
        for name in ("ground", "clause", "purpose", "contested"):
            if name not in shown:
                del self.fields[name]

    def needs(self, name: str) -> bool:
        """The words are what is decided about."""
        return True


class DecideForm(DeclaredForm):
    """Decide what stands; the person reads the reason."""

    point = WORKING
    outcome = forms.ChoiceField(label=gettext_lazy("What is decided"))
    reason = forms.CharField(
        label=gettext_lazy("Why"), max_length=2000, widget=_area(3),
        help_text=gettext_lazy("The person reads it."),
    )  # fmt: skip
    note = forms.CharField(
        label=gettext_lazy("What stands beside the record, if it is not corrected"),
        max_length=2000, widget=_area(2), required=False,
        help_text=gettext_lazy("Left empty: the person’s own words."),
    )  # fmt: skip
    fields_of = MappingProxyType({"reason": WORDS})
    controls = frozenset({"do", "outcome", "note"})

    def __init__(
        self, *args: Any, outcomes: tuple[tuple[str, str], ...] = (), about: str = "", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        outcome: Any = self.fields["outcome"]
        outcome.choices = [("", _("Choose")), *outcomes]
        if about != "correction":
            del self.fields["note"]

    def needs(self, name: str) -> bool:
        """A decision has its reason."""
        return True


class TellForm(DeclaredForm):
    """How the person is told that what stands will end."""

    point = WORKING
    channel = forms.ChoiceField(label=gettext_lazy("How the person is told"), choices=CHANNELS)
    told = forms.CharField(
        label=gettext_lazy("What they are told"), max_length=2000, widget=_area(2), required=False
    )
    controls = frozenset({"do", "channel", "told"})


class ReviewForm(DeclaredForm):
    """It goes on, and is looked at again."""

    point = WORKING
    review_date = forms.DateField(label=gettext_lazy("Looked at again on"), widget=DAY)
    why = forms.CharField(label=gettext_lazy("Why it goes on"), max_length=2000, widget=_area(2))
    controls = frozenset({"do", "review_date", "why"})


class HearingForm(DeclaredForm):
    """The day of a hearing."""

    point = WORKING
    hearing_at = forms.DateTimeField(
        label=gettext_lazy("When (UTC)"), widget=MOMENT, input_formats=MOMENT_FORMATS
    )
    place = forms.CharField(
        label=gettext_lazy("Where"), max_length=200,
        help_text=gettext_lazy("A room, or an address for a meeting by video."),
    )  # fmt: skip
    fields_of = MappingProxyType({"place": WORDS})
    controls = frozenset({"do", "hearing_at"})

    def needs(self, name: str) -> bool:
        """The person has to know where."""
        return True


class HeardForm(DeclaredForm):
    """The decision after a hearing."""

    point = WORKING
    decision = forms.CharField(
        label=gettext_lazy("What was put forward, and the reasons"), max_length=4000,
        widget=_area(5),
    )  # fmt: skip
    amended = forms.BooleanField(label=gettext_lazy("The record is amended"), required=False)
    fields_of = MappingProxyType({"decision": WORDS})
    controls = frozenset({"do", "amended"})

    def needs(self, name: str) -> bool:
        """A decision is in writing."""
        return True

"""What the staff fills: a case taken in, work on it, demands, incidents."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from salerno.policy.forms import DeclaredForm
from salerno.privacy import clock
from salerno.privacy.registry import registry
from salerno.services.accounts.values.countries import shown_countries
from salerno.services.desk import queries
from salerno.services.desk.actions.demands import grounds
from salerno.services.desk.clauses import (
    CONTACT,
    DEMANDING,
    INCIDENT,
    TAKING,
    WORDS,
    WORKING,
)
from salerno.services.desk.values import (
    AskerWord,
    ChannelWord,
    DenialWord,
    ExemptionWord,
    GroundWord,
    InstrumentWord,
    KindWord,
    NewBreach,
    NewCase,
    NewDemand,
    OutcomeWord,
)

LINES = {
    "name": gettext_lazy("Name"),
    "institution": gettext_lazy("Institution"),
    "biography": gettext_lazy("About"),
}
DAY = forms.DateInput(attrs={"type": "date"})
MOMENT = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
MOMENT_FORMATS = ("%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S")


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": str(rows)})


class TakeInForm(DeclaredForm):
    """What was told by telephone, came by post, or by mail to somebody here."""

    point = TAKING
    kind = forms.ChoiceField(label=gettext_lazy("What is asked for"), choices=KindWord.choices)
    channel = forms.ChoiceField(label=gettext_lazy("How it reached us"))
    received_date = forms.DateField(label=gettext_lazy("When it reached us"), widget=DAY)
    words = forms.CharField(label=gettext_lazy("What was said"), max_length=8000, widget=_area(5))
    asker = forms.ChoiceField(label=gettext_lazy("Who asks"), choices=AskerWord.choices)
    behalf = forms.CharField(label=gettext_lazy("For whom, if not for themselves"), max_length=200)
    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    email = forms.EmailField(label=gettext_lazy("E-mail address"), max_length=254)
    phone = forms.CharField(label=gettext_lazy("Telephone"), max_length=30)
    postal = forms.CharField(label=gettext_lazy("Postal address"), max_length=400, widget=_area(3))
    country = forms.ChoiceField(label=gettext_lazy("Country"))
    fields_of = MappingProxyType({
        "words": WORDS, "behalf": CONTACT, "name": CONTACT, "email": CONTACT, "phone": CONTACT,
        "postal": CONTACT, "country": CONTACT,
    })  # fmt: skip
    controls = frozenset({"kind", "channel", "received_date", "asker"})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        channel: Any = self.fields["channel"]
        channel.choices = [one for one in ChannelWord.choices if one[0] != "page"]
        country: Any = self.fields["country"]
        country.choices = [("", _("Not known")), *shown_countries()]
        self.fields["received_date"].initial = clock.today

    def needs(self, name: str) -> bool:
        """Only what was said: somebody who calls may leave everything else."""
        return name == "words"

    def new(self) -> NewCase:
        """The request, as of the day it came."""
        given = self.cleaned_data
        names = (
            "kind", "channel", "words", "asker", "behalf", "name", "email", "phone", "postal",
            "country",
        )  # fmt: skip
        day = given["received_date"]
        at = clock.now()
        if day != at.date():
            at = at.replace(year=day.year, month=day.month, day=day.day)
        return NewCase(received_at=at, **{one: given[one] for one in names})


class WorkForm(DeclaredForm):
    """One step of work on a case."""

    point = WORKING
    words = forms.CharField(label=gettext_lazy("Words"), max_length=8000, widget=_area(4))
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=4000,
        widget=_area(3),
        help_text=gettext_lazy("The person reads it. Needed for a refusal and for more time."),
    )
    outcome = forms.ChoiceField(
        label=gettext_lazy("What the answer is"),
        choices=[("", "—"), *OutcomeWord.choices],
        required=False,
    )
    letter = forms.IntegerField(
        required=False, min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput
    )
    denial = forms.ChoiceField(
        label=gettext_lazy("If something is refused: on which ground"),
        choices=[("", "—"), *DenialWord.choices],
        required=False,
    )
    address = forms.EmailField(
        label=gettext_lazy("Address the person signs in with"), required=False
    )
    fields_of = MappingProxyType({"words": WORDS, "reason": WORDS})
    controls = frozenset({"do", "outcome", "letter", "denial", "address"})

    def needs(self, name: str) -> bool:
        """Each step says itself what it needs."""
        return False


class LinesForm(DeclaredForm):
    """Lines of a profile, changed as the person asked."""

    point = WORKING
    controls = frozenset({"do", *LINES})

    def own_fields(self) -> dict[str, forms.Field]:
        """The lines; what is left empty stays as it is."""
        return {
            name: forms.CharField(label=label, max_length=2000, required=False)
            for name, label in LINES.items()
        }

    def lines(self) -> dict[str, str]:
        """What is to be changed."""
        return {name: value for name, value in self.cleaned_data.items() if value}


class DemandForm(DeclaredForm):
    """A demand as it is filed. The grounds are those of the pack, and no others."""

    point = DEMANDING
    instrument = forms.ChoiceField(label=gettext_lazy("What came"), choices=InstrumentWord.choices)
    issuer = forms.CharField(
        label=gettext_lazy("Who asks"),
        max_length=160,
        help_text=gettext_lazy("The court or body, and no person’s name."),
    )
    issuer_reference = forms.CharField(
        label=gettext_lazy("Their number"), max_length=80, required=False
    )
    ground = forms.ChoiceField(label=gettext_lazy("On which ground"))
    exemption = forms.ChoiceField(
        label=gettext_lazy("If education records are asked for: what lets them out"),
        choices=[("", gettext_lazy("Nothing: none can be given")), *ExemptionWord.choices],
        required=False,
    )
    reason = forms.CharField(
        label=gettext_lazy("Why the ground holds"), max_length=2000, widget=_area(3)
    )
    threat = forms.CharField(
        label=gettext_lazy("In an emergency: the threat"), max_length=400, required=False
    )
    clauses = forms.MultipleChoiceField(
        label=gettext_lazy("Which data"), widget=forms.CheckboxSelectMultiple
    )
    first_date = forms.DateField(label=gettext_lazy("From"), widget=DAY, required=False)
    last_date = forms.DateField(label=gettext_lazy("Until"), widget=DAY, required=False)
    deadline_date = forms.DateField(label=gettext_lazy("To be answered by"), widget=DAY)
    forbids_notice = forms.BooleanField(
        label=gettext_lazy("It forbids us to tell the person"), required=False
    )
    sealed_date = forms.DateField(
        label=gettext_lazy("Nobody may be told through"), widget=DAY, required=False,
        help_text=gettext_lazy("A last day, within a year. It can be renewed; then they are told."),
    )  # fmt: skip
    silence = forms.CharField(
        label=gettext_lazy("By which words of the order, or which danger"), max_length=400,
        required=False,
    )  # fmt: skip
    controls = frozenset({
        "instrument", "issuer", "issuer_reference", "ground", "exemption", "reason", "threat",
        "clauses", "first_date", "last_date", "deadline_date", "forbids_notice", "sealed_date",
        "silence",
    })  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ground: Any = self.fields["ground"]
        ground.choices = [(one, GroundWord(one).label) for one in grounds()]
        clauses: Any = self.fields["clauses"]
        clauses.choices = [
            (one.id, one.title) for one in registry().clauses.values() if not one.secret
        ]

    def new(self) -> NewDemand:
        """The demand, which names nobody yet."""
        given = dict(self.cleaned_data)
        return NewDemand(**{**given, "clauses": tuple(given["clauses"])})


class DemandStepForm(DeclaredForm):
    """One step of a demand."""

    point = DEMANDING
    words = forms.CharField(
        label=gettext_lazy("Words"), max_length=2000, widget=_area(3), required=False
    )
    address = forms.EmailField(
        label=gettext_lazy("Address the person signs in with"), required=False
    )
    subject = forms.IntegerField(
        required=False, min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput
    )
    until_date = forms.DateField(label=gettext_lazy("Sealed through"), widget=DAY, required=False)
    signed_date = forms.DateField(
        label=gettext_lazy("The day on which it was signed"), widget=DAY, required=False
    )
    filed = forms.CharField(
        label=gettext_lazy("Where the signed consent is filed"), max_length=200, required=False
    )
    controls = frozenset({
        "do", "words", "address", "subject", "until_date", "signed_date", "filed",
    })  # fmt: skip


class BreachForm(DeclaredForm):
    """An incident as it is filed."""

    point = INCIDENT
    title = forms.CharField(
        label=gettext_lazy("What it is called"),
        max_length=160,
        help_text=gettext_lazy("No person’s name."),
    )
    nature = forms.CharField(label=gettext_lazy("What happened"), max_length=4000, widget=_area(4))
    tables = forms.MultipleChoiceField(
        label=gettext_lazy("Which tables it touched"), widget=forms.CheckboxSelectMultiple
    )
    aware_at = forms.DateTimeField(
        label=gettext_lazy("Since when we know (UTC)"), widget=MOMENT, input_formats=MOMENT_FORMATS
    )
    from_at = forms.DateTimeField(
        label=gettext_lazy("It began (UTC)"), widget=MOMENT, required=False,
        input_formats=MOMENT_FORMATS,
    )  # fmt: skip
    until_at = forms.DateTimeField(
        label=gettext_lazy("It ended (UTC)"), widget=MOMENT, required=False,
        input_formats=MOMENT_FORMATS,
    )  # fmt: skip
    likely = forms.CharField(
        label=gettext_lazy("What may follow from it"), max_length=2000, widget=_area(3),
        required=False,
    )  # fmt: skip
    measures = forms.CharField(
        label=gettext_lazy("What was done, and what people can do"), max_length=2000,
        widget=_area(3), required=False,
    )  # fmt: skip
    is_high_risk = forms.BooleanField(
        label=gettext_lazy("The risk to people is high"), required=False
    )
    controls = frozenset({
        "title", "nature", "tables", "aware_at", "from_at", "until_at", "likely", "measures",
        "is_high_risk",
    })  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tables: Any = self.fields["tables"]
        tables.choices = queries.tables()

    def new(self) -> NewBreach:
        """The incident."""
        given = dict(self.cleaned_data)
        return NewBreach(**{**given, "tables": tuple(given["tables"])})


class BreachStepForm(DeclaredForm):
    """One step of an incident."""

    point = INCIDENT
    words = forms.CharField(
        label=gettext_lazy("What the authority was told, or why it was not"), max_length=4000,
        widget=_area(4), required=False,
    )  # fmt: skip
    controls = frozenset({"do", "words"})

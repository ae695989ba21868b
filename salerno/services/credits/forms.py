"""The forms of this room: questions, evaluation, claim, identity, bodies."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from salerno.policy.forms import DeclaredForm
from salerno.services.credits import rules
from salerno.services.credits.clauses import (
    BIRTHDAY,
    BOARD,
    CERTIFICATE,
    CLAIM_POINT,
    EVALUATION,
    EVALUATION_POINT,
    IDENTITY_POINT,
    NAME,
    RECORD,
)
from salerno.services.credits.values import (
    Activity,
    Body,
    Format,
    Identity,
    Need,
    NewBody,
    Progress,
)

SCALE = [(str(n), words) for n, words in (
    (5, gettext_lazy("Very much")), (4, gettext_lazy("Much")), (3, gettext_lazy("Somewhat")),
    (2, gettext_lazy("Little")), (1, gettext_lazy("Not at all")),
)]  # fmt: skip
NUMBER = RegexValidator(
    r"\A[A-Za-z0-9][A-Za-z0-9 ./-]*\Z", gettext_lazy("Letters, digits, spaces, dots and hyphens.")
)
SHORT = RegexValidator(r"\A[a-z0-9][a-z0-9-]*\Z", gettext_lazy("Small letters, digits, hyphens."))


class ExamForm(forms.Form):
    """The questions of an activity. Only the result is kept, so no field here holds anything."""

    def __init__(self, *args: Any, activity: Activity, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.activity = activity
        for at, one in enumerate(activity.exam):
            self.fields[f"q{at}"] = forms.TypedChoiceField(
                label=f"{at + 1}. {one.stem}",
                choices=[(str(n), text) for n, text in enumerate(one.choices)],
                coerce=int,
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose one.")},
            )

    def given(self) -> list[int | None]:
        """The choices, question by question."""
        return [self.cleaned_data.get(f"q{at}") for at in range(len(self.activity.exam))]


class EvaluationForm(DeclaredForm):
    """What an activity was worth: its own lines."""

    point = EVALUATION_POINT
    fields_of = MappingProxyType({})

    def __init__(self, *args: Any, activity: Activity | None = None, **kwargs: Any) -> None:
        self.activity = activity
        asked = activity.evaluation if activity is not None else ()
        # Its lines are known only now: each activity has its own.
        vars(self)["fields_of"] = {f"e_{one.id}": EVALUATION for one in asked}
        vars(self)["parts"] = frozenset(f"e_{one.id}" for one in asked if not one.is_scale)
        super().__init__(*args, **kwargs)

    def own_fields(self) -> Mapping[str, forms.Field]:
        """A scale or a few words for each line of the evaluation."""
        made: dict[str, forms.Field] = {}
        for one in self.activity.evaluation if self.activity is not None else ():
            if one.is_scale:
                made[f"e_{one.id}"] = forms.ChoiceField(
                    label=one.text, choices=SCALE, widget=forms.RadioSelect
                )
            else:
                made[f"e_{one.id}"] = forms.CharField(
                    label=one.text, max_length=1000, widget=forms.Textarea(attrs={"rows": "3"}),
                    help_text=_("Write nothing about patients or colleagues that names them."),
                )  # fmt: skip
        return made

    def answers(self) -> dict[str, str | int]:
        """What was said, line by line; a line left empty is not there."""
        asked = self.activity.evaluation if self.activity is not None else ()
        said = {one.id: self.cleaned_data.get(f"e_{one.id}", "") for one in asked}
        scales = {one.id for one in asked if one.is_scale}
        return {key: int(v) if key in scales else v for key, v in said.items() if v}


class ClaimForm(DeclaredForm):
    """One kind of credit: how much, and the name on the certificate."""

    point = CLAIM_POINT
    amount = forms.TypedChoiceField(
        label=gettext_lazy("How much you claim"),
        coerce=Decimal,
        help_text=gettext_lazy("Claim what is commensurate with your part in it."),
    )
    name = forms.CharField(
        label=gettext_lazy("Your name on the certificate"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text=gettext_lazy("Whoever has the certificate’s number reads it."),
    )
    fields_of = MappingProxyType({"amount": RECORD, "name": CERTIFICATE})
    controls = frozenset({"kind"})

    def __init__(self, *args: Any, steps: list[Decimal] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        amount: Any = self.fields["amount"]
        amount.choices = [(f"{one:.2f}", f"{one:.2f}") for one in steps or []]


class BirthdayField(forms.MultiValueField):
    """Month and day, without the year."""

    def __init__(self, **kwargs: Any) -> None:
        parts = (
            forms.IntegerField(min_value=1, max_value=12),
            forms.IntegerField(min_value=1, max_value=31),
        )
        boxes: dict[str, forms.Widget | type[forms.Widget]] = {"month": _box(12), "day": _box(31)}
        kwargs.setdefault("widget", BirthdayBoxes(boxes))
        super().__init__(parts, require_all_fields=True, **kwargs)

    def compress(self, data_list: Any) -> str:
        """As 04-23."""
        if not data_list:
            return ""
        month, day = data_list
        if not rules.is_birthday(month, day):
            raise forms.ValidationError(_("There is no such day."))
        return f"{month:02d}-{day:02d}"


def _box(most: int) -> forms.NumberInput:
    return forms.NumberInput(attrs={"min": "1", "max": str(most), "inputmode": "numeric"})


class BirthdayBoxes(forms.MultiWidget):
    """Two boxes: month, day."""

    def decompress(self, value: str | None) -> list[int | None]:
        """From 04-23."""
        if not value:
            return [None, None]
        return [int(one) for one in value.split("-")]


class IdentityForm(DeclaredForm):
    """Who somebody is to boards. One line for the number with each body."""

    point = IDENTITY_POINT
    given_name = forms.CharField(label=gettext_lazy("First name"), max_length=60)
    family_name = forms.CharField(label=gettext_lazy("Last name"), max_length=60)
    birthday = BirthdayField(label=gettext_lazy("Month and day of birth"))
    licence = forms.CharField(
        label=gettext_lazy("Licence"),
        max_length=40,
        validators=[NUMBER],
        help_text=gettext_lazy("State and number, such as MA 123456."),
    )
    fields_of = MappingProxyType(
        {"given_name": NAME, "family_name": NAME, "birthday": BIRTHDAY, "licence": BOARD}
    )
    if_left = MappingProxyType(
        {
            "birthday": gettext_lazy("Boards that tell people apart by it cannot be chosen."),
            "licence": gettext_lazy("Bodies that ask for it cannot be chosen."),
        }
    )

    def __init__(self, *args: Any, bodies: list[Body] | None = None, **kwargs: Any) -> None:
        self.asking = [one for one in bodies or [] if Need.BOARD_ID in one.needs]
        numbers = {f"number_{one.slug}": BOARD for one in self.asking}
        vars(self)["fields_of"] = {**type(self).fields_of, **numbers}
        super().__init__(*args, **kwargs)

    def own_fields(self) -> Mapping[str, forms.Field]:
        """The number with each body that asks for one."""
        return {
            f"number_{one.slug}": forms.CharField(
                label=_("Your number with %s") % one.name, max_length=40, validators=[NUMBER]
            )
            for one in self.asking
        }

    def identity(self) -> Identity:
        """What was said."""
        said = self.cleaned_data
        numbers = {one.slug: said.get(f"number_{one.slug}", "") for one in self.asking}
        return Identity(
            said["given_name"], said["family_name"], said.get("licence", ""),
            said.get("birthday") or "", numbers,
        )  # fmt: skip


def filled(known: Identity) -> dict[str, str]:
    """An identity as its form shows it."""
    numbers = {f"number_{slug}": number for slug, number in known.numbers.items()}
    return {
        "given_name": known.given_name, "family_name": known.family_name,
        "licence": known.licence, "birthday": known.birthday, **numbers,
    }  # fmt: skip


def claim_forms(
    activity: Activity, progress: Progress, name: str, sent: ClaimForm | None = None, kind: str = ""
) -> list[tuple[Any, ClaimForm]]:
    """A form for each kind of credit that is not claimed yet."""
    found = []
    for one in activity.offers:
        if one.kind not in progress.claimed:
            fresh = ClaimForm(steps=one.steps, initial={"name": name}, auto_id=f"{one.kind}_%s")
            found.append((one, sent if sent is not None and kind == one.kind else fresh))
    return found


class BodyForm(forms.Form):
    """A body, and the contract under which it receives."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    slug = forms.CharField(label=gettext_lazy("Short name"), max_length=60, validators=[SHORT])
    address = forms.CharField(label=gettext_lazy("Postal address"), max_length=300)
    country = forms.CharField(
        label=gettext_lazy("Country"),
        validators=[RegexValidator(r"\A[A-Z]{2}\Z", gettext_lazy("Two capital letters."))],
    )
    format = forms.ChoiceField(label=gettext_lazy("How it reads its file"), choices=Format.choices)
    needs = forms.MultipleChoiceField(
        label=gettext_lazy("What it asks for beside name and credit"),
        choices=Need.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Credits that it takes"), widget=forms.CheckboxSelectMultiple
    )
    contract = forms.CharField(label=gettext_lazy("Contract"), max_length=120, required=False)
    contract_date = forms.DateField(
        label=gettext_lazy("Signed on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    contract_ends = forms.DateField(
        label=gettext_lazy("Its last day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    contract_digest = forms.CharField(
        label=gettext_lazy("SHA-256 of its document"), max_length=64, required=False
    )
    is_confidential = forms.BooleanField(
        label=gettext_lazy("It promises confidentiality"), required=False
    )
    has_drop = forms.BooleanField(label=gettext_lazy("Lay reports in its folder"), required=False)

    def __init__(self, *args: Any, kinds: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["kinds"]
        chosen.choices = kinds

    def new(self) -> NewBody:
        """What was sent."""
        said = self.cleaned_data
        return NewBody(**said | {"needs": tuple(said["needs"]), "kinds": tuple(said["kinds"])})


class AnswersForm(forms.Form):
    """A body's answer file."""

    file = forms.FileField(
        label=gettext_lazy("The answer file"),
        help_text=gettext_lazy("Tab-delimited: number, Accepted or Rejected, words."),
    )


class CompletionForm(forms.Form):
    """Somebody completed an activity, and why the desk says so."""

    email = forms.EmailField(label=gettext_lazy("The address they sign in with"), max_length=254)
    activity = forms.ChoiceField(label=gettext_lazy("Activity"))
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=300,
        help_text=gettext_lazy("In a sentence. The person reads it, with your role."),
    )

    def __init__(self, *args: Any, activities: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["activity"]
        chosen.choices = activities

"""The form with which an account begins."""

from __future__ import annotations

from datetime import date
from types import MappingProxyType
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from salerno.policy import store
from salerno.policy.forms import DeclaredForm
from salerno.privacy import clock
from salerno.privacy.errors import Refused
from salerno.services.accounts import clauses, rules
from salerno.services.accounts.actions.register import asked_purposes
from salerno.services.accounts.actions.transfer import transfer_words
from salerno.services.accounts.forms.fields import regions
from salerno.services.accounts.values import NewAccount, Program

NO_ACCOUNT = gettext_lazy("Without it no account is made. Reading stays open.")


def least_age() -> int:
    """How old somebody must be for an account here."""
    return int(str(store.pack().policy.settings["min_age"]))


class BirthDate(forms.MultiWidget):
    """Three boxes for a date, without a hint which answer is wanted."""

    is_trio = True
    template_name = "accounts/birth_date.html"

    def __init__(self) -> None:
        boxes: dict[str, forms.Widget | type[forms.Widget]] = {
            name: forms.TextInput(
                attrs={"inputmode": "numeric", "maxlength": size, "autocomplete": f"bday-{name}"}
            )
            for name, size in (("day", 2), ("month", 2), ("year", 4))
        }
        super().__init__(boxes)

    def decompress(self, value: Any) -> list[Any]:
        """A date is never shown again."""
        return [None, None, None]


class BirthDateField(forms.MultiValueField):
    """A day on which somebody alive can have been born."""

    widget = BirthDate

    def __init__(self, **options: Any) -> None:
        numbers = [forms.IntegerField(min_value=1) for _box in range(3)]
        super().__init__(fields=numbers, **options)

    def compress(self, data_list: list[int]) -> date | None:
        """The date, or an error where there is none such."""
        if not data_list:
            return None
        day, month, year = data_list
        born = rules.born_on(day, month, year, clock.today())
        if born is None:
            raise ValidationError(_("This is no date of birth. Give day, month and year."))
        return born


class RegistrationForm(DeclaredForm):
    """An account: four answers are needed, and the rest may be left."""

    point = clauses.REGISTRATION
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        help_text=gettext_lazy("We write to it once, to see that it is yours."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=120,
        help_text=gettext_lazy("As you want to be written to."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label=gettext_lazy("Password"),
        max_length=200,
        strip=False,
        help_text=gettext_lazy("At least 12 characters. A sentence is fine."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    birth = BirthDateField(
        label=gettext_lazy("Date of birth"),
        help_text=gettext_lazy(
            "For example, 9 6 1994. The date is not kept, only whether you are old enough, "
            "and of a minor the year of coming of age."
        ),
    )
    region = forms.ChoiceField(
        label=gettext_lazy("Where you live"),
        choices=regions,
        help_text=gettext_lazy("It decides which law protects you."),
    )
    agree = forms.BooleanField(label=gettext_lazy("I accept the terms."))
    terms_version = forms.IntegerField(widget=forms.HiddenInput)
    policy_version = forms.IntegerField(widget=forms.HiddenInput)
    for_program: Program | None = None  # whose link led here

    fields_of = MappingProxyType(
        {
            "email": clauses.EMAIL,
            "name": clauses.NAME,
            "password": clauses.PASSWORD,
            "birth": clauses.AGE_ANSWER,
            "region": clauses.REGION,
        }
    )
    controls = frozenset(
        {"agree", "terms_version", "policy_version", "purpose", "do", "next", "program"}
    )
    if_left = MappingProxyType(
        {
            **dict.fromkeys(("email", "name", "password"), NO_ACCOUNT),
            "birth": gettext_lazy(
                "Without it no account is made: we must know that you are old enough."
            ),
            "region": gettext_lazy("You may leave it. Then the strictest law protects you."),
        }
    )

    def clean_password(self) -> str:
        """A password that is long enough and in no list of stolen ones."""
        password: str = self.cleaned_data["password"]
        validate_password(password)
        said = [str(self.cleaned_data.get(one, "")) for one in ("name", "email")]
        if rules.resembles(password, said):
            raise ValidationError(_("This password is much like your name or your address."))
        return password

    @property
    def transfer(self) -> str:
        """Where what is given will be, in a line that is agreed to by itself."""
        return transfer_words()

    def given(self) -> dict[str, Any]:
        """What is known without being asked here."""
        return {"password": "", "program": self.for_program, "claims": None}

    def failed_age(self) -> int:
        """The age that the answer falls short of, or 0."""
        program = self.given()["program"]
        return rules.failed_age(self.age(), least_age(), program.min_age if program else None)

    def age(self) -> int:
        """Whole years today."""
        return rules.age_on(clock.today(), self.cleaned_data["birth"])

    def account(self) -> NewAccount:
        """What was sent, without the date: only the answers to two questions leave this form."""
        data = {**self.given(), **self.cleaned_data}
        age, given = self.age(), self.given()
        is_old_enough = age >= least_age()
        return NewAccount(
            email=data["email"],
            name=data["name"],
            password=data["password"],
            region=data["region"],
            is_old_enough=is_old_enough,
            is_adult=age >= rules.ADULT,
            terms_version=data["terms_version"],
            policy_version=data["policy_version"],
            purposes=tuple(dict.fromkeys(self.agreed())),
            program=None if is_old_enough or self.failed_age() else given["program"],
            claims=given["claims"],
            adult_year=None if age >= rules.ADULT else rules.adult_year(data["birth"]),
        )

    def agreed(self) -> list[str]:
        """The uses that were ticked, one by one. Raises Refused for one that was not asked."""
        sent = self.data.getlist("purpose") if isinstance(self.data, QueryDict) else []
        if set(sent) - {one.id for one in asked_purposes()}:
            raise Refused(_("That use is not asked about here. Nothing was stored."), status=400)
        return list(sent)

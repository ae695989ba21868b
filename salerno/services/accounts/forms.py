"""The forms of this room. Each says at every field why, how long, and who sees it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import AddEmailForm, LoginForm
from allauth.account.models import EmailAddress
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import HttpRequest, QueryDict
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from salerno.policy import store
from salerno.policy.forms import DeclaredForm, Row
from salerno.policy.words import AUDIENCES
from salerno.privacy import clock
from salerno.privacy.declare import Reach
from salerno.privacy.errors import Refused
from salerno.services.accounts import clauses, rules
from salerno.services.accounts.actions.profile import BY_LINE, widest
from salerno.services.accounts.actions.register import asked_purposes
from salerno.services.accounts.links import write_link
from salerno.services.accounts.models import Demographics, PostalAddress, Profile
from salerno.services.accounts.values import NewAccount
from salerno.services.accounts.values.countries import COUNTRIES

LINES = tuple(BY_LINE)

NO_ACCOUNT = gettext_lazy("Without it no account is made. Reading stays open.")


def regions() -> list[tuple[str, Any]]:
    """The countries, and first of all nothing."""
    return [("", gettext_lazy("I would rather not say")), *COUNTRIES]


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
            "For example, 9 6 1994. The date is not kept, only whether you are old enough."
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

    fields_of = MappingProxyType(
        {
            "email": clauses.EMAIL,
            "name": clauses.NAME,
            "password": clauses.PASSWORD,
            "birth": clauses.AGE_ANSWER,
            "region": clauses.REGION,
        }
    )
    controls = frozenset({"agree", "terms_version", "policy_version", "purpose", "do", "next"})
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

    def account(self) -> NewAccount:
        """What was sent, without the date: only the answers to two questions leave this form."""
        data = self.cleaned_data
        age = rules.age_on(clock.today(), data["birth"])
        return NewAccount(
            email=data["email"],
            name=data["name"],
            password=data["password"],
            region=data["region"],
            is_old_enough=age >= int(str(store.pack().policy.settings["min_age"])),
            is_adult=age >= rules.ADULT,
            terms_version=data["terms_version"],
            policy_version=data["policy_version"],
            purposes=tuple(dict.fromkeys(self.agreed())),
        )

    def agreed(self) -> list[str]:
        """The uses that were ticked, one by one. Raises Refused for one that was not asked."""
        sent = self.data.getlist("purpose") if isinstance(self.data, QueryDict) else []
        if set(sent) - {one.id for one in asked_purposes()}:
            raise Refused(_("That use is not asked about here. Nothing was stored."), status=400)
        return list(sent)


def field_of(model: type[Model], name: str) -> forms.Field:
    """The field of a form for a column of a model."""
    column: Any = model._meta.get_field(name)
    made: forms.Field = column.formfield()
    return made


def _lines() -> Mapping[str, forms.Field]:
    """The fields of a profile line by line, each followed by its audience."""
    made: dict[str, forms.Field] = {}
    for name in LINES:
        made[name] = field_of(Profile, name)
        label = format_lazy("{}: {}", gettext_lazy("Who sees it"), BY_LINE[name].title)
        made[f"{name}_audience"] = forms.TypedChoiceField(label=label, coerce=int)
    return made


class ProfileForm(DeclaredForm):
    """The lines of a profile. ``only``: the ones that a page needs, and no others."""

    point = clauses.PROFILE_POINT
    fields_of = MappingProxyType(
        {name: BY_LINE[name.removesuffix("_audience")] for name in _lines()}
    )
    parts = frozenset(f"{name}_audience" for name in LINES)
    controls = frozenset({"next"})
    only: tuple[str, ...] = ()

    def __init__(self, *args: Any, only: tuple[str, ...] = (), **kwargs: Any) -> None:
        self.only = only
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field, forms.TypedChoiceField) and name.endswith("_audience"):
                most = widest(name.removesuffix("_audience"))
                field.choices = [(int(one), AUDIENCES[one]) for one in Reach if one <= most]

    def own_fields(self) -> Mapping[str, forms.Field]:
        """The lines, or those that are asked for."""
        only = self.only or LINES
        return {n: f for n, f in _lines().items() if n.removesuffix("_audience") in only}

    def needs(self, name: str) -> bool:
        """What a page needs is needed here, by that page; its audience never is."""
        return name in self.only or super().needs(name)

    def pairs(self) -> Iterator[tuple[Row, forms.BoundField]]:
        """Each line with the field of its audience."""
        for row in self.rows():
            if row.bound.name in LINES:
                yield row, self[f"{row.bound.name}_audience"]

    def lines(self) -> dict[str, str]:
        """The lines that were sent."""
        return {name: self.cleaned_data[name] for name in LINES if name in self.cleaned_data}

    def audiences(self) -> dict[str, Reach]:
        """The audience of each line that was sent; the person alone where none was chosen."""
        return {
            name: Reach(int(self.cleaned_data.get(f"{name}_audience") or 0))
            for name in LINES
            if f"{name}_audience" in self.data
        }


class DemographicsForm(DeclaredForm):
    """Each may be answered with "I prefer not to say"; that is also the answer of silence."""

    point = clauses.DEMOGRAPHICS_POINT
    gender = field_of(Demographics, "gender")
    birth_decade = field_of(Demographics, "birth_decade")
    background = field_of(Demographics, "background")
    fields_of = MappingProxyType(
        dict.fromkeys(("gender", "birth_decade", "background"), clauses.DEMOGRAPHICS)
    )

    def answers(self) -> dict[str, str]:
        """What was said."""
        return {name: self.cleaned_data[name] or "unsaid" for name in self.fields_of}


class MergeForm(forms.Form):
    """The proof that another account is the same person's. Nothing of it is stored."""

    email = forms.EmailField(
        label=gettext_lazy("The address of the other account"),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    password = forms.CharField(
        label=gettext_lazy("Its password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("So that nobody takes over the account of another."),
    )


class RecoveryPhoneForm(DeclaredForm):
    """A number for recovery, and nothing else."""

    point = clauses.RECOVERY_POINT
    recovery_phone = forms.CharField(
        label=gettext_lazy("Telephone number"),
        max_length=30,
        help_text=gettext_lazy("With the code of the country: +1 555 0100. Empty clears it."),
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    fields_of = MappingProxyType({"recovery_phone": clauses.RECOVERY_PHONE})

    def clean_recovery_phone(self) -> str:
        """A number that can be dialled, or nothing."""
        given: str = self.cleaned_data["recovery_phone"]
        number = rules.phone_number(given)
        if given and not number:
            raise ValidationError(_("Begin with + and the code of the country."))
        return number


class RegionForm(DeclaredForm):
    """Where somebody lives."""

    point = clauses.REGION_POINT
    region = forms.ChoiceField(
        label=gettext_lazy("Where you live"),
        choices=regions,
        help_text=gettext_lazy("It decides which law protects you."),
    )
    fields_of = MappingProxyType({"region": clauses.REGION})


class PostalAddressForm(DeclaredForm):
    """Where print goes. Shown only when something printed or an invoice needs it."""

    point = clauses.POSTAL_POINT
    lines = field_of(PostalAddress, "lines")
    postal_code = field_of(PostalAddress, "postal_code")
    city = field_of(PostalAddress, "city")
    country = forms.ChoiceField(label=gettext_lazy("Country"), choices=regions)
    fields_of = MappingProxyType(
        dict.fromkeys(("lines", "postal_code", "city", "country"), clauses.POSTAL_ADDRESS)
    )

    def address(self) -> dict[str, str]:
        """What was sent."""
        return {name: self.cleaned_data[name] for name in self.fields_of}


class SignInForm(LoginForm):
    """Address and password, and whether this browser is remembered, and for how long."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        days = settings.SESSION_COOKIE_AGE // 86_400
        said = ngettext(
            "Stay signed in on this device for %(n)d day",
            "Stay signed in on this device for %(n)d days",
            days,
        )
        self.fields["remember"].label = said % {"n": days}
        self.fields["remember"].help_text = _("Otherwise until the browser closes.")
        self.fields["login"].label = _("E-mail address")
        self.fields["password"].help_text = ""
        for name in ("login", "password"):
            self.fields[name].widget.attrs.pop("placeholder", None)


class ChangeEmailForm(AddEmailForm):
    """A new address: first the old one is asked, then the new one."""

    def save(self, request: HttpRequest) -> EmailAddress:
        """Write to the old address; nothing changes before it agrees."""
        wanted: str = self.cleaned_data["email"]
        adapter = get_adapter()
        link = write_link("email", {"to": wanted, "subject": request.user.pk})
        url = request.build_absolute_uri(f"/you/email/agree/{link}")
        old = str(self.user.email) if self.user else ""
        context = {"user": request.user, "new_email": wanted, "agree_url": url}
        adapter.send_mail("account/email/email_change_asked", old, context)
        return EmailAddress(email=wanted)

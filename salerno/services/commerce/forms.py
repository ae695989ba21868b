"""The forms of those who order, and of the desk."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from salerno.policy.bodies import Body
from salerno.policy.forms import DeclaredForm
from salerno.privacy.law import in_force
from salerno.services.accounts.values.countries import shown_countries
from salerno.services.commerce.clauses import BILLED, ORDERING
from salerno.services.commerce.models import COVERED, CURRENCIES
from salerno.services.commerce.rules import money
from salerno.services.commerce.values import Ends, Kind, NewOrder, NewProduct, Product, RefundWay


class OrderForm(DeclaredForm):
    """An order. No card is asked for here: its number is typed at the payment carrier."""

    point = ORDERING
    name = forms.CharField(label=_("Name on the bill"), max_length=120)
    body = forms.TypedChoiceField(
        label=_("An institution that you buy for"), coerce=int, empty_value=None, required=False
    )
    organisation = forms.CharField(label=_("Institution"), max_length=120)
    quantity = forms.IntegerField(
        label=_("How many"), min_value=1, max_value=money.MOST_QUANTITY, initial=1
    )
    postcode = forms.CharField(label=_("Postal code"), max_length=20)
    country = forms.ChoiceField(
        label=_("Country"), choices=shown_countries, initial=lambda: in_force().operator.country
    )
    instalments = forms.TypedChoiceField(label=_("Pay"), coerce=int)
    coupon = forms.CharField(label=_("Coupon"), max_length=40, required=False)
    uses_credit = forms.BooleanField(label=_("Use my credit first"), required=False)
    fields_of = MappingProxyType(
        {"name": BILLED, "organisation": BILLED, "postcode": BILLED, "country": BILLED}
    )
    controls = frozenset({"instalments", "coupon", "uses_credit", "body", "quantity"})

    def __init__(
        self,
        *args: Any,
        product: Product | None = None,
        bodies: Sequence[Body] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if product is None:
            return
        self.product = product
        self.bodies = {one.id: one.name for one in bodies}
        self._for_whom()
        if product.instalments < 2:
            del self.fields["instalments"]
        else:
            parts: Any = self.fields["instalments"]
            parts.choices = [
                (one, _parts(product, one)) for one in range(1, product.instalments + 1)
            ]

    def _for_whom(self) -> None:
        """Keep of these fields those that the product asks for."""
        kind, body = self.product.kind, self.fields["body"]
        if kind != Kind.SEATS:
            del self.fields["quantity"]
        if kind == Kind.SEATS or not self.product.is_for_body:
            del self.fields["organisation"]
        if not self.product.is_for_body or not self.bodies:
            del self.fields["body"]
        elif isinstance(body, forms.TypedChoiceField):
            other = [] if kind == Kind.SEATS else [("", _("another, which I name here"))]
            body.choices = [*other, *self.bodies.items()]
            body.required = kind == Kind.SEATS
            if "organisation" in self.fields:
                self.fields["organisation"].required = False

    def known(self) -> set[str]:
        """Every key that may come: not those of another kind of product."""
        return super().known() - ({"body", "quantity"} - self.fields.keys())

    def new(self) -> NewOrder:
        """What was sent."""
        said = dict(self.cleaned_data)
        body = said.pop("body", None)
        if body is not None:
            said |= {"organisation_id": body, "organisation": self.bodies[body]}
        return NewOrder(slug=self.product.slug, **said)


def _parts(product: Product, count: int) -> str:
    if count == 1:
        return str(_("all at once: %s")) % product.price
    each = money.said(product.cents // count, product.currency)
    return str(_("in %(n)d parts of about %(each)s, a month apart")) % {"n": count, "each": each}


class ProductForm(forms.Form):
    """A product, about nobody."""

    slug = forms.SlugField(label=_("Short name"), max_length=60)
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices)
    title = forms.CharField(label=_("Title"), max_length=120)
    summary = forms.CharField(label=_("What it is"), max_length=500, required=False)
    covers = forms.ChoiceField(
        label=_("It opens every"), choices=[("", "–"), *COVERED], required=False
    )
    item_id = forms.IntegerField(
        label=_("Or one thing: its number in the catalogue"), min_value=0, max_value=2**62,
        required=False,
    )  # fmt: skip
    months = forms.IntegerField(label=_("Months of a period"), min_value=0, max_value=120)
    trial_days = forms.IntegerField(label=_("Days of trial"), min_value=0, max_value=90)
    grace_days = forms.IntegerField(label=_("Days of grace"), min_value=0, max_value=90)
    tax_rate = forms.IntegerField(
        label=_("Tax inside the price, in hundredths of a percent"), min_value=0, max_value=5_000
    )
    instalments = forms.IntegerField(label=_("Most instalments"), min_value=1, max_value=24)
    refund_ends = forms.ChoiceField(label=_("A refund ends it"), choices=Ends.choices)
    is_offered = forms.BooleanField(label=_("It is offered"), required=False)

    def new(self) -> NewProduct:
        """What was sent."""
        return NewProduct(**self.cleaned_data | {"item_id": self.cleaned_data["item_id"] or 0})


class PriceForm(forms.Form):
    """A new version of a price."""

    cents = forms.IntegerField(label=_("Price in cents"), min_value=0, max_value=100_000_000)
    currency = forms.ChoiceField(label=_("Currency"), choices=CURRENCIES)


class RefundForm(forms.Form):
    """Money that goes back."""

    amount = forms.DecimalField(
        label=_("Amount"), min_value=0, max_digits=9, decimal_places=2,
        validators=[RegexValidator(r"\A[0-9.]+\Z")],
    )  # fmt: skip
    way = forms.ChoiceField(label=_("It goes"), choices=RefundWay.choices)

    @property
    def cents(self) -> int:
        """The amount in cents."""
        return int(self.cleaned_data["amount"] * 100)


class MeterForm(forms.Form):
    """How many articles are free in a period."""

    anonymous = forms.IntegerField(label=_("Free without an account"), min_value=0, max_value=50)
    registered = forms.IntegerField(label=_("Free with an account"), min_value=0, max_value=50)


class LicenceForm(forms.Form):
    """A licence of an institution, about nobody in it."""

    name = forms.CharField(label=_("Institution"), max_length=120)
    months = forms.IntegerField(label=_("Months"), min_value=1, max_value=120, initial=12)


class NetworksForm(forms.Form):
    """The networks of a licence."""

    networks = forms.CharField(
        label=_("Networks, one a line"),
        required=False,
        max_length=200_000,
        widget=forms.Textarea,
        help_text=_("Such as 192.0.2.0/24, 2001:db8::/32 or 192.0.2.10-192.0.2.40."),
    )


class CouponForm(forms.Form):
    """A word that takes something off."""

    code = forms.CharField(label=_("Coupon"), max_length=40)
    percent = forms.IntegerField(label=_("Percent off"), min_value=1, max_value=100)
    most = forms.IntegerField(
        label=_("How often it counts"), min_value=1, max_value=1_000_000, required=False
    )


class GiftForm(forms.Form):
    """Credit that costs its owner nothing."""

    gift = forms.DecimalField(
        label=_("Credit to give"), min_value=0, max_digits=7, decimal_places=2,
        validators=[RegexValidator(r"\A[0-9.]+\Z")],
    )  # fmt: skip

    @property
    def cents(self) -> int:
        """The amount in cents."""
        return int(self.cleaned_data["gift"] * 100)


class ExemptForm(forms.Form):
    """An article that the meter leaves out."""

    item = forms.IntegerField(
        label=_("Number of the article in the catalogue"), min_value=1, max_value=2**62
    )
    how = forms.ChoiceField(
        label=_("It is"),
        choices=[("free", _("free, and never counted")), ("never", _("never free")),
                 ("counted", _("counted like the others"))],
    )  # fmt: skip

    @property
    def is_free(self) -> bool | None:
        """Free, never free, or counted."""
        return {"free": True, "never": False}.get(self.cleaned_data["how"])

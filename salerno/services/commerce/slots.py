"""What this room offers to others' pages: the ways to orders, products and licences."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from salerno.privacy.doors import Way
from salerno.services.commerce import queries


def desk() -> tuple[Way, ...]:
    """This room's pages of the desk."""
    return (
        Way(
            "commerce:desk_products",
            _("Products"),
            _("What is sold, and the versions of its price. For editors."),
        ),
        Way(
            "commerce:desk_licences",
            _("Free articles and licences"),
            _("How many articles are free, and which networks are licensed. For editors."),
        ),
        Way(
            "commerce:desk_orders",
            _("Orders"),
            _("Orders, refunds and the books. For administrators."),
        ),
    )


def beside_profile(request: HttpRequest, _subject: object) -> str:
    """The way to one's own orders."""
    return render_to_string("commerce/own_link.html")


def fee(request: HttpRequest, subject: object) -> str:
    """What a course costs, beside it; nothing where it is free."""
    number = getattr(subject, "item_id", 0)
    product = queries.fee_product(number) if isinstance(number, int) and number else None
    if product is None:
        return ""
    page = {"product": product, "is_paid": queries.has_paid(number)}
    return render_to_string("commerce/fee.html", page, request)


SLOTS = {"course.aside": fee, "profile.beside": beside_profile}

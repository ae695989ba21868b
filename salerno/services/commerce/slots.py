"""What this room offers to others' pages: the ways to orders, products and licences."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string

from salerno.services.commerce import queries


def desk(request: HttpRequest, _subject: object) -> str:
    """The ways of the desk."""
    return render_to_string("commerce/desk_links.html")


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


SLOTS = {"course.aside": fee, "desk.pages": desk, "profile.beside": beside_profile}

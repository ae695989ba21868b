"""Letters about money: a receipt, a reminder, the end of a plan."""

from __future__ import annotations

from collections.abc import Mapping

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from salerno.policy.purposes import CORRESPONDENCE
from salerno.privacy import law
from salerno.privacy.context import Viewer, handover
from salerno.privacy.purposes import AUTHENTICATE
from salerno.privacy.subjects import is_open
from salerno.services.accounts.queries import address_of
from salerno.services.commerce.models import Order
from salerno.services.commerce.rules.money import said
from salerno.services.post import actions as post
from salerno.services.post.values import NewLetter

JOB = Viewer.job("billing")


def tell(owner: int, name: str, subject: str, facts: Mapping[str, object]) -> bool:
    """Send a letter; whether there was an address and the person may be written to."""
    with handover(AUTHENTICATE, ground=f"letter: {name}", viewer=JOB):
        to = address_of(owner)
    if not to:
        return False
    operator = law.in_force().operator
    text = render_to_string(f"commerce/letters/{name}.txt", {**facts, "operator": operator})
    sender = f"{operator.name} <{operator.email}>"
    letter = NewLetter(owner, f"commerce.{name}", to, sender, subject, text.strip() + "\n")
    with handover(CORRESPONDENCE, ground=f"letter: {name}", viewer=JOB):
        if not is_open(owner, CORRESPONDENCE):
            return False
        post.send(by=JOB, letter=letter)
    return True


def tell_receipt(order: Order, cents: int) -> None:
    """Say that a payment came."""
    facts = {
        "title": order.product.title, "number": order.number, "amount": said(cents, order.currency),
    }  # fmt: skip
    tell(order.owner_id, "receipt", _("Your payment for %s") % order.product.title, facts)

"""What the demonstration sells: plans at a publisher, seats at a school; and one paid order."""

from __future__ import annotations

from typing import Any

from salerno.policy.purposes import BILLING, COURSES, EDITORIAL
from salerno.privacy.context import Viewer, entered
from salerno.privacy.law import Basis, in_force
from salerno.privacy.paying import gateway
from salerno.privacy.purposes import AUTHENTICATE
from salerno.services.access import actions as access
from salerno.services.access import queries as opened
from salerno.services.access.values import MeterSet
from salerno.services.accounts.queries import subject_of_address
from salerno.services.commerce import actions, queries
from salerno.services.commerce.actions.letters import JOB
from salerno.services.commerce.values import Kind, NewOrder, NewProduct

DESK, WHY = Viewer.visitor(), "demonstration"
FREE = MeterSet("article", 2, 2)
READER = "reader@example.org"
CARD = "4242424242424242"
PLANS = (
    (NewProduct(
        "digital-year", Kind.SUBSCRIPTION, "Digital, a year",
        "Every article, for one person, on any device.", covers="article", months=12,
        grace_days=10, tax_rate=625,
    ), 12_900),
    (NewProduct(
        "digital-month", Kind.SUBSCRIPTION, "Digital, a month",
        "Every article for a month, and the month after until you cancel.", covers="article",
        months=1, trial_days=14, grace_days=5, tax_rate=625,
    ), 1_490),
    (NewProduct(
        "institution", Kind.INSTITUTION, "For an institution",
        "Every article in the networks of a hospital, a school or a practice, for a year.",
        covers="article", months=12, tax_rate=625,
    ), 240_000),
    (NewProduct(
        "program-seats", Kind.SEATS, "Seats for a residency program",
        "Seats in Practice for a year, for the residents of a program.", months=12, tax_rate=625,
    ), 21_000),
)  # fmt: skip
SEATS = (
    (NewProduct(
        "seats", Kind.SEATS, "Seats for an institution",
        "Seats in our programs for a year, for the people of an institution.", months=12,
    ), 18_000),
)  # fmt: skip


def load() -> None:
    """Offer what fits the operator. Again: nothing changes."""
    teaches = in_force().purpose(COURSES.id).bases[""] is not Basis.NONE
    with entered(EDITORIAL, DESK, ground=WHY):
        is_new = not queries.products()[0]
        for new, cents in SEATS if teaches else PLANS:
            if queries.product_at(new.slug) is None:
                actions.save_product(by=DESK, new=new)
                actions.set_price(by=DESK, slug=new.slug, cents=cents, currency="USD")
        if not teaches and not opened.meters():
            access.set_meter(by=DESK, new=FREE)
    if not teaches and is_new:
        _order()


def _order() -> None:
    """A reader who subscribes for a month, where the demonstration's carrier takes payments."""
    with entered(AUTHENTICATE, JOB):
        subject = subject_of_address(READER)
    books: Any = getattr(gateway(), "books", None)
    if subject is None or books is None:
        return
    by = Viewer.person(subject)
    with entered(BILLING, by, ground=WHY):
        number = actions.place(by=by, new=NewOrder("digital-month", "A reader", "02111", "US"))
        address = actions.begin(by=by, number=number, back="/you/orders")
    reference = address.rpartition("/")[2]
    books.pay(reference, CARD, "04/2030")
    with entered(BILLING, JOB, ground=WHY):
        actions.ask_again(by=JOB, reference=reference)

"""A shop with a few products, and people who buy in it at the carrier of the demonstration."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.db import connection
from django.utils.module_loading import import_string

from salerno.policy.purposes import BILLING, EDITORIAL
from salerno.privacy.context import Viewer, entered
from salerno.services.catalog import actions as catalog
from salerno.services.catalog.values import NewItem
from salerno.services.commerce import actions, queries
from salerno.services.commerce.values import Kind, NewOrder, NewProduct, OrderShown, RefundWay
from tests.people import Person

Books: Any = import_string("salerno.adapters.carrier.books.Books")  # a room imports no adapter
DAY = timedelta(days=1)
PAYS, DECLINED, ONCE = "4242 4242 4242 4242", "4000000000000002", "4000000000000341"
TWICE, LOST, LATE = "4000000000000077", "4000000000000085", "4000000000000093"
REORDERED = "4000000000000101"
DESK, JOB = Viewer.visitor(), Viewer.job("test")
ORDER = NewOrder("digital", "Ann Reader", "02110", "US")
YEAR = NewProduct(
    "digital", Kind.SUBSCRIPTION, "Regimen digital", covers="article", months=12, grace_days=10,
    tax_rate=700,
)  # fmt: skip


def product(new: NewProduct, cents: int, currency: str = "USD") -> int:
    """A product with a price."""
    with entered(EDITORIAL, DESK):
        made = actions.save_product(by=DESK, new=new)
        actions.set_price(by=DESK, slug=new.slug, cents=cents, currency=currency)
    return made


def item(address: str, kind: str = "course", access: str = "enrolled") -> int:
    """A thing of the catalogue."""
    with entered(EDITORIAL, DESK):
        return catalog.put(by=DESK, new=NewItem(kind, address, "A thing", access=access))


def course(cents: int = 30_000, instalments: int = 3) -> int:
    """A course with a fee; its item."""
    made = item("/courses/a")
    product(
        NewProduct("fee", Kind.COURSE, "Course fee", item_id=made, instalments=instalments,
                   grace_days=7), cents,
    )  # fmt: skip
    return made


def place(who: Person, **changes: Any) -> str:
    """Order something; its number."""
    with entered(BILLING, who.viewer):
        return actions.place(by=who.viewer, new=replace(ORDER, **changes))


def begin(who: Person, number: str) -> str:
    """Begin a payment; its reference."""
    with entered(BILLING, who.viewer):
        address = actions.begin(by=who.viewer, number=number, back="http://testserver/back")
    return address.rpartition("/")[2]


def pay(who: Person, number: str, card: str = PAYS) -> bool:
    """Pay at the carrier's page, and let its notices come."""
    paid = Books().pay(begin(who, number), card, "04/2030")
    deliver()
    return bool(paid)


def buy(who: Person, card: str = PAYS, **changes: Any) -> str:
    """Order and pay; the number."""
    number = place(who, **changes)
    pay(who, number, card)
    return number


def deliver() -> int:
    """Let the notices come that are due; how many."""
    found = Books().due()
    for signature, body in found:
        hear(body, signature)
    return len(found)


def hear(body: bytes, signature: str) -> bool:
    """Take one notice."""
    with entered(BILLING, JOB):
        return actions.hear(by=JOB, body=body, signature=signature)


def give_back(number: str, cents: int, way: RefundWay = RefundWay.SOURCE) -> int:
    """Refund at the desk."""
    with entered(BILLING, JOB):
        return actions.refund(by=JOB, number=number, cents=cents, way=way)


def seen(who: Person, number: str) -> OrderShown:
    """An order as its owner reads it."""
    with entered(BILLING, who.viewer):
        found = queries.order(number)
    assert found is not None
    return found


def books() -> dict[str, int]:
    """What stands on the accounts; every entry and the whole come to nothing."""
    with entered(EDITORIAL, DESK):
        assert queries.is_balanced()
        found = queries.balances()
    assert all(sum(one.values()) == 0 for one in found.values())
    return {name: cents for name, cents in found.get("USD", {}).items() if cents}


def rows(table: str) -> int:
    """How many rows a table has, the gate aside."""
    own: Any = connection
    with own.gate_open(), own.cursor() as cursor:
        cursor.execute(f'SELECT COUNT(*) FROM "{table}"')
        return int(cursor.fetchone()[0])

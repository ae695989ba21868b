"""The reads of this room."""

from __future__ import annotations

from salerno.services.commerce.queries.bodies import all_seats, seats_of
from salerno.services.commerce.queries.desk import every_order, order_at_desk
from salerno.services.commerce.queries.orders import (
    balances,
    bill,
    credit,
    has_paid,
    is_balanced,
    order,
    orders,
    owed,
    subscriptions,
)
from salerno.services.commerce.queries.products import (
    fee_product,
    plan,
    plans,
    product_at,
    products,
)

__all__ = [
    "all_seats", "balances", "bill", "credit", "every_order", "fee_product", "has_paid",
    "is_balanced", "order", "order_at_desk", "orders", "owed", "plan", "plans", "product_at",
    "products", "seats_of", "subscriptions",
]  # fmt: skip

"""What crosses to other rooms and to templates."""

from __future__ import annotations

from salerno.services.commerce.values.plain import Owing, Quote, Standing
from salerno.services.commerce.values.things import (
    Credit,
    DueShown,
    Ends,
    InvoiceShown,
    Kind,
    LotKind,
    NewOrder,
    NewProduct,
    OrderShown,
    OrderState,
    PaymentShown,
    PaymentState,
    Product,
    RefundShown,
    RefundState,
    RefundWay,
    Seats,
    SubscriptionShown,
)

__all__ = [
    "Credit", "DueShown", "Ends", "InvoiceShown", "Kind", "LotKind", "NewOrder",
    "NewProduct", "OrderShown", "OrderState", "Owing", "PaymentShown", "PaymentState",
    "Product", "Quote", "RefundShown", "RefundState", "RefundWay", "Seats", "Standing",
    "SubscriptionShown",
]  # fmt: skip

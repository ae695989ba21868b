"""The verbs of this room: selling, ordering, paying, giving back, renewing, and what is owed."""

from __future__ import annotations

from salerno.services.commerce.actions.ordering import (
    begin_trial,
    cancel_order,
    drop_abandoned,
    place,
)
from salerno.services.commerce.actions.owed import hand_to_collector, remind
from salerno.services.commerce.actions.paying import begin
from salerno.services.commerce.actions.products import save_coupon, save_product, set_price
from salerno.services.commerce.actions.refunding import (
    grant_credit,
    grant_for_order,
    refund,
    send_refund,
)
from salerno.services.commerce.actions.renewing import (
    cancel,
    charge_dues,
    expire_gifts,
    lapse,
    renew_due,
    resume,
)
from salerno.services.commerce.actions.settling import (
    ask_again,
    hear,
    refunds_to_send,
    settle,
    waiting,
)

__all__ = [
    "ask_again", "begin", "begin_trial", "cancel", "cancel_order", "charge_dues",
    "drop_abandoned", "expire_gifts", "grant_credit", "grant_for_order", "hand_to_collector",
    "hear", "lapse",
    "place", "refund", "refunds_to_send", "remind", "renew_due", "resume", "save_coupon",
    "save_product", "send_refund", "set_price", "settle", "waiting",
]  # fmt: skip

"""What the desk reads of orders. Whose they are stands on one order, and that look is recorded."""

from __future__ import annotations

from salerno.policy.purposes import BILLING
from salerno.privacy import audit
from salerno.privacy.context import viewer
from salerno.privacy.doing import query
from salerno.privacy.errors import GateError
from salerno.services.commerce import models
from salerno.services.commerce.clauses import BILLED, ORDER
from salerno.services.commerce.queries.orders import ORDER as COLUMNS
from salerno.services.commerce.queries.orders import whole
from salerno.services.commerce.values import OrderShown

PAGE = 50


@query(BILLING)
def every_order(page: int = 1, state: str = "") -> tuple[list[OrderShown], bool]:
    """Orders by time, without a name, and whether there are more. One statement."""
    _check_machine()
    rows = models.Order.objects.order_by("-placed_at", "-pk")
    if state:
        rows = rows.filter(state=state)
    start = (max(1, page) - 1) * PAGE
    listed = [OrderShown(*one) for one in rows.values_list(*COLUMNS)[start : start + PAGE + 1]]
    return listed[:PAGE], len(listed) > PAGE


@query(BILLING)
def order_at_desk(number: str, officer: int, role: str) -> tuple[OrderShown, str] | None:
    """One order with the name on its bill; its owner can read who looked."""
    _check_machine()
    rows = models.Order.objects.filter(number=number.replace("\0", ""))
    row = rows.values_list(*COLUMNS).first()
    if row is None:
        return None
    owner, name = rows.values_list("owner_id", "name")[0]
    audit.record_look(owner, officer, role=role, reason=f"order {number}", clauses=(ORDER, BILLED))
    return whole(row), name


def _check_machine() -> None:
    """These reads meet everybody: they are the desk's, entered as such."""
    if not viewer().machine:
        raise GateError("The orders of everybody are read at the desk alone.")

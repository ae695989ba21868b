"""Amounts that are owed: reminders by a schedule, and the agent who collects."""

from __future__ import annotations

from django.db.models import F
from django.utils.translation import gettext as _

from salerno.policy.purposes import BILLING
from salerno.privacy import audit, clock
from salerno.privacy.context import Viewer
from salerno.privacy.disclose import Payload, disclose
from salerno.privacy.doing import action
from salerno.privacy.errors import Refused
from salerno.services.commerce.actions.letters import tell
from salerno.services.commerce.clauses import BILLED, ORDER, SETTLING
from salerno.services.commerce.models import Due
from salerno.services.commerce.rules import days
from salerno.services.commerce.rules.money import said
from salerno.services.commerce.values import OrderState

COLLECTOR = "collector"
BILL = Payload(
    "commerce.bill",
    {
        "order": ORDER, "cents": ORDER, "currency": ORDER, "due": ORDER, "name": BILLED,
        "postcode": BILLED, "organisation": BILLED,
    },
)  # fmt: skip
MOST = 500


@action(BILLING, collects=SETTLING)
def remind(*, by: Viewer) -> int:
    """Write to those who owe something since 3, 14 and 30 days; how many letters went out."""
    today, sent = clock.today(), 0
    rows = Due.objects.filter(
        closed_at=None, paid_cents__lt=F("cents"), due_date__lt=today,
        order__state=OrderState.CONFIRMED, reminders__lt=len(days.REMINDERS),
    ).select_related("order__product")  # fmt: skip
    for row in rows.order_by("due_date", "pk")[:MOST]:
        wanted = days.reminders_due(row.due_date, today)
        if wanted > row.reminders:
            sent += _remind(row, wanted)
    return sent


def _remind(row: Due, number: int) -> int:
    Due.objects.filter(pk=row.pk).update(reminders=number, reminded_at=clock.now())
    order = row.order
    facts = {
        "title": order.product.title, "number": order.number, "reminder": number,
        "amount": said(row.cents - row.paid_cents, order.currency), "due": row.due_date,
        "is_last": number == len(days.REMINDERS),
    }  # fmt: skip
    subject = _("Reminder: %s is not paid") % order.product.title
    return int(tell(row.owner_id, "reminder", subject, facts))


@action(BILLING, collects=SETTLING)
def hand_to_collector(*, by: Viewer, due: int, officer: int) -> None:
    """Hand a bill to the agent who collects: the bill and the contact on it, and nothing else.

    Raises Refused (409) before the last reminder has gone out and two weeks have passed.
    """
    rows = Due.objects.select_for_update(of=("self",)).select_related("order")
    row = rows.filter(pk=due, closed_at=None, paid_cents__lt=F("cents")).first()
    if row is None:
        raise Refused(_("Nothing is owed under this number."), status=404)
    late = (clock.today() - row.due_date).days
    if row.reminders < len(days.REMINDERS) or late < days.REMINDERS[-1] + 14:
        raise Refused(_("Three reminders come first, and two weeks after the last."), status=409)
    if row.handed_at is not None:
        raise Refused(_("The agent has this bill already."), status=409)
    order = row.order
    bill = {
        "order": order.number, "cents": row.cents - row.paid_cents, "currency": order.currency,
        "due": row.due_date.isoformat(), "name": order.name, "postcode": order.postcode,
        "organisation": order.organisation,
    }  # fmt: skip
    audit.record_look(
        row.owner_id, officer, role=_("an administrator"),
        reason=_("handed a bill to the agent who collects"), clauses=(ORDER, BILLED),
    )  # fmt: skip
    disclose(BILL, COLLECTOR, {row.owner_id: bill}, ground=_("owed since %s") % row.due_date)
    Due.objects.filter(pk=row.pk).update(handed_at=clock.now())

"""Claiming a credit: in quarters, up to the most, once, and before the activity ends."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from salerno.policy.purposes import ACCOUNT
from salerno.privacy import clock, facts
from salerno.privacy.context import Viewer
from salerno.privacy.doing import action
from salerno.privacy.errors import Refused
from salerno.services.credits import models, queries, rules
from salerno.services.credits.actions.bodies import queue
from salerno.services.credits.actions.learn import check_open
from salerno.services.credits.clauses import CLAIM_POINT
from salerno.services.credits.values import Activity, Offer, Progress

WORDS = {
    "nothing": gettext_lazy("Claim something, or nothing is claimed."),
    "quarters": gettext_lazy("Credits are claimed in quarters: 0.25, 0.50, 0.75 and so on."),
    "above": gettext_lazy("That is more than this activity gives. Nothing was claimed."),
}
NOT_YET = gettext_lazy(
    "Pass the activity and say what it was worth; then the credit is yours to claim."
)


@action(ACCOUNT, collects=CLAIM_POINT)
def claim(*, by: Viewer, activity: Activity, kind: str, amount: Decimal, name: str) -> str:
    """Claim ``amount`` of one kind of credit; the number of the certificate.

    Raises Refused for what the activity does not give, twice, before it is passed and
    evaluated, or after it ended.
    """
    check_open(by, activity)
    models.Activity.objects.select_for_update().get(pk=activity.id)  # pressed twice, claimed once
    progress = queries.progress(activity)
    passed_at = progress.completed_at
    offer = next((one for one in activity.offers if one.kind == kind), None)
    if offer is None:
        raise Refused(_("This activity gives no such credit."), status=422)
    _check(progress, offer, amount)
    if passed_at is None:
        raise Refused(NOT_YET, status=409)
    words = " ".join(name.replace("\0", " ").split())
    if not words or len(words) > 120:
        raise Refused(_("Give the name that stands on the certificate."), status=422)
    made = models.Credit.objects.create(
        owner_id=by.known, activity_id=activity.id, type_id=offer.id, amount=amount,
        completed_on=passed_at.date(), claimed_at=clock.now(),
    )  # fmt: skip
    certificate = models.Certificate.objects.create(
        owner_id=by.known, credit_id=made.pk, name=words, issued_at=made.claimed_at
    )
    queue(by.known)
    facts.record("credits.claimed", by.known)
    return certificate.number


def _check(progress: Progress, offer: Offer, amount: Decimal) -> None:
    if not progress.may_claim:
        raise Refused(NOT_YET, status=409)
    if offer.kind in progress.claimed:
        raise Refused(_("You have claimed this credit already."), status=409)
    why = rules.unclaimable(amount, offer.most)
    if why:
        raise Refused(WORDS[why], status=422)

"""What may go to a body, and what stays, with why. Read by the house itself, for nobody's eyes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from salerno.policy.purposes import CREDITS
from salerno.privacy import choices
from salerno.privacy.context import handover
from salerno.privacy.doing import query
from salerno.services.credits import models, rules
from salerno.services.credits.formats import pars
from salerno.services.credits.queries.bodies import machine
from salerno.services.credits.values import Body, Identity, Left, Need, Ready, State

MOST = 500  # reports in one file


@query(CREDITS)
def left_out(body: Body) -> list[Left]:
    """What a file would leave out: numbers of credits, and why. Nobody is named."""
    with handover(CREDITS, ground="what a file would leave out", viewer=machine()):
        return ready(body)[1]


@query(CREDITS)
def ready(body: Body) -> tuple[list[Ready], list[Left]]:
    """The reports that may go, and the credits that stay, each with why."""
    rows = list(
        models.Report.objects.filter(body_id=body.id, state=State.WAITING).order_by("pk")[:MOST]
    )
    owners = {one.owner_id for one in rows}
    agreed = choices.consents_to(owners, CREDITS, topic=rules.topic(body.id))
    known = _identities(owners, body)
    credits = _credits([one.credit_id for one in rows])
    going, left = [], _unasked(body)
    for one in rows:
        who = known.get(one.owner_id, Identity())
        why = _why_not(one.owner_id in agreed, who, body, one.credit_id in credits)
        if why:
            left.append(Left(one.credit_id, why))
        else:
            record = _record(one.number, who, credits[one.credit_id], body)
            going.append(Ready(one.owner_id, one.pk, record))
    return going, left


def _why_not(is_agreed: bool, who: Identity, body: Body, is_there: bool) -> str:
    if not is_agreed or not is_there:
        return _("its owner has not asked for it to go to %s, or took that back") % body.name
    lacks = [str(Need(one).label) for one in rules.lacking(body.needs, who.known(body.slug))]
    if not (who.given_name and who.family_name):
        lacks.append(_("the name"))
    return _("the body could not find its owner without: %s") % ", ".join(lacks) if lacks else ""


def _unasked(body: Body) -> list[Left]:
    """Credits of the kinds that a body takes whose owners never let it have them."""
    rows = models.Credit.objects.filter(type__slug__in=body.kinds)
    asked = models.Report.objects.filter(body_id=body.id).values("credit_id")
    why = _("its owner has not asked for it to go to %s, or took that back") % body.name
    found = rows.exclude(pk__in=asked).order_by("pk").values_list("pk", flat=True)
    return [Left(one, why) for one in found[:MOST]]


def _identities(owners: Iterable[int], body: Body) -> dict[int, Identity]:
    wanted = set(owners)
    numbers = dict(
        models.BoardNumber.objects.filter(owner_id__in=wanted, body_id=body.id).values_list(
            "owner_id", "number"
        )
    )
    rows = models.Identity.objects.filter(pk__in=wanted)
    return {
        one.pk: Identity(
            one.given_name, one.family_name, one.licence, one.birthday,
            {body.slug: numbers.get(one.pk, "")},
        )
        for one in rows
    }  # fmt: skip


def _credits(ids: Sequence[int]) -> dict[int, models.Credit]:
    rows = models.Credit.objects.filter(pk__in=set(ids)).select_related("activity", "type")
    return {one.pk: one for one in rows}


def _record(number: str, who: Identity, credit: models.Credit, body: Body) -> dict[str, str]:
    month, _dash, day = who.birthday.partition("-")
    said = {
        "action": pars.ADD,
        "number": number,
        "activity": credit.activity.number,
        "given_name": who.given_name,
        "family_name": who.family_name,
        "birth_month": month,
        "birth_day": day,
        "board_id": who.numbers.get(body.slug, ""),
        "licence": who.licence,
        "completed_on": credit.completed_on.isoformat(),
        "kind": credit.type.title,
        "amount": f"{credit.amount:.2f}",
    }
    return {one.name: said[one.name] for one in pars.lines_for(body.needs)}

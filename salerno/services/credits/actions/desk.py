"""What editors and the desk look after: activities, kinds of credit, and bodies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext as _

from salerno.policy.purposes import CREDITS, EDITORIAL
from salerno.privacy import clock
from salerno.privacy.context import Viewer
from salerno.privacy.doing import action
from salerno.privacy.errors import Refused
from salerno.services.catalog import queries as catalog
from salerno.services.catalog.values import Item
from salerno.services.credits import models, queries, rules
from salerno.services.credits.values import Body, NewActivity, NewBody, Way


@action(EDITORIAL)
def put_type(*, by: Viewer, slug: str, title: str, unit: str) -> int:
    """Keep a kind of credit."""
    values = {"title": title, "unit": unit}
    row, _new = models.CreditType.objects.update_or_create(slug=slug, defaults=values)
    return int(row.pk)


@action(EDITORIAL)
def put_activity(*, by: Viewer, new: NewActivity) -> int:
    """Keep an activity, made or changed. Raises Refused (422) for one that is not whole.

    Its item must be marked as accredited: only then nothing promotional stands beside it.
    """
    item = catalog.item_at(new.address)
    _check(new, item)
    item_id = item.id if item is not None else 0
    values: dict[str, Any] = {
        "item_id": item_id, "title": new.title, "goals": list(new.goals), "way": new.way,
        "pass_percent": new.pass_percent, "tries": new.tries, "starts_at": new.starts_at,
        "ends_at": new.ends_at, "support": new.support, "interests": new.interests,
        "number": new.number, "exam": [_plain(one) for one in new.exam],
        "evaluation": [asdict(one) for one in new.evaluation],
    }  # fmt: skip
    row, _new = models.Activity.objects.update_or_create(slug=new.slug, defaults=values)
    types = dict(models.CreditType.objects.values_list("slug", "pk"))
    models.Offer.objects.filter(activity_id=row.pk).delete()
    models.Offer.objects.bulk_create(
        models.Offer(activity_id=row.pk, type_id=types[kind], most=most)
        for kind, most in new.offers.items()
    )
    return int(row.pk)


@action(EDITORIAL)
def put_all(
    *, by: Viewer, types: Sequence[tuple[str, str, str]], activities: Sequence[NewActivity]
) -> None:
    """Keep kinds of credit and activities, all of them or none."""
    for slug, title, unit in types:
        put_type(by=by, slug=slug, title=title, unit=unit)
    for one in activities:
        put_activity(by=by, new=one)


def _plain(one: Any) -> dict[str, Any]:
    return asdict(one) | {"choices": list(one.choices)}


def _check(new: NewActivity, item: Item | None) -> None:
    known = set(models.CreditType.objects.values_list("slug", flat=True))
    faults = (
        (item is None, _("There is no item at %s.") % new.address),
        (
            item is not None and (not item.is_accredited or item.is_sponsored),
            _("Its item is not marked as accredited, or a sponsor paid for it."),
        ),
        (not new.support.strip(), _("It does not say who supported it, or that nobody did.")),
        (not new.interests.strip(), _("It does not say what interests its authors have.")),
        (new.starts_at >= new.ends_at, _("It ends before it begins.")),
        (not 1 <= new.pass_percent <= 100, _("The pass mark is a per cent from 1 to 100.")),
        (not new.offers, _("It gives no credit.")),
        (bool(set(new.offers) - known), _("It gives a kind of credit that nobody set up.")),
        (
            any(one <= 0 or one % rules.QUARTER for one in new.offers.values()),
            _("Credits come in quarters."),
        ),
        (not new.evaluation, _("It has no evaluation.")),
        (new.way == Way.EXAM and not new.exam, _("It has no questions.")),
        (
            any(not 0 <= one.right < len(one.choices) for one in new.exam),
            _("One of its questions has no right answer."),
        ),
    )
    said = [words for is_wrong, words in faults if is_wrong]
    if said:
        raise Refused(
            _("This activity is not kept. %s") % " ".join(str(one) for one in said), status=422
        )


@action(CREDITS)
def save_body(*, by: Viewer, new: NewBody, body_id: int | None = None) -> int:
    """Keep a body. It is not active by that; what changes its contract makes it inactive."""
    if not rules.is_digest(new.contract_digest) and new.contract_digest:
        raise Refused(_("The digest of the contract is no SHA-256. Nothing was kept."), status=422)
    values = {
        "name": new.name, "address": new.address, "country": new.country, "format": new.format,
        "needs": list(new.needs), "contract": new.contract, "contract_date": new.contract_date,
        "contract_ends": new.contract_ends, "contract_digest": new.contract_digest,
        "is_confidential": new.is_confidential, "has_drop": new.has_drop,
    }  # fmt: skip
    rows = models.Body.objects.filter(pk=body_id) if body_id else models.Body.objects.none()
    if not rows and models.Body.objects.filter(slug=new.slug).exists():
        raise Refused(_("There is a body at this address already."), status=409)
    if rows:
        rows.update(**values, activated_at=None)
        kept = int(body_id or 0)
    else:
        kept = int(models.Body.objects.create(slug=new.slug, **values).pk)
    types = dict(models.CreditType.objects.values_list("slug", "pk"))
    models.Taken.objects.filter(body_id=kept).delete()
    models.Taken.objects.bulk_create(
        models.Taken(body_id=kept, type_id=types[one]) for one in new.kinds if one in types
    )
    return kept


@action(CREDITS)
def activate(*, by: Viewer, body_id: int) -> None:
    """Let credits go to a body. Raises Refused (422) without a contract that binds it.

    The contract is named, dated, promises confidentiality, and is known by the digest of its
    document.
    """
    body = queries.body(body_id)
    if body is None:
        raise Refused(_("There is no such body."), status=404)
    lacks = missing(body)
    if lacks:
        raise Refused(_("It is not active: %s Nothing goes to it.") % " ".join(lacks), status=422)
    models.Body.objects.filter(pk=body_id).update(activated_at=clock.now())


def missing(body: Body) -> list[str]:
    """What keeps a body from being active, one sentence each."""
    ends = body.contract_ends
    faults = (
        (not body.contract.strip(), _("No contract is named.")),
        (body.contract_date is None, _("The contract has no date.")),
        (not body.is_confidential, _("The contract does not promise confidentiality.")),
        (not body.contract_digest, _("The digest of the contract's document is missing.")),
        (ends is None, _("The contract has no last day.")),
        (ends is not None and ends < clock.today(), _("The contract has ended.")),
        (not body.kinds, _("It takes no kind of credit.")),
    )
    return [str(words) for is_wrong, words in faults if is_wrong]

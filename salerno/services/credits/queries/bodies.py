"""The bodies that credits are reported to."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import QuerySet

from salerno.policy.purposes import CREDITS, SHARED
from salerno.policy.values import RecipientKind
from salerno.privacy import choices, law
from salerno.privacy.context import Viewer
from salerno.privacy.doing import query
from salerno.privacy.law import Basis, Recipient
from salerno.services.credits import models
from salerno.services.credits.values import Body, Need

COUNT = "credits.count"
"""The choice with which somebody begins a record of credits."""
SLUG = 60
MOST_ASKING = 50  # fields for numbers on one page


def machine() -> Viewer:
    """Who sends: nobody reads what it reads."""
    return Viewer.job("credits")


def is_offered() -> bool:
    """Whether the operator counts credits and reports them."""
    policy = law.in_force()
    has_basis = policy.purpose(CREDITS.id).bases[""] is not Basis.NONE
    return bool(policy.settings.get("credits_reporting")) and has_basis


def recipient() -> Recipient | None:
    """The class of recipients in the pack that bodies belong to."""
    for one in law.in_force().recipients.values():
        if one.kind == RecipientKind.CREDENTIALING and CREDITS.id in one.purposes:
            return one
    return None


def has_begun(subject: int) -> bool:
    """Whether somebody has begun a record, and not ended it."""
    return choices.is_given(subject, COUNT)


@query(*SHARED)
def bodies() -> list[Body]:
    """Every body, by name. Two statements."""
    return _made(models.Body.objects.order_by("name", "pk"))


@query(*SHARED)
def body(body_id: int) -> Body | None:
    """One body. Two statements."""
    return next(iter(_made(models.Body.objects.filter(pk=body_id))), None)


@query(*SHARED)
def body_at(slug: str) -> Body | None:
    """One body by its address. Two statements."""
    return next(iter(_made(models.Body.objects.filter(slug=slug[:SLUG]))), None)


@query(*SHARED)
def asking(kept: Collection[str], find: str = "") -> tuple[list[Body], bool]:
    """The bodies that ask for one's own number there, and whether there are more to look for.

    All of them, where they are few; else those in ``kept`` and those whose name has ``find`` in
    it. Three statements.
    """
    rows = models.Body.objects.exclude(activated_at=None).order_by("name", "pk")
    found = [
        (slug, name) for slug, name, needs in rows.values_list("slug", "name", "needs")
        if Need.BOARD_ID in needs
    ]  # fmt: skip
    has_more = len(found) > MOST_ASKING
    sought = find.strip().casefold()
    if has_more:
        met = [slug for slug, name in found if sought and sought in name.casefold()]
        chosen = {slug for slug, _name in found if slug in kept} | set(met[:MOST_ASKING])
        found = [one for one in found if one[0] in chosen]
    return _made(rows.filter(slug__in=[slug for slug, _name in found])), has_more


def _made(rows: QuerySet[models.Body]) -> list[Body]:
    found = list(rows)
    kinds: dict[int, list[tuple[str, str]]] = {one.pk: [] for one in found}
    taken = models.Taken.objects.filter(body_id__in=kinds).select_related("type")
    for one in taken.order_by("type__title", "pk"):
        kinds[one.body_id].append((one.type.slug, one.type.title))
    return [
        Body(
            one.pk, one.slug, one.name, one.address, one.country, one.format, tuple(one.needs),
            tuple(slug for slug, _title in kinds[one.pk]),
            tuple(title for _slug, title in kinds[one.pk]),
            one.contract, one.contract_date, one.contract_ends, one.contract_digest,
            one.is_confidential, one.has_drop, one.activated_at is not None,
        )
        for one in found
    ]  # fmt: skip


@query(*SHARED)
def kinds() -> list[tuple[str, str]]:
    """Every kind of credit: its short name and its title. One statement."""
    return list(models.CreditType.objects.order_by("title", "pk").values_list("slug", "title"))

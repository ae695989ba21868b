"""Publishing an item, and taking it back."""

from __future__ import annotations

from django.utils.translation import gettext as _

from salerno.policy.purposes import EDITORIAL
from salerno.privacy import clock
from salerno.privacy.context import Viewer
from salerno.privacy.doing import action
from salerno.privacy.errors import Refused
from salerno.services.catalog.models import Item
from salerno.services.catalog.rules import checked
from salerno.services.catalog.values import NewItem


@action(EDITORIAL)
def put(*, by: Viewer, new: NewItem) -> int:
    """Publish an item, or bring the one at the same address up to date; its id.

    An item that was withdrawn is published again. Raises Refused (400) for what is not whole.
    """
    tidy = checked(new)
    now = clock.now()
    values = {
        "kind": tidy.kind,
        "title": tidy.title,
        "summary": tidy.summary,
        "language": tidy.language,
        "audience": int(tidy.audience),
        "access": tidy.access,
        "is_accredited": tidy.accredited,
        "sponsor": tidy.sponsor,
        "label": tidy.label,
        "minimum_age": tidy.minimum_age,
        "withdrawn_at": None,
        "changed_at": now,
    }
    dated = {"published_at": tidy.published_at} if tidy.published_at else {}
    row, _made = Item.objects.update_or_create(
        address=tidy.address,
        defaults=values | dated,
        create_defaults=values | {"published_at": tidy.published_at or now},
    )
    return int(row.pk)


@action(EDITORIAL)
def withdraw(*, by: Viewer, item_id: int) -> None:
    """Take an item back. Its address goes on saying that there was one. Again: nothing changes."""
    now = clock.now()
    live = Item.objects.filter(pk=item_id, withdrawn_at=None)
    if not live.update(withdrawn_at=now, changed_at=now) and not _is_there(item_id):
        raise Refused(_("There is no such item."), status=404)


def _is_there(item_id: int) -> bool:
    return Item.objects.filter(pk=item_id).exists()

"""Publishing an item, and taking it back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from salerno.policy.purposes import EDITORIAL
from salerno.privacy import clock
from salerno.privacy.context import Viewer
from salerno.privacy.doing import action
from salerno.privacy.errors import Refused
from salerno.services.catalog.models import Item
from salerno.services.catalog.rules import Fault, fault, line, subjects
from salerno.services.catalog.values import Access, Kind, NewItem

FAULTS: Mapping[Fault, Promise | str] = {
    Fault.KIND: gettext_lazy("This kind of item is not known: choose one of the list."),
    Fault.ACCESS: gettext_lazy("Access is open, registered, subscribed or enrolled: choose one."),
    Fault.ADDRESS: gettext_lazy("The address of an item is a path on this site: /papers/first."),
    Fault.LANGUAGE: gettext_lazy("The language of an item is a code such as en or de."),
    Fault.AUDIENCE: gettext_lazy("An item is shown to a group at least."),
    Fault.AGE: gettext_lazy("A minimum age lies between 0 and 120."),
    Fault.TITLE: gettext_lazy("An item needs a title."),
    Fault.LENGTH: gettext_lazy("A text of this item is too long: shorten title or summary."),
    Fault.SPONSOR: gettext_lazy(
        "A sponsored item needs the sponsor’s name and a label: give both."
    ),
}


@action(EDITORIAL)
def put(*, by: Viewer, new: NewItem) -> int:
    """Publish an item, or bring the one at the same address up to date; its id.

    An item that was withdrawn is published again. Raises Refused (400) for what is not whole.
    """
    tidy = _checked(new)
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
        "subjects": list(tidy.subjects),
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


def _checked(new: NewItem) -> NewItem:
    """The item with its texts trimmed. Raises Refused (400) for what cannot be published."""
    tidy = replace(
        new,
        title=line(new.title),
        summary=new.summary.replace("\0", "").strip(),
        sponsor=line(new.sponsor),
        label=line(new.label),
        subjects=subjects(new.subjects),
    )
    found = fault(tidy, Kind.values, Access.values)
    if found is not None:
        raise Refused(FAULTS[found], status=400)
    return tidy


def _is_there(item_id: int) -> bool:
    return Item.objects.filter(pk=item_id).exists()

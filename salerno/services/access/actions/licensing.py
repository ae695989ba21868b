"""Licences of institutions, and the networks they hold in."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from salerno.policy.purposes import BILLING, EDITORIAL
from salerno.privacy import clock
from salerno.privacy.context import Viewer
from salerno.privacy.doing import action
from salerno.privacy.errors import Refused
from salerno.services.access import rules
from salerno.services.access.actions.counting import changed
from salerno.services.access.models import COVERED, Licence, Network
from salerno.services.access.values import NewLicence

MOST_BLOCKS = 5_000  # in one answer of a form


@action(EDITORIAL, BILLING)
def license_body(*, by: Viewer, new: NewLicence) -> int:
    """License an institution; the id. The same order again brings its licence up to date."""
    if new.covers not in dict(COVERED):
        raise Refused(_("Nothing of this kind can be licensed."), status=400)
    name = " ".join(new.name.replace("\0", " ").split())[:120]
    if not name:
        raise Refused(_("A licence names the institution."), status=422)
    values = {
        "name": name, "organisation_id": new.organisation_id, "covers": new.covers,
        "since": new.since, "until": new.until, "ended_at": None,
    }  # fmt: skip
    known = Licence.objects.filter(reference=new.reference).first() if new.reference else None
    if known is None:
        known = Licence.objects.create(reference=new.reference, **values)
    else:
        values["since"] = known.since
        Licence.objects.filter(pk=known.pk).update(**values)
    changed(new.covers)
    return int(known.pk)


@action(EDITORIAL, BILLING)
def end_licence(
    *, by: Viewer, licence_id: int = 0, reference: str = "", at: datetime | None = None
) -> bool:
    """End a licence, now or at a time; whether there was one that had not ended."""
    found = Licence.objects.filter(ended_at=None)
    found = found.filter(reference=reference) if reference else found.filter(pk=licence_id)
    row = found.first()
    if row is None:
        return False
    Licence.objects.filter(pk=row.pk).update(ended_at=at or clock.now())
    changed(row.covers)
    return True


@action(EDITORIAL)
def set_networks(*, by: Viewer, licence_id: int, text: str) -> int:
    """Give a licence these networks and no others, one a line; how many.

    Raises Refused (422) that names each line which is no network.
    """
    row = Licence.objects.filter(pk=licence_id).first()
    if row is None:
        raise Refused(_("There is no such licence."), status=404)
    lines = [one.strip() for one in text.replace(",", "\n").splitlines()]
    wanted = list(dict.fromkeys(one for one in lines if one))
    if len(wanted) > MOST_BLOCKS:
        raise Refused(_("At most 5,000 networks at once."), status=422)
    bad = [str(number) for number, one in enumerate(lines, 1) if one and not _is_block(one)]
    if bad:
        words = _("These lines are no networks such as 192.0.2.0/24 or 2001:db8::/32: %s.")
        raise Refused(words % ", ".join(bad[:20]), status=422)
    Network.objects.filter(licence_id=row.pk).delete()
    Network.objects.bulk_create(Network(licence_id=row.pk, block=one) for one in wanted)
    changed(row.covers)
    return len(wanted)


def _is_block(text: str) -> bool:
    try:
        rules.block(text)
    except rules.Unreadable:
        return False
    return len(text) <= 90

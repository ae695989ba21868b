"""Opening, changing and closing an area. What was posted keeps the audience it was posted to."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext as _

from salerno.policy.purposes import EDITORIAL
from salerno.privacy import clock
from salerno.privacy.context import Viewer
from salerno.privacy.declare import Reach
from salerno.privacy.doing import action
from salerno.privacy.errors import Refused
from salerno.privacy.law import in_force
from salerno.services.discuss.clauses import POST
from salerno.services.discuss.models import Area
from salerno.services.discuss.rules.areas import area_fault
from salerno.services.discuss.values import Kind, NewArea


@action(EDITORIAL)
def open_area(*, by: Viewer, new: NewArea) -> int:
    """Open an area, or bring the one at the same address up to date; its id.

    What stands there already stays at its audience. Raises Refused (400) for what is not whole.
    """
    values = _values(new)
    row, _made = Area.objects.update_or_create(
        address=new.address, defaults=values | {"is_open": True, "changed_at": clock.now()}
    )
    return int(row.pk)


@action(EDITORIAL)
def change_area(*, by: Viewer, area_id: int, new: NewArea) -> None:
    """Change an area for what is posted from now on. Old posts are not shown more widely."""
    values = _values(new) | {"address": new.address, "changed_at": clock.now()}
    if not Area.objects.filter(pk=area_id).update(**values):
        raise Refused(_("There is no such discussion."), status=404)


@action(EDITORIAL)
def close_area(*, by: Viewer, area_id: int) -> None:
    """Nobody posts there any more; what was said stays. Again: nothing changes."""
    row = Area.objects.filter(pk=area_id)
    if not row.update(is_open=False, changed_at=clock.now()):
        raise Refused(_("There is no such discussion."), status=404)


def widest() -> Reach:
    """The widest audience under the pack in force."""
    return min(POST.reach, in_force().clause(POST.id).reach_max)


def usual(scope: str) -> Reach:
    """The audience of contributions where nobody says another one; of a scope, its people."""
    said = Reach[str(in_force().settings.get("ugc_default_audience", "me")).upper()]
    return min(said, widest(), Reach.PROGRAM if scope else Reach.PUBLIC)


def _values(new: NewArea) -> dict[str, object]:
    audience = usual(new.scope) if new.audience is None else new.audience
    tidy = replace(new, kinds=tuple(dict.fromkeys(str(one) for one in new.kinds)))
    if audience > widest():
        raise Refused(_("A discussion cannot be shown that widely here."), status=400)
    fault = area_fault(
        tidy.address, tidy.page, tidy.title, tidy.kinds, frozenset(one.value for one in Kind)
    )
    if fault or (audience < Reach.MEMBERS and not tidy.scope):
        words = _("A discussion needs an address, a title, its kinds, and whose it is.")
        raise Refused(f"{words} {fault}".strip(), status=400)
    return {
        "page": tidy.page or tidy.address,
        "title": tidy.title,
        "audience": int(audience),
        "scope": tidy.scope,
        "kinds": list(tidy.kinds),
    }

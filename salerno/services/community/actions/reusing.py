"""Using a contribution again: only where the pack lets it, and never behind the author's back."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from salerno.policy.purposes import MODERATION
from salerno.privacy import audit
from salerno.privacy.context import Viewer
from salerno.privacy.declare import Reach
from salerno.privacy.doing import action
from salerno.privacy.errors import Refused
from salerno.privacy.law import in_force
from salerno.services.accounts.actions import is_minor
from salerno.services.community.actions.standing import is_here
from salerno.services.community.clauses import REUSE, REUSING
from salerno.services.community.models import Reuse
from salerno.services.community.rules import may_reuse
from salerno.services.community.values import NewReuse
from salerno.services.discuss import queries as discuss

WHY = {
    "never": gettext_lazy("Contributions are not used again here."),
    "named": gettext_lazy("Contributions are used again without a name only."),
    "points": gettext_lazy(
        "Something in this contribution may point to somebody. It is not used again."
    ),
}


@action(MODERATION, collects=REUSING)
def reuse(*, by: Viewer, new: NewReuse, role: str) -> None:
    """Write down that a contribution is used again: publication, medium and licence.

    Raises Refused (409) for one that is removed, restricted or a minor's, or whose author left;
    for one that was shown to fewer than everybody, and as the pack says.
    """
    if not (new.publication.strip() and new.licence.strip()):
        raise Refused(_("Say where it is used, and under which licence."), status=422)
    found = discuss.reusable(new.post)
    if found is None or not is_here(found.author) or is_minor(found.author):
        raise Refused(_("This contribution cannot be used again."), status=409)
    if found.audience < Reach.PUBLIC and not _is_inside():
        raise Refused(_("It was not posted for everybody, so it stays where it is."), status=409)
    setting = str(in_force().settings["ugc_reuse"])
    points = bool(discuss.signs(found.text))
    fault = may_reuse(setting, named=new.is_named, points_to_somebody=points)
    if fault:
        raise Refused(str(WHY[fault]), status=409)
    Reuse.objects.create(
        owner_id=found.author, by_id=by.known, post_id=new.post, medium=new.medium,
        publication=new.publication.strip(), licence=new.licence.strip(), is_named=new.is_named,
    )  # fmt: skip
    reason = _("A contribution is used again: %(where)s") % {"where": new.publication.strip()}
    audit.record_look(found.author, by.known, role=role, reason=reason[:200], clauses=(REUSE,))


def _is_inside() -> bool:
    """Whether contributions of a course may be used again without a name."""
    return in_force().settings["ugc_reuse"] == "de_identified_only"

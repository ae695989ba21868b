"""For whom the house writes to its own people: each is a topic of its own."""

from __future__ import annotations

from django.utils.translation import gettext as _

from salerno.policy.purposes import EDITORIAL
from salerno.privacy.context import Viewer
from salerno.privacy.doing import action
from salerno.privacy.errors import Refused
from salerno.services.post import queries
from salerno.services.post.models import Partner


@action(EDITORIAL)
def save_partner(*, by: Viewer, slug: str, name: str, is_active: bool) -> None:
    """Keep a partner, a new one or as it is now. Raises Refused where the policy names none."""
    if is_active and not queries.may_have_partners():
        raise Refused(_("The policy in force lets us write for nobody but ourselves."), status=422)
    said = {"name": name, "is_active": is_active}
    Partner.objects.update_or_create(slug=slug, defaults=said)

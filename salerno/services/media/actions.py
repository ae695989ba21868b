"""Keeping and taking away a photograph."""

from __future__ import annotations

import secrets
from functools import partial
from pathlib import Path

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from salerno.policy.purposes import ACCOUNT
from salerno.privacy.context import Viewer, open_act
from salerno.privacy.declare import Reach
from salerno.privacy.doing import action
from salerno.privacy.errors import Refused
from salerno.privacy.law import in_force
from salerno.services.media.clauses import PHOTOGRAPH, PHOTOGRAPH_POINT
from salerno.services.media.formats.photograph import Picture
from salerno.services.media.models import Photograph


@action(ACCOUNT, collects=PHOTOGRAPH_POINT)
def keep_photograph(*, by: Viewer, picture: Picture, audience: Reach, source: str = "") -> None:
    """Put a new photograph in the place of the old one. ``source``: who gave it, if not you."""
    check_audience(audience)
    open_act().source = source
    _drop_old(by)
    made = Photograph(
        owner_id=by.known,
        key=secrets.token_hex(16),
        audience=int(audience),
        width=picture.width,
        height=picture.height,
    )
    made.file.save("photograph.webp", ContentFile(picture.content), save=False)
    made.save(force_insert=True)


@action(ACCOUNT, collects=PHOTOGRAPH_POINT)
def show_photograph(*, by: Viewer, audience: Reach) -> None:
    """Choose who sees the photograph."""
    check_audience(audience)
    Photograph.objects.filter(pk=by.known).update(audience=int(audience))


@action(ACCOUNT)
def remove_photograph(*, by: Viewer) -> None:
    """Take the photograph away, and its file with it."""
    _drop_old(by)


def widest() -> Reach:
    """The widest audience under the pack in force."""
    return min(PHOTOGRAPH.reach, in_force().clause(PHOTOGRAPH.id).reach_max)


def check_audience(audience: Reach) -> None:
    """Raises Refused where the pack does not let a photograph be shown so widely."""
    if audience > widest():
        raise Refused(_("A photograph cannot be shown that widely here."))


def _drop_old(by: Viewer) -> None:
    old = Photograph.objects.filter(pk=by.known).first()
    if old is not None:
        path = Path(old.file.path)
        Photograph.objects.filter(pk=by.known).delete()
        transaction.on_commit(partial(path.unlink, missing_ok=True))

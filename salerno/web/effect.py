"""A new version of the policy comes into force, for those who were there before it as well.

What it widens is off until it is chosen again; what the law of somebody's jurisdiction gives no
ground to, or asks consent for, is closed to them.
"""

from __future__ import annotations

from django.db import transaction

from salerno.policy import store
from salerno.policy.rules import must_ask_again
from salerno.policy.values import Pack
from salerno.privacy import clock
from salerno.privacy.context import Viewer, entered
from salerno.privacy.everybody import apply_law_to_everybody, ask_again
from salerno.privacy.purposes import RECORD
from salerno.privacy.registry import registry
from salerno.web.models import VersionInEffect


def carry_out() -> tuple[str, ...]:
    """Carry out the version in force, once; return the purposes that are asked again."""
    now = store.pack()
    if now.is_draft:
        return ()
    version = now.policy.version
    with transaction.atomic():
        row = VersionInEffect.objects.filter(pack=now.policy.pack).first()
        if row is not None and row.version >= version:
            return ()
        asked = _asked_since(row, now)
        with entered(RECORD, Viewer.job("policy"), ground=f"version {version} in force"):
            apply_law_to_everybody()
            for name in asked:
                ask_again(registry().purposes[name])
        VersionInEffect.objects.update_or_create(
            pack=now.policy.pack, defaults={"version": version, "since": clock.now()}
        )
    return asked


def _asked_since(row: VersionInEffect | None, now: Pack) -> tuple[str, ...]:
    """What is asked again since the version that was carried out last; of a first one, nothing."""
    if row is None:
        return ()
    before = next(
        (one for one in store.versions() if one.policy.version == row.version), store.versions()[0]
    )
    return must_ask_again(before.policy, now.policy)

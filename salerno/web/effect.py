"""A new version of the policy comes into force: what it widens is off until it is chosen again."""

from __future__ import annotations

from salerno.policy import store
from salerno.policy.rules import must_ask_again
from salerno.privacy import clock
from salerno.privacy.context import Viewer, entered
from salerno.privacy.purposes import RECORD
from salerno.privacy.registry import registry
from salerno.privacy.subjects import ask_again
from salerno.web.models import VersionInEffect


def carry_out() -> tuple[str, ...]:
    """Carry out the version in force, once; return the purposes that are asked again."""
    now = store.pack()
    if now.is_draft:
        return ()
    version = now.policy.version
    row, is_first = VersionInEffect.objects.get_or_create(
        pack=now.policy.pack, defaults={"version": version}
    )
    if is_first or row.version >= version:
        return ()
    before = next(
        (one for one in store.versions() if one.policy.version == row.version), store.versions()[0]
    )
    asked = must_ask_again(before.policy, now.policy)
    with entered(RECORD, Viewer.job("policy"), ground=f"version {version} in force"):
        for name in asked:
            ask_again(registry().purposes[name])
    VersionInEffect.objects.filter(pack=row.pack).update(version=version, since=clock.now())
    return asked

"""Where each kind of data is changed, and who must hear of it. The page of corrections.

Each correction is the room's own form, never a setter of columns: it confirms an address, changes
the law with the region, keeps the audience beside the line (docs/adr/0009-corrections.md). Who
received the old value is told by the kernel, whichever form it was.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from salerno.privacy.declare import Clause
from salerno.privacy.law import in_force
from salerno.privacy.rights import Heading
from salerno.web.components import Link

ASK = "/you/correct/ask?clause="
CHANGES: Mapping[str, str] = {
    "accounts.sign_in": "/you/email",
    "accounts.email": "/you/email",
    "accounts.password": "/you/password",
    "accounts.name": "/you/profile",
    "accounts.profession": "/you/profile",
    "accounts.specialty": "/you/profile",
    "accounts.training_stage": "/you/profile",
    "accounts.institution": "/you/profile",
    "accounts.location": "/you/profile",
    "accounts.biography": "/you/profile",
    "accounts.demographics": "/you/numbers",
    "accounts.region": "/you/region",
    "accounts.recovery_phone": "/you/recovery",
    "accounts.sessions": "/you/devices",
    "accounts.second_factor": "/you/factors",
    "accounts.second_factor_kind": "/you/factors",
    "accounts.preferences": "/you/choices",
    "discuss.post": "/you/posts",
    "kernel.choices": "/you/choices",
    "media.photograph": "/you/photograph",
    "post.preferences": "/you/letters",
    "post.suppression": "/you/letters",
    "sponsors.lead": "/you/choices",
    "web.device": "/cookies",
}
"""By clause: the page on which the person changes it alone. The others are asked for."""


@dataclass(frozen=True)
class Correction:
    """One kind of data: where it is changed, and who was sent it."""

    title: object
    link: Link
    is_own: bool
    receivers: tuple[str, ...] = ()


def change(clause: Clause) -> Link | None:
    """The control of a clause; None where the house made it and nobody gave it."""
    if clause.id in CHANGES:
        return Link(_("Change"), CHANGES[clause.id])
    if in_force().clause(clause.id).source == "us":
        return None
    return asked(clause)


def asked(clause: Clause) -> Link:
    """The way to what nobody changes alone: a request with a clock."""
    return Link(_("Ask for a correction"), f"{ASK}{clause.id}")


def corrections(headings: Sequence[Heading]) -> list[Correction]:
    """Everything held, each kind once, with its control."""
    found: dict[str, Correction] = {}
    for heading in headings:
        for held in heading.holdings:
            if held.clause.secret and held.clause.id not in CHANGES:
                continue
            link = change(held.clause) or asked(held.clause)
            is_own = held.clause.id in CHANGES
            found[held.clause.id] = Correction(held.clause.title, link, is_own, held.receivers)
    return sorted(found.values(), key=lambda one: not one.is_own)

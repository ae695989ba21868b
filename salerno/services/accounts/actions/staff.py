"""Who of the staff may do what."""

from __future__ import annotations

from salerno.privacy.context import Viewer
from salerno.privacy.doing import action
from salerno.privacy.purposes import AUTHENTICATE
from salerno.services.accounts.clauses import STAFF_POINT
from salerno.services.accounts.models import StaffRole
from salerno.services.accounts.values import Role


@action(AUTHENTICATE, collects=STAFF_POINT)
def give_role(*, by: Viewer, subject: int, role: Role) -> None:
    """Let somebody act in a role. Who gave it stands beside it."""
    giver = by.subject if by.subject is not None else subject
    if not StaffRole.objects.filter(owner_id=subject, role=role).exists():
        StaffRole.objects.create(owner_id=subject, role=role, given_by_id=giver)


@action(AUTHENTICATE)
def take_role(*, by: Viewer, subject: int, role: Role) -> None:
    """End a role."""
    StaffRole.objects.filter(owner_id=subject, role=role).delete()

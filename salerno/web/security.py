"""The security log, and the roles of staff at the door."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _

from salerno.policy.purposes import SECURITY
from salerno.privacy.context import Viewer, entered
from salerno.privacy.doing import action
from salerno.privacy.errors import Refused
from salerno.privacy.models import Subject
from salerno.privacy.subjects import keeping, new_subject
from salerno.services.accounts.queries import staff_standing
from salerno.web.clauses import SECURITY_POINT
from salerno.web.limits import address_digest
from salerno.web.models import SecurityEvent
from salerno.web.requests import viewer_of


def check_role(request: HttpRequest, role: str) -> None:
    """Raises Refused, and writes it down, unless the viewer holds ``role`` and two factors.

    Of several roles, "officer|dpo", one suffices.
    """
    subject = viewer_of(request).subject
    standing = staff_standing(subject)
    held = standing.roles if role == "any" else standing.roles & set(role.split("|"))
    if not held:
        note(request, SecurityEvent.Kind.ROLE_REFUSED, subject)
        raise Refused(_("This page is for staff who hold another role. The try was noted."))
    if not standing.second_factor:
        note(request, SecurityEvent.Kind.SECOND_FACTOR_MISSING, subject)
        raise Refused(_("Staff sign in with two factors. Set up the second one first."))


def note(request: HttpRequest, kind: SecurityEvent.Kind, subject: int | None = None) -> None:
    """Write one line of the security log."""
    with entered(SECURITY, Viewer.job("door")):
        write_event(by=None, kind=kind, digest=address_digest(request), subject=subject)


@action(SECURITY, collects=SECURITY_POINT)
def write_event(*, by: object, kind: str, digest: str, subject: int | None) -> None:
    """Append one event. Without a subject it is about nobody known."""
    owner = subject if subject is not None else nobody()
    SecurityEvent.objects.create(owner_id=owner, kind=kind, address_digest=digest)


def nobody() -> int:
    """The subject that stands for everybody who is not known.

    It never ended, unlike a pseudonym that keeps what an erased person wrote.
    """
    with keeping("the subject that stands for nobody known"):
        found = (
            Subject.objects.filter(
                state=Subject.State.PSEUDONYM, layer=Subject.Layer.NONE, ended_at=None
            )
            .order_by("pk")
            .values_list("pk", flat=True)
            .first()
        )
    if found is not None:
        return int(found)
    made = new_subject(layer=Subject.Layer.NONE)
    with keeping("the subject that stands for nobody known"):
        Subject.objects.filter(pk=made).update(state=Subject.State.PSEUDONYM)
    return made

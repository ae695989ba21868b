"""The physician profile: what it says, who finds it, and how it looks to an employer."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from salerno.policy.purposes import CAREERS
from salerno.privacy import clock, places
from salerno.privacy.context import Viewer, handover
from salerno.privacy.declare import Reach
from salerno.privacy.doing import action
from salerno.privacy.errors import Refused
from salerno.privacy.models import Subject
from salerno.privacy.subjects import keeping
from salerno.services.careers import queries
from salerno.services.careers.actions.standing import take_part
from salerno.services.careers.clauses import PRESENTING
from salerno.services.careers.models import Block, Employer, Profile
from salerno.services.careers.rules import ALWAYS, CONTACT, POOL, Permission, shown
from salerno.services.careers.values import Candidate, Visibility

MOST_BLOCKS = 200


@action(CAREERS, collects=PRESENTING)
def present(
    *, by: Viewer, lines: Mapping[str, object], state: Visibility, switches: Collection[str]
) -> None:
    """Set the profile: its lines, whether it is found, and which contact details it shows.

    Hiding counts at once: the profile stands in no scope, and every cell is its owner's alone.
    """
    me = take_part(by)
    values = {name: lines[name] for name in (*ALWAYS, *CONTACT) if name in lines}
    values |= _shown(state, switches) | {"changed_at": clock.now()}
    if not Profile.objects.filter(owner_id=me).update(**values):
        Profile.objects.create(owner_id=me, number=_number(), **values)


def _shown(state: Visibility, switches: Collection[str]) -> dict[str, object]:
    """State, switches and audiences as they are stored: what the rule says, for the gate."""
    seen = shown(Permission(state.value, switches, is_blocked=False, is_verified=True))
    values: dict[str, object] = {
        "state": state,
        "scope": POOL if seen else "",
        "profile_audience": int(Reach.PROGRAM if seen else Reach.ME),
    }
    for one in CONTACT:
        values[f"shows_{one}"] = one in switches
        values[f"{one}_audience"] = int(Reach.PROGRAM if one in seen else Reach.ME)
    return values


def _number() -> int:
    """A number that leads to a profile and tells nothing."""
    return secrets.randbelow(2**52) + 1


@action(CAREERS, collects=PRESENTING)
def dismiss(*, by: Viewer) -> None:
    """Do not suggest a profile any more."""
    me = take_part(by)
    if not Profile.objects.filter(owner_id=me).update(asks_no_more=True):
        Profile.objects.create(owner_id=me, number=_number(), asks_no_more=True)


@action(CAREERS, collects=PRESENTING)
def block(*, by: Viewer, employer: int) -> None:
    """Keep an employer from finding the viewer, from now on."""
    me = take_part(by)
    if not Employer.objects.filter(pk=employer).exists():
        raise Refused(_("There is no such employer."), status=404)
    mine = Block.objects.filter(owner_id=me)
    if mine.filter(employer_id=employer).exists():
        return
    if mine.count() >= MOST_BLOCKS:
        raise Refused(_("This list is full. Hide the profile instead."), status=422)
    Block.objects.create(owner_id=me, employer_id=employer)


@action(CAREERS)
def unblock(*, by: Viewer, employer: int) -> None:
    """Let an employer find the viewer again."""
    Block.objects.filter(owner_id=by.known, employer_id=employer).delete()


@action(CAREERS)
def seen_by_employer(*, by: Viewer) -> Candidate | None:
    """The viewer's profile as a verified employer sees it. The gate answers: somebody is made who
    stands among the employers, looks, and is taken back with the transaction.
    """
    number = queries.own_number()
    with transaction.atomic():
        with keeping("somebody who looks"):
            looker = Subject.objects.create(state=Subject.State.PSEUDONYM).pk
        places.place(looker, POOL)
        with handover(CAREERS, ground="preview", viewer=Viewer.person(looker)):
            seen = queries.in_pool(number, frozenset())
        transaction.set_rollback(True)
    return seen

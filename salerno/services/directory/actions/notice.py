"""The yearly letter to every student about education records and directory information."""

from __future__ import annotations

from django.db.models import Exists, OuterRef
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from salerno.policy import words
from salerno.policy.purposes import CORRESPONDENCE
from salerno.privacy import clock
from salerno.privacy.context import Viewer, handover
from salerno.privacy.doing import action
from salerno.privacy.law import in_force
from salerno.privacy.models import Subject
from salerno.privacy.purposes import AUTHENTICATE, RECORD
from salerno.privacy.subjects import is_open
from salerno.services.accounts.queries import address_of
from salerno.services.directory import queries, rules
from salerno.services.directory.clauses import NOTICE_POINT
from salerno.services.directory.models import RightsNotice
from salerno.services.post import actions as post
from salerno.services.post.values import NewLetter

JOB = Viewer.job("directory")


@action(CORRESPONDENCE, collects=NOTICE_POINT)
def send_notices(*, by: Viewer) -> int:
    """Tell students whom nobody told for a year, and write down of each that it was done.

    How many letters; a few hundred at a time. None where the pack gives out nothing.
    """
    if not queries.is_given_out():
        return 0
    return sum(_tell(by, one) for one in _untold())


def _untold() -> list[int]:
    since = clock.now() - rules.NOTICE_EVERY
    with handover(RECORD, ground="which students were not told of their rights for a year"):
        told = RightsNotice.objects.filter(owner_id=OuterRef("pk"), at__gt=since)
        students = Subject.objects.filter(is_student=True, state=Subject.State.ACTIVE)
        found = students.exclude(Exists(told)).order_by("pk")
        return list(found.values_list("pk", flat=True)[: rules.NOTICES_AT_ONCE])


def _tell(by: Viewer, owner: int) -> bool:
    """Whether somebody could be written to; who could not is asked for again at the next time."""
    with handover(AUTHENTICATE, ground="letter: rights in education records", viewer=JOB):
        to = address_of(owner)
    if not to or not is_open(owner, CORRESPONDENCE):
        return False
    policy = in_force()
    operator = policy.operator
    facts = {"operator": operator, "fields": words.directory_said(queries.definition())}
    text = render_to_string("directory/letters/rights.txt", facts).strip() + "\n"
    sender = f"{operator.name} <{operator.email}>"
    title = _("Your rights in education records")
    post.send(by=by, letter=NewLetter(owner, "directory.rights", to, sender, title, text))
    with handover(RECORD, ground="the yearly notice"):
        RightsNotice.objects.create(owner_id=owner, version=policy.version)
    return True

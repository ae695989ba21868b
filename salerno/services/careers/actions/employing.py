"""Employers: asked for, checked by staff; their positions, and their work on applications."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext as _

from salerno.policy.purposes import APPLICANT, CAREERS
from salerno.privacy import clock, places
from salerno.privacy.context import Viewer, handover
from salerno.privacy.declare import Reach
from salerno.privacy.doing import action
from salerno.privacy.errors import Refused
from salerno.services.careers.actions.standing import (
    HOUSE,
    people_of,
    take_part,
    write,
)
from salerno.services.careers.clauses import EMPLOYING, WORKING
from salerno.services.careers.models import Application, Employer, Posting, WorksFor
from salerno.services.careers.queries.standing import check_employs
from salerno.services.careers.rules import POOL, POSTINGS_A_DAY, days_within, scope_of
from salerno.services.careers.values import WORKED, NewEmployer, NewPosting, Stage, Verified

MOST_EMPLOYERS = 3


@action(CAREERS, collects=EMPLOYING)
def ask_employer(*, by: Viewer, new: NewEmployer) -> int:
    """Enter an employer, for staff to check; its id. Until then it finds nobody."""
    me = take_part(by)
    if WorksFor.objects.filter(owner_id=me).count() >= MOST_EMPLOYERS:
        raise Refused(_("You act for three employers already. Write to us."), status=429)
    made = Employer.objects.create(
        name=new.name, website=new.website, city=new.city, country=new.country, about=new.about
    )
    WorksFor.objects.create(owner_id=me, employer_id=made.pk, number=made.pk)
    return int(made.pk)


@action(CAREERS)
def decide_employer(*, by: Viewer, employer: int, verified: bool, contract: str) -> None:
    """Staff checked an employer. Its people get their places, or lose them, at once."""
    if verified and not contract.strip():
        raise Refused(_("Name the terms that it accepted."), status=422)
    state = Verified.YES if verified else Verified.NO
    rows = Employer.objects.filter(pk=employer)
    values = {"state": state, "contract": contract.strip(), "decided_at": clock.now()}
    if not rows.update(**values):
        raise Refused(_("There is no such employer."), status=404)
    people = people_of(employer)
    for one in people:
        if verified:
            places.place(one, scope_of(employer), APPLICANT, reach=Reach.PUBLIC)
            places.place(one, POOL)
        else:
            places.unplace(one, scope_of(employer))
            _leave_pool(one)
    title = _("Your employer is verified") if verified else _("Your employer was not accepted")
    for one in people:
        write(one, "employer", title, [_("You find it on the page of employers.")])


def _leave_pool(person: int) -> None:
    """Out of the pool, unless another verified employer keeps the person there."""
    with handover(CAREERS, ground="who acts for an employer", viewer=HOUSE):
        others = WorksFor.objects.filter(owner_id=person, employer__state=Verified.YES)
        if not others.exists():
            places.unplace(person, POOL)


@action(CAREERS)
def post_position(*, by: Viewer, employer: int, new: NewPosting) -> int:
    """Post a position for at most ninety days; its id. Unverified employers post nothing."""
    check_employs(by, employer)
    now = clock.now()
    lately = Posting.objects.filter(employer_id=employer, opens_at__gt=now - timedelta(days=1))
    if lately.count() >= POSTINGS_A_DAY:
        raise Refused(_("That is enough for a day. Post the rest tomorrow."), status=429)
    made = Posting.objects.create(
        employer_id=employer, title=new.title, text=new.text, specialty=new.specialty,
        practice=new.practice, city=new.city, country=new.country, visa=new.visa,
        opens_at=now, expires_at=now + timedelta(days=days_within(new.days)),
    )  # fmt: skip
    return int(made.pk)


@action(CAREERS)
def close_posting(*, by: Viewer, posting_id: int) -> None:
    """A position is taken: it is shown no more. Applications stay."""
    row = Posting.objects.filter(pk=posting_id).first()
    if row is None:
        raise Refused(_("There is no such position."), status=404)
    check_employs(by, row.employer_id)
    Posting.objects.filter(pk=posting_id, expires_at__gt=clock.now()).update(expires_at=clock.now())


@action(CAREERS, collects=WORKING)
def set_stage(*, by: Viewer, application_id: int, stage: Stage) -> None:
    """Say where an application stands; the applicant gets a letter about it."""
    row = Application.objects.filter(pk=application_id).select_related("posting").first()
    if row is None or not row.scope or row.owner_id == by.known or stage not in WORKED:
        raise Refused(_("There is no such application."), status=404)
    check_employs(by, row.posting.employer_id)
    Application.objects.filter(pk=row.pk).update(stage=stage, changed_at=clock.now())
    title = _("Your application: %s") % row.posting.title
    write(row.owner_id, "stage", title, [str(stage.label), _("Read more on your page.")])

"""Children: frozen as soon as somebody says so, erased when the desk confirms it."""

from __future__ import annotations

from datetime import date

from allauth.account.adapter import get_adapter
from django.utils.translation import gettext as _

from salerno.policy.purposes import ACCOUNT, SECURITY
from salerno.privacy import clock, ledger, outbox, rights
from salerno.privacy.context import Viewer, entered, handover, open_act
from salerno.privacy.doing import action
from salerno.privacy.errors import Refused
from salerno.privacy.law import in_force
from salerno.privacy.models import Subject
from salerno.privacy.purposes import AUTHENTICATE
from salerno.privacy.rights import Certificate
from salerno.privacy.subjects import apply_law, close, keeping, reopen, uses
from salerno.services.accounts import rules
from salerno.services.accounts.actions.guardians import is_minor
from salerno.services.accounts.actions.register import protect_minor
from salerno.services.accounts.clauses import AGE_POINT, CHILD_POINT
from salerno.services.accounts.models import (
    ChildReport,
    Guardian,
    Particulars,
    Session,
    StaffRole,
    User,
)
from salerno.services.accounts.queries import subject_of_address
from salerno.services.accounts.values import AgeAnswer, ReportSource, ReportState

CHILD = "child"  # the reason of a closure
IN_SPITE = "a child's account, whatever is restricted or held"
GROUND = "under 13: what identifies a child is not kept"


@action(SECURITY, collects=CHILD_POINT)
def report_child(*, by: Viewer, email: str, words: str, source: ReportSource) -> int | None:
    """Freeze the account of an address at once, until the desk has looked. None: there is none.

    Staff are not frozen by a stranger's word; the desk reads it all the same.
    """
    with handover(AUTHENTICATE, ground="whose account a report names"):
        subject = subject_of_address(email)
        is_staff = StaffRole.objects.filter(owner_id=subject).exists() if subject else False
    if subject is None:
        return None
    if not is_staff or source is not ReportSource.FORM:
        freeze(subject)
    return write_report(subject, source, words)


def write_report(subject: int, source: ReportSource, words: str) -> int:
    """Write a report down; one that waits already is not doubled."""
    act = open_act()
    act.about = act.subject = subject
    with handover(AUTHENTICATE, ground=IN_SPITE):
        waiting = ChildReport.objects.filter(owner_id=subject, state=ReportState.OPEN)
        found = waiting.values_list("pk", flat=True).first()
        if found is not None:
            return int(found)
        made = ChildReport.objects.create(owner_id=subject, source=source, words=words.strip())
    return int(made.pk)


@action(ACCOUNT, collects=AGE_POINT)
def change_age(*, by: Viewer, said: AgeAnswer) -> bool:
    """Take an answer about age: under 18 is protected from now on, under 13 is locked.

    A later answer takes the protection back only on coming of age. True: it is locked now.
    """
    if said.age < rules.CHILD:
        freeze(by.known)
        write_report(by.known, ReportSource.PROFILE, "")
        return True
    own = Particulars.objects.filter(pk=by.known)
    before = own.values_list("adult_year", flat=True).get()
    if said.age < rules.ADULT:
        protect_minor(by.known)
        own.update(adult_year=max(before or 0, said.adult_year))
    elif is_minor(by.known):
        _check_same_person(before, said)
        come_of_age(by.known)
    return False


def _check_same_person(before: int | None, said: AgeAnswer) -> None:
    """Nobody grows up by another answer: it must agree with the year that was told."""
    if before != said.adult_year:
        raise Refused(
            _("This does not go with what you told us before, so the protection stays. "
              "Write to our desk if it was a mistake."),
            status=409,
        )  # fmt: skip


def come_of_age(subject: int) -> None:
    """The rules for minors end for ``subject``; what a guardian was asked, and may see, goes."""
    with keeping("come of age"):
        Subject.objects.filter(pk=subject).update(is_minor=False)
    apply_law(subject)
    is_old_enough = int(str(in_force().settings["min_age"])) <= rules.ADULT
    with handover(AUTHENTICATE, ground="come of age"):
        Guardian.objects.filter(owner_id=subject).delete()
        own = Particulars.objects.filter(pk=subject)
        own.update(adult_year=None, is_old_enough=is_old_enough)


def lift_protection() -> int:
    """Whoever came of age last year or before is a minor no longer; how many that were."""
    by = Viewer.job("coming of age")
    with entered(AUTHENTICATE, by, ground="periodic"):
        known = Particulars.objects.filter(adult_year__lt=clock.today().year)
        users = User.objects.filter(is_active=True).values("pk")
        grown = list(known.filter(owner_id__in=users).values_list("owner_id", flat=True))
        for subject in grown:
            lift(by=by, subject=subject)
    return len(grown)


@action(AUTHENTICATE, collects=AGE_POINT)
def lift(*, by: Viewer, subject: int) -> None:
    """End the protection of one person, and write them so."""
    come_of_age(subject)
    user = User.objects.get(pk=subject)
    get_adapter().send_mail("account/email/adult", user.email, {"user": user})


def is_child(born: date) -> bool:
    """Whether somebody born then is under 13 today."""
    return rules.age_on(clock.today(), born) < rules.CHILD


def freeze(subject: int) -> None:
    """From here on nobody meets ``subject``, nobody signs in as them, and nothing goes out."""
    with handover(AUTHENTICATE, ground="the account of a child is locked"):
        User.objects.filter(pk=subject).update(is_active=False)
        Session.objects.filter(owner_id=subject).delete()
    with keeping("the account of a child is locked"):
        live = Subject.objects.filter(pk=subject, state=Subject.State.ACTIVE)
        live.update(state=Subject.State.FROZEN)
        for purpose in uses():
            close(subject, purpose, CHILD)
        outbox.stop(subject, ground="the account of a child is locked")


@action(SECURITY, collects=CHILD_POINT)
def clear_report(*, by: Viewer, report: int) -> None:
    """The desk found that it is no child's account: everything is as it was before."""
    subject = _waiting(report)
    with handover(AUTHENTICATE, ground=IN_SPITE):
        open_reports = ChildReport.objects.filter(owner_id=subject, state=ReportState.OPEN)
        open_reports.update(state=ReportState.UNFOUNDED)
        User.objects.filter(pk=subject).update(is_active=True)
    with keeping("it is no child's account"):
        frozen = Subject.objects.filter(pk=subject, state=Subject.State.FROZEN)
        frozen.update(state=Subject.State.ACTIVE)
        for purpose in uses():
            reopen(subject, purpose, CHILD)


@action(SECURITY)
def erase_child(*, by: Viewer, report: int) -> Certificate:
    """Erase everywhere. No hold but an authority's is in the way, and those outside are told."""
    subject = _waiting(report)
    ledger.append("child erased", {"report": report})
    return rights.erase(subject, ground=GROUND, over_holds=True)


def _waiting(report: int) -> int:
    """Whose account a report names. Raises Refused (404) where none waits."""
    with handover(AUTHENTICATE, ground=IN_SPITE):
        rows = ChildReport.objects.filter(pk=report, state=ReportState.OPEN)
        found = rows.values_list("owner_id", flat=True).first()
    if found is None:
        raise Refused(_("No such report waits any more."), status=404)
    return int(found)

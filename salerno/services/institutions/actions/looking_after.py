"""What an administrator of an institution does. No answer says whether an address is known."""

from __future__ import annotations

from contextlib import suppress

from django.http import Http404
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from salerno.policy import store
from salerno.policy.purposes import ACCOUNT, CORRESPONDENCE
from salerno.privacy import clock
from salerno.privacy.context import Viewer, handover
from salerno.privacy.doing import action
from salerno.privacy.errors import Refused
from salerno.privacy.purposes import AUTHENTICATE
from salerno.services.accounts.queries import subject_of_address
from salerno.services.institutions.actions.bodies import (
    affiliate,
    check_offered,
    end_seats,
    one_line,
    untie_one,
)
from salerno.services.institutions.clauses import APPOINTMENT_POINT
from salerno.services.institutions.models import Administrator, Affiliation
from salerno.services.institutions.queries import HOUSE, posts
from salerno.services.institutions.values import Invite, Post, Source
from salerno.services.post.actions import send
from salerno.services.post.values import NewLetter


def post_at(by: Viewer, slug: str) -> Post:
    """How the viewer looks after an institution. Raises Http404 for anybody else."""
    check_offered()
    found = next((one for one in posts(by.known) if one.organisation.slug == slug), None)
    if found is None:
        raise Http404
    return found


@action(ACCOUNT)
def invite(*, by: Viewer, slug: str, new: Invite, base: str) -> None:
    """Ask somebody whether they belong: a letter leads to their own page, where they answer.

    Of an address that nobody signs in with, nothing is kept. Who looks after one cohort asks
    for that one.
    """
    post = post_at(by, slug)
    cohort = post.cohort or one_line(new.cohort)
    with handover(AUTHENTICATE, ground="an institution asks somebody", viewer=HOUSE):
        owner = subject_of_address(new.email)
        is_told = owner is not None and affiliate(
            by=HOUSE, slug=slug, email=new.email, known_as=new.known_as, source=Source.BODY,
            cohort=cohort,
        )  # fmt: skip
    if owner is not None and is_told:
        _write(owner, new, post.organisation.name, base)


def _write(owner: int, new: Invite, name: str, base: str) -> None:
    """Tell somebody that they are asked. Where no letter may go, the page alone asks."""
    operator = store.pack().policy.operator
    page = {
        "institution": name, "known_as": new.known_as, "operator": operator,
        "action_address": f"{base}/you/affiliations", "action": _("Answer here"),
    }  # fmt: skip
    text: str = render_to_string("institutions/letters/asked.txt", page)
    title = _("%s asks whether you belong to it") % name
    sender = f"{operator.name} <{operator.email}>"
    letter = NewLetter(owner, "belonging", new.email, sender, title, text.strip())
    with suppress(Refused), handover(CORRESPONDENCE, ground="an institution asks", viewer=HOUSE):
        send(by=HOUSE, letter=letter)


@action(ACCOUNT)
def end_member(*, by: Viewer, slug: str, email: str) -> None:
    """Say that somebody of one's own cohort belongs no more; what seats opened is closed."""
    post = post_at(by, slug)
    body = post.organisation.id
    with handover(AUTHENTICATE, ground="an institution says who left", viewer=HOUSE):
        owner = subject_of_address(email)
        rows = Affiliation.objects.filter(owner_id=owner or 0, organisation_id=body, ended_at=None)
        if post.cohort:
            rows = rows.filter(cohort=post.cohort)
        if owner is None or not rows.update(ended_at=clock.now()):
            return
        untie_one(owner, body)
        end_seats(owner, body)


@action(ACCOUNT, collects=APPOINTMENT_POINT)
def take_bills(*, by: Viewer, slug: str) -> None:
    """The bills of an institution go to the viewer from now on, who looks after all of it."""
    post = post_at(by, slug)
    if post.cohort:
        raise Http404
    with handover(AUTHENTICATE, ground="who receives the bills of an institution", viewer=HOUSE):
        give_bills(by=HOUSE, subject=by.known, organisation_id=post.organisation.id)


@action(AUTHENTICATE, collects=APPOINTMENT_POINT)
def give_bills(*, by: Viewer, subject: int, organisation_id: int) -> None:
    """Let one administrator, and no other, receive the bills."""
    rows = Administrator.objects.filter(organisation_id=organisation_id)
    rows.exclude(owner_id=subject).update(is_billing=False)
    rows.filter(owner_id=subject).update(is_billing=True)

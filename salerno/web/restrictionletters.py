"""The letter that says a restriction will end: it goes out before that, and says why and when."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from salerno.policy.purposes import ACCOUNT, CORRESPONDENCE
from salerno.privacy import closedcells, restriction
from salerno.privacy.context import Viewer, entered
from salerno.privacy.law import in_force
from salerno.privacy.restriction import Limit
from salerno.privacy.subjects import is_open
from salerno.services.accounts import queries as accounts
from salerno.services.accounts.clauses import EMAIL, SIGN_IN
from salerno.services.post import actions as post
from salerno.services.post.values import NewLetter
from salerno.web import youlimits

JOB = Viewer.job("restriction")


def register() -> None:
    """From now on the kernel tells by this letter."""
    restriction.on_tell(tell)


def tell(limit: Limit, words: str) -> bool:
    """Send the letter, in the transaction that records it; False where none can reach them."""
    address = _address(limit.subject)
    if not address:
        return False
    operator = in_force().operator
    context = {
        "title": youlimits.title(limit), "words": words, "ends_at": limit.ends_at,
        "operator": operator,
    }  # fmt: skip
    letter = NewLetter(
        owner=limit.subject,
        name="limit_ends",
        to=address,
        sender=operator.email,
        subject=_("What you restricted will be used again"),
        text=render_to_string("letters/limit_ends.txt", context),
    )
    with entered(CORRESPONDENCE, JOB, ground="told before it is lifted"):
        post.send(by=JOB, letter=letter)
    return True


def _address(subject: int) -> str:
    """Where a letter may go: "" where letters, or the address itself, are restricted."""
    with entered(ACCOUNT, Viewer.person(subject), ground="told before it is lifted"):
        closed = {EMAIL.id, SIGN_IN.id, "post.letters"} & closedcells.closed_cells(subject).keys()
        may = is_open(subject, CORRESPONDENCE) and not closed
        return accounts.own_email() if may else ""

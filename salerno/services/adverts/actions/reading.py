"""What a reader decides of advertising, and the one thing that reading may add to."""

from __future__ import annotations

from django.utils.translation import gettext as _

from salerno.policy.purposes import ACCOUNT, ADVERTS
from salerno.privacy import choices, clock, subjects
from salerno.privacy.context import Viewer
from salerno.privacy.doing import action
from salerno.privacy.errors import Refused
from salerno.privacy.models import Choice
from salerno.services.adverts import queries, rules
from salerno.services.adverts.clauses import INTERESTS_POINT, READING_POINT
from salerno.services.adverts.models import Interest
from salerno.services.adverts.values import Source, Token
from salerno.services.catalog.queries import item

MOST = 200  # interests of one person; the oldest make room


@action(ACCOUNT, collects=INTERESTS_POINT)
def set_tailoring(*, by: Viewer, is_wanted: bool) -> str:
    """Let advertising be chosen for the viewer, or no longer; the receipt.

    No longer: the list of interests goes with it.
    """
    state = Choice.State.GIVEN if is_wanted else Choice.State.REFUSED
    receipt = choices.choose(by.known, choices.ask(ADVERTS), state, point=INTERESTS_POINT)
    if not is_wanted:
        Interest.objects.filter(owner_id=by.known).delete()
    return receipt


@action(ACCOUNT, collects=INTERESTS_POINT)
def add_interest(*, by: Viewer, subject: str) -> None:
    """Put a subject on the viewer's list. Raises Refused (422) for what is no subject."""
    written = rules.subject_of(subject)
    if not written:
        raise Refused(_("A subject is a word or a few, such as “heart failure”."), status=422)
    _keep(by.known, written, Source.SAID)


@action(ACCOUNT)
def drop_interest(*, by: Viewer, interest_id: int) -> None:
    """Take a subject off the viewer's list."""
    gone, _each = Interest.objects.filter(pk=interest_id, owner_id=by.known).delete()
    if not gone:
        raise Refused(_("There is no such line on your list."), status=404)


@action(ACCOUNT)
def clear_interests(*, by: Viewer) -> int:
    """Empty the viewer's list; how many lines went."""
    gone, _each = Interest.objects.filter(owner_id=by.known).delete()
    return gone


@action(ADVERTS, collects=READING_POINT)
def note_reading(*, by: Viewer, token: Token) -> int:
    """Add what a page was about to the list of a reader who allows it; how many lines.

    Learning feeds nothing: not courses, not what is accredited, nor what the law closes.
    """
    if by.subject is None or not queries.may_choose() or not subjects.is_open(by.subject, ADVERTS):
        return 0
    page = item(token.item)
    if page is None or not rules.feeds(page.kind, is_accredited=page.is_accredited):
        return 0
    for one in token.subjects:
        _keep(by.subject, one, Source.READ)
    return len(token.subjects)


def _keep(owner: int, subject: str, source: Source) -> None:
    rows = Interest.objects.filter(owner_id=owner)
    if rows.filter(subject=subject).update(at=clock.now()):
        return
    Interest.objects.create(owner_id=owner, subject=subject, source=source)
    beyond = list(rows.order_by("-at", "-pk").values_list("pk", flat=True)[MOST : MOST + 50])
    if beyond:
        rows.filter(pk__in=beyond).delete()

"""What carriers send back: letters that did not arrive, complaints, and answers to texts."""

from __future__ import annotations

from django.utils.translation import gettext as _

from salerno.policy.purposes import CORRESPONDENCE
from salerno.privacy import clock
from salerno.privacy.context import Viewer
from salerno.privacy.doing import action
from salerno.privacy.law import in_force
from salerno.services.mailings import rules
from salerno.services.mailings.clauses import RETURNS
from salerno.services.mailings.formats.returns import Verdict, read
from salerno.services.mailings.models import Delivery
from salerno.services.mailings.values import Fate
from salerno.services.post import actions as post
from salerno.services.post import queries as letters
from salerno.services.post.values import Ended
from salerno.services.post.values.telephones import number as telephone

FATES = {Verdict.HARD: Fate.BOUNCED, Verdict.SOFT: Fate.DELAYED, Verdict.COMPLAINT: Fate.COMPLAINED}
ENDED = (Fate.BOUNCED, Fate.COMPLAINED)
ENDS = {Verdict.HARD: Ended.BOUNCED, Verdict.COMPLAINT: Ended.COMPLAINED}


@action(CORRESPONDENCE, collects=RETURNS)
def take_return(*, by: Viewer, raw: bytes) -> str:
    """Take a report about a letter of ours; what it says. Without one of our keys it says nothing.

    After one that is for good, a complaint, or copies of so many mailings that came back one time,
    the address gets nothing that need not be sent. What was for good, or a complaint, stays so.
    """
    found = read(raw)
    said = letters.letter_by_key(found.key) if found.key else None
    if said is None or found.verdict is Verdict.NOTHING:
        return str(Verdict.NOTHING)
    owner, address, letter = said
    copies = Delivery.objects.filter(letter=letter.id)
    if found.verdict is Verdict.SOFT:
        copies = copies.exclude(fate__in=ENDED)
    copies.update(fate=FATES[found.verdict], at=clock.now())
    if found.verdict in ENDS or _is_worn(owner):
        why = ENDS.get(found.verdict, Ended.BOUNCED)
        post.suppress(by=by, addresses=(address,), why=why, owner=owner)
    return str(found.verdict)


def _is_worn(owner: int) -> bool:
    """Whether copies to somebody came back so often of late that the next will as well.

    One mailing counts once, however often its carrier tries; one that arrived begins it anew.
    """
    since = clock.now() - rules.SOFT_WITHIN
    sent = Delivery.objects.filter(owner_id=owner, at__gte=since, letter__isnull=False)
    fates = sent.order_by("-letter").values_list("fate", flat=True)[: rules.MOST_SOFT]
    return list(fates) == [Fate.DELAYED] * rules.MOST_SOFT


@action(CORRESPONDENCE, collects=RETURNS)
def take_text(*, by: Viewer, number: str, said: str) -> str:
    """What is answered to a text that came in; "" for nothing. STOP is confirmed once."""
    written = telephone(number)
    asked = rules.command(said) if written else ""
    operator = in_force().operator
    if asked == "stop":
        if not post.stop_number(by=by, number=written):
            return ""
        return _("%s: you get no more texts or calls with offers from us.") % operator.name
    if asked == "help":
        return _("%(name)s: offers you said yes to. Reply STOP to end. Help: %(email)s") % {
            "name": operator.name, "email": operator.email,
        }  # fmt: skip
    return ""

"""Decisions with legal or similarly significant effect: a named human takes each (GDPR 22).

A room declares such a decision beside the column that carries it out::

    SUSPENDING = Significant("discuss.suspension", _("Keep somebody from posting"))
    holds = Holds(REASON.on(reason), SUSPENDING.on(until), plain=(until,))

From then on the gate refuses the value from a rule, a model or a job. An action that carries it
out calls ``decide`` first, with who decides and why; both stand in the record of the person.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from salerno.privacy import proceedings
from salerno.privacy.context import Viewer, open_act
from salerno.privacy.declare import Significant
from salerno.privacy.errors import Refused
from salerno.privacy.subjects import keeping


def decide(*, by: Viewer, subject: int, what: Significant, reason: str, number: int = 0) -> str:
    """A named human decides about ``subject``, in the open action; the receipt.

    ``number``: of the room's own record. Raises Refused for a machine, for somebody who decides
    about themselves, and without the reason that the person will read.
    """
    act = open_act()
    if by.machine or by.subject is None:
        raise Refused(_("No machine decides this. A member of staff does, by name."))
    if by.subject == subject:
        raise Refused(_("Nobody decides about themselves. Somebody else does."))
    words = proceedings.said(reason, needed=_("Say why, so that the person can answer."))
    with keeping(f"decided by a human: {what}"):
        about = (proceedings.Kind.DECISION, number)
        receipt = proceedings.write(by, subject, about, what.id.rpartition(".")[2][:20], words)
    act.decided.add((subject, what.id))
    return receipt

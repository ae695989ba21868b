"""Names for discussion: who is called how is known to one room, and needed in another.

A name in a post is stored as a mark. When somebody leaves, the last places where it still stands
as text become marks as well, and then lose it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from salerno.policy.purposes import ACCOUNT, MODERATION
from salerno.privacy.context import Viewer, entered, handover, viewer
from salerno.privacy.declare import Reach
from salerno.privacy.law import in_force
from salerno.privacy.rights import on_leave
from salerno.services.accounts import queries as accounts
from salerno.services.accounts.clauses import NAME
from salerno.services.discuss import actions as discussion

HOUSE = Viewer.job("discuss")


class Names:
    """Names as accounts shows them."""

    def seen(self, subjects: Collection[int]) -> Mapping[int, str]:
        """The names that the viewer may see, under the purpose entered. One statement."""
        return {subject: card.name for subject, card in accounts.cards(subjects).items()}

    def own(self, audience: Reach) -> str:
        """The viewer's name, where everybody within ``audience`` sees it. One statement."""
        if viewer().subject is None:
            return ""
        with handover(ACCOUNT, ground="the name that stands beside a post"):
            mine = accounts.own_profile()
        chosen = int(str(mine.get("name_audience") or 0))
        shown = min(chosen, NAME.reach, in_force().clause(NAME.id).reach_max)
        return str(mine.get("name") or "") if shown >= audience else ""


def sweep(subject: int) -> None:
    """Before somebody leaves: wherever their name still stands in a post, put a mark."""
    with entered(ACCOUNT, Viewer.person(subject), ground="a name to be taken out of posts"):
        name = str(accounts.own_profile().get("name") or "")
    if name:
        with entered(MODERATION, HOUSE, ground="a name is taken out of posts"):
            discussion.sweep_name(by=HOUSE, subject=subject, name=name)


def register() -> None:
    """Hand both to the rooms that need them."""
    discussion.named_by(Names())
    on_leave(sweep)

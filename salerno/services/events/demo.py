"""One event of the demonstration."""

from __future__ import annotations

from datetime import timedelta

from salerno.policy.purposes import EDITORIAL
from salerno.privacy import clock
from salerno.privacy.context import Viewer, entered
from salerno.privacy.purposes import AUTHENTICATE
from salerno.services.accounts.queries import subject_of_address
from salerno.services.events import actions, queries
from salerno.services.events.values import Mode, NewEvent

EDITOR = "editor@example.org"
SLUG = "an-evening-on-uncertainty"


def load() -> None:
    """Hold one evening where events are held. Again: nothing changes."""
    if not queries.is_offered():
        return
    with entered(AUTHENTICATE, Viewer.job("demonstration")):
        by = Viewer(subject_of_address(EDITOR))
    with entered(EDITORIAL, by, ground="demonstration"):
        if any(one.slug == SLUG for one in queries.events()):
            return
        begins = clock.now().replace(hour=18, minute=0, second=0, microsecond=0)
        begins += timedelta(days=21)
        new = NewEvent(
            SLUG, "An evening on uncertainty",
            "Three clinicians on a diagnosis that they held too long.",
            "Each brings one case. After each there is time to write down what you would have "
            "done, and how sure you would have been. The talks are recorded; you are not.",
            Mode.BOTH, "The reading room, 12 Harbour Row", "https://meet.example/uncertainty",
            begins, begins + timedelta(hours=2), None, 40, is_accredited=True, has_list=True,
        )  # fmt: skip
        event_id = actions.save_event(by=by, new=new)
        actions.publish(by=by, event_id=event_id)

"""A public discussion of the demonstration, opened by a member and answered by a reader."""

from __future__ import annotations

from salerno.policy.purposes import COMMUNITY
from salerno.privacy.context import Viewer, entered
from salerno.privacy.declare import Reach
from salerno.privacy.purposes import AUTHENTICATE
from salerno.services.accounts.queries import subject_of_address
from salerno.services.community import actions, queries
from salerno.services.discuss import actions as discussing
from salerno.services.discuss.queries import area_of
from salerno.services.discuss.values import NewPost

TITLE = "What do you read on the way to a night shift?"
SAID = (
    ("member", "Short reviews, and nothing about trials. What about you?"),
    ("reader", "Last week’s case, once more. It keeps me awake for the right reasons."),
)


def load() -> None:
    """Open it where what members write may be public. Again: nothing changes."""
    if Reach.PUBLIC not in queries.audiences():
        return
    member = _person("member")
    with entered(COMMUNITY, member, ground="demonstration"):
        if any(one.title == TITLE for one in queries.discussions()):
            return
        number = actions.open_discussion(by=member, title=TITLE, audience=Reach.PUBLIC)
        area = area_of(f"/hall/{number}")
    for role, text in SAID:
        by = _person(role)
        with entered(COMMUNITY, by, ground="demonstration"):
            if area is not None:
                discussing.post(by=by, area_id=area.id, new=NewPost(text))


def _person(role: str) -> Viewer:
    with entered(AUTHENTICATE, Viewer.job("demonstration")):
        return Viewer(subject_of_address(f"{role}@example.org"))

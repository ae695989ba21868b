"""The demonstration's mailings: an issue and an offer, composed and not yet sent."""

from __future__ import annotations

from salerno.policy.purposes import EDITORIAL
from salerno.privacy.context import Viewer, entered
from salerno.privacy.purposes import AUTHENTICATE
from salerno.services.accounts.queries import subject_of_address
from salerno.services.mailings import actions, queries
from salerno.services.mailings.values import NewCampaign
from salerno.services.post.values import Channel, Sort, Topic

EDITOR = "editor@example.org"
DRAFTS = (
    NewCampaign(
        Sort.CONTENT, Topic.CONTENTS, Channel.EMAIL, "New this week",
        "## What is new\n\nWhat was published since the last letter, with links to each.\n\n"
        "- [Everything that is new](/search)\n- [Choose your subjects](/you/messages)",
    ),
    NewCampaign(
        Sort.OFFER, Topic.OFFERS, Channel.EMAIL, "A word about our other services",
        "You use one of our services. There are others.\n\n"
        ":::offer\nSee them all, [with what each of them costs](/about).\n:::",
    ),
)  # fmt: skip


def load() -> None:
    """Compose both, once."""
    with entered(AUTHENTICATE, Viewer.job("demonstration")):
        by = Viewer(subject_of_address(EDITOR))
    with entered(EDITORIAL, by, ground="demonstration"):
        had = {one.subject for one in queries.campaigns()}
        for one in DRAFTS:
            if one.subject not in had:
                actions.save(by=by, new=one)

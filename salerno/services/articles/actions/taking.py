"""What a reader takes along."""

from __future__ import annotations

from salerno.policy.purposes import COMMUNITY
from salerno.privacy import facts
from salerno.privacy.context import Viewer
from salerno.privacy.doing import action

DOWNLOADED = "articles.downloaded"


@action(COMMUNITY)
def note_download(*, by: Viewer, item_id: int) -> None:
    """Record that an article was downloaded. Of a visitor whom nobody knows, nothing."""
    if by.subject is not None:
        facts.record(DOWNLOADED, by.subject, item_id)

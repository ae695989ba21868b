"""What this room offers to pages and rooms that know nothing of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from salerno.privacy.doors import Way
from salerno.services.discuss import queries
from salerno.services.discuss.values import Found

TITLE = gettext_lazy("Discussion")


@dataclass(frozen=True)
class Posts:
    """Posts as documents of the search: their words without names, shown through the gate."""

    name: str = "post"
    title: Promise | str = TITLE
    columns: tuple[str, ...] = ("discuss.Post.text",)
    facts: tuple[str, ...] = ("discuss.posted", "discuss.edited", "discuss.removed")

    def documents(self, after: int) -> list[tuple[int, int, str]]:
        """Some hundred posts with an id above ``after``."""
        return queries.documents(after)

    def those(self, ids: Collection[int]) -> list[tuple[int, int, str]]:
        """The posts of these ids that stand."""
        return queries.documents_of(ids)

    def seen(self, ids: Collection[int]) -> Collection[int]:
        """Those that the viewer may read."""
        return queries.seen_posts(ids)

    def shown(self, ids: Collection[int]) -> Mapping[int, Found]:
        """Those that the viewer may read, as they are shown."""
        return queries.found_posts(ids)


SLOTS: dict[str, object] = {}
SEARCHED = (Posts(),)


def desk() -> tuple[Way, ...]:
    """This room's pages of the desk."""
    return (
        Way(
            "discuss:areas",
            _("Discussions"),
            _("Who may read and post where; close one, or open it again. For editors."),
        ),
        Way(
            "discuss:queue",
            _("Reported posts"),
            _("What readers and participants reported, without names. For editors."),
        ),
    )

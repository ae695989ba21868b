"""The verbs of this room: publishing, and what is handed in."""

from __future__ import annotations

from salerno.services.articles.actions.handing_in import (
    add_file,
    decide,
    hand_in,
    sit_down,
    take_back,
)
from salerno.services.articles.actions.publishing import (
    comments_are_public,
    keep,
    picture_path,
    store_picture,
)
from salerno.services.articles.actions.taking import note_download

__all__ = [
    "add_file", "comments_are_public", "decide", "hand_in", "keep", "note_download", "picture_path",
    "sit_down", "store_picture", "take_back",
]  # fmt: skip

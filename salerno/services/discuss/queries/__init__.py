"""What may be read of discussion. Every answer is a value."""

from __future__ import annotations

from salerno.services.discuss.queries.areas import area, areas
from salerno.services.discuss.queries.own import own_post, own_posts, own_suspensions
from salerno.services.discuss.queries.reviews import queue, reusable, review, reviewed_file
from salerno.services.discuss.queries.searching import (
    documents,
    documents_of,
    found_posts,
    seen_posts,
)
from salerno.services.discuss.queries.showing import Discussion, safe, shown
from salerno.services.discuss.queries.threads import (
    area_of,
    file_of,
    post_to_edit,
    reads_of,
    thread_by_id,
    thread_of,
    where,
)
from salerno.services.discuss.rules.files import TYPES
from salerno.services.discuss.rules.identifiers import signs

__all__ = [
    "TYPES", "Discussion", "area", "area_of", "areas", "documents", "documents_of", "file_of",
    "found_posts", "own_post", "own_posts", "own_suspensions", "post_to_edit", "queue",
    "reads_of", "reusable", "review", "reviewed_file", "safe", "seen_posts", "shown", "signs",
    "thread_by_id", "thread_of", "where",
]  # fmt: skip

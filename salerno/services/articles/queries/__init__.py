"""What may be read of articles, and of what is handed in."""

from __future__ import annotations

from salerno.services.articles.queries.handed import (
    own_submissions,
    queue,
    submission,
    submitted_file,
)
from salerno.services.articles.queries.published import (
    article,
    issue,
    issues,
    latest_issue,
    page_of_articles,
)

__all__ = [
    "article", "issue", "issues", "latest_issue", "own_submissions", "page_of_articles", "queue",
    "submission", "submitted_file",
]  # fmt: skip

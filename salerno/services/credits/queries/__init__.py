"""What may be read: activities by everybody, a record by its owner, and what goes to a body."""

from salerno.services.credits.queries.activities import (
    activities,
    activity,
    activity_of_item,
    told_of,
)
from salerno.services.credits.queries.bodies import (
    asking,
    bodies,
    body,
    body_at,
    has_begun,
    is_offered,
    kinds,
    machine,
    recipient,
)
from salerno.services.credits.queries.desk import overdue, states
from salerno.services.credits.queries.going import left_out, ready
from salerno.services.credits.queries.learner import (
    body_lines,
    certificate,
    identity,
    own_certificate,
    own_credits,
    own_reports,
    progress,
)

__all__ = [
    "activities", "activity", "activity_of_item", "asking", "bodies", "body", "body_at",
    "body_lines", "certificate", "has_begun", "identity", "is_offered", "kinds", "left_out",
    "machine", "overdue", "own_certificate", "own_credits", "own_reports", "progress", "ready",
    "recipient", "states", "told_of",
]  # fmt: skip

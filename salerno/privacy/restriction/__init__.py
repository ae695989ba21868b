"""Restriction and objection: stored and not used, at once and everywhere."""

from salerno.privacy.restriction.begin import (
    contest,
    object_to,
    objectable,
    restrict,
    restrictable,
)
from salerno.privacy.restriction.end import (
    Decision,
    agreed_later,
    decide,
    decide_objection,
    lift,
    on_tell,
    review,
    take_back,
    tell,
)
from salerno.privacy.restriction.standing import (
    find_unlawful,
    found_unlawful,
    limit,
    limits,
    overdue,
    to_decide,
)
from salerno.privacy.restriction.values import (
    OUTCOMES,
    TOLD_AHEAD,
    Begun,
    Ground,
    Limit,
    NewRestriction,
    Outcome,
)

__all__ = [
    "OUTCOMES", "TOLD_AHEAD", "Begun", "Decision", "Ground", "Limit", "NewRestriction", "Outcome",
    "agreed_later", "contest", "decide", "decide_objection", "find_unlawful", "found_unlawful",
    "lift", "limit", "limits", "object_to", "objectable", "on_tell", "overdue", "restrict",
    "restrictable", "review", "take_back", "tell", "to_decide",
]  # fmt: skip

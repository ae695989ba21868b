"""A sponsor's leads as JSON: those that stand, and the numbers of those to remove."""

from __future__ import annotations

from typing import Any

from salerno.services.sponsors.values import Feed


def written(feed: Feed) -> dict[str, Any]:
    """The answer. ``next``: the number to ask on from, null at the end."""
    return {
        "sponsor": feed.sponsor,
        "leads": [
            {
                "number": one.number,
                "paper": one.paper,
                "taken_at": one.taken_at.isoformat(),
                "ends_at": one.ends_at.isoformat(),
                "fields": dict(one.values),
            }
            for one in feed.leads
        ],
        "remove": [
            {"number": one.number, "paper": one.paper, "at": one.at.isoformat()}
            for one in feed.gone
        ],
        "next": feed.after or None,
    }

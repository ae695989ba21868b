"""Contracts with those outside: when they end, and to which countries something may begin to go."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from salerno.policy.values import Pack
from salerno.privacy.law import Policy

AHEAD = timedelta(days=60)


def ending(policy: Policy, today: date) -> list[str]:
    """A sentence for each contract that ended, or ends within sixty days."""
    said = []
    for one in policy.recipients.values():
        if not one.expires or not one.enabled:
            continue
        last = date.fromisoformat(one.expires)
        if one.has_ended(today):
            said.append(f"The contract with {one.name} ended on {last}: nothing goes to it.")
        elif last - today <= AHEAD:
            said.append(
                f"The contract with {one.name} ends on {last}: from the next day on nothing goes "
                "to it, unless it is renewed in the pack."
            )
    return said


def unprotected(pack: Pack, before: Pack | None) -> Iterator[str]:
    """What would begin to go to a country of others without a way to protect it on record."""
    known = before.policy.recipients if before else {}
    for name, one in pack.policy.recipients.items():
        went = known.get(name)
        is_new = went is None or not went.enabled or went.country != one.country
        if one.enabled and is_new and not pack.policy.is_protected(one):
            yield (
                f"{one.name} is in {one.country}, and no `mechanism` protects what goes there: "
                f"record one at recipients.{name}, or leave it switched off."
            )

"""Each recipient has what the pack grants it, and no column and no person beside that."""

from __future__ import annotations

import pytest

from salerno.privacy import law
from salerno.privacy.context import Viewer, entered
from salerno.privacy.disclose import Payload, disclose
from salerno.privacy.errors import Refused
from salerno.privacy.gate.guards import serves
from salerno.privacy.law import Recipient
from salerno.privacy.purposes import RIGHTS
from salerno.privacy.registry import registry
from tests import people
from tests.ground import pack

__all__ = ["pack"]

REFUSED = "does not receive this for"


def machines(one: Recipient) -> list[str]:
    """The purposes of a recipient that a machine may enter and that a list of the pack bounds."""
    known = registry().purposes
    return [
        name for name in one.purposes
        if name in known and name != RIGHTS.id and not known[name].any_clause
        and (known[name].machine or known[name].kernel)
    ]  # fmt: skip


def attempted(one: Recipient, purpose: str, clause: str, subject: int) -> str:
    """What the door out says to a payload of one column."""
    known = registry()
    payload = Payload("test.one", {"value": known.clauses[clause]})
    with entered(known.purposes[purpose], Viewer.job("test"), ground="test"):
        try:
            disclose(payload, one.id, {subject: {"value": "x"}}, ground="test", is_handed=True)
        except Refused as refusal:
            return str(refusal.words)
    return ""


@pytest.mark.clause("N-57", "works")
def test_the_compiled_view_of_a_recipient_is_what_its_grants_and_purposes_share() -> None:
    known = registry()
    for one in law.in_force().recipients.values():
        for clause in one.clauses:
            assert one.id in law.in_force().clauses[clause].recipients
        assert set(one.clauses) <= set(known.clauses), one.id


@pytest.mark.clause("N-57", "refused")
def test_no_recipient_gets_a_column_that_is_not_granted_or_not_for_its_purpose() -> None:
    ann, known = people.person(), registry()
    tried = 0
    for one in law.in_force().recipients.values():
        for purpose in machines(one):
            beyond = [
                name for name, clause in known.clauses.items()
                if name not in one.clauses or not serves(clause, known.purposes[purpose])
            ]  # fmt: skip
            for clause in beyond[::7]:  # one of each room; each is refused by the same rule
                said = attempted(one, purpose, clause, ann.subject)
                assert said, f"{one.id} got {clause} for {purpose}"
                assert REFUSED in said or "switched off" in said, said
                tried += 1
    assert tried > 20

"""A use that came later meets nobody who was here before, until they say yes to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256

import pytest

from salerno.policy import store
from salerno.policy.purposes import ACCOUNT, RESEARCH
from salerno.policy.values import Pack
from salerno.privacy.context import Viewer, entered
from salerno.privacy.everybody import apply_law_to_everybody
from salerno.privacy.law import Basis, ChoiceForm, PurposeLaw
from salerno.privacy.purposes import RECORD
from salerno.services.accounts import actions
from salerno.services.accounts.models import Demographics
from tests import people
from tests.ground import pack
from tests.people import Person

__all__ = ["pack"]


def with_research(bases: Mapping[str, Basis], choice: ChoiceForm | None) -> Pack:
    """The pack in force, with another law of this one use."""
    now = store.pack()
    ruled = PurposeLaw(bases, "We study.", choice, "May we study?" if choice else "")
    purposes = {**now.policy.purposes, RESEARCH.id: ruled}
    digest = sha256(f"{now.policy.digest}-{choice}".encode()).hexdigest()
    return replace(now, policy=replace(now.policy, purposes=purposes, digest=digest))


def studied() -> list[int]:
    """Whom the new use meets."""
    with entered(RESEARCH, Viewer.job("study")):
        return sorted(Demographics.objects.values_list("owner_id", flat=True))


def told(name: str) -> Person:
    """Somebody whose data was there before."""
    made = people.person(f"{name}@example.org", name)
    with entered(ACCOUNT, made.viewer):
        actions.change_demographics(by=made.viewer, answers={"gender": "woman"})
    return made


@pytest.mark.clause("N-60", "works")
@pytest.mark.clause("N-60", "refused")
def test_a_new_use_of_what_is_held_meets_only_those_who_said_yes() -> None:
    before = with_research({"": Basis.NONE}, None)
    after = with_research({"": Basis.CONSENT}, ChoiceForm.OPT_IN)
    with store.under(before):
        ann, ben, cy = (told(one) for one in ("ann", "ben", "cy"))
        assert studied() == []
    with store.under(after):
        with entered(RECORD, Viewer.job("test")):
            apply_law_to_everybody()
        assert studied() == []
        for who, said in ((ann, "on"), (cy, "off")):
            answer = who.browser().post("/you/choices", {RESEARCH.id: said})
            assert answer.status_code == 302
        assert studied() == [ann.subject]
        ann.browser().post("/you/choices", {RESEARCH.id: "off"})
        assert studied() == []
        ben.browser().post("/you/choices", {RESEARCH.id: "on"})
        assert studied() == [ben.subject]

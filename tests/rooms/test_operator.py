"""Who answers: one record of the operator, and every place that names it follows."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.test import Client

from salerno.policy import store
from salerno.policy.exports import dpv, fides
from tests import people
from tests.ground import pack
from tests.people import letters, words

__all__ = ["pack"]

LEGAL, PARENT = "Quarry Lane Division", "The Society of Quarry Lane"


def told() -> dict[str, str]:
    """What each place says of the operator."""
    client = Client()
    client.post("/password/forgotten", {"email": "ann@example.org"})
    return {
        "the policy": words(client.get("/privacy")),
        "the foot of a page": client.get("/").content.decode().split("<footer")[-1],
        "the record": words(client.get("/record")),
        "a letter": letters()[0].text,
        "Fides": fides.as_yaml(),
        "DPV": dpv.as_json(),
    }


@pytest.mark.clause("N-02", "works")
def test_the_operators_record_feeds_page_letters_and_exports_at_once(pack: str) -> None:
    people.person()
    now = store.pack()
    before = told()
    old = now.policy.operator.legal_name
    assert [place for place, text in before.items() if old not in text] == []
    operator = replace(now.policy.operator, legal_name=LEGAL, parents=(PARENT,))
    policy = replace(
        now.policy, operator=operator, digest=now.policy.digest[::-1]
    )  # as another version
    with store.under(replace(now, policy=policy)):
        after = told()
    assert [place for place, text in after.items() if LEGAL not in text] == []
    assert PARENT in after["the record"]
    brand = now.policy.operator.name
    assert [place for place, text in after.items() if old in text.replace(brand, "")] == []

"""Links that leave, features that read, those who receive: what the register says is what is."""

from __future__ import annotations

from html import unescape
from urllib.parse import quote

import pytest
from django.test import Client

from salerno.policy import page, store
from salerno.policy.purposes import ANALYTICS, COMMUNITY, PERSONALISE
from salerno.privacy.context import Viewer, entered
from salerno.privacy.errors import GateError
from salerno.privacy.registry import registry
from salerno.privacy.testing import expecting_refusals
from salerno.services.accounts.models import Profile, User
from salerno.services.analytics.models import Opening
from tests import people
from tests.ground import pack
from tools import links

__all__ = ["pack"]


@pytest.mark.clause("H-37", "works")
def test_a_link_out_names_the_other_site_and_its_policy_and_hides_the_reader(pack: str) -> None:
    for site in store.pack().destinations.values():
        answer = Client().get(f"/leaving?to={quote(f'https://{site.host}/x')}")
        text = unescape(answer.content.decode())
        assert answer.status_code == 200
        assert site.title in text
        assert site.policy in text
        assert 'rel="noreferrer"' in text
        assert answer["Referrer-Policy"] == "same-origin"
    if pack == "school":
        assert "payments" in store.pack().destinations


@pytest.mark.clause("H-37", "refused")
def test_a_link_that_carries_a_value_or_leads_to_an_unlisted_host_is_refused(pack: str) -> None:
    assert links.problems() == []
    for address in ("https://unlisted.example/", "http://board.example/", "javascript:alert(1)"):
        assert Client().get(f"/leaving?to={quote(address)}").status_code in {400, 404}


@pytest.mark.clause("N-47", "refused")
@pytest.mark.clause("H-58", "refused")
def test_a_feature_reads_nothing_that_it_did_not_declare(pack: str) -> None:
    ann = people.person()
    with expecting_refusals():
        with entered(PERSONALISE, ann.viewer), pytest.raises(GateError):
            list(User.objects.values_list("email"))
        with entered(COMMUNITY, ann.viewer), pytest.raises(GateError):
            list(Opening.objects.values_list("item_id"))
        with entered(ANALYTICS, Viewer.job("improve")), pytest.raises(GateError):
            list(Profile.objects.values_list("name"))


IMPROVING = ("courses", "support", "analytics", "personalise", "research", "practice")


@pytest.mark.clause("H-58", "works")
def test_providing_keeping_up_improving_fitting_and_evaluating_are_purposes_apart(
    pack: str,
) -> None:
    ruled = store.pack().policy.purposes
    known = registry()
    reads = {
        name: frozenset(
            one.id for one in known.clauses.values() if known.purposes[name] in one.purposes
        )
        for name in IMPROVING
    }
    assert all(reads.values())
    assert len(set(reads.values())) == len(IMPROVING)
    assert all(ruled[name].bases for name in IMPROVING)
    text = Client().get("/privacy/tables").content.decode()
    assert all(f'id="purpose-{name}"' in text for name in IMPROVING)


@pytest.mark.clause("N-52", "works")
@pytest.mark.clause("H-83", "works")
def test_the_register_says_of_each_receiver_what_for_what_since_when_and_where(pack: str) -> None:
    policy = store.pack().policy
    rows = {one.id: one for one in page.tables(store.pack(), "en").recipients}
    assert set(rows) == set(policy.recipients)
    text = unescape(Client().get("/privacy/tables").content.decode())
    for name, one in policy.recipients.items():
        row = rows[name]
        assert row.contract
        assert row.country
        assert row.purposes, name
        assert {kind.id for kind in row.kinds} == set(one.clauses)
        for said in (row.name, row.contract, row.country, row.mechanism):
            assert said in text
    functions = {one.id for row in rows.values() for one in row.purposes}
    assert {"account", "correspondence", "billing"} <= functions

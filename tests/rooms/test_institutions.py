"""An institution that buys for its people: who orders, what opens for whom, and when it closes."""

from __future__ import annotations

from typing import Any

import pytest

from salerno.policy.purposes import ACCOUNT, BILLING, COMMUNITY
from salerno.privacy.context import entered
from salerno.privacy.errors import Refused
from salerno.services.access import queries as access
from salerno.services.access.values import Listed, Visit
from salerno.services.commerce.tests import scene
from salerno.services.commerce.values import Kind, NewProduct
from salerno.services.institutions import actions, queries
from salerno.services.institutions.models import Organisation
from salerno.services.institutions.tests.partners import appointed, confirmed, partner
from tests import people
from tests.ground import pack
from tests.people import Person, words

__all__ = ["pack"]

LICENCE = NewProduct("body", Kind.INSTITUTION, "For an institution", covers="article", months=12)
BILL = {"name": "Kim Buyer", "postcode": "02111", "country": "US", "coupon": ""}
ARTICLE = Listed(7, "subscribed", "article")


def buyer(name: str = "kim", slug: str = "sandhill") -> Person:
    """Whoever the bills of a new institution go to."""
    return appointed(people.person(f"{name}@example.org", name.title()), partner(slug), bills=True)


def number(slug: str = "sandhill") -> int:
    """The number of an institution."""
    return Organisation.objects.get(slug=slug).pk


def through(who: Person) -> str:
    """By whose licence an article opens for somebody; "" where it does not."""
    with entered(COMMUNITY, who.viewer):
        return access.opening(ARTICLE, Visit(bodies=queries.own_bodies)).through


def ordered(who: Person, slug: str, **sent: Any) -> Any:
    """Order in a browser, and pay."""
    answer = who.browser().post(f"/plans/{slug}/order", BILL | sent)
    if answer.status_code == 302:
        scene.pay(who, answer["Location"].split("/")[3])
    return answer


def test_a_subscription_of_an_institution_opens_for_those_who_confirmed() -> None:
    kim, ann, ben = buyer(), people.person(), people.person("ben@example.org", "Ben")
    buyer("lou", "seaview")
    scene.product(LICENCE, 240_000)
    mine = confirmed(ann, "sandhill")
    confirmed(ben, "seaview")
    assert "Sandhill" in words(kim.browser().get("/plans/body"))
    assert ordered(kim, "body", body=str(number())).status_code == 302
    assert (through(ann), through(ben), through(kim)) == ("Sandhill", "", "")
    with entered(ACCOUNT, ann.viewer):
        actions.leave(by=ann.viewer, affiliation=mine)
    assert through(ann) == ""


@pytest.mark.parametrize("given", ["0", "-1", "x", "9" * 30, "1\0", "theirs"])
def test_nobody_orders_for_an_institution_whose_bills_go_elsewhere(given: str) -> None:
    kim, ann = buyer(), people.person()
    buyer("lou", "seaview")
    scene.product(LICENCE, 240_000)
    theirs = number("seaview")
    sent = str(theirs) if given == "theirs" else given
    assert ordered(kim, "body", body=sent).status_code in {400, 422}
    assert ordered(ann, "body", body=sent, organisation="Seaview").status_code == 400
    assert "Seaview" not in words(kim.browser().get("/plans/body"))
    for who, slug in ((kim, "body"), (ann, "body")):
        with entered(BILLING, who.viewer), pytest.raises(Refused):
            scene.place(who, slug=slug, organisation="Seaview", organisation_id=theirs)
    assert scene.rows("commerce_order") == 0

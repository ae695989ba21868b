"""Where the pack keeps no directory, none of its pages is there, and the desk gives out nothing."""

from __future__ import annotations

import pytest
from django.test import Client

from salerno.policy.purposes import DIRECTORY_INFORMATION
from salerno.privacy.context import entered
from salerno.privacy.errors import Refused
from salerno.services.directory import actions
from salerno.services.directory.tests.scene import BODY, DESK, FOR, asked, officer
from salerno.services.directory.values import Channel, Inquiry, Scope
from tests import people
from tests.people import stored

PAGES = ("/courses/x/participants", "/institutions/x/report")
SENT = ("release", "inquiry", "refusal")


def test_nothing_is_listed_and_nothing_given_out(pack: str) -> None:
    if pack == "school":
        return
    ann = people.person()
    browsers = [ann.browser(), officer()]
    codes = [one.get(page).status_code for one in browsers for page in PAGES]
    assert codes == [404] * 4
    assert Client().get(PAGES[0]).status_code == 404
    assert browsers[1].get("/desk/directory").status_code == 404
    sent = [browsers[1].post(f"/desk/directory/{one}", {}).status_code for one in SENT]
    assert sent == [404] * 3
    with entered(DIRECTORY_INFORMATION, DESK):
        with pytest.raises(Refused):
            actions.release(by=DESK, asked=asked())
        with pytest.raises(Refused):
            actions.answer(by=DESK, inquiry=Inquiry(BODY, FOR, "Ann Reader"))
        with pytest.raises(Refused):
            actions.take_refusal(
                by=DESK, email=ann.email, scope=Scope.BOTH, channel=Channel.POST, evidence="7"
            )
    assert stored()["directory_mailedrefusal"] == 0

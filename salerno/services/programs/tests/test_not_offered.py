"""Where the pack lets no program pay for seats, there is none."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from salerno.privacy import clock
from salerno.privacy.context import entered
from salerno.privacy.errors import Refused
from salerno.privacy.purposes import AUTHENTICATE
from salerno.services.programs import actions
from salerno.services.programs.tests.scene import DESK
from salerno.services.programs.values import NewProgram
from tests import people


def test_a_school_has_no_seats_of_programs(pack: str) -> None:
    if pack == "publisher":
        return
    browser = people.person().browser()
    for path in ("/you/programs", "/programs/harbour", "/programs/harbour/seats"):
        assert browser.get(path).status_code == 404
    assert Client().get("/programs/join/abc").status_code == 404
    new = NewProgram(
        "harbour", "Harbour", "2 Quay", "US", "C", clock.today() + timedelta(days=9), True
    )
    with entered(AUTHENTICATE, DESK), pytest.raises(Refused, match="No program"):
        actions.add_program(by=DESK, new=new)

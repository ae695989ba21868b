"""A pack whose purpose has no ground teaches no courses, and each page of theirs says so."""

from __future__ import annotations

import pytest
from django.http import Http404
from django.test import Client

from salerno.policy.purposes import EDITORIAL
from salerno.privacy.context import entered
from salerno.services.courses import actions
from salerno.services.courses.tests.making import EDITOR, accepted, new_course, somebody
from tests.people import stored

PAGES = ("", "/x", "/x/enrol", "/x/units/1", "/x/quiz", "/x/progress", "/x/discussion", "/x/teach")
TABLES = ("courses_enrolment", "courses_unitprogress", "courses_attempt", "courses_answer")


def test_nothing_is_taught_where_the_purpose_has_no_ground(pack: str) -> None:
    if pack == "school":
        assert Client().get("/courses").status_code == 200
        return
    browser = somebody("Ann").browser()
    asked = [browser.get(f"/courses{one}").status_code for one in PAGES]
    sent = browser.post("/courses/x/enrol", accepted()).status_code
    assert (asked, sent) == ([404] * len(PAGES), 404)
    assert Client().get("/courses").status_code == 404
    with entered(EDITORIAL, EDITOR), pytest.raises(Http404):
        actions.publish_course(by=EDITOR, new=new_course("x"))
    assert [stored()[one] for one in TABLES] == [0] * len(TABLES)

"""Where the pack runs no careers, no page of them is there and nothing can be stored."""

from __future__ import annotations

import pytest
from django.test import Client

from salerno.policy.purposes import CAREERS
from salerno.privacy.context import entered
from salerno.privacy.errors import Refused
from salerno.services.careers import actions
from salerno.services.careers.formats.document import Content
from salerno.services.careers.jobs import tell_searchers
from salerno.services.careers.tests.scene import LINES, SECRET, upload
from salerno.services.careers.values import NewEmployer, Sort, Visibility
from tests import hall, people
from tests.people import stored

OPEN = ("/careers", "/careers/1")
OWN = (
    "/careers/1/apply", "/you/career", "/you/career/profile", "/you/career/as-employer",
    "/you/career/documents", "/you/career/documents/1", "/you/career/searches",
    "/you/career/applications/1", "/employers", "/employers/1", "/employers/1/post",
    "/employers/1/candidates", "/employers/1/candidates/1", "/employers/1/applications/1",
)  # fmt: skip


def test_nothing_of_careers_is_there(pack: str) -> None:
    if pack == "publisher":
        return
    ann = people.person()
    assert [Client().get(one).status_code for one in OPEN] == [404] * len(OPEN)
    assert [ann.browser().get(one).status_code for one in OWN] == [404] * len(OWN)
    assert hall.officer().browser().get("/desk/employers").status_code == 404
    page = {"sort": "cv", "name": "CV", "file": upload(SECRET)}
    assert ann.browser().post("/you/career/documents", page).status_code == 404
    with entered(CAREERS, ann.viewer):
        by = ann.viewer
        with pytest.raises(Refused):
            actions.present(by=by, lines=LINES, state=Visibility.OPEN, switches=())
        with pytest.raises(Refused):
            actions.keep_document(by=by, sort=Sort.CV, name="CV", given=Content("pdf", SECRET))
        with pytest.raises(Refused):
            actions.ask_employer(by=by, new=NewEmployer("A", "https://a.example", "B", "NO", ""))
    assert tell_searchers() == 0
    assert {one: n for one, n in stored().items() if one.startswith("careers_") and n} == {}

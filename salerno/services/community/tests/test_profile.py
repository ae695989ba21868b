"""The profile as others see it: line by line, photograph and all; and what connecting opens."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from salerno.policy.purposes import ACCOUNT, PROFILE
from salerno.privacy.context import Viewer, entered
from salerno.privacy.declare import Reach
from salerno.services.accounts import queries as accounts
from salerno.services.accounts.actions import profile as profiles
from salerno.services.accounts.clauses import PROFILE_CLAUSES
from salerno.services.media import actions as media
from salerno.services.media.formats.photograph import read
from tests import hall
from tests.people import Person, column, words

LINES = {
    "profession": "physician", "specialty": "cardiology", "institution": "Sandhill General",
    "biography": "Keeps bees beside the ward.",
}  # fmt: skip


def shown(who: Person, **audiences: Reach) -> Person:
    """Somebody with every line filled in, each shown as said and otherwise to nobody."""
    everyone = {one: audiences.get(one, Reach.ME) for one in ("name", *LINES)}
    with entered(ACCOUNT, who.viewer):
        profiles.change_profile(by=who.viewer, lines=LINES, audiences=everyone)
    return who


def photograph(who: Person, audience: Reach) -> str:
    """A photograph of somebody; the key of its address."""
    out = io.BytesIO()
    Image.new("RGB", (20, 20), "teal").save(out, "PNG")
    with entered(ACCOUNT, who.viewer):
        picture = read(SimpleUploadedFile("a.png", out.getvalue()))
        media.keep_photograph(by=who.viewer, picture=picture, audience=audience)
    return str(column("media_photograph", "key")[0])


def connect(ann: Person, ben: Person) -> None:
    """Both say so, by the page of the profile and the list."""
    assert ann.browser().post(f"/people/{ben.subject}/meet", {"do": "ask"}).status_code == 302
    assert ben.browser().post(f"/people/{ann.subject}/meet", {"do": "accept"}).status_code == 302


@pytest.mark.clause("N-70", "works")
def test_a_visitor_reads_exactly_the_public_lines(pack: str) -> None:
    [ann] = hall.people("Ann Reader")
    most = Reach.PUBLIC if pack == "publisher" else Reach.PROGRAM
    shown(ann, name=most, specialty=most, institution=min(Reach.MEMBERS, most))
    key = photograph(ann, most)
    page = Client().get(f"/people/{ann.subject}")
    if pack == "school":
        assert page.status_code == 404
        return
    text = page.content.decode()
    assert ("Ann Reader" in text, "Cardiology" in text, key in text) == (True, True, True)
    for hidden in ("Sandhill General", "Keeps bees", "Physician", ann.email):
        assert hidden not in text, hidden
    with entered(PROFILE, Viewer.visitor()):
        seen = accounts.profile_of(ann.subject)
    assert seen is not None
    assert {one.name for one in seen.lines} == {"name", "specialty"}


@pytest.mark.clause("N-70", "refused")
def test_no_address_and_no_number_can_be_shown_and_no_hidden_line_is_found(pack: str) -> None:
    [ann] = hall.people("Ann Reader")
    shown(ann, specialty=profiles.widest("specialty"))
    assert {"email", "phone", "recovery_phone"} & set(profiles.BY_LINE) == set()
    assert not any("phone" in one.id or "email" in one.id for one in PROFILE_CLAUSES)
    sent = {"email_audience": "5", "recovery_phone_audience": "5"}
    assert ann.browser().post("/you/profile", sent).status_code == 400
    for address in (
        f"/people/{ann.subject}",
        "/search?q=bees",
        "/search?q=Sandhill",
        "/sitemap.xml",
    ):
        said = Client().get(address).content.decode()
        assert "Keeps bees beside" not in said
        assert "Sandhill General" not in said
    assert ann.email not in Client().get(f"/people/{ann.subject}").content.decode()


def test_a_connection_takes_two_and_opens_what_each_shows_to_connections() -> None:
    ann, ben = hall.people("Ann Reader", "Ben Ito")
    for one in (ann, ben):
        hall.enrol(one, "course:1")
    shown(ann, name=Reach.PROGRAM, biography=Reach.CONNECTIONS)
    shown(ben, name=Reach.PROGRAM)
    path = f"/people/{ann.subject}"
    ben.browser().post(f"{path}/meet", {"do": "ask"})
    assert "Keeps bees" not in words(ben.browser().get(path))
    assert "Asks to connect" in words(ann.browser().get("/you/connections"))
    ann.browser().post(f"/people/{ben.subject}/meet", {"do": "accept"})
    assert "Keeps bees" in words(ben.browser().get(path))
    ann.browser().post(f"/people/{ben.subject}/meet", {"do": "end"})
    assert "Keeps bees" not in words(ben.browser().get(path))
    assert (column("community_connection", "id"), column("privacy_tie", "id")) == ([], [])


def test_nobody_connects_alone_or_with_whom_they_do_not_see() -> None:
    ann, ben = hall.people("Ann Reader", "Ben Ito")
    shown(ann)
    hall.enrol(ben, "course:1")
    browser = ben.browser()
    path = f"/people/{ann.subject}/meet"
    assert browser.post(path, {"do": "accept"}).status_code == 409
    assert browser.post(path, {"do": "ask"}).status_code == 404
    assert browser.post(f"/people/{ben.subject}/meet", {"do": "ask"}).status_code == 409
    assert browser.post("/people/99999/meet", {"do": "ask"}).status_code == 404
    assert browser.post(path, {"do": "sudo"}).status_code == 422
    assert Client().post(path, {"do": "ask"}).status_code == 302
    assert column("privacy_tie", "id") == []


def test_whoever_is_blocked_reaches_nobody_and_does_not_learn_it() -> None:
    ann, ben = hall.people("Ann Reader", "Ben Ito")
    for one in (ann, ben):
        hall.enrol(one, "course:1")
    connect(ann, ben)
    ann.browser().post(f"/people/{ben.subject}/meet", {"do": "block"})
    assert column("privacy_tie", "id") == []
    ben.browser().post(f"/people/{ann.subject}/meet", {"do": "ask"})
    assert "You asked" in words(ben.browser().get("/you/connections"))
    assert "Asks to connect" not in words(ann.browser().get("/you/connections"))
    assert "Blocked" in words(ann.browser().get("/you/connections"))
    ann.browser().post(f"/people/{ben.subject}/meet", {"do": "unblock"})
    assert "Blocked" not in words(ann.browser().get("/you/connections"))


def test_posts_of_somebody_muted_are_folded_for_one_reader_alone() -> None:
    ann, ben, cleo = hall.people("Ann Reader", "Ben Ito", "Cleo Marsh")
    where = hall.area()
    hall.post(ben, where, "Loud words")
    ann.browser().post(f"/people/{ben.subject}/meet", {"do": "mute"})
    folded = {one.subject: hall.page(one).lines[0].is_folded for one in (ann, ben, cleo)}
    assert folded == {ann.subject: True, ben.subject: False, cleo.subject: False}


def test_who_asks_too_many_waits(pack: str) -> None:
    everybody = hall.people(*(f"Person {chr(65 + one)}" for one in range(7)))
    for one in everybody:
        hall.enrol(one, "course:1")
    ann, *others = everybody
    codes = [
        ann.browser().post(f"/people/{one.subject}/meet", {"do": "ask"}).status_code
        for one in others
    ]
    assert codes == [302] * 5 + [429]

"""Invitations: the letter, the answer, and that an address which is not used is gone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from salerno.policy.purposes import MARKETING_MAIL
from salerno.privacy import clock, retention, rights, subjects
from salerno.privacy.context import Viewer, entered
from salerno.services.community import jobs
from tests import hall
from tests.people import Person, column, letters, link_in, stored, words

GUEST = "nora.guest@example.net"
TABLES = ("community_invitation", "community_notagain", "post_letter")


def invite(
    who: Person, address: str = GUEST, lines: tuple[str, ...] = ("name",), at: str = ""
) -> int:
    """Send the form; the status of the answer."""
    sent = {"address": address, "lines": list(lines)}
    return who.browser().post(at or "/you/connections/invite", sent).status_code


def everywhere(text: str) -> list[str]:
    """The tables in which a text stands, the gate aside."""
    found = []
    own: Any = connection
    with own.gate_open(), own.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            if any(text in str(row) for row in cursor.fetchall()):
                found.append(table)
    return found


@pytest.mark.clause("N-71", "works")
def test_the_letter_shows_the_chosen_lines_and_the_address_runs_out() -> None:
    [ann] = hall.people("Ann Reader")
    data = {"name": "Ann Reader", "institution": "Sandhill General", "biography": "Keeps bees."}
    ann.browser().post("/you/profile", {**data, "name_audience": "0"})
    assert invite(ann, lines=("name", "institution")) == 302
    [mail] = [one for one in letters() if one.to == GUEST]
    assert ("Ann Reader" in mail.text, "Sandhill General" in mail.text) == (True, True)
    assert "Keeps bees" not in mail.text
    assert ann.email not in mail.text
    assert "post_letter" in everywhere(GUEST)
    with clock.clock_ahead(timedelta(days=22)):
        assert jobs.end_invitations() == 1
        assert everywhere(GUEST) == []
        assert "Ended" in words(ann.browser().get("/you/connections/invite"))
        assert Client().get(link_in(mail)).status_code == 404


@pytest.mark.clause("N-71", "refused")
def test_who_said_no_is_not_invited_again_and_a_guest_gets_no_offers() -> None:
    ann, ben = hall.people("Ann Reader", "Ben Ito")
    assert invite(ann) == 302
    guest = column("community_invitation", "owner_id")[0]
    with entered(MARKETING_MAIL, Viewer.job("test")):
        assert not subjects.is_open(guest, MARKETING_MAIL)
    link = link_in(letters()[0])
    assert Client().get(link).status_code == 200
    assert "not be invited again" in words(Client().post(link, {"do": "decline"}))
    assert everywhere(GUEST) == []
    assert Client().post(link, {"do": "decline"}).status_code == 404
    assert [invite(ann), invite(ben), invite(ben, GUEST.upper())] == [409, 409, 409]
    assert stored()["community_invitation"] == 0
    assert len([one for one in letters() if one.to == GUEST]) == 1


def test_who_accepts_is_connected_and_the_guest_is_forgotten() -> None:
    ann, ben = hall.people("Ann Reader", "Ben Ito")
    invite(ann)
    link = link_in(letters()[0])
    asked = Client().post(link, {"do": "accept"})
    assert asked.headers["Location"] == f"/sign-in?next={link}"
    assert ben.browser().post(link, {"do": "accept"}).status_code == 302
    assert "Connected" in words(ann.browser().get("/you/connections"))
    assert everywhere(GUEST) == []
    assert "Taken up" in words(ann.browser().get("/you/connections/invite"))


def test_an_account_is_invited_without_being_given_away() -> None:
    ann, ben = hall.people("Ann Reader", "Ben Ito")
    assert [invite(ann, ben.email), invite(ann, GUEST)] == [302, 302]
    assert invite(ann, ben.email) == 409
    assert invite(ann, ann.email) == 422


def test_whoever_is_blocked_sends_no_letter_and_reads_the_same_answer() -> None:
    ann, ben = hall.people("Ann Reader", "Ben Ito")
    for who in (ann, ben):
        hall.enrol(who)  # one keeps away only whom one sees
    blocked = ben.browser().post(f"/people/{ann.subject}/meet", {"do": "block"})
    assert blocked.status_code == 302
    before = len(letters())
    assert invite(ann, ben.email) == 302
    assert (len(letters()), stored()["community_invitation"]) == (before, 0)


def test_a_new_member_sends_three_letters_a_day() -> None:
    [ann] = hall.people("Ann Reader")
    codes = [invite(ann, f"guest{one}@example.net") for one in range(4)]
    assert codes == [302, 302, 302, 429]
    with clock.clock_ahead(timedelta(days=1, minutes=1)):
        assert invite(ann, "guest9@example.net") in (302, 403)


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"address": ""}, 422), ({"address": "no address"}, 422), ({"address": "a\0@b.c"}, 422),
        ({"address": "x" * 300 + "@example.org"}, 422),
        ({"address": GUEST, "lines": ["email"]}, 422),
        ({"address": GUEST, "owner": "1"}, 400),
    ],
)  # fmt: skip
def test_what_no_form_of_ours_sends_is_refused(sent: dict[str, object], status: int) -> None:
    [ann] = hall.people("Ann Reader")
    assert ann.browser().post("/you/connections/invite", sent).status_code == status
    assert stored()["community_sent"] == 0


def test_a_key_of_nobody_opens_nothing_and_looking_answers_nothing() -> None:
    [ann] = hall.people("Ann Reader")
    invite(ann)
    link = link_in(letters()[0])
    assert Client().get("/invitations/abc").status_code == 404
    assert Client().get(f"{link}x").status_code == 404
    assert Client().get(link).status_code == 200
    assert Client().post(link, {"do": "sudo"}).status_code == 200
    assert stored()["community_invitation"] == 1


def test_the_term_ends_an_invitation_where_no_job_ran() -> None:
    [ann] = hall.people("Ann Reader")
    invite(ann)
    with clock.clock_ahead(timedelta(days=31)):
        retention.sweep(confirmed=True)
    assert stored()["community_invitation"] == 0


def test_whoever_invited_and_leaves_stands_in_no_letter_of_ours() -> None:
    [ann] = hall.people("Ann Reader")
    ann.browser().post("/you/profile", {"name": "Ann Reader", "name_audience": "0"})
    assert invite(ann) == 302
    assert "Ann Reader" in str(column("post_letter", "text"))
    rights.erase(ann.subject, ground="test")
    assert "Ann Reader" not in str(column("post_letter", "text"))
    assert (stored()["community_invitation"], everywhere("Ann Reader")) == (0, [])


def test_one_inviter_who_leaves_takes_no_letter_of_another_along(
    django_capture_on_commit_callbacks: Any,
) -> None:
    ann, ben = hall.people("Ann Reader", "Ben Reader")
    for who in (ann, ben):
        who.browser().post("/you/profile", {"name": f"{who.email} here", "name_audience": "0"})
        assert invite(who) == 302
    laid = sorted(one.key for one in letters() if one.to == GUEST)
    assert len(laid) == 2
    with django_capture_on_commit_callbacks(execute=True):
        rights.erase(ann.subject, ground="test")
    [left] = [one for one in letters() if one.to == GUEST]
    assert (f"{ben.email} here" in left.text, f"{ann.email} here" in left.text) == (True, False)
    assert len([one for one in column("post_letter", "to") if one == GUEST]) == 1
    page = Client().get(link_in(left))
    assert page.status_code == 200


def test_a_letter_that_still_waits_does_not_go_once_it_is_taken_back() -> None:
    [ann] = hall.people("Ann Reader")
    ann.browser().post("/you/profile", {"name": "Ann Reader", "name_audience": "0"})
    assert invite(ann) == 302
    rights.erase(ann.subject, ground="test")
    assert [one for one in letters() if one.to == GUEST] == []

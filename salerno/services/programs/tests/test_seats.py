"""Buying, inviting, taking and refusing seats."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from salerno.policy.purposes import ACCOUNT, INSTITUTION_REPORTS
from salerno.privacy import clock
from salerno.privacy.context import entered
from salerno.privacy.errors import Refused
from salerno.services.accounts.values import Role
from salerno.services.programs import actions, jobs, queries
from salerno.services.programs.formats import roster
from salerno.services.programs.tests.scene import (
    BASIS,
    administrator,
    invited,
    key_for,
    offer,
    program,
    publisher,
    read,
    resident,
    take,
)
from tests import people
from tests.people import column, letters, stored, words
from tests.web.test_security import staff

__all__ = ["publisher"]
pytestmark = pytest.mark.usefixtures("publisher")


@pytest.mark.clause("N-69", "works")
def test_a_program_buys_seats_invites_by_roster_and_each_is_told_first() -> None:
    of = program(count=3)
    admin = administrator(of)
    people.person("rae@example.org", "Rae Resident")
    table = b"email,name\nrae@example.org,Dr. Rae\nnew@example.org,Dr. New\nnonsense,Dr. X\n"
    sent = admin.browser().post(
        f"/programs/{of.slug}/seats/roster",
        {"file": SimpleUploadedFile("roster.csv", table), "basis": BASIS},
    )
    assert "2 letters are on their way" in words(sent)
    assert "Line 4: this is no address" in words(sent)
    [mail] = [one for one in letters() if one.to == "rae@example.org"][:1]
    told = " ".join(mail.text.split())
    for one in ("minutes you worked", "practice-exam scores", "never see a single answer", BASIS):
        assert one in told
    page = words(Client().get(f"/programs/join/{key_for('rae@example.org')}"))
    for one in ("minutes you worked", "never see a single answer", "a list of the program", BASIS):
        assert one in page
    assert read(admin, of).residents == ()
    rae = people.Person(column("accounts_user", "subject_id")[-1], "rae@example.org")
    with entered(INSTITUTION_REPORTS, admin.viewer):
        assert queries.standing(of).waiting == 2
    assert rae.subject


@pytest.mark.clause("N-69", "refused")
def test_one_seat_more_than_was_bought_is_not_taken() -> None:
    of = program(count=1)
    admin = administrator(of)
    resident(admin, of, "one")
    two = people.person("two@example.org", "Two")
    invited(admin, of, (two.email, "Dr. Two"))
    with pytest.raises(Refused, match="No seat is free"):
        take(two, key_for(two.email))
    assert len(read(admin, of).residents) == 1


@pytest.mark.clause("N-69", "refused")
def test_a_roster_makes_no_accounts_and_brings_nothing_but_name_and_address() -> None:
    of = program()
    admin = administrator(of)
    before = stored()
    table = b"email,name,birthday\nnew@example.org,Dr. New,1990-01-01\n"
    answer = admin.browser().post(
        f"/programs/{of.slug}/seats/roster",
        {"file": SimpleUploadedFile("roster.csv", table), "basis": BASIS},
    )
    assert answer.status_code == 422
    assert stored()["programs_invitation"] == before["programs_invitation"]
    invited(admin, of, ("new@example.org", "Dr. New"))
    after = stored()
    grown = {name for name in after if after[name] > before.get(name, 0)}
    assert after["accounts_user"] == before["accounts_user"]
    assert "accounts_profile" not in grown
    assert column("programs_invitation", "name") == ["Dr. New"]


def test_who_says_no_or_does_not_answer_is_erased_address_and_all() -> None:
    of = program()
    admin = administrator(of)
    invited(admin, of, ("no@example.org", "Dr. No"), ("late@example.org", "Dr. Late"))
    key = key_for("no@example.org")
    answer = Client().post(f"/programs/join/{key}", {"do": "decline"})
    assert "It is erased" in words(answer)
    assert column("programs_invitation", "email") == ["late@example.org"]
    with clock.clock_at(clock.now() + timedelta(days=22)):
        jobs.tend()
    assert column("programs_invitation", "email") == []
    assert not any("Dr. No" in one or "Dr. Late" in one for one in column("post_letter", "text"))
    assert offer(key) is None
    assert Client().get(f"/programs/join/{key}").status_code == 404


def test_an_offer_to_one_account_is_not_taken_by_another_nor_twice() -> None:
    of = program()
    admin = administrator(of)
    rae, sam = people.person("rae@example.org", "Rae"), people.person("sam@example.org", "Sam")
    invited(admin, of, (rae.email, "Dr. Rae"))
    key = key_for(rae.email)
    with pytest.raises(Refused, match="somebody else"):
        take(sam, key)
    receipt = take(rae, key)
    assert rae.browser().get(f"/you/receipts/{receipt}").status_code == 200
    assert offer(key) is None
    again = invited(admin, of, (rae.email, "Dr. Rae"))
    assert [why for _line, why in again.wrong] == ["this person sits on a seat of yours already"]


def test_words_that_changed_meanwhile_are_read_again_first() -> None:
    of = program()
    admin = administrator(of)
    rae = people.person("rae@example.org", "Rae")
    invited(admin, of, (rae.email, "Dr. Rae"))
    found = offer(key_for(rae.email))
    assert found is not None
    with entered(ACCOUNT, rae.viewer), pytest.raises(Refused, match="words changed"):
        actions.take_seat(rae.viewer, found, "0" * 64, "en")
    assert read(admin, of).residents == ()


def test_whoever_does_not_administer_invites_nobody_and_frees_no_seat() -> None:
    of, other = program(), program("seaview")
    admin, stranger = administrator(of), administrator(other)
    rae = resident(admin, of)
    [one] = read(admin, of).residents
    browser = stranger.browser()
    assert browser.get(f"/programs/{of.slug}/seats").status_code == 404
    assert browser.post(f"/programs/{of.slug}/seats/{one.seat}/end").status_code == 404
    assert browser.post(f"/programs/{other.slug}/seats/{one.seat}/end").status_code == 404
    with entered(INSTITUTION_REPORTS, stranger.viewer), pytest.raises(Refused):
        actions.free(by=stranger.viewer, program=other, seat=one.seat)
    assert len(read(admin, of).residents) == 1
    assert rae.browser().post("/you/programs", {"seat": "999999"}).status_code == 404
    assert rae.browser().post("/you/programs", {"seat": "x\0"}).status_code == 404


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"\xff\xfe", "UTF-8"), (b"a\0b", "no text"), (b"name,email\n", "Line 1"), (b"", "Line 1"),
     (b'email,name\n"x', "no table"), (b"x" * 1_000_001, "larger")],
)  # fmt: skip
def test_what_is_no_roster_is_refused_whole(content: bytes, said: str) -> None:
    with pytest.raises(Refused, match=said):
        roster.read(content)


def test_the_lines_of_a_roster_are_read_and_its_faults_are_named_by_line() -> None:
    table = b"email,name\na@example.org,Dr. A\n\nb@example.org\na@example.org,Dr. A\nc@example.org,"
    found, wrong = roster.read(table)
    assert [(one.line, one.email) for one in found] == [(2, "a@example.org")]
    assert [line for line, _why in wrong] == [4, 5, 6]


def test_the_desk_of_a_program_opens_and_says_what_it_does_not_take() -> None:
    of = program(count=3)
    client = staff(Role.ADMIN, factor=True).browser()
    page = client.get(f"/desk/programs/{of.slug}")
    assert (page.status_code, "3 seats paid, 0 taken." in page.content.decode()) == (200, True)
    for part, sent in (("bill", {"count": "many"}), ("reader", {"email": "nobody"})):
        answer = client.post(f"/desk/programs/{of.slug}/{part}", sent)
        assert (answer.status_code, "another look" in answer.content.decode()) == (422, True), part

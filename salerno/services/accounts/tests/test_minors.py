"""Ages: asked once and neutrally, a child locked and erased, who is under 18 left out."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from salerno.policy import store
from salerno.policy.purposes import ACCOUNT, ADVERTS, DIRECTORY, RESEARCH, SPONSORS
from salerno.privacy import clock, holds
from salerno.privacy.context import Viewer, entered
from salerno.privacy.models import LedgerEntry, Subject
from salerno.privacy.purposes import AUTHENTICATE, RECORD
from salerno.privacy.subjects import is_open, keeping
from salerno.services.accounts import actions, demo, jobs, rules
from salerno.services.accounts.actions.register import protect_minor
from salerno.services.accounts.values import Program, Role
from tests import people
from tests.people import Person, column, registration, stored, words

CHILD = {"birth_year": "2018"}


def state_of(subject: int) -> str:
    """The state of a subject."""
    with entered(RECORD, Viewer.job("test")):
        return str(Subject.objects.get(pk=subject).state)


def officer() -> tuple[Person, Client]:
    """Somebody of the privacy desk, signed in with two factors."""
    made = people.person("desk@example.org", "Ruth Desk")
    with entered(AUTHENTICATE, Viewer.job("test")):
        actions.give_role(by=Viewer.job("test"), subject=made.subject, role=Role.OFFICER)
        demo.confirm(by=Viewer.job("test"), subject=made.subject, with_factor=True)
    return made, made.browser()


@pytest.mark.clause("N-99", "works")
@pytest.mark.clause("H-45", "works")
def test_a_child_is_refused_and_only_a_sealed_mark_stays_for_a_day() -> None:
    client = Client()
    page = client.get("/register").content.decode()
    assert [
        one for one in ("13 years", "18 years", "at least 13", "at least 18") if one in page
    ] == []
    before = stored()
    answer = client.post("/register", registration(**CHILD))
    assert (answer.status_code, stored()) == (403, before)
    assert "No account was made" in words(answer)
    mark = answer.cookies["answered"]
    assert (mark["max-age"], bool(mark["httponly"])) == (86_400, True)
    assert [one for one in ("2018", "new@", "New Reader") if one in mark.value] == []


@pytest.mark.clause("N-99", "refused")
def test_another_date_in_the_same_browser_is_refused_until_the_mark_is_gone() -> None:
    client = Client()
    client.post("/register", registration(**CHILD))
    again = client.post("/register", registration())
    assert (again.status_code, stored()["accounts_user"]) == (403, 0)
    assert client.get("/register").status_code == 403
    with clock.clock_ahead(timedelta(days=1, minutes=1)):
        assert client.post("/register", registration()).status_code == 302


def test_a_forged_mark_bars_nobody() -> None:
    client = Client()
    client.cookies["answered"] = "13"
    assert client.post("/register", registration()).status_code == 302


@pytest.mark.clause("H-44", "works")
def test_the_least_age_is_the_operators_and_a_program_may_take_younger_ones(pack: str) -> None:
    least = {"publisher": 13, "school": 18}[pack]
    assert store.pack().policy.settings["min_age"] == least
    young = registration(birth_year=str(clock.today().year - 16))
    assert Client().post("/register", young).status_code == (302 if pack == "publisher" else 403)
    link = actions.program_link(Program(7, "Reading a trial", 14))
    client = Client()
    sent = young | {"program": link, "email": "teen@example.org"}
    assert client.post("/register", sent).status_code == 302
    too_young = registration(program=link, email="k@x.org") | born(13)
    answered = Client().post("/register", too_young)
    assert answered.status_code == (302 if pack == "publisher" else 403)
    assert Client().post("/register", sent | {"program": "bent" + link}).status_code == 403


@pytest.mark.clause("N-100", "refused")
def test_an_age_under_thirteen_locks_instead_of_being_saved() -> None:
    ann = people.person()
    client = ann.browser()
    before = stored()
    born = {"birth_day": "3", "birth_month": "4", "birth_year": str(clock.today().year - 9)}
    assert client.post("/you/age", born).status_code == 403
    assert client.get("/you").status_code == 302
    after = stored()
    assert after["accounts_childreport"] == before["accounts_childreport"] + 1
    assert state_of(ann.subject) == "frozen"
    assert column("accounts_particulars", "is_old_enough") in ([1], [True])
    with entered(RECORD, Viewer.job("test")):
        assert not is_open(ann.subject, DIRECTORY)
    signed = Client().post("/sign-in", {"login": ann.email, "password": people.PASSWORD})
    assert signed["Location"] == "/sign-in/paused"


@pytest.mark.clause("N-100", "works")
@pytest.mark.clause("H-47", "works")
def test_a_report_locks_at_once_and_the_desk_erases_with_a_certificate_of_nobody() -> None:
    ann, (_ruth, desk) = people.person(), officer()
    known = Client().post("/report-child", {"email": ann.email, "words": "My pupil, aged 11."})
    unknown = Client().post("/report-child", {"email": "zoe@example.org", "words": ""})
    assert known["Location"] == unknown["Location"]
    assert state_of(ann.subject) == "frozen"
    [number] = column("accounts_childreport", "id")
    assert "Report" in words(desk.get("/desk/children"))
    assert "aged 11" in words(desk.get(f"/desk/children/{number}"))
    answer = desk.post(f"/desk/children/{number}", {"do": "erase", "word": "erase"})
    page = words(answer)
    assert ("Certificate of erasure" in page, ann.email in page, "Ann" in page) == (
        True, False, False,
    )  # fmt: skip
    assert state_of(ann.subject) == "erased"
    assert ann.email not in column("accounts_user", "email")
    with entered(RECORD, Viewer.job("test")):
        kinds = set(LedgerEntry.objects.values_list("kind", flat=True))
    assert {"child erased", "erasure"} <= kinds


@pytest.mark.clause("H-47", "refused")
@pytest.mark.parametrize("ground", [one.value for one in holds.Ground])
def test_no_hold_is_in_the_way_but_an_authoritys(ground: str) -> None:
    ann, (ruth, desk) = people.person(), officer()
    new = holds.NewHold(ground, "A dispute about an order", clock.today() + timedelta(days=30))
    with entered(RECORD, Viewer.job("test")):
        holds.place(by=ruth.subject, subject=ann.subject, new=new)
    Client().post("/report-child", {"email": ann.email, "words": ""})
    [number] = column("accounts_childreport", "id")
    desk.post(f"/desk/children/{number}", {"do": "erase", "word": "erase"})
    assert state_of(ann.subject) == "erased"
    still = ann.email in column("accounts_user", "email")
    assert still is (ground in holds.BY_AUTHORITY)


def test_the_desk_opens_an_account_again_that_is_no_childs() -> None:
    ann, (_ruth, desk) = people.person(), officer()
    Client().post("/report-child", {"email": ann.email, "words": "x"})
    [number] = column("accounts_childreport", "id")
    wrong = desk.post(f"/desk/children/{number}", {"do": "erase", "word": "ERAS"})
    assert (wrong.status_code, state_of(ann.subject)) == (422, "frozen")
    assert desk.post(f"/desk/children/{number}", {"do": "clear"})["Location"] == "/desk/children"
    assert state_of(ann.subject) == "active"
    assert ann.browser().get("/you").status_code == 200
    assert desk.get(f"/desk/children/{number}").status_code == 404
    assert ann.browser().get("/desk/children").status_code == 403


def test_a_stranger_locks_out_no_staff() -> None:
    ruth, desk = officer()
    Client().post("/report-child", {"email": ruth.email, "words": "x"})
    assert (state_of(ruth.subject), len(column("accounts_childreport", "id"))) == ("active", 1)
    assert desk.get("/desk/children").status_code == 200


@pytest.mark.clause("H-46", "refused")
def test_who_is_under_eighteen_is_left_out_by_default() -> None:
    ann = people.person()
    uses = (ADVERTS, DIRECTORY, RESEARCH, SPONSORS)
    with entered(ACCOUNT, ann.viewer), keeping("test"):
        protect_minor(ann.subject)
        assert [one.id for one in uses if is_open(ann.subject, one)] == []


def born(years: int) -> dict[str, str]:
    """The date of birth of somebody who became this old this year, and was born on 1 January."""
    return {"birth_day": "1", "birth_month": "1", "birth_year": str(clock.today().year - years)}


def minor() -> Person:
    """Somebody of 17, who said so."""
    ann = people.person()
    assert ann.browser().post("/you/age", born(17)).status_code == 302
    return ann


def is_protected(who: Person) -> tuple[bool, bool]:
    """Whether the rules for minors hold, and whether the directory is closed."""
    with entered(RECORD, Viewer.job("test")):
        row = Subject.objects.get(pk=who.subject)
        return row.is_minor, not is_open(who.subject, DIRECTORY)


def test_at_eighteen_the_person_ends_the_protection_and_no_other_answer_does() -> None:
    ann = minor()
    client, year = ann.browser(), clock.today().year
    assert column("accounts_particulars", "adult_year") == [year + 1]
    for years in (18, 30):
        refused = client.post("/you/age", born(years))
        assert (refused.status_code, "protection stays" in words(refused)) == (409, True)
        assert is_protected(ann) == (True, True)
    with clock.clock_at(clock.now().replace(year=year + 1, month=7, day=1)):
        assert ann.browser().post("/you/age", born(18)).status_code == 302
        assert is_protected(ann)[0] is False
    assert column("accounts_particulars", "adult_year") == [None]


def test_an_answer_can_make_the_protection_longer_and_never_shorter() -> None:
    client, year = minor().browser(), clock.today().year
    assert client.post("/you/age", born(15)).status_code == 302
    assert client.post("/you/age", born(17)).status_code == 302
    assert column("accounts_particulars", "adult_year") == [year + 3]


def test_the_year_after_it_ends_by_itself_with_a_letter(pack: str) -> None:
    ann = minor()
    people.person("ben@example.org", "Ben Grown")
    new_year = clock.today().replace(year=clock.today().year + 2, month=1, day=1) - clock.today()
    with clock.clock_ahead(new_year - timedelta(days=1)):
        assert (jobs.end_protection(), is_protected(ann)) == (0, (True, True))
    with clock.clock_ahead(new_year + timedelta(days=1)):
        assert (jobs.end_protection(), jobs.end_protection()) == (1, 0)
        letter = people.letters()[0]
    assert (letter.to, letter.subject) == (ann.email, "You are of age: look at your choices")
    assert is_protected(ann)[0] is False
    with entered(RECORD, Viewer.job("test")):
        assert is_open(ann.subject, DIRECTORY) is (pack == "school")


def test_the_account_of_a_child_never_grows_up_by_itself() -> None:
    ann = minor()
    Client().post("/report-child", {"email": ann.email, "words": ""})
    with clock.clock_ahead(timedelta(days=900)):
        assert jobs.end_protection() == 0
    assert is_protected(ann)[0] is True


@pytest.mark.parametrize(
    ("age", "least", "program", "failed"),
    [(12, 18, 13, 13), (13, 18, 13, 0), (17, 18, None, 18), (18, 18, None, 0), (5, 13, None, 13),
     (15, 13, 16, 0), (13, 18, 14, 14)],
)  # fmt: skip
def test_what_an_age_falls_short_of(age: int, least: int, program: int | None, failed: int) -> None:
    assert rules.failed_age(age, least, program) == failed


@pytest.mark.parametrize(
    ("failed", "least", "program", "barred"),
    [(13, 13, None, True), (13, 18, 13, True), (18, 18, 13, False), (18, 18, None, True),
     (0, 18, None, False)],
)  # fmt: skip
def test_whom_a_mark_bars(failed: int, least: int, program: int | None, barred: bool) -> None:
    assert rules.is_barred(failed, least, program) is barred

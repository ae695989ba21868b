"""Nothing is seen before the person confirms and agrees; leaving or withdrawing ends it at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from salerno.policy.purposes import ACCOUNT, INSTITUTION_REPORTS
from salerno.privacy import clock, rights
from salerno.privacy.context import Viewer, entered
from salerno.privacy.purposes import AUTHENTICATE
from salerno.privacy.subjects import become_student, is_open
from salerno.services.accounts import actions as accounts
from salerno.services.accounts.demo import confirm as confirm_staff
from salerno.services.accounts.values import Role
from salerno.services.institutions import actions, queries
from salerno.services.institutions.models import Affiliation
from salerno.services.institutions.tests.partners import (
    DESK,
    agreed,
    appointed,
    claimed,
    confirmed,
    partner,
    seen,
)
from tests import people
from tests.people import Person, column, stored, words

school = pytest.mark.usefixtures("school_only")


@pytest.fixture
def school_only(pack: str) -> None:
    """The school reports to institutions that people belong to; the publisher does not."""
    if pack != "school":
        pytest.skip("This pack reports to no such institution: see the test that says so.")


def student(name: str) -> Person:
    """Somebody whom the law on education records protects."""
    made = people.person(f"{name.lower()}@example.org", f"{name} Quill")
    with entered(ACCOUNT, made.viewer):
        become_student(made.subject)
    return made


def staff(role: Role = Role.ADMIN) -> Person:
    """Somebody of the staff, with two factors."""
    made = people.person(f"{role}@example.org", "Staff Member")
    with entered(AUTHENTICATE, made.viewer):
        confirm_staff(by=made.viewer, subject=made.subject, with_factor=True)
        accounts.give_role(by=made.viewer, subject=made.subject, role=role)
    return made


def test_where_nothing_is_reported_nobody_is_asked_for_it_nor_seen(pack: str) -> None:
    if pack == "school":
        return
    ann, reader = people.person(), appointed(people.person("reader@example.org"), partner())
    confirmed(ann, "sandhill", "Quill, Ann")
    assert ann.browser().post("/you/affiliations", {"do": "report"}).status_code == 404
    page = words(ann.browser().get("/you/affiliations"))
    assert ("Reports" in page, "report" in page) == (False, False)
    assert seen(reader, "sandhill") == []
    assert people.column("privacy_tie", "kind") == []


@school
def test_a_claim_shows_nothing_until_it_is_confirmed_and_agreed_to() -> None:
    ann, reader = student("Ann"), appointed(people.person("reader@example.org"), partner())
    number = claimed(ann, "sandhill", "Quill, Ann")
    assert seen(reader, "sandhill") == []
    with entered(ACCOUNT, ann.viewer):
        actions.confirm(by=ann.viewer, affiliation=number)
        assert not is_open(ann.subject, INSTITUTION_REPORTS)
    assert seen(reader, "sandhill") == []
    agreed(ann)
    assert seen(reader, "sandhill") == ["Quill, Ann"]


@school
def test_agreeing_first_and_confirming_never_shows_nothing() -> None:
    ann, reader = student("Ann"), appointed(people.person("reader@example.org"), partner())
    claimed(ann, "sandhill")
    agreed(ann)
    assert seen(reader, "sandhill") == []


@school
@pytest.mark.parametrize("end", ["leave", "withdraw", "dismiss", "erase"])
def test_it_ends_at_once_in_each_of_four_ways(end: str) -> None:
    ann, reader = student("Ann"), appointed(people.person("reader@example.org"), partner())
    number = confirmed(ann, "sandhill", "Quill, Ann")
    agreed(ann)
    assert seen(reader, "sandhill") == ["Quill, Ann"]
    if end == "leave":
        with entered(ACCOUNT, ann.viewer):
            actions.leave(by=ann.viewer, affiliation=number)
    elif end == "withdraw":
        agreed(ann, is_given=False)
    elif end == "dismiss":
        with entered(AUTHENTICATE, DESK):
            actions.dismiss_administrator(by=DESK, slug="sandhill", email=reader.email)
    else:
        rights.erase(ann.subject, ground="asked")
        assert stored()["institutions_affiliation"] == 0
    assert seen(reader, "sandhill") == []
    with entered(INSTITUTION_REPORTS, reader.viewer):
        assert not Affiliation.objects.exists()


@school
def test_each_reader_finds_their_own_institution_and_no_row_of_another() -> None:
    ann, ben = student("Ann"), student("Ben")
    for slug in ("sandhill", "seaview"):
        partner(slug)
    first = appointed(people.person("first@example.org"), "sandhill")
    second = appointed(people.person("second@example.org"), "seaview")
    for who, slug in ((ann, "sandhill"), (ben, "seaview")):
        confirmed(who, slug, who.email)
        agreed(who)
    assert (seen(first, "sandhill"), seen(first, "seaview")) == ([ann.email], [])
    assert (seen(second, "sandhill"), seen(second, "seaview")) == ([], [ben.email])
    assert seen(ann, "sandhill") == [ann.email]
    assert seen(people.person("cy@example.org"), "sandhill") == []


@school
def test_a_reader_who_comes_later_finds_those_who_confirmed_before() -> None:
    ann = student("Ann")
    partner()
    confirmed(ann, "sandhill", "Quill, Ann")
    agreed(ann)
    reader = people.person("reader@example.org")
    assert seen(reader, "sandhill") == []
    assert seen(appointed(reader, "sandhill"), "sandhill") == ["Quill, Ann"]


@school
def test_somebody_of_two_institutions_leaves_one_and_stays_with_the_other() -> None:
    ann = student("Ann")
    reader = people.person("reader@example.org")
    for slug in ("sandhill", "seaview"):
        appointed(reader, partner(slug))
    leaving, _staying = confirmed(ann, "sandhill"), confirmed(ann, "seaview")
    agreed(ann)
    with entered(ACCOUNT, ann.viewer):
        actions.leave(by=ann.viewer, affiliation=leaving)
    assert (seen(reader, "sandhill"), seen(reader, "seaview")) == ([], [ann.email])


@school
def test_nobody_answers_for_another_and_bad_answers_change_nothing() -> None:
    ann, ben = student("Ann"), student("Ben")
    partner()
    number = claimed(ann, "sandhill")
    browser = ben.browser()
    for sent in (
        {"do": "confirm", "affiliation": str(number)}, {"do": "leave", "affiliation": str(number)},
    ):  # fmt: skip
        assert browser.post("/you/affiliations", sent).status_code == 404
    wrongs = ("", "x", "-1", "9" * 30, "1\x00", "\u0661", "1 OR 1=1")
    for wrong in wrongs:
        answer = browser.post("/you/affiliations", {"do": "confirm", "affiliation": wrong})
        assert answer.status_code == 400
    assert browser.post("/you/affiliations", {"do": "adopt"}).status_code == 400
    assert column("institutions_affiliation", "confirmed_at") == [None]


@school
def test_the_person_answers_on_their_page_and_reads_what_it_means() -> None:
    ann = student("Ann")
    partner()
    number = claimed(ann, "sandhill", "Quill, Ann")
    browser = ann.browser()
    page = words(browser.get("/you/affiliations"))
    said = ("Sandhill", "Quill, Ann", "It waits for your answer. Nothing is seen.", "Agreement 7")
    assert [one in page for one in said] == [True] * 4
    assert "Now: no. Nothing is reported." in page
    sent = {"do": "confirm", "affiliation": str(number)}
    codes = [browser.post("/you/affiliations", sent).status_code for _twice in range(2)]
    assert codes == [302, 302]
    browser.post("/you/affiliations", {"do": "report"})
    page = words(browser.get("/you/affiliations"))
    assert ("You confirmed it on" in page, "Now: yes" in page) == (True, True)
    browser.post("/you/affiliations", {"do": "leave", "affiliation": str(number)})
    assert browser.post("/you/affiliations", sent).status_code == 409
    assert "It ended on" in words(browser.get("/you/affiliations"))


@school
def test_whoever_declined_is_asked_anew_and_what_was_confirmed_stays() -> None:
    ann = student("Ann")
    partner()
    number = claimed(ann, "sandhill", "Quill, A.")
    with entered(ACCOUNT, ann.viewer):
        actions.leave(by=ann.viewer, affiliation=number)
    assert claimed(ann, "sandhill", "Quill, Ann") == number
    assert column("institutions_affiliation", "known_as") == ["Quill, Ann"]
    confirmed(ann, "sandhill", "Somebody else")
    assert column("institutions_affiliation", "known_as") == ["Quill, Ann"]
    assert claimed(ann, "sandhill", "Somebody else") == number
    assert column("institutions_affiliation", "known_as") == ["Quill, Ann"]
    assert column("institutions_affiliation", "confirmed_at") != [None]


@school
def test_the_desk_adds_asks_and_appoints_and_other_roles_do_not() -> None:
    ann, desk = student("Ann"), staff().browser()
    new = {
        "name": "Sandhill", "slug": "sandhill", "kind": "hospital", "country": "US",
        "contract": "Agreement 7", "bans_passing_on": "on",
    }  # fmt: skip
    without = {name: value for name, value in new.items() if name != "bans_passing_on"}
    codes = [desk.post("/desk/institutions", one).status_code for one in (without, new, new)]
    assert codes == [422, 302, 409]
    asked = {"email": ann.email, "known_as": "Quill, Ann"}
    body = "/desk/institutions/sandhill"
    answers = (asked, asked | {"email": "nobody@example.org"}, asked | {"known_as": ""})
    assert [desk.post(body, one).status_code for one in answers] == [302, 422, 422]
    assert desk.post(body, asked | {"note": "x"}).status_code == 400
    reader = {"email": ann.email, "do": "appoint"}
    assert desk.post(f"{body}/readers", reader).status_code == 302
    assert "Sandhill" in words(desk.get("/desk/institutions"))
    assert desk.get("/desk/institutions/nowhere").status_code == 404
    others = [ann.browser(), staff(Role.EDITOR).browser()]
    assert [one.get("/desk/institutions").status_code for one in others] == [403, 403]
    assert [one.post(f"{body}/readers", reader).status_code for one in others] == [403, 403]


@school
def test_a_roster_asks_those_who_have_an_account_and_names_a_wrong_line(tmp_path: Path) -> None:
    ann = student("Ann")
    partner()
    roster = tmp_path / "roster.csv"
    roster.write_text(f'email,known_as\n{ann.email},"Quill, Ann"\nx@example.org,Nobody\n')
    call_command("import_roster", str(roster), institution="sandhill")
    with entered(ACCOUNT, ann.viewer):
        [one] = queries.own_affiliations()
    assert (one.known_as, one.source, one.standing) == ("Quill, Ann", "roster", "claimed")
    for wrong in (
        "email,known_as,diagnosis\n", "email,known_as\nnot an address,Ann\n",
        f"email,known_as\n{ann.email},\n", f"email,known_as\n{ann.email},Ann,more\n",
    ):  # fmt: skip
        roster.write_text(wrong)
        with pytest.raises(CommandError):
            call_command("import_roster", str(roster), institution="sandhill")
    with pytest.raises(CommandError):
        call_command("import_roster", str(tmp_path / "none.csv"), institution="sandhill")


@school
@pytest.mark.clause("H-45", "refused")
def test_a_child_of_a_roster_is_refused_line_by_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ann, kid = student("Ann"), student("Kid")
    partner()
    roster = tmp_path / "roster.csv"
    young = f"{clock.today().year - 10}-01-31"
    roster.write_text(
        f"email,known_as,born\n{ann.email},Ann,1990-05-31\n{kid.email},Kid,{young}\n"
        f"x@example.org,Small,{young}\n"
    )
    call_command("import_roster", str(roster), institution="sandhill")
    said = capsys.readouterr().out
    assert ("Asked: 1." in said, "Line 3: under 13" in said, "Line 4: under 13" in said) == (
        True, True, True,
    )  # fmt: skip
    assert people.column("institutions_affiliation", "known_as") == ["Ann"]
    assert people.column("accounts_childreport", "owner_id") == [kid.subject]
    assert kid.browser().get("/you").status_code == 302
    roster.write_text(f"email,known_as,born\n{ann.email},Ann,31.1.2015\n")
    with pytest.raises(CommandError):
        call_command("import_roster", str(roster), institution="sandhill")


@school
def test_lists_cost_the_same_for_one_and_for_three() -> None:
    many = [student(one) for one in ("Ann", "Ben", "Cy")]
    for slug in ("one", "two", "three"):
        partner(slug)
    reader = people.person("reader@example.org")
    counts = []
    for who, slugs in ((many[:1], ("one",)), (many, ("one", "two", "three"))):
        for slug in slugs:
            appointed(reader, slug)
            for each in who:
                confirmed(each, slug)
        for each in who:
            agreed(each)
        counts.append(counted(many[0], reader, len(who), len(slugs)))
    assert counts[0] == counts[1]


def counted(ann: Person, reader: Person, people_there: int, bodies: int) -> list[int]:
    """How many statements each list takes, once the gate's inputs are known."""
    found = []
    reads = (
        (ACCOUNT, ann.viewer, queries.own_affiliations, bodies),
        (AUTHENTICATE, DESK, queries.tallies, 3),
        (INSTITUTION_REPORTS, reader.viewer, lambda: queries.affiliated(first()), people_there),
        (INSTITUTION_REPORTS, reader.viewer, lambda: queries.administered(reader.subject), bodies),
    )
    for purpose, viewer, read, length in reads:
        with entered(purpose, viewer):
            read()
            with CaptureQueriesContext(connection) as asked:
                assert len(read()) == length
        found.append(len(asked))
    return found


def first() -> int:
    """The number of the first institution."""
    with entered(AUTHENTICATE, Viewer.job("test")):
        body = queries.organisation_at("one")
    assert body is not None
    return body.id

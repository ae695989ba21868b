"""Demands of the law: the closed list, two people, the notice, the scope, the same bytes."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from salerno.policy.purposes import ACCOUNT, DESK
from salerno.privacy import clock, holds, law, ledger
from salerno.privacy.context import Viewer, entered
from salerno.privacy.errors import Refused
from salerno.privacy.subjects import become_student
from salerno.services.desk import queries
from salerno.services.desk.actions.demands import grounds
from salerno.services.desk.forms.staff import DemandForm
from salerno.services.desk.rules.demands import Ground, shown_total
from salerno.services.desk.tests.scene import asked, do, mails_to, staff
from salerno.services.desk.values import NewDemand
from tests import people
from tests.people import Person

SCOPE = ("accounts.name", "accounts.email")
SILENT = {
    "forbids_notice": True, "sealed_date": date(2026, 11, 22) + timedelta(days=90),
    "silence": "Paragraph 4 of the order",
}  # fmt: skip


def filed(officer: Person, who: Person | None = None, **changes: Any) -> str:
    """A demand that names somebody."""
    facts: dict[str, Any] = {
        "issuer": "A county court", "instrument": "subpoena", "issuer_reference": "26-1",
        "ground": "legal_process", "reason": "It was served on our counsel.", "clauses": SCOPE,
        "deadline_date": clock.today() + timedelta(days=14),
        "subjects": (who.subject,) if who else (),
    }  # fmt: skip
    return str(do(officer, "file_demand", new=NewDemand(**(facts | changes))))


def checked(who: Person, **changes: Any) -> tuple[str, Person, Person]:
    """A demand that two people approved."""
    first, second = staff(), staff(email="otto@example.net")
    one = filed(first, who, **changes)
    for each in (first, second):
        do(each, "approve", reference=one)
    return one, first, second


@pytest.mark.clause("N-95", "works")
@pytest.mark.clause("H-89", "works")
def test_a_checked_demand_gives_a_limited_archive_that_is_accounted_for() -> None:
    ann, bob = people.person(), people.person("bob@example.org", "Bob Other")
    one, officer, _second = checked(ann)
    assert do(officer, "tell_people", reference=one) == 1
    assert "A county court" in mails_to(ann.email)[0]
    made = do(officer, "release", reference=one)
    with zipfile.ZipFile(io.BytesIO(made.archive)) as archive:
        names = archive.namelist()
        said = b"".join(archive.read(name) for name in names).decode()
    assert names == [
        "manifest.json", "person-1/accounts.email.jsonl", "person-1/accounts.name.jsonl",
    ]  # fmt: skip
    assert ("Ann Reader" in said, ann.email in said) == (True, True)
    assert (bob.email in said, "Bob Other" in said) == (False, False)
    received = people.words(ann.browser().get("/you/received"))
    assert "A county court" in received
    assert "legal_process: It was served on our counsel." in received
    assert ledger.verify().problems == ()


def test_the_same_file_gives_the_same_bytes_also_after_more_was_stored() -> None:
    ann = people.person()
    one, officer, _second = checked(ann, clauses=(*SCOPE, "post.letters"))
    do(officer, "tell_people", reference=one)
    first = do(officer, "release", reference=one)
    with clock.clock_ahead(timedelta(hours=1)):
        asked(ann, kind="question")  # one letter more, after the file was produced first
        second = do(officer, "release", reference=one)
    assert (first.archive, first.digest) == (second.archive, second.digest)
    with entered(DESK, officer.viewer):
        found = queries.demand(officer.viewer, one)
    assert found is not None
    assert found.manifest == first.digest
    with zipfile.ZipFile(io.BytesIO(first.archive)) as archive:
        listed = json.loads(archive.read("manifest.json"))["files"]
        assert set(listed) == set(archive.namelist()) - {"manifest.json"}


@pytest.mark.clause("N-95", "refused")
def test_wider_than_its_scope_or_checked_by_one_nothing_is_given() -> None:
    ann = people.person()
    first, second = staff(), staff(email="otto@example.net")
    one = filed(first, ann)
    do(first, "tell_people", reference=one)
    for _try in range(2):
        with pytest.raises(Refused):
            do(first, "release", reference=one)
        if _try == 0:
            do(first, "approve", reference=one)
            with pytest.raises(Refused):  # the same person twice is one person
                do(first, "approve", reference=one)
    do(second, "approve", reference=one)
    with pytest.raises(Refused, match="wider"):
        do(first, "release", reference=one, wanted=(*SCOPE, "accounts.biography"))
    assert people.column("desk_demand", "released_at") == [None]
    do(first, "name_person", reference=one, address=first.email)  # approvals fall with a new name
    with pytest.raises(Refused):
        do(first, "release", reference=one)


@pytest.mark.clause("H-89", "refused")
def test_nothing_is_given_before_the_notice_or_its_recorded_exception() -> None:
    ann = people.person()
    one, officer, _second = checked(ann, **SILENT)
    with pytest.raises(Refused):
        do(officer, "release", reference=one)
    with pytest.raises(Refused):  # forbidden: the letter does not go
        do(officer, "tell_people", reference=one)
    with pytest.raises(Refused):
        do(officer, "withhold_notice", reference=one, words=" ")
    do(officer, "withhold_notice", reference=one, words="Paragraph 4 of the order")
    assert do(officer, "release", reference=one).digest
    assert not any("county court" in one for one in mails_to(ann.email))
    open_ = filed(officer, ann)
    with pytest.raises(Refused):  # nothing forbids it, so nothing excuses it
        do(officer, "withhold_notice", reference=open_, words="We would rather not")


@pytest.mark.clause("N-96", "works")
def test_the_form_offers_the_grounds_of_the_pack_and_keeps_the_reason(pack: str) -> None:
    offered = [one for one, _title in DemandForm().fields["ground"].choices]  # type: ignore[attr-defined]
    common = ["required", "legal_process", "rights_property", "misuse", "safety"]
    more = {"publisher": [], "school": ["cooperation", "enforcement"]}[pack]
    assert offered == common + more == list(grounds())
    ann = people.person()
    one, officer, _second = checked(ann, ground="misuse", instrument="request")
    do(officer, "tell_people", reference=one)
    do(officer, "release", reference=one)
    said = people.column("privacy_disclosure", "ground")
    assert "misuse: It was served on our counsel." in said


@pytest.mark.clause("N-96", "refused")
def test_a_ground_that_is_not_on_the_list_or_no_reason_files_nothing() -> None:
    officer = staff()
    for changes in ({"ground": ""}, {"ground": "other"}, {"reason": " "}, {"clauses": ()},
                    {"clauses": ("accounts.password",)}, {"issuer": " "}):  # fmt: skip
        with pytest.raises(Refused):
            filed(officer, **changes)
    assert people.column("desk_demand", "id") == []


@pytest.mark.clause("H-90", "works")
def test_cooperation_is_a_ground_of_its_own_where_the_pack_has_it(pack: str) -> None:
    ann = people.person()
    if Ground.COOPERATION not in grounds():
        assert pack == "publisher"
        with pytest.raises(Refused):
            filed(staff(), ann, ground="cooperation", instrument="request")
        return
    one, officer, _second = checked(ann, ground="cooperation", instrument="request")
    do(officer, "tell_people", reference=one)
    assert do(officer, "release", reference=one).digest


@pytest.mark.clause("H-90", "refused")
def test_cooperation_opens_no_education_record_and_answers_no_order(pack: str) -> None:
    ann, officer = people.person(), staff()
    with entered(ACCOUNT, ann.viewer):
        become_student(ann.subject)
    given = {"ground": "cooperation", "instrument": "request"}
    with pytest.raises(Refused):
        filed(officer, ann, clauses=("courses.scores",), **given)
    with pytest.raises(Refused):
        filed(officer, ann, ground="cooperation", instrument="order")
    if pack == "school":
        assert filed(officer, ann, clauses=("post.letters",), **given)


@pytest.mark.clause("H-91", "works")
def test_an_inquiry_opens_the_named_for_some_days_each_look_recorded_and_is_reviewed() -> None:
    ann, officer = people.person(), staff()
    one = filed(officer, ann, instrument="investigation", ground="misuse")
    do(officer, "open_record", reference=one, subject=ann.subject)
    page = officer.browser().get(f"/desk/demands/{one}/people/{ann.subject}")
    assert (page.status_code, "Ann Reader" in people.words(page)) == (200, True)
    assert one in people.words(ann.browser().get("/you/looked"))
    with pytest.raises(Refused):
        do(officer, "close_demand", reference=one, words=" ")
    do(officer, "close_demand", reference=one, words="Nothing was found.")
    with entered(DESK, officer.viewer):
        found = queries.demand(officer.viewer, one)
    assert found is not None
    assert (found.review, found.state) == ("Nothing was found.", "closed")


@pytest.mark.clause("H-91", "refused")
def test_an_inquiry_opens_nobody_else_and_nobody_after_it() -> None:
    ann, bob = people.person(), people.person("bob@example.org", "Bob Other")
    officer, other = staff(), staff(email="otto@example.net")
    one = filed(officer, ann, instrument="investigation", ground="misuse")
    with pytest.raises(Refused):
        do(officer, "open_record", reference=one, subject=bob.subject)
    do(officer, "open_record", reference=one, subject=ann.subject)
    page = f"/desk/demands/{one}/people/"
    assert officer.browser().get(f"{page}{ann.subject}").status_code == 200
    assert officer.browser().get(f"{page}{bob.subject}").status_code == 403
    assert other.browser().get(f"{page}{ann.subject}").status_code == 403
    with clock.clock_ahead(timedelta(days=6)):
        assert officer.browser().get(f"{page}{ann.subject}").status_code in (302, 403)
    do(officer, "close_demand", reference=one, words="Done.")
    assert officer.browser().get(f"{page}{ann.subject}").status_code == 403
    plain = filed(officer, ann)  # a subpoena opens nobody to look at
    with pytest.raises(Refused):
        do(officer, "open_record", reference=plain, subject=ann.subject)


@pytest.mark.clause("H-92", "works")
def test_an_emergency_has_a_short_way_and_is_reviewed_by_somebody_else() -> None:
    ann = people.person()
    one, officer, _second = checked(
        ann, instrument="emergency", ground="safety", threat="She said that she will end her life"
    )
    do(officer, "withhold_notice", reference=one, words="A call could hasten it")
    assert do(officer, "release", reference=one).digest
    with pytest.raises(Refused):
        do(officer, "close_demand", reference=one, words="It was right.")
    third = staff(email="third@example.net")
    do(third, "close_demand", reference=one, words="It was right, and the letter is sent now.")


@pytest.mark.clause("H-92", "refused")
def test_an_emergency_without_the_named_threat_is_refused() -> None:
    officer, ann = staff(), people.person()
    for changes in ({"threat": " "}, {"threat": "x", "ground": "misuse"}):
        with pytest.raises(Refused):
            filed(officer, ann, **{"instrument": "emergency", "ground": "safety", **changes})


def test_a_hold_keeps_what_is_named_until_the_file_closes() -> None:
    ann, officer = people.person(), staff()
    one = filed(officer, ann)
    assert do(officer, "hold_people", reference=one) == 1
    assert do(officer, "hold_people", reference=one) == 0
    held = holds.standing([ann.subject])
    assert [(each.ground, each.clauses) for each in held] == [
        ("preservation", tuple(sorted(SCOPE)))
    ]
    do(officer, "close_demand", reference=one, words="Withdrawn by the court.")
    assert holds.standing([ann.subject]) == ()


def test_nobody_approves_what_is_about_themselves() -> None:
    officer = staff()
    one = filed(officer, officer)
    with pytest.raises(Refused):
        do(officer, "approve", reference=one)


def test_everybody_reads_totals_and_few_are_not_counted_out() -> None:
    officer = staff()
    for _one in range(6):
        filed(officer)
    filed(officer, instrument="order")
    filed(officer, instrument="investigation", ground="misuse")
    with entered(DESK, Viewer.visitor()):
        said = [(one.title, one.received, one.released) for one in queries.transparency()]
    assert said == [("A subpoena", "6", "0"), ("A court order", "<5", "0")]
    assert "A subpoena" in people.words(Client().get("/transparency"))
    assert 'href="/transparency"' in Client().get("/policies").content.decode()
    assert [shown_total(one) for one in (0, 1, 4, 5)] == ["0", "<5", "<5", "5"]
    assert law.in_force().recipients["authority"].purposes == ("legal",)


def test_pages_of_a_demand_take_no_nonsense() -> None:
    officer = staff()
    one = filed(officer)
    browser = officer.browser()
    for sent in ({"do": "explode"}, {"do": "name", "address": "nobody@example.org"},
                 {"do": "open", "subject": "9" * 30}, {"do": "open", "subject": "77"},
                 {"do": "close", "words": ""}, {"stray": "1"}):  # fmt: skip
        assert browser.post(f"/desk/demands/{one}", sent).status_code in (400, 403, 422), sent
    assert browser.post(f"/desk/demands/{one}/production").status_code == 409
    assert browser.post("/desk/demands/new", {"issuer": "x"}).status_code == 422
    assert browser.get("/desk/demands/L-0000-0000").status_code == 404

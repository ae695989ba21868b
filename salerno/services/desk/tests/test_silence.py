"""A demand of which nobody may be told: unseen everywhere until its day, and then it is there."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from salerno.policy.purposes import ACCOUNT, DESK
from salerno.privacy import audit, clock, holds, ledger, restriction, rights, seals
from salerno.privacy.context import Act, Viewer, acting, entered
from salerno.privacy.errors import Refused
from salerno.privacy.models import Disclosure
from salerno.privacy.points import KEEPING
from salerno.privacy.purposes import RECORD, RIGHTS
from salerno.privacy.rights import vault
from salerno.privacy.seals import MOST
from salerno.services.desk import actions
from salerno.services.desk.models import DemandPerson
from salerno.services.desk.tests.scene import do, mails_to, staff
from salerno.services.desk.tests.test_demands import SCOPE, checked, filed
from tests import people
from tests.people import Person

WEEKS = timedelta(days=60)
PAGES = ("/you", "/you/received", "/you/received?as=json", "/you/looked", "/you/erase",
         "/you/limits", "/you/correct", "/you/requests")  # fmt: skip
UNTOLD = ("A county court", "Paragraph 4", "subpoena", "legal_process", "preservation",
          "desk.demand")  # fmt: skip


def silent(**changes: Any) -> dict[str, Any]:
    """What makes a demand one of which nobody may be told."""
    day = clock.today() + WEEKS
    return {"forbids_notice": True, "sealed_date": day, "silence": "Paragraph 4", **changes}


def given(ann: Person, **changes: Any) -> tuple[str, Person]:
    """A sealed demand: held, checked by two, and answered."""
    one, officer, _second = checked(ann, **silent(**changes))
    do(officer, "hold_people", reference=one)
    do(officer, "withhold_notice", reference=one, words="Paragraph 4")
    do(officer, "release", reference=one)
    return one, officer


def copied(who: Person) -> dict[str, str]:
    """The files of the copy, save the record of what was read to make it."""
    with entered(ACCOUNT, who.viewer):
        made = rights.copy(who.subject)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        return {one: archive.read(one).decode() for one in archive.namelist()}


def everything(who: Person) -> dict[str, str]:
    """All that a person can read about themselves."""
    browser = who.browser()
    return {one: browser.get(one).content.decode() for one in PAGES} | copied(who)


@contextmanager
def after(days: int) -> Iterator[int]:
    """So many days later; gives how many were told by then, as periodic work tells them."""
    job = Viewer.job("desk")
    with clock.clock_ahead(timedelta(days=days)):
        with entered(DESK, job):
            told = actions.tell_unsealed(by=job)
        yield told


@pytest.mark.clause("H-89", "works")
def test_what_nobody_may_be_told_of_appears_by_itself_on_its_day_and_the_person_is_told() -> None:
    ann = people.person()
    one, _officer = given(ann)
    with after(61) as told:
        assert told == 1
        said = everything(ann)
        letter = mails_to(ann.email)[0]
        assert "We were forbidden to tell you" in letter
        assert "A county court" in letter
        assert "A county court" in said["/you/received"]
        assert one in said["data/desk_demandperson.jsonl"]
        assert one in said["data/privacy_seal.jsonl"]
        assert f"file {one}" in said["data/audit.jsonl"]
        assert "preservation" in said["data/privacy_hold.jsonl"]
        assert "desk.demanding" in said["data/privacy_collectionevent.jsonl"]
        assert ledger.verify().problems == ()
    with after(62) as told:
        assert told == 0  # once


@pytest.mark.clause("H-89", "refused")
def test_before_its_day_nothing_shows_it_not_even_a_count() -> None:
    ann = people.person()
    before = everything(ann)
    one, officer = given(ann)
    with pytest.raises(Refused):
        do(officer, "tell_people", reference=one)
    for days in (0, 30, 60):
        with after(days) as told:
            assert told == 0
            now = everything(ann)
            said = " ".join(now.values())
            assert [word for word in (*UNTOLD, one) if word in said] == []
            assert set(now) == set(before)
            moving = {"data/audit.jsonl", "about.json", "index.html", "data/accounts_user.jsonl",
                      "data/accounts_session.jsonl"}  # fmt: skip
            for name in set(now) - set(PAGES) - moving:
                assert rows(now[name]) == rows(before[name]), name
    assert not any("county court" in one for one in mails_to(ann.email))
    assert holds.standing((ann.subject,))  # it is held all the same


def rows(text: str) -> list[Any]:
    """The rows of a file, save that somebody signed in to read it."""
    found = [json.loads(line) for line in text.splitlines()]
    return [one for one in found if one.get("channel") != "browser"]


def test_a_seal_has_a_day_is_renewed_and_never_for_ever() -> None:
    ann, officer = people.person(), staff()
    for wrong in ({"sealed_date": None}, {"sealed_date": clock.today() + MOST + timedelta(1)},
                  {"sealed_date": clock.today()}, {"silence": " "}):  # fmt: skip
        with pytest.raises(Refused):
            filed(officer, ann, **silent(**wrong))
    with pytest.raises(Refused):  # nothing forbids it
        filed(officer, ann, **silent(forbids_notice=False))
    one = filed(officer, ann, **silent())
    later = clock.today() + WEEKS + timedelta(days=30)
    for day in (None, clock.today() + timedelta(5), clock.today() + MOST + timedelta(2)):
        with pytest.raises(Refused):
            do(officer, "renew_seal", reference=one, words="Renewed", until_date=day)
    do(officer, "renew_seal", reference=one, words="Renewed by the court", until_date=later)
    with after(61) as told:
        assert (told, one in " ".join(copied(ann).values())) == (0, False)
    with after(91) as told:
        assert (told, one in " ".join(copied(ann).values())) == (1, True)
        with pytest.raises(Refused):  # it has ended, and is not sealed again
            do(officer, "renew_seal", reference=one, words="x", until_date=clock.today() + WEEKS)
    assert ledger.verify().problems == ()


def test_the_court_ends_it_early_and_the_person_is_told_at_once() -> None:
    ann = people.person()
    one, officer = given(ann)
    assert "A county court" not in people.words(ann.browser().get("/you/received"))
    with pytest.raises(Refused):
        do(officer, "end_seal", reference=one, words=" ")
    assert do(officer, "end_seal", reference=one, words="Order of 3 December") == 1
    assert "A county court" in people.words(ann.browser().get("/you/received"))
    assert "A county court" in mails_to(ann.email)[0]
    assert ledger.verify().problems == ()


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE privacy_seal SET until_at = '2026-01-01 00:00:00'",
        "UPDATE privacy_disclosure SET seal_id = NULL WHERE seal_id IS NOT NULL",
        "UPDATE privacy_disclosure SET concerns = '[1]' WHERE purpose = 'legal'",
    ],
)
def test_the_ledger_names_whoever_moves_a_seal_or_a_notice(sql: str) -> None:
    given(people.person())
    own: Any = connection
    with own.gate_open(), own.cursor() as cursor:
        cursor.execute(sql)
    assert re.search("its (seal|disclosure) is not what", " ".join(ledger.verify().problems))


def test_a_sealed_inquiry_is_looked_into_and_the_person_reads_it_later() -> None:
    ann, officer = people.person(), staff()
    one = filed(officer, ann, instrument="investigation", ground="misuse", **silent())
    do(officer, "open_record", reference=one, subject=ann.subject)
    page = officer.browser().get(f"/desk/demands/{one}/people/{ann.subject}")
    assert page.status_code == 200
    assert one not in " ".join(everything(ann).values())
    with after(61):
        now = everything(ann)
        assert one in now["/you/looked"]
        assert one in now["data/privacy_look.jsonl"]


def test_what_is_corrected_or_restricted_meanwhile_tells_the_court_and_not_of_it() -> None:
    ann = people.person()
    one, _officer = given(ann)
    with entered(RIGHTS, ann.viewer):
        restriction.contest(
            by=ann.viewer, subject=ann.subject, clause=SCOPE[0], words="It is misspelt."
        )
    said = " ".join(everything(ann).values())
    assert [word for word in ("A county court", one) if word in said] == []


def test_an_erasure_keeps_what_is_held_and_its_plan_and_certificate_do_not_say_so() -> None:
    ann = people.person()
    plan = rights.plan_erasure(ann.subject)
    given(ann)
    assert [str(x) for x in rights.plan_erasure(ann.subject).stays] == [str(x) for x in plan.stays]
    assert rights.plan_erasure(ann.subject).recipients == plan.recipients
    assert "claim" not in vault.why_not(ann.subject)
    done = rights.erase(ann.subject, ground="asked")
    assert {x.clause.id for x in done.plan.goes} >= set(SCOPE)
    assert "Ann Reader" in people.column("accounts_profile", "name")
    with after(61) as told:
        assert told == 0  # nobody is there who could be told, and it stands in the file
        assert people.column("desk_demandperson", "exception") != ["Paragraph 4"]


def test_what_an_authority_preserves_stays_in_use_while_the_person_is_here() -> None:
    ann = people.person()
    one, _officer = given(ann)
    assert people.column("privacy_closedcell", "owner_id") == []
    assert [each.stands for each in sealed(one)] == [True]
    rights.erase(ann.subject, ground="asked")
    assert set(people.column("privacy_closedcell", "owner_id")) == {ann.subject}


def sealed(reference: str) -> tuple[seals.Sealed, ...]:
    """The seals of a file."""
    with entered(DESK, Viewer.job("test")):
        assert DemandPerson.objects.count() >= 1
        return seals.of(reference)


def test_an_old_entry_of_the_ledger_still_verifies() -> None:
    ann = people.person()
    given(ann)
    with entered(RECORD, Viewer.job("test")), acting(Act("test", KEEPING)):
        row = Disclosure.objects.filter(seal_id__isnull=False).get()
        columns = ledger.EARLIER[Disclosure]["disclosure"]
        [(seq, salt)] = ledger.append_all([("disclosure", ledger.payload(row, columns))])
        Disclosure.objects.filter(pk=row.pk).update(ledger_seq=seq, salt=salt)
    assert ledger.verify().problems == ()
    with entered(RECORD, Viewer.job("test")), acting(Act("test", KEEPING)):
        Disclosure.objects.filter(pk=row.pk).update(recipient_name="Somebody else")
    assert ledger.verify().problems != ()
    assert audit.verify().problems == ()

"""``salerno person``: a copy, a plan, an erasure, for somebody who asks by letter."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from salerno.policy.purposes import ACCOUNT, PROFILE
from salerno.privacy import audit, subjects
from salerno.privacy.context import Viewer, entered
from salerno.privacy.models import CollectionEvent, LedgerEntry, Look, Subject, Tie
from salerno.privacy.purposes import AUTHENTICATE, RECORD, RIGHTS
from salerno.services.accounts import demo
from salerno.services.accounts.models import Profile
from salerno.services.accounts.queries import subject_of_address

pytestmark = pytest.mark.django_db(transaction=True)
MEMBER, READER = demo.PEOPLE[0], demo.PEOPLE[1]
STAFF = next(one for one in demo.PEOPLE if one.staff == "officer")


@pytest.fixture(autouse=True)
def people(tmp_path: Path, settings: Any) -> None:
    """Two of the demonstration's people, in a folder of the test's own."""
    settings.SALERNO_DATA = tmp_path
    settings.PASSWORD_HASHERS = ["tests.people.QuickArgon2"]  # nobody signs in here
    call_command("load_demo", stdout=io.StringIO())


def run(*words: object) -> str:
    out = io.StringIO()
    call_command("person", *map(str, words), stdout=out)
    return out.getvalue()


def subject_of(email: str) -> int:
    with entered(AUTHENTICATE, Viewer.job("test")):
        found = subject_of_address(email)
    assert found is not None
    return found


def test_a_copy_holds_the_person_and_nobody_else(tmp_path: Path) -> None:
    target = tmp_path / "copy.zip"
    run("copy", MEMBER.email.upper(), "--out", target)
    with zipfile.ZipFile(target) as archive:
        whole = b"".join(archive.read(one) for one in archive.namelist())
    assert MEMBER.name.encode() in whole
    assert READER.email.encode() not in whole
    assert target.stat().st_mode & 0o077 == 0


def test_a_copy_needs_a_place_to_go(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="--out"):
        run("copy", MEMBER.email)
    with pytest.raises(CommandError, match="could not be written"):
        run("copy", MEMBER.email, "--out", tmp_path / "none" / "copy.zip")


def test_the_portable_copy_holds_what_the_person_gave(tmp_path: Path) -> None:
    given = json.loads(run("portable", READER.email))["given"]
    assert given["accounts.name"] == [{"name": READER.name}]
    assert MEMBER.name not in json.dumps(given)
    run("portable", READER.email, "--out", tmp_path / "portable.json")
    assert json.loads((tmp_path / "portable.json").read_text())["given"] == given


def test_a_plan_changes_nothing_and_an_erasure_does_what_it_says() -> None:
    subject = subject_of(MEMBER.email)
    planned = json.loads(run("plan", subject, "--json"))
    assert planned == json.loads(run("plan", MEMBER.email, "--json"))
    assert "accounts_profile" in run("plan", subject)
    said = json.loads(run("erase", subject, "--yes", "--json", "--ground", "a letter"))
    assert said["plan"] == {name: planned[name] for name in said["plan"]}
    assert said["rows"] == sum(one["rows"] for one in planned["goes"])
    with entered(AUTHENTICATE, Viewer.job("test")):
        assert subject_of_address(MEMBER.email) is None
        assert Subject.objects.get(pk=subject).state == Subject.State.ERASED
        assert subject_of_address(READER.email) is not None


def test_nobody_is_nobody() -> None:
    for who in ("nobody@example.org", "999999999"):
        with pytest.raises(CommandError, match="nobody") as refused:
            run("plan", who)
        assert refused.value.returncode == 3


def test_who_was_erased_is_nobody() -> None:
    subject = subject_of(READER.email)
    run("erase", subject, "--yes")
    with pytest.raises(CommandError) as refused:
        run("erase", subject, "--yes")
    assert refused.value.returncode == 3


def test_nothing_is_erased_without_a_yes() -> None:
    subject = subject_of(READER.email)
    with pytest.raises(CommandError, match="--yes") as refused:
        run("erase", subject, "--json")
    assert refused.value.returncode == 5
    assert subject_of(READER.email) == subject


TOLD = ("--channel", "telephone", "--rules", "same", "--ground", "called us", "--line")


def test_what_was_told_by_telephone_is_written_down_and_the_person_reads_by_whom() -> None:
    subject, officer = subject_of(MEMBER.email), subject_of(STAFF.email)
    said = run("told", MEMBER.email, "--officer", STAFF.email, *TOLD, "institution=Sandhill")
    assert said.strip() == "Written down: institution."
    with entered(RIGHTS, Viewer.person(subject)):
        (look,) = [one for one in audit.looks_at(subject) if one.role == "support"]
    assert (look.reason, look.clause_ids) == ("called us (telephone)", ("accounts.institution",))
    with entered(RECORD, Viewer.job("test")):
        assert not Tie.objects.filter(owner_id=subject, viewer_id=officer, kind="case").exists()
        (event,) = CollectionEvent.objects.filter(owner_id=subject, channel="telephone")
    assert event.clause_ids == ["accounts.institution"]
    with entered(ACCOUNT, Viewer.person(subject)):
        assert Profile.objects.values_list("institution", flat=True).get() == "Sandhill"


UNTOLD = (
    ("--officer", READER.email, *TOLD, "institution=Sandhill"),
    ("--officer", "nobody@example.org", *TOLD, "institution=Sandhill"),
    ("--officer", STAFF.email, *TOLD, "password=Sandhill"),
    ("--officer", STAFF.email, *TOLD, "institution"),
    ("--officer", STAFF.email, *TOLD[:1], "carrier pigeon", *TOLD[2:], "institution=Sandhill"),
    ("--officer", STAFF.email, *TOLD[2:], "institution=Sandhill"),
    (*TOLD, "institution=Sandhill"),
)


def test_nothing_is_written_down_without_staff_a_channel_and_a_line_of_ours() -> None:
    subject = subject_of(MEMBER.email)
    with entered(ACCOUNT, Viewer.person(subject)):
        before = Profile.objects.filter(owner_id=subject).values_list("institution").get()
    for words in UNTOLD:  # each leaves everything as it was, so all are said in one house
        with pytest.raises(CommandError):
            run("told", MEMBER.email, *words)
        with entered(ACCOUNT, Viewer.person(subject)):
            now = Profile.objects.filter(owner_id=subject).values_list("institution").get()
        assert now == before, words
        with entered(RECORD, Viewer.job("test")):
            assert not Tie.objects.filter(owner_id=subject, kind="case").exists(), words
            assert not Look.objects.filter(owner_id=subject, viewer_role="support").exists(), words


def test_an_account_that_ends_meets_nobody_and_runs_out_at_its_terms() -> None:
    member = subject_of(MEMBER.email)
    said = json.loads(run("end", MEMBER.email, "--ground", "died", "--json"))
    assert said == {"subject": member, "standing": "ended"}
    with entered(RECORD, Viewer.job("test")):
        assert Subject.objects.get(pk=member).ended_at is not None
        assert LedgerEntry.objects.filter(kind="account ended").count() == 1
        assert not subjects.is_open(member, PROFILE)
        assert subjects.is_open(member, RIGHTS)
    with pytest.raises(CommandError, match="Nothing changed"):
        run("end", MEMBER.email)
    run("resume", MEMBER.email)
    with pytest.raises(CommandError, match="Nothing changed"):
        run("resume", MEMBER.email)
    with entered(RECORD, Viewer.job("test")):
        assert (subjects.is_open(member, PROFILE), Subject.objects.get(pk=member).ended_at) == (
            True, None,
        )  # fmt: skip
        assert LedgerEntry.objects.filter(kind__startswith="account ").count() == 2

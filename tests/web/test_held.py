"""What is held in the whole house: who meets it, through an erasure, and how it ends."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from salerno.policy.purposes import LEGAL, MODERATION, SECURITY
from salerno.privacy import clock, holds, retention, rights
from salerno.privacy.context import Viewer, entered
from salerno.privacy.declare import Rows
from salerno.privacy.holds import Ground
from salerno.privacy.purposes import ERASURE, RECORD, RIGHTS
from salerno.privacy.registry import registry
from salerno.privacy.retention.terms import swept_tables
from salerno.services.post.models import Letter
from salerno.web.models import SecurityEvent
from tests import people
from tests.ground import pack
from tests.privacy.filled import fill
from tests.privacy.test_rights_laws import opened
from tests.web.test_retention import JOB, letter, may_look, owner, placed, put, stored

__all__ = ["pack"]


@pytest.mark.clause("N-131", "works")
def test_what_is_due_is_held_at_the_persons_request(pack: str) -> None:
    ann, officer = people.person(), people.person("desk@example.net")
    letter(ann.subject, 200)
    letter(officer.subject, 200)
    before = stored(Letter)
    placed(ann.subject, officer.subject, "post.letters", ground=Ground.MY_CLAIMS)
    report = retention.sweep()
    assert (stored(Letter), report.held) == (before - 1, 1)
    with entered(RIGHTS, ann.viewer):
        assert list(Letter.objects.filter(text="Dear Ann").values_list("to", flat=True)) == [
            "ann@example.org"
        ]
    assert "Dear Ann" in opened(rights.copy(ann.subject))["data/post_letter.jsonl"]


@pytest.mark.clause("N-131", "refused")
def test_any_other_use_of_what_is_held_is_refused(pack: str) -> None:
    ann, officer = people.person(), people.person("desk@example.net")
    filled = fill(ann.subject, "a", officer.subject)
    placed(ann.subject, officer.subject, ground=Ground.MY_CLAIMS)
    for name in filled.made:
        table = registry().tables[name]
        for purpose in may_look(table):
            if purpose.rows is Rows.OWN or purpose.meets_restricted:
                continue
            viewer = JOB if purpose.machine else officer.viewer
            with entered(purpose, viewer):
                columns = [
                    one.attname
                    for one in table.columns.values()
                    if one.clause and not one.clause.secret and purpose in one.clause.purposes
                ]
                found = table.model._base_manager.filter(**{f"{owner(table)}": ann.subject})
                for cells in found.values_list(*columns):
                    assert set(cells) <= {None, ""}, (name, purpose)


def test_a_restriction_closes_the_review_queue_and_not_legal_claims(pack: str) -> None:
    ann, officer = people.person(), people.person("desk@example.net")
    put(SecurityEvent, owner_id=ann.subject, kind="throttled", address_digest="abc")
    placed(ann.subject, officer.subject, "web.security_log")
    with entered(SECURITY, JOB):
        events = SecurityEvent.objects.filter(owner_id=ann.subject)
        found: list[object] = list(events.values_list("kind", "address_digest"))
    assert found == [(None, None)]
    assert not LEGAL.heeds_restriction
    assert MODERATION.heeds_restriction


def rows_of(subject: int) -> dict[str, int]:
    """How many rows of a person each table has."""
    with entered(RIGHTS, Viewer.person(subject)):
        found = {one.name: one.model._base_manager.count() for one in swept_tables()}
    return {name: count for name, count in found.items() if count}


# What waits to go out is stopped, held or not; lifted holds are proof under a pseudonym.
PASSED_BY = {"privacy_outboxitem", "privacy_hold"}
CLAUSES = (
    "",
    "courses.coursework",
    "discuss.attachment",
    "accounts.second_factor_kind",
    "accounts.email",
)


@pytest.mark.parametrize("clause", CLAUSES)
def test_what_is_held_outlasts_an_erasure_and_goes_when_the_hold_ends(
    pack: str, clause: str
) -> None:
    ann, ben = people.person("ann@example.org"), people.person("ben@example.org")
    filled = fill(ann.subject, "a", ben.subject)
    number = placed(ann.subject, ben.subject, *([clause] if clause else []))
    rights.erase(ann.subject, ground="asked")
    held = [
        text
        for table, column, text in filled.planted
        if (one := table.columns[column].clause)
        and not one.secret
        and (one.id == clause or not clause)
        and (table.name not in PASSED_BY and column != "prints")
    ]
    with entered(ERASURE, JOB):
        stored_now = str(
            [
                list(one.model._base_manager.filter(**{owner(one): ann.subject}).values())
                for one in swept_tables()
            ]
        )
    gone = [text for text in filled.words(secret=True) if text in stored_now]
    assert ([text for text in held if text not in stored_now], gone) == ([], [])
    retention.sweep()
    assert retention.prove().rows == 0
    with entered(RECORD, JOB):
        holds.lift(hold=number, reason="settled")
    with clock.clock_ahead(timedelta(days=1)):
        retention.sweep()
        assert retention.prove().rows == 0
    assert rows_of(ann.subject) == {}


def test_nobody_signs_in_to_what_a_hold_keeps(pack: str) -> None:
    ann, ben = people.person("ann@example.org"), people.person("ben@example.org")
    browser = ann.browser()
    assert browser.get("/you").status_code == 200
    placed(ann.subject, ben.subject)
    rights.erase(ann.subject, ground="asked")
    before = len(people.letters())
    assert browser.get("/you").status_code != 200
    sent = {"login": "ann@example.org", "password": people.PASSWORD}
    again = Client()
    assert again.post(reverse("account_login"), sent).status_code == 200, "the form again"
    assert again.get("/you").status_code != 200
    Client().post(reverse("account_reset_password"), {"email": "ann@example.org"})
    assert len(people.letters()) == before

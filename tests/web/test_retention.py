"""Retention in the whole house: the night, what is read by day, the desk's page, the command."""

from __future__ import annotations

import html
import json
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from salerno.policy.purposes import ACCOUNT, ANALYTICS, MARKETING_MAIL
from salerno.policy.words import kept, kept_for
from salerno.privacy import clock, holds, law, retention, rights, subjects
from salerno.privacy.context import Act, Viewer, acting, entered
from salerno.privacy.declare import OnErase, Rows
from salerno.privacy.errors import PurposeRefused
from salerno.privacy.holds import NewHold
from salerno.privacy.models import Subject, SweepReport
from salerno.privacy.points import KEEPING
from salerno.privacy.purposes import ERASURE, RECORD, RIGHTS
from salerno.privacy.registry import Table, registry
from salerno.privacy.retention.terms import endings, swept_tables
from salerno.privacy.rights.fate import can_be_blank
from salerno.privacy.testing import expecting_refusals
from salerno.services.accounts.values import Role
from salerno.services.post.models import Letter
from salerno.web import periodic
from tests import people
from tests.ground import pack
from tests.privacy.filled import Filled, fill
from tests.web.test_security import staff

__all__ = ["pack"]

JOB = Viewer.job("test")
ENDED = {"privacy_disclosure.prints"}  # they served corrections, and nobody is left to correct
COMMANDED = "the operator wrote it down"


def put(model: type[Any], **values: Any) -> Any:
    with entered(ERASURE, JOB), acting(Act("test", KEEPING)):
        return model._base_manager.create(**values)


def stored(model: type[Any]) -> int:
    with entered(ERASURE, JOB):
        return int(model._base_manager.count())


def letter(owner: int, days: int) -> None:
    at = clock.now() - timedelta(days=days)
    put(
        Letter, owner_id=owner, name="welcome", purpose="correspondence", to="ann@example.org",
        subject="Hello", text="Dear Ann", html="", created_at=at,
    )  # fmt: skip


def placed(of: int, by: int, *clauses: str, days: int = 90, ground: str = "claims") -> int:
    review = clock.today() + timedelta(days=days)
    with entered(RECORD, JOB):
        return holds.place(
            by=by, subject=of, new=NewHold(ground, "a claim", review, tuple(clauses))
        )


def said(*words: str) -> Any:
    out = StringIO()
    call_command("retention", *words, "--json", stdout=out, no_color=True)
    return json.loads(out.getvalue())


def of_days(table: Table) -> int:
    """The longest term of a table in days; 0 where some clause has another end."""
    ends = endings(table)
    return max(one.term.days for one in ends) if all(one.is_by_row for one in ends) else 0


def aged() -> tuple[Filled, dict[str, int]]:
    """Somebody in every table; in those that time ends, a day past the longest term."""
    ann, ben = people.person("ann@example.org"), people.person("ben@example.org")
    filled = fill(ann.subject, "a", ben.subject)
    old = {}
    with entered(ERASURE, JOB), acting(Act("test", KEEPING)):
        for table in swept_tables():
            days = of_days(table)
            if days and table.name in filled.made:
                name = table.columns[table.since].attname
                at = clock.now() - timedelta(days=days + 1)
                rows = table.model._base_manager.filter(pk=filled.made[table.name].pk)
                rows.update(**{name: at})
                old[table.name] = days
    return filled, old


@pytest.mark.clause("N-117", "works")
def test_the_nightly_job_deletes_what_is_due_and_files_a_report(pack: str) -> None:
    filled, old = aged()
    assert len(old) > 8
    (job,) = [one for one in periodic.JOBS if one.name == "sweep what is past its term"]
    assert periodic.run(job)
    (report,) = retention.latest()
    swept = {one.table for one in report.lines}
    assert set(old) <= swept
    with entered(ERASURE, JOB):
        for name in old:
            one = registry().tables[name].model
            left = one._base_manager.filter(pk=filled.made[name].pk)
            assert not left.exists(), name
    assert [one.rows for one in retention.latest("proof")] == [0]
    page = html.unescape(Client().get("/privacy/tables").content.decode())
    for clause in {one.clause.id for table in swept_tables() for one in endings(table)}:
        assert kept(law.in_force().clause(clause).term) in page, clause


def may_look(table: Table) -> list[Any]:
    """Every use of a room that has business with a table."""
    return [
        one
        for one in registry().purposes.values()
        if not one.kernel and any(one in each.purposes for each in table.clauses)
    ]


@pytest.mark.clause("N-117", "refused")
def test_a_row_past_due_is_returned_by_no_query_before_the_job(pack: str) -> None:
    filled, old = aged()
    asked = 0
    for name in old:
        table = registry().tables[name]
        for purpose in may_look(table):
            machine = purpose.machine and purpose.rows is not Rows.OWN
            with entered(purpose, JOB if machine else Viewer.person(filled.subject)):
                key = filled.made[name].pk
                assert not table.model._base_manager.filter(pk=key).exists(), (name, purpose)
            asked += 1
    assert asked > 10
    with entered(RIGHTS, Viewer.person(filled.subject)):
        for name in old:
            model = registry().tables[name].model
            assert model._base_manager.filter(pk=filled.made[name].pk).exists(), name


def owner(table: Table) -> str:
    return table.columns[table.owner].attname


@pytest.mark.clause("N-115", "works")
def test_an_obligation_is_a_record_and_keeps_its_fields_only(pack: str) -> None:
    ann, ben = people.person("ann@example.org"), people.person("ben@example.org")
    filled = fill(ann.subject, "a", ben.subject)
    found = {one.clause: one for one in retention.obligations()}
    duties = {one.id for one in registry().clauses.values() if one.erasure.kind is OnErase.KEEP}
    assert set(found) == duties
    for one in found.values():
        assert one.duty
        assert one.fields
        assert one.purposes
        assert kept_for(one.term)
    rights.erase(ann.subject, ground="asked")
    fields = {name for one in found.values() for name in one.fields}
    with entered(ERASURE, JOB):
        for table, column, text in filled.planted:
            clause = table.columns[column].clause
            if clause is None or clause.erasure.kind is OnErase.REATTRIBUTE:
                continue
            name = table.columns[column].attname
            there = table.model._base_manager.filter(**{f"{name}__icontains": text}).exists()
            expected = f"{table.name}.{column}" in fields - ENDED
            assert there == expected, (table.name, column)


@pytest.mark.clause("N-115", "refused")
def test_no_offer_and_no_count_reads_what_only_a_duty_keeps(pack: str) -> None:
    ann = people.person()
    rights.erase(ann.subject, ground="asked")
    duties = [
        table
        for table in registry().personal()
        if all(one.erasure.kind is OnErase.KEEP for one in table.clauses)
    ]
    assert len(duties) > 4
    for table in duties:
        for purpose in (MARKETING_MAIL, ANALYTICS):
            if any(purpose in one.purposes for one in table.clauses):
                assert table.name == "post_suppression"  # asked before each offer, to stop it
                continue
            with (
                entered(purpose, JOB),
                expecting_refusals(PurposeRefused),
                pytest.raises(PurposeRefused),
            ):
                table.model._base_manager.count()


def test_each_cell_of_a_row_with_several_terms_can_be_emptied(pack: str) -> None:
    for table in swept_tables():
        terms = {(one.term.kind, one.term.days) for one in endings(table)}
        if len(terms) < 2:
            continue
        for one in table.model._meta.local_concrete_fields:
            column = table.columns[str(one.column)]
            if column.clause is not None:
                assert can_be_blank(one), f"{table.label}.{one.name}: give it `null=True`"


def test_every_term_in_days_has_a_clock(pack: str) -> None:
    assert retention.unclocked() == []


def test_everybody_in_every_table_is_swept_after_the_account_and_the_proof_holds(
    pack: str,
) -> None:
    ann, ben = people.person("ann@example.org"), people.person("ben@example.org")
    fill(ann.subject, "a", ben.subject)
    with entered(ACCOUNT, ann.viewer):
        subjects.end_account(ann.subject)
    with clock.clock_ahead(timedelta(days=4000)):
        retention.sweep(confirmed=True)
        assert retention.prove().rows == 0
    with entered(RIGHTS, ann.viewer):
        left = [
            table.name
            for table in registry().personal()
            if table.model is not Subject
            and any(one.is_by_account and not one.moves for one in endings(table))
            and all(one.is_by_account for one in endings(table))
            and table.model._base_manager.filter(**{owner(table): ann.subject}).exists()
        ]
    assert left == []


def test_the_page_is_for_the_privacy_desk(pack: str) -> None:
    retention.sweep()
    retention.prove()
    officer = staff(Role.OFFICER, factor=True)
    placed(officer.subject, officer.subject, "post.letters", days=3)
    page = officer.browser().get("/desk/retention")
    assert page.status_code == 200
    text = people.words(page)
    assert "Legal claims of the operator" in text
    assert "a claim" not in text, "the words of a hold are read in its case"
    admin = staff(Role.ADMIN, factor=True, email="admin@example.net").browser()
    dpo = staff(Role.DPO, factor=True, email="dpo@example.net").browser()
    member = people.person("member@example.org").browser()
    assert [one.get("/desk/retention").status_code for one in (dpo, admin, member)] == [
        200, 403, 403,
    ]  # fmt: skip


def test_a_missed_night_and_a_late_review_turn_health_red(pack: str) -> None:
    officer = staff(Role.OFFICER, factor=True)
    retention.sweep()
    number = placed(officer.subject, officer.subject, days=1)
    assert Client().get("/health").json()["checks"]["retention"] == "green"
    with clock.clock_ahead(timedelta(days=2)):
        answer = Client().get("/health")
        words = answer.json()["checks"]["retention"]
        assert answer.status_code == 503
        assert "The last sweep was on" in words
        assert f"Holds past their review: {number}." in words
        page = officer.browser().get("/desk/retention")
        assert "overdue" in people.words(page)


def test_the_command_previews_sweeps_and_proves(pack: str) -> None:
    ann = people.person()
    letter(ann.subject, 200)
    due = said("preview")["due"]
    assert [(one["table"], one["what"], one["rows"]) for one in due] == [
        ("post_letter", "delete row", 1)
    ]
    with pytest.raises(CommandError) as found:
        said("proof")
    assert found.value.returncode == 5
    done = said("sweep")
    assert done["lines"][0]["table"] == "post_letter"
    assert said("proof")["lines"] == []
    assert said("preview")["due"] == []
    out = StringIO()
    call_command("retention", "report", stdout=out)
    assert "post_letter: 1 delete row (post.letters)" in out.getvalue()


def test_the_command_places_reviews_and_lifts_holds(pack: str) -> None:
    ann = people.person()
    day = str(clock.today() + timedelta(days=30))
    number, by = str(ann.subject), str(ann.subject)
    words = ("--ground", "law", "--reason", COMMANDED, "--by", by)
    with pytest.raises(CommandError) as wrong:
        call_command("retention", "hold", number, *words, stdout=StringIO())
    assert wrong.value.returncode == 4
    call_command("retention", "hold", number, *words, "--review", day, stdout=StringIO())
    (made,) = said("holds")["holds"]
    assert (made["subject"], made["ground"], made["review_date"]) == (ann.subject, "law", day)
    later = str(clock.today() + timedelta(days=60))
    one = str(made["number"])
    call_command("retention", "review", one, "--review", later, stdout=StringIO())
    assert said("holds")["holds"][0]["review_date"] == later
    call_command("retention", "lift", one, "--reason", "settled", stdout=StringIO())
    assert said("holds")["holds"] == []
    for again in (("lift", one, "--reason", "x"), ("lift", one), ("hold",), ("review", "1")):
        with pytest.raises(CommandError):
            call_command("retention", *again, stdout=StringIO())


def test_nobody_stands_in_a_report(pack: str) -> None:
    filled, _ = aged()
    retention.sweep()
    text = str(list(SweepReport.objects.values()))
    assert not [one for one in filled.words(secret=False) if one in text]

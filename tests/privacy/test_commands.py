"""The commands: the map, the collection points, the ledger, the outbox."""

import json
from dataclasses import replace
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from salerno.policy import store
from salerno.policy.purposes import ACCOUNT, CORRESPONDENCE, RESEARCH
from salerno.privacy import audit, choices, law, mapping, points
from salerno.privacy.context import Act, Viewer, acting, entered, unguarded
from salerno.privacy.declare import Reach
from salerno.privacy.disclose import disclose
from salerno.privacy.errors import WriteRefused
from salerno.privacy.law import Basis, ClauseLaw, Term, TermKind
from salerno.privacy.models import Tie
from salerno.privacy.purposes import RECORD
from salerno.privacy.registry import registry
from tests.privacy.conftest import LETTER, House, a_policy

FIELDS = {"to": "a@b.example", "text": "x", "subject": "s", "html": "", "headers": {}}


def run(*words: str) -> tuple[str, int]:
    """What a command says, and how it ends."""
    out = StringIO()
    try:
        call_command(*words, stdout=out, no_color=True)
    except SystemExit as end:
        return out.getvalue(), int(end.code or 0)
    return out.getvalue(), 0


def test_the_map_lists_every_column_with_its_law(house: House) -> None:
    cap = {"kernel.outbox": ClauseLaw(Term(TermKind.DAYS, 30), recipients=("mail_carrier",))}
    clauses = dict(law.in_force().clauses) | cap
    with law.under(a_policy(clauses=clauses)):
        text, code = run("map", "--json")
    found = json.loads(text)
    assert code == 0
    assert found["undeclared"] == []
    assert found["fields"] == found["declared"] == len(found["columns"])
    (payload,) = [
        one for one in found["columns"]
        if (one["model"], one["column"]) == ("privacy.OutboxItem", "payload")
    ]  # fmt: skip
    assert payload == {
        "table": "privacy_outboxitem", "model": "privacy.OutboxItem", "column": "payload",
        "kind": "clause", "clause": "kernel.outbox", "title": "What is on its way to somebody "
        "outside", "category": "user.content", "grade": "direct", "sensitive": False,
        "secret": False, "purposes": ["record", "legal"],
        "basis": {"record": {"base": "contract"}, "legal": {"base": "contract"}},
        "erasure": "delete", "relations": [], "retention": "30 days", "audience": "me",
        "recipients": ["mail_carrier"],
    }  # fmt: skip
    kinds = {
        one["column"]: one["kind"] for one in found["columns"] if one["model"] == "privacy.Tie"
    }
    assert kinds == {
        "id": "key", "owner_id": "owner", "viewer_id": "role", "kind": "clause",
        "reach": "plain", "scope": "clause", "seal_id": "plain", "since": "plain",
        "until": "plain",
    }  # fmt: skip
    reasons = {one["table"]: one["reason"] for one in found["exempt"]}
    assert reasons["privacy_notice"] == "texts that were shown, not to whom"
    assert reasons["closed_research"] == (
        "who is closed for research, by number: the gate's own input"
    )
    assert {"store": "spool", "columns": ["privacy.OutboxItem.payload"]} in found["stores"]


def test_the_map_counts_every_concrete_column_there_is(house: House) -> None:
    found = mapping.whole_map()
    columns = [
        (table.name, one.column)
        for table in registry().tables.values()
        for one in table.model._meta.local_concrete_fields
    ]
    assert [(one["table"], one["column"]) for one in found["columns"]] == columns


def test_the_map_names_what_is_not_declared_and_ends_so(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE stray (name TEXT)")
    known = registry()
    table = known.tables["privacy_tie"]
    columns = {name: one for name, one in table.columns.items() if name != "scope"}
    torn = replace(table, columns=columns, undeclared=("scope",))
    planted = replace(known, tables=dict(known.tables) | {"privacy_tie": torn})
    monkeypatch.setattr(mapping, "registry", lambda: planted)
    found = mapping.whole_map()
    assert found["undeclared"] == ["privacy.Tie.scope", "stray"]
    assert found["fields"] == found["declared"] + 2
    text, code = run("map")
    assert code == 1
    assert "Not declared: privacy.Tie.scope" in text


def test_the_map_can_be_read(house: House) -> None:
    clauses = dict(law.in_force().clauses)
    del clauses["kernel.looks"]
    clauses["kernel.facts"] = ClauseLaw(Term(TermKind.INDEFINITE, reason="for history"))
    clauses["kernel.ties"] = ClauseLaw(Term(TermKind.ACCOUNT, 90))
    with law.under(a_policy(clauses=clauses)):
        text, code = run("map")
    assert code == 0
    assert "kept indefinite: for history" in text
    assert "kept account, then 90 days" in text
    assert "on erasure keep: to prove who looked, under a pseudonym" in text
    assert "columns are declared." in text


@pytest.mark.clause("N-108", "works")
@pytest.mark.parametrize("pack", store.SHIPPED)
def test_every_use_of_every_field_has_a_ground_and_the_record_shows_it(
    house: House, pack: str
) -> None:
    with store.under(store.working(pack)):
        columns = [one for one in mapping.whole_map()["columns"] if "clause" in one]
        for one in columns:
            assert list(one["basis"]) == one["purposes"], one
            for named in one["basis"].values():
                assert {*named.values()} <= {*Basis}, one
        person = house.person()
        recorded = {one.purpose: one.basis for one in audit.records_of(person)}
        with entered(ACCOUNT, Viewer.person(person)):
            choices.standing(person)
        for one in audit.records_of(person):
            recorded[one.purpose] = one.basis
    ruled = store.working(pack).policy.purposes
    assert {k: v for k, v in recorded.items() if v} == {"record": ruled["record"].bases[""]}


@pytest.mark.clause("N-10", "works")
def test_every_place_that_stores_personal_data_is_listed_with_its_fields(house: House) -> None:
    found = {one["point"]: one for one in json.loads(run("collection_points", "--json")[0])}
    assert set(found) == set(registry().points)
    keeping = found["kernel.keeping"]
    assert keeping["clauses"] == [one.id for one in points.KEEPING.clauses]
    assert {"privacy.Tie.scope", "privacy.Choice.topic", "privacy.OutboxItem.payload"} <= set(
        keeping["fields"]
    )
    listed = {one for point in found.values() for one in point["fields"]}
    laid = {
        f"{table.label}.{column.name}"
        for table in registry().personal()
        for column in table.columns.values()
        if column.clause in points.KEEPING.clauses
    }
    assert laid <= listed
    text, _ = run("collection_points")
    assert "  privacy.Tie.scope" in text


@pytest.mark.clause("N-10", "refused")
def test_nothing_personal_is_stored_outside_a_registered_point(house: House) -> None:
    person = house.person()
    with (
        entered(RECORD, Viewer.job("test")),
        acting(Act("test.verb", None)),
        pytest.raises(WriteRefused) as refused,
    ):
        Tie.objects.create(owner_id=person, viewer_id=person, kind="friend", reach=Reach.ME)
    assert str(refused.value) == "test.verb writes privacy.Tie.kind at no collection point."


def test_the_ledger_is_verified_with_an_exit_code_that_means_something(
    lasting_house: House,
) -> None:
    person = lasting_house.person()
    with entered(ACCOUNT, Viewer.visitor()):
        choices.choose(person, choices.ask(RESEARCH), "given")
        audit.flush()
        text, code = run("ledger", "verify")
        assert code == 0
        assert text.startswith("1 entries, 1 rows that they commit to, ")
        assert text.endswith(" lines of the audit: whole.\n")
        (lasting_house.data / "audit" / "1-1-dead-000001.audit").write_bytes(b'{"n"')
        text, code = run("ledger", "verify", "--json")
        said = json.loads(text)
        assert (code, said["whole"], said["problems"], len(said["torn"])) == (3, True, [], 1)
        assert "cut short by a stop" in run("ledger", "verify")[0]
        with unguarded("tampering"), connection.cursor() as cursor:
            cursor.execute("UPDATE privacy_choice SET state = 'refused'")
        text, code = run("ledger", "verify")
        assert code == 1
        assert "Entry 1: its choice is not what was committed." in text
        assert text.endswith("NOT whole.\n")
        said = json.loads(run("ledger", "verify", "--json")[0])
        assert (said["whole"], len(said["problems"])) == (False, 1)


def test_the_outbox_is_shown_delivered_and_switched(house: House) -> None:
    person = house.person()
    with entered(CORRESPONDENCE, Viewer.visitor()):
        assert run("outbox")[0] == "Nothing waits, and nobody is switched off.\n"
        disclose(LETTER, "mail_carrier", {person: FIELDS}, ground="x")
        assert run("outbox", "stop", "mail_carrier", "--reason", "a leak")[0] == (
            "mail_carrier: off\n"
        )
        assert run("outbox")[0] == (
            "mail_carrier: 1 waiting.\nmail_carrier is switched off: a leak\n"
        )
        assert json.loads(run("outbox", "--json")[0]) == {
            "waiting": [{"recipient": "mail_carrier", "items": 1, "tries": 0, "failure": ""}],
            "stopped": {"mail_carrier": "a leak"},
        }  # fmt: skip
        nothing: dict[str, Any] = {"sent": 0, "failed": 0, "again": 0, "stopped": 0}
        assert json.loads(run("outbox", "deliver", "--json")[0]) == nothing
        assert run("outbox", "start", "mail_carrier")[0] == "mail_carrier: on\n"
        (house.data / "outbox").write_text("in the way")
        assert run("outbox", "deliver")[0] == (
            "0 sent, 1 to be tried again, 0 failed, 0 no longer wanted.\n"
        )
        assert run("outbox")[0] == (
            "mail_carrier: 1 waiting. Last failure: The file could not be written: File exists.\n"
        )


def test_a_recipient_that_is_none_is_named(house: House) -> None:
    with pytest.raises(CommandError) as refused:
        run("outbox", "stop", "nobody")
    assert str(refused.value) == "nobody is not a recipient. There are: mail_carrier."

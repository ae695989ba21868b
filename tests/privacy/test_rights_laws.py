"""Laws over the registry: what the rights do holds for every table there is."""

import io
import json
import zipfile
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from salerno.privacy import clock, journal, ledger, rights
from salerno.privacy.context import Viewer, entered
from salerno.privacy.declare import Clause, OnErase
from salerno.privacy.errors import Refused
from salerno.privacy.models import Disclosure, ErasureStep, OutboxItem, Seal, Subject, Tie
from salerno.privacy.purposes import RECORD
from salerno.privacy.registry import Table, registry
from salerno.privacy.rights import walk
from salerno.privacy.rights.others import is_text_once, laid
from salerno.services.community.models import Invitation
from tests.privacy.conftest import House
from tests.privacy.filled import Filled, dump, fill, said

EITHER = (Tie, Invitation)
"""Rows that end with either of their ends: a tie, and an invitation, which names its inviter."""


@pytest.fixture
def two(lasting_house: House, settings: Any) -> tuple[Filled, Filled]:
    """Ann and Ben, each in every table, and each in the other's."""
    settings.MEDIA_ROOT = lasting_house.data / "media"
    ann, ben = lasting_house.person(), lasting_house.person()
    return fill(ann, "a", ben), fill(ben, "b", ann)


def opened(content: bytes) -> dict[str, str]:
    archive = zipfile.ZipFile(io.BytesIO(content))
    return {one: archive.read(one).decode() for one in archive.namelist()}


def erased(person: int) -> rights.Certificate:
    return rights.erase(person, ground="a test")


def test_every_personal_table_has_a_row_of_each(two: tuple[Filled, Filled]) -> None:
    """Else the laws below would be empty."""
    tables = {one.name for one in registry().personal()} - {"privacy_subject"}
    assert [set(one.made) for one in two] == [tables, tables]
    assert all(len(one.words(secret=False)) > 60 for one in two)


def test_what_is_said_is_counted_as_it_is_read(two: tuple[Filled, Filled]) -> None:
    """Every second cell that can say nothing says nothing, and one row stands under a seal."""
    ann, ben = two
    blanked = emptied(ann)
    sealed = next(one for one in registry().personal() if one.sealed and one.name in ann.made)
    assert put(sealed, sealed.sealed, ann.made["privacy_seal"].pk, ann)
    assert put(registry().of(Seal), "until_at", clock.now() + timedelta(days=1), ann)
    for person in (ann, ben):
        counted = {
            (one.table.name, clause.id): count
            for one in walk.everything(person.subject)
            for clause in one.table.clauses
            if (count := sum(clause.secret or says(one.table, clause, row) for row in one.rows))
        }
        assert walk.said(person.subject) == counted
    assert len(blanked) > 60
    assert len(walk.said(ann.subject)) < len(walk.said(ben.subject))


def says(table: Table, clause: Clause, row: Mapping[str, Any]) -> bool:
    return any(walk.says_something(row[one.attname]) for one in table.columns_of(clause))


def emptied(person: Filled) -> list[str]:
    """The cells of a person that say nothing from now on."""
    blank = {"CharField": "", "TextField": "", "FileField": "", "JSONField": "[]"}
    blanked: list[str] = []
    for table in registry().personal():
        for number, one in enumerate(laid(table)):
            kind = one.get_internal_type()
            if number % 2 or is_text_once(table, one) or not (one.null or kind in blank):
                continue
            if put(table, str(one.column), None if one.null else blank[kind], person):
                blanked.append(f"{table.name}.{one.column}")
    return blanked


def put(table: Table, column: str, value: Any, person: Filled) -> bool:
    """Write a cell below the gate; False where the table's own law forbids it."""
    gate: Any = connection
    sql = f'UPDATE "{table.name}" SET "{column}" = %s WHERE "{table.owner}" = %s'
    try:
        with transaction.atomic(), gate.gate_open(), connection.cursor() as cursor:
            cursor.execute(sql, [value, person.subject])
    except IntegrityError:
        return False
    return True


@pytest.mark.clause("N-121", "works")
def test_the_copy_holds_every_table_and_every_cell(two: tuple[Filled, Filled]) -> None:
    ann, _ = two
    files = opened(rights.copy(ann.subject))
    tables = {f"data/{one.name}.jsonl" for one in registry().personal()}
    assert {one for one in files if one.startswith("data/")} == tables | {"data/audit.jsonl"}
    everything = "".join(files.values())
    missing = {text for _, _, text in ann.planted if text not in everything}
    assert missing == set(ann.words(secret=True))
    for table in registry().personal():
        row = json.loads(files[f"data/{table.name}.jsonl"].splitlines()[0])
        assert set(row) == {
            one.attname for one in table.columns.values() if not (one.clause and one.clause.secret)
        }
    assert ann.files
    assert [one for _, one in ann.files if f"files/{one.rpartition('/')[2]}" not in files] == []


@pytest.mark.clause("N-121", "refused")
def test_the_copy_holds_nothing_of_anybody_else_and_no_secret(two: tuple[Filled, Filled]) -> None:
    ann, ben = two
    everything = "".join(opened(rights.copy(ann.subject)).values())
    assert ann.words(secret=True) != []
    found = [one for one in ann.words(secret=True) if one in everything]
    found += [text for _, _, text in ben.planted if text in everything]
    assert found == []


def test_the_holdings_name_every_clause(two: tuple[Filled, Filled]) -> None:
    held = {one.clause for some in rights.holdings(two[0].subject) for one in some.holdings}
    said = {
        column.clause
        for table in registry().personal()
        for column in table.columns.values()
        if column.clause and not _is_own(table, column.attname)
    }
    assert held == said


def _is_own(table: Table, attname: str) -> bool:
    """Whether a column leads to another row of its own table; none does here."""
    found = {one.attname: one for one in table.model._meta.local_concrete_fields}[attname]
    return found.is_relation and found.related_model is table.model


@pytest.mark.clause("N-123", "works")
def test_what_is_erased_stands_nowhere(two: tuple[Filled, Filled]) -> None:
    ann, _ = two
    erased(ann.subject)
    left = said(dump())
    going = [
        text
        for table, column, text in ann.planted
        if (clause := table.columns[column].clause) and clause.erasure.kind is OnErase.DELETE
    ]
    assert len(going) > 30
    assert [one for one in going if one in left] == []
    assert [name for storage, name in ann.files if storage.exists(name)] == []
    assert opened_steps() == 0


def opened_steps() -> int:
    with entered(RECORD, Viewer.job("count")):
        return ErasureStep.objects.count()


@pytest.mark.clause("N-124", "works")
def test_what_stays_names_its_duty_and_leads_to_nobody(two: tuple[Filled, Filled]) -> None:
    ann, ben = two
    plan = rights.plan_erasure(ann.subject)
    stay = {one.table for one in (*plan.stays, *plan.unnamed)}
    assert all(one.reason for one in plan.stays)
    assert erased(ann.subject).plan == plan
    for table in registry().personal():
        rows = owners(table.name, table.owner)
        if table.model is Subject:
            assert (rows.count(ann.subject), len(rows)) == (1, 3)
        elif table.model in EITHER:
            assert rows == []
        else:
            assert (rows.count(ann.subject), rows.count(ben.subject)) == (0, 1)
            told = table.model in (Disclosure, OutboxItem)  # whoever may hold it hears of it
            assert len(rows) == (2 if table.name in stay else 1) + told


def owners(table: str, column: str) -> list[int]:
    own: Any = connection
    with own.gate_open(), own.cursor() as cursor:
        cursor.execute(f'SELECT "{column}" FROM "{table}"')
        return [row[0] for row in cursor.fetchall()]


def test_nobody_else_is_touched(two: tuple[Filled, Filled]) -> None:
    """But for the place of the erased in another's row, and what is sealed over it."""
    ann, ben = two
    before = of(ben)
    erased(ann.subject)
    after = of(ben)
    changed = {
        (name, column)
        for name, row in before.items()
        for column, value in row.items()
        if after[name][column] != value
    }
    roles = {
        (table.name, column.name)
        for table in registry().personal()
        for column in table.columns.values()
        if column.kind == "role" and table.model not in EITHER
    }
    assert {("privacy_look", "viewer_id"), ("accounts_staffrole", "given_by_id")} <= roles
    sealed = {"privacy_look", "privacy_rightsstep"}
    assert changed == roles | {(name, one) for name in sealed for one in ("salt", "ledger_seq")}
    assert all(storage.exists(name) for storage, name in ben.files)


def of(person: Filled) -> dict[str, dict[str, Any]]:
    """Every row of a person but those that end with another's."""
    own: Any = connection
    found = {}
    for table in registry().personal():
        if table.model in EITHER:
            continue
        with own.gate_open(), own.cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{table.name}" WHERE "{table.owner}" = {person.subject}')
            names = [one[0] for one in cursor.description]
            found[table.name] = dict(zip(names, cursor.fetchone(), strict=True))
    return found


def test_the_ledger_stays_whole(two: tuple[Filled, Filled]) -> None:
    assert ledger.verify().is_whole
    certificate = erased(two[0].subject)
    verdict = ledger.verify()
    assert (verdict.problems, certificate.number <= verdict.entries) == ((), True)


def test_it_is_done_once_and_written_down_outside(two: tuple[Filled, Filled]) -> None:
    ann, _ = two
    erased(ann.subject)
    with pytest.raises(Refused) as refused:
        erased(ann.subject)
    assert refused.value.status == 409
    assert list(journal.subjects()) == [ann.subject]
    assert rights.plan_erasure(ann.subject).items == 0
    with journal.path().open("a") as file:
        file.write('{"at": "2026-01-01T0')
    assert list(journal.subjects()) == [ann.subject]


@pytest.mark.parametrize("right", ["holdings", "copy", "portable_copy", "plan_erasure", "erase"])
def test_the_statements_do_not_grow(lasting_house: House, settings: Any, right: str) -> None:
    """One row a table, or three: the same number of statements, and few for each table."""
    settings.MEDIA_ROOT = lasting_house.data / "media"
    counted = []
    for letter, times in (("a", 1), ("b", 3)):
        person, other = lasting_house.person(), lasting_house.person()
        fill(person, letter, other, times)
        ask = getattr(rights, right)
        with CaptureQueriesContext(connection) as asked:
            ask(person, ground="a test") if right == "erase" else ask(person)
        counted.append(len([one for one in asked if "erasurestep" not in one["sql"]]))
    tables = len(list(registry().personal()))
    assert counted[0] == counted[1]
    inputs = 2 * len(registry().purposes)
    assert counted[0] <= (4 * tables + inputs if right == "erase" else tables + 12)

"""Random sequences of close, correct, restrict, object, moderate, return and erase.

However they go, whoever comes back finds every surviving column equal, and nothing that was
moderated meanwhile is lost. What is expected is kept beside the database, row by row, read with
bare SQL, what lies sealed opened. SALERNO_SEQUENCES asks for more sequences.
"""

from __future__ import annotations

import os
import random
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import pytest
from django.db import connection

from salerno.policy.purposes import ACCOUNT, RESEARCH
from salerno.privacy import choices, ledger, outbox, restriction, rights
from salerno.privacy.context import Act, Viewer, acting, entered
from salerno.privacy.errors import Refused
from salerno.privacy.models import Leftover, Vault
from salerno.privacy.points import KEEPING
from salerno.privacy.purposes import ERASURE
from salerno.privacy.registry import Table, registry
from salerno.privacy.rights import cells, others, vault, walk
from tests.privacy.conftest import House
from tests.privacy.filled import held
from tests.privacy.test_vault import free, inputs

ASKED = os.environ.get("SALERNO_SEQUENCES") or os.environ.get("SALERNO_QUERIES", "0")
SEQUENCES = max(200, min(1000, int(ASKED)))
MOST = 8  # steps of one sequence
EVERY = 20  # sequences after which the whole ledger is verified

type Rows = dict[tuple[str, Any], dict[str, Any]]
APART = {"privacy_vault", "privacy_outboxitem"}
CONTESTED = ("accounts.name", "accounts.biography", "discuss.post")


def rows_about(subject: int) -> Rows:
    """Every row that names somebody, as owner or in a role, past the gate."""
    own: Any = connection
    found: Rows = {}
    with own.gate_open(), own.cursor() as cursor:
        for table in registry().personal():
            if table.name in APART:
                continue
            key = str(table.model._meta.pk.column)
            names = [table.owner, *(str(one.column) for one in cells.roles(table))]
            asked = " OR ".join(f'"{one}" = %s' for one in names)
            cursor.execute(f'SELECT * FROM "{table.name}" WHERE {asked}', [subject] * len(names))
            columns = [one[0] for one in cursor.description]
            for row in cursor.fetchall():
                cells_of = zip(columns, row, strict=True)
                said = {column: held(table.name, column, value) for column, value in cells_of}
                found[(table.name, said[key])] = said
    return found


@dataclass
class Life:
    """One person through some sequences."""

    subject: int
    stranger: int
    chance: random.Random
    key: str = ""
    expected: Rows = field(default_factory=dict)
    met: dict[str, Any] = field(default_factory=dict)
    is_erased: bool = False
    returns: int = 0
    moderated: int = 0
    words: int = 0

    def step(self) -> None:
        """One random step, allowed or not."""
        name = self.chance.choice(
            ("close", "close", "correct", "restrict", "object", "moderate", "moderate", "wrong",
             "return", "return", "erase")
        )  # fmt: skip
        if name != "erase" or self.chance.random() < 0.1:
            getattr(self, f"do_{name}")()

    def do_close(self) -> None:
        if self.key:
            with pytest.raises(Refused):
                vault.close(self.subject, ground="a test")
            return
        with entered(ACCOUNT, Viewer.person(self.subject)):
            outbox.stop(self.subject, ground="what waits is stopped by leaving, and stays so")
        before, met = rows_about(self.subject), inputs()
        try:
            self.key = vault.close(self.subject, ground="a test").key
        except Refused:
            self._agree_again(before)
            return
        self.expected, self.met = before, met
        left = walk.holding(tuple(registry().personal()), self.subject)
        assert left == {"privacy_subject", "privacy_vault"}

    def _agree_again(self, before: Rows) -> None:
        """Not offered where a yes was taken back: nothing has changed, and a new yes ends that."""
        with entered(ERASURE, Viewer.job("test")):
            assert Leftover.objects.filter(owner_id=self.subject).exists()
        assert rows_about(self.subject) == before
        with entered(ACCOUNT, Viewer.person(self.subject)):
            choices.choose(self.subject, choices.ask(RESEARCH), "given")

    def do_return(self) -> None:
        if not self.key:
            return
        assert vault.come_back(self.key) == self.subject
        self.key = ""
        self.returns += 1
        now = rows_about(self.subject)
        told = {one for one in now if one not in self.expected}
        assert {name for name, _ in told} <= {"privacy_disclosure"}, "only who was told of it"
        for key, row in self.expected.items():
            assert now.get(key) == row, key
        assert inputs() == self.met

    def do_wrong(self) -> None:
        assert vault.come_back("0" * 32) is None

    def do_correct(self) -> None:
        """The person changes something of theirs; while they are away nobody can."""
        self.words += 1
        self._write("accounts_profile", "name", f"name {self.words}", away=False)

    def do_moderate(self) -> None:
        """Somebody changes or deletes what others can still read, wherever the person is."""
        owner = self._pseudonym() if self.key else self.subject
        if owner is None:
            return
        if self.chance.random() < 0.3:
            self._delete(owner)
            return
        self.words += 1
        self._write("discuss_post", "removed", self.chance.choice(("staff", "author")), away=True)

    def do_restrict(self) -> None:
        with entered(ACCOUNT, Viewer.person(self.subject)):
            try:
                restriction.contest(
                    by=Viewer.person(self.subject), subject=self.subject,
                    clause=self.chance.choice(CONTESTED), words="it is wrong",
                )  # fmt: skip
            except Refused:
                return
        assert not self.key, "nothing of somebody who is gone is restricted"

    def do_object(self) -> None:
        if self.key:
            return
        with entered(ACCOUNT, Viewer.person(self.subject)):
            state = self.chance.choice(("given", "refused"))
            choices.choose(self.subject, choices.ask(RESEARCH), state)

    def do_erase(self) -> None:
        if self.key:
            assert isinstance(vault.destroy(self.key), vault.Destroyed)
        else:
            rights.erase(self.subject, ground="a test")
        self.is_erased = True
        with entered(ERASURE, Viewer.job("test")):
            assert not Vault.objects.filter(owner_id=self.subject).exclude(sealed=None).exists()
        left = walk.holding(tuple(registry().personal()), self.subject)
        assert left <= {"privacy_subject", "privacy_vault"}

    def _pseudonym(self) -> int | None:
        """Who has the posts of the person now."""
        found = [pk for name, pk in self.expected if name == "discuss_post"]
        row = one_row("discuss_post", found[0]) if found else None
        return None if row is None else int(row["owner_id"])

    def _write(self, name: str, column: str, value: str, *, away: bool) -> None:
        if self.key and not away:
            return
        rows = self.expected if self.key else rows_about(self.subject)
        keys = [pk for table, pk in rows if table == name]
        if not keys:
            return
        table = registry().tables[name]
        pk = self.chance.choice(keys)
        with entered(ERASURE, Viewer.job("test")), acting(Act("test", KEEPING)):
            table.model._base_manager.filter(pk=pk).update(**{column: value})
        if self.key:
            self.moderated += 1
            self.expected[(name, pk)][column] = value

    def _delete(self, owner: int) -> None:
        """A row to which none points goes, as at the end of its term."""
        table = self.chance.choice(free_tables())
        rows = table.model._base_manager.filter(**{others.attname(table): owner})
        with entered(ERASURE, Viewer.job("test")), acting(Act("test", KEEPING)):
            gone = list(rows.values_list("pk", flat=True)[:1])
            part = table.model._base_manager.filter(pk__in=gone)
            part._raw_delete(part.db)
        for pk in gone if self.key else ():
            self.moderated += 1
            self.expected.pop((table.name, pk))


@cache
def free_tables() -> tuple[Table, ...]:
    """Tables from which a test may delete: no row points there, and nothing follows from it."""
    pointed = {
        one.related_model
        for table in registry().tables.values()
        for one in table.model._meta.local_concrete_fields
        if one.is_relation
    }
    kept = {"privacy_closure", "privacy_closedcell", *APART}
    return tuple(
        one
        for one in registry().personal()
        if one.model not in pointed and one.model not in ledger.WITNESSES and one.name not in kept
    )


def one_row(name: str, pk: Any) -> dict[str, Any] | None:
    own: Any = connection
    with own.gate_open(), own.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{name}" WHERE id = %s', [pk])
        row = cursor.fetchone()
        return row and dict(zip((one[0] for one in cursor.description), row, strict=True))


def test_whatever_happens_who_comes_back_finds_everything(
    lasting_house: House, settings: Any
) -> None:
    settings.MEDIA_ROOT = lasting_house.data / "media"
    chance = random.Random(20261122)
    ben = lasting_house.person()
    free(ben, "b", ben)
    lives: list[Life] = []
    for number in range(SEQUENCES):
        if not lives or lives[-1].is_erased:
            subject = lasting_house.person()
            free(subject, f"p{len(lives)}", ben)
            lives.append(Life(subject, ben, chance))
        life = lives[-1]
        for _ in range(chance.randint(3, MOST)):
            if not life.is_erased:
                life.step()
        if not life.is_erased:
            life.do_return()
        if number % EVERY == EVERY - 1:
            assert ledger.verify().problems == (), number
    assert ledger.verify().problems == ()
    assert sum(one.returns for one in lives) > SEQUENCES / 2
    assert sum(one.moderated for one in lives) > SEQUENCES / 10
    assert any(one.is_erased for one in lives)

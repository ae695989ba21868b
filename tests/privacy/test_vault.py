"""Closing with a return key: gone for everybody, and back with the key as if nothing had been."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from salerno.policy.purposes import ACCOUNT, RESEARCH
from salerno.privacy import choices, clock, holds, journal, ledger, outbox, rights
from salerno.privacy.context import Act, Viewer, acting, entered
from salerno.privacy.errors import Refused
from salerno.privacy.models import Disclosure, ErasureStep, LedgerEntry, Leftover, Subject, Vault
from salerno.privacy.points import KEEPING
from salerno.privacy.purposes import ERASURE, RECORD
from salerno.privacy.registry import registry
from salerno.privacy.rights import cells, keys, vault, walk
from tests.privacy.conftest import House
from tests.privacy.filled import Filled, dump, fill, said

APART = {
    "privacy_vault", "privacy_ledgerentry", "privacy_erasurestep", "privacy_outboxitem",
    "search_reading", "community_invitation",
}  # fmt: skip
"""What proves, what still has to be done, what waits to leave, what is worked out anew, and what
whoever closes takes back for good: an invitation that they sent."""


@pytest.fixture
def two(lasting_house: House, settings: Any) -> tuple[Filled, Filled]:
    """Ann and Ben, each in every table, and each in the other's."""
    settings.MEDIA_ROOT = lasting_house.data / "media"
    ann, ben = lasting_house.person(), lasting_house.person()
    return free(ann, "a", ben), free(ben, "b", ann)


def free(subject: int, letter: str, stranger: int) -> Filled:
    """Somebody in every table, of whom nothing is held, closed or on its way."""
    made = fill(subject, letter, stranger)
    with entered(ERASURE, Viewer.job("test")), acting(Act("test", KEEPING)):
        for table in registry().personal():
            if table.name in {"privacy_hold", "privacy_leftover", "privacy_vault"}:
                rows = table.model._base_manager.filter(owner_id=subject)
                rows._raw_delete(rows.db)
        outbox.stop(subject, ground="a test")
    return made


def compared(subject: int) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, but what proves, and whoever was made up on the way."""
    rows = {name: some for name, some in dump().items() if name not in APART}
    with entered(ERASURE, Viewer.job("test")):
        made_up = {one for one in Subject.objects.values_list("pk", flat=True) if one > subject + 1}
        told = set(
            Disclosure.objects.filter(ground="The person was erased.").values_list("pk", flat=True)
        )
    for name, gone in (("privacy_subject", made_up), ("privacy_disclosure", told)):
        rows[name] = [one for one in rows[name] if one[0] not in gone]
    return rows


def inputs() -> dict[str, list[Any]]:
    """Where everybody stands in the gate's own tables."""
    own: Any = connection
    found = {}
    with own.gate_open(), own.cursor() as cursor:
        for name in own.introspection.table_names(cursor):
            if name.startswith(("closed_", "granted_")):
                cursor.execute(f"SELECT subject FROM {name} ORDER BY 1")
                found[name] = cursor.fetchall()
    return found


def test_who_comes_back_finds_every_column_as_it_was(two: tuple[Filled, Filled]) -> None:
    ann, _ben = two
    with entered(ACCOUNT, Viewer.person(ann.subject)):
        choices.choose(ann.subject, choices.ask(RESEARCH), "given")
    before, met = compared(ann.subject), inputs()
    files = {name: storage.open(name).read() for storage, name in ann.files}
    closed = vault.close(ann.subject, ground="a test")
    words = said(dump())
    assert [text for text in ann.words(secret=True) if text in words] == []
    assert not any(storage.exists(name) for storage, name in ann.files)
    assert not {one for one, rows in inputs().items() if (ann.subject,) in rows}
    assert vault.come_back(closed.key) == ann.subject
    assert inputs() == met
    after = compared(ann.subject)
    assert {name: rows for name, rows in after.items() if rows != before[name]} == {}
    assert {name: storage.open(name).read() for storage, name in ann.files} == files
    assert ledger.verify().problems == ()
    assert list(journal.subjects()) == []
    with entered(ERASURE, Viewer.job("test")):
        assert not Vault.objects.exists()
        assert not ErasureStep.objects.exists()


def test_a_vault_holds_no_word_of_the_person_in_clear(two: tuple[Filled, Filled]) -> None:
    """And to everybody else it is an erasure: the same rows stay, and no others."""
    ann, _ben = two
    vault.close(ann.subject, ground="a test")
    with entered(ERASURE, Viewer.job("test")):
        row = Vault.objects.get()
        held = walk.holding(registry().personal(), ann.subject)
    sealed = bytes(row.sealed or b"")
    assert [text for _, _, text in ann.planted if text.encode() in sealed] == []
    assert held == {"privacy_subject", "privacy_vault"}
    assert list(journal.subjects()) == [ann.subject]
    with pytest.raises(Refused) as refused:
        rights.erase(ann.subject, ground="a test")
    assert refused.value.status == 409


def test_no_other_key_and_no_altered_vault_opens(two: tuple[Filled, Filled]) -> None:
    ann, _ben = two
    closed = vault.close(ann.subject, ground="a test")
    before = dump()
    wrong = closed.key[:-1] + ("0" if closed.key[-1] != "0" else "1")
    for key in (wrong, keys.new_key(), "", "x" * 10_000, "\0" * 32, "ł" * 32, closed.key[:-1]):
        assert vault.come_back(key) is None
        assert vault.destroy(key) is None
    assert dump() == before
    with entered(ERASURE, Viewer.job("test")), acting(Act("test", KEEPING)):
        row = Vault.objects.get()
        public = row.key
        Vault.objects.update(sealed=keys.seal(public, b"{}", str(ann.subject).encode()))
    with pytest.raises(Refused, match="altered"):
        vault.come_back(closed.key)


def test_the_key_is_read_as_people_write_it(two: tuple[Filled, Filled]) -> None:
    ann, _ben = two
    closed = vault.close(ann.subject, ground="a test")
    loose = closed.key.replace("-", " ").lower().replace("0", "o").replace("1", "l")
    assert vault.come_back(f"  {loose}\n") == ann.subject
    assert vault.come_back(closed.key) is None


def test_after_its_term_a_vault_is_destroyed_and_only_then_certified(
    two: tuple[Filled, Filled],
) -> None:
    ann, _ben = two
    closed = vault.close(ann.subject, ground="a test")
    assert kinds().count("erasure") == 0
    with clock.clock_at(closed.until - timedelta(minutes=1)):
        assert vault.end() == 0
    with clock.clock_at(closed.until + timedelta(minutes=1)):
        assert vault.end() == 1
        assert vault.end() == 0
        answer = vault.come_back(closed.key)
    assert isinstance(answer, vault.Destroyed)
    with entered(RECORD, Viewer.job("test")):
        assert LedgerEntry.objects.get(pk=answer.number).kind == "erasure"
    with entered(ERASURE, Viewer.job("test")):
        assert Vault.objects.get().sealed is None
    assert list(journal.subjects()) == [ann.subject]


def kinds() -> list[str]:
    with entered(RECORD, Viewer.job("test")):
        return list(LedgerEntry.objects.values_list("kind", flat=True))


def test_the_holder_of_the_key_may_end_it_before(two: tuple[Filled, Filled]) -> None:
    ann, _ben = two
    closed = vault.close(ann.subject, ground="a test")
    first, second = vault.destroy(closed.key), vault.destroy(closed.key)
    assert first == second is not None
    assert kinds().count("erasure") == 1


def test_it_is_not_offered_to_the_frozen_nor_where_a_yes_was_taken_back(
    two: tuple[Filled, Filled], lasting_house: House
) -> None:
    ann, ben = two
    child = lasting_house.person()
    with entered(ERASURE, Viewer.job("test")), acting(Act("test", KEEPING)):
        Subject.objects.filter(pk=child).update(state=Subject.State.FROZEN)
        Leftover.objects.create(
            owner_id=ann.subject, clause="x", purpose="research", due_date=clock.today()
        )
    claim = holds.NewHold("claims", "a claim", clock.today() + timedelta(days=9))
    with entered(RECORD, Viewer.job("test")):
        holds.place(by=ann.subject, subject=ben.subject, new=claim)
    before = dump()
    for one, words in ((child, "frozen"), (ann.subject, "yes"), (ben.subject, "claim")):
        with pytest.raises(Refused, match=words) as refused:
            vault.close(one, ground="a test")
        assert refused.value.status == 409
    assert dump() == before


def test_whoever_left_meanwhile_stands_in_no_row_that_comes_back(
    two: tuple[Filled, Filled],
) -> None:
    ann, ben = two
    closed = vault.close(ann.subject, ground="a test")
    rights.erase(ben.subject, ground="a test")
    assert vault.come_back(closed.key) == ann.subject
    with entered(ERASURE, Viewer.job("test")):
        assert walk.holding(registry().personal(), ben.subject) == {"privacy_subject"}
        for table in registry().personal():
            for role in cells.roles(table):
                rows = table.model._base_manager.filter(**{role.attname: ben.subject})
                assert not rows.exists(), table.name
    assert ledger.verify().problems == ()


def test_two_who_close_each_other_s_rows_both_come_back(two: tuple[Filled, Filled]) -> None:
    ann, ben = two
    before = compared(ann.subject)
    first = vault.close(ann.subject, ground="a test")
    second = vault.close(ben.subject, ground="a test")
    assert vault.come_back(second.key) == ben.subject
    assert vault.come_back(first.key) == ann.subject
    after = compared(ann.subject)
    mine = {"accounts_profile", "accounts_user", "discuss_post", "media_photograph"}
    assert {one: after[one] for one in mine} == {one: before[one] for one in mine}
    assert ledger.verify().problems == ()

"""The ledger: whatever is altered, removed or cut off is named by its number."""

from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from django.db.models import Model

from salerno.policy.purposes import ACCOUNT, RESEARCH, SURVEYS
from salerno.privacy import audit, choices, ledger
from salerno.privacy.choices import State
from salerno.privacy.context import Viewer, entered, unguarded
from salerno.privacy.ledger import GENESIS, canonical, link
from salerno.privacy.models import Choice, Disclosure, LedgerEntry, Look
from salerno.privacy.purposes import RECORD
from salerno.privacy.subjects import keeping
from tests.privacy.conftest import ADDRESS, House


@pytest.fixture(autouse=True)
def at_the_door(lasting_house: House) -> Iterator[None]:
    """Every test has entered a purpose."""
    with entered(ACCOUNT, Viewer.visitor()):
        yield


@pytest.fixture
def five(lasting_house: House) -> int:
    """Five entries about one person: two choices, a look, two choices."""
    person = lasting_house.person()
    choices.choose(person, choices.ask(RESEARCH), State.GIVEN)
    choices.withdraw(person, "research")
    audit.record_look(person, person, role="staff", reason="case 4", clauses=[ADDRESS])
    choices.choose(person, choices.ask(RESEARCH), State.GIVEN)
    choices.withdraw(person, "research")
    return person


def tamper(sql: str, *params: str | int) -> None:
    """What somebody with the database in hand can do."""
    with unguarded("a test of tampering"), connection.cursor() as cursor:
        cursor.execute(sql, params)


def test_what_nobody_touched_is_whole(five: int) -> None:
    found = ledger.verify()
    assert (found.entries, found.rows, found.problems) == (5, 5, ())
    assert found.is_whole


@pytest.mark.clause("N-86", "refused")
@pytest.mark.parametrize(
    ("sql", "sentence"),
    [
        ("UPDATE privacy_choice SET state = 'given' WHERE ledger_seq = 2",
         "Entry 2: its choice is not what was committed."),
        ("UPDATE privacy_choice SET ledger_seq = 3 WHERE ledger_seq = 2",
         "Entry 3: its choice is not what was committed."),
        ("UPDATE privacy_choice SET ledger_seq = 77 WHERE ledger_seq = 2",
         "Entry 77 is gone, and its choice is still there."),
        ("UPDATE privacy_look SET reason = 'case 5' WHERE ledger_seq = 3",
         "Entry 3: its look is not what was committed."),
        ("UPDATE privacy_ledgerentry SET kind = 'look' WHERE seq = 2", "Entry 2 was altered."),
        ("UPDATE privacy_ledgerentry SET at = '2026-01-01 00:00:00+00:00' WHERE seq = 2",
         "Entry 2 was altered."),
        ("UPDATE privacy_ledgerentry SET digest = 'f' WHERE seq = 5",
         "Entry 5 is not the one that the anchor holds."),
    ],
)  # fmt: skip
def test_an_altered_row_or_entry_is_named(five: int, sql: str, sentence: str) -> None:
    tamper(sql)
    found = ledger.verify()
    assert not found.is_whole
    assert sentence in found.problems


@pytest.mark.parametrize(
    ("model", "may_change"),
    [
        (Choice, set()),
        (Disclosure, {"state", "sent_at", "tried_at", "prints"}),
        (Look, set()),
    ],
)
def test_every_column_that_may_not_change_is_committed_to(
    model: type[Model], may_change: set[str]
) -> None:
    _, columns = ledger.WITNESSES[model]
    stored = {one.attname for one in model._meta.local_concrete_fields}
    assert set(columns) == stored - may_change - {"id", "salt", "ledger_seq"}


@pytest.mark.parametrize(
    ("condition", "sentences"),
    [
        ("seq = 3", ("Entry 3 is gone.", "Entry 3 is gone, and its look is still there.")),
        (
            "seq IN (2, 3)",
            (
                "Entries 2 to 3 are gone.",
                "Entry 2 is gone, and its choice is still there.",
                "Entry 3 is gone, and its look is still there.",
            ),
        ),
        (
            "seq > 4",
            (
                "The end is missing: Entry 5 is gone.",
                "Entry 5 is gone, and its choice is still there.",
            ),
        ),
    ],
)
def test_a_removed_entry_is_named_in_the_middle_and_at_the_end(
    five: int, condition: str, sentences: tuple[str, ...]
) -> None:
    tamper(f"DELETE FROM privacy_ledgerentry WHERE {condition}")
    assert ledger.verify().problems == sentences


def test_an_end_cut_off_with_its_rows_is_named(five: int) -> None:
    tamper("DELETE FROM privacy_choice WHERE ledger_seq = 5")
    tamper("DELETE FROM privacy_ledgerentry WHERE seq = 5")
    assert ledger.verify().problems == ("The end is missing: Entry 5 is gone.",)


def test_a_chain_spun_anew_is_not_the_one_that_the_anchor_holds(five: int) -> None:
    tamper("UPDATE privacy_choice SET salt = '' WHERE ledger_seq IN (1, 2, 4, 5)")
    previous = GENESIS
    for entry in LedgerEntry.objects.order_by("seq"):
        commitment = "0" * 64 if entry.seq == 2 else entry.commitment
        digest = link(previous, entry.seq, entry.kind, entry.at, commitment)
        tamper(
            "UPDATE privacy_ledgerentry SET commitment = %s, previous = %s, digest = %s "
            "WHERE seq = %s",
            commitment, previous, digest, entry.seq,
        )  # fmt: skip
        previous = digest
    assert ledger.verify().problems == ("Entry 5 is not the one that the anchor holds.",)


def test_an_entry_put_in_another_place_is_named(five: int) -> None:
    entry = LedgerEntry.objects.get(seq=3)
    digest = link("0" * 64, 3, entry.kind, entry.at, entry.commitment)
    tamper("UPDATE privacy_ledgerentry SET previous = %s, digest = %s WHERE seq = 3",
           "0" * 64, digest)  # fmt: skip
    assert ledger.verify().problems == (
        "Entry 3 does not follow entry 2.", "Entry 4 does not follow entry 3.",
    )  # fmt: skip


def test_payload_and_salt_can_go_and_the_chain_still_verifies(five: int) -> None:
    tamper("DELETE FROM privacy_look")
    tamper("UPDATE privacy_choice SET salt = '', topic = '' WHERE ledger_seq = 1")
    found = ledger.verify()
    assert (found.entries, found.rows, found.problems) == (5, 3, ())


def test_rows_that_go_on_under_a_pseudonym_are_committed_to_anew(
    lasting_house: House, five: int
) -> None:
    pseudonym = lasting_house.person()
    tamper("UPDATE privacy_choice SET owner_id = %s", pseudonym)
    assert len(ledger.verify().problems) == 4
    with keeping("a pseudonym"):
        ledger.reseal(list(Choice.objects.order_by("pk")))
    found = ledger.verify()
    assert (found.entries, found.rows, found.problems) == (9, 5, ())


def test_without_an_anchor_the_chain_itself_still_counts(lasting_house: House, five: int) -> None:
    (lasting_house.data / "ledger-anchor").unlink()
    assert ledger.verify().is_whole
    tamper("DELETE FROM privacy_ledgerentry WHERE seq = 2")
    assert "Entry 2 is gone." in ledger.verify().problems


def test_the_anchor_only_moves_on_and_only_when_a_transaction_landed(
    lasting_house: House, five: int
) -> None:
    held = ledger.anchor().read()
    assert held is not None
    assert held.count == 5
    ledger.anchor().move(3, "3" * 64)
    assert ledger.anchor().read() == held
    with transaction.atomic():
        choices.choose(five, choices.ask(RESEARCH), State.GIVEN)
        transaction.set_rollback(True)
    assert ledger.anchor().read() == held
    assert ledger.verify().is_whole
    with keeping("two at once"):
        ledger.append("test", {"a": 1})
        ledger.append("test", {"a": 2})
        assert ledger.anchor().read() == held
    moved = ledger.anchor().read()
    assert moved is not None
    assert moved.count == 7


def test_the_same_facts_have_one_spelling(five: int) -> None:
    assert canonical({"b": 1, "a": "ü"}) == '{"a":"ü","b":1}'.encode()
    with entered(RECORD, Viewer.job("test")):
        row = Choice.objects.get(ledger_seq=1)
    assert canonical({"at": row.at, "who": SURVEYS}) == (
        f'{{"at":"{row.at.isoformat(timespec="microseconds")}","who":"surveys"}}'.encode()
    )

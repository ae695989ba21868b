"""What changed between two versions, word by word, and what each change means."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from salerno.policy import differences
from salerno.policy.changes import Mark, Verdict, marked
from salerno.policy.differences import diff
from salerno.policy.values import Pack, Register
from salerno.privacy.declare import Reach
from salerno.privacy.law import Basis, ClauseLaw, Term, TermKind
from tests.policy.bench import Bench, register_for

type BenchOf = Callable[[str], Bench]


@pytest.fixture
def whole(bench: Bench) -> Pack:
    """A pack with a register of its own."""
    pack = bench.load()
    return replace(pack, register=register_for(pack))


def with_clause(pack: Pack, **changes: Any) -> Pack:
    """The pack with another law for the biography."""
    law: ClauseLaw = replace(pack.policy.clauses["accounts.biography"], **changes)
    clauses = {**pack.policy.clauses, "accounts.biography": law}
    return replace(pack, policy=replace(pack.policy, clauses=clauses))


def test_nothing_differs_from_itself(whole: Pack) -> None:
    assert diff(whole, whole) == ()


@pytest.mark.parametrize(
    ("before", "after", "marks"),
    [
        (
            "kept 90 days",
            "kept 30 days",
            [("same", "kept"), ("del", "90"), ("ins", "30"), ("same", "days")],
        ),
        ("", "new words", [("ins", "new words")]),
        ("old words", "", [("del", "old words")]),
        ("the same", "the  same", [("same", "the same")]),
    ],
)
def test_words_are_marked(before: str, after: str, marks: list[tuple[str, str]]) -> None:
    assert marked(before, after) == tuple(Mark(*one) for one in marks)


@pytest.mark.parametrize(
    ("changes", "verdict"),
    [
        ({"term": Term(TermKind.DAYS, 10)}, Verdict.SHORTER),
        ({"term": Term(TermKind.INDEFINITE, reason="so")}, Verdict.LONGER),
        ({"reach_max": Reach.ME}, Verdict.NARROWER),
        ({"recipients": ()}, Verdict.NARROWER),
        ({"recipients": ("host", "mail_carrier")}, Verdict.WIDER),
        ({"required": True}, Verdict.WIDER),
        # What widens and shortens at once is wider: one does not hide the other.
        ({"term": Term(TermKind.DAYS, 10), "required": True}, Verdict.WIDER),
        ({"source": "us"}, Verdict.WORDS),
    ],
)
def test_a_clause_is_judged_by_what_it_opens(
    whole: Pack, changes: dict[str, object], verdict: Verdict
) -> None:
    found = diff(whole, with_clause(whole, **changes))
    assert [(one.what, one.id, one.verdict) for one in found] == [
        ("clause", "accounts.biography", verdict)
    ]
    assert not found[0].asks
    assert differences.widens(found) is (verdict in (Verdict.WIDER, Verdict.LONGER))


def test_a_purpose_added_to_a_kind_is_wider(whole: Pack) -> None:
    kinds = dict(whole.register.kinds)
    kinds["accounts.name"] = replace(kinds["accounts.name"], purposes=("account", "adverts"))
    found = diff(whole, replace(whole, register=Register(kinds, whole.register.uses)))
    assert [(one.id, one.verdict) for one in found] == [("accounts.name", Verdict.WIDER)]
    back = diff(replace(whole, register=Register(kinds, whole.register.uses)), whole)
    assert [(one.id, one.verdict) for one in back] == [("accounts.name", Verdict.NARROWER)]


def test_a_new_consent_says_that_it_is_off(bench_of: BenchOf) -> None:
    pack = bench_of("publisher").load()
    new = replace(pack, register=register_for(pack))
    purposes = {name: law for name, law in pack.policy.purposes.items() if name != "personalise"}
    old = replace(new, policy=replace(new.policy, purposes=purposes))
    (change,) = diff(old, new)
    assert (change.verdict, change.asks) == (Verdict.NEW_PURPOSE, True)
    assert change.said == "A new purpose. It is off until you switch it on."
    (ended,) = diff(new, old)
    assert (ended.verdict, ended.said) == (Verdict.ENDED, "Ended. Nobody is asked again.")


@pytest.mark.parametrize(
    ("basis", "verdict"), [(Basis.NONE, Verdict.NARROWER), (Basis.NOTICE, Verdict.WIDER)]
)
def test_a_purpose_is_judged_by_its_ground(whole: Pack, basis: Basis, verdict: Verdict) -> None:
    law = replace(whole.policy.purposes["support"], bases={"": basis})
    policy = replace(whole.policy, purposes={**whole.policy.purposes, "support": law})
    (change,) = diff(whole, replace(whole, policy=policy))
    assert (change.what, change.verdict) == ("purpose", verdict)


def test_recipients_cookies_services_settings_and_sections_are_compared(bench: Bench) -> None:
    before = bench.load()
    bench.edit("recipients.toml", "[recipients.host]\nname = \"Our host\"",
               "[recipients.host]\nname = \"Another host\"")  # fmt: skip
    bench.edit("pack.toml", "[cookies.session]\npurpose = \"authenticate\"\ndays = 14",
               "[cookies.session]\npurpose = \"authenticate\"\ndays = 7")  # fmt: skip
    bench.edit("pack.toml", "hosts = [", 'hosts = ["new.example", ')
    bench.edit("pack.toml", "backup_days = 30", "backup_days = 20")
    bench.edit("texts/en/privacy.md", "No ", "Not one ") if "No " in _text(bench) else None
    found = diff(before, bench.load())
    assert [one.what for one in found if one.what != "section"] == [
        "recipient", "cookie", "service", "setting",
    ]  # fmt: skip
    backup = next(one for one in found if one.id == "backup_days")
    assert backup.marks == (Mark("del", "30"), Mark("ins", "20"))
    assert {"keeping"} <= {one.id for one in found if one.what == "section"}


def _text(bench: Bench) -> str:
    return (bench.folder / "texts/en/privacy.md").read_text()

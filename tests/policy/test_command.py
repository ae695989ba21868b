"""`salerno policy check|publish|diff`, as an operator uses it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from pytest_django.fixtures import Settings

from salerno.policy import checks, store
from salerno.privacy import clock, law
from tests.policy.bench import FIRST, SECOND, Bench


def said(*words: str) -> str:
    """What the command answers."""
    out = StringIO()
    call_command("policy", *words, stdout=out)
    return out.getvalue()


@pytest.fixture
def desk(bench: Bench, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bench]:
    """The command works on a copy."""
    monkeypatch.delenv("SALERNO_POLICY_DRAFT", raising=False)
    settings.DEBUG = False
    settings.SALERNO_PACK = bench.folder.name
    settings.SALERNO_PACK_DIR = str(bench.folder)
    store.forget()
    yield bench
    store.forget()


def test_check_counts_and_says_when_all_is_well(desk: Bench) -> None:
    found = json.loads(said("check", "--json"))
    assert found["errors"] == 0
    assert said("check").splitlines()[-1].startswith(f"{desk.folder.name}: ")


def test_check_names_what_is_wrong_and_fails(desk: Bench) -> None:
    desk.edit("clauses/accounts.toml", '[clauses."accounts.region"]', '[clauses."accounts.realm"]')
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("policy", "check", stdout=out)
    assert "the pack " in out.getvalue()
    assert "accounts.region" in out.getvalue()
    assert "accounts.realm" in out.getvalue()


@pytest.mark.clause("N-101", "works")
def test_a_changed_term_is_shown_published_and_binds(desk: Bench) -> None:
    with clock.clock_at(FIRST):
        assert "Version 1 of" in said("publish", "--note", "The first.")
        store.forget()
        before = law.in_force().clause("web.security_log").term.days
        head = '[clauses."web.security_log"]\nterm = { days = '
        desk.edit("clauses/web.toml", f"{head}{before} }}", f"{head}5 }}")
        store.forget()
        assert law.in_force().clause("web.security_log").term.days == before
        warned = [one.id for one in checks.check_published(None)]
    assert warned == ["policy.W003"]
    shown = said("diff")
    assert f"  - {before}\n  + 5\n" in shown
    assert "Shorter. Nobody is asked again." in shown
    with clock.clock_at(SECOND):
        assert "Version 2 of" in said("publish", "--effective", "2026-05-01")
        store.forget()
        assert law.in_force().clause("web.security_log").term.days == 5
        assert said("diff").strip() == "Nothing differs."


@pytest.mark.clause("N-101", "refused")
def test_the_start_stops_when_the_code_went_on_without_the_policy(
    desk: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    with clock.clock_at(FIRST):
        said("publish")
        store.forget()
        assert checks.check_published(None) == []
        code = store.code_register()
        kinds = {name: one for name, one in code.kinds.items() if name != "media.photograph"}
        monkeypatch.setattr(store, "code_register", lambda: type(code)(kinds, code.uses))
        found = checks.check_published(None)
    assert [one.id for one in found if one.is_serious()] == ["policy.E004"]
    assert found[0].msg == (
        "The clause media.photograph was taken away since version 1 of the policy was published. "
        "Publish a new version: salerno policy publish."
    )


def test_wrong_words_are_answered_in_a_sentence(desk: Bench) -> None:
    with pytest.raises(CommandError, match=r"Nothing is published yet\."):
        said("diff")
    with pytest.raises(CommandError, match="is no day: write it as"):
        said("publish", "--effective", "tomorrow")
    with pytest.raises(CommandError, match="has passed"):
        said("publish", "--effective", "2020-01-01")

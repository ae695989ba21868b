"""Contracts end by themselves, and nothing begins to go where nothing protects it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.test import Client

from salerno.policy import page, store
from salerno.policy.checks import check_contracts, unknown_adapters
from salerno.policy.contracts import ending
from salerno.policy.errors import PackError, PublishRefused
from salerno.policy.values import Pack
from salerno.privacy import clock
from tests.policy.bench import FIRST, SECOND, Bench

CARRIER = '[recipients.mail_carrier]\nname = "Our mail carrier"\n'
NEW = """
[recipients.keeper]
name = "The list keeper"
kind = "vendor"
role = "processor"
contract = "Agreement 11"
country = "BR"
purposes = ["account"]
"""


@pytest.fixture
def whole(pack: str, db: None) -> Iterator[Pack]:
    """The working pack in force, as the pages see it."""
    with store.under(store.working(pack)) as one:
        yield one


def until(pack: Pack, day: str) -> Pack:
    """A pack whose carrier of mail is under contract until ``day``."""
    policy = pack.policy
    one = replace(policy.recipients["mail_carrier"], expires=day)
    recipients = {**policy.recipients, "mail_carrier": one}
    made = replace(policy, recipients=recipients, digest=f"{policy.digest}-{day}")
    return replace(pack, policy=made)


@pytest.mark.parametrize(
    ("today", "words"),
    [
        ("2027-01-29", []),
        ("2027-01-30", ["ends on 2027-03-31: from the next day on nothing goes to it"]),
        ("2027-03-31", ["ends on 2027-03-31: from the next day on nothing goes to it"]),
        ("2027-04-01", ["ended on 2027-03-31: nothing goes to it."]),
    ],
)
def test_sixty_days_before_a_contract_ends_somebody_is_told(
    bench: Bench, today: str, words: list[str]
) -> None:
    policy = until(bench.load(), "2027-03-31").policy
    said = ending(policy, date.fromisoformat(today))
    assert len(said) == len(words)
    for one, wanted in zip(said, words, strict=True):
        assert one.startswith("The contract with Our mail carrier")
        assert wanted in one


def test_start_and_health_say_the_same(whole: Pack, client: Client) -> None:
    with store.under(until(whole, clock.today().isoformat())):
        (warned,) = check_contracts(None)
        assert warned.id == "policy.W004"
        assert client.get("/health").json()["notes"] == [warned.msg]
    assert check_contracts(None) == []


def test_a_day_that_is_none_and_an_endpoint_that_is_none_are_refused(bench: Bench) -> None:
    bench.edit("recipients.toml", CARRIER, CARRIER + 'expires = "31 March"\n')
    with pytest.raises(PackError, match="must be a day like"):
        bench.load()
    bench.edit("recipients.toml", 'expires = "31 March"', 'endpoint = "http://example.org"')
    with pytest.raises(PackError, match="must begin with https:// or sftp://"):
        bench.load()
    bench.edit("recipients.toml", "http://example.org", "https://u:p@example.org")
    with pytest.raises(PackError, match="without a name or password"):
        bench.load()
    bench.edit("recipients.toml", "u:p@", "")
    assert bench.load().policy.recipients["mail_carrier"].endpoint == "https://example.org"


@pytest.mark.clause("N-97", "works")
def test_hosting_and_each_recipient_stand_with_country_mechanism_and_end(
    whole: Pack, client: Client
) -> None:
    pack = until(whole, "2031-03-31")
    with store.under(pack):
        text = " ".join(client.get("/privacy/tables").content.decode().split())
        for row in page.tables(pack, "en").recipients:
            assert f"{row.country}: {row.mechanism}." in text
        assert "until 31 March 2031" in text
    host = pack.policy.recipients["host"]
    assert (host.kind, host.country, host.mechanism) == ("vendor", "US", "scc")


@pytest.mark.clause("N-97", "refused")
@pytest.mark.parametrize("before", ["new", "moved", "off"])
def test_nothing_begins_to_flow_to_another_country_without_a_mechanism(
    bench: Bench, before: str
) -> None:
    here = NEW.replace('"BR"', '"US"')
    off = NEW + "enabled = false\n"
    if before != "new":
        bench.add("recipients.toml", here if before == "moved" else off)
    bench.publish(FIRST)
    path = bench.folder / "recipients.toml"
    text = path.read_text().replace(here if before == "moved" else off, "")
    path.write_text(text + NEW)
    with pytest.raises(PublishRefused) as refused:
        bench.publish(SECOND)
    assert str(refused.value) == (
        "The list keeper is in BR, and no `mechanism` protects what goes there: record one at "
        "recipients.keeper, or leave it switched off."
    )
    path.write_text(text + NEW + 'mechanism = "scc"\n')
    assert bench.publish(SECOND).policy.recipients["keeper"].mechanism == "scc"


def test_an_adapter_that_is_not_there_stops_the_start(bench: Bench, settings: Any) -> None:
    one = bench.load().policy.recipients["mail_carrier"]
    settings.SALERNO_ADAPTERS = {"mail": "salerno.adapters.file_drop.FileDrop", "gone": "no.Way"}
    wanted = [one, replace(one, adapter="pigeon"), replace(one, adapter="gone")]
    assert unknown_adapters(wanted) == [
        "Our mail carrier: no adapter is named 'pigeon' in SALERNO_ADAPTERS.",
        "Our mail carrier: its adapter 'gone' cannot be loaded (No module named 'no').",
    ]

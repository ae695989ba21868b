"""What a policy lets flow, what registering agrees to, and who is asked again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from salerno.policy import rules
from salerno.policy.values import Pack
from salerno.privacy.law import Basis, ChoiceForm, Policy, PurposeLaw
from tests.policy.bench import FIRST, SECOND, Bench, register_for


@pytest.mark.clause("N-119", "refused")
def test_nothing_of_a_person_in_the_union_flows_without_a_mechanism(bench: Bench) -> None:
    bench.edit("recipients.toml", 'country = "US"\nmechanism = "scc"\n', 'country = "US"\n')
    pack = bench.load()
    name = pack.policy.recipients["host"].name
    assert rules.may_flow(pack, "host", "")
    assert not rules.may_flow(pack, "host", "eu")
    assert not rules.may_flow(pack, "host", "unknown")
    assert rules.why_no_flow(pack, "host", "eu") == (
        f"{name} is in US: no transfer mechanism is recorded."
    )
    assert rules.may_flow(pack, "mail_carrier", "eu")
    home = replace(pack.policy.recipients["host"], country="DE")
    policy = replace(pack.policy, recipients={**pack.policy.recipients, "host": home})
    assert rules.may_flow(replace(pack, policy=policy), "host", "eu")


@pytest.mark.clause("N-105", "refused")
def test_a_controller_without_a_record_receives_nothing_anywhere(bench: Bench) -> None:
    pack = bench.load()
    name = next(key for key, one in pack.roles.items() if one == "controller" and
                pack.policy.recipients[key].mechanism)  # fmt: skip
    assert [rules.may_flow(pack, name, layer) for layer in ("", "eu")] == [True, True]
    bare = replace(pack, addresses={**pack.addresses, name: ""})
    assert [rules.may_flow(bare, name, layer) for layer in ("", "eu")] == [False, False]
    assert "has no record of its own" in rules.why_no_flow(bare, name, "")


@pytest.mark.clause("H-08", "refused")
def test_only_listed_bodies_receive_and_the_chain_is_the_operators(bench: Bench) -> None:
    pack = bench.load()
    assert rules.why_no_flow(pack, "faculty_of_law", "") == (
        "faculty_of_law is not among the recipients."
    )
    assert all(rules.in_chain(pack, body) for body in pack.policy.operator.parents)
    assert not rules.in_chain(pack, "Harrow College")


def test_a_recipient_that_is_switched_off_receives_nothing(bench: Bench) -> None:
    bench.edit("recipients.toml", "[recipients.host]", "[recipients.host]\nenabled = false")
    pack = bench.load()
    assert rules.why_no_flow(pack, "host", "").endswith("is switched off.")


def test_a_region_leads_to_its_layer_and_none_to_the_strictest(bench: Bench) -> None:
    layers = bench.load().layers
    found = [rules.layer_of(region, layers) for region in ("DE", "US-CA", "US-MA", "")]
    assert found == ["eu", "california", "", "unknown"]


@pytest.mark.clause("H-11", "works")
def test_registering_agrees_to_named_purposes_one_by_one(bench: Bench) -> None:
    policy = bench.load().policy
    agreed = rules.purposes_agreed(policy, "")
    grounds = {policy.purpose(name).basis("") for name in agreed}
    assert grounds == ({Basis.CONTRACT} if policy.pack == "publisher" else
                       {Basis.CONTRACT, Basis.NOTICE})  # fmt: skip
    assert [name for name in policy.purposes if name in agreed] == list(agreed)
    assert "account" in agreed


@pytest.mark.clause("H-11", "refused")
def test_what_the_receipt_does_not_name_is_not_opened_by_it(bench: Bench) -> None:
    policy = bench.load().policy
    receipt = rules.purposes_agreed(policy, "")
    assert rules.opened_by(policy, "", receipt, "account")
    without = tuple(name for name in receipt if name != "account")
    assert not rules.opened_by(policy, "", without, "account")
    assert not rules.opened_by(policy, "", (*receipt, "marketing_sms"), "marketing_sms")


@pytest.mark.clause("H-03", "refused")
def test_use_alone_opens_nothing_that_rests_on_consent_in_the_union(bench: Bench) -> None:
    policy = bench.load().policy
    everything = tuple(policy.purposes)
    opened = {name for name in everything if rules.opened_by(policy, "eu", everything, name)}
    assert {policy.purpose(name).basis("eu") for name in opened} == {Basis.CONTRACT}
    for name in ("analytics", "marketing_mail", "adverts", "research", "personalise"):
        assert policy.purpose(name).basis("eu") is Basis.CONSENT
        assert not rules.opened_by(policy, "eu", everything, name)
        assert rules.choice_in(policy.purpose(name), "eu") is ChoiceForm.OPT_IN


@pytest.mark.clause("H-07", "refused")
def test_terms_accepted_in_another_version_are_stale(bench: Bench) -> None:
    first = bench.publish(FIRST)
    bench.edit("texts/en/terms.md", "Keep your password to yourself.", "Keep it to yourself.")
    second = bench.publish(SECOND)
    accepted = first.documents["terms"].version
    assert not rules.stale(accepted, first.documents["terms"].version)
    assert rules.stale(accepted, second.documents["terms"].version)


def _with(policy: Policy, name: str, law: PurposeLaw) -> Policy:
    return replace(policy, purposes={**policy.purposes, name: law})


def _consent(ask: str = "May we?") -> PurposeLaw:
    return PurposeLaw({"": Basis.CONSENT}, "Text.", ChoiceForm.OPT_IN, ask)


@pytest.mark.clause("N-102", "refused")
def test_a_new_consent_is_asked_for_and_carried_over_by_nothing(bench: Bench) -> None:
    old = bench.load().policy
    new = _with(old, "safety_study", _consent())
    assert rules.must_ask_again(old, new) == ("safety_study",)
    chosen = ("marketing_sms", "safety_study")
    assert rules.carries_over(old, new, chosen) == ("marketing_sms",)
    assert not rules.opened_by(new, "", tuple(new.purposes), "safety_study")


def test_other_words_another_receiver_or_another_layer_ask_again(bench: Bench) -> None:
    old = bench.load().policy
    law = old.purposes["marketing_sms"]
    assert rules.must_ask_again(old, old) == ()
    assert rules.must_ask_again(old, _with(old, "marketing_sms", replace(law, ask="And now?"))) == (
        "marketing_sms",
    )
    carrier = old.recipients["mail_carrier"]
    wider = replace(carrier, purposes=(*carrier.purposes, "marketing_sms"))
    new = replace(old, recipients={**old.recipients, "mail_carrier": wider})
    assert rules.must_ask_again(old, new) == ("marketing_sms",)
    law = old.purposes["surveys"]
    consent = replace(law, bases={**law.bases, "california": Basis.CONSENT})
    assert rules.must_ask_again(old, _with(old, "surveys", consent)) == ("surveys",)


def test_what_ended_carries_over_nowhere(bench: Bench) -> None:
    old = bench.load().policy
    fewer = {name: law for name, law in old.purposes.items() if name != "marketing_sms"}
    assert rules.carries_over(old, replace(old, purposes=fewer), ("marketing_sms",)) == ()


@pytest.mark.parametrize(
    ("address", "listed"),
    [
        ("https://{host}/a?b=c", True),
        ("https://{host}:443/", True),
        ("https://{host}.evil.example/", False),
        ("https://evil.example/{host}", False),
        ("https://{host}@evil.example/", False),
        ("https://evil.example#@{host}/", False),
        ("https://evil.example\\@{host}/", False),
        ("//{host}/", False),
        ("http://{host}/", False),
        ("javascript:alert(1)//{host}", False),
        ("https://{host}:99999/", False),
        ("https://{host}:8443/", False),
        ("https://ev il@{host}/", False),
        ("\thttps://{host}/", False),
        ("/privacy", False),
        ("", False),
    ],
)
@pytest.mark.clause("H-38", "refused")
def test_only_listed_hosts_are_led_to(bench: Bench, address: str, listed: bool) -> None:
    pack = bench.load()
    host = next(iter(pack.destinations.values())).host
    found = rules.destination_of(pack, address.replace("{host}", host))
    assert (found is not None) is listed


@pytest.mark.clause("N-108", "works")
def test_every_pair_of_kind_and_purpose_has_a_ground_from_the_closed_list(bench: Bench) -> None:
    pack: Pack = replace(bench.load(), register=register_for(bench.load()))
    pairs = [
        (kind.id, purpose, pack.policy.purpose(purpose).basis(layer))
        for kind in pack.register.kinds.values()
        for purpose in kind.purposes
        for layer in ("", *pack.layers, "unknown")
    ]
    assert len(pairs) >= len(pack.register.kinds)
    assert {basis for _, _, basis in pairs} <= set(Basis)
    grounds = {law.basis("eu") for law in pack.policy.purposes.values()}
    assert Basis.NOTICE not in grounds

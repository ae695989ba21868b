"""What follows from a policy, decided without the database."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from urllib.parse import urlsplit

from salerno.policy.values import Destination, Layer, LayerKind, Pack
from salerno.privacy.law import OUT, Basis, ChoiceForm, Policy, PurposeLaw

UNKNOWN = "unknown"


def layer_of(region: str, layers: Mapping[str, Layer]) -> str:
    """The jurisdiction layer of a region ("DE", "US-CA"); of no region, "unknown"."""
    if not region:
        return UNKNOWN
    for layer in layers.values():
        if layer.kind is LayerKind.JURISDICTION and region in layer.countries:
            return layer.id
    return ""


def choice_in(law: PurposeLaw, layer: str) -> ChoiceForm | None:
    """The form of choice in a layer: where it rests on consent, one says yes by an act."""
    if law.basis(layer) is Basis.CONSENT and law.choice in (None, *OUT):
        return ChoiceForm.OPT_IN
    return law.choice


def purposes_agreed(policy: Policy, layer: str) -> tuple[str, ...]:
    """What registering agrees to, one by one, for the receipt.

    Only what rests on the contract or on use after notice. What needs consent, a duty or an
    interest is not agreed to by registering, in any mode.
    """
    agreed = (Basis.CONTRACT, Basis.NOTICE)
    return tuple(name for name, law in policy.purposes.items() if law.basis(layer) in agreed)


def opened_by(policy: Policy, layer: str, receipt: Collection[str], purpose: str) -> bool:
    """Whether a receipt of registration opens a purpose that rests on agreement or notice."""
    return purpose in receipt and purpose in purposes_agreed(policy, layer)


def must_ask_again(old: Policy, new: Policy) -> tuple[str, ...]:
    """Consent-based purposes that are new or wider: a choice made before does not cover them."""
    return tuple(
        name
        for name, law in new.purposes.items()
        if Basis.CONSENT in law.bases.values()
        and (name not in old.purposes or widened(old, new, name))
    )


def widened(old: Policy, new: Policy, purpose: str) -> bool:
    """Whether a purpose both versions know asks for more than what was agreed to."""
    before, after = old.purposes[purpose], new.purposes[purpose]
    if before.ask != after.ask:
        return True
    gained = _consent_layers(after) - _consent_layers(before)
    receivers = _receivers(new, purpose) - _receivers(old, purpose)
    return bool(gained or receivers)


def _consent_layers(law: PurposeLaw) -> set[str]:
    return {layer for layer, basis in law.bases.items() if basis is Basis.CONSENT}


def _receivers(policy: Policy, purpose: str) -> set[str]:
    return {name for name, one in policy.recipients.items() if purpose in one.purposes}


def carries_over(old: Policy, new: Policy, chosen: Iterable[str]) -> tuple[str, ...]:
    """Of the purposes somebody consented to, those that still hold under the new version."""
    again = must_ask_again(old, new)
    return tuple(name for name in chosen if name in new.purposes and name not in again)


def why_no_flow(pack: Pack, recipient: str, layer: str) -> str:
    """Why nothing of a person in ``layer`` may go to a recipient; an empty text when it may."""
    one = pack.policy.recipients.get(recipient)
    if one is None:
        return f"{recipient} is not among the recipients."
    nameless = pack.roles[recipient] != "processor" and not pack.addresses[recipient]
    unbound = any(
        rules.needs_mechanism and one.country not in (*rules.countries, *rules.home)
        for rules in _rules_of(pack, layer)
    )
    reasons = (
        (not one.contract, "has no contract with us"),
        (nameless, "decides itself what the data is for and has no record of its own"),
        (not one.enabled, "is switched off"),
        (unbound and not one.mechanism, f"is in {one.country}: no transfer mechanism is recorded"),
    )
    return next((f"{one.name} {words}." for applies, words in reasons if applies), "")


def _rules_of(pack: Pack, layer: str) -> tuple[Layer, ...]:
    if layer == UNKNOWN:
        return tuple(pack.layers.values())
    return (pack.layers[layer],) if layer in pack.layers else ()


def may_flow(pack: Pack, recipient: str, layer: str) -> bool:
    """Whether a row of a person in ``layer`` may go to a recipient."""
    return not why_no_flow(pack, recipient, layer)


def in_chain(pack: Pack, body: str) -> bool:
    """Whether a body stands in the operator's own chain of parents."""
    operator = pack.policy.operator
    return body in (operator.legal_name, *operator.parents)


def stale(accepted: int, current: int) -> bool:
    """Whether a document was accepted in another version than the one that holds."""
    return accepted != current


def destination_of(pack: Pack, address: str) -> Destination | None:
    """The listed site an address leads to; None for any other, for names in it and for http."""
    try:
        parts = urlsplit(address)
        plain = parts.scheme == "https" and not parts.username and parts.port in (None, 443)
    except ValueError:
        return None
    if not plain or "\\" in address or any(ord(sign) <= ord(" ") for sign in address):
        return None
    host = (parts.hostname or "").lower()
    return next((one for one in pack.destinations.values() if one.host == host), None)

"""Stripe, by its official client: Checkout for a card that is typed, PaymentIntents for one that
it keeps.

Its keys stand in ``recipients.toml`` under the recipient: ``password`` is the secret key of the
account, ``secret`` signs its notices, ``endpoint`` is set only to speak to something else.
A notice is never believed for what it says: it names a payment, and the payment is then asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import stripe

from salerno.adapters.credentials import credentials
from salerno.privacy.paying import (
    Begun,
    Card,
    CarrierFailed,
    Charge,
    Heard,
    Paid,
    Returned,
    Told,
    Untrusted,
)

RECIPIENT = "payment_carrier"
SECONDS, RETRIES = 10, 1
STATES = {"succeeded": Paid.PAID, "canceled": Paid.EXPIRED}
REFUNDS = {"succeeded": "done", "failed": "failed", "canceled": "failed"}
PARTS = ["payment_intent", "payment_intent.payment_method", "payment_intent.latest_charge"]


class StripeGateway:
    """What ``salerno.privacy.paying.Gateway`` asks for."""

    name = "Stripe"
    address = "https://checkout.stripe.com"

    def __init__(self) -> None:
        known = credentials(RECIPIENT)
        self._secret = known.needed("secret")
        options: dict[str, Any] = {
            "http_client": stripe.RequestsClient(timeout=SECONDS), "max_network_retries": RETRIES,
        }  # fmt: skip
        if known.endpoint:
            options["base_addresses"] = {"api": known.endpoint}
        self._client = stripe.StripeClient(known.needed("password"), **options)

    def begin(self, charge: Mapping[str, object]) -> Begun:
        """A page of Checkout for one payment."""
        one = Charge.of(charge)
        about = _about(one)
        intent: dict[str, Any] = {"metadata": about}
        if one.keeps:
            intent["setup_future_usage"] = "off_session"
        price = {
            "currency": one.currency.lower(), "unit_amount": one.cents,
            "product_data": {"name": one.reference},
        }  # fmt: skip
        params: Any = {
            "mode": "payment", "client_reference_id": one.reference, "metadata": about,
            "line_items": [{"price_data": price, "quantity": 1}], "payment_intent_data": intent,
            "success_url": one.back, "cancel_url": one.back,
        }  # fmt: skip
        if one.keeps:
            params["customer_creation"] = "always"
        options = _once(one.reference)
        made = _asked(lambda: self._client.v1.checkout.sessions.create(params, options))
        return Begun(str(made["id"]), str(made["url"]))

    def charge(self, charge: Mapping[str, object]) -> Told:
        """Charge a card that it keeps. One that is declined is an answer, and no fault."""
        one = Charge.of(charge)
        customer, _colon, method = one.token.partition(":")
        params: Any = {
            "amount": one.cents, "currency": one.currency.lower(), "customer": customer,
            "payment_method": method, "off_session": True, "confirm": True,
            "metadata": _about(one), "expand": [part.partition(".")[2] for part in PARTS[1:]],
        }  # fmt: skip
        options = _once(one.reference)
        try:
            made = self._client.v1.payment_intents.create(params, options)
        except stripe.CardError:
            return Told(one.reference, Paid.DECLINED, 0, one.currency)
        except stripe.StripeError as error:
            raise _failed(error) from error
        return self._told(one.reference, made)

    def refund(self, reference: str, carrier_id: str, refund: str, cents: int) -> Told:
        """Give back, and say where the payment stands then."""
        intent = self._intent(reference, carrier_id)
        if intent is None:
            raise CarrierFailed("The carrier does not know this payment.")
        params: Any = {
            "payment_intent": intent["id"], "amount": cents,
            "metadata": {"reference": reference, "refund": refund},
        }  # fmt: skip
        try:
            self._client.v1.refunds.create(params, _once(refund))
        except stripe.InvalidRequestError:
            told = self._told(reference, intent)
            lost = Returned(refund, cents, "failed")
            return Told(reference, told.state, told.captured, told.currency, (*told.refunds, lost))
        except stripe.StripeError as error:
            raise _failed(error) from error
        found = self.state(reference, carrier_id)
        if found is None:
            raise CarrierFailed("The carrier does not know this payment.")
        return found

    def state(self, reference: str, carrier_id: str) -> Told | None:
        """Where a payment stands."""
        if carrier_id.startswith("cs_"):
            options: Any = {"expand": PARTS}
            session = _asked(
                lambda: self._client.v1.checkout.sessions.retrieve(carrier_id, options)
            )
            if not session["payment_intent"]:
                return _unpaid(reference, session)
            return self._told(reference, session["payment_intent"])
        intent = self._intent(reference, carrier_id)
        return None if intent is None else self._told(reference, intent)

    def hear(self, body: bytes, signature: str) -> Heard | None:
        """Read a notice; its signature is verified by the library."""
        try:
            webhook: Any = stripe.Webhook
            event = webhook.construct_event(body, signature, self._secret)
        except (ValueError, stripe.SignatureVerificationError) as error:
            raise Untrusted("The signature is not the carrier's.") from error
        about = event["data"]["object"].to_dict().get("metadata") or {}
        reference = str(about.get("reference", ""))
        if not reference:
            return None
        return Heard(str(event["id"]), reference, datetime.fromtimestamp(event["created"], UTC))

    def _intent(self, reference: str, carrier_id: str) -> Any:
        if carrier_id.startswith("cs_"):
            options: Any = {"expand": PARTS}
            session = _asked(
                lambda: self._client.v1.checkout.sessions.retrieve(carrier_id, options)
            )
            return session["payment_intent"]
        asked: Any = {
            "query": f"metadata['reference']:'{reference}'",
            "expand": ["data.payment_method", "data.latest_charge"],
        }
        found = _asked(lambda: self._client.v1.payment_intents.search(asked))["data"]
        return found[0] if found else None

    def _told(self, reference: str, intent: Any) -> Told:
        listed: Any = {"payment_intent": intent["id"], "limit": 100}
        rows = _asked(lambda: self._client.v1.refunds.list(listed))["data"]
        refunds = tuple(
            Returned(_refund_name(one), int(one["amount"]), REFUNDS.get(one["status"], "asked"))
            for one in rows
        )
        state = STATES.get(intent["status"], Paid.OPEN)
        if state is Paid.OPEN and intent["last_payment_error"]:
            state = Paid.DECLINED
        captured = int(intent["amount_received"] or 0)
        currency = str(intent["currency"]).upper()
        return Told(reference, state, captured, currency, refunds, _card(intent))


def _about(one: Charge) -> dict[str, str]:
    return {"reference": one.reference, "name": one.name, "postcode": one.postcode}


def _once(key: str) -> Any:
    return {"idempotency_key": key}


def _asked(ask: Callable[[], Any]) -> Any:
    """An answer as plain values. Raises CarrierFailed."""
    try:
        return ask().to_dict()
    except stripe.StripeError as error:
        raise _failed(error) from error


def _failed(error: stripe.StripeError) -> CarrierFailed:
    return CarrierFailed(f"The carrier did not take it ({type(error).__name__}).")


def _unpaid(reference: str, session: Any) -> Told:
    state = Paid.EXPIRED if session["status"] == "expired" else Paid.OPEN
    return Told(reference, state, 0, str(session["currency"]).upper())


def _refund_name(one: Any) -> str:
    """Our own name of a refund, or Stripe's where it was begun there."""
    return str((one["metadata"] or {}).get("refund") or one["id"])


def _card(intent: Any) -> Card | None:
    """The card, where it was kept for later: by token, brand, last four and expiry."""
    method = intent["payment_method"]
    if intent["setup_future_usage"] != "off_session" or not isinstance(method, Mapping):
        return None
    card = method["card"]
    token = f"{intent['customer']}:{method['id']}"
    expiry = f"{card['exp_month']:02}/{card['exp_year']}"
    return Card(token, str(card["brand"]).capitalize(), str(card["last4"]), expiry)

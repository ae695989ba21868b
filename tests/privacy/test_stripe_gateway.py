"""Stripe as its official client speaks to it: a server in its place, with answers of its shape."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qs

import pytest

from salerno.adapters.stripe_gateway import StripeGateway
from salerno.privacy.paying import CarrierFailed, Paid, Undeclared, Untrusted

SECRET = "whsec_test"
CHARGE: dict[str, object] = {
    "reference": "r1", "cents": 10_700, "currency": "USD", "name": "Ann Reader",
    "postcode": "02110", "token": "", "back": "https://shop.example/back", "keeps": True,
}  # fmt: skip
CARD = {"brand": "visa", "last4": "4242", "exp_month": 4, "exp_year": 2030}
INTENT: dict[str, Any] = {
    "id": "pi_1", "object": "payment_intent", "status": "succeeded", "amount_received": 10_700,
    "currency": "usd", "customer": "cus_1", "setup_future_usage": "off_session",
    "last_payment_error": None, "metadata": {"reference": "r1"},
    "payment_method": {"id": "pm_1", "object": "payment_method", "card": CARD},
}  # fmt: skip
REFUND = {"id": "re_1", "object": "refund", "amount": 700, "status": "succeeded",
          "metadata": {"refund": "f1"}}  # fmt: skip


class Stand:
    """What the server answers, and what it was asked."""

    def __init__(self) -> None:
        self.answers: dict[str, tuple[int, Any]] = {}
        self.asked: list[tuple[str, dict[str, list[str]], str]] = []


@pytest.fixture
def stand(tmp_path: Path, settings: Any) -> Iterator[Stand]:
    """A server in Stripe's place, named in the operator's file of credentials."""
    settings.SALERNO_DATA = tmp_path
    made = Stand()

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            path = self.path.partition("?")[0]
            key = f"{self.command} {path}"
            made.asked.append((key, parse_qs(body), self.headers.get("Idempotency-Key", "")))
            status, said = made.answers.get(key, (404, {"error": {"message": "none"}}))
            text = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        do_GET = do_POST = _answer  # noqa: N815  the names that the library calls

        def log_message(self, *_args: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    file = tmp_path / "recipients.toml"
    file.write_text(
        f'[payment_carrier]\npassword = "sk_test_1"\nsecret = "{SECRET}"\n'
        f'endpoint = "http://127.0.0.1:{server.server_port}"\n'
    )
    file.chmod(0o600)
    made.answers["GET /v1/refunds"] = (200, {"object": "list", "data": [], "has_more": False})
    yield made
    server.shutdown()


def signed(body: bytes, at: float | None = None, secret: str = SECRET) -> str:
    """The header of a notice."""
    stamp = int(at or time.time())
    digest = hmac.new(secret.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={stamp},v1={digest}"


def test_a_page_is_asked_once_with_the_amount_and_the_bill(stand: Stand) -> None:
    stand.answers["POST /v1/checkout/sessions"] = (
        200, {"id": "cs_1", "object": "checkout.session", "url": "https://checkout.example/1"},
    )  # fmt: skip
    begun = StripeGateway().begin(CHARGE)
    assert (begun.carrier_id, begun.address) == ("cs_1", "https://checkout.example/1")
    ((_key, sent, once),) = stand.asked
    assert once == "r1"
    values = {name: value[0] for name, value in sent.items()}
    assert values["line_items[0][price_data][unit_amount]"] == "10700"
    assert values["payment_intent_data[setup_future_usage]"] == "off_session"
    told = {name for name in values if "metadata" in name}
    assert {name.rpartition("[")[2] for name in told} == {"reference]", "name]", "postcode]"}


@pytest.mark.clause("N-53", "refused")
@pytest.mark.parametrize(
    "more", [{"course": "heart-sounds"}, {"email": "ann@example.org"}, {"cents": "10700"}]
)
def test_a_field_that_does_not_belong_in_a_payment_is_refused(
    stand: Stand, more: dict[str, object]
) -> None:
    with pytest.raises(Undeclared):
        StripeGateway().begin(CHARGE | more)
    with pytest.raises(Undeclared):
        StripeGateway().charge(CHARGE | more)
    assert stand.asked == []


def test_a_payment_is_read_with_its_refunds_and_its_card(stand: Stand) -> None:
    session = {"id": "cs_1", "object": "checkout.session", "status": "complete",
               "currency": "usd", "payment_intent": INTENT}  # fmt: skip
    stand.answers["GET /v1/checkout/sessions/cs_1"] = (200, session)
    stand.answers["GET /v1/refunds"] = (
        200, {"object": "list", "data": [REFUND], "has_more": False},
    )  # fmt: skip
    told = StripeGateway().state("r1", "cs_1")
    assert told is not None
    assert (told.state, told.captured, told.currency) == (Paid.PAID, 10_700, "USD")
    assert [(one.reference, one.cents, one.state) for one in told.refunds] == [("f1", 700, "done")]
    assert told.card is not None
    assert (told.card.token, told.card.last_four, told.card.expiry) == (
        "cus_1:pm_1", "4242", "04/2030",
    )  # fmt: skip


def test_a_page_that_was_left_is_expired_and_one_that_waits_is_open(stand: Stand) -> None:
    for status, state in (("expired", Paid.EXPIRED), ("open", Paid.OPEN)):
        session = {"id": "cs_1", "object": "checkout.session", "status": status,
                   "currency": "usd", "payment_intent": None}  # fmt: skip
        stand.answers["GET /v1/checkout/sessions/cs_1"] = (200, session)
        told = StripeGateway().state("r1", "cs_1")
        assert told is not None
        assert (told.state, told.captured) == (state, 0)


def test_a_card_that_is_kept_pays_or_is_declined(stand: Stand) -> None:
    stand.answers["POST /v1/payment_intents"] = (200, INTENT)
    told = StripeGateway().charge(CHARGE | {"token": "cus_1:pm_1"})
    assert told.state is Paid.PAID
    key, sent, once = stand.asked[0]
    assert (key, once, sent["customer"], sent["payment_method"]) == (
        "POST /v1/payment_intents", "r1", ["cus_1"], ["pm_1"],
    )  # fmt: skip
    error = {"error": {"type": "card_error", "code": "card_declined", "message": "no"}}
    stand.answers["POST /v1/payment_intents"] = (402, error)
    assert StripeGateway().charge(CHARGE | {"token": "cus_1:pm_1"}).state is Paid.DECLINED


def test_a_refund_goes_out_once_and_is_read_back(stand: Stand) -> None:
    session = {"id": "cs_1", "object": "checkout.session", "status": "complete",
               "currency": "usd", "payment_intent": INTENT}  # fmt: skip
    stand.answers["GET /v1/checkout/sessions/cs_1"] = (200, session)
    stand.answers["POST /v1/refunds"] = (200, REFUND)
    stand.answers["GET /v1/refunds"] = (
        200, {"object": "list", "data": [REFUND], "has_more": False},
    )  # fmt: skip
    told = StripeGateway().refund("r1", "cs_1", "f1", 700)
    assert [one.state for one in told.refunds] == ["done"]
    assert [once for key, _sent, once in stand.asked if key == "POST /v1/refunds"] == ["f1"]


def test_a_carrier_that_fails_is_asked_again_later(stand: Stand) -> None:
    stand.answers["POST /v1/checkout/sessions"] = (500, {"error": {"message": "broken"}})
    with pytest.raises(CarrierFailed):
        StripeGateway().begin(CHARGE)


def test_a_notice_is_believed_by_its_signature_alone(stand: Stand) -> None:
    event = {
        "id": "evt_1", "object": "event", "created": 1_790_000_000,
        "type": "payment_intent.succeeded", "data": {"object": INTENT},
    }  # fmt: skip
    body = json.dumps(event).encode()
    heard = StripeGateway().hear(body, signed(body))
    assert heard is not None
    assert (heard.event, heard.reference) == ("evt_1", "r1")
    other = json.dumps(event | {"data": {"object": {"object": "payout"}}}).encode()
    assert StripeGateway().hear(other, signed(other)) is None
    for sign in ("", "t=1,v1=aa", signed(body, secret="whsec_other"), signed(body, at=1.0)):
        with pytest.raises(Untrusted):
            StripeGateway().hear(body, sign)
